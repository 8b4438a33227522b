"""From scenarios to records: each of them again and again, of another person every time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from math import gcd
from typing import TYPE_CHECKING

import polars as pl

from giis.specs.expressions.nodes import Var, variables_of
from giis.synth._columns import NUMBER
from giis.synth._data import plausible
from giis.synth._dice import Dice
from giis.synth._people import describe, vocabulary
from giis.synth._pool import is_serial
from giis.validators.columns import raw_column

if TYPE_CHECKING:
    from giis.specs import FileRule
    from giis.synth._identity import Identity
    from giis.synth._pool import Pool
    from giis.synth._search import Searcher

_PER_STAFF = 220
"""About so many records a month has one provider."""
_MOST_STAFF = 12
_STAFF_PLACES = 100
_SPREAD = 0.6180339887


@dataclass(frozen=True)
class Staff:
    """The providers of one role: for each scenario where its providers begin in the table, and how many they are."""

    table: pl.DataFrame
    first: pl.Series
    count: pl.Series


class Expansion:
    """Makes the records of a file from scenarios.

    Parameters
    ----------
    searcher : Searcher
        What knows the guide.
    pool : Pool
        The scenarios.
    count : int
        How many records there will be.
    seed : int
        What tells two files apart.
    """

    def __init__(self, searcher: Searcher, pool: Pool, count: int, seed: int) -> None:
        self.searcher, self.pool, self.count = searcher, pool, count
        self.dice = Dice(f"{seed} {searcher.guide.id}")  # persons of two guides are not the same ones
        people = [person for person in searcher.people if person.role.group is None]
        self._patients = [person for person in people if person.role.birth is not None]
        self._staff = [person for person in people if person.role.birth is None]
        self._uses = -(-count // pool.size)

    @cached_property
    def changing(self) -> tuple[str, ...]:
        """The columns that differ between records of one scenario, in no particular order."""
        made = [name for person in (*self._patients, *self._staff) for name in person.role.made]
        return tuple(raw_column(name) for name in (*made, *self.serials))

    @cached_property
    def serials(self) -> tuple[str, ...]:
        """The variables that number the records: of what must not repeat, those that no person tells apart."""
        found: list[str] = []
        made = {name for person in self.searcher.people for name in person.role.made}
        guide = self.searcher.guide
        for item in guide.file_rules:
            names = [node.name for node in item.by if isinstance(node, Var)]
            if item.kind == "unique" and names and not made & {name for node in item.by for name in variables_of(node)}:
                found += [node.name for node in item.by if isinstance(node, Var) and is_serial(guide, node)][:1]
        return tuple(found)

    def records(self, first: int, count: int) -> pl.DataFrame:
        """Return what changes of `count` records from number `first` (from 0) on, and `s.number`: their scenario."""
        numbers = pl.int_range(first, first + count, dtype=pl.Int64, eager=True)
        scenario, turn = self.pool.scenarios(numbers), self.pool.turns(numbers)
        columns: list[pl.Series] = [scenario.alias(NUMBER)]
        for place, person in enumerate(self._patients):
            columns += self._patient(person, scenario, turn, place)
        for person in self._staff:
            columns += self._provider(self._tables[person.role.curp], person, scenario, turn)
        for name in self.serials:
            columns.append(self._serial(name, numbers))
        return pl.DataFrame(columns)

    def _serial(self, name: str, numbers: pl.Series) -> pl.Series:
        variable = self.searcher.guide.by_identifier[name]
        low = variable.length[0] if variable.length else 1
        width = max(low, min(6, variable.length[1] if variable.length else 6))
        return (numbers + 1).cast(pl.String).str.zfill(width).alias(raw_column(name))

    # Patients: every record is of another person, who has the birth date, sex and state of the scenario.

    @cached_property
    def _cells(self) -> dict[str, pl.DataFrame]:
        """Of each scenario: what a CURP tells of its patient, and which persons of these are the scenario's."""
        found: dict[str, pl.DataFrame] = {}
        frame = self.pool.frame.with_columns(pl.int_range(pl.len(), dtype=pl.UInt64).alias(NUMBER))
        for person in self._patients:
            birth, sex, state = person.told(frame, self.dice)
            curp = frame.get_column(raw_column(person.role.curp))
            table = pl.DataFrame({"birth": birth, "sex": sex, "state": state, "curp": curp, NUMBER: frame[NUMBER]})
            table = table.with_columns(pl.col("curp").is_in(list(person.role.generic)).alias("generic"))
            cell = ["birth", "sex", "state"]
            table = table.with_columns(
                (pl.int_range(pl.len(), dtype=pl.Int64).over(cell) * self._uses).alias("from"),
                (pl.col("sex") == "M").alias("woman"),
                pl.col(NUMBER).first().over(cell).alias("cell"),
            )
            begin = self.dice.below(table.get_column("cell"), 1 << 30, "cell", person.role.curp).cast(pl.Int64)
            table = table.with_columns(begin.alias("shift"))
            found[person.role.curp] = table
        return found

    def _patient(self, person: Identity, scenario: pl.Series, turn: pl.Series, place: int) -> list[pl.Series]:
        cells = self._cells[person.role.curp]
        told = cells[scenario]
        words = vocabulary()
        woman = told.get_column("woman")
        size = pl.select(
            pl.when(woman).then(words.combinations(woman=True)).otherwise(words.combinations(woman=False))
        ).to_series()
        index = told.get_column("from") + turn
        shift = told.get_column("shift") + self._shift(place)
        people = _people_at(index, size, woman, told, person.mark, shift)
        curp = pl.select(
            pl.when(told.get_column("generic")).then(told.get_column("curp")).otherwise(people.get_column("curp"))
        ).to_series()
        return _named(person, people, curp)

    def _shift(self, place: int) -> int:
        """Return where the persons of this file begin among all that there could be."""
        return int(self.dice.below(pl.Series([place], dtype=pl.UInt64), 1 << 30, "persons")[0])

    # Staff: some persons for each kind of provider, who come again and again.

    @cached_property
    def _tables(self) -> dict[str, Staff]:
        return {person.role.curp: self._table(person, place) for place, person in enumerate(self._staff)}

    def _table(self, person: Identity, place: int) -> Staff:
        """Return the providers: those of one key have all in common that must be constant of a provider."""
        frame = self.pool.frame
        curp = raw_column(person.role.curp)
        key = [raw_column(name) for name in self._constant(person)]
        groups = frame.select(*key, curp).with_columns(pl.col(curp).is_in(list(person.role.generic)).alias("generic"))
        by = [*key, "generic"]
        sizes = groups.group_by(by, maintain_order=True).agg(pl.len().alias("size"))
        each = pl.col("size") * self._uses
        sizes = sizes.with_columns((1 + each // _PER_STAFF).clip(1, _MOST_STAFF).cast(pl.Int64).alias("count"))
        sizes = sizes.with_columns((pl.col("count").cum_sum() - pl.col("count")).alias("first"))
        total = int(sizes.get_column("count").sum())
        table = self._providers(person, total, place)
        found = groups.join(sizes, on=by, how="left", maintain_order="left", nulls_equal=True)
        kept = pl.select(pl.when(found.get_column("generic")).then(frame.get_column(curp))).to_series()
        staff = Staff(table, found.get_column("first"), found.get_column("count"))
        self._kept[person.role.curp] = kept
        return staff

    @cached_property
    def _kept(self) -> dict[str, pl.Series]:
        """Of each scenario the text in the place of a provider's CURP; null where there is a CURP."""
        return {}

    def _constant(self, person: Identity) -> tuple[str, ...]:
        """Return the variables that are the same in all records of one provider."""
        guide, curp = self.searcher.guide, person.role.curp
        names = {name for group in guide.repeating if curp in group for name in group}
        names |= set(variables_of(guide.unit)) if guide.unit is not None else set()
        names |= {item.value.name for item in guide.file_rules if item.value is not None and _by(item, curp)}
        names |= {name for name in plausible().staff if name in guide.by_identifier}
        return tuple(name for name in guide.by_identifier if name in names and name not in person.role.made)

    def _providers(self, person: Identity, total: int, place: int) -> pl.DataFrame:
        """Return `total` persons of whom no two have the same CURP."""
        numbers = pl.int_range(total * 2 + 20, dtype=pl.UInt64, eager=True)
        frame = pl.DataFrame({NUMBER: numbers})
        birth, sex, state = person.told(frame, self.dice)
        told = pl.DataFrame({"birth": birth, "sex": sex, "state": state})
        woman = sex == "M"
        words = vocabulary()
        size = pl.select(
            pl.when(woman).then(words.combinations(woman=True)).otherwise(words.combinations(woman=False))
        ).to_series()
        shift = self._shift(_STAFF_PLACES + place)
        people = _people_at(numbers.cast(pl.Int64), size, woman, told, person.mark, shift)
        return people.unique("curp", keep="first", maintain_order=True).head(total)

    def _provider(self, staff: Staff, person: Identity, scenario: pl.Series, turn: pl.Series) -> list[pl.Series]:
        count = staff.count.gather(scenario)
        place = staff.first.gather(scenario) + (turn + scenario.cast(pl.Int64)) % count
        people = staff.table[place]
        kept = self._kept[person.role.curp].gather(scenario)
        curp = pl.select(pl.coalesce(kept, people.get_column("curp"))).to_series()
        return _named(person, people, curp)


def _people_at(
    index: pl.Series, size: pl.Series, woman: pl.Series, told: pl.DataFrame, mark: int, shift: int | pl.Series
) -> pl.DataFrame:
    """Return the persons with these numbers among all that share birth date, sex and state: all different."""
    words = vocabulary()
    one, two = len(words.first), len(words.second)
    mixed = (index * _step() + shift) % size
    given = mixed // (one * two)
    given = pl.select(pl.when(woman).then(given).otherwise(given + words.women)).to_series()
    return describe(
        mixed % one, mixed // one % two, given,
        told.get_column("sex"), told.get_column("birth"), told.get_column("state"), mark,
    )  # fmt: skip


@cache
def _step() -> int:
    """Return a step that leads through all combinations of names, of women and of men, by far jumps."""
    words = vocabulary()
    sizes = (words.combinations(woman=True), words.combinations(woman=False))
    step = int(min(sizes) * _SPREAD)
    while any(gcd(step, size) != 1 for size in sizes):
        step += 1
    return step


def _named(person: Identity, people: pl.DataFrame, curp: pl.Series) -> list[pl.Series]:
    columns = [people.get_column(part).alias(raw_column(name)) for part, name in person.names]
    return [curp.alias(raw_column(person.role.curp)), *columns]


def _by(item: FileRule, curp: str) -> bool:
    return any(curp in variables_of(node) for node in item.by)
