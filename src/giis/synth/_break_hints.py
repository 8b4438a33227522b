"""What the rules of a guide ask of each variable: literals, attributes, ages, parts of texts, read off their trees."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from giis.specs.expressions.nodes import (
    Attribute,
    Between,
    Call,
    Compare,
    Const,
    InCatalog,
    InList,
    Kind,
    Node,
    OneOf,
    Scalar,
    Term,
    Var,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from giis.specs import Guide

_AGES = ("years", "months", "days")


@dataclass
class Hints:
    """What is asked of one variable.

    `literals` are the values that it is compared with, `attributes` those of its catalogue entry that a rule reads,
    `peers` the variables that it is compared with, `functions` those that it is given to. `ages` holds what stands
    on the other side of a span of time, whether this date is the later one, and the number compared with, with the
    span's function; `slices` the part of a text and what it is compared with; `codes` ranges of classification codes.
    """

    literals: dict[Scalar, None] = field(default_factory=dict)
    attributes: dict[tuple[str, str], None] = field(default_factory=dict)
    peers: dict[str, None] = field(default_factory=dict)
    functions: dict[str, None] = field(default_factory=dict)
    ages: dict[tuple[str, Node, bool, int], None] = field(default_factory=dict)
    slices: dict[tuple[int, int, str], None] = field(default_factory=dict)
    codes: dict[str, None] = field(default_factory=dict)
    parts: dict[str, None] = field(default_factory=dict)
    """Texts that it may hold."""
    sizes: dict[int, None] = field(default_factory=dict)
    """Lengths of a text, numbers of elements."""
    minutes: dict[int, None] = field(default_factory=dict)
    catalogs: dict[str, None] = field(default_factory=dict)


def plain_node(node: Node) -> Node:
    """Return what a term stands for, and any other node as it is."""
    while isinstance(node, Term):
        node = node.definition
    return node


def hints_of(guide: Guide) -> dict[str, Hints]:
    """Return what the rules of `guide` ask of each variable, by identifier."""
    reader = _Reader({name: Hints() for name in guide.by_identifier})
    for rule in guide.rules:
        reader.read(node for node in (rule.when, rule.require) if node is not None)
        reader.read(case.when for case in rule.cases)
    for item in guide.file_rules:
        reader.read(node for node in (item.when, item.of, *item.by) if node is not None)
    return reader.hints


class _Reader:
    def __init__(self, hints: dict[str, Hints]) -> None:
        self.hints = hints
        self._seen: set[Node] = set()

    def read(self, nodes: Iterable[Node]) -> None:
        for node in nodes:
            self._visit(node)

    def _visit(self, node: Node) -> None:
        if node in self._seen:
            return
        self._seen.add(node)
        match node:
            case Compare(left=left, right=right):
                self._compare(left, right)
            case Between(item=item, low=low, high=high):
                self._compare(item, low)
                self._compare(item, high)
            case OneOf(item=item, values=values):
                for value in values:
                    self._note(plain_node(item), value)
            case InList(item=Const(value=value), container=container):
                self._note(plain_node(container), value)
            case InCatalog(item=item, catalog=catalog):
                for name in _variables(item):
                    self.hints[name].catalogs[catalog] = None
            case Attribute(variable=variable, catalog=catalog, name=name):
                self.hints[variable.name].attributes[catalog, name] = None
            case Call(function=function, arguments=arguments):
                self._call(function, arguments)
        for child in node.children():
            self._visit(child)

    def _compare(self, left: Node, right: Node) -> None:
        one, other = plain_node(left), plain_node(right)
        if isinstance(other, Const):
            self._note(one, other.value)
        elif isinstance(one, Const):
            self._note(other, one.value)
        else:
            for name in _variables(one):
                for peer in _variables(other):
                    if name != peer:
                        self.hints[name].peers[peer] = None
                        self.hints[peer].peers[name] = None

    def _note(self, subject: Node, value: Scalar) -> None:
        """Note that `subject` is compared with `value`."""
        match subject:
            case Var(name=name):
                self.hints[name].literals[value] = None
            case Call(function=function, arguments=(first, second)) if function in _AGES and isinstance(value, int):
                for own, other, later in ((first, second, False), (second, first, True)):
                    date = plain_node(own)
                    if isinstance(date, Var):
                        self.hints[date.name].ages[function, other, later, value] = None
            case Call(function="length" | "count", arguments=(item,)) if isinstance(value, int):
                self._size(item, value)
            case Call(function="minutes", arguments=(item,)) if isinstance(value, int):
                for name in _variables(item):
                    self.hints[name].minutes[value] = None
            case Call(function="slice", arguments=(item, Const(value=first), Const(value=size))):
                inner = plain_node(item)
                if isinstance(inner, Var) and isinstance(first, int) and isinstance(size, int):
                    self.hints[inner.name].slices[first, size, str(value)] = None
            case Call(function="number", arguments=(item,)):
                self._note(plain_node(item), str(value))
            case _:
                return

    def _size(self, item: Node, value: int) -> None:
        for name in _variables(item):
            self.hints[name].sizes[value] = None

    def _call(self, function: str, arguments: tuple[Node, ...]) -> None:
        for argument in arguments:
            own = plain_node(argument)
            if isinstance(own, Var):
                self.hints[own.name].functions[function] = None
        match function, tuple(map(plain_node, arguments)):
            case "cie", (Var(name=name), Const(value=value)):
                self.hints[name].codes[str(value)] = None
            case "contains", (Var(name=name), Const(value=value)):
                self.hints[name].parts[str(value)] = None
            case "slice", (Var(name=name), Const(value=int(first)), Const(value=int(size))):
                self.hints[name].slices[first, size, ""] = None
            case "matches", (Call(function="slice", arguments=(item, Const(value=int(first)), _)), _):
                for name in _variables(item):
                    self.hints[name].slices[first, 1, ""] = None


def _variables(node: Node) -> list[str]:
    """Return the variables whose own values make `node`, those of sub-records too."""
    return [item.name for item in node.walk() if isinstance(item, Var) and item.kind is not Kind.RECORDS]
