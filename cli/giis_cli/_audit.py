"""`giis audit`: what the exchange files of a system show, before it is certified; and two audits compared."""

from __future__ import annotations

import shlex
from enum import StrEnum
from functools import partial
from pathlib import Path  # noqa: TC003 - Typer reads it
from typing import TYPE_CHECKING, Annotated, Any

import typer

from giis._errors import InputError
from giis._text import Text
from giis_cli._days import parse_day
from giis_cli._errors import UNABLE, UsageError, complain, debug, describe, guarded
from giis_cli._language import chosen, say
from giis_cli._options import (
    CatalogsOption,
    Format,
    FormatOption,
    LangOption,
    OverwriteOption,
    Profile,
    ProfileOption,
    UnofficialOption,
)
from giis_cli._output import present, write_text, writing
from giis_cli._progress import SlowProgress
from giis_cli._typer import Command, Group

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from giis._text import Language
    from giis.auditing import Audit

EPILOG = say(
    """\
 Ejemplos:
   giis audit --init evidencia/
   giis audit evidencia/ -o audit.html -o audit.json
   giis audit evidencia/ --manifest audit.yaml --sgsi sgsi.yaml -o audit.pdf
   giis audit evidencia/ --dossier expediente.zip
   giis audit diff antes.json ahora.json

 La carpeta lleva archivos de intercambio de un solo sistema, de cualquiera
 de las guías. El manifiesto (audit.yaml) dice del sistema lo que los
 archivos no muestran. Es una autoauditoría, no un certificado.

 Código de salida:
   0  la evidencia cumple todo lo que se revisa
   1  no cumple, o queda algo sin decidir
   2  no se pudo hacer el trabajo, o leer algún archivo
""",
    """\
 Examples:
   giis audit --init evidence/
   giis audit evidence/ -o audit.html -o audit.json
   giis audit evidence/ --manifest audit.yaml --sgsi sgsi.yaml -o audit.pdf
   giis audit evidence/ --dossier dossier.zip
   giis audit diff before.json now.json

 The folder holds exchange files of one system, for any of the guides. The
 manifest (audit.yaml) tells of the system what the files do not show. It is
 a self-audit, not a certificate.

 Exit status:
   0  the evidence meets all that is checked
   1  it does not, or something is left undecided
   2  the work could not be done, or some file not be read
""",
)
DIFF_EPILOG = say(
    """\
 Ejemplos:
   giis audit diff antes.json ahora.json
   giis audit diff antes.json ahora.json --format markdown

 Código de salida:
   0  nada se perdió
   1  se perdió algo
   2  un archivo no es una auditoría
""",
    """\
 Examples:
   giis audit diff before.json now.json
   giis audit diff before.json now.json --format markdown

 Exit status:
   0  nothing was lost
   1  something was lost
   2  a file is no audit
""",
)
_UNNAMED = "folder"
_FORMATS = (".html", ".json", ".pdf")
_SUFFIX = Text(
    "-o {path}: el nombre termina en .html, .json o .pdf, y eso dice el formato",
    "-o {path}: the name ends in .html, .json or .pdf, which tells the format",
)
_TWICE = Text("-o {path}: se dio dos veces", "-o {path}: given twice")
_FOLDER = Text("-o {path}: no existe la carpeta", "-o {path}: there is no such folder")
_ONLY_INIT = Text(
    "--init escribe un manifiesto y nada más: no lleva {option}", "--init writes a manifest and nothing else: it takes "
    "no {option}",
)  # fmt: skip
_THERE = Text("{path}: ya existe; con --overwrite se reemplaza", "{path}: exists already; --overwrite replaces it")
_WRITTEN = Text("Se escribió {path}. Llénelo y después: {command}", "Written: {path}. Fill it in, and then: {command}")
_NO_DOSSIER = Text("--include-evidence necesita --dossier", "--include-evidence needs --dossier")
_EVIDENCE = Text(
    "el expediente lleva los archivos de intercambio, con datos de pacientes (--include-evidence); cuide a quién lo "
    "entrega",
    "the dossier holds the exchange files, with patients' data (--include-evidence); mind who gets it",
)


class DiffFormat(StrEnum):
    """What `--format` takes to compare two audits."""

    text = "text"
    json = "json"
    markdown = "markdown"


class AuditGroup(Group):
    """The group `audit`, of which the audit itself is the command that needs no name."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take a first word that names no command as the beginning of the audit's own words."""
        named = {name for name in self.list_commands(ctx) if name != _UNNAMED}
        return list(super().parse_args(ctx, args if args and args[0] in named else [_UNNAMED, *args]))


class AuditCommand(Command):
    """The audit itself, which is called as its group."""

    def make_context(self, info_name: Any, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """Return the context, in which the command adds nothing to the name of the group."""
        return super().make_context("", args, parent=parent, **extra)


app = typer.Typer(
    cls=AuditGroup,
    epilog=EPILOG,
    help=say(
        "Autoauditoría previa a la certificación: qué muestran los archivos de un sistema, guía por guía.",
        "Self-audit before certification: what the files of a system show, guide by guide.",
    ),
)


@app.command(
    _UNNAMED,
    cls=AuditCommand,
    hidden=True,
    epilog=EPILOG,
    help=say(
        "Autoauditoría previa a la certificación: qué muestran los archivos de un sistema, guía por guía.",
        "Self-audit before certification: what the files of a system show, guide by guide.",
    ),
)
@guarded
def audit(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar=say("CARPETA", "FOLDER"),
            help=say(
                "Archivos de intercambio de un sistema, también en carpetas interiores.",
                "Exchange files of one system, in folders inside too.",
            ),
        ),
    ],
    manifest: Annotated[
        Path | None,
        typer.Option(
            "--manifest",
            metavar=say("MANIFIESTO.yaml", "MANIFEST.yaml"),
            help=say(
                "Lo que se dice del sistema. Por omisión, audit.yaml de la carpeta, si está.",
                "What is said of the system. By default audit.yaml of the folder, if there is one.",
            ),
        ),
    ] = None,
    sgsi: Annotated[
        Path | None,
        typer.Option(
            "--sgsi",
            metavar=say("RESPUESTAS.yaml", "ANSWERS.yaml"),
            help=say(
                "La autoevaluación de GIIS-A004. Por omisión, la que diga el manifiesto.",
                "The self-assessment of GIIS-A004. By default the one that the manifest names.",
            ),
        ),
    ] = None,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "--output",
            "-o",
            metavar=say("RUTA", "PATH"),
            help=say(
                "Escribe también el informe: .html, .json o .pdf. Se puede repetir.",
                "Write the report too: .html, .json or .pdf. May be repeated.",
            ),
        ),
    ] = None,
    dossier: Annotated[
        Path | None,
        typer.Option(
            "--dossier",
            metavar=say("CARPETA|ARCHIVO.zip", "FOLDER|FILE.zip"),
            help=say(
                "Escribe el expediente: informe, matriz de cobertura de cada guía, huellas y cómo repetirlo.",
                "Write the dossier: report, coverage matrix of each guide, hashes, and how to repeat it.",
            ),
        ),
    ] = None,
    include_evidence: Annotated[
        bool,
        typer.Option(
            "--include-evidence",
            help=say(
                "Copia al expediente los archivos de intercambio (datos de pacientes).",
                "Copy the exchange files into the dossier (patients' data).",
            ),
        ),
    ] = False,
    init: Annotated[
        bool,
        typer.Option(
            "--init", help=say("Escribe un primer manifiesto por llenar.", "Write a first manifest to fill in.")
        ),
    ] = False,
    overwrite: OverwriteOption = False,
    profile: ProfileOption = Profile.default,
    unofficial_as_errors: UnofficialOption = False,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar=say("AAAA-MM-DD", "YYYY-MM-DD"),
            help=say(
                "Fecha de la auditoría. Por omisión la del manifiesto; si no dice, hoy.",
                "Day of the audit. By default that of the manifest, else today.",
            ),
        ),
    ] = None,
    lang: LangOption = None,
    form: FormatOption = Format.text,
    catalogs: CatalogsOption = None,
) -> int:
    """Audit a system, or write a first manifest."""
    language = chosen(lang)
    if init:
        given = {"-o": output, "--dossier": dossier, "--sgsi": sgsi}
        _draft(folder, manifest, [name for name, value in given.items() if value], language, overwrite=overwrite)
        return 0
    if include_evidence and dossier is None:
        raise UsageError(_NO_DOSSIER)
    from giis.auditing import audit as make
    from giis.reports import Voice
    from giis.reports.audits import to_json
    from giis.reports.audits.text import render

    targets = _targets(output or ())
    with SlowProgress() as progress:
        progress.file(str(folder))
        found = make(
            folder, manifest=manifest, sgsi=sgsi,
            as_of=parse_day(as_of, "--as-of") if as_of is not None else None,
            catalogs=catalogs, profile=profile.value, unofficial_as_errors=unofficial_as_errors,
            skipped=[*targets, *([dossier] if dossier else [])], witnesses=dossier is not None, progress=progress,
        )  # fmt: skip
    writers: dict[Path, Callable[[], None]] = {path: partial(_write_report, found, path, language) for path in targets}
    if dossier is not None:
        if include_evidence:
            complain(_EVIDENCE.get(language))
        command = _command(folder, manifest, sgsi, found, language, profile.value, unofficial_as_errors)
        answers = sgsi or found.manifest.sgsi
        writers[dossier] = partial(
            _write_dossier, found, dossier, language, command, answers, folder if include_evidence else None,
            overwrite=overwrite,
        )  # fmt: skip
    written = [_tried(path, write, language) for path, write in writers.items()]
    voice = Voice(language)
    present(form, lambda: to_json(found, language=language), lambda out: render(found, out, voice))
    return found.exit_status() if all(written) else UNABLE


@app.command(
    "diff",
    cls=Command,
    epilog=DIFF_EPILOG,
    help=say(
        "Compara dos auditorías: qué variables se ganaron, cuáles se perdieron y cuáles faltan.",
        "Compare two audits: which variables were gained, which were lost, and which are missing.",
    ),
)
@guarded
def diff(
    old: Annotated[
        Path, typer.Argument(metavar=say("ANTES", "OLD"), help=say("Auditoría anterior, JSON.", "Earlier audit, JSON."))
    ],
    new: Annotated[
        Path, typer.Argument(metavar=say("AHORA", "NEW"), help=say("Auditoría actual, JSON.", "Present audit, JSON."))
    ],
    lang: LangOption = None,
    form: Annotated[
        DiffFormat,
        typer.Option(
            "--format",
            metavar="text|json|markdown",
            help=say("Cómo se escribe la comparación.", "How the comparison is written."),
        ),
    ] = DiffFormat.text,
) -> int:
    """Print what changed from one audit to another."""
    from giis.reports import Voice
    from giis.reports.audits import diff as differences
    from giis.reports.audits._progress import render, render_markdown

    found = differences.compare(differences.parse(_read(old), str(old)), differences.parse(_read(new), str(new)))
    voice = Voice(chosen(lang))
    if form is DiffFormat.markdown:
        with writing():
            write_text(render_markdown(found, voice))
    else:
        present(Format(form.value), lambda: differences.to_json(found), lambda out: render(found, out, voice))
    return found.exit_status()


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(Text(f"{path}: no es texto UTF-8", f"{path}: is not UTF-8 text")) from error


def _draft(folder: Path, given: Path | None, others: Sequence[str], language: Language, *, overwrite: bool) -> None:
    """Write a first manifest into the folder, or where `--manifest` says."""
    from giis.auditing import FILE_NAME, draft_manifest
    from giis.files import replacing

    if others:
        raise UsageError(Text(*(text.format(option=others[0]) for text in _ONLY_INIT)))
    text = draft_manifest(folder, language)
    path = given or folder / FILE_NAME
    try:
        with replacing(path, overwrite=overwrite) as stream:
            stream.write(text.encode())
    except FileExistsError:
        raise UsageError(Text(*(text.format(path=path) for text in _THERE))) from None
    again = f"giis audit {shlex.quote(str(folder))}" + (f" --manifest {shlex.quote(str(given))}" if given else "")
    with writing():
        write_text(_WRITTEN.get(language).format(path=path, command=again) + "\n")


def _targets(given: Sequence[Path]) -> list[Path]:
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


def _write_dossier(
    found: Audit,
    target: Path,
    language: Language,
    command: str,
    answers: Path | None,
    evidence: Path | None,
    *,
    overwrite: bool,
) -> None:
    from giis.auditing import write_dossier
    from giis.reports.audits.dossier import contents

    held = contents(found, language=language, command=command, answers=answers, evidence=evidence)
    write_dossier(target, held, overwrite=overwrite)


def _command(
    folder: Path,
    manifest: Path | None,
    sgsi: Path | None,
    found: Audit,
    language: Language,
    profile: str,
    unofficial: bool,
) -> str:
    """Return the command that makes the same audit again."""
    words = ["giis", "audit", str(folder)]
    for name, path in (("--manifest", manifest), ("--sgsi", sgsi)):
        words += [name, str(path)] if path else []
    words += ["--as-of", found.as_of.isoformat(), "--lang", language]
    words += ["--profile", profile] if profile != "default" else []
    words += ["--unofficial-as-errors"] if unofficial else []
    return shlex.join([*words, "-o", "audit.html", "-o", "audit.json"])


def _tried(path: Path, write: Callable[[], None], language: Language) -> bool:
    """Write one output; a fault is told, and does not keep the others from being written."""
    try:
        write()
    except Exception as error:
        complain(f"{path}: {describe(error, language)}")
        debug(error)
        return False
    return True
