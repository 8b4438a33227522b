"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from giis_cli._language import Lang, say


class Format(StrEnum):
    """What `--format` takes."""

    text = "text"
    json = "json"


LangOption = Annotated[
    Lang | None,
    typer.Option(
        "--lang",
        metavar="es|en",
        help=say(
            "Idioma de los mensajes. Por omisión el de GIIS_LANG o el del sistema; si no es inglés, español.",
            "Language of messages. By default that of GIIS_LANG or the system; Spanish unless English.",
        ),
    ),
]
FormatOption = Annotated[
    Format,
    typer.Option(
        "--format",
        metavar="text|json",
        help=say("Texto para personas o JSON para programas.", "Text for people or JSON for programs."),
    ),
]
GuideOption = Annotated[
    str | None,
    typer.Option(
        "--guide",
        metavar=say("GUÍA", "GUIDE"),
        help=say("La guía: GIIS-B015-04-11, B015 o CEX.", "The guide: GIIS-B015-04-11, B015 or CEX."),
    ),
]
CatalogsOption = Annotated[
    Path | None,
    typer.Option(
        "--catalogs",
        metavar=say("CARPETA", "FOLDER"),
        help=say(
            "Carpeta de los catálogos importados. Por omisión GIIS_CATALOGS o la del usuario.",
            "Folder of the imported catalogues. By default GIIS_CATALOGS or the user's own.",
        ),
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar=say("AAAA-MM-DD", "YYYY-MM-DD"),
        help=say(
            "Fecha de registro: ningún dato puede ser posterior. Por omisión, hoy.",
            "Date of registration: nothing may be later. By default today.",
        ),
    ),
]
