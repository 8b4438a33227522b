"""Counting the guide: every paragraph and every other statement has exactly one kind of treatment."""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from giis.specs.guide import Disposition, Guide, Level, Rule, Variable

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from giis._text import Text
    from giis.specs.assemble import Raw
    from giis.specs.document import StatementDoc, VariableDoc


def dispositions_of(
    variable: Variable, doc: VariableDoc, raw: Raw, prefix: str, rules: Collection[Rule]
) -> list[Disposition]:
    """Return how each paragraph of the variable's column Validación is treated, in its order.

    Raises
    ------
    SpecError
        If a paragraph has no treatment, or one is named that the column does not have.
    """
    checked: dict[int, list[str]] = {}
    reasons: dict[int, tuple[str, Text]] = {}
    folded = {rule.id for rule in rules if rule.level in (Level.FILE, Level.ACROSS)}
    for rule in rules:
        for number in rule.source.clauses:
            checked.setdefault(number, []).append(rule.id)
    for key in ("outside", "definitions"):
        for index, item in enumerate(getattr(doc, key)):
            for number in item.clause:
                if number in reasons or number in checked:
                    other = reasons[number][0] if number in reasons else ", ".join(checked[number])
                    raise raw.fault(f"paragraph {number} has two treatments: {other} and {key}", key, index, "clause")
                reasons[number] = (key, item.reason.text)
    for number in sorted({*checked, *reasons}):
        if not 1 <= number <= doc.clauses:
            raise raw.fault(f"paragraph {number} is named, but the column has {doc.clauses} (clauses)", "clauses")
    found: list[Disposition] = []
    for number in range(1, doc.clauses + 1):
        place = f"{prefix}{variable.number:03}{' grupo' if variable.fields else ''} ¶{number}"
        if number in checked:
            ids = tuple(checked[number])
            treatment: Literal["record", "file"] = "file" if all(item in folded for item in ids) else "record"
            found.append(Disposition(place, treatment, ids, variable=variable.name))
        elif number in reasons:
            key, reason = reasons[number]
            kept: Literal["outside", "definition"] = "outside" if key == "outside" else "definition"
            found.append(Disposition(place, kept, (), reason, variable=variable.name))
        else:
            raise raw.fault(
                f"paragraph {number} of {variable.name} is left uncounted: give it to a rule, to `covers`, "
                "to `outside` or to `definitions`",
                "clauses",
            )
    return found


def disposition_of(doc: StatementDoc, raw: Raw, rules: Mapping[str, Rule]) -> Disposition:
    """Return how the statement `doc`, which stands outside the variables' column, is treated.

    Raises
    ------
    SpecError
        If it names an unknown rule, or has no treatment or several.
    """
    given = [name for name in ("rules", "outside", "definition") if getattr(doc, name)]
    if len(given) != 1:
        raise raw.fault("a statement has exactly one of rules, outside, definition")
    says, reading = doc.says.text, doc.reading.text if doc.reading else None
    if doc.outside is not None:
        return Disposition(doc.id, "outside", (), doc.outside.text, says, reading=reading)
    if doc.definition is not None:
        return Disposition(doc.id, "definition", (), doc.definition.text, says, reading=reading)
    named: list[str] = []
    for index, pattern in enumerate(doc.rules):
        matching = [pattern] if pattern in rules else fnmatch.filter(rules, pattern)
        if not matching:
            raise raw.fault(f"unknown rule {pattern!r}", "rules", index)
        named += matching
    by_file = any(rules[rule_id].level in (Level.FILE, Level.ACROSS, Level.STRUCTURE) for rule_id in named)
    treatment: Literal["file", "record"] = "file" if by_file else "record"
    return Disposition(doc.id, treatment, tuple(named), None, says, reading=reading)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The guide's statements, counted by treatment."""

    guide: str
    record: int
    file: int
    outside: int
    definition: int
    variables: int
    rules: int

    @property
    def statements(self) -> int:
        """All statements that the guide makes."""
        return self.record + self.file + self.outside + self.definition

    @property
    def checkable(self) -> int:
        """The statements that require something, checkable or not."""
        return self.record + self.file + self.outside

    @property
    def share(self) -> float:
        """The share of the requiring statements that are checked, from 0 to 1."""
        return (self.record + self.file) / self.checkable if self.checkable else 0.0


def coverage_of(guide: Guide) -> Coverage:
    """Return how many of the guide's statements are checked from the record, from the file, or not."""
    count = {"record": 0, "file": 0, "outside": 0, "definition": 0}
    for item in guide.statements:
        count[item.treatment] += 1
    return Coverage(
        guide=guide.id,
        variables=len(guide.dictionary),
        rules=len(guide.by_id),
        **count,
    )
