"""Checking definitions of guides, checklists and mappings to FHIR, and assessments; telling what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from giis._errors import SpecError
from giis._resources import data_directory
from giis._text import Text
from giis.converters import load_map_file
from giis.reports import _words as w
from giis.reports import assessment as assessments
from giis.reports._page import Page
from giis.reports._unknown import UnknownNameError
from giis.specs import Assessment, load_assessment, load_checklist_file, load_guide_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rich.console import Console

    from giis.reports._voice import Voice

_FOLDERS = ("guides", "checklists", "fhir")
_HEAD = 10_000  # characters among which the first key stands


@dataclass(frozen=True, slots=True)
class Check:
    """What checking one file came to: `fault` is None where it is sound."""

    path: Path
    fault: SpecError | None
    assessment: Assessment | None = None


def check(path: Path | None = None) -> list[Check]:
    """Load definitions of guides, checklists, mappings to FHIR, and assessments; return what is wrong with them.

    Parameters
    ----------
    path : Path, optional
        A YAML file, or a folder of them (folders `guides`, `checklists` and `fhir` in it are looked into); by
        default all that ship. The first key tells the others from a guide.

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
    for item in done:
        if item.assessment is not None:
            assessments.write(page, item.assessment, voice)
            page.line()
    page.line((told, "red" if faulty else "green"))
    page.print()


def to_json(checks: Iterable[Check], voice: Voice) -> dict[str, Any]:
    """Return the checks as plain data."""
    return {
        "schema": "giis-spec-check/1",
        "language": voice.language,
        "files": [_data(item, voice) for item in checks],
    }


def _data(item: Check, voice: Voice) -> dict[str, Any]:
    fault = item.fault
    told = {"file": fault.file, "line": fault.line, "message": voice.data(fault.said)} if fault else None
    data: dict[str, Any] = {"path": str(item.path), "fault": told}
    if item.assessment is not None:
        data["assessment"] = assessments.to_json(item.assessment)
    return data


def _definitions(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    folders = [path / name for name in _FOLDERS if (path / name).is_dir()] or [path]
    found = [file for folder in folders for file in sorted(folder.glob("*.yaml"))]
    if not found:
        raise UnknownNameError(
            Text(
                f"{folders[0]}: no hay ahí ninguna definición de guía (*.yaml)",
                f"{folders[0]}: there is no definition of a guide (*.yaml)",
            )
        )
    return found


def _checked(path: Path) -> Check:
    try:
        kind = _first_key(path)
        if kind == "assessment":
            return Check(path, None, load_assessment(path))
        if kind == "checklist":
            load_checklist_file(path)
        elif kind == "fhir":
            load_map_file(path)
        else:
            load_guide_file(path)
    except SpecError as error:
        return Check(path, error)
    return Check(path, None)


def _first_key(path: Path) -> str:
    """Return the first key of a YAML file, as far as it can be told without reading it as YAML."""
    try:
        with path.open(encoding="utf-8-sig") as stream:
            lines = stream.read(_HEAD).splitlines()
    except (OSError, UnicodeDecodeError):
        return ""  # whoever loads it tells what is wrong
    first = next((line for line in lines if line.strip() and not line.lstrip().startswith(("#", "---"))), "")
    return first.partition(":")[0].strip()
