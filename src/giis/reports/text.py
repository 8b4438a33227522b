"""A report as text for people: the verdict first, then what to do about it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from giis._plain import plain
from giis.reports import _words as w
from giis.reports._findings import write_findings, write_not_shown
from giis.reports._groups import groups_of, guide_of
from giis.reports._known import write_baseline_use
from giis.reports._page import Page, Part
from giis.reports._summary import VERDICT_STYLE, verdict, write_bars, write_facts, write_verdict
from giis.reports._tables import write_statistics, write_timing
from giis.reports._voice import Voice
from giis.validators.findings import MASK, FileReport, Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import Console

    from giis._text import Language, Text
    from giis.evidence import Evidence
    from giis.reports.outputs import Asked

_RULES_SHOWN = 8
_WIDTH = 100
_WORST_FIRST = ("fail", "incomplete", "pass")


def render_text(
    report: Report,
    console: Console,
    *,
    language: Language | None = None,
    statistics: bool = False,
    timing: bool = False,
    quiet: bool = False,
    unjudged: Mapping[str, str] | None = None,
    evidence: Sequence[Evidence] = (),
) -> None:
    """Print `report` on `console`.

    Parameters
    ----------
    report : Report
        What the run found.
    console : rich.console.Console
        Where to print; its width and its colours are respected.
    language : {"es", "en"}, optional
        The language; by default the report's own.
    statistics, timing : bool
        Whether to add the table of all rules, and the time they took.
    quiet : bool
        Print one line for each file, its verdict, and nothing else.
    unjudged : Mapping of str to str, optional
        Paths that could not be judged, and why; they are told in the table of all files.
    evidence : sequence of Evidence
        What the files show of their guides; it is told after them.
    """
    voice = Voice(language or report.language)
    page = Page(console)
    missing = unjudged or {}
    for file in report.files:
        if quiet:
            _write_verdict_line(page, voice, file, known=report.baseline is not None)
        else:
            _write_file(page, voice, report, file, statistics=statistics, timing=timing)
        page.print()
    if not quiet and report.baseline is not None:
        write_baseline_use(page, voice, report.baseline)
        page.print()
    if evidence and not quiet:
        from giis.reports.evidence import write_section

        write_section(page, voice, evidence)
        page.print()
    if not quiet and len(report.files) + len(missing) > 1:
        _write_table(page, voice, report, missing)
        page.print()


def render_plain(report: Report, asked: Asked) -> Iterator[str]:
    """Yield the report as a text file holds it: without colours, 100 columns wide."""
    from rich.console import Console

    stream = io.StringIO()
    console = Console(file=stream, width=_WIDTH, highlight=False, markup=False, emoji=False, color_system=None)
    render_text(
        report, console, language=asked.language, statistics=asked.statistics, timing=asked.timing,
        quiet=asked.quiet, unjudged=asked.unjudged, evidence=asked.evidence,
    )  # fmt: skip
    yield stream.getvalue()


def _write_file(page: Page, voice: Voice, report: Report, file: FileReport, *, statistics: bool, timing: bool) -> None:
    guide = guide_of(file)
    groups = groups_of(file, guide)
    write_verdict(page, voice, file)
    write_facts(page, voice, report, file, guide)
    write_bars(page, voice, groups)
    for group in groups:
        write_findings(page, voice, group)
    write_not_shown(page, voice, groups)
    if statistics:
        write_statistics(page, voice, file)
    _write_not_evaluated(page, voice, file, every=statistics)
    if timing:
        write_timing(page, voice, file)
    _write_notes(page, voice, file)


def _write_verdict_line(page: Page, voice: Voice, file: FileReport, *, known: bool) -> None:
    totals = file.totals
    counted = [voice.count(getattr(totals, name), noun) for name, noun in w.SEVERITY.items() if getattr(totals, name)]
    counted += [voice.count(totals.known, w.KNOWN)] if known and totals.known else []
    told = f" ({', '.join(counted)})" if counted else ""
    page.line(f"{plain(file.path)}: ", (voice(w.VERDICT[file.status]), VERDICT_STYLE[file.status]), told)


def _write_not_evaluated(page: Page, voice: Voice, file: FileReport, *, every: bool) -> None:
    if not file.not_evaluated:
        return
    by_reason: dict[Text, list[tuple[str, int]]] = {}
    for item in file.not_evaluated:
        by_reason.setdefault(item.reason, []).append((item.rule, item.records))
    page.heading(voice(w.NOT_EVALUATED))
    for reason, rules in by_reason.items():
        page.paragraph(voice.data(reason), indent=2)
        rules.sort(key=lambda item: -item[1])
        shown = rules if every else rules[:_RULES_SHOWN]
        told = [f"{plain(rule)} ({voice.count(records, w.RECORD)})" for rule, records in shown]
        if len(rules) > len(shown):
            told.append(voice(w.NOT_EVALUATED_MORE, count=len(rules) - len(shown)))
        counted = voice.count(len(rules), w.RULE)
        page.paragraph(voice(w.NOT_EVALUATED_RULES, rules=counted, told=", ".join(told)), indent=4, style="dim")
    page.line()


def _write_notes(page: Page, voice: Voice, file: FileReport) -> None:
    totals = file.totals
    if totals.shown < totals.all:
        page.paragraph(voice(w.SHOWING_ALL, shown=totals.shown, total=totals.all))
    if any(finding.value == MASK or MASK in finding.message.es for finding in file.findings):
        page.paragraph(voice(w.MASKED), style="dim")
    worst = next((f for f in file.findings if f.severity == "error"), next(iter(file.findings), None))
    if worst:
        page.paragraph(voice(w.NEXT, command=f"giis explain {plain(worst.rule)}"), style="dim")
    page.line()


def _write_table(page: Page, voice: Voice, report: Report, unjudged: Mapping[str, str]) -> None:
    files = sorted(
        report.files,
        key=lambda file: (_WORST_FIRST.index(file.status), -file.totals.error, -file.totals.warning),
    )
    heads = (
        w.VERDICT_COLUMN, w.ERRORS_COLUMN, w.WARNINGS_COLUMN, w.RECORDS_COLUMN, w.VALID_COLUMN, w.FILE_COLUMN,
    )  # fmt: skip
    rows: list[tuple[Part, ...]] = [((voice(w.UNJUDGED), "bold red"), "", "", "", "", plain(path)) for path in unjudged]
    for file in files:
        numbers = (file.totals.error, file.totals.warning, file.records, file.valid_records)
        told = (verdict(voice, file, unicode=page.unicode), VERDICT_STYLE[file.status])
        rows.append((told, *(f"{number:,}" for number in numbers), plain(file.path)))
    page.heading(voice(w.ALL_FILES))
    page.table([voice(head) for head in heads], rows, right=range(1, 5))
    page.line()
