"""A condition as a plain Python function: the backend of the record model and of every explanation.

The logic is three-valued: `None` is an answer that an unusable value, an unknown key or a missing catalogue
withholds. An empty value of a nullable variable withholds nothing: what is asked of it is false.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from giis._errors import InternalError
from giis.specs.expressions.nodes import (
    And,
    AsOf,
    Attribute,
    Between,
    Call,
    CatalogDate,
    Compare,
    Const,
    Empty,
    InCatalog,
    InList,
    Kind,
    Node,
    Not,
    OneOf,
    Or,
    Position,
    Quantified,
    Repeats,
    Term,
    Var,
    nullable_operands,
)
from giis.specs.values import as_written
from giis.validators.functions import python_function

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from giis.catalogs import Catalog
    from giis.validators.reading import ReadRecord

_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(slots=True)
class Record:
    """One record as conditions see it.

    `values` holds the usable values by identifier (unusable and empty ones are None), `empty` the nullable
    variables with nothing between the separators, `groups` the sub-records of each column that has some. Where one
    sub-record is asked, `position` is its place among the `elements` of its column, and its values stand beside those
    of the record.
    """

    values: Mapping[str, Any]
    empty: frozenset[str]
    catalogs: Mapping[str, Catalog]
    as_of: date
    groups: Mapping[str, tuple[ReadRecord, ...] | None] = field(default_factory=dict)
    position: int = 0
    elements: tuple[ReadRecord, ...] = ()
    memo: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, read: ReadRecord, catalogs: Mapping[str, Catalog], as_of: date) -> Record:
        """Return a record that was read."""
        return cls(read.values, read.empty, catalogs, as_of, read.groups)

    def within(self, group: str) -> Iterator[Record]:
        """Yield the record once for each sub-record of a column, with its values; nothing where it has none."""
        elements = self.groups[group] or ()
        for position, element in enumerate(elements, 1):
            yield Record(
                values={**self.values, **element.values},
                empty=self.empty | element.empty,
                catalogs=self.catalogs,
                as_of=self.as_of,
                groups=self.groups,
                position=position,
                elements=elements,
                memo=self.memo,
            )


Evaluator = Callable[[Record], Any]


def compile_python(node: Node) -> Evaluator:
    """Return the function that answers `node` for a `Record`: a value, or None where there is no answer."""
    match node:
        case And(items=items):
            return _logic([compile_python(item) for item in items], decisive=False)
        case Or(items=items):
            return _logic([compile_python(item) for item in items], decisive=True)
        case Not(item=item):
            return _not(compile_python(item))
        case Term(name=name, definition=definition):
            return _memoized(name, compile_python(definition))
        case Const() | Var() | AsOf() | Position() | CatalogDate():
            return _leaf(node)
        case Quantified(function="count", group=Var(name=name), condition=condition):
            return _count(name, compile_python(condition))
        case Empty(variable=Var(name=name)):
            return lambda record: name in record.empty
        case Attribute(variable=Var(name=name), catalog=catalog, name=attribute):
            return _guarded(node, _attribute(name, catalog, attribute))
        case _ if node.kind is Kind.BOOLEAN:
            return _guarded(node, _atom(node))
        case Call():
            return _call(node)
        case _:
            raise InternalError(f"no Python form of {type(node).__name__}")


def _leaf(node: Node) -> Evaluator:
    match node:
        case Const(value=value):
            return lambda record: value
        case Var(name=name):
            return lambda record: record.values[name]
        case AsOf():
            return lambda record: record.as_of
        case Position():
            return lambda record: record.position
        case CatalogDate(catalog=name):
            return lambda record: record.catalogs[name].version if name in record.catalogs else None
        case _:
            raise InternalError(f"no Python form of {type(node).__name__}")


def _logic(items: list[Evaluator], *, decisive: bool) -> Evaluator:
    def evaluate(record: Record) -> bool | None:
        unknown = False
        for item in items:
            answer: bool | None = item(record)
            if answer is decisive:
                return decisive
            unknown = unknown or answer is None
        return None if unknown else not decisive

    return evaluate


def _not(item: Evaluator) -> Evaluator:
    def evaluate(record: Record) -> bool | None:
        answer = item(record)
        return None if answer is None else not answer

    return evaluate


def _memoized(name: str, definition: Evaluator) -> Evaluator:
    def evaluate(record: Record) -> Any:
        if name not in record.memo:
            record.memo[name] = definition(record)
        return record.memo[name]

    return evaluate


def _guarded(node: Node, atom: Evaluator) -> Evaluator:
    names = frozenset(variable.name for variable in nullable_operands(node))
    if not names or node.kind is not Kind.BOOLEAN:
        return atom
    default = isinstance(node, Compare) and node.operator == "!="

    def evaluate(record: Record) -> bool | None:
        return default if names & record.empty else atom(record)

    return evaluate


def _attribute(name: str, catalog: str, attribute: str) -> Evaluator:
    def evaluate(record: Record) -> Any:
        known, value = record.catalogs.get(catalog), record.values[name]
        if known is None or value is None:
            return None
        return known.get(as_written(value), attribute)

    return evaluate


def _call(node: Call) -> Evaluator:
    function = python_function(node.function)
    arguments = [compile_python(argument) for argument in node.arguments]

    def evaluate(record: Record) -> Any:
        values = [argument(record) for argument in arguments]
        return None if None in values else function(*values)

    return evaluate


def _atom(node: Node) -> Evaluator:
    match node:
        case Compare(operator=sign, left=left, right=right):
            return _comparison(_OPERATORS[sign], compile_python(left), compile_python(right))
        case Between(item=item, low=low, high=high):
            at_least = _comparison(operator.ge, compile_python(item), compile_python(low))
            at_most = _comparison(operator.le, compile_python(item), compile_python(high))
            return _logic([at_least, at_most], decisive=False)
        case OneOf(item=item, values=values):
            return _one_of(compile_python(item), frozenset(values), item.kind is Kind.INTEGERS)
        case InList(item=item, container=container):
            return _comparison(lambda one, many: one in many, compile_python(item), compile_python(container))
        case Quantified(function=function, group=Var(name=name), condition=condition):
            return _quantified(name, compile_python(condition), decisive=function == "any")
        case Repeats(variable=Var(name=name)):
            return _repeats(name)
        case InCatalog(item=item, catalog=catalog):
            return _in_catalog(compile_python(item), catalog)
        case Call():
            return _call(node)
        case _:
            raise InternalError(f"no Python form of {type(node).__name__}")


def _count(group: str, condition: Evaluator) -> Evaluator:
    def evaluate(record: Record) -> int | None:
        if record.groups[group] is None:
            return None
        answers = [condition(item) for item in record.within(group)]
        return None if None in answers else sum(answers)

    return evaluate


def _quantified(group: str, condition: Evaluator, *, decisive: bool) -> Evaluator:
    def evaluate(record: Record) -> bool | None:
        if record.groups[group] is None:
            return None
        answers = [condition(item) for item in record.within(group)]
        if decisive in answers:
            return decisive
        return None if None in answers else not decisive

    return evaluate


def _repeats(name: str) -> Evaluator:
    def evaluate(record: Record) -> bool | None:
        value = record.values[name]
        earlier = record.elements[: record.position - 1]
        return None if value is None else any(element.values[name] == value for element in earlier)

    return evaluate


def _comparison(compare: Callable[[Any, Any], bool], left: Evaluator, right: Evaluator) -> Evaluator:
    def evaluate(record: Record) -> bool | None:
        first, second = left(record), right(record)
        return None if first is None or second is None else compare(first, second)

    return evaluate


def _one_of(item: Evaluator, values: frozenset[Any], many: bool) -> Evaluator:
    def evaluate(record: Record) -> bool | None:
        value = item(record)
        if value is None:
            return None
        return values.issuperset(value) if many else value in values

    return evaluate


def _in_catalog(item: Evaluator, catalog: str) -> Evaluator:
    def evaluate(record: Record) -> bool | None:
        known, value = record.catalogs.get(catalog), item(record)
        return None if known is None or value is None else as_written(value) in known

    return evaluate
