"""Conditions that records are searched for: what they presuppose, and one way of satisfying them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from giis._errors import InputError
from giis._text import Text
from giis.specs.expressions.nodes import (
    TRUE,
    And,
    Const,
    Empty,
    Kind,
    Node,
    Not,
    Or,
    Quantified,
    Term,
    Var,
    all_of,
    any_of,
    negation,
    of_one_element,
    variables_of,
)
from giis.specs.values import as_written

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from random import Random

    from giis.specs import Guide, Rule
    from giis.synth._domains import Domains

_DEPTH = 5
"""How many times over a condition is led back to what it presupposes."""


def of_record(guide: Guide, node: Node) -> Node:
    """Return `node` as a condition on the record: what is asked of a sub-record is to hold for one of them."""
    if not of_one_element(node):
        return node
    fields = [guide.by_identifier[name] for name in sorted(variables_of(node))]
    group = guide.by_identifier[next(field.group for field in fields if field.group)]
    return Quantified(Kind.BOOLEAN, "any", Var(Kind.RECORDS, group.identifier, group.nullable), node)


def home_of(guide: Guide, node: Node) -> str:
    """Return a variable of the record that `node` reads: where the pin stands."""
    names = sorted(variables_of(node), key=list(guide.by_identifier).index)
    if not names:
        raise InputError(Text("esta condición no lee ninguna variable", "this condition reads no variable"))
    return next((name for name in names if guide.by_identifier[name].group is None), names[0])


class Grounds:
    """Leads conditions back to what they presuppose: who has a value beyond the default is in a case that admits it.

    Parameters
    ----------
    domains : Domains
        What variables may hold.
    cases : Mapping
        The rules with cases, by variable.
    expected : collection of str
        Rules that need not be kept.
    """

    def __init__(self, domains: Domains, cases: Mapping[str, Rule], expected: Collection[str] = ()) -> None:
        self._domains, self._expected = domains, expected
        self._cases = {name: rule for name, rule in cases.items() if rule.id not in expected}

    def of(self, node: Node, truth: bool) -> Node:
        """Return a condition that holds in the valid records in which `node` is `truth`, and in no others."""
        return self._of(node, truth, frozenset())

    def _of(self, node: Node, truth: bool, passed: frozenset[str]) -> Node:
        match node:
            case Not(item=item):
                return self._of(item, not truth, passed)
            case Term(kind=Kind.BOOLEAN, definition=definition):
                return self._of(definition, truth, passed)
            case And(items=items) | Or(items=items):
                parts = [self._of(item, truth, passed) for item in items]
                return all_of(*parts) if isinstance(node, And) is truth else any_of(*parts)
            case Const():
                return node if truth else negation(node)
            case _:
                wanted = node if truth else negation(node)
                return all_of(self._present(node, truth, passed), self._presupposed(node, truth, passed), wanted)

    def _present(self, atom: Node, truth: bool, passed: frozenset[str]) -> Node:
        """Return what must hold for a variable to have a value at all: the rules that want none do not apply."""
        match atom:
            case Quantified(function="any", group=Var(name=name)) if truth:
                pass
            case Empty(variable=Var(name=name, group=None)) if not truth:
                pass
            case _:
                return TRUE
        if name in passed or len(passed) > _DEPTH:
            return TRUE
        return all_of(*(self._of(when, False, passed | {name}) for when in self._unwanted.get(name, ())))

    @cached_property
    def _unwanted(self) -> dict[str, list[Node]]:
        """When each variable is to be empty."""
        found: dict[str, list[Node]] = {}
        for rule in self._domains.guide.rules:
            match rule.require:
                case Empty(variable=Var(name=name)) if rule.variable == name and rule.when is not None:
                    if rule.severity == "error" and rule.id not in self._expected:
                        found.setdefault(name, []).append(rule.when)
                case _:
                    pass
        return found

    def _presupposed(self, atom: Node, truth: bool, passed: frozenset[str]) -> Node:
        """Return what must hold for a variable to have one of the values that make `atom` be `truth`."""
        names = variables_of(atom) - self._domains.declared.periods
        name = next(iter(names), "")
        rule = self._cases.get(name)
        if len(names) != 1 or rule is None or name in passed or len(passed) > _DEPTH or rule.otherwise is None:
            return TRUE
        variable = self._domains.guide.by_identifier[name]
        choice = None if variable.group else self._domains.where(variable, atom, truth)
        default = "" if rule.otherwise.empty else rule.otherwise.single
        if choice is None or default is None or as_written(default) in choice.texts:
            return TRUE
        ways: list[Node] = []
        before: list[Node] = []
        for case in rule.cases:
            admitted = self._domains.admitted(variable, case.admitted, None).texts
            if not set(choice.texts).isdisjoint(admitted):
                ways.append(self._of(all_of(*before, case.when), True, passed | {name}))
            before.append(negation(case.when))
        return any_of(*ways) if ways else TRUE


def one_way(node: Node, truth: bool, random: Random) -> Iterator[tuple[Node, bool]]:
    """Yield atoms, each with an answer, that together make `node` be `truth`: one of its ways, chosen by chance."""
    match node:
        case Not(item=item):
            yield from one_way(item, not truth, random)
        case Term(kind=Kind.BOOLEAN, definition=definition):
            yield from one_way(definition, truth, random)
        case And(items=items) | Or(items=items):
            for item in items if isinstance(node, And) is truth else (random.choice(items),):
                yield from one_way(item, truth, random)
        case Const():
            return
        case _:
            yield node, truth
