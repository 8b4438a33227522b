"""`giis validate`: judge exchange files."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from giis._text import Text
from giis_cli._baseline import BaselineOption, WriteBaselineOption, known_findings, write_known
from giis_cli._config import ConfigOption, NoConfigOption, configured
from giis_cli._days import parse_day
from giis_cli._errors import UNABLE, complain, debug, debugging, guarded
from giis_cli._language import say
from giis_cli._options import (
    AllowIncompleteOption,
    AsOfOption,
    CatalogsOption,
    FailOn,
    FailOnOption,
    GuideOption,
    LangOption,
    Profile,
    ProfileOption,
    ShowValuesOption,
    UnofficialOption,
)
from giis_cli._outputs import NAMES, outputs_of, write_outputs
from giis_cli._paths import STDIN, expand
from giis_cli._progress import SlowProgress

EPILOG = say(
    """\
 Ejemplos:
   giis validate CEX-DFSSA-2410.TXT
   giis validate envios/ --fail-on warning          todos los .txt de la carpeta
   giis validate 'envios/CEX-*.TXT' --quiet         un renglón por archivo
   giis validate - --guide B015 < archivo.txt       de la entrada estándar
   giis validate CEX-DFSSA-2410.TXT --format json > informe.json
   giis validate envios/ -o text -o sarif:giis.sarif -o xlsx:hallazgos.xlsx
   giis validate CEX-DFSSA-2410.TXT --select CEX043 --max-findings 1000

 Los totales son exactos, se muestren todos los hallazgos o no.

 Código de salida:
   0  sin errores
   1  hay errores, o quedó algo sin poder revisar
      (véanse --fail-on y --allow-incomplete)
   2  no se pudo hacer el trabajo con algún archivo
""",
    """\
 Examples:
   giis validate CEX-DFSSA-2410.TXT
   giis validate outbox/ --fail-on warning          every .txt of the folder
   giis validate 'outbox/CEX-*.TXT' --quiet         one line a file
   giis validate - --guide B015 < file.txt          from standard input
   giis validate CEX-DFSSA-2410.TXT --format json > report.json
   giis validate outbox/ -o text -o sarif:giis.sarif -o xlsx:findings.xlsx
   giis validate CEX-DFSSA-2410.TXT --select CEX043 --max-findings 1000

 Totals are exact, whether all findings are shown or not.

 Exit status:
   0  no errors
   1  errors, or something could not be checked
      (see --fail-on and --allow-incomplete)
   2  the work could not be done for some file
""",
)

_VALUES_SHOWN = Text(
    "el informe muestra datos confidenciales (--show-values); cuide a quién lo entrega",
    "the report shows confidential values (--show-values); mind who gets it",
)


@guarded
def validate(
    context: typer.Context,
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar=say("RUTA", "PATH"),
            help=say(
                "Archivos, carpetas (sus .txt), patrones como '*.TXT', o - para la entrada estándar.",
                "Files, folders (their .txt), patterns such as '*.TXT', or - for standard input.",
            ),
        ),
    ],
    guide: GuideOption = None,
    lang: LangOption = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar=say("FORMATO", "FORMAT"),
            help=say(
                "Cómo se escribe el informe en la salida estándar; por omisión text. Los formatos, en --output.",
                "How the report is written to stdout; text by default. The formats are told at --output.",
            ),
        ),
    ] = None,
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            "-o",
            metavar=say("FORMATO[:RUTA]", "FORMAT[:PATH]"),
            help=say(
                f"Escribe el informe también así: {NAMES}. Se puede repetir; sin RUTA, en la salida estándar.",
                f"Write the report like this too: {NAMES}. May be repeated; without PATH, to stdout.",
            ),
        ),
    ] = None,
    rules_url: Annotated[
        str | None,
        typer.Option(
            "--rules-url",
            metavar="URL",
            help=say(
                "Dónde están las páginas de giis specs docs (URL o ruta relativa); los informes enlazan a ellas.",
                "Where the pages of giis specs docs are (URL or relative path); reports link to them.",
            ),
        ),
    ] = None,
    as_of: AsOfOption = None,
    max_findings: Annotated[
        int | None,
        typer.Option(
            "--max-findings",
            min=0,
            metavar="N",
            help=say(
                "Hallazgos por mostrar de cada archivo; por omisión 100 en texto, 1,000 en JSON y 10,000 en tablas.",
                "Findings of each file to show; by default 100 as text, 1,000 as JSON and 10,000 in tables.",
            ),
        ),
    ] = None,
    show_values: ShowValuesOption = False,
    select: Annotated[
        list[str] | None,
        typer.Option(
            "--select",
            metavar=say("REGLA", "RULE"),
            help=say(
                "Revisa sólo esta regla; CEX043 abarca CEX043-sexo. Se puede repetir.",
                "Ask only this rule; CEX043 stands for CEX043-sexo too. May be repeated.",
            ),
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            "--ignore",
            metavar=say("REGLA", "RULE"),
            help=say("No revisa esta regla. Se puede repetir.", "Leave this rule out. May be repeated."),
        ),
    ] = None,
    profile: ProfileOption = Profile.default,
    unofficial_as_errors: UnofficialOption = False,
    fail_on: FailOnOption = FailOn.error,
    allow_incomplete: AllowIncompleteOption = False,
    statistics: Annotated[
        bool,
        typer.Option("--statistics", help=say("Añade cómo terminó cada regla.", "Add how every rule ended.")),
    ] = False,
    timing: Annotated[
        bool,
        typer.Option("--timing", help=say("Añade el tiempo de cada regla.", "Add the time of each rule.")),
    ] = False,
    coverage: Annotated[
        bool,
        typer.Option(
            "--coverage",
            help=say(
                "Añade qué variables, opciones y casos ejercitan los registros sin error (en text, json y ndjson).",
                "Add which variables, options and cases the records without errors exercise (text, json and ndjson).",
            ),
        ),
    ] = False,
    quiet: Annotated[
        bool,
        typer.Option("--quiet", "-q", help=say("Un renglón por archivo.", "One line a file.")),
    ] = False,
    catalogs: CatalogsOption = None,
    exit_zero: Annotated[
        bool,
        typer.Option(
            "--exit-zero",
            help=say(
                "Sale con 0 aunque haya errores; con 2 si no se pudo.", "Exit with 0 despite errors; 2 if unable."
            ),
        ),
    ] = False,
    baseline: BaselineOption = None,
    write_baseline: WriteBaselineOption = None,
    config_file: ConfigOption = None,
    no_config: NoConfigOption = False,
) -> int:
    """Judge exchange files and print the report."""
    from giis.catalogs import CatalogStore
    from giis.evidence import GoalFold, gathered
    from giis.reports.outputs import Asked
    from giis.validators.validate import RunOptions, Validation

    config = configured(context, config_file, none=no_config)
    language = config.language(lang)
    if statistics or debugging():
        config.tell(language)
    day = config.pick("as-of", date.today()) if as_of is None else parse_day(as_of, "--as-of")
    found, missing = expand(paths)
    unjudged = {path: reason.get(language) for path, reason in missing.items()}
    outputs = outputs_of(form, output, found)
    pages = config.rules_url(rules_url)
    most = config.pick("max-findings", max_findings)
    wanted = most if most is not None else max(item.format.cap for item in outputs)
    options = RunOptions(
        guide=guide,
        as_of=day,
        store=CatalogStore(config.catalogs(catalogs)),
        select=_listed(select),
        ignore=_listed(ignore),
        profile=profile.value,
        unofficial_as_errors=unofficial_as_errors,
        max_findings=wanted,
        show_values=show_values,
        timing=timing,
        statistics=statistics,
        baseline=known_findings(config.pick("baseline", baseline), writing=write_baseline is not None),
        collecting=write_baseline is not None,
    )
    with SlowProgress(wanted=not quiet) as progress:
        observe = GoalFold if coverage else None
        validation = Validation(options, together=len(found) > 1, progress=progress, observe=observe)
        for path in found:
            progress.file(path)
            try:
                validation.add(sys.stdin.buffer if path == STDIN else Path(path), config.of(path, options))
            except Exception as error:
                unjudged[path] = config.describe(error, path, language)
                debug(error)
        report = validation.report(language)
    if write_baseline is not None:
        write_known(validation, write_baseline, language)
    if show_values and not quiet:
        complain(_VALUES_SHOWN.get(language))
    for reason in dict.fromkeys(unjudged.values()):
        # What is wrong with the options is wrong for every file: told once.
        path = next(path for path in unjudged if unjudged[path] == reason)
        complain(f"{path}: {reason}")
    asked = Asked(
        language=language,
        statistics=statistics,
        timing=timing,
        quiet=quiet,
        unjudged=unjudged,
        root=Path.cwd(),
        rules_url=pages,
        fail_on=FailOn(config.pick("fail-on", fail_on)).value,
        evidence=gathered(validation, report) if coverage else (),
    )
    written = write_outputs(report, outputs, asked, most)
    if unjudged or not written:
        return UNABLE
    if exit_zero:
        return 0
    return report.exit_status(
        fail_on=FailOn(config.pick("fail-on", fail_on)).value,
        allow_incomplete=config.pick("allow-incomplete", allow_incomplete),
    )


def _listed(given: list[str] | None) -> tuple[str, ...]:
    """Return the rules of an option that may be repeated and may hold several, parted by commas."""
    return tuple(part for item in given or () for text in item.split(",") if (part := text.strip()))
