"""The persons of records under search: CURP and names that agree with birth date, sex and state of the record."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from giis.specs import Level
from giis.specs.expressions.nodes import broken_node, variables_of
from giis.specs.values import as_written
from giis.synth._columns import NUMBER, closed, opened
from giis.synth._data import persons
from giis.synth._people import describe, vocabulary
from giis.validators.columns import POSITION, ROW, raw_column
from giis.validators.functions import STATES
from giis.validators.predicate import Record, compile_python

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from giis.catalogs import Catalog
    from giis.specs import Guide
    from giis.synth._dice import Dice
    from giis.synth._domains import Domains
    from giis.synth._roles import Role

_SAMPLE = {"H": "AEFA800506HDFBLD90", "M": "AEFA800506MDFBLD98", "X": "AEFA800506XDFBLD95"}
_SELDOM = 0.01
"""How often a CURP has another letter of the sex than the usual one, where the guide admits it."""
_ABROAD = "NE"
_UNTOLD = date(1990, 6, 15)
_DAYS = 365.2425
_PER_RECORD = 64
"""Numbers set apart for the sub-records of one record."""


class Identity:
    """Makes the CURP and names of one role.

    Parameters
    ----------
    guide, role, catalogs, domains
        The definition, the person's variables, the catalogues at hand, and what variables may hold.
    """

    def __init__(self, guide: Guide, role: Role, catalogs: Mapping[str, Catalog], domains: Domains) -> None:
        self.guide, self.role, self._catalogs, self._domains = guide, role, catalogs, domains

    @property
    def mark(self) -> int:
        """The digit that tells a fictitious CURP."""
        return persons().born_mark if self.role.birth else persons().staff_mark

    @cached_property
    def _sexes_told(self) -> dict[str, list[str]]:
        """The letters of the CURP that go with each text of the variable of the sex, the usual one first."""
        rule = next((rule for rule in self.guide.rules if rule.variable == self.role.sex and rule.cases), None)
        found: dict[str, list[str]] = {}
        for letter, curp in _SAMPLE.items() if rule is not None else ():
            record = Record({self.role.curp: curp}, frozenset(), self._catalogs, self._domains.declared.as_of)
            case = next((case for case in rule.cases if _answers(case.when, record)), None) if rule else None
            for value in case.admitted.values if case else ():
                found.setdefault(as_written(value), []).append(letter)
        return found

    @cached_property
    def letters(self) -> dict[str, str]:
        """The letter of the CURP for each text of the variable of the sex that some CURP goes with."""
        return {text: letters[0] for text, letters in self._sexes_told.items()}

    @cached_property
    def spare(self) -> dict[str, str]:
        """A letter that is nobody's usual one, for the texts that it goes with too."""
        usual = set(self.letters.values())
        others = {text: [item for item in letters if item not in usual] for text, letters in self._sexes_told.items()}
        return {text: letters[0] for text, letters in others.items() if letters}

    @cached_property
    def states(self) -> dict[str, str]:
        """What a CURP writes for each key of the variable of the state."""
        role = self.role
        if role.state is None or role.attribute is None:
            return {}
        catalog = self._catalogs.get(self.guide.by_identifier[role.state].catalog or "")
        if catalog is None:
            return {}
        known = {key: str(catalog.get(key, role.attribute)) for key in catalog.entries}
        return {
            key: state if state in STATES else _ABROAD
            for key, state in known.items()
            if state in STATES or self._abroad(key)
        }

    def _abroad(self, key: str) -> bool:
        """Return whether a key of the state goes with a CURP that tells a birth abroad."""
        role = self.role
        curp = f"{_SAMPLE['H'][:11]}{_ABROAD}{_SAMPLE['H'][13:]}"
        for rule in self.guide.rules:
            if rule.variable == role.state and rule.level is Level.RECORD and not rule.cases:
                node = broken_node(rule.when, rule.require)
                values: dict[str, object] = dict.fromkeys(variables_of(node))
                values |= {role.curp: curp, role.state or "": key}
                if (
                    compile_python(node)(Record(values, frozenset(), self._catalogs, self._domains.declared.as_of))
                    is True
                ):
                    return False
        return True

    def made(self, frame: pl.DataFrame, dice: Dice, name: str, fixed: Collection[str] = ()) -> pl.DataFrame:
        """Return `frame` with CURP and names of the role in every record, but for the variables that are `fixed`.

        Who has a text that the guide admits in the place of a CURP keeps it; who has a birth date, sex or state that
        no CURP can tell gets one.
        """
        role = self.role
        if role.group is None:
            columns = self._columns(frame, frame.get_column(NUMBER), dice, name)
            return frame.with_columns(column for column in columns if column.name.removeprefix("r.") not in fixed)
        group = self.guide.by_identifier[role.group]
        parts = opened(frame, group)
        if not parts.height:
            return frame
        numbers = frame.get_column(NUMBER).gather(parts.get_column(ROW)) * _PER_RECORD + parts.get_column(
            POSITION
        ).cast(pl.UInt64)
        return closed(frame, group, parts.with_columns(self._columns(parts, numbers, dice, name)))

    def told(self, frame: pl.DataFrame, dice: Dice) -> tuple[pl.Series, pl.Series, pl.Series]:
        """Return what the CURP of each record tells: birth date, letter of the sex, letters of the state."""
        birth, sex, state = self._told(frame, frame.get_column(NUMBER), dice, self.role.curp)
        return birth.fill_null(_UNTOLD), sex.fill_null("X"), state.fill_null(_ABROAD)

    def _told(
        self, frame: pl.DataFrame, numbers: pl.Series, dice: Dice, name: str
    ) -> tuple[pl.Series, pl.Series, pl.Series]:
        return (
            self._births(frame, numbers, dice, name),
            self._sexes(frame, numbers, dice, name),
            self._states_of(frame, numbers, dice, name),
        )

    def _columns(self, frame: pl.DataFrame, numbers: pl.Series, dice: Dice, name: str) -> list[pl.Series]:
        role, words = self.role, vocabulary()
        birth, sex, state = self._told(frame, numbers, dice, name)
        given = dice.below(numbers, 1 << 30, name, "given")
        given = pl.select(
            pl.when(sex == "M").then(given % words.women).otherwise(given % words.men + words.women)
        ).to_series()
        people = describe(
            dice.below(numbers, len(words.first), name, "first"),
            dice.below(numbers, len(words.second), name, "second"),
            given.fill_null(0),
            sex.fill_null("X"),
            birth.fill_null(_UNTOLD),
            state.fill_null(_ABROAD),
            self.mark,
        )
        curp = people.get_column("curp")
        if role.generic:
            kept = frame.get_column(raw_column(role.curp))
            known = birth.is_not_null() & sex.is_not_null() & state.is_not_null()
            stays = pl.when(kept.is_in(list(role.generic))).then(kept)
            forced = pl.when(~known).then(pl.lit(role.generic[0]))
            curp = pl.select(pl.coalesce(stays, forced, curp)).to_series()
        return [
            curp.alias(raw_column(role.curp)),
            *(people.get_column(part).alias(raw_column(column)) for part, column in self.names),
        ]

    @property
    def names(self) -> list[tuple[str, str]]:
        """What a person is called (`given`, `first`, `second`), and in which variable it stands."""
        role = self.role
        pairs = (("given", role.given), ("first", role.first), ("second", role.second))
        return [(part, column) for part, column in pairs if column is not None]

    def _births(self, frame: pl.DataFrame, numbers: pl.Series, dice: Dice, name: str) -> pl.Series:
        if self.role.birth is not None:
            specials = self.guide.by_identifier[self.role.birth].specials
            texts = frame.get_column(raw_column(self.role.birth))
            read = texts.str.to_date("%d/%m/%Y", strict=False, cache=False)
            unusual = texts.is_in([as_written(value) for value in specials]) | (read.dt.year() < 1900)
            return read.set(unusual.fill_null(value=True), None)
        low, high = persons().staff_ages
        span = int((high - low) * _DAYS)
        days = dice.below(numbers, span, name, "birth").cast(pl.Int32) + int(low * _DAYS) + 31
        return (pl.Series([self._domains.declared.month.first], dtype=pl.Date).cast(pl.Int32) - days).cast(pl.Date)

    def _sexes(self, frame: pl.DataFrame, numbers: pl.Series, dice: Dice, name: str) -> pl.Series:
        if self.role.sex is not None:
            texts = frame.get_column(raw_column(self.role.sex))
            usual = texts.replace_strict(self.letters, default=None, return_dtype=pl.String)
            if not self.spare:
                return usual
            other = texts.replace_strict(self.spare, default=None, return_dtype=pl.String)
            seldom = (dice.unit(numbers, name, "letter") < _SELDOM) & other.is_not_null()
            return pl.select(pl.when(seldom).then(other).otherwise(usual)).to_series()
        return pl.Series(["H", "M"]).gather(dice.below(numbers, 2, name, "sex"))

    def _states_of(self, frame: pl.DataFrame, numbers: pl.Series, dice: Dice, name: str) -> pl.Series:
        if self.states and self.role.state is not None:
            texts = frame.get_column(raw_column(self.role.state))
            return texts.replace_strict(self.states, default=None, return_dtype=pl.String)
        return pl.Series(STATES[:-1]).gather(dice.below(numbers, len(STATES) - 1, name, "state"))


def _answers(node: object, record: Record) -> bool:
    try:
        return compile_python(node)(record) is True  # type: ignore[arg-type]
    except KeyError:
        return False


def identities(
    guide: Guide, roles: tuple[Role, ...], catalogs: Mapping[str, Catalog], domains: Domains
) -> list[Identity]:
    """Return the makers of all persons of a record."""
    return [Identity(guide, role, catalogs, domains) for role in roles]
