"""Searching valid records for many conditions at once: each record is to satisfy one of them."""

from __future__ import annotations

from bisect import bisect
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate
from random import Random
from typing import TYPE_CHECKING

import polars as pl

from giis.specs.expressions.nodes import Kind, Var, broken_node, catalogs_of
from giis.synth._asking import of_rows
from giis.synth._change import Changer
from giis.synth._choice import Choice
from giis.synth._columns import NUMBER, PLACE
from giis.synth._draw import Drawer
from giis.synth._moves import Move
from giis.synth._run import EVEN, GOOD, Run
from giis.synth._search import Pin, Wanted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from giis.specs import Node, Variable
    from giis.synth._search import Searcher
    from giis.validators.batch import Judged

_FEW = 400
"""Up to so many rows are drawn one by one."""


def search_each(
    searcher: Searcher, conditions: Sequence[Node], starts: pl.DataFrame, seed: int, *, rounds: int
) -> pl.DataFrame:
    """Return valid records, for each condition one at least where one was found; columns `r.<identifier>`.

    Parameters
    ----------
    searcher : Searcher
        Who searches.
    conditions : sequence of Node
        Conditions on the record.
    starts : polars.DataFrame
        Records to begin with: as many for each condition, the first of all conditions before the second ones.
    seed : int
        What tells two searches apart.
    rounds : int
        How often the records are changed and judged again.
    """
    return _EachRun(searcher, conditions, seed).found_each(starts, rounds)


class _LightDrawer(Drawer):
    """Draws one by one where there are few rows: most changes concern a handful of records."""

    def _sampled(self, frame: pl.DataFrame, choice: Choice, rows: pl.Series) -> pl.Series:
        if len(rows) > _FEW or choice.bands or not choice.texts:
            return super()._sampled(frame, choice, rows)
        self._draws += 1
        random = Random(f"{self.dice.seed} {self._draws}")  # noqa: S311
        if not choice.weights:
            return pl.Series(random.choices(choice.texts, k=len(rows)), dtype=pl.String)
        sums = _sums(choice.weights)
        drawn = [
            random.choice(choice.texts)
            if random.random() < self.even
            else choice.texts[min(bisect(sums, random.random() * sums[-1]), len(sums) - 1)]
            for _ in rows
        ]
        return pl.Series(drawn, dtype=pl.String)


class _FieldChanger(Changer):
    """Changes what stands in the place of a CURP in sub-records too."""

    def _with_curp(self, frame: pl.DataFrame, variable: Variable, rows: pl.Series, *, generic: bool) -> pl.DataFrame:
        if variable.group is None:
            return super()._with_curp(frame, variable, rows, generic=generic)
        role = next(person.role for person in self.drawer.people if person.role.curp == variable.identifier)
        text = role.generic[0] if generic else ""
        return self.drawer.fields(frame, variable, Choice((text,)), self._places(frame, Move(variable), rows, None))


@lru_cache(maxsize=4_096)
def _sums(weights: tuple[float, ...]) -> list[float]:
    return list(accumulate(weights))


def _unanswered(searcher: Searcher) -> list[str]:
    """Return the rules that consult a catalogue that is not at hand."""
    at_hand = set(searcher.setting.catalogs)
    return [
        name for name, rule in searcher.rules.items() if catalogs_of(broken_node(rule.when, rule.require)) - at_hand
    ]


class _EachRun(Run):
    """One search, in which the record at place p is to satisfy condition p modulo their number."""

    def __init__(self, searcher: Searcher, conditions: Sequence[Node], seed: int) -> None:
        super().__init__(searcher, Wanted(tuple(Pin(node) for node in conditions)), seed)
        self._own = {name: index for index, name in enumerate(self.pins)}
        if any(self.missing.values()):
            # No record of the guide can be asked everything: those that lack more answers for want of a catalogue do.
            self.missing |= dict.fromkeys(_unanswered(searcher), True)
        self.drawer = _LightDrawer(
            searcher.guide, searcher.domains, searcher.asker, searcher.people, self.dice, self.wanted.fixed
        )
        self._changer = _FieldChanger(self.drawer)

    def found_each(self, starts: pl.DataFrame, rounds: int) -> pl.DataFrame:
        places = pl.int_range(starts.height, dtype=pl.UInt64, eager=True)
        frame = starts.with_columns(self.dice.bits(places, "start").alias(NUMBER), places.alias(PLACE))
        self.drawer.even = EVEN[1]
        frame = self._towards_pins(self._told_apart(frame))
        judged = self._judge(frame)
        found = [frame.clear()]
        for step in range(rounds):
            solved = self._costs(frame, judged) < GOOD
            found.append(frame.filter(solved))
            done = pl.concat([self._pins_of(item) for item in found]).unique()
            still = (~solved & ~self._pins_of(frame).is_in(done.implode())).arg_true()
            if not len(still):
                return self._texts(found)
            self.drawer.even = EVEN[step % len(EVEN)]
            frame, judged = self._round(frame[still], of_rows(judged, still))
        found.append(frame.filter(self._costs(frame, judged) < GOOD))
        return self._texts(found)

    def _told_apart(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return `frame` with new values of what no two records of a file may share, such as folios."""
        guide = self.searcher.guide
        unique = [node for item in guide.file_rules if item.kind == "unique" for node in item.by]
        rows = pl.int_range(frame.height, dtype=pl.UInt32, eager=True)
        for node in unique:
            variable = guide.by_identifier.get(node.name) if isinstance(node, Var) else None
            if variable is not None and variable.kind in (Kind.TEXT, Kind.INTEGER) and variable.catalog is None:
                frame = self.drawer.variable(frame, variable, rows)
        return frame

    def _pins_of(self, frame: pl.DataFrame) -> pl.Series:
        return frame.get_column(PLACE) % len(self._own)

    def _texts(self, found: list[pl.DataFrame]) -> pl.DataFrame:
        return pl.concat(found).sort(PLACE).drop(NUMBER, PLACE)

    def _judge(self, frame: pl.DataFrame) -> Judged:
        judged = super()._judge(frame)
        mine = self._pins_of(frame)
        return replace(
            judged,
            broken={name: self._of_own(name, mask, mine) for name, mask in judged.broken.items()},
            undecided={name: self._of_own(name, mask, mine) for name, mask in judged.undecided.items()},
        )

    def _of_own(self, name: str, mask: pl.Series, mine: pl.Series) -> pl.Series:
        index = self._own.get(name)
        return mask if index is None else mask & (mine == index)

    def _towards_pins(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return `frame` with a change for each atom of the record's own condition, where it does not hold."""
        judged = self._judge(frame)
        for name in self._own:
            fails = (judged.broken.get(name), judged.undecided.get(name))
            rows = [mask.fill_null(value=False).arg_true() for mask in fails if mask is not None and mask.any()]
            for move in self._moves(name)[1] if rows else ():
                frame = self._changer.apply(frame, move, pl.concat(rows).unique().sort(), None)
        return self.drawer.persons(frame)
