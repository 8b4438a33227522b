"""`giis generate`: synthetic records of a guide."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from giis._text import Text
from giis_cli._days import parse_day
from giis_cli._errors import UsageError, complain, guarded
from giis_cli._language import chosen, say
from giis_cli._options import CatalogsOption, Format, FormatOption, LangOption, OverwriteOption
from giis_cli._output import present
from giis_cli._progress import SlowProgress

EPILOG = say(
    """\
 Ejemplos:
   giis generate B015 -n 1000                       CEX-EEIII-2411.TXT
   giis generate B015 -n 1000 --seed 7 -o prueba.txt
   giis generate B013 -n 50 --month 2025-03 --clues DFSSA001234 -o salida/
   giis generate CSB -n 10 -o - | giis validate -
   giis generate B015 --cover                       cada opción, caso y regla
   giis generate B015 -n 1000 --invalid 0.1         con fallas, y su clave de respuestas
   giis generate B015 -n 1000 --invalid 0.1 --rules 'CEX04*'

 Los registros cumplen la guía: ni errores ni advertencias. Las mismas
 opciones, guía y catálogos dan el mismo archivo. Todas las personas son
 ficticias y sirven sólo para pruebas.

 Código de salida:
   0  se generó
   2  no se pudo; no se escribió nada
""",
    """\
 Examples:
   giis generate B015 -n 1000                       CEX-EEIII-2411.TXT
   giis generate B015 -n 1000 --seed 7 -o test.txt
   giis generate B013 -n 50 --month 2025-03 --clues DFSSA001234 -o outbox/
   giis generate CSB -n 10 -o - | giis validate -
   giis generate B015 --cover                       every option, case and rule
   giis generate B015 -n 1000 --invalid 0.1         with faults, and their answer key
   giis generate B015 -n 1000 --invalid 0.1 --rules 'CEX04*'

 The records keep the guide: neither errors nor warnings. The same options,
 guide and catalogues give the same file. All persons are fictitious and
 serve for tests only.

 Exit status:
   0  generated
   2  it could not be done; nothing was written
""",
)
STDOUT = "-"
_EXISTS = Text("ya existe {path}; --overwrite lo reemplaza", "{path} exists already; --overwrite replaces it")
_NO_FOLDER = Text("no existe la carpeta {path}", "there is no folder {path}")
_COUNT = Text("-n va de 1 a 1,000,000,000", "-n is from 1 to 1,000,000,000")
_COVER = Text(
    "--cover no va con -n, --invalid, --rules ni -o -: halla cuántos registros hacen falta, y escribe varios archivos",
    "--cover goes with no -n, --invalid, --rules or -o -: it finds how many records it takes, and writes several files",
)
_RULES = Text("--rules va con --invalid", "--rules goes with --invalid")
_NO_KEY = Text(
    "--invalid escribe una clave junto al archivo; indique un archivo con -o",
    "--invalid writes a key beside the file; name a file with -o",
)
_LARGEST = 1_000_000_000


@guarded
def generate(
    guide: Annotated[
        str,
        typer.Argument(
            metavar=say("GUÍA", "GUIDE"),
            help=say(
                "La guía: GIIS-B015-04-11, B015, CEX, o una definición propia, ARCHIVO.yaml.",
                "The guide: GIIS-B015-04-11, B015, CEX, or a definition of your own, FILE.yaml.",
            ),
        ),
    ],
    count: Annotated[
        int | None,
        typer.Option("--records", "-n", metavar="N", help=say("Cuántos registros.", "How many records.")),
    ] = None,
    seed: Annotated[
        int,
        typer.Option(
            "--seed",
            metavar="N",
            help=say(
                "Otra semilla da otros registros; la misma, los mismos.",
                "Another seed gives other records; the same one, the same.",
            ),
        ),
    ] = 0,
    month: Annotated[
        str | None,
        typer.Option(
            "--month",
            metavar=say("AAAA-MM", "YYYY-MM"),
            help=say(
                "El mes de los registros. Por omisión, el primero completo en que la guía estuvo vigente.",
                "The month of the records. By default the first whole one in which the guide was in force.",
            ),
        ),
    ] = None,
    clues: Annotated[
        list[str] | None,
        typer.Option(
            "--clues",
            metavar="CLUES",
            help=say(
                "Una unidad de los registros; se puede repetir, de una entidad e institución. Por omisión, algunas.",
                "A unit of the records; may be repeated, of one state and institution. By default some.",
            ),
        ),
    ] = None,
    invalid: Annotated[
        float | None,
        typer.Option(
            "--invalid",
            metavar=say("PROPORCIÓN", "SHARE"),
            help=say(
                "Qué parte de los registros incumple una regla, de más de 0 a 1. Junto al archivo queda la clave: "
                ".key.csv y .key.json.",
                "What share of the records breaks a rule, above 0 up to 1. The answer key is written beside the file: "
                ".key.csv and .key.json.",
            ),
        ),
    ] = None,
    rules: Annotated[
        list[str] | None,
        typer.Option(
            "--rules",
            metavar=say("REGLA", "RULE"),
            help=say(
                "Con --invalid, sólo estas reglas; admite * y ?. Se puede repetir. Por omisión, todas por igual.",
                "With --invalid, only these rules; * and ? may stand. May be repeated. By default all evenly.",
            ),
        ),
    ] = None,
    target: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar=say("RUTA", "PATH"),
            help=say(
                "El archivo o la carpeta; «-» es la salida estándar. Por omisión, el nombre oficial, aquí.",
                "The file or the folder; “-” is the standard output. By default the official name, here.",
            ),
        ),
    ] = None,
    cover: Annotated[
        bool,
        typer.Option(
            "--cover",
            help=say(
                "En vez de -n: pocos registros que juntos muestran cada opción, caso y regla de la guía. Junto al "
                "archivo queda para qué es cada uno: .cover.csv y .cover.json.",
                "Instead of -n: few records that together show every option, case and rule of the guide. What each is "
                "for is written beside the file: .cover.csv and .cover.json.",
            ),
        ),
    ] = False,
    overwrite: OverwriteOption = False,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar=say("AAAA-MM-DD", "YYYY-MM-DD"),
            help=say(
                "Fecha de registro: ningún dato es posterior. Por omisión, el último día del mes.",
                "Date of registration: nothing is later. By default the last day of the month.",
            ),
        ),
    ] = None,
    catalogs: CatalogsOption = None,
    lang: LangOption = None,
    output: FormatOption = Format.text,
) -> int:
    """Generate a file."""
    from giis.reports import Voice, covers, generations
    from giis.synth import cover as find_cover
    from giis.synth import cover_files
    from giis.synth import generate as run

    language = chosen(lang)
    day = parse_day(as_of, "--as-of") if as_of else None
    where = _where(target)
    if cover:
        if count is not None or target == STDOUT or invalid is not None or rules:
            raise UsageError(_COVER)
        if where[1] is not None:
            cover_files(_path(where, where[1], overwrite=overwrite), overwrite=overwrite)
        with SlowProgress() as progress:
            progress.file(guide)
            found = find_cover(
                guide, seed=seed, month=month, clues=clues or (), as_of=day, catalogs=catalogs, progress=progress
            )
        path = _path(where, found.name, overwrite=overwrite)
        manifests = found.write(path, language=language, overwrite=overwrite)
        present(
            output,
            lambda: covers.data(found, path, manifests, language),
            lambda console: covers.render(found, path, manifests, console, Voice(language)),
        )
        return 0
    if count is None or not 1 <= count <= _LARGEST:
        raise UsageError(_COUNT)
    if rules and invalid is None:
        raise UsageError(_RULES)
    if invalid is not None and target == STDOUT:
        raise UsageError(_NO_KEY)
    made = run(
        guide,
        count,
        seed=seed,
        month=month,
        clues=clues or (),
        as_of=day,
        catalogs=catalogs,
    )
    if target == STDOUT:
        sys.stdout.flush()
        made.write(sys.stdout.buffer)
        sys.stdout.buffer.flush()
        complain(generations.fictitious(Voice(language)))
        return 0
    path = _path(where, made.name, overwrite=overwrite)
    key = None
    if invalid is not None:
        key = made.write_invalid(path, invalid, rules=rules or (), overwrite=overwrite)
    else:
        with SlowProgress() as progress:
            progress.file(path.name)
            made.write(path, progress=progress)
    present(
        output,
        lambda: generations.data(made, str(path), key),
        lambda console: generations.render(made, str(path), console, Voice(language), key),
    )
    return 0


def _where(target: str | None) -> tuple[Path, str | None]:
    """Return the folder to write into, and the file's name; None is the official one."""
    if target is None or target == STDOUT:
        return Path(), None
    path = Path(target)
    official = path.is_dir() or target.endswith(("/", "\\"))
    folder = path if official else path.parent
    if not folder.is_dir():
        raise UsageError(Text(*(text.format(path=folder) for text in _NO_FOLDER)))
    return folder, None if official else path.name


def _path(where: tuple[Path, str | None], name: str, *, overwrite: bool) -> Path:
    """Return the file to write: the one asked for, or the official name in the folder asked for."""
    path = where[0] / (where[1] or name)
    if path.exists() and not overwrite:
        raise UsageError(Text(*(text.format(path=path) for text in _EXISTS)))
    return path
