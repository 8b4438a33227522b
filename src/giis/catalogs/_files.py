"""The files of catalogues: the editions in a folder, the user's own folder, and how a file is written."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from giis._errors import CatalogError
from giis._text import Text

if TYPE_CHECKING:
    from giis.catalogs._model import Origin

_FILE = re.compile(r"(?P<name>[A-Z][A-Z0-9_]*)(?:\.(?P<version>[0-9]{4}-[0-9]{2}-[0-9]{2}))?\.yaml")
_VERSION = re.compile(rb"^version: ([0-9]{4}-[0-9]{2}-[0-9]{2})\s*$", re.MULTILINE)
_HEAD = 4096


class Edition(NamedTuple):
    """A file with an edition. The greatest is used: the newest; of one date the user's, not the shipped."""

    version: date
    origin: Origin
    path: Path


def files_in(folder: Path, *, may_be_missing: bool = False) -> list[Path]:
    """Return the files in `folder` that should be catalogues.

    Raises
    ------
    CatalogError
        If the folder does not exist or cannot be read.
    """
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".yaml")
    except OSError as error:
        if may_be_missing and isinstance(error, FileNotFoundError):
            return []
        raise unusable(folder, error) from error


def edition_in(path: Path, origin: Origin) -> tuple[str, Edition]:
    """Return the catalogue's name and the edition that the file `path` claims to be, without loading it.

    Raises
    ------
    CatalogError
        If the name or the head of the file are not a catalogue's.
    """
    match = _FILE.fullmatch(path.name)
    if match is None:
        raise CatalogError(
            Text(
                es=f"{path}: no se llama como un catálogo (NOMBRE.AAAA-MM-DD.yaml); retírelo",
                en=f"{path}: not called as a catalogue (NAME.YYYY-MM-DD.yaml) is; take it away",
            )
        )
    return match["name"], Edition(_version(path, match["version"]), origin, path)


def _version(path: Path, written: str | None) -> date:
    """Return an edition's date from its file's name, else from the head of the file."""
    try:
        if written is None:
            with path.open("rb") as stream:
                match = _VERSION.search(stream.read(_HEAD))
            written = match[1].decode() if match else ""
        return date.fromisoformat(written)
    except OSError as error:
        raise unusable(path, error) from error
    except ValueError as error:
        raise CatalogError(
            Text(
                es=f"{path}: el catálogo está dañado y no se usa: no dice su versión",
                en=f"{path}: the catalogue is damaged and is not used: it does not tell its version",
            )
        ) from error


def write_whole(path: Path, text: str) -> None:
    """Write `text` to `path`, whole or not at all, and make its folder if there is none.

    Raises
    ------
    CatalogError
        If that is not possible; the file is then what it was.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, text)
    except OSError as error:
        raise unusable(path, error) from error


def _replace(path: Path, text: str) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(temporary).unlink()
        raise


def unusable(path: Path, error: OSError) -> CatalogError:
    """Return the error that says why the system does not give `path`."""
    reason = error.strerror or str(error)
    return CatalogError(Text(es=f"{path}: no se puede usar: {reason}", en=f"{path}: cannot be used: {reason}"))


def user_directory() -> Path | None:
    """Return the folder for the user's catalogues on this platform, or `None` where there is no home."""
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        named = Path(os.environ.get("XDG_DATA_HOME") or "")
        base = named if named.is_absolute() else home / ".local" / "share"
    return base / "giis" / "catalogs"
