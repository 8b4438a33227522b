"""`giis audit`: what the exchange files of a system show, before it is certified; and two audits compared."""

from __future__ import annotations

import shlex
from pathlib import Path  # noqa: TC003 - Typer reads it
from typing import TYPE_CHECKING, Annotated, Any

import typer

from giis._text import Text
from giis_cli import _audit_diff
from giis_cli._audit_outputs import Dossier, command_of, targets_of, write_all
from giis_cli._days import parse_day
from giis_cli._errors import UNABLE, UsageError, guarded
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
from giis_cli._stopping import stopping_cleanly
from giis_cli._typer import Command, Group

if TYPE_CHECKING:
    from collections.abc import Sequence

    from giis._text import Language

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
_UNNAMED = "folder"
_ONLY_INIT = Text(
    "--init escribe un manifiesto y nada más: no lleva {option}", "--init writes a manifest and nothing else: it takes "
    "no {option}",
)  # fmt: skip
_THERE = Text("{path}: ya existe; con --overwrite se reemplaza", "{path}: exists already; --overwrite replaces it")
_WRITTEN = Text("Se escribió {path}. Llénelo y después: {command}", "Written: {path}. Fill it in, and then: {command}")
_NO_DOSSIER = Text("--include-evidence necesita --dossier", "--include-evidence needs --dossier")


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

    targets = targets_of(output or ())
    with SlowProgress() as progress:
        progress.file(str(folder))
        found = make(
            folder, manifest=manifest, sgsi=sgsi,
            as_of=parse_day(as_of, "--as-of") if as_of is not None else None,
            catalogs=catalogs, profile=profile.value, unofficial_as_errors=unofficial_as_errors,
            skipped=[*targets, *([dossier] if dossier else [])], witnesses=dossier is not None, progress=progress,
        )  # fmt: skip
    wish = None
    if dossier is not None:
        command = command_of(folder, manifest, sgsi, found, language)
        evidence = folder if include_evidence else None
        wish = Dossier(dossier, command, sgsi or found.manifest.sgsi, evidence, overwrite=overwrite)
    with stopping_cleanly():
        written = write_all(found, targets, wish, language)
    voice = Voice(language)
    present(form, lambda: to_json(found, language=language), lambda out: render(found, out, voice))
    return found.exit_status() if written else UNABLE


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


app.command(
    "diff",
    cls=Command,
    epilog=_audit_diff.EPILOG,
    help=say(
        "Compara dos auditorías: qué variables se ganaron, cuáles se perdieron y cuáles faltan.",
        "Compare two audits: which variables were gained, which were lost, and which are missing.",
    ),
)(_audit_diff.diff)
