"""What `report-bug` made, as text for people and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from giis._plain import plain
from giis._text import Text
from giis.reports._page import Page

if TYPE_CHECKING:
    from rich.console import Console

    from giis.reports._voice import Voice
    from giis.synth import BugReport

SCHEMA = "giis-bug/1"
_MADE = Text("Archivo sintético: {path}", "Synthetic file: {path}")
_REPORT = Text("Reporte por completar y enviar: {path}", "Report to complete and send: {path}")
_BREAKS = Text("Incumple {rule} por el mismo camino.", "It breaks {rule} by the same path.")
_KEEPS = Text("No incumple {rule}, por el mismo camino.", "It does not break {rule}, by the same path.")
_OTHERS = Text("También incumple: {rules}.", "It also breaks: {rules}.")
_CHECK = Text(
    "Ningún valor se tomó del original. Léalo antes de enviarlo, de todos modos.",
    "No value was taken from the original. Read it before you send it all the same.",
)


def render_bug(report: BugReport, console: Console, voice: Voice) -> None:
    """Print what `report-bug` wrote and what it shows."""
    page = Page(console)
    page.line(voice(_MADE, path=plain(str(report.file))))
    page.line(voice(_REPORT, path=plain(str(report.text))))
    page.line("  ", voice(_KEEPS if report.expected else _BREAKS, rule=report.rule))
    if report.others:
        page.paragraph(voice(_OTHERS, rules=", ".join(report.others)), indent=2)
    page.paragraph(voice(_CHECK), indent=2, style="dim")
    page.print()


def bug_data(report: BugReport) -> dict[str, Any]:
    """Return what `report-bug` wrote as data."""
    path = report.path
    return {
        "schema": SCHEMA,
        "file": str(report.file),
        "report": str(report.text),
        "guide": report.guide.id,
        "guide_hash": report.guide.digest,
        "rule": report.rule,
        "expected": report.expected,
        "verdict": path.verdict if path is not None else ("passes" if report.expected else "broken"),
        "as_of": report.as_of.isoformat(),
        "records": report.records,
        "other_rules": list(report.others),
        "command": report.command,
    }
