"""`giis cache`: what the cache takes, and how it is emptied."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import typer

from giis._text import Text
from giis_cli._caching import CacheDirOption, folder_of
from giis_cli._config import ConfigOption, NoConfigOption, configured
from giis_cli._errors import UsageError, guarded
from giis_cli._language import chosen, say
from giis_cli._options import Format, FormatOption, LangOption
from giis_cli._output import present
from giis_cli._typer import Command, Group

if TYPE_CHECKING:
    from pathlib import Path

    from giis.cache import CacheFolder, Contents

EPILOG = say(
    """\
 Ejemplos:
   giis cache info
   giis cache clear
""",
    """\
 Examples:
   giis cache info
   giis cache clear
""",
)
_STATUS = say(
    "\n Código de salida:\n   0  se hizo\n   2  no se pudo\n",
    "\n Exit status:\n   0  done\n   2  it could not be done\n",
)

app = typer.Typer(
    cls=Group,
    no_args_is_help=True,
    epilog=EPILOG,
    help=say("La caché de giis validate: cuánto ocupa; vaciarla.", "The cache of giis validate: its size; empty it."),
)

_FOLDER = Text("Carpeta", "Folder")
_ENTRIES = Text("Respuestas", "Answers")
_SIZE = Text("Tamaño", "Size")
_OLDEST = Text("Sin uso desde", "Unused since")
_CLEARED = Text("Se quitaron {entries:,} respuestas ({size}).", "{entries:,} answers were taken away ({size}).")
_NO_FOLDER = Text(
    "no se encontró la carpeta del usuario; indíquela en GIIS_CACHE_DIR",
    "no folder of the user was found; name one in GIIS_CACHE_DIR",
)


@app.command(
    "info",
    cls=Command,
    epilog=say(" Ejemplo:\n   giis cache info\n", " Example:\n   giis cache info\n") + _STATUS,
    help=say("Dónde está la caché, y cuánto ocupa.", "Where the cache is, and how much it takes."),
)
@guarded
def info(
    context: typer.Context,
    lang: LangOption = None,
    output: FormatOption = Format.text,
    cache_dir: CacheDirOption = None,
    config_file: ConfigOption = None,
    no_config: NoConfigOption = False,
) -> int:
    """Print what the cache holds."""
    folder = _folder(context, cache_dir, config_file, none=no_config)
    language, found = chosen(lang), folder.contents()
    rows = {_FOLDER: str(folder.path), _ENTRIES: f"{found.entries:,}", _SIZE: _size(found.size)}
    if found.oldest is not None:
        rows[_OLDEST] = f"{datetime.fromtimestamp(found.oldest).astimezone():%Y-%m-%d %H:%M}"
    width = max(len(name.get(language)) for name in rows)
    present(
        output,
        lambda: _data(folder, found),
        lambda out: out.print(
            "\n".join(f"{name.get(language).ljust(width)}  {_plain(told)}" for name, told in rows.items()),
            soft_wrap=True,
        ),
    )
    return 0


@app.command(
    "clear",
    cls=Command,
    epilog=say(" Ejemplo:\n   giis cache clear\n", " Example:\n   giis cache clear\n") + _STATUS,
    help=say(
        "Vacía la caché; no toca ningún otro archivo de la carpeta.",
        "Empty the cache; no other file of the folder is touched.",
    ),
)
@guarded
def clear(
    context: typer.Context,
    lang: LangOption = None,
    output: FormatOption = Format.text,
    cache_dir: CacheDirOption = None,
    config_file: ConfigOption = None,
    no_config: NoConfigOption = False,
) -> int:
    """Take away what the cache holds."""
    folder = _folder(context, cache_dir, config_file, none=no_config)
    found = folder.clear()
    told = _CLEARED.get(chosen(lang)).format(entries=found.entries, size=_size(found.size))
    present(output, lambda: _data(folder, found), lambda out: out.print(told))
    return 0


def _folder(context: typer.Context, given: Path | None, file: Path | None, *, none: bool) -> CacheFolder:
    from giis.cache import CacheFolder

    path = folder_of(configured(context, file, none=none), given)
    if path is None:
        raise UsageError(_NO_FOLDER)
    return CacheFolder(path)


def _data(folder: CacheFolder, found: Contents) -> dict[str, object]:
    return {"folder": str(folder.path), "entries": found.entries, "bytes": found.size}


def _size(number: int) -> str:
    return f"{number / (1 << 20):,.1f} MiB"


def _plain(text: str) -> str:
    from giis._plain import plain

    return plain(text)
