"""Goals that no record can reach, where that can be proved: from the guide, or because a catalogue is missing.

What is not told here may still be out of reach: the proof looks at one rule of the variable at a time, and takes a
condition that compares two variables for one that may hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis._text import Text
from giis.specs.expressions.nodes import (
    FALSE,
    And,
    Kind,
    Node,
    Not,
    Or,
    Quantified,
    Term,
    all_of,
    any_of,
    catalogs_of,
    negation,
)
from giis.specs.satisfiable import satisfiable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from giis.evidence.goals import Goal
    from giis.specs import Guide

_NEVER = Text("según la guía no puede darse", "by the guide it cannot occur")
_NEVER_BY = Text("la regla {rule} no lo admite", "rule {rule} does not admit it")
_MISSING = Text("falta el catálogo {names}", "the catalogue {names} is missing")


def unreachable(
    guide: Guide, goals: Iterable[Goal], catalogs: Collection[str], *, warnings: bool = False
) -> Mapping[str, Text]:
    """Return the goals that no valid record can reach, by id, each with the reason.

    Parameters
    ----------
    guide : Guide
        The guide of the goals.
    goals : iterable of Goal
        Those to look at.
    catalogs : collection of str
        The names of the catalogues that are at hand.
    warnings : bool
        Whether a record with warnings is out of the question too.
    """
    kept_by = ("error", "warning") if warnings else ("error",)
    missing = frozenset(guide.catalogs) - frozenset(catalogs)
    rules: dict[str, list[tuple[str, Node]]] = {}
    for rule in guide.rules:
        if rule.require is not None and rule.variable is not None and rule.severity in kept_by:
            kept = any_of(negation(rule.when), rule.require) if rule.when is not None else rule.require
            rules.setdefault(rule.variable, []).append((rule.id, kept))
    found: dict[str, Text] = {}
    for goal in goals:
        reason = _reason(guide, goal, rules.get(goal.variable, []), missing)
        if reason is not None:
            found[goal.id] = reason
    return found


def _reason(guide: Guide, goal: Goal, rules: list[tuple[str, Node]], missing: frozenset[str]) -> Text | None:
    variables = guide.by_identifier
    if not satisfiable(goal.inner, variables):
        return _NEVER
    for rule_id, kept in rules:
        if rule_id != goal.rule and not satisfiable(all_of(goal.inner, kept), variables):
            return Text(*(text.format(rule=rule_id) for text in _NEVER_BY))
    needed = catalogs_of(goal.inner) & missing
    if needed and not satisfiable(_answered(goal.inner, missing, truth=True), variables):
        names = ", ".join(sorted(needed))
        return Text(*(text.format(names=names) for text in _MISSING))
    return None


def _answered(node: Node, missing: frozenset[str], *, truth: bool) -> Node:
    """Return `node` (or its negation) without the ways to hold that need a catalogue that is missing.

    What asks a missing catalogue has no answer, so neither it nor its negation ever holds.
    """
    match node:
        case Not(item=item):
            return _answered(item, missing, truth=not truth)
        case Term(kind=Kind.BOOLEAN, definition=definition):
            return _answered(definition, missing, truth=truth)
        case And(items=items) | Or(items=items):
            parts = [_answered(item, missing, truth=truth) for item in items]
            return all_of(*parts) if isinstance(node, And) is truth else any_of(*parts)
        case Quantified(function="any", condition=condition) if truth:
            return FALSE if _answered(condition, missing, truth=True) == FALSE else node
        case _ if not isinstance(node, Quantified) and catalogs_of(node) & missing:
            return FALSE
        case _:
            return node if truth else negation(node)
