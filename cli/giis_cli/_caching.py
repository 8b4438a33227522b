"""Options of the cache, and the answers that it holds for a run."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from giis_cli._language import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from giis.cache import Answers
    from giis.validators.options import RunOptions
    from giis_cli._config import Config

FOLDER_VARIABLE, OFF_VARIABLE = "GIIS_CACHE_DIR", "GIIS_NO_CACHE"

CacheOption = Annotated[
    bool | None,
    typer.Option(
        "--cache/--no-cache",
        help=say(
            "Responde de la caché lo que ya se revisó y no ha cambiado (por omisión), o revisa siempre.",
            "Answer from the cache what was checked before and is unchanged (the default), or always check.",
        ),
    ),
]
CacheDirOption = Annotated[
    Path | None,
    typer.Option(
        "--cache-dir",
        metavar=say("CARPETA", "FOLDER"),
        help=say(
            "Carpeta de la caché. Por omisión GIIS_CACHE_DIR o la del usuario.",
            "Folder of the cache. By default GIIS_CACHE_DIR or the user's own.",
        ),
    ),
]


def folder_of(config: Config | None, given: Path | None) -> Path | None:
    """Return the folder of the cache: as given, else that of `GIIS_CACHE_DIR`, else as set, else the user's own."""
    from giis.cache import user_folder

    set_so = config.settings.values.get("cache-dir") if config and not os.environ.get(FOLDER_VARIABLE) else None
    return given or set_so or user_folder()


def answers_of(
    config: Config, paths: Sequence[str], options: RunOptions, wanted: bool | None, given: Path | None
) -> Answers | None:
    """Return the answers that the cache may have for a run; None where it is not to be used."""
    from giis.cache import Answers, CacheFolder

    if wanted is None:
        wanted = not os.environ.get(OFF_VARIABLE) and config.settings.values.get("cache", True)
    folder = folder_of(config, given)
    if not wanted or folder is None:
        return None
    return Answers(CacheFolder(folder), paths, options, lambda path: config.of(path, options))
