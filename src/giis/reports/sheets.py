"""A report as tables for spreadsheet programs, and the findings as a CSV file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis.reports import _output_words as o
from giis.reports import _words as w
from giis.reports._known import KNOWN_TITLE
from giis.reports._neutral import cell
from giis.reports._told import Told
from giis.reports._voice import Voice
from giis.validators.findings import usual_severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from giis.reports.outputs import Asked
    from giis.validators.findings import FileReport, Report

Cell = str | int | None
BOM = "\ufeff"


def render_csv(report: Report, asked: Asked) -> Iterator[str]:
    """Yield the findings as CSV: UTF-8 with a byte order mark, every text quoted, lines ending in CR LF.

    The names of the columns are the same in both languages. `rule_total` is the exact number of findings of the
    rule in the file, whether they are shown or not.
    """
    yield BOM + csv_row(list(o.COLUMNS))
    for row in finding_rows(report, asked):
        yield csv_row(row)


def finding_rows(report: Report, asked: Asked) -> Iterator[list[Cell]]:
    """Yield a row for each finding that is shown, in the order of `COLUMNS`."""
    language = asked.language
    for file in report.files:
        totals = _totals(file)
        for item in file.findings:
            fix = item.fix.text.get(language) if item.fix else None
            yield [
                file.path, item.rule, item.severity, item.record, item.line, item.column, item.variable, item.value,
                item.message.get(language), fix, item.confidence, item.key, totals.get(item.rule),
            ]  # fmt: skip


def count_rows(report: Report, asked: Asked) -> Iterator[list[Cell]]:
    """Yield the heads and then a row for each rule and file, with exact numbers."""
    voice = Voice(asked.language)
    yield [
        voice(head)
        for head in (o.FILE, o.RULE, o.VARIABLE, o.SEVERITY, o.STATE_COLUMN, o.FINDINGS, o.UNDECIDED_COLUMN, o.TITLE)
    ]
    for file in report.files:
        told = Told.of(file, voice)
        failed = {item.rule.id: item for item in told.failed}
        for outcome in file.outcomes:
            rule = told.guide.by_id.get(outcome.rule) if told.guide else None
            item = failed.get(outcome.rule)
            severity = outcome.severity or (item.rule.severity if item else usual_severity(rule) if rule else None)
            yield [
                file.path, outcome.rule, rule.variable if rule else None,
                voice(w.SEVERITY_WORD[severity]) if severity else None, voice(o.STATE[outcome.state]),
                outcome.failed, outcome.undecided, told.title(outcome.rule),
            ]  # fmt: skip


def summary_rows(report: Report, asked: Asked) -> Iterator[list[Cell]]:
    """Yield the heads and then a row for each file: verdict and numbers."""
    voice = Voice(asked.language)
    heads = (
        o.FILE, o.VERDICT, o.GUIDE, o.RECORDS, o.VALID, o.UNDECIDED, o.ERRORS, o.WARNINGS, o.NOTICES, o.SHOWN, o.AS_OF,
    )  # fmt: skip
    known = report.baseline is not None
    yield [*map(voice, heads), "SHA-256", "giis", *([voice(KNOWN_TITLE)] if known else [])]
    for file in report.files:
        totals = file.totals
        yield [
            file.path, voice(w.VERDICT[file.status]), file.guide, file.records, file.valid_records,
            file.undecided_records, totals.error, totals.warning, totals.info, totals.shown, report.as_of.isoformat(),
            file.sha256, report.version, *([totals.known] if known else []),
        ]  # fmt: skip
    for path, reason in asked.unjudged.items():
        yield [path, voice(o.UNJUDGED, reason=reason)]


def left_rows(report: Report, asked: Asked) -> Iterator[list[Cell]]:
    """Yield the heads and then a row for each rule that gave no answer."""
    voice = Voice(asked.language)
    yield [voice(head) for head in (o.FILE, o.RULE, o.RECORDS, o.REASON)]
    for file in report.files:
        for item in file.not_evaluated:
            yield [file.path, item.rule, item.records, voice.data(item.reason)]


def _totals(file: FileReport) -> dict[str, int]:
    """Return the exact number of findings of each rule."""
    counted: dict[str, int] = {}
    for item in file.findings:
        counted[item.rule] = counted.get(item.rule, 0) + 1
    for outcome in file.outcomes:
        counted[outcome.rule] = max(outcome.failed, counted.get(outcome.rule, 0))
    return counted


def csv_row(cells: Sequence[Cell]) -> str:
    """Return a row of a CSV file: every text quoted, nothing that a spreadsheet program takes for a formula."""
    return ",".join(_quoted(item) for item in cells) + "\r\n"


def _quoted(item: Cell) -> str:
    if item is None or isinstance(item, int):
        return "" if item is None else str(item)
    return '"' + cell(item).replace('"', '""') + '"'
