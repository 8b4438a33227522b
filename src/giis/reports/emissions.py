"""What `emit` did, as text for people and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from giis._plain import plain
from giis._text import Text
from giis.reports import _words as w
from giis.reports import repairs
from giis.reports._page import Page
from giis.reports._summary import VERDICT_STYLE
from giis.specs import load_guide

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from giis.emission import DraftMapping, Emission
    from giis.reports._voice import Voice

DRAFT_SCHEMA = "giis-emit-init/1"
_COUNTS = Text(
    "{records:,} registros del origen: {written:,} escritos, {excluded:,} excluidos",
    "{records:,} records of the source: {written:,} written, {excluded:,} excluded",
)
_INVALID = Text(
    "{invalid:,} de los escritos tienen errores (--keep-invalid)",
    "{invalid:,} of those written have errors (--keep-invalid)",
)
_MENDED = Text(
    "{records:,} de los escritos se corrigieron: {changes:,} cambios, {unsafe:,} por revisar",
    "{records:,} of those written were mended: {changes:,} changes, {unsafe:,} of them unsafe",
)
_LOGS = Text("Cada cambio, antes y después: {paths}", "Each change, before and after: {paths}")
_HEADS = (Text("registros", "records"), Text("archivo", "file"), Text("revisión", "check"))
_REASONS = (Text("registros", "records"), Text("motivo", "reason"), Text("qué exige", "what it requires"))
_LIST = Text("Uno por uno, con sus motivos: {path}", "One by one, with the reasons: {path}")
_DEFAULTS = Text("Con el valor por defecto de la guía: {names}", "With the guide's default: {names}")
_MORE = Text("… y {count} más", "… and {count} more")
_PACKED = Text("empaquetado: {name}", "packed: {name}")
_UNPACKED = Text("no se empaquetó", "not packed")
_FOUND = Text("{found} variables con columna, {defaults} con el valor por defecto, {missing} por completar",
              "{found} variables with a column, {defaults} with the default, {missing} to be completed")  # fmt: skip
_NEXT = Text("Revíselo y complételo; luego: {command}", "Look it over and complete it; then: {command}")
_MOST_REASONS, _MOST_NAMES = 12, 12


def render_emission(emission: Emission, console: Console, voice: Voice, *, package: bool = False) -> None:
    """Print the outcome of an emission."""
    page = Page(console)
    told = voice(_COUNTS, records=emission.records, written=emission.written, excluded=emission.excluded)
    page.line((told, "bold"))
    if emission.invalid:
        page.line("  ", (voice(_INVALID, invalid=emission.invalid), "yellow"))
    if emission.mended is not None:
        counts = {name: getattr(emission.mended, name) for name in ("records", "changes", "unsafe")}
        page.line("  ", (voice(_MENDED, **counts), "yellow" if emission.mended.unsafe else ""))
    if emission.files:
        rows = []
        for item in emission.files:
            verdict = voice(w.VERDICT[item.report.status])
            if package:
                done = voice(_PACKED, name=item.package.name) if item.package else voice(_UNPACKED)
                verdict = f"{verdict}; {done}"
            style = VERDICT_STYLE[item.report.status]
            rows.append((f"{item.records:,}", plain(str(item.path)), (verdict, style)))
        page.line()
        page.table([voice(text) for text in _HEADS], rows, right={0})
    if emission.mended is not None and emission.mended.changes:
        page.line()
        repairs.write_mended(page, voice, emission.mended.rules, load_guide(emission.guide).by_id)
        paths = ", ".join(plain(str(path)) for path in emission.mended.logs)
        page.paragraph(voice(_LOGS, paths=paths), indent=2)
    if emission.reasons:
        shown = list(emission.reasons.items())
        reasons = [(f"{count:,}", name, voice.data(emission.told[name])) for name, count in shown[:_MOST_REASONS]]
        page.line()
        page.table([voice(text) for text in _REASONS], reasons, right={0})
        if len(shown) > _MOST_REASONS:
            page.line("  ", voice(_MORE, count=len(shown) - _MOST_REASONS))
        page.paragraph(voice(_LIST, path=plain(str(emission.excluded_path))), indent=2)
    if emission.defaults:
        names = ", ".join(emission.defaults[:_MOST_NAMES])
        more = len(emission.defaults) - _MOST_NAMES
        page.line()
        page.paragraph(
            voice(_DEFAULTS, names=names) + (f" {voice(_MORE, count=more)}" if more > 0 else ""), indent=2, style="dim"
        )
    page.print()


def emission_data(emission: Emission, voice: Voice) -> dict[str, Any]:
    """Return the outcome as plain data."""
    return emission.data() | {"language": voice.language}


def render_draft(draft: DraftMapping, path: Path, command: str, console: Console, voice: Voice) -> None:
    """Print what a first mapping has."""
    page = Page(console)
    page.line((plain(str(path)), "bold"))
    numbers = {"found": len(draft.found), "defaults": len(draft.defaults), "missing": len(draft.missing)}
    page.paragraph(voice(_FOUND, **numbers), indent=2)
    page.paragraph(voice(_NEXT, command=plain(command)), indent=2, style="dim")
    page.print()


def draft_data(draft: DraftMapping, path: Path, voice: Voice) -> dict[str, Any]:
    """Return what a first mapping has as plain data."""
    return {
        "schema": DRAFT_SCHEMA,
        "language": voice.language,
        "path": str(path),
        "found": list(draft.found),
        "defaults": list(draft.defaults),
        "missing": list(draft.missing),
    }
