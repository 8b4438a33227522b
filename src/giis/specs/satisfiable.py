"""Whether a condition can hold for any record at all: a case that never applies is a fault of the spec.

The answer "no" is certain; "yes" may be wrong where a condition compares two variables, or is so large
that it is not looked through.
"""

from __future__ import annotations

from itertools import pairwise, product
from math import ceil, floor
from typing import TYPE_CHECKING

from giis.specs.expressions.nodes import (
    TRUE,
    And,
    Between,
    Compare,
    Const,
    Kind,
    Node,
    Not,
    OneOf,
    Or,
    Scalar,
    Term,
    Var,
    nullable_operands,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from giis.specs.guide import Variable

_LIMIT = 4_096
_OTHER = "\0"
_EQUALITIES = ("==", "!=")
_TESTS: dict[str, Callable[..., bool]] = {
    "==": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}

Atom = tuple[Node, bool]


def satisfiable(node: Node, variables: Mapping[str, Variable]) -> bool:
    """Return False if `node` can hold for no record; `variables` (by identifier) give the domains."""
    conjunctions = _conjunctions(node, True)
    return conjunctions is None or any(_consistent(atoms, variables) for atoms in conjunctions)


def _conjunctions(node: Node, truth: bool) -> list[tuple[Atom, ...]] | None:
    """Return the disjunctive normal form of `node` (or of its negation); None where it grows too large."""
    match node:
        case Not(item=item):
            return _conjunctions(item, not truth)
        case Term(kind=Kind.BOOLEAN, definition=definition):
            return _conjunctions(definition, truth)
        case And(items=items) | Or(items=items):
            parts = [_conjunctions(item, truth) for item in items]
            if isinstance(node, And) is not truth:
                joined = [atoms for part in parts if part is not None for atoms in part]
                return None if None in parts or len(joined) > _LIMIT else joined
            size = 1
            for part in parts:
                size *= _LIMIT + 1 if part is None else max(len(part), 1)
            if size > _LIMIT:
                return None
            return [sum(choice, ()) for choice in product(*(part or [] for part in parts))]
        case Const(kind=Kind.BOOLEAN):
            return [()] if (node == TRUE) is truth else []
        case _:
            return [((node, truth),)]


def _consistent(atoms: Iterable[Atom], variables: Mapping[str, Variable]) -> bool:
    by_subject: dict[Node, list[Atom]] = {}
    known: dict[Node, bool] = {}
    for node, truth in atoms:
        subject = _subject(node)
        if subject is not None:
            by_subject.setdefault(subject, []).append((node, truth))
        elif known.setdefault(node, truth) is not truth:
            return False
    return all(_possible(subject, tests, variables) for subject, tests in by_subject.items())


def _subject(node: Node) -> Node | None:
    """Return what the atom `node` compares with literals, if it does just that."""
    match node:
        case Compare(left=left, right=Const()):
            return left
        case Between(item=item, low=Const(), high=Const()) | OneOf(item=item):
            return None if item.kind is Kind.INTEGERS else item
        case _:
            return None


def _holds(node: Node, value: Scalar) -> bool:
    match node:
        case Compare(operator=operator, right=Const(value=other)):
            return _TESTS[operator](value, other)
        case Between(low=Const(value=low), high=Const(value=high)):
            return low <= value <= high  # type: ignore[operator]
        case OneOf(values=values):
            return value in values
        case _:
            raise AssertionError(node)


def _literals(node: Node) -> tuple[Scalar, ...]:
    match node:
        case Compare(right=Const(value=value)):
            return (value,)
        case Between(low=Const(value=low), high=Const(value=high)):
            return (low, high)
        case OneOf(values=values):
            return values
        case _:
            return ()


def _possible(subject: Node, tests: list[Atom], variables: Mapping[str, Variable]) -> bool:
    if subject.kind is Kind.DATE or subject.kind is Kind.BOOLEAN:
        return True
    if nullable_operands(subject) and all(_of_empty(node) is truth for node, truth in tests):
        return True
    if subject.kind is Kind.TEXT and any(_ordered(node) for node, _ in tests):
        return True
    variable = variables.get(subject.name) if isinstance(subject, Var) else None
    candidates = _candidates(subject, {value for node, _ in tests for value in _literals(node)}, variable)
    return any(all(_holds(node, value) is truth for node, truth in tests) for value in candidates)


def _candidates(subject: Node, literals: set[Scalar], variable: Variable | None) -> set[Scalar]:
    """Return values of `subject`, one at least of each kind that the `literals` tell apart."""
    marks = set(literals)
    if variable is not None and variable.bounded:
        marks |= set(variable.options) | set(variable.specials)
        marks |= {end for end in (variable.low, variable.high) if end is not None}
    candidates: set[Scalar]
    if subject.kind is Kind.TEXT:
        candidates = {*marks, _OTHER}
    else:
        numbers = sorted(value for value in marks if isinstance(value, int | float))
        candidates = {near for value in numbers for near in (floor(value) - 1, ceil(value) + 1)}
        if subject.kind is Kind.NUMBER:
            candidates |= {*numbers, *((low + high) / 2 for low, high in pairwise(numbers))}
        else:
            candidates |= {near for value in numbers for near in range(floor(value) - 1, ceil(value) + 2)}
    if variable is not None and variable.bounded:
        candidates = {value for value in candidates if _in_domain(value, variable)}
    return candidates


def _of_empty(node: Node) -> bool:
    """Return the answer of the atom `node` where a nullable value that it reads is empty."""
    return isinstance(node, Compare) and node.operator == "!="


def _ordered(node: Node) -> bool:
    return isinstance(node, Between) or (isinstance(node, Compare) and node.operator not in _EQUALITIES)


def _in_domain(value: Scalar, variable: Variable) -> bool:
    if value in variable.options or value in variable.specials:
        return True
    if variable.low is None or variable.high is None or isinstance(value, str):
        return False
    return bool(variable.low <= value <= variable.high)  # type: ignore[operator]
