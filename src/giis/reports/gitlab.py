"""A report as GitLab's code quality report: a list of issues, each with a fingerprint."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from giis._plain import plain, plain_json
from giis.reports import _output_words as o
from giis.reports import _words as w
from giis.reports._neutral import relative
from giis.reports._told import Failed, Told
from giis.reports._voice import Voice
from giis.validators.keys import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from giis.reports.outputs import Asked
    from giis.specs import Severity
    from giis.validators.findings import Finding, Report

SEVERITY: Mapping[Severity, str] = {"error": "critical", "warning": "minor", "info": "info"}


def render_gitlab(report: Report, asked: Asked) -> Iterator[str]:
    """Yield the list as JSON text, issue by issue."""
    opening = "[\n"
    for issue in _issues(report, asked):
        yield opening + plain_json(json.dumps(issue, ensure_ascii=False))
        opening = ",\n"
    yield "[]\n" if opening == "[\n" else "\n]\n"


def _issues(report: Report, asked: Asked) -> Iterator[dict[str, Any]]:
    voice = Voice(asked.language)
    marks: set[str] = set()
    for path, reason in asked.unjudged.items():
        text = voice(o.UNJUDGED, reason=reason)
        yield _issue("giis", text, "blocker", relative(path, asked.root), 1, key_of("giis", path, reason))
    for file in report.files:
        told = Told.of(file, voice)
        path = relative(file.path, asked.root)
        for item in told.failed:
            for finding in item.rule.findings:
                mark = _mark(finding, path, marks)
                text = told.message(finding) + _more(told, item)
                yield _issue(finding.rule, text, SEVERITY[finding.severity], path, finding.line or 1, mark)
        for text in told.not_evaluated():
            yield _issue("giis", text, "info", path, 1, key_of("giis", path, text))


def _more(told: Told, item: Failed) -> str:
    """Return how many findings of the rule there are, if not all are shown."""
    if item.shown >= item.rule.total:
        return ""
    counted = told.voice.count(item.rule.total, w.FINDING)
    return f" ({told.voice(w.SHOWING, shown=item.shown)}; {counted})"


def _mark(finding: Finding, path: str, given: set[str]) -> str:
    """Return a fingerprint that no other issue has: like faults of like records are told apart by their number."""
    content = finding.key or f"{finding.record} {finding.line} {finding.column}"
    number = 0
    while (mark := key_of(finding.rule, path, content, str(number))) in given:
        number += 1
    given.add(mark)
    return mark


def _issue(rule: str, text: str, severity: str, path: str, line: int, mark: str) -> dict[str, Any]:
    return {
        "description": plain(text),
        "check_name": rule,
        "fingerprint": mark,
        "severity": severity,
        "location": {"path": path, "lines": {"begin": line}},
    }
