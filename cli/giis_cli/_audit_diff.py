"""`giis audit diff`: what changed from one audit to another."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path  # noqa: TC003 - Typer reads it
from typing import Annotated

import typer

from giis_cli._errors import guarded
from giis_cli._language import chosen, say
from giis_cli._options import Format, LangOption
from giis_cli._output import present, write_text, writing
from giis_cli._paths import read_text

EPILOG = say(
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


class DiffFormat(StrEnum):
    """What `--format` takes to compare two audits."""

    text = "text"
    json = "json"
    markdown = "markdown"


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

    found = differences.compare(
        differences.parse(read_text(old), str(old)), differences.parse(read_text(new), str(new))
    )
    voice = Voice(chosen(lang))
    if form is DiffFormat.markdown:
        with writing():
            write_text(render_markdown(found, voice))
    else:
        present(Format(form.value), lambda: differences.to_json(found), lambda out: render(found, out, voice))
    return found.exit_status()
