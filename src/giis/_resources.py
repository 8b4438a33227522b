"""Where the data that ships with the package lies, in a wheel and in a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@cache
def data_directory(name: str) -> Path:
    """Return the folder `name` (`"spec_yaml"` or `"conformance"`) of the shipped data.

    A wheel carries it inside the package; a checkout keeps it at the root of the repository.
    """
    packaged = _PACKAGE / "_data" / name
    return packaged if packaged.is_dir() else _PACKAGE.parents[1] / name


def short_name(path: Path) -> str:
    """Return the last parts of `path`, enough to find the file among the definitions."""
    return "/".join(path.parts[-3:])
