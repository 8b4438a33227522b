"""Records found for a cover, the goals that they show, and the choice of few of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from giis.evidence import unreachable
from giis.specs import Level
from giis.specs.expressions.nodes import all_of, any_of, negation
from giis.specs.satisfiable import satisfiable
from giis.synth._each import search_each
from giis.synth._sets import bits_of, purposes, reached_by, small_set
from giis.validators.batch import judge
from giis.validators.findings import severity_of
from giis.validators.plan import make_plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from random import Random

    from giis.evidence import Goal
    from giis.specs import Node
    from giis.synth._search import Searcher

_TOGETHER = 80
"""So many goals are searched for at once."""
_MERGED = 12
"""Records that are there for at most so many goals are tried to be replaced, two by one."""


class Covering:
    """Valid records, and what they show.

    Parameters
    ----------
    searcher : Searcher
        Who finds records.
    goals : tuple of Goal
        What is to be shown.
    seed : int
        What the search and the choice are made from.
    progress : callable, optional
        Called with the number of goals shown so far and that of all.
    """

    def __init__(
        self,
        searcher: Searcher,
        goals: tuple[Goal, ...],
        seed: int,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        self.searcher, self.goals, self.seed, self.progress = searcher, goals, seed, progress
        guide = searcher.guide
        self.limits = [item for item in guide.file_rules if f"limit.{item.rule.id}" in searcher.limited]
        """The rules of which a file may have but a share of records."""
        self.plan = make_plan(
            guide,
            searcher.setting,
            lambda rule: rule.level in (Level.VALUE, Level.RECORD) and severity_of(rule, "default") != "info",
            questions={**{f"g.{goal.id}": goal.condition for goal in goals}, **searcher.limited},
        )
        self.impossible = unreachable(guide, goals, searcher.setting.catalogs, warnings=True)
        self._freely = negation(any_of(*searcher.limited.values()))
        self._frames: list[pl.DataFrame] = []
        self._reached: list[int] = []
        self._limited: list[int] = []
        self._banned: set[int] = set()

    @property
    def frame(self) -> pl.DataFrame:
        """All records found."""
        return pl.concat(self._frames)

    def add(self, frame: pl.DataFrame) -> None:
        """Take up records; one that breaks a rule is left out."""
        if not frame.height:
            return
        judged = judge(self.plan, frame, count_applied=frozenset())
        kept = pl.repeat(True, frame.height, eager=True)
        for mask in judged.broken.values():
            kept = kept & ~mask.fill_null(value=False)
        answers = judged.extra.filter(kept)
        self._frames.append(frame.filter(kept))
        self._reached += reached_by(answers.select(f"g.{goal.id}" for goal in self.goals))
        names = [f"limit.{item.rule.id}" for item in self.limits]
        self._limited += reached_by(answers.select(names)) if names else [0] * answers.height
        if self.progress is not None:
            self.progress(len(self.shown), len(self.goals))

    @property
    def shown(self) -> set[str]:
        """The ids of the goals that some record shows."""
        return self._shown_by(self._reached)

    def _shown_by(self, reached: Sequence[int]) -> set[str]:
        joined = 0
        for bits in reached:
            joined |= bits
        return {self.goals[index].id for index in bits_of(joined)}

    def search(self, copies: int, rounds: int, random: Random, *, limited: bool) -> None:
        """Search records for the goals still open.

        Parameters
        ----------
        copies, rounds : int
            How many records are tried for each goal, and how often they are changed.
        random : Random
            What the records to begin with are chosen by.
        limited : bool
            Whether they may be such as a file may have but a share of. If not, what is shown by these alone is
            searched for too.
        """
        free = [bits for bits, limit in zip(self._reached, self._limited, strict=True) if not limit]
        shown = self.shown if limited else self._shown_by(free)
        still = [goal for goal in self.goals if goal.id not in shown and goal.id not in self.impossible]
        for start in range(0, len(still), _TOGETHER):
            part = still[start : start + _TOGETHER]
            conditions = [goal.condition if limited else all_of(goal.condition, self._freely) for goal in part]
            begin = [random.choice(self._near(goal)) for _ in range(copies) for goal in part]
            self.add(
                search_each(self.searcher, conditions, self.frame[begin], random.randrange(1 << 30), rounds=rounds)
            )

    def _near(self, goal: Goal) -> Sequence[int]:
        """Return the records to begin with: those that show something of the same variable, or any."""
        mask = sum(1 << at for at, item in enumerate(self.goals) if item.variable == goal.variable and item.beyond)
        near = [row for row, bits in enumerate(self._reached) if bits & mask]
        return near or range(len(self._reached))

    def ban(self, rows: Iterable[int]) -> None:
        """Leave records out of what may be chosen."""
        for row in rows:
            self._reached[row] = 0
            self._banned.add(row)

    def chosen(self) -> list[int]:
        """Return few records that together show all that any shows."""
        return small_set(self._reached, [row for row, bits in enumerate(self._limited) if bits], self.seed)

    def purposes(self, rows: Sequence[int]) -> list[list[Goal]]:
        """Return what each of the records is there for."""
        return [[self.goals[index] for index in found] for found in purposes(self._reached, rows)]

    def merge(self, rounds: int, random: Random) -> None:
        """Search records that do the work of two of the chosen ones."""
        rows = self.chosen()
        poor = [(row, goals) for row, goals in zip(rows, self.purposes(rows), strict=True) if len(goals) <= _MERGED]
        random.shuffle(poor)
        pairs: list[tuple[int, Node]] = []
        while poor:
            row, goals = poor.pop()
            for place, (_, others) in enumerate(poor):
                both = all_of(*(goal.condition for goal in (*goals, *others)))
                if satisfiable(both, self.searcher.guide.by_identifier):
                    del poor[place]
                    pairs.append((row, all_of(both, self._freely)))
                    break
        for start in range(0, len(pairs), _TOGETHER):
            part = pairs[start : start + _TOGETHER]
            begin = self.frame[[row for row, _ in part] * 2]
            conditions = [node for _, node in part]
            self.add(search_each(self.searcher, conditions, begin, random.randrange(1 << 30), rounds=rounds))

    def filling(self, rows: Sequence[int]) -> list[tuple[int, str, float]]:
        """Return further records, each with a rule and its percentage, that keep what is limited within its share."""
        spare = iter(sorted({row for row, bits in enumerate(self._limited) if not bits} - {*rows, *self._banned}))
        added: list[tuple[int, str, float]] = []
        for index, item in enumerate(self.limits):
            most = item.max_percent or 0.0
            number = sum(self._limited[row] >> index & 1 for row in rows)
            while number * 100 > most * (len(rows) + len(added)):
                row = next(spare, None)
                if row is None:
                    return added
                added.append((row, item.rule.id, most))
        return added
