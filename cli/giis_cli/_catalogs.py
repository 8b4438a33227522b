"""`giis catalogs`: the code lists that rules consult, and the import of official workbooks."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - Typer reads it
from typing import Annotated

import typer

from giis_cli._days import parse_day
from giis_cli._errors import guarded
from giis_cli._language import chosen, say
from giis_cli._options import CatalogsOption, Format, FormatOption, LangOption
from giis_cli._output import present
from giis_cli._typer import Command, Group

EPILOG = say(
    """\
 Ejemplos:
   giis catalogs list
   giis catalogs show DIAGNOSTICO_SIS
   giis catalogs search PAIS mexico
   giis catalogs import DIAGNOSTICOS_SIS_240424.xlsx
""",
    """\
 Examples:
   giis catalogs list
   giis catalogs show DIAGNOSTICO_SIS
   giis catalogs search PAIS mexico
   giis catalogs import DIAGNOSTICOS_SIS_240424.xlsx
""",
)
_STATUS = say(
    "\n Código de salida:\n   0  se mostró\n   2  no hay tal catálogo, o está dañado\n",
    "\n Exit status:\n   0  shown\n   2  there is no such catalogue, or it is damaged\n",
)
_SEARCH_STATUS = say(
    "\n Código de salida:\n   0  hubo resultados\n   1  ninguno\n   2  no hay tal catálogo, o está dañado\n",
    "\n Exit status:\n   0  found\n   1  nothing found\n   2  there is no such catalogue, or it is damaged\n",
)
_IMPORT_STATUS = say(
    "\n Código de salida:\n   0  quedó instalado\n   2  el libro no sirve; nada cambió\n",
    "\n Exit status:\n   0  installed\n   2  the workbook is of no use; nothing was changed\n",
)

app = typer.Typer(
    cls=Group,
    no_args_is_help=True,
    epilog=EPILOG,
    help=say("Los catálogos: lista, contenido e importación.", "The catalogues: list, content and import."),
)
NameArgument = Annotated[
    str,
    typer.Argument(
        metavar=say("NOMBRE", "NAME"),
        help=say("El catálogo, como DIAGNOSTICO_SIS o PAIS.", "The catalogue, such as DIAGNOSTICO_SIS or PAIS."),
    ),
]


@app.command(
    "list",
    cls=Command,
    epilog=say(" Ejemplo:\n   giis catalogs list\n", " Example:\n   giis catalogs list\n") + _STATUS,
    help=say("Los catálogos a la mano y los que faltan.", "The catalogues at hand, and those missing."),
)
@guarded
def list_catalogs(lang: LangOption = None, output: FormatOption = Format.text, catalogs: CatalogsOption = None) -> int:
    """Print the list of catalogues."""
    from giis.catalogs import CatalogStore
    from giis.reports import Voice
    from giis.reports import catalogs as reports
    from giis.specs import guide_ids, load_guide

    voice = Voice(chosen(lang))
    infos = CatalogStore(catalogs).catalogs()
    users = reports.users_of(load_guide(name) for name in guide_ids())
    present(
        output,
        lambda: reports.list_data(infos, users, voice),
        lambda out: reports.render_list(infos, users, out, voice),
    )
    return 0


@app.command(
    "show",
    cls=Command,
    epilog=say(
        " Ejemplo:\n   giis catalogs show DIAGNOSTICO_SIS\n",
        " Example:\n   giis catalogs show DIAGNOSTICO_SIS\n",
    )
    + _STATUS,
    help=say(
        "Edición, atributos y primeras claves; todas con --format json.",
        "Edition, attributes and first keys; all of them with --format json.",
    ),
)
@guarded
def show(
    name: NameArgument,
    lang: LangOption = None,
    output: FormatOption = Format.text,
    catalogs: CatalogsOption = None,
) -> int:
    """Print a catalogue."""
    from giis.catalogs import CatalogStore
    from giis.reports import Voice
    from giis.reports import catalogs as reports

    voice = Voice(chosen(lang))
    catalog = CatalogStore(catalogs).require(name)
    present(
        output,
        lambda: reports.catalog_data(catalog, voice),
        lambda out: reports.render_catalog(catalog, out, voice),
    )
    return 0


@app.command(
    "search",
    cls=Command,
    epilog=say(
        " Ejemplos:\n   giis catalogs search PAIS mexico\n   giis catalogs search DIAGNOSTICO_SIS R69\n",
        " Examples:\n   giis catalogs search PAIS mexico\n   giis catalogs search DIAGNOSTICO_SIS R69\n",
    )
    + _SEARCH_STATUS,
    help=say(
        "Claves, nombres y atributos que contienen un texto, sin distinguir acentos ni mayúsculas.",
        "Keys, names and attributes that contain a text, whatever its case and accents.",
    ),
)
@guarded
def search(
    name: NameArgument,
    text: Annotated[
        str,
        typer.Argument(metavar=say("TEXTO", "TEXT"), help=say("Una o varias palabras.", "One or several words.")),
    ],
    limit: Annotated[
        int, typer.Option("--limit", min=1, metavar="N", help=say("Cuántas mostrar.", "How many to show."))
    ] = 20,
    lang: LangOption = None,
    output: FormatOption = Format.text,
    catalogs: CatalogsOption = None,
) -> int:
    """Print what a search found."""
    from giis.catalogs import CatalogStore
    from giis.reports import Voice
    from giis.reports import catalogs as reports

    voice = Voice(chosen(lang))
    store = CatalogStore(catalogs)
    catalog = store.require(name)
    matches = store.search(catalog.name, text)
    present(
        output,
        lambda: reports.matches_data(catalog, text, matches, limit, voice),
        lambda out: reports.render_matches(catalog, text, matches, limit, out, voice),
    )
    return 0 if matches else 1


@app.command(
    "import",
    cls=Command,
    epilog=say(
        " Ejemplos:\n   giis catalogs import DIAGNOSTICOS_SIS_240424.xlsx\n"
        "   giis catalogs import libro.xlsx --name PAIS --version-date 2024-11-01\n",
        " Examples:\n   giis catalogs import DIAGNOSTICOS_SIS_240424.xlsx\n"
        "   giis catalogs import workbook.xlsx --name PAIS --version-date 2024-11-01\n",
    )
    + _IMPORT_STATUS,
    help=say(
        "Instala un libro oficial (.xlsx) junto a los de giis; se usa la edición más nueva.",
        "Install an official workbook (.xlsx) beside those of giis; the newest edition is used.",
    ),
)
@guarded
def import_catalog(
    workbook: Annotated[
        Path,
        typer.Argument(
            metavar=say("LIBRO.xlsx", "WORKBOOK.xlsx"),
            help=say("El libro tal como se publicó.", "The workbook as it was published."),
        ),
    ],
    name: Annotated[
        str | None,
        typer.Option(
            "--name",
            metavar=say("NOMBRE", "NAME"),
            help=say("Qué catálogo es; si no, se reconoce.", "Which catalogue it is; else it is recognised."),
        ),
    ] = None,
    version_date: Annotated[
        str | None,
        typer.Option(
            "--version-date",
            metavar=say("AAAA-MM-DD", "YYYY-MM-DD"),
            help=say(
                "Día de publicación; si no, el que dice el nombre del libro o de sus hojas.",
                "Day of publication; else as the names of workbook and sheets tell.",
            ),
        ),
    ] = None,
    lang: LangOption = None,
    output: FormatOption = Format.text,
    catalogs: CatalogsOption = None,
) -> int:
    """Import a workbook."""
    from giis.catalogs import CatalogStore, import_workbook
    from giis.reports import Voice
    from giis.reports import catalogs as reports

    voice = Voice(chosen(lang))
    day = parse_day(version_date, "--version-date") if version_date is not None else None
    report = import_workbook(workbook, name, CatalogStore(catalogs), version=day)
    present(output, lambda: reports.import_data(report, voice), lambda out: reports.render_import(report, out, voice))
    return 0
