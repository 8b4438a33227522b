"""`giis generate`: a file of synthetic records, as large as is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import polars as pl

from giis._errors import InputError, InternalError
from giis._text import Text
from giis.files import FileName, replacing
from giis.specs import Guide, load_guide
from giis.synth._columns import NUMBER
from giis.synth._expand import Expansion
from giis.synth._lines import Lines
from giis.synth._month import default_month, month_of
from giis.synth._pool import Pool, pool_for
from giis.synth._search import Searcher
from giis.synth._units import PREFIX, units_for
from giis.validators.columns import raw_column
from giis.validators.options import RunOptions
from giis.validators.validate import store_of, validate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from giis.catalogs import CatalogStore
    from giis.files.writer import Encoding, LineEnd
    from giis.synth._break_key import Key
    from giis.synth._month import Month
    from giis.validators.findings import Report

BATCH = 50_000
"""Records made at once; what they are does not depend on it."""
_CHECKED = 300
_NO_CATALOG = "XXXXX"


@dataclass(frozen=True)
class Synthetic:
    """Synthetic records of one guide, made while they are taken.

    Parameters
    ----------
    guide : Guide
        The guide.
    month : Month
        The month of the records.
    units : tuple of str
        Keys of the units that they come from.
    count, seed : int
        How many records, and what tells them from others.
    """

    guide: Guide
    month: Month
    units: tuple[str, ...]
    count: int
    seed: int
    searcher: Searcher
    pool: Pool

    @property
    def name(self) -> str:
        """The official name of a file of these records: `TTT-EEIII-AAMM.TXT`."""
        prefix = self.units[0][:PREFIX] if self.units else _NO_CATALOG
        kind = self.guide.file_types[0]
        return str(FileName(kind, prefix[:2], prefix[2:], self.month.year, self.month.number))

    @property
    def as_of(self) -> date:
        """The date of registration, which no record is later than."""
        return self.searcher.setting.as_of

    @cached_property
    def _expansion(self) -> Expansion:
        return Expansion(self.searcher, self.pool, self.count, self.seed)

    def frames(self, batch: int = BATCH) -> Iterator[pl.DataFrame]:
        """Yield the records as frames of texts, one column a variable, called by its identifier."""
        names = [variable.identifier for variable in self.guide.variables]
        for first in range(0, self.count, batch):
            changing = self._expansion.records(first, min(batch, self.count - first))
            frame = self.pool.frame[changing.get_column(NUMBER)].with_columns(changing.drop(NUMBER))
            yield frame.select(pl.col(raw_column(name)).alias(name) for name in names)

    def frame(self) -> pl.DataFrame:
        """Return all records as one frame."""
        frames = list(self.frames())
        columns = {variable.identifier: pl.String for variable in self.guide.variables}
        return pl.concat(frames) if frames else pl.DataFrame(schema=columns)

    def check(self, records: int = _CHECKED) -> Report:
        """Judge the first records by the pipeline.

        Raises
        ------
        InternalError
            If it finds an error or a warning: what is made is to be valid.
        """
        changing = self._expansion.records(0, min(records, self.count))
        frame = self.pool.frame[changing.get_column(NUMBER)].with_columns(changing.drop(NUMBER))
        frame.columns = [name.removeprefix("r.") for name in frame.columns]
        report = validate(
            frame, self.guide, as_of=self.searcher.setting.as_of, catalogs=self.searcher.store, max_findings=5
        )
        found = [
            finding.rule for file in report.files for finding in file.findings if not _of_share(self, finding.rule)
        ]
        if found:
            raise InternalError(f"synthetic records of {self.guide.id} break {', '.join(found)}")
        return report

    def write(
        self,
        target: Path | BinaryIO,
        *,
        line_end: LineEnd = "\r\n",
        encoding: Encoding = "windows-1252",
        progress: Callable[[int, int | None], None] | None = None,
    ) -> None:
        """Write the records as an exchange file with the official header, whole or not at all.

        Raises
        ------
        InputError
            If the file cannot be written.
        """
        if not isinstance(target, Path):
            self._write(target, line_end, encoding, progress)
            return
        try:
            with replacing(target.resolve()) as stream:
                self._write(stream, line_end, encoding, progress)
        except OSError as error:
            reason = error.strerror or str(error)
            raise InputError(
                Text(f"{target} no se puede escribir: {reason}.", f"{target} cannot be written: {reason}.")
            ) from error

    def write_invalid(self, target: Path, share: float, *, rules: Sequence[str] = (), overwrite: bool = False) -> Key:
        """Write the records with known violations, and the answer key beside the file.

        Parameters
        ----------
        target : Path
            The file; the key stands in `FILE.key.csv` and `FILE.key.json`.
        share : float
            The share of the records to break, above 0 and at most 1: at least one.
        rules : sequence of str
            The rules to break: ids, beginnings of ids, or patterns with `*` and `?`; all that can be by default.
        overwrite : bool
            Whether the files may replace others.

        Returns
        -------
        Key
            What `validate` finds in the file, and which record was made to break which rule.

        Raises
        ------
        InputError
            If the share makes no sense, a rule is unknown, none can be broken, or a file cannot be written.
        """
        from giis.synth._break_run import Wish, write_broken

        def frames() -> Iterator[pl.DataFrame]:
            for frame in self.frames():
                yield frame.rename({name: raw_column(name) for name in frame.columns})

        options = RunOptions(guide=self.guide, as_of=self.as_of, store=self.searcher.store)
        wish = Wish(self.guide, options, frames, self.count, share, self.seed, rules)
        return write_broken(wish, target, overwrite=overwrite)

    def _write(
        self,
        stream: BinaryIO,
        line_end: LineEnd,
        encoding: Encoding,
        progress: Callable[[int, int | None], None] | None,
    ) -> None:
        lines = Lines(self.guide, self.pool.frame, self._expansion.changing, line_end, encoding)
        stream.write(lines.header())
        for first in range(0, self.count, BATCH):
            changing = self._expansion.records(first, min(BATCH, self.count - first))
            stream.write(lines.of(changing, first))
            if progress is not None:
                progress(first + changing.height, self.count)


def generate(
    guide: str | Guide,
    count: int,
    *,
    seed: int = 0,
    month: Month | str | None = None,
    clues: Sequence[str] = (),
    as_of: date | None = None,
    catalogs: Path | str | CatalogStore | None = None,
) -> Synthetic:
    """Make synthetic records of a guide: valid, plausible, of persons who do not exist.

    The same arguments, guide and catalogues give the same records. Their persons are fictitious; position 17 of a
    CURP tells it (see docs/generate.md).

    Parameters
    ----------
    guide : str or Guide
        The guide, as `load_guide` takes it.
    count : int
        How many records.
    seed : int
        What tells two files apart.
    month : Month or str, optional
        The month of the records (`AAAA-MM`); by default the first whole one in which the guide was in force.
    clues : sequence of str
        Keys of the units that the records come from, all of one state and institution; by default some.
    as_of : date, optional
        The date of registration, which no record is later than; the last day of the month by default.
    catalogs : path or CatalogStore, optional
        Where imported catalogues lie; the user's own folder by default.

    Returns
    -------
    Synthetic
        The records: `.frame()`, `.frames()`, `.write(path)`, `.name`.

    Raises
    ------
    InputError
        If the guide, the month or a unit is unknown, or no valid record is found.
    """
    if count < 0:
        raise InputError(
            Text("el número de registros no puede ser negativo", "the number of records must not be negative")
        )
    known = guide if isinstance(guide, Guide) else load_guide(guide)
    when = month_of(month) if isinstance(month, str) else month or default_month(known)
    if as_of is not None and as_of < when.first:
        raise InputError(
            Text(
                f"la fecha de registro, {as_of}, es anterior al mes de los registros, {when}",
                f"the date of registration, {as_of}, is before the month of the records, {when}",
            )
        )
    store = store_of(catalogs)
    units = units_for(Searcher(known, store, when, as_of=as_of), clues, count, seed)
    searcher = Searcher(known, store, when, as_of=as_of, units=units)
    made = Synthetic(known, when, units, count, seed, searcher, pool_for(searcher, max(count, 1), seed))
    made.check()
    return made


def _of_share(made: Synthetic, rule: str) -> bool:
    return f"limit.{rule}" in made.searcher.limited
