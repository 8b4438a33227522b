"""The nodes of a condition: small, typed, immutable, and the same for every backend.

An expression is parsed and type-checked once, when a spec loads. What comes out is a tree of these nodes;
the Polars pipeline, the plain Python predicate and the text for people are all made from that tree.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Scalar = int | float | str | bool | date
_KEPT = 20_000
"""Nodes of which it is kept what they read: most are parts of several conditions."""


class Kind(StrEnum):
    """The type of an expression."""

    INTEGER = "integer"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    BOOLEAN = "boolean"
    INTEGERS = "integers"
    RECORDS = "records"
    """Sub-records, of a column that holds several."""

    @property
    def numeric(self) -> bool:
        """Whether values of this kind compare as numbers."""
        return self in (Kind.INTEGER, Kind.NUMBER)


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """Base of all nodes; `kind` is the type of its value."""

    kind: Kind
    _hash: int = field(default=0, init=False, repr=False)

    def __eq__(self, other: object) -> bool:
        return self is other or (type(self) is type(other) and self._parts() == other._parts())

    def __hash__(self) -> int:
        # Conditions are looked up by the thousand while a run is planned: the hash of a tree is worked out once.
        if not self._hash:
            object.__setattr__(self, "_hash", hash((type(self), *self._parts())))
        return self._hash

    def _parts(self) -> list[object]:
        return [getattr(self, name) for name in self.__match_args__]

    def children(self) -> tuple[Node, ...]:
        """Return the nodes directly below this one."""
        return ()

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it, parents first; the definitions of terms are entered."""
        yield self
        for child in self.children():
            yield from child.walk()


@dataclass(frozen=True, slots=True, eq=False)
class Const(Node):
    """A literal."""

    value: Scalar


@dataclass(frozen=True, slots=True, eq=False)
class Var(Node):
    """The value of a variable of the record; `name` is its identifier in expressions.

    `group` is the column of which the variable is a field: it has a value in each sub-record there.
    """

    name: str
    nullable: bool
    group: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Attribute(Node):
    """An attribute of the catalogue entry that a variable names."""

    variable: Var
    catalog: str
    name: str

    def children(self) -> tuple[Node, ...]:
        return (self.variable,)


@dataclass(frozen=True, slots=True, eq=False)
class Term(Node):
    """A named value that a guide derives; `definition` is what it stands for."""

    name: str
    definition: Node

    def children(self) -> tuple[Node, ...]:
        return (self.definition,)


@dataclass(frozen=True, slots=True, eq=False)
class AsOf(Node):
    """The date of registration that the run was given."""


@dataclass(frozen=True, slots=True, eq=False)
class CatalogDate(Node):
    """The publication date of the edition of a catalogue that the run uses."""

    catalog: str


@dataclass(frozen=True, slots=True, eq=False)
class Call(Node):
    """A function of the language applied to its arguments."""

    function: str
    arguments: tuple[Node, ...]

    def children(self) -> tuple[Node, ...]:
        return self.arguments


@dataclass(frozen=True, slots=True, eq=False)
class Compare(Node):
    """`left operator right`, the operator being one of `== != < <= > >=`."""

    operator: str
    left: Node
    right: Node

    def children(self) -> tuple[Node, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, slots=True, eq=False)
class Between(Node):
    """`low <= item <= high`."""

    item: Node
    low: Node
    high: Node

    def children(self) -> tuple[Node, ...]:
        return (self.item, self.low, self.high)


@dataclass(frozen=True, slots=True, eq=False)
class OneOf(Node):
    """Whether a value is among literals; of a list, whether every element is."""

    item: Node
    values: tuple[Scalar, ...]

    def children(self) -> tuple[Node, ...]:
        return (self.item,)


@dataclass(frozen=True, slots=True, eq=False)
class InList(Node):
    """Whether a value is an element of a list-valued variable or attribute."""

    item: Node
    container: Node

    def children(self) -> tuple[Node, ...]:
        return (self.item, self.container)


@dataclass(frozen=True, slots=True, eq=False)
class InCatalog(Node):
    """Whether a value, of a variable or joined from several, is a key of a catalogue."""

    item: Node
    catalog: str

    def children(self) -> tuple[Node, ...]:
        return (self.item,)


@dataclass(frozen=True, slots=True, eq=False)
class Empty(Node):
    """Whether nothing stands between the separators."""

    variable: Var

    def children(self) -> tuple[Node, ...]:
        return (self.variable,)


@dataclass(frozen=True, slots=True, eq=False)
class Quantified(Node):
    """What is asked of all sub-records of a column: `any` or `all` hold, or how many (`count`) hold."""

    function: str
    group: Var
    condition: Node

    def children(self) -> tuple[Node, ...]:
        return (self.group, self.condition)


@dataclass(frozen=True, slots=True, eq=False)
class Position(Node):
    """The place of a sub-record among those of its column, counted from 1."""

    group: str


@dataclass(frozen=True, slots=True, eq=False)
class Repeats(Node):
    """Whether an earlier sub-record has the same value in a field."""

    variable: Var

    def children(self) -> tuple[Node, ...]:
        return (self.variable,)


@dataclass(frozen=True, slots=True, eq=False)
class And(Node):
    """All of the items hold."""

    items: tuple[Node, ...]

    def children(self) -> tuple[Node, ...]:
        return self.items


@dataclass(frozen=True, slots=True, eq=False)
class Or(Node):
    """At least one of the items holds."""

    items: tuple[Node, ...]

    def children(self) -> tuple[Node, ...]:
        return self.items


@dataclass(frozen=True, slots=True, eq=False)
class Not(Node):
    """The item does not hold."""

    item: Node

    def children(self) -> tuple[Node, ...]:
        return (self.item,)


TRUE = Const(Kind.BOOLEAN, True)
FALSE = Const(Kind.BOOLEAN, False)


def all_of(*nodes: Node) -> Node:
    """Return the conjunction of `nodes`, flattened and without what is always true."""
    items: list[Node] = []
    for node in nodes:
        items.extend(node.items if isinstance(node, And) else () if node == TRUE else (node,))
    if FALSE in items:
        return FALSE
    if not items:
        return TRUE
    return items[0] if len(items) == 1 else And(Kind.BOOLEAN, tuple(items))


def any_of(*nodes: Node) -> Node:
    """Return the disjunction of `nodes`, flattened and without what is always false."""
    items: list[Node] = []
    for node in nodes:
        items.extend(node.items if isinstance(node, Or) else () if node == FALSE else (node,))
    if TRUE in items:
        return TRUE
    if not items:
        return FALSE
    return items[0] if len(items) == 1 else Or(Kind.BOOLEAN, tuple(items))


def negation(node: Node) -> Node:
    """Return the negation of `node`."""
    if isinstance(node, Not):
        return node.item
    if node in (TRUE, FALSE):
        return FALSE if node == TRUE else TRUE
    return Not(Kind.BOOLEAN, node)


def broken_node(when: Node | None, require: Node | None) -> Node:
    """Return the condition that a rule is broken: it applies and what it requires does not hold."""
    return all_of(when or TRUE, negation(require or TRUE))


@lru_cache(maxsize=_KEPT)
def variables_of(node: Node) -> frozenset[str]:
    """Return the identifiers of all variables that `node` reads, through terms too."""
    own = (node.name,) if isinstance(node, Var) else ()
    return frozenset(own).union(*map(variables_of, node.children()))


@lru_cache(maxsize=_KEPT)
def catalogs_of(node: Node) -> frozenset[str]:
    """Return the names of all catalogues that `node` consults, through terms too."""
    own = (node.catalog,) if isinstance(node, Attribute | InCatalog | CatalogDate) else ()
    return frozenset(own).union(*map(catalogs_of, node.children()))


def nullable_operands(node: Node) -> tuple[Var, ...]:
    """Return the variables whose emptiness decides the answer of the atom `node`, in order of name.

    An empty value of a nullable variable is no unknown value: a comparison with it is false, a
    function of it is false, and the negations of both are true.
    """
    found = {item.name: item for item in _outside_quantifiers(node) if isinstance(item, Var) and item.nullable}
    return tuple(found[name] for name in sorted(found))


def of_one_element(node: Node) -> bool:
    """Return whether the answer of `node` is one of a sub-record, not of the record."""
    return any(
        isinstance(item, Position) or (isinstance(item, Var) and item.group is not None)
        for item in _outside_quantifiers(node)
    )


def _outside_quantifiers(node: Node) -> Iterator[Node]:
    """Yield `node` and all below it, but what is asked of each sub-record."""
    yield node
    if not isinstance(node, Quantified):
        for child in node.children():
            yield from _outside_quantifiers(child)
