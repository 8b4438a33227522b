"""`giis emit`: exchange files from the data of any system."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path  # noqa: TC003 - Typer reads it
from typing import Annotated

import typer

from giis._text import Text
from giis_cli._days import parse_day
from giis_cli._errors import UsageError, complain, guarded
from giis_cli._language import chosen, say
from giis_cli._options import AsOfOption, CatalogsOption, Format, FormatOption, GuideOption, LangOption, OverwriteOption
from giis_cli._output import present, write_text, writing
from giis_cli._pack import KeyOption  # noqa: TC001 - Typer reads them
from giis_cli._progress import SlowProgress
from giis_cli._stopping import stopping_cleanly

EPILOG = say(
    """\
 Ejemplos:
   giis emit consultas.csv --guide B015 --init -o mapeo.yaml
   giis emit consultas.csv --guide B015 --mapping mapeo.yaml -o salida/
   giis emit clinica.db --table consultas --mapping mapeo.yaml -o salida/
   giis emit postgresql://usuario@servidor/base --query 'SELECT …' \\
       --mapping mapeo.yaml -o salida/
   giis emit consultas.parquet --mapping mapeo.yaml -o salida/ --package
   giis emit consultas.csv --mapping mapeo.yaml -o salida/ --repair

 Escribe un archivo por institución y mes, con su nombre oficial, y
 excluidos.csv con cada registro que no se escribió y por qué; con --repair
 también cambios.csv y cambios.json. El lenguaje de los mapeos:
 docs/emit.md

 Código de salida:
   0  se escribieron todos los registros
   1  se excluyó alguno, o un archivo quedó con errores
   2  no se pudo; no se escribió nada
""",
    """\
 Examples:
   giis emit visits.csv --guide B015 --init -o mapping.yaml
   giis emit visits.csv --guide B015 --mapping mapping.yaml -o outbox/
   giis emit clinic.db --table visits --mapping mapping.yaml -o outbox/
   giis emit postgresql://user@server/base --query 'SELECT …' \\
       --mapping mapping.yaml -o outbox/
   giis emit visits.parquet --mapping mapping.yaml -o outbox/ --package
   giis emit visits.csv --mapping mapping.yaml -o outbox/ --repair

 Writes one file for each institution and month, with its official name,
 and excluidos.csv with every record that was not written, and why; with
 --repair also cambios.csv and cambios.json. The language of mappings:
 docs/emit.md

 Exit status:
   0  every record was written
   1  some were excluded, or a file has errors
   2  it could not be done; nothing was written
""",
)
_VALUES_SHOWN = Text(
    "las listas de excluidos y de cambios muestran datos confidenciales (--show-values); cuide a quién las entrega",
    "the lists of excluded records and of changes show confidential values (--show-values); mind who gets them",
)
_NO_MAPPING = Text(
    "falta --mapping; --init escribe uno para empezar", "--mapping is missing; --init writes one to begin with"
)
_NO_OUTPUT = Text("falta -o: la carpeta de los archivos", "-o is missing: the folder of the files")
_NO_GUIDE = Text("--init necesita --guide", "--init needs --guide")
_FOLDER = Text("salida", "outbox")
_UNSAFE_ALONE = Text("--unsafe sólo va con --repair", "--unsafe goes with --repair only")
_BOTH = Text("--init escribe un mapeo; no lleva --mapping", "--init writes a mapping; it takes no --mapping")


class LineEnd(StrEnum):
    """What `--line-end` takes."""

    crlf = "crlf"
    lf = "lf"


@guarded
def emit(
    source: Annotated[
        str,
        typer.Argument(
            metavar=say("ORIGEN", "SOURCE"),
            help=say(
                "CSV, XLSX, Parquet, JSON, JSON Lines, un archivo de SQLite o la URL de una base (SQLAlchemy).",
                "CSV, XLSX, Parquet, JSON, JSON Lines, a SQLite file or the URL of a database (SQLAlchemy).",
            ),
        ),
    ],
    guide: GuideOption = None,
    mapping: Annotated[
        Path | None,
        typer.Option(
            "--mapping",
            metavar=say("MAPEO.yaml", "MAPPING.yaml"),
            help=say("De dónde sale cada variable.", "What each variable is made from."),
        ),
    ] = None,
    target: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar=say("RUTA", "PATH"),
            help=say(
                "La carpeta de los archivos; con --init, el mapeo.",
                "The folder of the files; with --init, the mapping.",
            ),
        ),
    ] = None,
    init: Annotated[
        bool,
        typer.Option(
            "--init",
            help=say(
                "Escribe un primer mapeo comparando nombres y valores.",
                "Write a first mapping by comparing names and values.",
            ),
        ),
    ] = False,
    table: Annotated[
        str | None,
        typer.Option("--table", metavar=say("TABLA", "TABLE"), help=say("De una base de datos.", "Of a database.")),
    ] = None,
    query: Annotated[
        str | None,
        typer.Option(
            "--query",
            metavar="SQL",
            help=say("De una base de datos, en vez de --table.", "Of a database, instead of --table."),
        ),
    ] = None,
    sheet: Annotated[
        str | None,
        typer.Option(
            "--sheet",
            metavar=say("HOJA", "SHEET"),
            help=say("De un libro; por omisión la primera.", "Of a workbook; by default the first."),
        ),
    ] = None,
    keep_invalid: Annotated[
        bool,
        typer.Option(
            "--keep-invalid", help=say("Escribe también los registros con errores.", "Write records with errors too.")
        ),
    ] = False,
    repair: Annotated[
        bool,
        typer.Option(
            "--repair",
            help=say(
                "Corrige, como giis repair, los registros que se excluirían; anota cada cambio.",
                "Mend, as giis repair does, records that would be excluded; list each change.",
            ),
        ),
    ] = False,
    unsafe: Annotated[
        bool,
        typer.Option(
            "--unsafe",
            help=say(
                "Con --repair: corrige también lo que puede cambiar el significado.",
                "With --repair: mend also what may change the meaning.",
            ),
        ),
    ] = False,
    package: Annotated[
        bool,
        typer.Option(
            "--package",
            help=say("Empaqueta (ZIP) cada archivo sin errores.", "Package (ZIP) each file without errors."),
        ),
    ] = False,
    key_file: KeyOption = None,
    overwrite: OverwriteOption = False,
    line_end: Annotated[
        LineEnd,
        typer.Option("--line-end", metavar="crlf|lf", help=say("Fin de renglón.", "Line end.")),
    ] = LineEnd.crlf,
    unofficial_as_errors: Annotated[
        bool,
        typer.Option(
            "--unofficial-as-errors",
            help=say(
                "También excluye por reglas que no constan en un texto oficial.",
                "Exclude by rules that no official text says, too.",
            ),
        ),
    ] = False,
    show_values: Annotated[
        bool,
        typer.Option(
            "--show-values",
            help=say(
                "Muestra los datos confidenciales en la lista de excluidos.",
                "Show confidential values in the list of excluded records.",
            ),
        ),
    ] = False,
    as_of: AsOfOption = None,
    lang: LangOption = None,
    output: FormatOption = Format.text,
    catalogs: CatalogsOption = None,
) -> int:
    """Emit exchange files, or write a first mapping."""
    from giis import emission as emissions
    from giis.catalogs import CatalogStore
    from giis.reports import Voice
    from giis.reports import emissions as reports

    language = chosen(lang)
    voice = Voice(language)
    if init:
        if mapping is not None or guide is None:
            raise UsageError(_BOTH if mapping is not None else _NO_GUIDE)
        draft = emissions.draft_mapping(
            source, guide, target, table=table, query=query, sheet=sheet, overwrite=overwrite, language=language
        )
        if target is None:
            with writing():
                write_text(draft.text)
            return 0
        where, command = target, f"giis emit {source} --mapping {target} -o {_FOLDER.get(language)}/"
        present(
            output,
            lambda: reports.draft_data(draft, where, voice),
            lambda out: reports.render_draft(draft, where, command, out, voice),
        )
        return 0
    if mapping is None or target is None:
        raise UsageError(_NO_MAPPING if mapping is None else _NO_OUTPUT)
    if unsafe and not repair:
        raise UsageError(_UNSAFE_ALONE)
    day = date.today() if as_of is None else parse_day(as_of, "--as-of")
    with stopping_cleanly(), SlowProgress() as progress:
        progress.file(say("emitiendo", "emitting"))
        done = emissions.emit(
            source, mapping, target, guide, table=table, query=query, sheet=sheet, as_of=day,
            catalogs=CatalogStore(catalogs), unofficial_as_errors=unofficial_as_errors, keep_invalid=keep_invalid,
            repair=repair, unsafe=unsafe, overwrite=overwrite,
            line_end="\n" if line_end is LineEnd.lf else "\r\n", package=package, key_file=key_file,
            show_values=show_values, language=language, progress=progress,
        )  # fmt: skip
    if show_values and (done.excluded or (done.mended and done.mended.changes)):
        complain(_VALUES_SHOWN.get(language))
    present(
        output,
        lambda: reports.emission_data(done, voice),
        lambda out: reports.render_emission(done, out, voice, package=package),
    )
    return done.exit_status()
