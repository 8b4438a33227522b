"""`giis repair`: mend an exchange file."""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from enum import StrEnum
from pathlib import Path  # noqa: TC003 (typer reads it)
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from giis._text import Text
from giis_cli._days import parse_day
from giis_cli._errors import UsageError, complain, guarded
from giis_cli._language import chosen, say
from giis_cli._options import (
    AllowIncompleteOption,
    AsOfOption,
    CatalogsOption,
    FailOn,
    FailOnOption,
    Format,
    FormatOption,
    GuideOption,
    LangOption,
    OverwriteOption,
    Profile,
    ProfileOption,
    ShowValuesOption,
    UnofficialOption,
)
from giis_cli._output import console, write_bytes, write_json, write_text, writing
from giis_cli._paths import STDIN
from giis_cli._progress import SlowProgress
from giis_cli._stopping import stopping_cleanly

if TYPE_CHECKING:
    from giis.files.writer import Encoding, LineEnd

EPILOG = say(
    """\
 Ejemplos:
   giis repair CEX-DFSSA-2410.TXT -o corregido/CEX-DFSSA-2410.TXT
   giis repair CEX-DFSSA-2410.TXT --diff            sólo muestra qué cambiaría
   giis repair CEX-DFSSA-2410.TXT -o corregido/CEX-DFSSA-2410.TXT --unsafe
   giis repair CEX-DFSSA-2410.TXT -o corregido/CEX-DFSSA-2410.TXT --report
   giis repair - < CEX-DFSSA-2410.TXT > corregido.TXT      resumen a stderr

 El archivo leído no se toca. Un cambio sólo se queda si el registro, revisado
 otra vez, tiene menos hallazgos y ninguno nuevo. Nunca inventa datos clínicos,
 no genera ni corrige una CURP y no quita registros.

 Junto a la salida queda el registro de cambios: .changes.csv y .changes.json
 (los datos confidenciales, ocultos).

 Código de salida, el de revisar la salida:
   0  sin errores
   1  quedan errores, o algo sin poder revisar
   2  no se pudo hacer el trabajo; no se escribió nada
""",
    """\
 Examples:
   giis repair CEX-DFSSA-2410.TXT -o mended/CEX-DFSSA-2410.TXT
   giis repair CEX-DFSSA-2410.TXT --diff            only shows what would change
   giis repair CEX-DFSSA-2410.TXT -o mended/CEX-DFSSA-2410.TXT --unsafe
   giis repair CEX-DFSSA-2410.TXT -o mended/CEX-DFSSA-2410.TXT --report
   giis repair - < CEX-DFSSA-2410.TXT > mended.TXT         summary to stderr

 The file that is read is not touched. A change is kept only if the record,
 checked again, has fewer findings and no new one. It never invents clinical
 data, makes or corrects a CURP, or drops a record.

 The change log is written beside the output: .changes.csv and .changes.json
 (confidential values masked).

 Exit status, that of checking the output:
   0  no errors
   1  errors remain, or something could not be checked
   2  the work could not be done; nothing was written
""",
)

_VALUES_SHOWN = Text(
    "los cambios muestran datos confidenciales (--show-values); cuide a quién los entrega",
    "the changes show confidential values (--show-values); mind who gets them",
)
_NO_OUTPUT = Text(
    "indique dónde escribir con -o, o use --diff para ver qué cambiaría",
    "name the file to write with -o, or use --diff to see what would change",
)
_STDOUT_TAKEN = Text(
    "la salida estándar lleva el archivo corregido; con --diff o --format json escriba el archivo con -o SALIDA",
    "standard output takes the mended file; with --diff or --format json write the file with -o OUT",
)
_DIFF_IS_TEXT = Text("--diff es texto; no va con --format json", "--diff is text; it does not go with --format json")


_PIECE = 1 << 20


class Ending(StrEnum):
    """What `--line-end` takes."""

    keep = "keep"
    crlf = "crlf"
    lf = "lf"


class Charset(StrEnum):
    """What `--encoding` takes."""

    ansi = "windows-1252"
    utf8 = "utf-8"


_ENDS: dict[Ending, LineEnd | None] = {Ending.keep: None, Ending.crlf: "\r\n", Ending.lf: "\n"}
_CHARSETS: dict[Charset, Encoding] = {Charset.ansi: "windows-1252", Charset.utf8: "utf-8"}


@guarded
def repair(
    path: Annotated[
        Path,
        typer.Argument(
            metavar=say("ARCHIVO", "FILE"),
            help=say(
                "El archivo de intercambio, o - para la entrada estándar.",
                "The exchange file, or - for standard input.",
            ),
        ),
    ],
    target: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar=say("SALIDA", "OUT"),
            help=say(
                "El archivo por escribir, o - para la salida estándar; es lo normal si se lee de -.",
                "The file to write, or - for standard output; that is the default when reading from -.",
            ),
        ),
    ] = None,
    unsafe: Annotated[
        bool,
        typer.Option(
            "--unsafe",
            help=say(
                "Corrige también lo que puede cambiar el significado: valores por omisión que la guía pide, valores "
                "que se siguen de otros, repetidos en una lista, renglones partidos.",
                "Mend also what may change the meaning: defaults that the guide prescribes, values that follow from "
                "others, repeats in a list, broken lines.",
            ),
        ),
    ] = False,
    diff: Annotated[
        bool,
        typer.Option(
            "--diff", help=say("Muestra cada cambio, antes y después.", "Show each change, before and after.")
        ),
    ] = False,
    report: Annotated[
        bool,
        typer.Option("--report", help=say("Añade el informe de la salida.", "Add the report on the output.")),
    ] = False,
    log: Annotated[
        list[Path] | None,
        typer.Option(
            "--log",
            metavar=say("RUTA", "PATH"),
            help=say(
                "Dónde escribir el registro de cambios, .csv o .json. Se puede repetir. Por omisión, ambos junto a "
                "la salida.",
                "Where to write the change log, .csv or .json. May be repeated. By default both, beside the output.",
            ),
        ),
    ] = None,
    no_log: Annotated[
        bool,
        typer.Option("--no-log", help=say("No escribe el registro de cambios.", "Write no change log.")),
    ] = False,
    overwrite: OverwriteOption = False,
    line_end: Annotated[
        Ending,
        typer.Option(
            "--line-end",
            metavar="keep|crlf|lf",
            help=say("Fin de línea; keep, el del primer renglón.", "Line end; keep, that of the first line."),
        ),
    ] = Ending.keep,
    encoding: Annotated[
        Charset,
        typer.Option(
            "--encoding",
            metavar="windows-1252|utf-8",
            help=say("Codificación; la guía pide ANSI.", "Encoding; the guide asks for ANSI."),
        ),
    ] = Charset.ansi,
    guide: GuideOption = None,
    as_of: AsOfOption = None,
    catalogs: CatalogsOption = None,
    profile: ProfileOption = Profile.default,
    unofficial_as_errors: UnofficialOption = False,
    fail_on: FailOnOption = FailOn.error,
    allow_incomplete: AllowIncompleteOption = False,
    show_values: ShowValuesOption = False,
    lang: LangOption = None,
    output: FormatOption = Format.text,
) -> int:
    """Mend an exchange file and tell what was changed."""
    from giis.catalogs import CatalogStore
    from giis.mending import repair as mend
    from giis.reports import Voice, render_text, repairs
    from giis.reports.outputs import FORMATS

    language = chosen(lang)
    if target is None and not diff:
        if str(path) != STDIN:
            raise UsageError(_NO_OUTPUT)
        target = path
    piped = target is not None and str(target) == STDIN
    if piped and (diff or output is Format.json):
        raise UsageError(_STDOUT_TAKEN)
    if diff and output is Format.json:
        raise UsageError(_DIFF_IS_TEXT)
    with tempfile.TemporaryFile() as view, tempfile.TemporaryFile() as mended:
        with stopping_cleanly(), SlowProgress() as progress:
            progress.file(str(path))
            done = mend(
                sys.stdin.buffer if str(path) == STDIN else path,
                mended if piped else target,
                guide,
                unsafe=unsafe,
                overwrite=overwrite,
                logs=_logs(None if piped else target, log, wanted=not no_log),
                diff=view if diff else None,
                line_end=_ENDS[line_end],
                encoding=_CHARSETS[encoding],
                as_of=date.today() if as_of is None else parse_day(as_of, "--as-of"),
                catalogs=CatalogStore(catalogs),
                profile=profile.value,
                unofficial_as_errors=unofficial_as_errors,
                max_findings=FORMATS[output.value].cap,
                show_values=show_values,
                language=language,
                progress=progress,
            )
        if show_values:
            complain(_VALUES_SHOWN.get(language))
        with writing():
            if output is Format.json:
                write_json(repairs.repair_data(done, language=language, report=report))
            else:
                _show(view)
                _pass_on(mended)
                out = console(stderr=piped)
                repairs.render_repair(done, out, Voice(language))
                if report:
                    render_text(done.report, out)
    return done.exit_status(fail_on=fail_on.value, allow_incomplete=allow_incomplete)


def _logs(target: Path | None, given: list[Path] | None, *, wanted: bool) -> list[Path]:
    """Return where the change log goes: as asked, else beside the output."""
    if given:
        return given
    return [target.with_suffix(f".changes.{kind}") for kind in ("csv", "json")] if target is not None and wanted else []


def _pass_on(mended: BinaryIO) -> None:
    mended.seek(0)
    while piece := mended.read(_PIECE):
        write_bytes(piece)
    sys.stdout.flush()


def _show(view: BinaryIO) -> None:
    view.seek(0)
    for line in view:
        write_text(line.decode())
    sys.stdout.flush()
