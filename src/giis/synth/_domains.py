"""What each variable may hold, in itself and where conditions are to hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis.specs import Kind, Level
from giis.specs.expressions.nodes import broken_node, of_one_element, variables_of
from giis.specs.values import LIST_SEPARATOR, as_written, texts
from giis.synth._answers import Answers, positional, read_bare
from giis.synth._choice import Choice, mostly, number_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from giis.specs import Node, ValueSet, Variable
    from giis.synth._asking import Asker
    from giis.synth._data import Hint
    from giis.synth._declared import Declared

_FEW, _MANY = 60, 1_200
"""So many texts of a variable are gone through one by one, each with so many of another."""
_KEEPS_DEFAULT = 0.75


class Domains:
    """The texts of each variable of a guide, as its declaration and the rules on it alone admit them.

    Parameters
    ----------
    declared : Declared
        What the declarations admit.
    asker : Asker
        What asks conditions.
    """

    def __init__(self, declared: Declared, asker: Asker) -> None:
        self.declared = declared
        self.guide = declared.guide
        self._answers = Answers(declared, asker)
        self._base: dict[str, Choice] = {}
        self._where: dict[tuple[str, Node, bool, str, str], Choice | None] = {}

    def base(self, variable: Variable) -> Choice:
        """Return what the variable may hold by itself: what its declaration and the rules on it alone admit."""
        known = self._base.get(variable.identifier)
        if known is None:
            choice = self.declared.of(variable)
            kept = self._kept(variable, choice.texts)
            if any(kept):
                choice = choice.only(kept)
            if variable.nullable and len(choice) > 1:
                choice = mostly(choice, "", self.declared.empty_share(variable))
            known = self._base[variable.identifier] = choice
        return known

    def hint(self, variable: Variable) -> Hint:
        """Return what is usual of the variable."""
        return self.declared.hint(variable)

    def admitted(self, variable: Variable, among: ValueSet, default: ValueSet | None) -> Choice:
        """Return what `among` admits of what the variable may hold; `default` is what it usually keeps."""
        base = self.base(variable)
        if variable.kind is Kind.INTEGERS:
            values = {*among.values, *_inside(among)}
            wanted = [text for text in base.texts if {int(part) for part in text.split(LIST_SEPARATOR)} <= values]
        else:
            wanted = self._of_set(variable, among)
        known = set(base.texts)
        chosen = [text for text in dict.fromkeys(wanted) if text in known] or list(dict.fromkeys(wanted))
        kept = set(chosen)
        choice = base.only([text in kept for text in base.texts]) if kept <= known else Choice(tuple(chosen))
        lone = _lone(default)
        if lone is None or lone not in kept or len(kept) == 1:
            return choice
        return mostly(choice, lone, self._share(variable))

    def mostly(self, variable: Variable, default: str) -> Choice:
        """Return what the variable may hold, and `default` as often as it is usual."""
        return mostly(self.base(variable), default, self._share(variable))

    def where(
        self, variable: Variable, node: Node, truth: bool, given: tuple[Variable, str] | None = None
    ) -> Choice | None:
        """Return what the variable may hold where the condition `node` is to be `truth`.

        `given` is another variable that decides too, and what it holds. None where others decide, or no value does
        it. What rules on the variable alone forbid is looked through too if nothing else serves.
        """
        key = (variable.identifier, node, truth, given[0].identifier if given else "", given[1] if given else "")
        if key not in self._where:
            self._where[key] = self._searched(variable, node, truth, given)
        return self._where[key]

    def other(self, variable: Variable, node: Node) -> Variable | None:
        """Return the only other variable of the record that decides `node`, if there is just one, of few texts."""
        names = variables_of(node) - {variable.identifier} - self.declared.periods
        if len(names) != 1 or of_one_element(node) or positional(node):
            return None
        found = self.guide.by_identifier[next(iter(names))]
        if found.fields or found.group or len(self.base(found)) > _FEW:
            return None
        return found if len(self.base(variable)) <= _MANY or not read_bare(node, variable.identifier) else None

    def _share(self, variable: Variable) -> float:
        share = self.hint(variable).default
        return _KEEPS_DEFAULT if share is None else share

    def _searched(
        self, variable: Variable, node: Node, truth: bool, given: tuple[Variable, str] | None
    ) -> Choice | None:
        if of_one_element(node) and variable.group is None:
            return None
        read = {variable.identifier, *self.declared.periods} | ({given[0].identifier} if given else set())
        if not variables_of(node) <= read or not self._answers.known(node) or positional(node):
            return None
        for choice in (self.base(variable), self.declared.of(variable)):
            kept = [answer is truth for answer in self._answers.of(variable, node, choice.texts, given)]
            if any(kept):
                return choice.only(kept)
        return None

    def _kept(self, variable: Variable, tried: Sequence[str]) -> list[bool]:
        """Return which texts break no rule that concerns the variable alone."""
        kept = [True] * len(tried)
        for rule in self.guide.rules:
            if rule.variable != variable.identifier or rule.level is not Level.RECORD or rule.severity == "info":
                continue
            node = broken_node(rule.when, rule.require)
            alone = variables_of(node) <= {variable.identifier, *self.declared.periods}
            if alone and not positional(node) and self._answers.known(node):
                broken = self._answers.of(variable, node, tried)
                kept = [stays and answer is not True for stays, answer in zip(kept, broken, strict=True)]
        return kept

    def _of_set(self, variable: Variable, among: ValueSet) -> list[str]:
        found = list(texts(among.values))
        if among.low is not None and among.high is not None:
            numbers = ((text, number_of(text)) for text in self.base(variable).texts)
            found += [text for text, number in numbers if number is not None and among.low <= number <= among.high]  # type: ignore[operator]
        if among.catalog is not None:
            excluded = set(texts(among.excluded))
            found += [key for key in self.declared.keys(variable, among.catalog) if key not in excluded]
        if among.empty:
            found.append("")
        return found


def _lone(default: ValueSet | None) -> str | None:
    """Return the only text of a set, if it has just one."""
    if default is None:
        return None
    if default.empty and not default.values:
        return ""
    return None if default.single is None else as_written(default.single)


def _inside(among: ValueSet) -> Iterable[int]:
    if among.low is None or among.high is None:
        return ()
    return range(int(among.low), int(among.high) + 1)  # type: ignore[arg-type]
