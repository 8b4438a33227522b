"""What lies in the folder of an audit: exchange files, and everything else, with the reason why it is not read."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from giis._errors import InputError
from giis._text import Text

if TYPE_CHECKING:
    from collections.abc import Collection

_SUFFIX = ".txt"
_PACKAGES = (".zip", ".cif")
_NOT_TEXT = Text("no es un archivo .txt", "is no .txt file")
_PACKAGE = Text(
    "es un paquete: ábralo antes con «giis unpack»", "is a package: open it first with `giis unpack`"
)  # fmt: skip
_HIDDEN = Text("es una carpeta oculta: no se leyó", "is a hidden folder: not read")
_LINKED = Text("es un enlace a otra carpeta: no se siguió", "is a link to another folder: not followed")
_OWN = Text("lo usa la auditoría: no es evidencia de intercambio", "is used by the audit: no evidence of exchange")


@dataclass(frozen=True, slots=True)
class OtherFile:
    """A file or folder that is no exchange file; `size` is None for a folder."""

    name: str
    size: int | None
    reason: Text


@dataclass(frozen=True)
class Contents:
    """The files of a folder: those to be judged, by their names in it, and the others."""

    folder: Path
    exchange: tuple[tuple[str, Path], ...]
    others: tuple[OtherFile, ...]


def look_into(folder: Path, *, used: Collection[Path] = (), skipped: Collection[Path] = ()) -> Contents:
    """Return what lies in `folder` and in the folders in it, in the order of the names.

    Parameters
    ----------
    folder : Path
        The folder.
    used : collection of Path
        Files that the audit reads for another purpose: the manifest, the answers on security.
    skipped : collection of Path
        Files and folders that this very run writes, of which nothing is told.

    Raises
    ------
    InputError
        If there is no such folder, or it cannot be read.
    """
    if not folder.is_dir():
        raise InputError(Text(f"no existe la carpeta {str(folder)!r}", f"there is no folder {str(folder)!r}"))
    own = {path.resolve() for path in used}
    unseen = {path.resolve() for path in skipped}
    exchange: list[tuple[str, Path]] = []
    others: list[OtherFile] = []
    for place, folders, files in os.walk(folder, onerror=_unreadable):
        here = Path(place)
        entered: list[str] = []
        for name in folders:
            path = here / name
            if path.resolve() in unseen:
                continue
            if name.startswith(".") or path.is_symlink():
                reason = _LINKED if path.is_symlink() else _HIDDEN
                others.append(OtherFile(_name(path, folder), None, reason))
            else:
                entered.append(name)
        folders[:] = entered
        for name in files:
            path = here / name
            if path.resolve() in unseen:
                continue
            why = _OWN if path.resolve() in own else _reason(path)
            if why is None:
                exchange.append((_name(path, folder), path))
            else:
                others.append(OtherFile(_name(path, folder), _size(path), why))
    return Contents(folder, tuple(sorted(exchange)), tuple(sorted(others, key=lambda item: item.name)))


def _reason(path: Path) -> Text | None:
    suffix = path.suffix.lower()
    if suffix == _SUFFIX:
        return None
    return _PACKAGE if suffix in _PACKAGES else _NOT_TEXT


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # a link that leads nowhere
        return 0


def _unreadable(error: OSError) -> None:
    raise InputError(
        Text(
            f"no se pudo leer la carpeta {error.filename!r}: {error.strerror}",
            f"the folder {error.filename!r} cannot be read: {error.strerror}",
        )
    ) from error
