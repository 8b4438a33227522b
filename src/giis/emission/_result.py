"""What an emission did: counts in are counts out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from giis._text import Text
    from giis.emission._mend import Mending
    from giis.validators.findings import FileReport

SCHEMA = "giis-emit/1"


@dataclass(frozen=True)
class EmittedFile:
    """An exchange file that was written.

    Parameters
    ----------
    path : Path
        Where it stands.
    records : int
        How many it has.
    report : FileReport
        The judgement of its bytes.
    package : Path, optional
        What it was packed into.
    """

    path: Path
    records: int
    report: FileReport
    package: Path | None = None


@dataclass(frozen=True)
class Emission:
    """The outcome of an emission.

    Parameters
    ----------
    guide : str
        The id of the guide.
    records, written, excluded : int
        How many the source has, and what became of them: `records` is the sum of the other two.
    files : tuple of EmittedFile
        In the order of their names.
    excluded_path : Path
        The list of the records that were not written.
    reasons : mapping of str to int
        How many records each rule, or fault of the mapping, concerns, written (`keep_invalid`) or not.
    defaults : tuple of str
        The variables that the mapping left to the guide's default.
    invalid : int
        Records with errors that were written all the same (`keep_invalid`).
    """

    guide: str
    records: int
    written: int
    excluded: int
    files: tuple[EmittedFile, ...]
    excluded_path: Path
    reasons: Mapping[str, int]
    defaults: tuple[str, ...] = ()
    invalid: int = 0
    told: Mapping[str, Text] = field(default_factory=dict)
    """The reasons in words."""
    mended: Mending | None = None
    """What was mended of the records that were written; None if that was not asked for."""

    @property
    def failed(self) -> bool:
        """Whether a file that was written has errors."""
        return any(item.report.totals.error for item in self.files)

    def exit_status(self) -> Literal[0, 1]:
        """Return 0 if every record was written and no file has errors, else 1."""
        return 1 if self.excluded or self.invalid or self.failed else 0

    def data(self) -> dict[str, Any]:
        """Return the outcome as plain data, for JSON."""
        return {
            "schema": SCHEMA,
            "guide": self.guide,
            "records": self.records,
            "written": self.written,
            "excluded": self.excluded,
            "invalid": self.invalid,
            "defaults": list(self.defaults),
            "reasons": dict(self.reasons),
            "mended": _mended(self.mended),
            "excluded_list": str(self.excluded_path),
            "files": [
                {
                    "path": str(item.path),
                    "records": item.records,
                    "sha256": item.report.sha256,
                    "status": item.report.status,
                    "errors": item.report.totals.error,
                    "warnings": item.report.totals.warning,
                    "undecided_records": item.report.undecided_records,
                    "package": str(item.package) if item.package else None,
                }
                for item in self.files
            ],
        }


def _mended(mending: Mending | None) -> dict[str, Any] | None:
    if mending is None:
        return None
    return {
        "records": mending.records,
        "changes": mending.changes,
        "unsafe": mending.unsafe,
        "rules": [{"rule": item.rule, "safety": item.safety, "count": item.count} for item in mending.rules],
        "logs": [str(path) for path in mending.logs],
    }
