"""How far a record is from an answer of a condition: what a search makes smaller until nothing is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis.specs.expressions.nodes import And, Const, Kind, Node, Not, Or, Term
from giis.validators.predicate import compile_python

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from giis.validators.predicate import Record

    Distance = Callable[[Record], float]

_NEVER = 1_000.0
_UNKNOWN = 1.5
"""A condition without an answer is farther off than one with the wrong answer: first its values must be usable."""


def distance(node: Node, truth: bool) -> Distance:
    """Return the function that tells how many sub-conditions keep `node` from the answer `truth`; 0: none.

    Of conditions that must all hold the distances add up, of those of which one is enough the least counts.
    """
    match node:
        case Not(item=item):
            return distance(item, not truth)
        case Term(kind=Kind.BOOLEAN, definition=definition):
            return distance(definition, truth)
        case And(items=items) | Or(items=items):
            parts = [distance(item, truth) for item in items]
            if isinstance(node, And) is truth:
                return lambda record: sum(part(record) for part in parts)
            return lambda record: min(part(record) for part in parts)
        case Const(value=value):
            fixed = 0.0 if value is truth else _NEVER
            return lambda record: fixed
        case _:
            return _leaf(node, truth)


def answers(wanted: dict[Node, bool | None]) -> Distance:
    """Return the function that tells how many of the sub-conditions have another answer than `wanted`."""
    asked = [(compile_python(node), truth) for node, truth in wanted.items()]
    return lambda record: float(sum(evaluate(record) is not truth for evaluate, truth in asked))


def _leaf(node: Node, truth: bool) -> Distance:
    evaluate = compile_python(node)

    def measure(record: Record) -> float:
        answer = evaluate(record)
        return _UNKNOWN if answer is None else 0.0 if answer is truth else 1.0

    return measure


def leaves(node: Node) -> Iterator[Node]:
    """Yield the sub-conditions of `node` that are joined by and, or, not; the definitions of terms are entered."""
    match node:
        case Not(item=item):
            yield from leaves(item)
        case Term(kind=Kind.BOOLEAN, definition=definition):
            yield from leaves(definition)
        case And(items=items) | Or(items=items):
            for item in items:
                yield from leaves(item)
        case Const():
            return
        case _:
            yield node
