"""A report as JSON: the contract `giis-report/1`. Fields may be added; none is renamed or changes meaning."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from giis._plain import plain_json
from giis.reports._known import baseline_data
from giis.reports._voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from giis._text import Language
    from giis.evidence import Evidence
    from giis.reports.outputs import Asked
    from giis.validators.findings import FileReport, Finding, Fix, Report, Totals

SCHEMA = "giis-report/1"


def to_json(
    report: Report,
    *,
    language: Language | None = None,
    statistics: bool = False,
    timing: bool = False,
    unjudged: Mapping[str, str] | None = None,
    evidence: Sequence[Evidence] = (),
) -> dict[str, Any]:
    """Return `report` as plain data for `json.dumps`.

    Parameters
    ----------
    report : Report
        What the run found.
    language : {"es", "en"}, optional
        The language of messages, reasons and fixes; by default the report's own.
    statistics : bool
        Whether each file tells how every rule ended, as `rules`.
    timing : bool
        Whether each file tells its time, as `seconds` and `rule_seconds`. Only then does the result depend on
        more than bytes, options and catalogues.
    unjudged : Mapping of str to str, optional
        Paths that could not be judged, and why; they stand in `unjudged`, and a report that would pass
        without them is `incomplete`.
    evidence : sequence of Evidence
        What the files show of their guides; it stands in `coverage`.
    """
    told = language or report.language
    missing = unjudged or {}
    status = "incomplete" if missing and report.status == "pass" else report.status
    data: dict[str, Any] = {
        "schema": SCHEMA,
        "tool": {"name": "giis", "version": report.version},
        "as_of": report.as_of.isoformat(),
        "status": status,
        "language": told,
        "values_shown": report.values_shown,
        "files": [file_data(file, told, statistics=statistics, timing=timing) for file in report.files],
    }
    if report.keyed is not None:
        data["keyed"] = report.keyed
    if report.baseline is not None:
        data["baseline"] = baseline_data(report.baseline)
        for file, told_of in zip(report.files, data["files"], strict=True):
            told_of["totals"]["known"] = file.totals.known
            told_of["known"] = [finding_data(finding, told) for finding in file.known]
    if missing:
        data["unjudged"] = [{"path": path, "reason": reason} for path, reason in missing.items()]
    if evidence:
        data["coverage"] = _coverage(evidence, told)
    return data


def render_json(report: Report, asked: Asked) -> Iterator[str]:
    """Yield the report as JSON text."""
    data = to_json(
        report, language=asked.language, statistics=asked.statistics, timing=asked.timing, unjudged=asked.unjudged,
        evidence=asked.evidence,
    )  # fmt: skip
    yield dumps(data) + "\n"


def render_ndjson(report: Report, asked: Asked) -> Iterator[str]:
    """Yield the report as lines of JSON: a summary, then each file and after it its findings, one a line."""
    empty = replace(report, files=())
    summary = to_json(empty, language=asked.language, unjudged=asked.unjudged)
    del summary["files"]
    status = report.status
    summary["status"] = "incomplete" if asked.unjudged and status == "pass" else status
    totals, baseline = report.totals, report.baseline is not None
    known = {"known": totals.known} if baseline else {}
    yield _line({"type": "report", **summary, "totals": {**_totals(totals), **known}})
    for file in report.files:
        bare = replace(file, findings=())
        data = file_data(bare, asked.language, statistics=asked.statistics, timing=asked.timing)
        del data["findings"]
        if baseline:
            data["totals"]["known"] = file.totals.known
        yield _line({"type": "file", **data})
        for finding in file.findings:
            yield _line({"type": "finding", "path": file.path, **finding_data(finding, asked.language)})
        for finding in file.known if baseline else ():
            yield _line({"type": "known", "path": file.path, **finding_data(finding, asked.language)})
    for told in _coverage(asked.evidence, asked.language):
        yield _line({"type": "coverage", **told})


def _coverage(evidence: Sequence[Evidence], language: Language) -> list[dict[str, Any]]:
    if not evidence:
        return []
    from giis.reports.evidence import evidence_data

    return evidence_data(evidence, Voice(language))


def dumps(data: object) -> str:
    """Return `data` as JSON text: indented, in UTF-8, safe to show on a terminal."""
    return plain_json(json.dumps(data, ensure_ascii=False, indent=2))


def _line(data: object) -> str:
    return plain_json(json.dumps(data, ensure_ascii=False, separators=(",", ":"))) + "\n"


def file_data(file: FileReport, language: Language, *, statistics: bool, timing: bool) -> dict[str, Any]:
    """Return the report of one file as plain data."""
    data: dict[str, Any] = {
        "path": file.path,
        "sha256": file.sha256,
        "bytes": file.size,
        "encoding": file.encoding,
        "guide": file.guide,
        "guide_hash": file.guide_digest,
        "guide_chosen": file.guide_chosen.get(language),
        "records": file.records,
        "valid_records": file.valid_records,
        "undecided_records": file.undecided_records,
        "status": file.status,
        "catalogs": [
            {
                "name": used.name,
                "version": used.version.isoformat() if used.version else None,
                "loaded": used.loaded,
                "digest": used.digest,
                "origin": used.origin,
            }
            for used in file.catalogs
        ],
        "not_evaluated": [
            {"rule": item.rule, "reason": item.reason.get(language), "records": item.records}
            for item in file.not_evaluated
        ],
        "totals": _totals(file.totals),
        "findings": [finding_data(finding, language) for finding in file.findings],
    }
    if statistics:
        data["rules"] = [
            {
                "rule": item.rule,
                "state": item.state,
                "applied": item.applied,
                "failed": item.failed,
                "undecided": item.undecided,
            }
            for item in file.outcomes
        ]
    if timing:
        data["seconds"] = round(file.seconds, 3)
        data["rule_seconds"] = {rule: round(seconds, 6) for rule, seconds in sorted(file.rule_seconds.items())}
    return data


def _totals(totals: Totals) -> dict[str, int]:
    return {"error": totals.error, "warning": totals.warning, "info": totals.info, "shown": totals.shown}


def finding_data(finding: Finding, language: Language) -> dict[str, Any]:
    """Return one finding as plain data."""
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "record": finding.record,
        "line": finding.line,
        "column": finding.column,
        "variable": finding.variable,
        "value": finding.value,
        "message": finding.message.get(language),
        "fix": _fix(finding.fix, language) if finding.fix else None,
        "confidence": finding.confidence,
        "key": finding.key,
        "start": finding.start,
        "end": finding.end,
        "suppressed": finding.suppressed,
    }


def _fix(fix: Fix, language: Language) -> dict[str, Any]:
    return {"text": fix.text.get(language), "safe": fix.safe, "value": fix.value}
