"""How much of a guide is checked: every statement of it, counted by treatment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from giis.reports import _words as w
from giis.reports._page import Page
from giis.specs import Disposition, Guide, coverage_of

if TYPE_CHECKING:
    from rich.console import Console

    from giis.reports._voice import Voice

_TREATMENTS = ("record", "file", "outside", "definition")
_STYLE = {"record": "green", "file": "green", "outside": "yellow", "definition": "dim"}


def render(guide: Guide, console: Console, voice: Voice, *, listed: bool = False) -> None:
    """Print how many of the guide's statements are treated how; `listed`: each of them too."""
    page = Page(console)
    coverage = coverage_of(guide)
    page.line((voice(w.COVERAGE_TITLE, guide=guide.id), "bold"))
    page.line()
    heads = (w.STATEMENTS_COLUMN, w.TREATMENT_COLUMN)
    rows = [(f"{getattr(coverage, name):,}", (voice(w.TREATMENT[name]), _STYLE[name])) for name in _TREATMENTS]
    page.table([voice(head) for head in heads], [*rows, (f"{coverage.statements:,}", "")], right=(0,))
    page.line()
    page.paragraph(
        voice(
            w.COVERAGE_LINE,
            checked=coverage.record + coverage.file,
            checkable=coverage.checkable,
            share=coverage.share,
        )
    )
    page.line()
    outside = [item for item in guide.statements if item.treatment == "outside"]
    for item in guide.statements if listed else outside:
        _write_statement(page, voice, item)
    if not listed:
        page.line()
        page.paragraph(voice(w.LIST_HINT), style="dim")
    page.print()


def to_json(guide: Guide, voice: Voice) -> dict[str, Any]:
    """Return the coverage of the guide, every statement included, as plain data."""
    coverage = coverage_of(guide)
    return {
        "schema": "giis-coverage/1",
        "language": voice.language,
        "guide": guide.id,
        "guide_hash": guide.digest,
        "statements": coverage.statements,
        "counts": {name: getattr(coverage, name) for name in _TREATMENTS},
        "share": round(coverage.share, 4),
        "list": [
            {
                "place": item.place,
                "treatment": item.treatment,
                "variable": item.variable,
                "rules": list(item.rules),
                "says": voice(item.says) if item.says else None,
                "reason": voice(item.reason) if item.reason else None,
                "reading": voice(item.reading) if item.reading else None,
            }
            for item in guide.statements
        ],
    }


def _write_statement(page: Page, voice: Voice, item: Disposition) -> None:
    place = f"{item.place} {item.variable or ''}".strip()
    treatment = voice(w.TREATMENT[item.treatment])
    page.line((f"  {place}", "bold"), "  ", (treatment, _STYLE[item.treatment]))
    if item.says:
        page.paragraph(voice.data(item.says), indent=4)
    if item.rules:
        page.paragraph(", ".join(item.rules), indent=4, style="dim")
    if item.reason:
        page.paragraph(voice.data(item.reason), indent=4, style="" if item.treatment == "outside" else "dim")
