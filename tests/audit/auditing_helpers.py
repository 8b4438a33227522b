"""Small folders of evidence, and audits of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from giis.auditing import audit
from giis.specs import load_checklist
from outpatient import AS_OF, BASE, exchange_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from giis.auditing import Audit, GuideAudit

ROOT = Path(__file__).resolve().parents[2]
CEX = "CEX-DFSSA-2411.TXT"
B015, B016, B017, A004 = "GIIS-B015-04-11", "GIIS-B016-04-08", "GIIS-B017-04-09", "GIIS-A004-01-07"
BASIC = {"system": "\n  name: SIRES Ejemplo\n  version: '3.1'", "date": AS_OF.isoformat()}


def example(name: str) -> bytes:
    """Return an example file of the repository."""
    return (ROOT / "examples" / name).read_bytes()


def cex(*changes: Mapping[str, str], times: int = 1) -> bytes:
    """Return a file of outpatient visits: the base record, changed in each way."""
    return exchange_file([{**BASE, **change} for change in changes or ({},) for _ in range(times)])


def manifest(**keys: object) -> str:
    """Return a manifest with these keys beside the basic ones; a list is written as one."""
    lines = ["audit: giis-audit-manifest/1"]
    for key, value in {**BASIC, **keys}.items():
        if value is not None:
            lines.append(f"{key}: [{', '.join(value)}]" if isinstance(value, list) else f"{key}: {value}")
    return "\n".join(lines) + "\n"


@cache
def answers(state: str = "implemented", *, since: str = "2024-01-15", evidence: str = "acta", first: str = "") -> str:
    """Return a self-assessment of A004 in which every control has `state`, but the first `first` if that is given."""
    lines = [f"assessment: {A004}", "system: SIRES Ejemplo 3.1", f"operating_since: {since}", "answers:"]
    for number, control in enumerate(load_checklist("A004").controls):
        told = first if first and not number else state
        if told:
            lines.append(f"  {control.id}: {{state: {told}, evidence: {evidence}, justification: no hay}}")
    return "\n".join(lines) + "\n"


def write(folder: Path, files: Mapping[str, bytes | str]) -> Path:
    """Write files into a folder, and return it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def made(folder: Path, files: Mapping[str, bytes | str], **options: object) -> Audit:
    """Return the audit of a folder with these files."""
    return audit(write(folder, files), **options)  # type: ignore[arg-type]


def guide(found: Audit, name: str) -> GuideAudit:
    """Return what an audit says of a guide."""
    return next(item for item in found.guides if item.id == name)


def codes(reasons: object) -> list[str]:
    """Return the codes of reasons."""
    return [item.code for item in reasons]  # type: ignore[attr-defined]


def state(found: Audit, aspect: str) -> str:
    """Return the state of an aspect."""
    return next(item.state for item in found.aspects if item.id == aspect)
