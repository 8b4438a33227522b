"""Which goals the valid records of a file reach: counted batch by batch, in the pass that judges them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from giis.evidence.goals import goals_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from giis.specs import Guide, Node


class GoalFold:
    """Observes the judging of one file, and counts the valid records that reach each goal of its guide.

    A record is valid if it has no error; that a rule has no answer for it does not keep it from showing what it shows.
    Only the numbers are kept, and of each goal the first record.

    Parameters
    ----------
    guide : Guide
        The guide of the file.
    path : str
        What the file is called.
    """

    def __init__(self, guide: Guide, path: str) -> None:
        self.guide, self.path = guide, path
        self.goals = goals_of(guide)
        self._columns = {f"g.{goal.id}": goal for goal in self.goals}
        self.counts: dict[str, int] = {goal.id: 0 for goal in self.goals}
        """How many valid records reach each goal, by its id."""
        self.first: dict[str, int] = {}
        """The number of the first of them, where there is one."""
        self.valid = 0
        """How many records are valid."""

    @cached_property
    def questions(self) -> Mapping[str, Node]:
        """The conditions of the goals, by the name of the column that answers them."""
        return {name: goal.condition for name, goal in self._columns.items()}

    def take(self, answers: pl.DataFrame, records: pl.Series, faulty: pl.Series | None) -> None:
        """Take up one batch, as `giis.validators.observer.Observer` says."""
        reached = answers.select(list(self._columns))
        if faulty is not None:
            reached, records = reached.filter(~faulty), records.filter(~faulty)
        self.valid += len(records)
        if not len(records):
            return
        for name, count in reached.sum().row(0, named=True).items():
            if not count:
                continue
            goal = self._columns[name]
            if not self.counts[goal.id]:
                self.first[goal.id] = int(records[reached.get_column(name).arg_true()[0]])
            self.counts[goal.id] += int(count)
