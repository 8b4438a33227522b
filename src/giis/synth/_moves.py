"""What may be changed in a record that a rule finds fault with: values that decide the rule's conditions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from giis.specs import Kind
from giis.specs.expressions.nodes import (
    And,
    Call,
    Compare,
    Const,
    Empty,
    Node,
    Not,
    Or,
    Quantified,
    Term,
    Var,
    broken_node,
    variables_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from giis.specs import Guide, Rule, Variable
    from giis.synth._choice import Choice
    from giis.synth._domains import Domains
    from giis.synth._roles import Role

_EQUAL = ("==", "<=", ">=")


@dataclass(frozen=True)
class Move:
    """One way of changing a record.

    `choice` is what to draw from, None for what the cases admit; `copy` is an expression whose value is taken over;
    `grow` asks for that many sub-records at least; `drop` makes a column empty; `generic` puts the text in the place
    of a CURP, or takes it away; `atom` is a condition, and what it is to answer, in which another variable has a say.
    """

    variable: Variable
    choice: Choice | None = None
    copy: Node | None = None
    grow: int | None = None
    drop: bool = False
    every: bool = False
    atom: tuple[Node, bool] | None = None
    generic: bool | None = None


class Moves:
    """The ways of changing records of a guide.

    Parameters
    ----------
    guide, domains, roles
        The definition, what variables may hold, and the persons of a record.
    """

    def __init__(self, guide: Guide, domains: Domains, roles: tuple[Role, ...]) -> None:
        self.guide, self.domains = guide, domains
        self._curps = {role.curp: role for role in roles}
        self._made = {name: role for role in roles for name in role.made}

    def towards(self, node: Node, truth: bool) -> tuple[Move, ...]:
        """Return the moves that may make `node` be `truth`."""
        return tuple(move for atom, wanted in atoms_of(node, truth) for move in self._of_atom(atom, wanted))

    def mending(self, rule: Rule) -> tuple[tuple[Move, ...], tuple[Move, ...]]:
        """Return the moves of the rule's own variable that may mend a finding of it, and all that may."""
        name = rule.variable or ""
        broken = broken_node(rule.when, rule.require)
        every = self.towards(broken, False)
        wanted = self.towards(rule.require, True) if rule.require is not None else ()
        direct = [move for move in aimed(wanted) if move.variable.identifier == name]
        own = tuple(direct) or tuple(self._redraw(name))
        return own, (*every, *(own * max(1, len(every) // (2 * max(len(own), 1)))))

    def _redraw(self, name: str) -> list[Move]:
        if name in self._made:
            return self._of_person(self._made[name])
        return [Move(self.guide.by_identifier[name])]

    def _of_person(self, role: Role) -> list[Move]:
        found = [Move(self.guide.by_identifier[name]) for name in (role.birth, role.sex, role.state) if name]
        if role.generic:
            curp = self.guide.by_identifier[role.curp]
            found += [Move(curp, generic=False), Move(curp, generic=True)]
        return found

    def _of_atom(self, atom: Node, truth: bool) -> Iterator[Move]:
        if isinstance(atom, Quantified) or (isinstance(atom, Compare) and _counts(atom)):
            yield from self._of_group(atom, truth)
        for name in sorted(variables_of(atom)):
            variable = self.guide.by_identifier[name]
            if name in self._curps and self._curps[name].generic:
                yield from self._of_curp(atom, truth, self._curps[name])
                continue
            if name in self._made:
                yield from self._of_person(self._made[name])
                continue
            if variable.fields:
                if isinstance(atom, Empty):
                    yield Move(variable, drop=truth, grow=None if truth else 1)
                continue
            if isinstance(atom, Quantified):
                yield from self._inside(atom, truth, variable)
                continue
            choice = self.domains.where(variable, atom, truth)
            yield Move(variable, choice)
            if choice is not None:
                yield Move(variable, choice)
            elif self.domains.other(variable, atom) is not None:
                yield Move(variable, atom=(atom, truth))
                yield Move(variable, atom=(atom, truth))
        yield from self._copies(atom, truth)

    def _of_curp(self, atom: Node, truth: bool, role: Role) -> Iterator[Move]:
        curp = self.guide.by_identifier[role.curp]
        match atom:
            case Compare(operator="==" | "!=" as sign, left=Var(), right=Const()):
                yield Move(curp, generic=(sign == "==") is truth)
            case _:
                yield from self._of_person(role)

    def _of_group(self, atom: Node, truth: bool) -> Iterator[Move]:
        for item in atom.walk():
            if isinstance(item, Quantified):
                group = self.guide.by_identifier[item.group.name]
                yield Move(group)
                if isinstance(atom, Quantified) and item.function == "any" and not truth:
                    yield Move(group, drop=True)
                if isinstance(atom, Quantified) and item.function == "any" and truth:
                    yield Move(group, grow=1)

    def _inside(self, atom: Quantified, truth: bool, variable: Variable) -> Iterator[Move]:
        """Return the moves of a field, or of a variable beside, of which a condition on sub-records asks."""
        for inner, wanted in atoms_of(atom.condition, truth):
            if variable.identifier in variables_of(inner):
                choice = self.domains.where(variable, inner, wanted)
                yield Move(variable, choice, every=(atom.function == "all") is truth)

    def _copies(self, atom: Node, truth: bool) -> Iterator[Move]:
        match atom:
            case Compare(operator=sign, left=left, right=right) if (sign in _EQUAL) is truth:
                for one, other in ((_plain(left), right), (_plain(right), left)):
                    if (
                        isinstance(one, Var)
                        and one.group is None
                        and one.name not in self._made
                        and not isinstance(other, Const)
                        and other.kind in (one.kind, Kind.INTEGER)
                    ):
                        yield Move(self.guide.by_identifier[one.name], copy=other)
            case _:
                return


def aimed(moves: Iterable[Move]) -> list[Move]:
    """Return the moves that do more than draw again."""
    return [
        move
        for move in moves
        if move.choice or move.copy or move.atom or move.drop or move.grow or move.generic is not None
    ]


def atoms_of(node: Node, truth: bool) -> Iterator[tuple[Node, bool]]:
    """Yield the atoms of a condition, each with the answer that helps to make the condition `truth`."""
    match node:
        case Not(item=item):
            yield from atoms_of(item, not truth)
        case Term(kind=Kind.BOOLEAN, definition=definition):
            yield from atoms_of(definition, truth)
        case And(items=items) | Or(items=items):
            for item in items:
                yield from atoms_of(item, truth)
        case Const():
            return
        case _:
            yield node, truth


def _counts(atom: Compare) -> bool:
    return any(isinstance(_plain(item), Quantified | Call) and _quantified(item) for item in (atom.left, atom.right))


def _quantified(node: Node) -> bool:
    return any(isinstance(item, Quantified) for item in node.walk())


def _plain(node: Node) -> Node:
    while isinstance(node, Term):
        node = node.definition
    return node
