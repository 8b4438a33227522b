"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from giis_cli._complete import guides
from giis_cli._language import Lang, say


class Format(StrEnum):
    """What `--format` takes."""

    text = "text"
    json = "json"


class FailOn(StrEnum):
    """What `--fail-on` takes."""

    error = "error"
    warning = "warning"
    never = "never"


class Profile(StrEnum):
    """What `--profile` takes."""

    default = "default"
    strict = "strict"


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
        autocompletion=guides,
        help=say(
            "La guía: GIIS-B015-04-11, B015, CEX, o una definición propia, ARCHIVO.yaml.",
            "The guide: GIIS-B015-04-11, B015, CEX, or a definition of your own, FILE.yaml.",
        ),
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
ProfileOption = Annotated[
    Profile,
    typer.Option(
        "--profile",
        metavar="default|strict",
        help=say(
            "strict: también es error lo que los ejemplos oficiales incumplen.",
            "strict: what the official examples break is an error too.",
        ),
    ),
]
UnofficialOption = Annotated[
    bool,
    typer.Option(
        "--unofficial-as-errors",
        help=say(
            "También es error lo que no consta en un texto oficial (por omisión, advertencia).",
            "What no official text says is an error too (by default a warning).",
        ),
    ),
]
FailOnOption = Annotated[
    FailOn,
    typer.Option(
        "--fail-on",
        metavar="error|warning|never",
        help=say("Desde qué gravedad el código de salida es 1.", "From which severity on the exit status is 1."),
    ),
]
AllowIncompleteOption = Annotated[
    bool,
    typer.Option(
        "--allow-incomplete",
        help=say(
            "Sale con 0 aunque alguna regla no se haya podido revisar.",
            "Exit with 0 even if some rule could not be checked.",
        ),
    ),
]
ShowValuesOption = Annotated[
    bool,
    typer.Option("--show-values", help=say("Muestra los datos confidenciales.", "Show confidential values.")),
]
OverwriteOption = Annotated[
    bool,
    typer.Option("--overwrite", help=say("Reemplaza lo que ya exista.", "Replace what is there already.")),
]
