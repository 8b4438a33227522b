"""Mending one batch: lines left out, then values; and what the batch breaks before and after."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from giis.files import Batch, Layout, LeftOut, digests, to_frame
from giis.mending._log import COLUMNS, told
from giis.mending._put import put
from giis.mending._records import failing
from giis.mending._state import State
from giis.specs import Level
from giis.validators.batch import Judged, judge
from giis.validators.columns import raw_column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from giis.mending._header import HeaderPlan
    from giis.mending._records import RecordMender
    from giis.mending._shape import MendedLine, Shape
    from giis.validators.session import Session

_MOST_UNREADABLE = 3
"""A line whose columns were mended may have that many values that cannot be read: with more, it was cut elsewhere."""


@dataclass
class Mended:
    """A batch after its repair.

    `before` is what the batch broke as it was read; `batch` and `after` are what is written. The numbers of the
    records and lines are those of the input.
    """

    read: Batch
    before: Judged
    batch: Batch
    after: Judged
    left: list[LeftOut]
    changes: pl.DataFrame
    joined: int = 0
    """Records that became part of the one before."""
    headers: int = 0
    """Headers among the records, left out."""


@dataclass
class BatchMender:
    """Mends the batches of one file; it is only read, so that batches may be mended side by side."""

    session: Session
    mender: RecordMender
    shape: Shape
    plan: HeaderPlan
    layout: Layout
    join: bool
    frozen: frozenset[int] = frozenset()
    """Records whose values stay as they are."""

    def __post_init__(self) -> None:
        self.text_layout = replace(self.layout, integers=frozenset())
        self._readable = [rule.id for rule in self.session.guide.rules if rule.level is Level.VALUE]
        self._columns = [raw_column(variable.identifier) for variable in self.session.guide.variables]

    def mend(self, read: Batch) -> Mended:
        """Return the batch mended."""
        before = self.session.judge(read)
        done = Mended(read, before, read, before, [], pl.DataFrame(schema=COLUMNS))
        if read.odd:
            self._take_in(done)
        self._mend_values(done)
        if self.plan.read != self.plan.write or done.batch.frame is not read.frame:
            # Records may have become alike, or ceased to be.
            text = self.written(done.batch.frame).write_csv(
                include_header=False, separator=self.layout.separator, quote_style="never"
            )
            done.batch = replace(done.batch, digests=digests(text.encode()))
        return done

    def written(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the columns in the order in which they are written."""
        return frame.select([self._columns[column] for column in self.plan.write])

    def _take_in(self, done: Mended) -> None:
        """Mend the lines that were left out, and put them among the records."""
        headers = [line for line in done.read.odd if line.header]
        mended, left = self.shape.mend([line for line in done.read.odd if not line.header], join=self.join)
        done.headers = len(headers)
        changes = [self._removed(line) for line in headers]
        if mended:
            frame, mended, unreadable = self._readable_lines(mended)
            left = sorted([*left, *unreadable], key=lambda line: line.record)
            if mended:
                changes += [self._shaped(line) for line in mended]
                done.joined = sum(len(line.lines) - 1 for line in mended)
                done.batch = _inserted(done.read, frame, mended)
                done.after = judge(self.session.plan, done.batch.frame, count_applied=frozenset())
        done.left = left
        if changes:
            done.changes = pl.DataFrame(changes, schema=COLUMNS, orient="row")

    def _readable_lines(self, lines: list[MendedLine]) -> tuple[pl.DataFrame, list[MendedLine], list[LeftOut]]:
        """Return the columns of mended lines, and these lines, without those that were not meant so."""
        frame, state = self._judged([line.text for line in lines])
        if any(line.tight is not None for line in lines):
            # A line end within a word left no space behind: the way that breaks less is taken.
            tight, other = self._judged([line.tight or line.text for line in lines])
            better = other.number(other.counts) < state.number(state.counts)
            places = better.arg_true()
            frame = frame.with_columns(
                put(frame.get_column(name), places, tight.get_column(name).gather(places)) for name in self._columns
            )
            state.put(places, other.gather(places))
        good = state.number(self._readable) <= _MOST_UNREADABLE
        bad = [part for line, fits in zip(lines, good, strict=True) if not fits for part in line.lines]
        return frame.filter(good), [line for line, fits in zip(lines, good, strict=True) if fits], bad

    def _judged(self, lines: list[bytes]) -> tuple[pl.DataFrame, State]:
        frame = to_frame(b"".join(line + b"\n" for line in lines), self.text_layout, self.plan.read)
        frame.columns = self._columns
        return frame, State.of(judge(self.session.plan, frame, count_applied=frozenset()))

    def _shaped(self, line: MendedLine) -> tuple[object, ...]:
        found = [part.text.count(self.shape.separator) + 1 for part in line.lines]
        safety = "unsafe" if line.joined else "safe"
        counted = "+".join(map(str, found))
        return line.record, line.lines[0].line, None, counted, str(self.shape.width), "ARC-columnas", safety

    def _removed(self, line: LeftOut) -> tuple[object, ...]:
        token = line.text.split(self.shape.separator)[0].decode()
        return line.record, line.line, None, f"{token}{self.layout.separator}…", "", "ARC-encabezado-repetido", "safe"

    def _mend_values(self, done: Mended) -> None:
        batch, judged = done.batch, done.after
        rows = failing(judged)
        if self.frozen:
            rows = rows & ~batch.records.is_in(list(self.frozen))
        mended = self.mender.mend(batch.frame, judged, rows.arg_true())
        if mended.rows.is_empty():
            return
        frame, done.after = mended.put_into(batch.frame, judged)
        done.batch = replace(batch, frame=frame)
        done.changes = pl.concat([done.changes, self._told(mended.log, batch)]).sort("record", maintain_order=True)

    def _told(self, log: pl.DataFrame, batch: Batch) -> pl.DataFrame:
        place = log.get_column("row")
        return told(log, batch.records.gather(place), batch.lines.gather(place))


def _inserted(read: Batch, frame: pl.DataFrame, lines: Sequence[MendedLine]) -> Batch:
    """Return a batch with more records, in the order of their numbers."""
    own = pl.Series([line.record for line in lines], dtype=pl.UInt32)
    records = pl.concat([read.records, own.rename(read.records.name)])
    numbers = pl.concat([read.lines, pl.Series(read.lines.name, [line.lines[0].line for line in lines], pl.UInt32)])
    order = records.arg_sort()
    whole = pl.concat([read.frame.cast(pl.String), frame])
    return Batch(whole[order], records.gather(order), numbers.gather(order), read.digests)
