"""The command `giis` and its parts."""

from __future__ import annotations

from typing import Annotated

import typer

from giis_cli import (
    _audit,
    _cache,
    _catalogs,
    _compare,
    _convert,
    _coverage,
    _emit,
    _explain,
    _generate,
    _pack,
    _repair,
    _report_bug,
    _specs,
    _validate,
)
from giis_cli._language import say
from giis_cli._output import never_fail_on_characters
from giis_cli._typer import Command, Group

EPILOG = say(
    """\
 Ejemplos:
   giis validate CEX-DFSSA-2410.TXT       revisa un archivo de intercambio
   giis repair CEX-DFSSA-2410.TXT -o x.TXT  lo corrige en otro archivo
   giis explain CEX043-sexo               explica una regla
   giis convert CEX-DFSSA-2410.TXT cex.parquet   a otro formato
   giis audit evidencia/ -o audit.html    autoauditoría de un sistema
   giis generate B015 -n 1000             registros sintéticos, para pruebas
   giis specs coverage B015               qué se revisa de una guía
   giis catalogs list                     los catálogos y su edición
   giis pack CEX-DFSSA-2410.TXT --key-file transferencia.jks

 Código de salida:
   0  sin errores
   1  hay errores, o quedó algo sin poder revisar
   2  no se pudo hacer el trabajo

 Variables de entorno:
   GIIS_LANG=es|en          idioma
   GIIS_CATALOGS=CARPETA    catálogos importados
   GIIS_CACHE_DIR=CARPETA   caché de giis validate
   GIIS_NO_CACHE=1          sin caché
   GIIS_SECRET=TEXTO        secreto de las claves de los hallazgos
   GIIS_KEY_FILE=ARCHIVO    llave para empaquetar (o GIIS_KEY, en base64)
   GIIS_CHROMIUM=RUTA       navegador que imprime los PDF
   GIIS_DEBUG=1             detalle de las fallas internas (puede mostrar datos)
   NO_COLOR=1               sin color
""",
    """\
 Examples:
   giis validate CEX-DFSSA-2410.TXT       check an exchange file
   giis repair CEX-DFSSA-2410.TXT -o x.TXT  mend it into another file
   giis explain CEX043-sexo               explain a rule
   giis convert CEX-DFSSA-2410.TXT cex.parquet   to another format
   giis audit evidence/ -o audit.html     self-audit of a system
   giis generate B015 -n 1000             synthetic records, for tests
   giis specs coverage B015               what is checked of a guide
   giis catalogs list                     the catalogues and their editions
   giis pack CEX-DFSSA-2410.TXT --key-file transferencia.jks

 Exit status:
   0  no errors
   1  errors, or something could not be checked
   2  the work could not be done

 Environment:
   GIIS_LANG=es|en          language
   GIIS_CATALOGS=FOLDER     imported catalogues
   GIIS_CACHE_DIR=FOLDER    cache of giis validate
   GIIS_NO_CACHE=1          no cache
   GIIS_SECRET=TEXT         secret of the keys of findings
   GIIS_KEY_FILE=FILE       key for packaging (or GIIS_KEY, in base64)
   GIIS_CHROMIUM=PATH       browser that prints PDFs
   GIIS_DEBUG=1             detail of internal faults (may show data)
   NO_COLOR=1               no colour
""",
)

app = typer.Typer(
    name="giis",
    cls=Group,
    no_args_is_help=True,
    epilog=EPILOG,
    help=say(
        "Revisa archivos de intercambio en salud contra las guías GIIS (NOM-024-SSA3-2012).",
        "Check health exchange files against the GIIS guides (NOM-024-SSA3-2012).",
    ),
    context_settings={"help_option_names": ["--help", "-h"]},
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from giis import __version__

        print(f"giis {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_print_version,
            is_eager=True,
            help=say("Muestra la versión.", "Show the version."),
        ),
    ] = False,
) -> None:
    """Take the options of the whole program."""


app.command(
    "validate",
    cls=Command,
    epilog=_validate.EPILOG,
    help=say(
        "Revisa archivos de intercambio y dice qué falla, dónde, por qué y cómo corregirlo.",
        "Check exchange files; tell what is wrong, where, why and how to mend it.",
    ),
)(_validate.validate)
app.command(
    "compare",
    cls=Command,
    epilog=_compare.EPILOG,
    help=say(
        "Compara dos informes JSON: qué hallazgos son nuevos y cuáles ya no están.",
        "Compare two JSON reports: which findings are new and which are gone.",
    ),
)(_compare.compare)
app.command(
    "coverage",
    cls=Command,
    epilog=_coverage.EPILOG,
    help=say(
        "Dice qué variables, opciones y casos de su guía ejercitan los archivos.",
        "Tell which variables, options and cases of their guide the files exercise.",
    ),
)(_coverage.coverage)
app.command(
    "explain",
    cls=Command,
    epilog=_explain.EPILOG,
    help=say(
        "Explica una regla o una variable: qué exige, de dónde sale, ejemplos.",
        "Explain a rule or a variable: what it requires, where it comes from, examples.",
    ),
)(_explain.explain)
app.command(
    "convert",
    cls=Command,
    epilog=_convert.EPILOG,
    help=say(
        "Pasa un archivo de intercambio a CSV, JSON Lines, Parquet, XLSX o una base de datos, y de regreso.",
        "Turn an exchange file into CSV, JSON Lines, Parquet, XLSX or a database table, and back.",
    ),
)(_convert.convert)
app.command(
    "emit",
    cls=Command,
    epilog=_emit.EPILOG,
    help=say(
        "Escribe archivos de intercambio con los datos de cualquier sistema, según un mapeo.",
        "Write exchange files from the data of any system, by a mapping.",
    ),
)(_emit.emit)
app.command(
    "generate",
    cls=Command,
    epilog=_generate.EPILOG,
    help=say(
        "Genera registros sintéticos de una guía: válidos, plausibles, de personas ficticias.",
        "Generate synthetic records of a guide: valid, plausible, of fictitious persons.",
    ),
)(_generate.generate)
app.command(
    "pack",
    cls=Command,
    epilog=_pack.PACK_EPILOG,
    help=say(
        "Revisa un archivo de intercambio, lo cifra (CIF) y lo empaqueta (ZIP) para entregarlo.",
        "Check an exchange file, encrypt it (CIF) and package it (ZIP) for delivery.",
    ),
)(_pack.pack)
app.command(
    "unpack",
    cls=Command,
    epilog=_pack.UNPACK_EPILOG,
    help=say(
        "Devuelve el archivo de texto de un paquete (ZIP o CIF).",
        "Return the text file of a package (ZIP or CIF).",
    ),
)(_pack.unpack)
app.command(
    "repair",
    cls=Command,
    epilog=_repair.EPILOG,
    help=say(
        "Corrige lo que se puede corregir con certeza de un archivo de intercambio, y dice qué queda.",
        "Mend what can be mended for certain in an exchange file, and tell what remains.",
    ),
)(_repair.repair)
app.command(
    "report-bug",
    cls=Command,
    epilog=_report_bug.EPILOG,
    help=say(
        "Hace el archivo sintético más pequeño que muestra un veredicto dudoso, sin datos del original.",
        "Make the smallest synthetic file that shows a doubtful verdict, without data of the original.",
    ),
)(_report_bug.report_bug)
app.add_typer(_audit.app, name="audit")
app.add_typer(_specs.app, name="specs")
app.add_typer(_catalogs.app, name="catalogs")
app.add_typer(_cache.app, name="cache")


def run() -> None:
    """Run the command that the command line names."""
    never_fail_on_characters()
    app(prog_name="giis")
