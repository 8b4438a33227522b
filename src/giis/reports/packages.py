"""What `pack` and `unpack` did, as text for people and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from giis._plain import plain
from giis._text import Text
from giis.reports import _words as w
from giis.reports._page import Page
from giis.reports._summary import VERDICT_STYLE
from giis.reports.json import to_json

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from giis.packing import Package, RefusedError
    from giis.reports._voice import Voice

SCHEMA = "giis-package/1"

_TEXT = Text("texto", "text")
_JUDGED = Text("revisión", "check")
_NOT_JUDGED = Text("sin revisar", "not checked")
_WEAK = Text(
    "El cifrado (3DES-ECB) es débil y se usa porque la regulación lo pide: entregue por un canal cifrado (TLS, SFTP o "
    "VPN), no por correo.",
    "The cipher (3DES-ECB) is weak and is used because the regulation asks for it: deliver over an encrypted channel "
    "(TLS, SFTP or VPN), not by mail.",
)
_SEE = Text("Los hallazgos: {command}", "The findings: {command}")
_NEXT = Text("Siguiente: {command}", "Next: {command}")


def render_packed(package: Package, console: Console, voice: Voice) -> None:
    """Print what `pack` wrote."""
    page = _page(package, console, voice)
    page.paragraph(voice(_WEAK), indent=2, style="dim")
    page.print()


def render_unpacked(package: Package, console: Console, voice: Voice) -> None:
    """Print what `unpack` wrote."""
    page = _page(package, console, voice)
    page.line("  ", (voice(_NEXT, command=f"giis validate {plain(str(package.path))}"), "dim"))
    page.print()


def render_refused(source: Path, error: RefusedError, console: Console, voice: Voice) -> None:
    """Print why `pack` wrote nothing."""
    page = Page(console)
    status = error.report.status
    counted = [
        voice.count(number, noun) for name, noun in w.SEVERITY.items() if (number := getattr(error.report.totals, name))
    ]
    told = f" ({', '.join(counted)})" if counted else ""
    page.line(f"{plain(str(source))}: ", (voice(w.VERDICT[status]), VERDICT_STYLE[status]), told)
    page.line("  ", (voice(_SEE, command=f"giis validate {plain(str(source))}"), "dim"))
    page.print()


def package_data(package: Package, voice: Voice) -> dict[str, Any]:
    """Return what was written as plain data."""
    return {
        "schema": SCHEMA,
        "language": voice.language,
        "written": True,
        "source": str(package.source),
        "path": str(package.path),
        "bytes": package.size,
        "sha256": package.sha256,
        "status": package.status,
        "forced": package.forced,
        "warnings": [voice(text) for text in package.warnings],
        "report": to_json(package.report, language=voice.language) if package.report else None,
    }


def refused_data(source: Path, error: RefusedError, voice: Voice) -> dict[str, Any]:
    """Return why nothing was written as plain data."""
    return {
        "schema": SCHEMA,
        "language": voice.language,
        "written": False,
        "source": str(source),
        "path": None,
        "status": error.report.status,
        "reason": voice(error.text),
        "report": to_json(error.report, language=voice.language),
    }


def _page(package: Package, console: Console, voice: Voice) -> Page:
    page = Page(console)
    status = package.status
    page.line((plain(str(package.path)), "bold"))
    fields = [(voice(_TEXT), f"{voice.count(package.size, w.BYTE)}, sha256 {package.sha256[:12]}", "")]
    verdict = voice(_NOT_JUDGED) if status == "not judged" else voice(w.VERDICT[status])
    fields.append((voice(_JUDGED), verdict, VERDICT_STYLE.get(status, "")))
    indent = max(len(name) for name, _, _ in fields) + 4
    for name, text, style in fields:
        page.lead(f"  {name}", "dim", text, indent=indent, text_style=style)
    return page
