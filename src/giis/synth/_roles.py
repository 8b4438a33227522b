"""Which variables of a guide describe one person, as the guide's own rules tell: whoever compares a name with a CURP.

A person is found by the functions `curp_given`, `curp_first_surname`, `curp_second_surname`; the birth date is what is
compared with `curp_birth_date`; the sex is the variable whose cases ask the 11th character of the CURP; the state is
the one whose catalogue entry is compared with characters 12 and 13.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from giis.specs.expressions.nodes import Attribute, Call, Compare, Const, Node, OneOf, Term, Var, broken_node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from giis.specs import Guide, Rule

_NAMES = {"curp_given": "given", "curp_first_surname": "first", "curp_second_surname": "second"}
_SEX, _STATE = (11, 1), (12, 2)


@dataclass(frozen=True)
class Role:
    """The variables of one person, by identifier; `group` is the column of whose sub-records they are fields."""

    curp: str
    group: str | None = None
    given: str | None = None
    first: str | None = None
    second: str | None = None
    birth: str | None = None
    sex: str | None = None
    state: str | None = None
    attribute: str | None = None
    """The attribute of the state's catalogue that a CURP writes."""
    generic: tuple[str, ...] = field(default=())
    """Texts that the guide admits in the place of a CURP."""

    @property
    def made(self) -> tuple[str, ...]:
        """The variables that follow from the others: CURP and names."""
        return tuple(name for name in (self.curp, self.given, self.first, self.second) if name)


def roles_of(guide: Guide) -> tuple[Role, ...]:
    """Return the persons that a record of `guide` describes, in the order of their CURPs."""
    found: dict[str, dict[str, str]] = {}
    generic: dict[str, dict[str, None]] = {}
    for rule in guide.rules:
        for node in (*broken_node(rule.when, rule.require).walk(), *_asked_by(rule)):
            _note(node, rule, found, generic)
    order = list(guide.by_identifier)
    return tuple(
        Role(
            curp=curp,
            group=guide.by_identifier[curp].group,
            generic=tuple(generic.get(curp, ())),
            **found[curp],
        )
        for curp in sorted(found, key=order.index)
        if any(part in found[curp] for part in _NAMES.values())
    )


def _asked_by(rule: Rule) -> Iterator[Node]:
    for case in rule.cases:
        yield from case.when.walk()


def _note(node: Node, rule: Rule, found: dict[str, dict[str, str]], generic: dict[str, dict[str, None]]) -> None:
    match node:
        case Call(function=function, arguments=(Var(name=curp), Var(name=name))) if function in _NAMES:
            found.setdefault(curp, {})[_NAMES[function]] = name
        case Compare(operator="==", left=left, right=right):
            for one, other in ((_plain(left), _plain(right)), (_plain(right), _plain(left))):
                _note_pair(one, other, rule, found)
                if isinstance(one, Var) and isinstance(other, Const) and isinstance(other.value, str):
                    generic.setdefault(one.name, {})[other.value] = None
        case Compare(operator="!=", left=Var(name=name), right=Const(value=str(value))):
            generic.setdefault(name, {})[value] = None
        case OneOf(item=Var(name=name), values=(str(value),)):
            generic.setdefault(name, {})[value] = None
        case _:
            pass


def _note_pair(one: Node, other: Node, rule: Rule, found: dict[str, dict[str, str]]) -> None:
    match one:
        case Call(function="curp_birth_date", arguments=(Var(name=curp),)) if isinstance(other, Var):
            found.setdefault(curp, {})["birth"] = other.name
        case Call(function="slice", arguments=(Var(name=curp), Const(value=first), Const(value=count))):
            if (first, count) == _SEX and isinstance(other, Const) and rule.cases and rule.variable is not None:
                found.setdefault(curp, {}).setdefault("sex", rule.variable)
            if (first, count) == _STATE and isinstance(other, Attribute):
                found.setdefault(curp, {}).update(state=other.variable.name, attribute=other.name)
        case _:
            pass


def _plain(node: Node) -> Node:
    """Return what an alias stands for."""
    while isinstance(node, Term) and isinstance(node.definition, Term | Var):
        node = node.definition
    return node
