"""From what stands on the command line to the files that are meant."""

from __future__ import annotations

import glob
from pathlib import Path
from typing import TYPE_CHECKING

from giis._errors import InputError
from giis._text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

STDIN = "-"
_SUFFIX = ".txt"

_MISSING = Text("no existe; revise la ruta", "does not exist; check the path")
_NO_MATCH = Text("ningún archivo corresponde a este patrón", "no file matches this pattern")
_EMPTY_FOLDER = Text("la carpeta no tiene archivos .txt", "the folder holds no .txt file")


def expand(given: Iterable[str]) -> tuple[list[str], dict[str, Text]]:
    """Return the files meant by `given`, each once, and what means none, with the reason.

    Parameters
    ----------
    given : iterable of str
        Files, folders (their `.txt` files, not those of folders in them), glob patterns, or `-` for stdin.
    """
    found: dict[str, None] = {}
    missing: dict[str, Text] = {}
    for text in given:
        path = Path(text)
        if text == STDIN:
            found[text] = None
        elif path.is_dir():
            inside = sorted(item for item in path.iterdir() if item.suffix.lower() == _SUFFIX and item.is_file())
            found.update(dict.fromkeys(map(str, inside)))
            if not inside:
                missing[text] = _EMPTY_FOLDER
        elif path.exists():
            found[text] = None
        elif glob.has_magic(text):
            matching = sorted(item for item in glob.glob(text, recursive=True) if Path(item).is_file())  # noqa: PTH207
            found.update(dict.fromkeys(matching))
            if not matching:
                missing[text] = _NO_MATCH
        else:
            missing[text] = _MISSING
    return list(found), missing


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file, without its byte order mark.

    Raises
    ------
    InputError
        If it is no UTF-8 text.
    """
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(Text(f"{path}: no es texto UTF-8", f"{path}: is not UTF-8 text")) from error
