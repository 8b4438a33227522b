"""Records that would be excluded are mended first, and what is changed is written down."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

import polars as pl

from giis.mending import ChangeLog, CsvLog, JsonLog, MendedRule, confidential_names, head_of, mended_rules, told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from giis.emission._spool import Spool
    from giis.mending import MendedRecords
    from giis.specs import Guide
    from giis.validators.options import RunOptions

NAMES = ("cambios.csv", "cambios.json")
"""The change log, beside the exchange files."""


@dataclass(frozen=True, slots=True)
class Mending:
    """What was mended of the records that were written.

    Parameters
    ----------
    records, changes, unsafe : int
        How many records were changed, in how many values, and how many of these changes are unsafe.
    rules : tuple of MendedRule
        How often each rule was mended.
    logs : tuple of Path
        The change log, as CSV and JSON.
    """

    records: int
    changes: int
    unsafe: int
    rules: tuple[MendedRule, ...]
    logs: tuple[Path, ...]


@dataclass
class Changes:
    """The changes of a run, kept in the spool until it is known which records are written.

    Parameters
    ----------
    spool : Spool
        The folder of the run.
    """

    spool: Spool
    mended: list[pl.Series] = field(default_factory=list)
    """The numbers of the records that were mended, batch by batch."""
    _parts: list[Path] = field(default_factory=list)

    def take(self, first: int, mended: MendedRecords) -> None:
        """Take up the changes of a batch whose first record is `first`."""
        if mended.rows.is_empty():
            return
        self.mended.append((mended.rows.cast(pl.UInt32) + first).alias("record"))
        row = mended.log.get_column("row")
        changes = told(mended.log, row + first, pl.repeat(None, len(row), dtype=pl.UInt32, eager=True))
        part = self.spool.folder / f"changes-{len(self._parts)}"
        changes.sort("record", maintain_order=True).write_parquet(part)
        self._parts.append(part)

    @property
    def records(self) -> pl.Series:
        """The numbers of the records that were mended."""
        return pl.concat([pl.Series("record", [], dtype=pl.UInt32), *self.mended])

    def finish(self, written: pl.Series, source: str, guide: Guide, options: RunOptions, *, unsafe: bool) -> Mending:
        """Write the change log of the records that were written.

        Parameters
        ----------
        written : polars.Series
            Their numbers in the source.
        source : str
            What the log calls the source.
        guide, options
            The run's.
        unsafe : bool
            Whether unsafe changes were wanted.
        """
        with ExitStack() as stack:
            csv, json = (stack.enter_context(_opened(self.spool, name)) for name in NAMES)
            hidden = [] if options.show_values else confidential_names(guide)
            log = ChangeLog(hidden, [CsvLog(csv), JsonLog(json)], most=0)
            log.begin(head_of(source, self.spool.target, guide, options, unsafe=unsafe))
            for part in self._kept(written):
                log.take(part)
            log.end()
        mended = self.records
        number = int(mended.is_in(written.implode()).sum())
        rules = tuple(mended_rules(log))
        logs = tuple(self.spool.target / name for name in NAMES)
        return Mending(number, log.changes, log.by_safety["unsafe"], rules, logs)

    def _kept(self, written: pl.Series) -> Iterator[pl.DataFrame]:
        for path in self._parts:
            part = pl.read_parquet(path)
            yield part.filter(pl.col("record").is_in(written.implode()))


def _opened(spool: Spool, name: str) -> BinaryIO:
    return spool.path(name).open("wb")
