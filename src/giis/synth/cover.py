"""The smallest set found of valid records that show all of a guide: branch coverage of the guide.

A random pool gives most of it; what it does not show is searched for; then few records are chosen that together show
what all of them show. The set keeps the rules on all records together too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

import polars as pl

from giis._text import Text
from giis.evidence import Goal, goals_of, unreachable
from giis.specs import Level
from giis.specs.expressions.nodes import all_of, any_of, negation
from giis.synth._each import search_each
from giis.synth._sets import purposes, reached_by, small_set
from giis.validators.batch import judge
from giis.validators.findings import severity_of
from giis.validators.plan import make_plan

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from giis.specs import FileRule, Guide, Node
    from giis.synth._search import Searcher

_POOL = 600
_ATTEMPTS = ((2, 6, False), (3, 12, False), (4, 24, True), (6, 40, True))
"""Attempt by attempt: how many records are tried for each goal still open, how often they are changed, and whether
they may be such as a rule admits only a share of."""
_TOGETHER = 80
"""So many goals are searched for at once."""
_NOT_FOUND = Text(
    "la búsqueda no encontró un registro válido que lo muestre", "the search found no valid record that shows it"
)
_FOR_SHARE = Text(
    "para que {rule} se cumpla: a lo más {percent:g} % de los registros",
    "so that {rule} is kept: at most {percent:g} % of the records",
)


@dataclass(frozen=True)
class Covering:
    """One record of the set: what it is there for.

    `goals` are the ids of the goals for which it was chosen (each goal stands with one record); `reason` tells why a
    record without goals is there.
    """

    goals: tuple[str, ...]
    reason: Text | None = None


@dataclass(frozen=True)
class Cover:
    """A set of valid records, and what each is for.

    Parameters
    ----------
    guide : Guide
        The guide.
    records : polars.DataFrame
        The records, all texts, in columns `r.<identifier>`, in the order of the guide.
    covering : tuple of Covering
        What each record is for, in the same order.
    goals : tuple of Goal
        The goals that were to be shown.
    open : Mapping of str to Text
        The goals that no record of the set shows, by id, each with the reason.
    least : int
        A number of records that no set showing the same can fall below: a variable with so many values, of which a
        record has one.
    """

    guide: Guide
    records: pl.DataFrame
    covering: tuple[Covering, ...]
    goals: tuple[Goal, ...]
    open: Mapping[str, Text] = field(default_factory=dict)
    least: int = 0

    @property
    def reached(self) -> int:
        """The number of goals that the set shows."""
        return len(self.goals) - len(self.open)


def cover(
    searcher: Searcher,
    *,
    seed: int = 0,
    goals: Sequence[Goal] | None = None,
    pool: int = _POOL,
    progress: Callable[[int, int], None] | None = None,
) -> Cover:
    """Return few valid records that together show every goal that could be shown.

    Parameters
    ----------
    searcher : Searcher
        Who finds valid records of the guide.
    seed : int
        The same seed gives the same set.
    goals : sequence of Goal, optional
        What is to be shown; by default all goals of the guide.
    pool : int
        How many records are drawn before anything is searched for.
    progress : callable, optional
        Called with the number of goals shown so far and that of all.
    """
    wanted = tuple(goals) if goals is not None else goals_of(searcher.guide)
    run = _Run(searcher, wanted, progress)
    run.add(searcher.search(pool, seed))
    random = Random(seed)  # noqa: S311
    for attempt, (copies, rounds, freely) in enumerate(_ATTEMPTS):
        still = run.still(freely=freely)
        for start in range(0, len(still), _TOGETHER):
            part = still[start : start + _TOGETHER]
            conditions = [run.condition(goal, freely=freely) for goal in part]
            starts = run.starts(part, copies, random)
            run.add(search_each(searcher, conditions, starts, seed + 1 + attempt, rounds=rounds))
    return run.result(seed)


class _Run:
    """Records found so far, and the goals that they show."""

    def __init__(
        self, searcher: Searcher, goals: tuple[Goal, ...], progress: Callable[[int, int], None] | None
    ) -> None:
        self.searcher, self.goals, self.progress = searcher, goals, progress
        guide = searcher.guide
        self.shares = [item for item in guide.file_rules if item.kind == "share" and item.of is not None]
        questions = {f"g.{goal.id}": goal.condition for goal in goals}
        for item in self.shares:
            questions[f"s.{item.rule.id}"] = all_of(*(node for node in (item.when, item.of) if node is not None))
        self.plan = make_plan(
            guide,
            searcher.setting,
            lambda rule: rule.level in (Level.VALUE, Level.RECORD) and severity_of(rule, "default") != "info",
            questions=questions,
        )
        self.impossible = unreachable(guide, goals, searcher.setting.catalogs)
        self.limited = any_of(*(questions[f"s.{item.rule.id}"] for item in self.shares))
        self.frames: list[pl.DataFrame] = []
        self.answers: list[pl.DataFrame] = []
        self.shown: set[str] = set()
        self.shown_freely: set[str] = set()
        """The goals that some record shows of which any number is admitted."""

    def add(self, frame: pl.DataFrame) -> None:
        """Take up valid records; one that is not is left out."""
        if not frame.height:
            return
        judged = judge(self.plan, frame, count_applied=frozenset())
        kept = pl.repeat(True, frame.height, eager=True)
        for mask in judged.broken.values():
            kept = kept & ~mask.fill_null(value=False)
        names = [*(f"g.{goal.id}" for goal in self.goals), *(f"s.{item.rule.id}" for item in self.shares)]
        answers = judged.extra.select(pl.col(name).fill_null(value=False) for name in names).filter(kept)
        self.frames.append(frame.filter(kept))
        self.answers.append(answers)
        self.shown |= self._shown_by(answers)
        marks = [pl.col(f"s.{item.rule.id}") for item in self.shares]
        self.shown_freely |= self._shown_by(answers.filter(~pl.any_horizontal(marks)) if marks else answers)
        if self.progress is not None:
            self.progress(len(self.shown), len(self.goals))

    def _shown_by(self, answers: pl.DataFrame) -> set[str]:
        return {goal.id for goal in self.goals if answers.get_column(f"g.{goal.id}").any()}

    def still(self, *, freely: bool) -> list[Goal]:
        """Return the goals to search for: those not shown, or not without records of which but a share is admitted."""
        shown = self.shown if freely else self.shown_freely
        return [goal for goal in self.goals if goal.id not in shown and goal.id not in self.impossible]

    def condition(self, goal: Goal, *, freely: bool) -> Node:
        """Return what to search for."""
        return goal.condition if freely else all_of(goal.condition, negation(self.limited))

    def starts(self, goals: Sequence[Goal], copies: int, random: Random) -> pl.DataFrame:
        """Return records to begin with: those that show something of the same variable, or any."""
        answers = pl.concat(self.answers)
        every = range(answers.height)
        by_variable: dict[str, Sequence[int]] = {}
        for goal in goals:
            if goal.variable not in by_variable:
                beyond = (item for item in self.goals if item.variable == goal.variable and item.beyond)
                shown = [pl.col(f"g.{item.id}") for item in beyond]
                near = answers.select(pl.any_horizontal(shown)).to_series().arg_true().to_list() if shown else []
                by_variable[goal.variable] = near or every
        rows = [random.choice(by_variable[goal.variable]) for _ in range(copies) for goal in goals]
        return pl.concat(self.frames)[rows]

    def result(self, seed: int) -> Cover:
        """Return the set chosen from all records found."""
        guide = self.searcher.guide
        frame, answers = pl.concat(self.frames), pl.concat(self.answers)
        marks = answers.select(pl.col(f"s.{item.rule.id}").alias(item.rule.id) for item in self.shares)
        reached = reached_by(answers.select(pl.col(f"g.{goal.id}") for goal in self.goals))
        limited = reached_by(marks) if self.shares else [0] * frame.height
        rows = small_set(reached, [row for row, bits in enumerate(limited) if bits], seed)
        filling = self._filling(limited, rows)
        told = [Covering(tuple(self.goals[goal].id for goal in goals)) for goals in purposes(reached, rows)]
        told += [Covering((), _for_share(item)) for _, item in filling]
        return Cover(
            guide=guide,
            records=frame[[*rows, *(row for row, _ in filling)]],
            covering=tuple(told),
            goals=self.goals,
            open={
                goal.id: self.impossible.get(goal.id, _NOT_FOUND) for goal in self.goals if goal.id not in self.shown
            },
            least=self._least(),
        )

    def _filling(self, limited: list[int], rows: list[int]) -> list[tuple[int, FileRule]]:
        """Return further rows, so that no more than the admitted share of the set is what a rule limits."""
        spare = iter(sorted({row for row, bits in enumerate(limited) if not bits} - set(rows)))
        added: list[tuple[int, FileRule]] = []
        for index, item in enumerate(self.shares):
            number = sum(limited[row] >> index & 1 for row in rows)
            while number * 100 > (item.max_percent or 0) * (len(rows) + len(added)):
                row = next(spare, None)
                if row is None:
                    return added
                added.append((row, item))
        return added

    def _least(self) -> int:
        """Return the most values of one variable that the records show, of which each record has one."""
        by_variable: dict[str, int] = {}
        for goal in self.goals:
            variable = self.searcher.guide.by_identifier[goal.variable]
            single = variable.group is None and variable.many is None
            if single and goal.form in ("opcion", "especial", "vacio") and goal.id in self.shown:
                by_variable[goal.variable] = by_variable.get(goal.variable, 0) + 1
        return max(by_variable.values(), default=0)


def _for_share(item: FileRule) -> Text:
    return Text(*(text.format(rule=item.rule.id, percent=item.max_percent) for text in _FOR_SHARE))
