"""What may be proposed for the rows of a run: tiers of proposals, the safest first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from giis.mending._follow import Following, Way, following
from giis.mending._put import filled, put
from giis.mending._texts import mended_text, without_repeats
from giis.specs import Guide, Kind, Variable
from giis.specs.values import FIELD_SEPARATOR, LIST_SEPARATOR
from giis.validators.batch import judge
from giis.validators.columns import POSITION, ROW, raw_column
from giis.validators.elements import cut
from giis.validators.reading import form_pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

    from giis.catalogs import Catalog
    from giis.mending._state import State
    from giis.validators.columns import Setting


@dataclass(frozen=True)
class Tier:
    """One kind of proposals."""

    kind: str
    safe: bool


TEXTS = Tier("texts", True)
FOLLOWS = Tier("follows", True)
FOLLOWS_UNSAFE = Tier("follows", False)
LISTS = Tier("lists", False)


@dataclass(frozen=True)
class Proposals:
    """A column of new texts for each variable, null where nothing is proposed."""

    columns: Mapping[str, pl.Series]
    height: int

    def number(self) -> pl.Series:
        """Return how many proposals each row has."""
        total = filled(0, self.height, pl.UInt32)
        for column in self.columns.values():
            total = total + column.is_not_null().cast(pl.UInt32)
        return total

    def gather(self, rows: pl.Series) -> Proposals:
        """Return those of some rows, without columns that propose nothing there."""
        chosen = {name: column.gather(rows) for name, column in self.columns.items()}
        return Proposals({name: column for name, column in chosen.items() if not _is_void(column)}, len(rows))

    def beside(self, other: Proposals) -> Proposals:
        """Return these and those of `other`, for the same rows and other values."""
        columns = dict(self.columns)
        for name, column in other.columns.items():
            columns[name] = columns[name].zip_with(columns[name].is_not_null(), column) if name in columns else column
        return Proposals(columns, self.height)

    def turn(self, place: int) -> Proposals:
        """Return of each row only the proposal at `place`, counted from 0 over the variables."""
        before = filled(0, self.height, pl.UInt32)
        chosen: dict[str, pl.Series] = {}
        for name, column in self.columns.items():
            own = column.is_not_null()
            chosen[name] = column.zip_with(own & (before == place), filled(None, self.height, pl.String))
            before = before + own.cast(pl.UInt32)
        return Proposals(chosen, self.height)

    def put_into(self, texts: pl.DataFrame) -> pl.DataFrame:
        """Return `texts` with what is proposed."""
        return texts.with_columns(
            pl.coalesce(pl.lit(column), pl.col(raw_column(name))).alias(raw_column(name))
            for name, column in self.columns.items()
        )


@dataclass
class Ways:
    """Everything that may be proposed in a run.

    Parameters
    ----------
    guide : Guide
        The guide.
    setting : Setting
        The date of registration and the editions at hand.
    errors : frozenset of str
        The rules that are errors: a value that breaks one is in doubt, and nothing follows from it.
    unsafe : bool
        Whether unsafe changes are wanted.
    frozen : frozenset of str
        Variables that stay as they are.
    """

    guide: Guide
    setting: Setting
    errors: frozenset[str]
    unsafe: bool
    frozen: frozenset[str] = frozenset()
    rules: dict[str, list[str]] = field(init=False)
    """The rules on each column, those on its fields among them, in the order of the columns."""

    def __post_init__(self) -> None:
        self.rules = {variable.identifier: [] for variable in self.guide.variables}
        for rule in self.guide.rules:
            variable = self.guide.by_identifier[rule.variable or ""]
            self.rules[variable.group or variable.identifier].append(rule.id)
        self.tiers = (TEXTS, FOLLOWS, FOLLOWS_UNSAFE, LISTS) if self.unsafe else (TEXTS, FOLLOWS)
        self._following: Following = following(self.guide)
        self._doubted = {name: [rule for rule in own if rule in self.errors] for name, own in self.rules.items()}

    def propose(self, tier: Tier, texts: pl.DataFrame, state: State, *, doubted: bool = False) -> Proposals:
        """Return the proposals for values that break a rule, other than what is written.

        With `doubted` instead for values that break none, but of which one cannot be asked because of other values.
        """
        known = state.doubts if doubted else state.counts
        targeted = {
            name: targets
            for name, own in self.rules.items()
            if name not in self.frozen and any(rule in known for rule in own)
            if (targets := state.doubted(own) & ~state.breaks(own) if doubted else state.breaks(own)).any()
        }
        if not targeted:
            return Proposals({}, texts.height)
        if tier is TEXTS:
            found = self._texts(texts, targeted)
        elif tier is LISTS:
            found = self._lists(texts, targeted)
        else:
            found = self._follows(tier, texts, state, targeted)
        columns: dict[str, pl.Series] = {}
        for name, column in found.items():
            other = targeted[name] & (column != texts.get_column(raw_column(name))).fill_null(False)
            proposed = column.zip_with(other, filled(None, texts.height, pl.String))
            if not _is_void(proposed):
                columns[name] = proposed
        return Proposals({name: columns[name] for name in self.rules if name in columns}, texts.height)

    def _texts(self, texts: pl.DataFrame, targeted: Mapping[str, pl.Series]) -> dict[str, pl.Series]:
        variables = [self.guide.by_identifier[name] for name in targeted]
        catalogs = self.setting.catalogs
        found: dict[str, pl.Series] = {}
        blank = filled(None, texts.height, pl.String)
        for variable in variables:
            if not variable.fields:
                rows = targeted[variable.identifier].arg_true()
                few = texts.select(raw_column(variable.identifier))[rows]
                mended = few.select(mended_text(variable, catalogs)).to_series()
                found[variable.identifier] = put(blank, rows, mended)
        for variable in variables:
            if variable.fields:
                found[variable.identifier] = _mended_fields(variable, texts, targeted[variable.identifier], catalogs)
        return found

    def _lists(self, texts: pl.DataFrame, targeted: Mapping[str, pl.Series]) -> dict[str, pl.Series]:
        lists = [name for name in targeted if self.guide.by_identifier[name].kind is Kind.INTEGERS]
        single = texts.select(without_repeats(self.guide.by_identifier[name]).alias(name) for name in lists)
        return {column.name: column for column in single}

    def _follows(
        self, tier: Tier, texts: pl.DataFrame, state: State, targeted: Mapping[str, pl.Series]
    ) -> dict[str, pl.Series]:
        ways = [way for way in self._following.ways if way.safe is tier.safe and way.variable in targeted]
        ways = [way for way in ways if way.rule is None or way.rule in state.counts]
        if not ways:
            return {}
        asked = _any([targeted[way.variable] for way in ways]).arg_true()
        some = state.gather(asked)
        doubted = {name: some.breaks(rules) for name, rules in self._doubted.items()}
        plan = self._following.plan(self.guide, self.setting, ways)
        answers = judge(plan, texts[asked], count_applied=frozenset()).extra
        found: dict[str, list[pl.Series]] = {}
        for way in ways:
            found.setdefault(way.variable, []).append(_followed(way, answers, some, doubted))
        blank = filled(None, texts.height, pl.String)
        return {name: put(blank, asked, _agreed(columns)).rename(name) for name, columns in found.items()}


def _any(masks: list[pl.Series]) -> pl.Series:
    return pl.select(pl.any_horizontal([pl.lit(mask) for mask in masks])).to_series()


def _followed(way: Way, answers: pl.DataFrame, state: State, doubted: Mapping[str, pl.Series]) -> pl.Series:
    value = answers.select(way.value.alias(way.variable)).to_series()
    sure = filled(True, state.height, pl.Boolean)
    if way.rule is not None:
        sure = sure & state.breaks([way.rule])
    for name in way.reads:
        if name in doubted:
            sure = sure & ~doubted[name]
    return value.zip_with(sure, filled(None, state.height, pl.String))


def _agreed(columns: list[pl.Series]) -> pl.Series:
    """Return what all ways to a value agree on; null where they differ: two repairs are possible there."""
    if len(columns) == 1:
        return columns[0]
    every = pl.concat_list([pl.lit(column) for column in columns]).list.drop_nulls().list.unique()
    return pl.select(pl.when(every.list.len() == 1).then(every.list.first())).to_series().rename(columns[0].name)


def _mended_fields(
    group: Variable, texts: pl.DataFrame, targeted: pl.Series, catalogs: Mapping[str, Catalog]
) -> pl.Series:
    """Return the column with each field of its sub-records mended; null where it cannot be cut into them."""
    written = texts.get_column(raw_column(group.identifier))
    whole = written.str.strip_chars(" ")
    fits = targeted & whole.str.contains(f"^(?:{form_pattern(group)})$") & (whole != "")
    parts = cut(group, whole.zip_with(fits, filled(None, len(whole), pl.String)))
    names = [raw_column(item.identifier) for item in group.fields]
    mended = parts.select(
        ROW,
        POSITION,
        *(
            pl.coalesce(mended_text(item, catalogs), pl.col(name)).alias(name)
            for item, name in zip(group.fields, names, strict=True)
        ),
    )
    joined = (
        mended.sort(ROW, POSITION)
        .group_by(ROW, maintain_order=True)
        .agg(pl.concat_str(names, separator=FIELD_SEPARATOR).str.join(LIST_SEPARATOR).alias("text"))
    )
    blank = filled(None, len(written), pl.String)
    result = blank.scatter(joined.get_column(ROW), joined.get_column("text"))
    bare = whole.zip_with(targeted & (whole == ""), result)  # a column of spaces alone
    return bare.rename(group.identifier)


def _is_void(column: pl.Series) -> bool:
    return column.null_count() == len(column)
