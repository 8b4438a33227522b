"""Reading an exchange file in batches of text columns, with exact findings on its structure."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, TypeVar

import polars as pl

from giis._errors import InternalError
from giis.files._cut import cut
from giis.files._frames import digests, to_frame
from giis.files._log import IssueLog
from giis.files._scan import Clean, LeftOut, Scanner
from giis.files.layout import Issue, Layout
from giis.files.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from pathlib import Path

_T = TypeVar("_T")
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Batch:
    """Some well-formed records of a file, in order.

    Parameters
    ----------
    frame : polars.DataFrame
        Text columns `r.0`, `r.1` … in the order of the layout; an empty value is "", never null. A column of
        `Layout.integers` may be Int32 instead: then each text is its number's plain spelling.
    records : polars.Series
        The number of each record, counted from 1 over the whole file (UInt32).
    lines : polars.Series
        The line on which it stands, counted from 1 (UInt32).
    digests : polars.Series
        A number for each record, equal for records that are written alike in every column (Int64).
    odd : tuple of LeftOut
        Records that were left out since the batch before, if the reader keeps them.
    """

    frame: pl.DataFrame
    records: pl.Series
    lines: pl.Series
    digests: pl.Series
    odd: tuple[LeftOut, ...] = ()


class ExchangeReader:
    """Reads one exchange file, once.

    Iterate over it to get the records in batches; then ask for what was found. Record n is the nth line with
    text after the header; a record with a wrong number of columns is counted and left out of the batches.
    Each finding, number and record is the same whatever `batch_bytes` is.

    Parameters
    ----------
    source : Path, str, bytes, binary stream or Source
        The file.
    layout : Layout
        The columns that are expected.
    batch_bytes : int
        The size of a batch in bytes of text; memory grows with it, not with the file.
    max_issues : int
        How many findings of each rule to keep; totals are exact all the same.
    keep_odd : bool
        Give the lines of the records that are left out beside the others, in `Batch.odd`; the last batch may then be
        without other records.

    Raises
    ------
    InputError
        If the source cannot be opened or read.
    """

    def __init__(
        self,
        source: Path | str | bytes | BinaryIO | Source,
        layout: Layout,
        *,
        batch_bytes: int = 16 << 20,
        max_issues: int = 1000,
        keep_odd: bool = False,
    ) -> None:
        self._given = source
        self._layout = layout
        self._batch_bytes = max(batch_bytes, 1)
        self._log = IssueLog(max_issues)
        self._scanner = Scanner(layout, self._log)
        self._scanner.odd = [] if keep_odd else None
        self._source: Source | None = None
        self._done = False

    def __iter__(self) -> Iterator[Batch]:
        if self._source is not None:
            raise InternalError("An ExchangeReader reads its file once; make another one to read it again.")
        given = self._given
        self._source = source = given if isinstance(given, Source) else Source(given)
        try:
            yield from self._batches(source)
        finally:
            source.close()

    def _batches(self, source: Source) -> Iterator[Batch]:
        with closing(_ahead(self._clean(source))) as clean:
            for data, parts, odd in clean:
                frame = to_frame(data, self._layout, self._scanner.order)
                records = _numbers("record", [part.records for part in parts])
                if len(records) != frame.height:
                    raise InternalError("The columns of some records were not read; please report this file's form.")
                yield Batch(frame, records, _numbers("line", [part.lines for part in parts]), digests(data), odd)

    def scan(self) -> None:
        """Read the file for its structure alone, instead of iterating over its records."""
        if self._source is not None:
            raise InternalError("An ExchangeReader reads its file once; make another one to read it again.")
        given = self._given
        self._source = source = given if isinstance(given, Source) else Source(given)
        try:
            for _ in self._clean(source):
                pass
        finally:
            source.close()

    def survey(self, progress: Callable[[int], None] | None = None) -> None:
        """Read the file to its end for what is found in it, without making batches.

        Parameters
        ----------
        progress : callable, optional
            Called with the bytes read so far.
        """
        if self._source is not None:
            raise InternalError("An ExchangeReader reads its file once; make another one to read it again.")
        given = self._given
        self._source = source = given if isinstance(given, Source) else Source(given)
        with closing(source):
            for _ in self._clean(source):
                if progress is not None:
                    progress(source.size)

    @property
    def issues(self) -> tuple[Issue, ...]:
        """The first findings of each rule, in the order of the lines."""
        return self._finished()._log.issues()

    @property
    def issue_totals(self) -> dict[str, int]:
        """How many findings each rule has, by code."""
        return dict(sorted(self._finished()._log.totals.items()))

    @property
    def records(self) -> int:
        """How many records the file has, those left out included."""
        return self._finished()._scanner.records

    @property
    def bad_records(self) -> int:
        """How many records were left out of the batches for their structure."""
        return self._finished()._scanner.bad_records

    @property
    def lines(self) -> int:
        """How many lines the file has, blank ones and the header included."""
        return self._finished()._scanner.lines

    @property
    def order(self) -> tuple[int, ...]:
        """For each column of the file, the column of the layout that it holds (both counted from 0)."""
        return self._finished()._scanner.order

    @property
    def sha256(self) -> str:
        """The SHA-256 of the file's bytes, in hexadecimal."""
        return self._opened().sha256

    @property
    def header(self) -> tuple[str, ...]:
        """The names in the header as the file has them; () if there is none."""
        return self._finished()._scanner.header or ()

    @property
    def line_end(self) -> str:
        r"""How lines end: "\\n", "\\r\\n", "\\r", "mixed", or "" if no line ends."""
        return self._finished()._scanner.ends.kind

    @property
    def encoding(self) -> str:
        """One of ascii, windows-1252, utf-8, utf-8-sig, mixed, utf-16-le, utf-16-be, utf-32-le, utf-32-be."""
        source, seen = self._opened(), self._scanner.encodings
        if source.wide:
            return source.wide
        if seen.ansi_line is not None:
            return "mixed" if source.bom or seen.utf8_total else "windows-1252"
        if source.bom:
            return "utf-8-sig"
        return "utf-8" if seen.utf8_total else "ascii"

    def _finished(self) -> ExchangeReader:
        if not self._done:
            raise InternalError("Read the file to its end before asking what was found in it.")
        return self

    def _opened(self) -> Source:
        if self._source is None or not self._done:
            raise InternalError("Read the file to its end before asking what was found in it.")
        return self._source

    def _clean(self, source: Source) -> Iterator[tuple[bytes, list[Clean], tuple[LeftOut, ...]]]:
        """Yield the well-formed lines, as many together as make a batch, with those left out between them."""
        parts: list[Clean] = []
        size = 0
        for piece in cut(source.read, min(_PIECE, self._batch_bytes)):
            part = self._scanner.take(piece)
            if part is not None:
                parts.append(part)
                size += len(part.data)
            elif self._scanner.odd:
                size += len(piece.data)
            if size >= self._batch_bytes:
                yield b"".join(part.data for part in parts), parts, self._odd()
                parts, size = [], 0
        odd = self._odd()
        if parts or odd:
            yield b"".join(part.data for part in parts), parts, odd
        self._conclude(source)
        self._done = True

    def _odd(self) -> tuple[LeftOut, ...]:
        """Hand over the lines that were left out since the last batch."""
        if not self._scanner.odd:
            return ()
        odd = tuple(self._scanner.odd)
        self._scanner.odd.clear()
        return odd

    def _conclude(self, source: Source) -> None:
        """Log what only the end of the file tells."""
        log, scanner = self._log, self._scanner
        if scanner.header is None:
            log.forget("ARC-renglon-vacio")
            log.add(Issue("ARC-vacio", params={"bytes": source.size}))
        elif scanner.header and not scanner.records:
            log.add(Issue("ARC-sin-registros"))
        if ends := scanner.ends.issue():
            log.add(ends)
        if source.bom:
            log.add(Issue("ARC-bom", 1))
        if source.wide:
            log.add(Issue("ARC-utf16", 1, params={"encoding": source.wide.upper()}))
        else:
            self._conclude_encoding(source)

    def _conclude_encoding(self, source: Source) -> None:
        seen = self._scanner.encodings
        ansi = seen.ansi_line
        if ansi is None:
            if seen.utf8_total:
                first = seen.utf8_lines[0] if seen.utf8_lines else None
                self._log.add(Issue("ARC-codificacion", first, params={"lines": seen.utf8_total}))
            return
        marked = source.bom and seen.utf8_lines[:1] != [1]
        for line in ([1] if marked else []) + seen.utf8_lines:
            self._log.add(Issue("ARC-codificacion-mezclada", line, params={"ansi_line": ansi}))
        if seen.utf8_total or marked:
            self._log.totals["ARC-codificacion-mezclada"] = seen.utf8_total + marked


def _numbers(name: str, parts: list[Sequence[int]]) -> pl.Series:
    """Join the numbers of several pieces."""
    series = [
        pl.int_range(part.start, part.stop, dtype=pl.UInt32, eager=True)
        if isinstance(part, range)
        else pl.Series(part, dtype=pl.UInt32)
        for part in parts
    ]
    return (pl.concat(series) if series else pl.Series(dtype=pl.UInt32)).rename(name)


def _ahead(items: Iterator[_T]) -> Generator[_T, None, None]:
    """Yield `items`, the next of which is being made in another thread meanwhile."""
    with ThreadPoolExecutor(1, thread_name_prefix="giis-read") as pool:
        following = pool.submit(next, items, None)
        while (item := following.result()) is not None:
            following = pool.submit(next, items, None)
            yield item
