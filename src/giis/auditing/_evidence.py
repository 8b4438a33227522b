"""What the valid records of the files of a guide show: its variables, its rules, and how much of its branches.

A record is valid here if it has no error; a rule without an answer (a catalogue is missing) does not keep it from
showing what it shows.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from giis.auditing._model import Goals, Place, Shown
from giis.evidence import goals_of
from giis.evidence.fold import GoalFold
from giis.evidence.reach import unreachable
from giis.specs import Kind, Level
from giis.specs.expressions.nodes import TRUE, Node, Quantified, Var, all_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import polars as pl

    from giis.specs import Guide, Rule
    from giis.validators.findings import FileReport

_RULE = "kept "


class Witness:
    """Observes the judging of one file: which goals its valid records reach, and which records keep each rule.

    Parameters
    ----------
    guide : Guide
        The guide of the file.
    name : str
        What the file is called.
    """

    def __init__(self, guide: Guide, name: str) -> None:
        self.guide, self.name = guide, name
        self.goals = GoalFold(guide, name)
        self.kept: dict[str, int] = {}
        """The first valid record of which each rule was asked that kept it."""
        self.first: int | None = None
        """The first valid record."""

    @cached_property
    def questions(self) -> Mapping[str, Node]:
        """The conditions of the goals, and of each rule that it applies and is kept."""
        asked = {_RULE + rule.id: _kept(self.guide, rule) for rule in self.guide.rules if rule.level is Level.RECORD}
        return {**self.goals.questions, **asked}

    def take(self, answers: pl.DataFrame, records: pl.Series, faulty: pl.Series | None) -> None:
        """Take up one batch, as `giis.validators.observer.Observer` says."""
        self.goals.take(answers, records, faulty)
        if faulty is not None:
            answers, records = answers.filter(~faulty), records.filter(~faulty)
        if not len(records):
            return
        if self.first is None:
            self.first = int(records[0])
        open_ = [name for name in self.questions if name.startswith(_RULE) and name.removeprefix(_RULE) not in self.kept]
        for name in open_:
            rows = answers.get_column(name).arg_true()
            if len(rows):
                self.kept[name.removeprefix(_RULE)] = int(records[rows[0]])


def _kept(guide: Guide, rule: Rule) -> Node:
    """Return the condition that `rule` applies to a record and is kept; of a field, for some sub-record."""
    condition = all_of(rule.when or TRUE, rule.require or TRUE)
    group = guide.by_identifier[rule.variable or ""].group
    if group is None:
        return condition
    column = guide.by_identifier[group]
    return Quantified(Kind.BOOLEAN, "any", Var(column.kind, column.identifier, column.nullable), condition)


def shown_by(guide: Guide, witnesses: Sequence[Witness], catalogs: Collection[str]) -> Shown:
    """Return what the files of one guide show together.

    Parameters
    ----------
    guide : Guide
        The guide.
    witnesses : sequence of Witness
        One a file, in the order of the files.
    catalogs : collection of str
        The names of the catalogues at hand.
    """
    goals = goals_of(guide)
    reached: dict[str, Place] = {}
    rules: dict[str, Place] = {}
    for witness in witnesses:
        for goal, record in witness.goals.first.items():
            reached.setdefault(goal, Place(witness.name, record))
        for rule, record in witness.kept.items():
            rules.setdefault(rule, Place(witness.name, record))
        if witness.first is not None:
            for value_rule in guide.rules:
                if value_rule.level is Level.VALUE:
                    rules.setdefault(value_rule.id, Place(witness.name, witness.first))
    variables: dict[str, Place] = {}
    for goal in goals:
        if goal.beyond and goal.id in reached:
            variables.setdefault(goal.variable, reached[goal.id])
    out_of_reach = unreachable(guide, goals, catalogs)
    possible = [goal.id for goal in goals if goal.id not in out_of_reach]
    return Shown(
        valid=sum(witness.goals.valid for witness in witnesses),
        variables=variables,
        rules=rules,
        goals=Goals(sum(name in reached for name in possible), len(possible), len(goals) - len(possible)),
    )
