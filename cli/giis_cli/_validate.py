"""`giis validate`: judge exchange files."""

from __future__ import annotations

from typing import Annotated

import typer

from giis_cli._baseline import BaselineOption, WriteBaselineOption  # noqa: TC001 - Typer reads them
from giis_cli._caching import CacheDirOption, CacheOption  # noqa: TC001 - Typer reads them
from giis_cli._complete import formats
from giis_cli._config import ConfigOption, NoConfigOption  # noqa: TC001 - Typer reads them
from giis_cli._errors import guarded
from giis_cli._judging import Wanted, judge
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
from giis_cli._outputs import NAMES

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
   giis validate envios/ --watch                    de nuevo al guardar

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
   giis validate outbox/ --watch                    again on save

 Totals are exact, whether all findings are shown or not.

 Exit status:
   0  no errors
   1  errors, or something could not be checked
      (see --fail-on and --allow-incomplete)
   2  the work could not be done for some file
""",
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
            autocompletion=formats,
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
            autocompletion=formats,
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
    cache: CacheOption = None,
    cache_dir: CacheDirOption = None,
    watch: Annotated[
        bool,
        typer.Option(
            "--watch",
            help=say(
                "Revisa de nuevo cada vez que se guarda un archivo; se termina con Ctrl-C.",
                "Check again whenever a file is saved; Ctrl-C ends it.",
            ),
        ),
    ] = False,
) -> int:
    """Judge exchange files and print the report."""
    wanted = Wanted(
        context=context,
        paths=paths,
        guide=guide,
        lang=lang,
        form=form,
        output=output,
        rules_url=rules_url,
        as_of=as_of,
        max_findings=max_findings,
        show_values=show_values,
        select=select,
        ignore=ignore,
        profile=profile,
        unofficial_as_errors=unofficial_as_errors,
        fail_on=fail_on,
        allow_incomplete=allow_incomplete,
        statistics=statistics,
        timing=timing,
        coverage=coverage,
        quiet=quiet,
        catalogs=catalogs,
        exit_zero=exit_zero,
        baseline=baseline,
        write_baseline=write_baseline,
        config_file=config_file,
        no_config=no_config,
        cache=cache,
        cache_dir=cache_dir,
    )
    if watch:
        from giis_cli._watching import judge_on_save

        return judge_on_save(wanted)
    return judge(wanted)
