"""Every small change of an expression of the specs."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator, Mapping

Domains = Mapping[str, tuple[str, ...]]
"""The options of each variable that has some, by the name that expressions use."""

_FLIPS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
Change = tuple[str, Callable[[ast.AST], ast.AST]]


def expression_mutants(text: str, domains: Domains) -> Iterator[tuple[str, str]]:
    """Yield what is changed in `text`, and the changed text.

    Numbers move by one; texts become other texts; of a list each member goes, and each option of the
    variable that is asked, or the next numbers, come in; comparisons and `and`, `or`, `not` turn round; each
    part of an `and` or `or` goes.
    """
    tree = ast.parse(text.strip(), mode="eval")
    for place, node in enumerate(ast.walk(tree)):
        for what, change in _changes(node, domains):
            mutant = copy.deepcopy(tree)
            target = list(ast.walk(mutant))[place]
            yield what, ast.unparse(_replace(mutant, target, change(target)))


def _replace(tree: ast.Expression, old: ast.AST, new: ast.AST) -> ast.AST:
    class Swap(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST:
            return new if node is old else self.generic_visit(node)

    return Swap().visit(tree)


def _changes(node: ast.AST, domains: Domains) -> Iterator[Change]:
    match node:
        case ast.Constant(value=int() as number):
            for other in (number - 1, number + 1):
                yield f"{number} -> {other}", _constant(other)
        case ast.Constant(value=str() as text):
            yield f"{text!r} -> {_other(text)!r}", _constant(_other(text))
        case ast.BoolOp(values=values):
            yield from _logic(node, values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield f"drop not before '{ast.unparse(operand)}'", lambda found: found.operand  # type: ignore[attr-defined]
        case ast.Compare(ops=[operator], comparators=[right]):
            yield f"turn '{ast.unparse(node)}'", _flipped(_FLIPS[type(operator)])
            if isinstance(right, ast.List):
                yield from _list(node, right, domains)


def _constant(value: int | str) -> Callable[[ast.AST], ast.AST]:
    return lambda found: ast.Constant(value)


def _other(text: str) -> str:
    last = text[-1:]
    return text[:-1] + {"9": "8", "Z": "Y", " ": "X", "": "X"}.get(last, chr(ord(last or "A") + 1))


def _logic(node: ast.BoolOp, values: list[ast.expr]) -> Iterator[Change]:
    other: ast.boolop = ast.Or() if isinstance(node.op, ast.And) else ast.And()

    def turned(found: ast.AST) -> ast.AST:
        found.op = other  # type: ignore[attr-defined]
        return found

    yield f"turn and/or of '{ast.unparse(node)}'", turned
    for index, value in enumerate(values):
        yield f"drop '{ast.unparse(value)}'", _without(index)


def _without(index: int) -> Callable[[ast.AST], ast.AST]:
    def drop(found: ast.AST) -> ast.AST:
        values: list[ast.expr] = found.values  # type: ignore[attr-defined]
        del values[index]
        return values[0] if len(values) == 1 else found

    return drop


def _flipped(operator: type[ast.cmpop]) -> Callable[[ast.AST], ast.AST]:
    def flip(found: ast.AST) -> ast.AST:
        found.ops = [operator()]  # type: ignore[attr-defined]
        return found

    return flip


def _list(node: ast.Compare, right: ast.List, domains: Domains) -> Iterator[Change]:
    members = [ast.unparse(item) for item in right.elts]
    if len(members) > 1:
        for index, member in enumerate(members):
            yield f"'{ast.unparse(node)}' without {member}", _members(members[:index] + members[index + 1 :])
    asked = ast.unparse(node.left)
    numbers = [int(member) for member in members if member.lstrip("-").isdigit()]
    near = {str(number + step) for number in numbers for step in (-1, 1)}
    for other in domains.get(asked, tuple(sorted(near, key=int))) if numbers else ():
        if other not in members:
            yield f"'{ast.unparse(node)}' with {other}", _members([*members, other])


def _members(members: list[str]) -> Callable[[ast.AST], ast.AST]:
    def change(found: ast.AST) -> ast.AST:
        text = f"[{', '.join(members)}]"
        found.comparators = [ast.parse(text, mode="eval").body]  # type: ignore[attr-defined]
        return found

    return change
