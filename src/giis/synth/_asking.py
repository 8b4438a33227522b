"""Asking records any conditions: the pipeline's own way of judging, with questions in the place of the rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from giis._text import Text
from giis.specs import Level, Rule, Source
from giis.specs.expressions.nodes import Position, Repeats, Var, negation
from giis.validators.batch import judge
from giis.validators.columns import POSITION, ROW
from giis.validators.plan import Group, Plan, Table, make_plan, make_questions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from giis.specs import Guide, Node
    from giis.validators.batch import Judged
    from giis.validators.columns import Setting

_ANSWER = "ask.value"
_UNTOLD = Text("", "")


@dataclass(frozen=True)
class Question:
    """A condition, and the variable on which it stands: a field is asked in each sub-record."""

    id: str
    variable: str
    node: Node


class Asker:
    """Asks the records of a guide.

    Parameters
    ----------
    guide : Guide
        The definition.
    setting : Setting
        The date of registration and the catalogues at hand.
    """

    def __init__(self, guide: Guide, setting: Setting) -> None:
        self.guide, self.setting = guide, setting
        self._plans: dict[tuple[Question, ...], Plan] = {}
        self._values: dict[Node, Plan] = {}

    def plan(self, questions: Iterable[Question]) -> Plan:
        """Return how to ask the questions; only what they read is read."""
        key = tuple(questions)
        if key not in self._plans:
            rules = tuple(as_rule(question) for question in key)
            alone = replace(self.guide, rules=rules, file_rules=(), across=(), period=None, unit=None)
            names = {name for question in key for name in _read_by(question.node)}
            self._plans[key] = _narrow(make_plan(alone, self.setting, each_row=True), names)
        return self._plans[key]

    def ask(self, frame: pl.DataFrame, questions: Iterable[Question]) -> Judged:
        """Return where the answers are yes (`broken`, and `inside` by sub-record); no answer is told apart."""
        return judge(self.plan(questions), frame, count_applied=frozenset())

    def texts(self, frame: pl.DataFrame, node: Node) -> pl.Series:
        """Return the values of an expression as an exchange file writes them; null where there is none."""
        if node not in self._values:
            names = _read_by(node)
            self._values[node] = _narrow(make_questions(self.guide, self.setting, {_ANSWER: node}), names)
        found = judge(self._values[node], frame, count_applied=frozenset()).extra.get_column(_ANSWER)
        return found.dt.strftime("%d/%m/%Y") if found.dtype == pl.Date else found.cast(pl.String)


def as_rule(question: Question) -> Rule:
    """Return the rule that is broken where the answer is yes."""
    return Rule(
        id=question.id,
        variable=question.variable,
        level=Level.RECORD,
        form="regla",
        severity="error",
        title=_UNTOLD,
        source=Source(""),
        require=negation(question.node),
    )


def _read_by(node: Node) -> set[str]:
    names: set[str] = set()
    for item in node.walk():
        if isinstance(item, Var):
            names |= {item.name, item.group or item.name}
        elif isinstance(item, Position):
            names.add(item.group)
        elif isinstance(item, Repeats) and item.variable.group:
            names.add(item.variable.group)
    return names


def _narrow(plan: Plan, names: set[str]) -> Plan:
    """Return the plan without the columns that it does not read."""
    first = plan.table.columns[0].variable.identifier
    return replace(
        plan,
        table=_narrowed(plan.table, names | {first}),
        groups=tuple(
            Group(group.variable, _narrowed(group.table, names))
            for group in plan.groups
            if group.variable.identifier in names
        ),
    )


def _narrowed(table: Table, names: set[str]) -> Table:
    return Table(
        tuple(column for column in table.columns if column.variable.identifier in names),
        tuple(lookup for lookup in table.lookups if lookup.identifier in names),
    )


def of_rows(judged: Judged, rows: pl.Series) -> Judged:
    """Return what was found of these rows alone, counted anew."""
    at = pl.DataFrame({ROW: rows, "new": pl.int_range(len(rows), dtype=pl.UInt32, eager=True)})
    inside = {
        name: places.join(at, on=ROW, maintain_order="left").select(pl.col("new").alias(ROW), POSITION)
        for name, places in judged.inside.items()
    }
    return replace(
        judged,
        broken={name: mask.gather(rows) for name, mask in judged.broken.items()},
        undecided={name: mask.gather(rows) for name, mask in judged.undecided.items()},
        inside=inside,
        height=len(rows),
    )
