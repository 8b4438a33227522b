"""Where `giis audit` writes: the report in files, and the dossier."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from giis._text import Text
from giis_cli._errors import UsageError, complain, debug, describe

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from giis._text import Language
    from giis.auditing import Audit

_FORMATS = (".html", ".json", ".pdf")
_SUFFIX = Text(
    "-o {path}: el nombre termina en .html, .json o .pdf, y eso dice el formato",
    "-o {path}: the name ends in .html, .json or .pdf, which tells the format",
)
_TWICE = Text("-o {path}: se dio dos veces", "-o {path}: given twice")
_FOLDER = Text("-o {path}: no existe la carpeta", "-o {path}: there is no such folder")
_EVIDENCE = Text(
    "el expediente lleva los archivos de intercambio, con datos de pacientes (--include-evidence); cuide a quién lo "
    "entrega",
    "the dossier holds the exchange files, with patients' data (--include-evidence); mind who gets it",
)


@dataclass(frozen=True)
class Dossier:
    """What is asked of a dossier: where it goes, how the audit is made again, and what is copied into it."""

    target: Path
    command: str
    answers: Path | None
    evidence: Path | None
    overwrite: bool


def targets_of(given: Sequence[Path]) -> list[Path]:
    """Return where the report goes; refuse, before any work is done, what cannot be written."""
    seen: set[Path] = set()
    for path in given:
        fault = None
        if path.suffix.lower() not in _FORMATS:
            fault = _SUFFIX
        elif path.resolve() in seen:
            fault = _TWICE
        elif not path.parent.is_dir():
            fault = _FOLDER
        if fault is not None:
            raise UsageError(Text(*(text.format(path=path) for text in fault)))
        seen.add(path.resolve())
    if any(path.suffix.lower() == ".pdf" for path in given):
        from giis.reports.pdf import find_browser

        find_browser()
    return list(given)


def write_all(found: Audit, targets: Sequence[Path], dossier: Dossier | None, language: Language) -> bool:
    """Write the report to each target, and the dossier; return whether all were written.

    A fault with one is told, and does not keep the others from being written.
    """
    done = [_tried(path, partial(_write_report, found, path, language), language) for path in targets]
    if dossier is not None:
        if dossier.evidence is not None:
            complain(_EVIDENCE.get(language))
        done.append(_tried(dossier.target, partial(_write_dossier, found, dossier, language), language))
    return all(done)


def command_of(folder: Path, manifest: Path | None, sgsi: Path | None, found: Audit, language: Language) -> str:
    """Return the command that makes the same audit again."""
    words = ["giis", "audit", str(folder)]
    for name, path in (("--manifest", manifest), ("--sgsi", sgsi)):
        words += [name, str(path)] if path else []
    words += ["--as-of", found.as_of.isoformat()] if found.as_of_from != "manifest" else []
    words += ["--lang", language]
    words += ["--profile", found.profile] if found.profile != "default" else []
    words += ["--unofficial-as-errors"] if found.unofficial_as_errors else []
    return shlex.join([*words, "-o", "audit.html", "-o", "audit.json"])


def _write_report(found: Audit, path: Path, language: Language) -> None:
    from giis.files import replacing
    from giis.reports import dumps
    from giis.reports.audits import to_json
    from giis.reports.audits.html import render_html
    from giis.reports.pdf import to_pdf

    kind = path.suffix.lower()
    if kind == ".json":
        data = (dumps(to_json(found, language=language)) + "\n").encode()
    else:
        page = render_html(found, language=language)
        data = to_pdf(page, found.as_of) if kind == ".pdf" else page.encode()
    with replacing(path) as stream:
        stream.write(data)


def _write_dossier(found: Audit, wish: Dossier, language: Language) -> None:
    from giis.auditing import write_dossier
    from giis.reports.audits.dossier import contents

    held = contents(found, language=language, command=wish.command, answers=wish.answers, evidence=wish.evidence)
    write_dossier(wish.target, held, overwrite=wish.overwrite)


def _tried(path: Path, write: Callable[[], None], language: Language) -> bool:
    try:
        write()
    except Exception as error:
        complain(f"{path}: {describe(error, language)}")
        debug(error)
        return False
    return True
