"""A report as SARIF 2.1.0, for hosts of code, editors and archives.

One result stands for all findings of one rule in one file, so that a file of a million bad records stays within what
hosts take. Rules without an answer are results of the kind `open`, known findings are suppressed ones; with
`statistics` there is a result for each rule that was asked. GitHub shows every result as an open alert, whatever its
kind and even if it is suppressed: for it there is a log of the failures alone.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from giis._plain import plain_json
from giis.reports import _output_words as o
from giis.reports._neutral import sarif as safe
from giis.reports._neutral import uri
from giis.reports._sarif_rules import LEVELS, Rules
from giis.reports._told import Told
from giis.reports._voice import Voice
from giis.validators.findings import MASK
from giis.validators.keys import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from giis.reports.outputs import Asked
    from giis.specs import Severity
    from giis.validators.findings import Finding, Report, RuleOutcome

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST_LOCATIONS = 100
_ENCODINGS = ("windows-1252", "utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_KINDS = {"passed": "pass", "not applicable": "notApplicable", "not evaluated": "open"}


def render_sarif(report: Report, asked: Asked) -> Iterator[str]:
    """Yield `report` as the text of a SARIF log."""
    yield _text(to_sarif(report, asked))


def render_alerts(report: Report, asked: Asked) -> Iterator[str]:
    """Yield `report` as the text of a SARIF log for GitHub, with the failures alone."""
    yield _text(to_sarif(report, asked, failures_only=True))


def _text(data: dict[str, Any]) -> str:
    return plain_json(json.dumps(data, ensure_ascii=False, indent=1)) + "\n"


def to_sarif(report: Report, asked: Asked, *, failures_only: bool = False) -> dict[str, Any]:
    """Return `report` as a SARIF log; with `failures_only` every result is one that counts for the verdict."""
    voice = Voice(asked.language)
    rules = Rules(voice, asked.rules_url)
    artifacts: list[dict[str, Any]] = []
    results: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    for index, file in enumerate(report.files):
        told = Told.of(file, voice)
        address = uri(file.path, asked.root)
        place: dict[str, Any] = {"uri": address, "index": index}
        artifacts.append(_artifact(told, address))
        writer = _Results(told, rules, place)
        results += writer.failed()
        if not failures_only:
            results += writer.suppressed()
            results += writer.others(every=asked.statistics)
        notes += [_notification("warning", text, place) for text in (*told.not_evaluated(), told.left_out()) if text]
    for path, reason in asked.unjudged.items():
        text = f"{path}: {voice(o.UNJUDGED, reason=reason)}"
        notes.append(_notification("error", text, {"uri": uri(path, asked.root)}))
    invocation: dict[str, Any] = {"executionSuccessful": not asked.unjudged}
    if notes:
        invocation["toolExecutionNotifications"] = notes
    run: dict[str, Any] = {
        "tool": {
            "driver": {"name": "giis", "version": report.version, "language": asked.language, "rules": rules.listed()}
        },
        "language": asked.language,
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "artifacts": artifacts,
        "results": results,
        "properties": {
            "asOf": report.as_of.isoformat(),
            "status": "incomplete" if asked.unjudged and report.valid else report.status,
            "valuesShown": report.values_shown,
        },
    }
    if not report.values_shown:
        run["redactionTokens"] = [MASK]
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _artifact(told: Told, place: str) -> dict[str, Any]:
    file = told.file
    data: dict[str, Any] = {"location": {"uri": place}, "length": file.size, "hashes": {"sha-256": file.sha256}}
    if file.encoding in _ENCODINGS:
        data["encoding"] = file.encoding
    totals = file.totals
    data["properties"] = {
        "guide": file.guide,
        "guideHash": file.guide_digest,
        "status": file.status,
        "records": file.records,
        "validRecords": file.valid_records,
        "undecidedRecords": file.undecided_records,
        "totals": {"error": totals.error, "warning": totals.warning, "info": totals.info, "shown": totals.shown},
    }
    return data


def _notification(level: str, text: str, place: dict[str, Any]) -> dict[str, Any]:
    return {
        "level": level,
        "message": {"text": safe(text)},
        "locations": [{"physicalLocation": {"artifactLocation": place}}],
    }


class _Results:
    """Makes the results of one file."""

    def __init__(self, told: Told, rules: Rules, place: dict[str, Any]) -> None:
        self._told, self._rules, self._place = told, rules, place

    def failed(self) -> Iterator[dict[str, Any]]:
        """Yield a result for each broken rule."""
        for item in self._told.failed:
            found = item.rule.findings
            yield self._result(item.rule.id, found, item.rule.total, item.rule.severity, self._told.of_rule(item))

    def suppressed(self) -> Iterator[dict[str, Any]]:
        """Yield a result for each rule with known findings, or for each justification of those that are shown.

        Their number is exact if one justification holds for all of a rule.
        """
        groups: dict[str, dict[str, list[Finding]]] = {}
        for finding in self._told.file.known:
            groups.setdefault(finding.rule, {}).setdefault(finding.suppressed or "", []).append(finding)
        for outcome in self._told.file.outcomes:
            if not outcome.known:
                continue
            told = groups.get(outcome.rule) or {"": []}
            for reason, found in told.items():
                number = outcome.known if len(told) == 1 else len(found)
                yield self._suppressed(outcome, reason, found, number)

    def _suppressed(self, outcome: RuleOutcome, reason: str, found: list[Finding], number: int) -> dict[str, Any]:
        said = self._told.message(found[0]) if found else self._told.title(outcome.rule)
        severity = found[0].severity if found else outcome.severity or "error"
        result = self._result(outcome.rule, found, number, severity, said, mark=f"known {reason}")
        justified = {"justification": safe(reason)} if reason else {}
        result["suppressions"] = [{"kind": "external", "status": "accepted", **justified}]
        return result

    def others(self, *, every: bool) -> Iterator[dict[str, Any]]:
        """Yield a result for each rule without an answer; of `every` also for those passed or not applicable."""
        reasons = {item.rule: item.reason for item in self._told.file.not_evaluated}
        for outcome in self._told.file.outcomes:
            kind = _KINDS.get(outcome.state)
            if kind is not None and not outcome.known and (every or kind == "open"):
                yield self._other(outcome, kind, self._told.voice.data(reasons.get(outcome.rule)))

    def _other(self, outcome: RuleOutcome, kind: str, reason: str) -> dict[str, Any]:
        text = self._told.voice(o.STATE[outcome.state])
        return {
            **self._rules.reference(outcome.rule, self._told),
            "kind": kind,
            "level": "none",
            "message": {"text": safe(f"{text}: {reason}" if reason else text)},
            "locations": [self._whole()],
        }

    def _result(
        self, rule: str, findings: list[Finding], number: int, severity: Severity, said: str, mark: str = ""
    ) -> dict[str, Any]:
        known = self._told.guide.by_id.get(rule) if self._told.guide else None
        variable = known.variable or "" if known else ""
        whole = key_of(rule, "group", variable, self._place["uri"], mark)
        marks = {"primaryLocationLineHash": f"{whole[:16]}:1"}
        keys = sorted(finding.key for finding in findings if finding.key)
        if keys and len(keys) == number:
            marks["giisRecords/v1"] = key_of(rule, *keys)
        result: dict[str, Any] = {
            **self._rules.reference(rule, self._told, severity),
            "kind": "fail",
            "level": LEVELS[severity],
            "message": {"text": safe(said)},
            "locations": [self._location(finding) for finding in findings[:MOST_LOCATIONS]] or [self._whole()],
            "occurrenceCount": number,
            "partialFingerprints": marks,
        }
        if fix := self._fix(findings[:MOST_LOCATIONS]):
            result["fixes"] = [fix]
        result["properties"] = {"shown": len(findings), **({"variable": variable} if variable else {})}
        return result

    def _whole(self) -> dict[str, Any]:
        return {"physicalLocation": {"artifactLocation": self._place, "region": {"startLine": 1}}}

    def _location(self, finding: Finding) -> dict[str, Any]:
        region = {"startLine": finding.line or 1}
        if finding.start is not None and finding.line is not None:
            region["startColumn"] = finding.start
            if finding.end is not None:
                region["endColumn"] = finding.end
        place: dict[str, Any] = {
            "physicalLocation": {"artifactLocation": self._place, "region": region},
            "message": {"text": safe(self._told.message(finding))},
        }
        if finding.variable:
            column = {"properties": {"column": finding.column}} if finding.column else {}
            place["logicalLocations"] = [{"name": finding.variable, "kind": "member", **column}]
        known = {"record": finding.record, "key": finding.key}
        if told := {name: value for name, value in known.items() if value is not None}:
            place["properties"] = told
        return place

    def _fix(self, findings: list[Finding]) -> dict[str, Any] | None:
        """Return the fix of a rule's findings, if for each it is certain what should stand there and where."""
        replacements = []
        for finding in findings:
            fix = finding.fix
            if fix is None or fix.value is None or finding.line is None or finding.end is None:
                return None
            region = {"startLine": finding.line, "startColumn": finding.start, "endColumn": finding.end}
            replacements.append({"deletedRegion": region, "insertedContent": {"text": fix.value}})
        first = findings[0].fix if findings else None
        if first is None:
            return None
        return {
            "description": {"text": safe(self._told.voice.data(first.text))},
            "artifactChanges": [{"artifactLocation": self._place, "replacements": replacements}],
            "properties": {"safe": all(finding.fix is not None and finding.fix.safe for finding in findings)},
        }
