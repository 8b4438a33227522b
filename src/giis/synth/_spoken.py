"""What the conditions of a guide say of its variables: values, forms, codes and dates that they name."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from giis.specs.codes import code_ranges
from giis.specs.expressions.nodes import Call, Compare, Const, Node, OneOf, Term, Var, broken_node
from giis.specs.values import as_written, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from giis.specs import Guide


class Spoken:
    """What conditions name, by the identifiers of the variables.

    Parameters
    ----------
    guide : Guide
        The guide.
    """

    def __init__(self, guide: Guide) -> None:
        self._guide = guide

    def _nodes(self) -> Iterator[Node]:
        for rule in self._guide.rules:
            yield from broken_node(rule.when, rule.require).walk()

    @cached_property
    def literals(self) -> dict[str, dict[str, None]]:
        """The texts with which conditions compare each variable."""
        found: dict[str, dict[str, None]] = {}
        for node in self._nodes():
            match node:
                case Compare(left=left, right=Const(value=value)):
                    found.setdefault(_name_of(left), {})[as_written(value)] = None
                case OneOf(item=item, values=values):
                    found.setdefault(_name_of(item), {}).update(dict.fromkeys(texts(values)))
                case _:
                    pass
        return found

    @cached_property
    def patterns(self) -> dict[str, dict[str, None]]:
        """The forms that rules want of each variable."""
        found: dict[str, dict[str, None]] = {}
        for node in self._nodes():
            match node:
                case Call(function="matches", arguments=(Var(name=name), Const(value=str(pattern)))):
                    found.setdefault(name, {})[pattern] = None
                case _:
                    pass
        return found

    @cached_property
    def ranges(self) -> dict[str, dict[tuple[str, str], None]]:
        """The ranges of codes of which rules ask of each variable."""
        found: dict[str, dict[tuple[str, str], None]] = {}
        for node in self._nodes():
            match node:
                case Call(function="cie", arguments=(item, Const(value=str(ranges)))):
                    found.setdefault(_name_of(item), {}).update(dict.fromkeys(code_ranges(ranges)))
                case _:
                    pass
        return found

    @cached_property
    def counted_from(self) -> set[str]:
        """The dates from which years are counted: birth dates, though no CURP tells them."""
        found: set[str] = set()
        for node in self._nodes():
            match node:
                case Call(function="years", arguments=(Var(name=name), _)):
                    found.add(name)
                case _:
                    pass
        return found


def _name_of(node: Node) -> str:
    """Return the variable that `node` is, perhaps by another name; nothing if it is none."""
    while isinstance(node, Term):
        node = node.definition
    return node.name if isinstance(node, Var) else ""
