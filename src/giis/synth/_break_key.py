"""The answer key of a file with known violations: every finding that `giis validate` must have, and no other."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from giis._version import __version__
from giis.validators.findings import CatalogUse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from giis._text import Text
    from giis.specs import Guide, Rule, Severity
    from giis.validators.summary import Judgement

SCHEMA = "giis-key/1"
_COLUMNS = ("record", "line", "column", "variable", "rule", "severity", "intended")


@dataclass(frozen=True, slots=True)
class Expected:
    """One finding that the file must have; `record` is None where it concerns a line that is none, or the file."""

    rule: str
    severity: Severity
    record: int | None
    line: int | None
    column: int | None
    variable: str | None
    intended: bool = False


@dataclass(frozen=True)
class Key:
    """What a file with known violations breaks.

    Parameters
    ----------
    guide : Guide
        The guide.
    as_of : date
        The date of registration by which it was judged.
    records : int
        How many records the file has.
    share : float
        The share of them that was to be broken.
    seed : int
        What the choices were made from.
    intended : Mapping
        By the number of the record, the rule that it was made to break.
    findings : sequence of Expected
        All findings, in the order of `giis validate`.
    unbroken : Mapping
        Why rules are not broken, by id.
    catalogs : sequence of CatalogUse
        The editions by which it was judged.
    other : Mapping
        By record, the earlier record that it repeats or contradicts, of findings on records together.
    """

    guide: Guide
    as_of: date
    records: int
    share: float
    seed: int
    intended: Mapping[int, str]
    findings: Sequence[Expected]
    unbroken: Mapping[str, Text]
    catalogs: Sequence[CatalogUse] = ()
    other: Mapping[int, int] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        """Return the key as JSON has it."""
        by_record: dict[int, list[Expected]] = {}
        for item in self.findings:
            if item.record is not None:
                by_record.setdefault(item.record, []).append(item)
        return {
            "schema": SCHEMA,
            "tool": {"name": "giis", "version": __version__},
            "guide": self.guide.id,
            "guide_hash": self.guide.digest,
            "as_of": self.as_of.isoformat(),
            "catalogs": [
                {"name": item.name, "version": item.version.isoformat() if item.version else None}
                for item in self.catalogs
            ],
            "seed": self.seed,
            "share": self.share,
            "records": self.records,
            "broken_records": [
                {"record": record, "rule": self.intended.get(record), "findings": [_finding(item) for item in found]}
                for record, found in sorted(by_record.items())
            ],
            "file": [_finding(item) for item in self.findings if item.record is None],
            "unbroken_rules": [
                {"rule": rule, "reason": {"es": reason.es, "en": reason.en}} for rule, reason in self.unbroken.items()
            ],
        }

    def json(self) -> bytes:
        """Return the key as a JSON document."""
        return (json.dumps(self.data(), ensure_ascii=False, indent=1) + "\n").encode()

    def csv(self) -> bytes:
        """Return the key as a CSV table, a row for each finding."""
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(_COLUMNS)
        for item in self.findings:
            values = (item.record, item.line, item.column, item.variable, item.rule, item.severity)
            writer.writerow([*("" if value is None else value for value in values), "yes" if item.intended else "no"])
        return text.getvalue().encode()


def _finding(item: Expected) -> dict[str, Any]:
    return {
        "rule": item.rule,
        "severity": item.severity,
        "line": item.line,
        "column": item.column,
        "variable": item.variable,
        "intended": item.intended,
    }


def expected_of(judgement: Judgement) -> tuple[list[Expected], dict[int, int]]:
    """Return all findings of a file that was judged without a limit, and which earlier record each one names.

    No finding is put in words: of a large file that would take longer than judging it.
    """
    session = judgement.session
    rules = list(session.guide.by_id.values())
    found = [_of_record(session.guide, rules[item.order], session.severity(rules[item.order]), item.record, item.line,
                        item.position) for item in session.sample.places]  # fmt: skip
    asked = session.options.asked
    for issue in (*judgement.records.issues, *judgement.name_issues):
        rule = session.guide.by_id[issue.code]
        if asked(rule):
            found.append(Expected(rule.id, session.severity(rule), issue.record, issue.line, issue.column, None))
    other: dict[int, int] = {}
    for fold in session.folds:
        rule = fold.item.rule
        variable = session.guide.by_identifier[rule.variable] if rule.variable else None
        column, name = (variable.column, variable.name) if variable else (None, None)
        for breach in () if fold.item.holds else fold.breaches():
            line = session.lines.of(breach.record) if breach.record is not None else None
            found.append(Expected(rule.id, session.severity(rule), breach.record, line, column, name))
            if breach.record is not None and breach.other is not None:
                other[breach.record] = breach.other
    order = session.order
    found.sort(key=lambda item: (item.record or 0, item.column or 0, order[item.rule], item.line or 0))
    return found, other


def editions_of(judgement: Judgement) -> list[CatalogUse]:
    """Return the editions of catalogues that judged a file, and those that were missing."""
    session = judgement.session
    found = ((name, session.options.catalogs.get(name)) for name in session.guide.catalogs)
    return [
        CatalogUse(name, known.version, known.digest, known.origin) if known else CatalogUse(name, None)
        for name, known in found
    ]


def _of_record(guide: Guide, rule: Rule, severity: Severity, record: int, line: int, position: int) -> Expected:
    variable = guide.by_identifier[rule.variable or ""]
    return Expected(rule.id, severity, record, line, variable.column, guide.path(variable, position))
