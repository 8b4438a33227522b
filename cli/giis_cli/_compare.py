"""`giis compare`: what changed from one report to another."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from giis_cli._errors import guarded
from giis_cli._language import chosen, say
from giis_cli._options import Format, FormatOption, LangOption
from giis_cli._output import present
from giis_cli._paths import read_text

EPILOG = say(
    """\
 Ejemplos:
   giis validate envios/ --format json --max-findings 100000 > hoy.json
   giis compare ayer.json hoy.json

 Código de salida:
   0  no hay hallazgos nuevos
   1  los hay, o un informe no los muestra todos
   2  un archivo no es un informe
""",
    """\
 Examples:
   giis validate outbox/ --format json --max-findings 100000 > today.json
   giis compare yesterday.json today.json

 Exit status:
   0  there are no new findings
   1  there are, or a report does not show all
   2  a file is no report
""",
)

OldArgument = Annotated[
    Path, typer.Argument(metavar=say("ANTES", "OLD"), help=say("Informe JSON anterior.", "Earlier JSON report."))
]
NewArgument = Annotated[
    Path, typer.Argument(metavar=say("AHORA", "NEW"), help=say("Informe JSON actual.", "Present JSON report."))
]


@guarded
def compare(
    old: OldArgument,
    new: NewArgument,
    lang: LangOption = None,
    output: FormatOption = Format.text,
) -> int:
    """Print what changed."""
    from giis.reports import Voice
    from giis.reports import compare as compared

    found = compared.compare(compared.parse(read_text(old), str(old)), compared.parse(read_text(new), str(new)))
    voice = Voice(chosen(lang))
    present(output, lambda: compared.to_json(found), lambda out: compared.render(found, out, voice))
    return found.exit_status()
