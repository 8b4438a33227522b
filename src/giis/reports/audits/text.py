"""An audit as text for a terminal: results, aspects and what is lacking; the rest stands in the page and the JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis._plain import plain
from giis.reports import _words as w
from giis.reports._page import Page
from giis.reports.audits import _words as a
from giis.reports.audits._reasons import degree, notes, place, reasons, system

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console

    from giis.auditing import Audit, GuideAudit
    from giis.reports._page import Part
    from giis.reports._voice import Voice

STYLE: Mapping[str, str] = {
    "approved": "green", "met": "green", "not approved": "red", "not met": "red", "no verdict": "yellow",
    "incomplete": "yellow", "not included": "dim", "not applicable": "dim",
}  # fmt: skip
_MISSING = 12
_RULES = 8


def render(audit: Audit, console: Console, voice: Voice) -> None:
    """Print the audit."""
    page = Page(console)
    page.line((plain(voice(a.TITLE, system=system(audit, voice))), "bold"))
    page.paragraph(voice(a.NOT_A_CERTIFICATE), indent=2, style="dim")
    page.line()
    _facts(page, audit, voice)
    page.heading(voice(a.RESULTS))
    rows: list[tuple[Part, ...]] = [
        (
            (item.id, "bold" if item.applied_for else "dim"),
            (voice(a.RESULT[item.result]), STYLE[item.result]),
            degree(voice, item),
            f"{item.total('error'):,}" if item.files else "—",
            f"{item.records:,}" if item.files else "—",
            voice.data(item.name),
        )
        for item in audit.guides
    ]
    heads = (
        a.GUIDE_COLUMN, a.RESULT_COLUMN, a.DEGREE_COLUMN, a.BLOCKING_COLUMN, a.RECORDS_COLUMN, a.NAME_COLUMN,
    )  # fmt: skip
    page.table([voice(head) for head in heads], rows, right=(3, 4))
    page.line()
    for item in audit.guides:
        _guide(page, audit, voice, item)
    page.heading(voice(a.ASPECTS))
    for number, aspect in enumerate(audit.aspects, 1):
        _stated(
            page, f"{number} {voice(a.ASPECT[aspect.id])}", aspect.state, reasons(audit, voice, aspect.reasons), voice
        )
    _stated(page, voice(a.SECTOR_RULE), audit.sector.state, reasons(audit, voice, audit.sector.reasons), voice)
    page.line()
    page.heading(voice(a.UNSEEN))
    for _, text in audit.norm.unseen:
        page.lead("  - ", "", voice.data(text), indent=4)
    page.line()
    _files(page, audit, voice)
    told = voice(a.RESULT[audit.result])
    page.lead(f"{told}  ", f"bold {STYLE[audit.result]}", voice(a.RESULT_MEANS[audit.result]), indent=len(told) + 2)
    page.print()


def _facts(page: Page, audit: Audit, voice: Voice) -> None:
    manifest = audit.manifest
    sector = voice(a.SECTOR_WORD[manifest.sector]) if manifest.sector else voice(a.NOT_TOLD)
    if manifest.serves_public is not None and manifest.sector != "publico":
        sector += f", {voice(a.SERVES[manifest.serves_public])}"
    fields = [
        (voice(a.OWNER), plain(manifest.owner) or voice(a.NOT_TOLD)),
        (voice(a.SECTOR), sector),
        (voice(a.DAY), f"{voice.day(audit.as_of)}, {voice(a.DAY_FROM[audit.as_of_from])}"),
    ]
    indent = max(len(name) for name, _ in fields) + 4
    for name, text in fields:
        page.field(name, text, indent=indent)
    if not audit.given:
        page.paragraph(voice(a.NO_MANIFEST), indent=2, style="yellow")
    elif audit.manifest.missing:
        page.paragraph(voice(a.MANIFEST_MISSING, keys=", ".join(audit.manifest.missing)), indent=2, style="yellow")
    page.line()


def _guide(page: Page, audit: Audit, voice: Voice, item: GuideAudit) -> None:
    """Write what is behind the result of a guide: reasons, the first broken rules, what is not shown."""
    told = notes(audit, voice, item)
    why = reasons(audit, voice, item.reasons)
    if not (why or told or item.blocking):
        return
    page.line((item.id, "bold"), "  ", (voice(a.RESULT[item.result]), STYLE[item.result]))
    for text in [*([why] if why else []), *told]:
        page.paragraph(text, indent=2)
    for found in item.blocking[:_RULES]:
        page.line((f"  {found.total:>6,}  ", "red"), (found.rule, "bold"))
        first = f" ({plain(place(voice, found.places[0]))})" if found.places else ""
        page.paragraph(voice.data(found.title) + first, indent=10)
    if len(item.blocking) > _RULES:
        page.paragraph(f"… {voice.count(len(item.blocking) - _RULES, w.RULE)}", indent=10, style="dim")
    if item.degree and item.degree.missing and item.files and item.applied_for:
        names = ", ".join(item.degree.missing[:_MISSING])
        more = len(item.degree.missing) - _MISSING
        names += f" … (+{more})" if more > 0 else ""
        page.paragraph(f"{voice(a.MISSING_VARIABLES)}: {names}", indent=2, style="yellow")
    page.line()


def _stated(page: Page, name: str, state: str, told: str, voice: Voice) -> None:
    first = f"  {voice(a.STATE[state])}"
    page.line((first.ljust(14), STYLE[state]), (name, "bold"))
    if told:
        page.paragraph(told, indent=14)


def _files(page: Page, audit: Audit, voice: Voice) -> None:
    page.heading(voice(a.EVIDENCE))
    rows: list[tuple[Part, ...]] = [
        (file.guide or "", f"{file.records:,}", file.sha256[:12], plain(file.path)) for file in audit.files
    ]
    heads = a.GUIDE_COLUMN, a.RECORDS_COLUMN, a.HASH_COLUMN, a.FILE_COLUMN
    if rows:
        page.table([voice(head) for head in heads], rows, right=(1,))
    else:
        page.paragraph(voice(a.NO_EVIDENCE), indent=2, style="yellow")
    for title, items in (
        (a.OTHERS, [(item.name, item.reason) for item in audit.others]),
        (a.UNREAD, list(audit.unread.items())),
    ):
        if items:
            page.line()
            page.line((voice(title), "bold"))
            for name, reason in items:
                page.paragraph(f"{plain(name)}: {voice.data(reason)}", indent=2)
    page.line()
