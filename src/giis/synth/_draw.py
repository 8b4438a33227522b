"""Drawing the values of variables: those that the guide's cases admit, given what the record holds already."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from giis.specs.expressions.nodes import all_of, negation, variables_of
from giis.specs.values import as_written
from giis.synth._asking import Asker, Question
from giis.synth._columns import NUMBER, closed, opened, put, sequenced
from giis.validators.columns import POSITION, ROW, raw_column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from giis.specs import Guide, Rule, Variable
    from giis.synth._choice import Choice
    from giis.synth._dice import Dice
    from giis.synth._domains import Domains
    from giis.synth._identity import Identity

_EVEN = 0.2
"""The share of draws in a search in which all values are alike: what is rare is found too."""
_SIZES = (0.55, 0.25, 0.1, 0.05, 0.03, 0.02)
_UNKNOWN_AGE = 30.0
_YEAR = 365.2425


class Drawer:
    """Draws values for the records under search.

    Parameters
    ----------
    guide, domains, asker, people, dice
        The definition, what variables may hold, how conditions are asked, who makes persons, and chance.
    fixed : Mapping of str to str
        Variables with a text of their own in every record, by identifier.
    """

    def __init__(
        self,
        guide: Guide,
        domains: Domains,
        asker: Asker,
        people: Sequence[Identity],
        dice: Dice,
        fixed: Mapping[str, str],
    ) -> None:
        self.guide, self.domains, self.asker, self.people, self.dice = guide, domains, asker, people, dice
        self.fixed = fixed
        self.even = 0.0
        self._draws = 0
        self.cases: dict[str, Rule] = {rule.variable: rule for rule in guide.rules if rule.cases and rule.variable}
        self.made = {name for person in people for name in person.role.made}
        self._letters = {person.role.sex for person in people if person.role.sex}
        births = [person.role.birth for person in people if person.role.birth]
        self._birth = births[0] if births else None
        self._admitted: dict[tuple[str, int], Choice] = {}

    def first(self, numbers: pl.Series) -> pl.DataFrame:
        """Return new records with these numbers, each variable drawn in the order of the guide."""
        columns = {raw_column(v.identifier): [""] * len(numbers) for v in self.guide.variables}
        frame = pl.DataFrame({name: pl.Series(texts, dtype=pl.String) for name, texts in columns.items()})
        frame = frame.with_columns(numbers.alias(NUMBER))
        rows = pl.int_range(frame.height, dtype=pl.UInt32, eager=True)
        for name, text in self.fixed.items():
            frame = put(frame, name, rows, pl.repeat(text, frame.height, eager=True))
        for variable in self.guide.variables:
            if variable.identifier in self.fixed:
                continue
            if variable.fields:
                frame = self.group(frame, variable, rows)
            elif variable.identifier in self.cases and variable.identifier not in self._letters:
                lone = self._default(variable)
                if variable.identifier in self._circular and lone is not None:
                    frame = self._from(frame, variable, self._usual(variable, lone), rows)
                elif lone is not None:
                    frame = put(frame, variable.identifier, rows, pl.repeat(lone, frame.height, eager=True))
                else:
                    frame = self._from(frame, variable, self.domains.base(variable), rows)
            elif variable.identifier not in self.made:
                frame = self._like(self._from(frame, variable, self.domains.base(variable), rows), variable, rows)
        frame = self.persons(frame)
        for variable in self.guide.variables:
            if variable.identifier in self.cases and variable.identifier not in self._letters:
                frame = self.variable(frame, variable, rows)
        for person in self.people:
            if person.role.group is None and person.role.curp not in self.fixed:
                frame = put(frame, person.role.curp, rows, pl.repeat("", frame.height, eager=True))
        return self.persons(frame)

    def persons(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return `frame` with CURPs and names that agree with the rest."""
        for person in self.people:
            frame = person.made(frame, self.dice, person.role.curp, self.fixed)
        return frame

    def variable(self, frame: pl.DataFrame, variable: Variable, rows: pl.Series) -> pl.DataFrame:
        """Return `frame` with new values of a variable in `rows`, as its cases admit."""
        name = variable.identifier
        if name in self.fixed or name in self.made or not len(rows):
            return frame
        if variable.fields:
            return self.group(frame, variable, rows)
        rule = self.cases.get(name)
        if rule is None or name in self._letters:
            return self._like(self._from(frame, variable, self.domains.base(variable), rows), variable, rows)
        place = self._case_of(rule, variable, frame[rows])
        for index in sorted(place.unique().to_list()):
            chosen = rows.filter(place == index)
            frame = self._from(frame, variable, self._choice(rule, variable, index), chosen)
        return frame

    def pick(self, frame: pl.DataFrame, variable: Variable, choice: Choice, rows: pl.Series) -> pl.DataFrame:
        """Return `frame` with values of `choice` in `rows` of a variable."""
        if variable.identifier in self.fixed or not len(rows):
            return frame
        return self._from(frame, variable, choice, rows)

    def _from(self, frame: pl.DataFrame, variable: Variable, choice: Choice, rows: pl.Series) -> pl.DataFrame:
        return put(frame, variable.identifier, rows, self._sampled(frame, choice, rows))

    def _sampled(self, frame: pl.DataFrame, choice: Choice, rows: pl.Series) -> pl.Series:
        self._draws += 1
        numbers = frame.get_column(NUMBER).gather(rows)
        unit = self.dice.unit(numbers, "draw", self._draws)
        ages = self._ages(frame, rows) if choice.bands else unit
        usual = choice.sample(unit, ages)
        if not self.even or not (choice.weights or choice.bands):
            return usual
        evenly = self.dice.unit(numbers, "even", self._draws) < self.even
        return pl.select(pl.when(evenly).then(choice.sample(unit, ages, even=True)).otherwise(usual)).to_series()

    def _like(self, frame: pl.DataFrame, variable: Variable, rows: pl.Series) -> pl.DataFrame:
        """Return `frame` with the value of the variable that this one mostly is like, where it may have it."""
        like = self.domains.hint(variable).like
        if like is None or like[0] not in self.guide.by_identifier:
            return frame
        self._draws += 1
        texts = frame.get_column(raw_column(like[0])).gather(rows)
        luck = self.dice.unit(frame.get_column(NUMBER).gather(rows), "like", self._draws) < like[1]
        taken = texts.is_in(list(self.domains.base(variable).texts)) & luck
        return put(frame, variable.identifier, rows.filter(taken), texts.filter(taken))

    def _ages(self, frame: pl.DataFrame, rows: pl.Series) -> pl.Series:
        if self._birth is None:
            return pl.repeat(_UNKNOWN_AGE, len(rows), eager=True)
        born = frame.get_column(raw_column(self._birth)).gather(rows).str.to_date("%d/%m/%Y", strict=False, cache=False)
        now = pl.Series([self.domains.declared.month.last]).cast(pl.Int32)
        ages = (now - born.cast(pl.Int32)) / _YEAR
        return ages.fill_null(_UNKNOWN_AGE)

    @cached_property
    def _circular(self) -> frozenset[str]:
        """The variables whose cases ask what in turn depends on them: none of them would ever leave its default."""
        reads = {
            name: frozenset().union(*(variables_of(case.when) for case in rule.cases)) & self.cases.keys()
            for name, rule in self.cases.items()
        }
        found = set()
        for name in reads:
            reached: set[str] = set()
            left = [name]
            while left:
                for other in reads[left.pop()] - reached:
                    reached.add(other)
                    left.append(other)
            if name in reached:
                found.add(name)
        return frozenset(found)

    def _usual(self, variable: Variable, lone: str) -> Choice:
        """Return what the variable may hold, most often its default."""
        return self.domains.mostly(variable, lone)

    def _default(self, variable: Variable) -> str | None:
        otherwise = self.cases[variable.identifier].otherwise
        if otherwise is None or otherwise.low is not None or otherwise.catalog is not None:
            return None
        return "" if otherwise.empty else as_written(otherwise.values[0]) if otherwise.values else None

    def _choice(self, rule: Rule, variable: Variable, index: int) -> Choice:
        key = (rule.id, index)
        if key not in self._admitted:
            admitted = rule.cases[index].admitted if index < len(rule.cases) else rule.otherwise
            assert admitted is not None  # noqa: S101
            default = rule.otherwise if index < len(rule.cases) else None
            self._admitted[key] = self.domains.admitted(variable, admitted, default)
        return self._admitted[key]

    def _questions(self, rule: Rule, variable: Variable) -> list[Question]:
        """Return which case holds, as questions that no two of which are answered with yes."""
        found: list[Question] = []
        for index, case in enumerate(rule.cases):
            before = [negation(earlier.when) for earlier in rule.cases[:index]]
            found.append(Question(f"ask.{index}", variable.identifier, all_of(*before, case.when)))
        return found

    def _case_of(self, rule: Rule, variable: Variable, frame: pl.DataFrame) -> pl.Series:
        """Return the number of the case that holds for each record; the number of cases where none does."""
        judged = self.asker.ask(frame, self._questions(rule, variable))
        place = pl.repeat(len(rule.cases), frame.height, dtype=pl.Int64, eager=True)
        for index in range(len(rule.cases)):
            mask = judged.broken.get(f"ask.{index}")
            if mask is not None:
                place = place.set(mask, index)
        return place

    def group(self, frame: pl.DataFrame, group: Variable, rows: pl.Series, least: int = 0) -> pl.DataFrame:
        """Return `frame` with new sub-records in `rows` of a column, `least` of them at least."""
        if group.identifier in self.fixed or not len(rows):
            return frame
        sizes = self._sizes(frame, group, rows, least)
        empty = put(frame, group.identifier, rows, pl.repeat("", len(rows), eager=True))
        parts = pl.DataFrame({ROW: rows, "size": sizes}).select(
            ROW, pl.int_ranges(1, pl.col("size") + 1).alias(POSITION)
        )
        parts = parts.explode(POSITION).drop_nulls()
        for field in group.fields:
            parts = self._field(parts, empty, field)
        names = [ROW, POSITION, *(raw_column(field.identifier) for field in group.fields)]
        both = pl.concat([opened(empty, group).select(names), parts.select(names)])
        both = both.sort(ROW, POSITION, maintain_order=True)
        return self._cased(closed(empty, group, sequenced(group, both)), group, rows)

    def fields(self, frame: pl.DataFrame, field: Variable, choice: Choice | None, places: pl.DataFrame) -> pl.DataFrame:
        """Return `frame` with new values of a field at `places` (`ROW`, `POSITION`); by its cases without `choice`."""
        group = self.guide.by_identifier[field.group or ""]
        if group.identifier in self.fixed or not places.height:
            return frame
        parts = opened(frame, group).with_row_index("at")
        at = places.select(ROW, POSITION).join(
            parts.select(ROW, POSITION, "at"), on=[ROW, POSITION], maintain_order="left"
        )
        rows = at.get_column("at")
        numbered = parts.drop("at").with_columns(self._numbers(frame, parts))
        if choice is None and field.identifier in self.cases:
            return self._by_cases(frame, group, field, places)
        drawn = self._sampled(numbered, self.domains.base(field) if choice is None else choice, rows)
        return closed(frame, group, put(numbered, field.identifier, rows, drawn))

    def _numbers(self, frame: pl.DataFrame, parts: pl.DataFrame) -> pl.Series:
        numbers = frame.get_column(NUMBER).gather(parts.get_column(ROW)) * 64 + parts.get_column(POSITION).cast(
            pl.UInt64
        )
        return numbers.alias(NUMBER)

    def _field(self, parts: pl.DataFrame, frame: pl.DataFrame, field: Variable) -> pl.DataFrame:
        column = raw_column(field.identifier)
        if field.identifier in self.made:
            return parts.with_columns(pl.lit("").alias(column))
        choice = self.domains.base(field)
        rows = pl.int_range(parts.height, dtype=pl.UInt32, eager=True)
        drawn = self._sampled(parts.with_columns(self._numbers(frame, parts)), choice, rows)
        return parts.with_columns(drawn.alias(column))

    def _sizes(self, frame: pl.DataFrame, group: Variable, rows: pl.Series, least: int) -> pl.Series:
        many = group.many
        most = many.maximum if many and many.maximum else 4
        low = max(least, many.minimum if many and many.minimum else 1)
        weights = list(self.domains.hint(group).sizes or _SIZES)[: most + 1]
        if not group.nullable or least:
            weights = [0.0] * low + (weights[low:] or [1.0])
        self._draws += 1
        numbers = frame.get_column(NUMBER).gather(rows)
        unit = self.dice.unit(numbers, "size", self._draws)
        ends = (pl.Series(weights).cum_sum() / sum(weights))[:-1]
        sizes = ends.search_sorted(unit, side="right").cast(pl.Int64)
        evenly = self.dice.below(numbers, most + 1, "sizes", self._draws).cast(pl.Int64).clip(low, most)
        often = self.dice.unit(numbers, "even", self._draws) < self.even
        return pl.select(pl.when(often).then(evenly).otherwise(sizes)).to_series()

    def _cased(self, frame: pl.DataFrame, group: Variable, rows: pl.Series) -> pl.DataFrame:
        """Return `frame` with the fields that have cases drawn by them, in `rows`."""
        for field in group.fields:
            if field.identifier in self.cases:
                places = opened(frame, group).filter(pl.col(ROW).is_in(rows.implode()))
                frame = self._by_cases(frame, group, field, places.select(ROW, POSITION))
        return frame

    def _by_cases(self, frame: pl.DataFrame, group: Variable, field: Variable, places: pl.DataFrame) -> pl.DataFrame:
        rule = self.cases[field.identifier]
        judged = self.asker.ask(frame, self._questions(rule, field))
        left = places
        for index in range(len(rule.cases) + 1):
            found = judged.inside.get(f"ask.{index}")
            if index == len(rule.cases):
                chosen = left
            elif found is None:
                continue
            else:
                chosen = left.join(found, on=[ROW, POSITION], how="semi", maintain_order="left")
                left = left.join(found, on=[ROW, POSITION], how="anti", maintain_order="left")
            if chosen.height:
                frame = self.fields(frame, field, self._choice(rule, field, index), chosen)
        return frame
