"""The path that a record takes through a rule: which answers its conditions give, told without any value."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Literal

from giis.specs import Guide, Level, Rule
from giis.specs.expressions.nodes import TRUE, Node, broken_node, variables_of
from giis.synth._distance import leaves
from giis.validators.predicate import Record, compile_python
from giis.validators.reading import RecordReader

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from giis.catalogs import Catalog
    from giis.synth._walk import Measure
    from giis.validators.reading import ReadRecord

Verdict = Literal["broken", "passes", "not applicable", "not evaluated"]
WELL, EMPTY = "", "empty"
_FORMS = ("formato", "grupo")
_APART = 3.0
"""A value of another kind is farther off than a sub-condition with another answer."""


@dataclass(frozen=True)
class Path:
    """How a record went through a rule.

    Parameters
    ----------
    rule : Rule
        The rule, of a value or of a record.
    verdict : str
        How it ended.
    case : int or None
        Which case of a statement with cases decided, counted from 0; -1 where none held; None where the rule has no
        cases or it is not known.
    answers : Mapping
        The answer of each sub-condition: True, False, or None where it had none.
    kinds : Mapping
        Of each variable that the rule reads: `WELL`, `EMPTY`, or the form of the value-level rule that it breaks.
    shape : tuple
        How a value that breaks a rule on its form is written.
    """

    rule: Rule
    verdict: Verdict
    case: int | None
    answers: Mapping[Node, bool | None]
    kinds: Mapping[str, str]
    shape: tuple[bool, ...] = ()

    def key(self) -> tuple[object, ...]:
        """Return what two records have in common that take the same path."""
        answers = tuple(self.answers.values())
        return self.rule.id, self.verdict, self.case, answers, tuple(self.kinds.items()), self.shape


class Paths:
    """Follows records through the rules of a guide.

    Parameters
    ----------
    guide : Guide
        The guide.
    catalogs : Mapping
        The editions at hand, by name.
    as_of : date
        The date of registration.
    """

    def __init__(self, guide: Guide, catalogs: Mapping[str, Catalog], as_of: date) -> None:
        self.guide, self.catalogs, self.as_of = guide, catalogs, as_of
        self._reader = RecordReader(guide.variables)

    def of(self, rule: Rule, texts: Mapping[str, str], position: int = 0) -> Path:
        """Return the path through `rule` of the record with `texts` (by identifier).

        `position` is the sub-record that is asked, counted from 1, where the rule stands on a field.
        """
        read = self._reader.read(texts)
        record = Record.of(read, self.catalogs, self.as_of)
        group = self.guide.by_identifier[rule.variable or ""].group
        if group is not None and position:
            inner = (read.groups[group] or ())[position - 1]
            record = next(islice(record.within(group), position - 1, None))
            return self._follow(rule, record, read, inner)
        return self._follow(rule, record, read, None)

    def _follow(self, rule: Rule, record: Record, read: ReadRecord, inner: ReadRecord | None) -> Path:
        kinds = {name: _kind(name, read, inner) for name in read_by(rule)}
        if rule.level is Level.VALUE:
            own = rule.variable or ""
            broken = kinds[own] == rule.form
            text = (inner or read).texts.get(own, "")
            shape = shape_of(text) if broken and rule.form in _FORMS else ()
            return Path(rule, "broken" if broken else "passes", None, {}, kinds, shape)
        answers = {node: compile_python(node)(record) for node in atoms_of(rule)}
        return Path(rule, _verdict(rule, record), _case(rule, record), answers, kinds)

    def measure(self, path: Path) -> Measure:
        """Return how far a record (or the nearest of its sub-records) is from taking `path`."""
        rule = path.rule
        group = self.guide.by_identifier[rule.variable or ""].group
        asked = [(compile_python(node), wanted) for node, wanted in path.answers.items()]

        def off(read: ReadRecord, record: Record, inner: ReadRecord | None) -> float:
            far = _APART * sum(_kind(name, read, inner) != kind for name, kind in path.kinds.items())
            if path.shape:
                text = (inner or read).texts.get(rule.variable or "", "")
                far += sum(one is not other for one, other in zip(shape_of(text), path.shape, strict=True))
            return far + sum(evaluate(record) is not wanted for evaluate, wanted in asked)

        def measure(read: ReadRecord, record: Record) -> float:
            if group is None:
                return off(read, record, None)
            elements = read.groups.get(group)
            if not elements:
                return off(read, record, None) if path.verdict == "not applicable" else _APART * len(path.kinds) + 50
            return min(off(read, element, inner) for inner, element in zip(elements, record.within(group), strict=True))

        return measure


def read_by(rule: Rule) -> list[str]:
    """Return the variables whose values the rule reads, in order of name; those inside quantifiers too."""
    return sorted({*variables_of(broken_node(rule.when, rule.require)), *([rule.variable] if rule.variable else ())})


def atoms_of(rule: Rule) -> list[Node]:
    """Return the sub-conditions of a rule's cases, of when it applies and of what it requires, each once."""
    nodes = [*(case.when for case in rule.cases), rule.when or TRUE, rule.require or TRUE]
    return list(dict.fromkeys(leaf for node in nodes for leaf in leaves(node)))


def shape_of(text: str) -> tuple[bool, ...]:
    """Return how a text is written: spaces at its ends, letters, digits, comma, point, sign, leading nought."""
    return (
        text != text.strip(),
        any(character.isalpha() for character in text),
        any(character.isdigit() for character in text),
        "," in text,
        "." in text,
        text[:1] in "+-" and text != "",
        len(text) > 1 and text.lstrip("-")[:1] == "0",
    )


def _kind(name: str, read: ReadRecord, inner: ReadRecord | None) -> str:
    for part in (inner, read):
        if part is not None and (name in part.values or name in part.failed or name in part.groups):
            return EMPTY if name in part.empty else part.failed.get(name, WELL)
    return WELL


def _verdict(rule: Rule, record: Record) -> Verdict:
    broken = compile_python(broken_node(rule.when, rule.require))(record)
    if broken is True:
        return "broken"
    if broken is None:
        return "not evaluated"
    return "passes" if rule.when is None or compile_python(rule.when)(record) is True else "not applicable"


def _case(rule: Rule, record: Record) -> int | None:
    if not rule.cases:
        return None
    for index, case in enumerate(rule.cases):
        answer = compile_python(case.when)(record)
        if answer is None:
            return None
        if answer is True:
            return index
    return -1
