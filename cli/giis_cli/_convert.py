"""`giis convert`: exchange files to and from other formats."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer

from giis._text import Text
from giis_cli._errors import complain, guarded
from giis_cli._language import chosen, say
from giis_cli._options import Format, FormatOption, GuideOption, LangOption
from giis_cli._output import console, write_json, writing
from giis_cli._progress import SlowProgress
from giis_cli._stopping import stopping_cleanly

EPILOG = say(
    """\
 Ejemplos:
   giis convert CEX-DFSSA-2410.TXT cex.parquet
   giis convert cex.parquet CEX-DFSSA-2410.TXT         los mismos bytes
   giis convert CEX-DFSSA-2410.TXT cex.xlsx --labels
   giis convert CEX-DFSSA-2410.TXT sqlite:///base.db --table consultas
   giis convert sqlite:///base.db CEX-DFSSA-2410.TXT --table consultas
   giis convert CEX-DFSSA-2410.TXT cex.ndjson --to fhir

 No juzga los datos (véase giis validate) ni los enmascara: la salida es
 tan confidencial como la entrada.

 Código de salida:
   0  se convirtió
   2  no se pudo; no se escribió nada
""",
    """\
 Examples:
   giis convert CEX-DFSSA-2410.TXT cex.parquet
   giis convert cex.parquet CEX-DFSSA-2410.TXT         the same bytes
   giis convert CEX-DFSSA-2410.TXT cex.xlsx --labels
   giis convert CEX-DFSSA-2410.TXT sqlite:///base.db --table visits
   giis convert sqlite:///base.db CEX-DFSSA-2410.TXT --table visits
   giis convert CEX-DFSSA-2410.TXT cex.ndjson --to fhir

 It neither judges the data (see giis validate) nor masks them: the output
 is as confidential as the input.

 Exit status:
   0  converted
   2  it could not be done; nothing was written
""",
)

_CONFIDENTIAL = Text(
    "la salida contiene datos confidenciales sin enmascarar; cuide a quién la entrega",
    "the output holds confidential values, unmasked; mind who gets it",
)


class FileFormat(StrEnum):
    """What `--from` and `--to` take."""

    exchange = "exchange"
    csv = "csv"
    jsonl = "jsonl"
    parquet = "parquet"
    xlsx = "xlsx"
    sql = "sql"
    fhir = "fhir"


_FORMATS = "|".join(FileFormat)


@guarded
def convert(
    source: Annotated[
        str,
        typer.Argument(
            metavar=say("ENTRADA", "IN"),
            help=say(
                "Un archivo de intercambio (.txt), .csv, .jsonl, .parquet o .xlsx, o la dirección de una base.",
                "An exchange file (.txt), .csv, .jsonl, .parquet or .xlsx, or the URL of a database.",
            ),
        ),
    ],
    target: Annotated[
        str,
        typer.Argument(
            metavar=say("SALIDA", "OUT"),
            help=say("Lo mismo, en otro formato.", "The same, in another format."),
        ),
    ],
    guide: GuideOption = None,
    source_format: Annotated[
        FileFormat | None,
        typer.Option(
            "--from",
            metavar=_FORMATS,
            help=say(
                "Formato de la entrada; por omisión, el de su terminación.",
                "Format of the input; by default that of its suffix.",
            ),
        ),
    ] = None,
    target_format: Annotated[
        FileFormat | None,
        typer.Option(
            "--to",
            metavar=_FORMATS,
            help=say(
                "Formato de la salida; por omisión, el de su terminación.",
                "Format of the output; by default that of its suffix.",
            ),
        ),
    ] = None,
    labels: Annotated[
        bool,
        typer.Option(
            "--labels",
            help=say(
                "Añade columnas <variable>_etiqueta con el texto de cada opción.",
                "Add columns <variable>_etiqueta with the text of each option.",
            ),
        ),
    ] = False,
    table: Annotated[
        str | None,
        typer.Option(
            "--table",
            metavar=say("NOMBRE", "NAME"),
            help=say(
                "La tabla de la base o la hoja del libro; por omisión, el tipo de archivo (cex).",
                "The table of the database or sheet of the workbook; by default the file type (cex).",
            ),
        ),
    ] = None,
    overwrite: Annotated[
        bool,
        typer.Option("--overwrite", help=say("Reemplaza la salida si ya existe.", "Replace the output if it exists.")),
    ] = False,
    skip_broken: Annotated[
        bool,
        typer.Option(
            "--skip-broken",
            help=say(
                "Deja fuera los registros que no tienen las columnas de la guía, y dice cuántos.",
                "Leave out records that do not have the guide's columns, and tell how many.",
            ),
        ),
    ] = False,
    lang: LangOption = None,
    output: FormatOption = Format.text,
) -> int:
    """Convert a file."""
    from giis.converters.convert import convert as run
    from giis.converters.convert import shown
    from giis.reports import Voice, conversions

    voice = Voice(chosen(lang))
    formats: dict[str, Any] = {
        "source_format": source_format.value if source_format else None,
        "target_format": target_format.value if target_format else None,
    }
    with stopping_cleanly(), SlowProgress() as progress:
        progress.file(shown(source))
        made = run(
            source,
            target,
            guide,
            **formats,
            labels=labels,
            table=table,
            overwrite=overwrite,
            skip_broken=skip_broken,
            progress=progress,
        )
    complain(voice(_CONFIDENTIAL))
    with writing():
        if output is Format.json:
            write_json(conversions.data(made))
        else:
            conversions.render(made, console(), voice)
    return 0
