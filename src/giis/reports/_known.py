"""What a report tells of known findings: how many, which entries have expired, which are no longer needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from giis._plain import plain
from giis._text import Text
from giis.reports import _words as w

if TYPE_CHECKING:
    from collections.abc import Sequence

    from giis.reports._page import Page
    from giis.reports._voice import Voice
    from giis.validators.baseline import BaselineUse, EntryUse

_SHOWN = 8
KNOWN_TITLE = Text("Hallazgos conocidos", "Known findings")
_KNOWN = Text(
    "{findings} de {path} no cuentan para el veredicto.", "{findings} of {path} do not count for the verdict."
)
_EXPIRED = Text("Vencidos, cuentan de nuevo: {told}", "Expired, they count again: {told}")
_UNUSED = Text("Ya no aparecen y se pueden quitar: {told}", "No longer there and can be taken out: {told}")
_UNJUSTIFIED = Text("{number:,} sin justificación.", "{number:,} without a justification.")
_MORE = Text("y {number:,} más", "and {number:,} more")


def baseline_data(use: BaselineUse) -> dict[str, Any]:
    """Return what was met of a baseline, as plain data."""
    return {
        "path": use.path,
        "known": use.known,
        "expired": [_entry(item) for item in use.expired],
        "unused": [_entry(item) for item in use.unused],
        "unjustified": use.unjustified,
    }


def _entry(item: EntryUse) -> dict[str, Any]:
    entry = item.entry
    return {
        "rule": entry.rule,
        "owner": entry.owner,
        "justification": entry.justification,
        "expires": entry.expires.isoformat() if entry.expires else None,
        "keys": item.keys,
    }


def write_baseline_use(page: Page, voice: Voice, use: BaselineUse) -> None:
    """Write what was met of a baseline."""
    page.heading(voice(KNOWN_TITLE))
    for style, text in zip(("", "yellow", "yellow", "dim"), _sentences(voice, use), strict=True):
        if text:
            page.paragraph(text, indent=2, style=style)
    page.line()


def told_use(voice: Voice, use: BaselineUse) -> list[str]:
    """Return what was met of a baseline, in sentences, safe to show."""
    return [text for text in _sentences(voice, use) if text]


def _sentences(voice: Voice, use: BaselineUse) -> tuple[str, str, str, str]:
    """Return how many are known, what has expired, what is no longer there, what lacks a justification."""
    return (
        voice(_KNOWN, findings=voice.count(use.known, w.FINDING), path=plain(use.path)),
        voice(_EXPIRED, told=_told(voice, use.expired)) if use.expired else "",
        voice(_UNUSED, told=_told(voice, use.unused)) if use.unused else "",
        voice(_UNJUSTIFIED, number=use.unjustified) if use.unjustified else "",
    )


def _told(voice: Voice, items: Sequence[EntryUse]) -> str:
    told = []
    for item in items[:_SHOWN]:
        facts = [f"{item.keys:,}"]
        facts += [voice.day(item.entry.expires)] if item.entry.expires else []
        facts += [plain(item.entry.owner)] if item.entry.owner else []
        told.append(f"{plain(item.entry.rule)} ({', '.join(facts)})")
    if len(items) > _SHOWN:
        told.append(voice(_MORE, number=len(items) - _SHOWN))
    return ", ".join(told)
