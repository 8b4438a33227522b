"""Values that follow from others: what the cases of a variable admit alone, and what a rule wants by name.

Nothing follows from a value that is in doubt itself: the variables that the conditions read must break no rule.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from giis.specs import Guide, Kind, Level, Node, Rule, ValueSet, Variable
from giis.specs.expressions.nodes import TRUE, Call, Compare, Const, Empty, Not, OneOf, Var, variables_of
from giis.specs.values import as_written
from giis.validators.plan import make_questions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from giis.validators.columns import Setting
    from giis.validators.plan import Plan

_NOTHING = pl.lit(None, dtype=pl.String)


@dataclass(frozen=True)
class Way:
    """One way to a value of `variable`: `value` reads the answers of the questions; null where nothing follows.

    `rule` is the rule that must be broken, None for any of the variable's; `reads` are the variables that it rests on.
    """

    variable: str
    safe: bool
    value: pl.Expr
    reads: frozenset[str]
    rule: str | None = None


@dataclass
class Following:
    """The ways of a guide, and the plan that answers their questions."""

    ways: list[Way] = field(default_factory=list)
    questions: dict[str, Node] = field(default_factory=dict)

    def plan(self, guide: Guide, setting: Setting, ways: list[Way]) -> Plan:
        """Return the plan that answers what `ways` read."""
        names = {name for way in ways for name in way.value.meta.root_names()}
        return make_questions(guide, setting, {name: self.questions[name] for name in sorted(names)})


def following(guide: Guide) -> Following:
    """Return every way that the guide's declarations give to a value."""
    found = Following()
    barred = {rule.variable for rule in guide.rules for node in (rule.require,) if node and _is_curp(node, rule)}
    for rule in guide.rules:
        variable = guide.by_identifier[rule.variable or ""]
        if rule.level is not Level.RECORD or variable.group is not None or rule.variable in barred:
            continue
        if rule.form == "casos":
            found.ways += _of_cases(rule, variable, found.questions)
        elif rule.form == "regla":
            found.ways += _of_rule(rule, variable, found.questions)
    return found


def _is_curp(node: Node, rule: Rule) -> bool:
    """Whether a rule asks its own variable to be built like a CURP, which no system may write."""
    asked = (item for item in node.walk() if isinstance(item, Call) and item.function == "curp_structure")
    return any(variables_of(item) == {rule.variable} for item in asked)


def _of_cases(rule: Rule, variable: Variable, questions: dict[str, Node]) -> Iterator[Way]:
    if variable.repairs.follows == "never" or rule.otherwise is None:
        return
    value = _single(rule.otherwise)
    reads: frozenset[str] = frozenset()
    for index in range(len(rule.cases) - 1, -1, -1):
        case = rule.cases[index]
        name = f"{rule.id}?{index}"
        questions[name] = case.when
        reads |= variables_of(case.when)
        holds = pl.col(name)
        value = pl.when(holds.is_null()).then(_NOTHING).when(holds).then(_single(case.admitted)).otherwise(value)
    yield Way(variable.identifier, variable.repairs.follows == "safe", value, reads - {variable.identifier})


def _of_rule(rule: Rule, variable: Variable, questions: dict[str, Node]) -> Iterator[Way]:
    """Yield the value that a rule written out wants: the one that it names, or the constant that it compares with."""
    node = rule.mends
    when = rule.when or TRUE
    if node is None and not _asks_itself(when, variable):
        node = _wanted(rule.require, variable)
    if node is None:
        return
    reads = (variables_of(when) | variables_of(node)) - {variable.identifier}
    if isinstance(node, Const):
        value = pl.lit(as_written(node.value))
        if when == TRUE:
            questions[f"{rule.id}?"] = Compare(Kind.BOOLEAN, "==", node, node)
        else:
            questions[f"{rule.id}?"] = when
    else:
        questions[f"{rule.id}="], questions[f"{rule.id}?"] = node, when
        value = _written(pl.col(f"{rule.id}="), node.kind)
    holds = pl.col(f"{rule.id}?")
    value = pl.when(holds.fill_null(False)).then(value).otherwise(_NOTHING)
    yield Way(variable.identifier, rule.mends_safely, value, reads, rule.id)


def _asks_itself(when: Node, variable: Variable) -> bool:
    """Whether a condition turns on the variable's own value: then that value is not merely a default to be written."""
    asked = (item for item in when.walk() if not isinstance(item, Empty | Not))
    return any(
        isinstance(child, Var) and child.name == variable.identifier for item in asked for child in item.children()
    )


def _wanted(require: Node | None, variable: Variable) -> Node | None:
    match require:
        case Compare(operator="==", left=Var(name=name), right=Const() as value) if name == variable.identifier:
            return value
        case OneOf(item=Var(name=name), values=(single,)) if name == variable.identifier:
            return Const(variable.kind, single)
        case Empty(variable=Var(name=name)) if name == variable.identifier:
            return Const(Kind.TEXT, "")
        case _:
            return None


def _written(value: pl.Expr, kind: Kind) -> pl.Expr:
    return value.dt.strftime("%d/%m/%Y") if kind is Kind.DATE else value.cast(pl.String)


def _single(admitted: ValueSet) -> pl.Expr:
    if admitted.empty and not admitted.values and admitted.low is None and admitted.catalog is None:
        return pl.lit("")
    return _NOTHING if admitted.single is None else pl.lit(as_written(admitted.single))
