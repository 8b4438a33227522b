"""What of an original record may not stand in a synthetic one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis.specs.expressions.nodes import Const, OneOf
from giis.specs.values import FIELD_SEPARATOR, LIST_SEPARATOR, as_written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from giis.specs import Guide, Rule, Variable

_SHORT = 4
"""A text this long at least is looked for in every column."""


class Secrets:
    """The values of a record that are its own.

    What the guide itself names is nobody's: the options and special values of a variable, the guide's constants, and
    the values that its cases and the rule's conditions write out. Nor is nothing at all.

    Parameters
    ----------
    guide : Guide
        The guide.
    rule : Rule
        The rule that the record went through.
    texts : Mapping
        The original record, by identifier.
    """

    def __init__(self, guide: Guide, rule: Rule, texts: Mapping[str, str]) -> None:
        self.guide, self._rule = guide, rule
        constants = (item if isinstance(item, tuple) else (item,) for item in guide.constants.values())
        self._named = {as_written(value) for item in constants for value in item}
        self._named |= _literals(rule)
        self._own: dict[str, set[str]] = {}
        self._hard: set[str] = set()
        for variable, text in self._values(texts):
            if text and text not in self._public(variable):
                self._own.setdefault(variable.identifier, set()).add(text)
                if self._confidential(variable):
                    self._hard.add(text)

    def _values(self, texts: Mapping[str, str]) -> Iterator[tuple[Variable, str]]:
        """Yield each value of a record: those of sub-records apart."""
        for variable in self.guide.variables:
            text = texts.get(variable.identifier, "")
            if not variable.fields:
                yield variable, text
                continue
            for element in text.split(LIST_SEPARATOR):
                yield from zip(variable.fields, element.split(FIELD_SEPARATOR), strict=False)

    def _public(self, variable: Variable) -> set[str]:
        known = {as_written(value) for value in (*variable.options, *variable.specials)}
        return known | self._named

    def _confidential(self, variable: Variable) -> bool:
        group = self.guide.by_identifier.get(variable.group or "")
        return variable.confidential or (group is not None and group.confidential)

    def allowed(self, name: str, text: str, *, strictly: bool = True) -> bool:
        """Return whether a text may stand in a column (by identifier).

        Confidential values of the original never may; other values of its own only if not `strictly`.
        """
        own = self._own
        return not any(
            value in own.get(variable.identifier, ()) and (strictly or self._confidential(variable))
            for variable, value in self._values({name: text})
            if value
        )

    def shared(self, texts: Mapping[str, str]) -> list[str]:
        """Return the columns in which a record has a value of the original's own."""
        return [name for name, text in texts.items() if not self.allowed(name, text)]

    def leaks(self, texts: Mapping[str, str]) -> list[str]:
        """Return the names of the variables in which a confidential value of the original stands, whatever its own."""
        found: dict[str, None] = {}
        for variable, value in self._values(texts):
            own = self._own.get(variable.identifier, set())
            if (value in own and self._confidential(variable)) or (len(value) >= _SHORT and value in self._hard):
                found[variable.name] = None
        return list(found)


def _literals(rule: Rule) -> set[str]:
    """Return the values that a rule and its cases write out."""
    found: set[str] = set()
    roots = [node for node in (rule.when, rule.require, *(case.when for case in rule.cases)) if node is not None]
    for node in (node for root in roots for node in root.walk()):
        if isinstance(node, Const):
            found.add(as_written(node.value))
        elif isinstance(node, OneOf):
            found |= {as_written(value) for value in node.values}
    return found
