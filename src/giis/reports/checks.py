"""Checking definitions of guides, and telling what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from giis._errors import SpecError
from giis._resources import data_directory
from giis._text import Text
from giis.reports import _words as w
from giis.reports._page import Page
from giis.reports._unknown import UnknownNameError
from giis.specs import load_guide_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rich.console import Console

    from giis.reports._voice import Voice


@dataclass(frozen=True, slots=True)
class Check:
    """What checking one definition came to: `fault` is None where it is sound."""

    path: Path
    fault: SpecError | None


def check(path: Path | None = None) -> list[Check]:
    """Load definitions of guides and return what is wrong with them.

    Parameters
    ----------
    path : Path, optional
        The YAML file of a guide, or a folder of them (a `guides` folder in it is looked into); by default
        all that ship.

    Raises
    ------
    InputError
        If there is nothing to check at `path`.
    """
    return [_checked(file) for file in _definitions(path or data_directory("spec_yaml"))]


def render(checks: Iterable[Check], console: Console, voice: Voice) -> None:
    """Print one line `file:line: what is wrong` for each faulty definition, and the sum of it."""
    page = Page(console)
    done = list(checks)
    faulty = [item for item in done if item.fault is not None]
    for text in dict.fromkeys(voice.data(item.fault.text) for item in done if item.fault is not None):
        page.line(text)
    files = voice.count(len(done), w.FILE)
    told = voice(w.SPECS_BAD, faults=len(faulty), files=files) if faulty else voice(w.SPECS_GOOD, files=files)
    page.line((told, "red" if faulty else "green"))
    page.print()


def to_json(checks: Iterable[Check], voice: Voice) -> dict[str, Any]:
    """Return the checks as plain data."""
    return {
        "schema": "giis-spec-check/1",
        "language": voice.language,
        "files": [
            {
                "path": str(item.path),
                "fault": {"file": item.fault.file, "line": item.fault.line, "message": item.fault.message}
                if item.fault
                else None,
            }
            for item in checks
        ],
    }


def _definitions(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    folder = path / "guides" if (path / "guides").is_dir() else path
    found = sorted(folder.glob("*.yaml")) if folder.is_dir() else []
    if not found:
        raise UnknownNameError(
            Text(
                f"{folder}: no hay ahí ninguna definición de guía (*.yaml)",
                f"{folder}: there is no definition of a guide (*.yaml)",
            )
        )
    return found


def _checked(path: Path) -> Check:
    try:
        load_guide_file(path)
    except SpecError as error:
        return Check(path, error)
    return Check(path, None)
