"""`giis report-bug`: a doubted verdict as a small synthetic file that may be sent."""

from __future__ import annotations

from datetime import date
from pathlib import Path  # noqa: TC003 (typer reads it)
from typing import Annotated

import typer

from giis_cli._days import parse_day
from giis_cli._errors import guarded
from giis_cli._language import chosen, say
from giis_cli._options import (
    AsOfOption,
    CatalogsOption,
    Format,
    FormatOption,
    GuideOption,
    LangOption,
    OverwriteOption,
    Profile,
    ProfileOption,
    UnofficialOption,
)
from giis_cli._output import present

EPILOG = say(
    """\
 Ejemplos:
   giis report-bug CEX-DFSSA-2410.TXT --rule CEX043-sexo
   giis report-bug CEX-DFSSA-2410.TXT --rule CEX043-sexo --record 12 -o reporte
   giis report-bug CEX-DFSSA-2410.TXT --rule CEX043-sexo --record 12 --expected

 Escribe en una carpeta un archivo de intercambio de un registro, inventado, que
 recorre el mismo camino por la regla, y bug.md, que dice cómo repetirlo. Ningún
 valor se toma del archivo original, que no se envía ni se guarda.

 Con --expected, el registro no incumple la regla y se cree que debería.

 Código de salida:
   0  se escribió
   2  no se pudo; no se escribió nada
""",
    """\
 Examples:
   giis report-bug CEX-DFSSA-2410.TXT --rule CEX043-sexo
   giis report-bug CEX-DFSSA-2410.TXT --rule CEX043-sexo --record 12 -o report
   giis report-bug CEX-DFSSA-2410.TXT --rule CEX043-sexo --record 12 --expected

 Writes into a folder an exchange file of one invented record that takes the
 same path through the rule, and bug.md, which tells how to repeat it. No value
 is taken from the original file, which is neither sent nor kept.

 With --expected, the record keeps the rule and is thought to break it.

 Exit status:
   0  it was written
   2  the work could not be done; nothing was written
""",
)


@guarded
def report_bug(
    path: Annotated[
        Path,
        typer.Argument(metavar=say("ARCHIVO", "FILE"), help=say("El archivo de intercambio.", "The exchange file.")),
    ],
    rule: Annotated[
        str,
        typer.Option(
            "--rule",
            metavar=say("REGLA", "RULE"),
            help=say("El identificador de la regla en duda.", "The id of the rule in doubt."),
        ),
    ],
    record: Annotated[
        int | None,
        typer.Option(
            "--record",
            min=1,
            metavar="N",
            help=say(
                "El registro. Por omisión, el primero que incumple la regla.",
                "The record. By default the first that breaks the rule.",
            ),
        ),
    ] = None,
    expected: Annotated[
        bool,
        typer.Option(
            "--expected",
            help=say(
                "El registro no incumple la regla, y debería.", "The record does not break the rule, and it should."
            ),
        ),
    ] = False,
    target: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar=say("CARPETA", "FOLDER"),
            help=say("Dónde escribir. Por omisión, bug-REGLA.", "Where to write. By default bug-RULE."),
        ),
    ] = None,
    overwrite: OverwriteOption = False,
    seed: Annotated[
        int,
        typer.Option(
            "--seed", metavar="N", help=say("Semilla de los valores inventados.", "Seed of what is invented.")
        ),
    ] = 0,
    guide: GuideOption = None,
    as_of: AsOfOption = None,
    catalogs: CatalogsOption = None,
    profile: ProfileOption = Profile.default,
    unofficial_as_errors: UnofficialOption = False,
    lang: LangOption = None,
    output: FormatOption = Format.text,
) -> int:
    """Write the small synthetic file and the report."""
    from giis.catalogs import CatalogStore
    from giis.reports import Voice
    from giis.reports.bugs import bug_data, render_bug
    from giis.synth import report_bug as made

    language = chosen(lang)
    report = made(
        path,
        rule,
        record=record,
        expected=expected,
        output=target,
        overwrite=overwrite,
        guide=guide,
        as_of=date.today() if as_of is None else parse_day(as_of, "--as-of"),
        catalogs=CatalogStore(catalogs),
        profile=profile.value,
        unofficial_as_errors=unofficial_as_errors,
        seed=seed,
        language=language,
    )
    present(output, lambda: bug_data(report), lambda out: render_bug(report, out, Voice(language)))
    return 0
