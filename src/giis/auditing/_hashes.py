"""Hashes of what an audit rests on: the definitions and the program, file by file."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from giis._resources import data_directory

if TYPE_CHECKING:
    from collections.abc import Iterable

_PIECE = 1 << 20
_PACKAGES = ("giis", "giis_cli")
_OWN = (".py", ".css", ".js", ".html", ".svg")


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    total = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            total.update(piece)
    return total.hexdigest()


def definitions() -> dict[str, str]:
    """Return the SHA-256 of each file of the definitions that ship, by its name in their folder."""
    folder = data_directory("spec_yaml")
    return {path.relative_to(folder).as_posix(): sha256_of(path) for path in _below(folder, (".yaml",))}


def program() -> dict[str, str]:
    """Return the SHA-256 of each file of the program's packages, by its name in the folder that holds them."""
    found: dict[str, str] = {}
    for name in _PACKAGES:
        module = sys.modules.get(name)
        if module is None or module.__file__ is None:
            continue
        folder = Path(module.__file__).resolve().parent
        for path in _below(folder, _OWN):
            if "_data" not in path.relative_to(folder).parts:
                found[path.relative_to(folder.parent).as_posix()] = sha256_of(path)
    return found


def sums(hashes: Iterable[tuple[str, str]]) -> str:
    r"""Return a list of hashes as `sha256sum -c` reads it.

    A name with a backslash or a line end is written as that program writes it: the line begins with `\`.

    Parameters
    ----------
    hashes : iterable of (str, str)
        The name and the hash of each file.
    """
    lines = []
    for name, digest in hashes:
        told = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
        lines.append(f"{'' if told == name else chr(92)}{digest}  {told}\n")
    return "".join(lines)


def _below(folder: Path, suffixes: tuple[str, ...]) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in suffixes and path.is_file())
