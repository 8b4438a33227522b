"""What a repair did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import polars as pl

    from giis.mending._log import ChangeLog
    from giis.validators.findings import FailOn, FileReport, Report


@dataclass(frozen=True, slots=True)
class MendedRule:
    """How often one rule was mended."""

    rule: str
    safety: Literal["safe", "unsafe"]
    count: int


def mended_rules(log: ChangeLog) -> list[MendedRule]:
    """Return how often each rule was mended, safely first."""
    counted = sorted(log.mended.items(), key=lambda item: (item[0][1], item[0][0]))
    return [MendedRule(rule, "safe" if safety == "safe" else "unsafe", count) for (rule, safety), count in counted]


@dataclass(frozen=True)
class Repair:
    """The outcome of `giis.mending`.

    Parameters
    ----------
    source, output : str, Path or None
        What was read, and what was written (`-`: a stream); None if nothing was.
    guide : str
        The guide that was followed.
    before : FileReport
        The judgement of the file that was read.
    report : Report
        The judgement of the file that was written.
    mended : sequence of MendedRule
        What was mended, by rule and safety.
    changes : polars.DataFrame
        The first changes: record, line, variable, before, after, rule, safety; confidential values masked.
    unsafe_changes : polars.DataFrame
        The first of them that are unsafe.
    changes_total, unsafe_total : int
        How many changes there are.
    records_read, records_written : int
        Records in and out. They differ by `joined` (lines that became part of another record) and `headers`
        (headers among the records, left out), and by nothing else.
    encoding, line_end : str
        How the output is written.
    logs : sequence of Path
        The change logs that were written.
    """

    source: str
    output: Path | str | None
    guide: str
    before: FileReport
    report: Report
    mended: Sequence[MendedRule]
    changes: pl.DataFrame
    unsafe_changes: pl.DataFrame
    changes_total: int
    unsafe_total: int
    records_read: int
    records_written: int
    joined: int
    headers: int
    encoding: str
    line_end: str
    unsafe: bool
    logs: Sequence[Path] = ()

    @property
    def after(self) -> FileReport:
        """The judgement of the file that was written."""
        return self.report.files[0]

    def exit_status(self, *, fail_on: FailOn = "error", allow_incomplete: bool = False) -> Literal[0, 1]:
        """Return the exit status: that of validating the output."""
        return self.report.exit_status(fail_on=fail_on, allow_incomplete=allow_incomplete)
