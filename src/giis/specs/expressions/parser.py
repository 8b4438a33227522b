"""From the text of a condition to typed nodes.

Python's own grammar is used as the grammar, `ast` as the reader; only a whitelist of its forms is known,
and nothing is ever evaluated. Names are resolved and types checked here, once, when a spec loads.
"""

from __future__ import annotations

import ast
import warnings
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from giis.specs.codes import code_ranges
from giis.specs.expressions.functions import SIGNATURES
from giis.specs.expressions.nodes import (
    TRUE,
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
    OneOf,
    Position,
    Quantified,
    Scalar,
    Term,
    Var,
    all_of,
    any_of,
    negation,
    of_one_element,
)
from giis.specs.patterns import portable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_LIMIT = 2_000
_LARGEST = 10**18
"""Literals are smaller than this: the largest integer that a record can hold has 18 digits."""
_CHECKED: Mapping[str, Callable[[str], object]] = {"matches": portable, "cie": code_ranges}
"""What a literal of a function must be, by the function."""
_QUANTIFIERS = ("any", "all", "count")
_OPERATORS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}


class ExpressionError(ValueError):
    """The text of an expression is not a well-typed expression of the language."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A variable as expressions see it."""

    kind: Kind
    nullable: bool = False
    catalog: str | None = None
    group: str | None = None
    """The column of which it is a field."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The names that an expression may use.

    `attribute_kind` answers the kind of an attribute of a catalogue, or raises `KeyError` with the reason.
    """

    variables: Mapping[str, Symbol]
    terms: Mapping[str, Term | Var]
    constants: Mapping[str, Scalar | tuple[Scalar, ...]]
    attribute_kind: Callable[[str, str], Kind]
    catalog_known: Callable[[str], bool]
    group: str | None = None
    """The column whose fields may be named, because each of its sub-records is asked."""


def parse_expression(text: str, scope: Scope) -> Node:
    """Return the typed tree of `text`.

    Raises
    ------
    ExpressionError
        If `text` is no expression of the language, names something unknown, or mixes types.
    """
    if len(text) > _LIMIT:
        raise ExpressionError(f"the expression is longer than {_LIMIT} characters")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # such as for an escape that Python does not know
            tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ExpressionError(f"not an expression: {text!r} ({error})") from None
    try:
        return _Parser(scope).read(tree.body)
    except RecursionError:
        raise ExpressionError("the expression is nested too deeply") from None


def parse_condition(text: str, scope: Scope) -> Node:
    """Return the typed tree of `text`, which must be true or false.

    Raises
    ------
    ExpressionError
        As `parse_expression`, and if `text` is not boolean.
    """
    node = parse_expression(text, scope)
    if node.kind is not Kind.BOOLEAN:
        raise ExpressionError(f"{text!r} is of type {node.kind}, not a condition")
    return node


class _Parser:
    """Walks Python's tree; one method a form."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._forms: dict[type[ast.AST], Callable[..., Node]] = {
            ast.BoolOp: self._logic,
            ast.UnaryOp: self._unary,
            ast.Compare: self._comparison,
            ast.Call: self._call,
            ast.Attribute: self._attribute,
            ast.Name: self._name,
            ast.Constant: self._constant,
        }

    def read(self, tree: ast.AST) -> Node:
        form = self._forms.get(type(tree))
        if form is None:
            raise ExpressionError(f"{_source(tree)!r}: {type(tree).__name__} is no part of the language")
        return form(tree)

    def _logic(self, tree: ast.BoolOp) -> Node:
        items = [self._boolean(item) for item in tree.values]
        return all_of(*items) if isinstance(tree.op, ast.And) else any_of(*items)

    def _boolean(self, tree: ast.AST) -> Node:
        node = self.read(tree)
        if node.kind is not Kind.BOOLEAN:
            raise ExpressionError(f"{_source(tree)!r} is of type {node.kind}, not a condition")
        return node

    def _unary(self, tree: ast.UnaryOp) -> Node:
        if isinstance(tree.op, ast.Not):
            return negation(self._boolean(tree.operand))
        if isinstance(tree.op, ast.USub) and isinstance(tree.operand, ast.Constant):
            value = tree.operand.value
            if isinstance(value, int | float) and not isinstance(value, bool):
                return self._literal(-value)
        raise ExpressionError(f"{_source(tree)!r} is no part of the language")

    def _constant(self, tree: ast.Constant) -> Node:
        return self._literal(tree.value)

    @staticmethod
    def _literal(value: object) -> Const:
        if isinstance(value, bool):
            return Const(Kind.BOOLEAN, value)
        if isinstance(value, int | float) and not -_LARGEST < value < _LARGEST:
            raise ExpressionError("a number is too large: at most 18 digits are read")
        if isinstance(value, int):
            return Const(Kind.INTEGER, value)
        if isinstance(value, float):
            return Const(Kind.NUMBER, value)
        if isinstance(value, date):
            return Const(Kind.DATE, value)
        if isinstance(value, str):
            if any("\ud800" <= character <= "\udfff" for character in value):
                raise ExpressionError(f"{value!r} is no text: half a character stands in it")
            return Const(Kind.TEXT, value)
        raise ExpressionError(f"{value!r} is no literal of the language")

    def _name(self, tree: ast.Name) -> Node:
        name, scope = tree.id, self._scope
        if name == "as_of":
            return AsOf(Kind.DATE)
        if name == "position" and scope.group is not None:
            return Position(Kind.INTEGER, scope.group)
        if name in scope.terms:
            return scope.terms[name]
        if name in scope.constants:
            return self._literal(scope.constants[name])
        return self._variable(name)

    def _variable(self, name: str) -> Var:
        term = self._scope.terms.get(name)
        if isinstance(term, Var):
            return term
        symbol = self._scope.variables.get(name)
        if symbol is None:
            raise ExpressionError(f"unknown name {name!r}")
        if symbol.group is not None and symbol.group != self._scope.group:
            raise ExpressionError(
                f"{name} is a field of {symbol.group}, which may hold several; ask any({symbol.group}, …) or all(…)"
            )
        return Var(symbol.kind, name, symbol.nullable, symbol.group)

    def _attribute(self, tree: ast.Attribute) -> Node:
        if not isinstance(tree.value, ast.Name):
            raise ExpressionError(f"{_source(tree)!r}: only a variable has attributes")
        variable = self._variable(tree.value.id)
        catalog = self._scope.variables[variable.name].catalog
        if catalog is None:
            raise ExpressionError(f"{variable.name} is bound to no catalogue, so it has no {tree.attr!r}")
        try:
            kind = self._scope.attribute_kind(catalog, tree.attr)
        except KeyError as error:
            raise ExpressionError(str(error.args[0])) from None
        return Attribute(kind, variable, catalog, tree.attr)

    def _call(self, tree: ast.Call) -> Node:
        if not isinstance(tree.func, ast.Name) or tree.keywords:
            raise ExpressionError(f"{_source(tree)!r} is no part of the language")
        function, given = tree.func.id, tree.args
        if function in ("empty", "present"):
            return self._emptiness(function, given, tree)
        if function in _QUANTIFIERS and self._is_group(given):
            return self._quantified(function, given, tree)
        if function == "catalog_date":
            return CatalogDate(Kind.DATE, self._catalog(given, tree))
        signature = SIGNATURES.get(function)
        if signature is None:
            raise ExpressionError(f"unknown function {function!r}")
        arguments = tuple(self.read(item) for item in given)
        if len(arguments) != len(signature.parameters):
            raise ExpressionError(f"{function} takes {len(signature.parameters)} values, not {len(arguments)}")
        for wanted, argument in zip(signature.parameters, arguments, strict=True):
            if argument.kind is not wanted:
                raise ExpressionError(f"{_source(tree)!r}: {function} wants {wanted}, not {argument.kind}")
        self._literals(function, [arguments[place] for place in signature.literal], tree)
        return Call(signature.result, function, arguments)

    def _is_group(self, given: list[ast.expr]) -> bool:
        if not given or not isinstance(given[0], ast.Name):
            return False
        known = self._scope.terms.get(given[0].id) or self._scope.variables.get(given[0].id)
        return known is not None and known.kind is Kind.RECORDS

    def _quantified(self, function: str, given: list[ast.expr], tree: ast.Call) -> Node:
        group = self.read(given[0])
        if not isinstance(group, Var) or len(given) > 2 or (len(given) == 1 and function != "count"):
            raise ExpressionError(f"{_source(tree)!r}: {function} takes a column and a condition on its fields")
        if len(given) == 1:
            return Quantified(Kind.INTEGER, function, group, TRUE)
        inner = _Parser(replace(self._scope, group=group.name))
        condition = inner._boolean(given[1])
        if not of_one_element(condition):
            raise ExpressionError(f"{_source(tree)!r}: the condition names no field of {group.name}")
        return Quantified(Kind.INTEGER if function == "count" else Kind.BOOLEAN, function, group, condition)

    @staticmethod
    def _literals(function: str, arguments: list[Node], tree: ast.Call) -> None:
        for argument in arguments:
            if not isinstance(argument, Const):
                raise ExpressionError(f"{_source(tree)!r}: {function} wants its value written out here")
            if isinstance(argument.value, int) and argument.value < 1:
                raise ExpressionError(f"{_source(tree)!r}: {function} counts from 1")
            if function in _CHECKED:
                try:
                    _CHECKED[function](str(argument.value))
                except ValueError as error:
                    raise ExpressionError(f"{_source(tree)!r}: {error}") from None

    def _emptiness(self, function: str, given: list[ast.expr], tree: ast.Call) -> Node:
        if len(given) != 1 or not isinstance(given[0], ast.Name):
            raise ExpressionError(f"{_source(tree)!r}: {function} takes one variable")
        variable = self._variable(given[0].id)
        if not variable.nullable:
            raise ExpressionError(f"{_source(tree)!r}: {variable.name} can never be empty (it is not nullable)")
        node = Empty(Kind.BOOLEAN, variable)
        return node if function == "empty" else negation(node)

    def _catalog(self, given: list[ast.expr], tree: ast.AST) -> str:
        if len(given) != 1 or not isinstance(given[0], ast.Constant) or not isinstance(given[0].value, str):
            raise ExpressionError(f"{_source(tree)!r}: the name of a catalogue in quotes is wanted")
        name = given[0].value
        if not self._scope.catalog_known(name):
            raise ExpressionError(f"unknown catalogue {name!r}")
        return name

    def _comparison(self, tree: ast.Compare) -> Node:
        if len(tree.ops) == 2 and all(isinstance(op, ast.LtE) for op in tree.ops):
            low, item, high = (self.read(part) for part in (tree.left, *tree.comparators))
            self._comparable(low, item, tree)
            self._comparable(item, high, tree)
            return Between(Kind.BOOLEAN, item, low, high)
        if len(tree.ops) != 1:
            raise ExpressionError(f"{_source(tree)!r}: only `low <= value <= high` may be chained")
        operator, right_tree = tree.ops[0], tree.comparators[0]
        if isinstance(operator, ast.In | ast.NotIn):
            node = self._membership(tree.left, right_tree, tree)
            return node if isinstance(operator, ast.In) else negation(node)
        if type(operator) not in _OPERATORS:
            raise ExpressionError(f"{_source(tree)!r} is no part of the language")
        left, right = self.read(tree.left), self.read(right_tree)
        self._comparable(left, right, tree)
        if left.kind is Kind.BOOLEAN:
            raise ExpressionError(f"{_source(tree)!r}: write the condition itself, or `not` before it")
        if left.kind in (Kind.INTEGERS, Kind.RECORDS):
            raise ExpressionError(f"{_source(tree)!r}: a list is asked with `in` or count()")
        return Compare(Kind.BOOLEAN, _OPERATORS[type(operator)], left, right)

    def _membership(self, left_tree: ast.expr, right_tree: ast.expr, tree: ast.Compare) -> Node:
        item = self.read(left_tree)
        if isinstance(right_tree, ast.List | ast.Tuple):
            values = tuple(self._constant_value(part) for part in right_tree.elts)
            if not values:
                raise ExpressionError(f"{_source(tree)!r}: the list is empty")
            return self._one_of(item, values, tree)
        if (
            isinstance(right_tree, ast.Call)
            and isinstance(right_tree.func, ast.Name)
            and right_tree.func.id == "catalog"
        ):
            if not isinstance(item, Var) and item.kind is not Kind.TEXT:
                raise ExpressionError(f"{_source(tree)!r}: only a variable or a text can be looked up in a catalogue")
            if item.kind not in (Kind.INTEGER, Kind.TEXT):
                raise ExpressionError(f"{_source(tree)!r}: no catalogue has keys of type {item.kind}")
            return InCatalog(Kind.BOOLEAN, item, self._catalog(right_tree.args, right_tree))
        if isinstance(right_tree, ast.Name) and isinstance(
            constants := self._scope.constants.get(right_tree.id), tuple
        ):
            return self._one_of(item, constants, tree)
        container = self.read(right_tree)
        if container.kind is not Kind.INTEGERS or item.kind is not Kind.INTEGER:
            raise ExpressionError(f"{_source(tree)!r}: `in` wants a list on its right")
        return InList(Kind.BOOLEAN, item, container)

    def _one_of(self, item: Node, values: tuple[Scalar, ...], tree: ast.AST) -> OneOf:
        element = _element(item)
        for value in values:
            self._comparable(element, self._literal(value), tree)
            if element.kind is Kind.INTEGER and not isinstance(value, int):
                raise ExpressionError(f"{_source(tree)!r}: an integer is never {value}")
        if element.kind is Kind.NUMBER:
            values = tuple(float(value) for value in values if isinstance(value, int | float))
        return OneOf(Kind.BOOLEAN, item, values)

    def _constant_value(self, tree: ast.expr) -> Scalar:
        node = self.read(tree)
        if not isinstance(node, Const):
            raise ExpressionError(f"{_source(tree)!r}: a list holds literals only")
        return node.value

    @staticmethod
    def _comparable(left: Node, right: Node, tree: ast.AST) -> None:
        if left.kind is not right.kind and not (left.kind.numeric and right.kind.numeric):
            raise ExpressionError(f"{_source(tree)!r}: {left.kind} is compared with {right.kind}")


def _element(node: Node) -> Node:
    """Return a stand-in for one element of `node`, a list, or `node` itself."""
    return Const(Kind.INTEGER, 0) if node.kind is Kind.INTEGERS else node


def _source(tree: ast.AST) -> str:
    try:
        return ast.unparse(tree)
    except (ValueError, RecursionError):
        return "?"
