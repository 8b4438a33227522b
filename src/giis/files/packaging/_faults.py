"""What may go wrong with a path, told in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis._errors import InputError
from giis._text import Text

if TYPE_CHECKING:
    from pathlib import Path


def unreadable(path: Path, error: OSError) -> InputError:
    """Return the error that says why `path` cannot be read."""
    reason = error.strerror or str(error)
    return InputError(Text(f"{path}: no se puede leer: {reason}", f"{path}: cannot be read: {reason}"))


def unwritable(path: Path, error: OSError) -> InputError:
    """Return the error that says why `path` cannot be written."""
    if isinstance(error, FileExistsError):
        return exists(path)
    reason = error.strerror or str(error)
    return InputError(Text(f"{path}: no se puede escribir: {reason}", f"{path}: cannot be written: {reason}"))


def exists(path: Path) -> InputError:
    """Return the error that says that `path` is there already."""
    return InputError(
        Text(
            f"{path}: ya existe; use --overwrite para reemplazarlo",
            f"{path}: is there already; use --overwrite to replace it",
        )
    )
