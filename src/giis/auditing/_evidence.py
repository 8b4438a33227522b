"""Which record of the evidence keeps each rule: for the coverage matrix of a dossier.

A record is evidence if it has no error; a rule without an answer (a catalogue is missing) does not keep it from showing
what it shows.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from giis.auditing._model import Place
from giis.evidence import GoalFold
from giis.specs import Kind, Level
from giis.specs.expressions.nodes import TRUE, Node, Quantified, Var, all_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import polars as pl

    from giis.specs import Guide, Rule

_RULE = "kept "


class Witness(GoalFold):
    """Observes the judging of one file: which goals its valid records reach, and which of them keeps each rule."""

    def __init__(self, guide: Guide, path: str) -> None:
        super().__init__(guide, path)
        self.kept: dict[str, int] = {}
        """The first valid record of which each rule was asked that kept it."""
        self.first_valid: int | None = None
        """The first valid record."""

    @cached_property
    def questions(self) -> Mapping[str, Node]:
        """The conditions of the goals, and of each rule on a record, that it applies and is kept."""
        rules = [rule for rule in self.guide.rules if rule.level is Level.RECORD]
        return {**super().questions, **{_RULE + rule.id: _kept(self.guide, rule) for rule in rules}}

    def take(self, answers: pl.DataFrame, records: pl.Series, faulty: pl.Series | None) -> None:
        """Take up one batch, as `giis.validators.observer.Observer` says."""
        super().take(answers, records, faulty)
        if faulty is not None:
            answers, records = answers.filter(~faulty), records.filter(~faulty)
        if not len(records):
            return
        if self.first_valid is None:
            self.first_valid = int(records[0])
        for name in self.questions:
            rule = name.removeprefix(_RULE)
            if rule != name and rule not in self.kept and len(rows := answers.get_column(name).arg_true()):
                self.kept[rule] = int(records[rows[0]])


def _kept(guide: Guide, rule: Rule) -> Node:
    """Return the condition that `rule` applies to a record and is kept; of a field, for some sub-record."""
    condition = all_of(rule.when or TRUE, rule.require or TRUE)
    group = guide.by_identifier[rule.variable or ""].group
    if group is None:
        return condition
    column = guide.by_identifier[group]
    return Quantified(Kind.BOOLEAN, "any", Var(column.kind, column.identifier, column.nullable), condition)


def kept_by(guide: Guide, witnesses: Iterable[tuple[str, Witness]]) -> dict[str, Place]:
    """Return the first record that keeps each rule of a guide.

    A rule on the text of one value is kept by every valid record.

    Parameters
    ----------
    guide : Guide
        The guide.
    witnesses : iterable of (str, Witness)
        The name of each file of the guide, and what it shows.
    """
    found: dict[str, Place] = {}
    for name, witness in witnesses:
        for rule_id, record in witness.kept.items():
            found.setdefault(rule_id, Place(name, record))
        if witness.first_valid is not None:
            for rule in guide.rules:
                if rule.level is Level.VALUE:
                    found.setdefault(rule.id, Place(name, witness.first_valid))
    return found
