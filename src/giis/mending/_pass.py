"""One reading and writing of a file."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from giis._errors import InputError, InternalError
from giis._text import Text
from giis.files import Batch, ExchangeReader, Source, read_header, replacing
from giis.mending._batch import BatchMender, Mended
from giis.mending._header import plan_header
from giis.mending._log import COLUMNS, ChangeLog, DiffView, Sink, confidential_names, head_of
from giis.mending._output import Output
from giis.mending._records import RecordMender
from giis.mending._result import Repair, mended_rules
from giis.mending._shape import Shape
from giis.mending._sums import both_reports, whole_changes
from giis.mending._wish import KINDS, NAMELESS, Wish, exists
from giis.validators.choice import choose_guide
from giis.validators.findings import Report
from giis.validators.lines import Lines
from giis.validators.validate import Validation, layout_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from giis.files.writer import LineEnd

    Progress = Callable[[int, int | None], None]

_WORKERS = 2


@dataclass
class Pass:
    """One reading and writing of the file; what it writes stays only if it is finished."""

    wish: Wish
    frozen: frozenset[int]
    names: frozenset[str] | None
    """Variables that stay as they are; None for all."""
    stack: ExitStack = field(default_factory=ExitStack)
    headers: int = 0
    joined: int = 0
    done: bool = False
    places: Lines = field(default_factory=Lines)
    """Leads from records of the output to those of the input."""
    taken_in: set[int] = field(default_factory=set)

    def __enter__(self) -> Pass:
        self.start = time.perf_counter()
        wish = self.wish
        try:
            self._begin(wish)
        except BaseException:
            self.stack.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: Any) -> None:
        # The drafts vanish when they see an error.
        stop = error or (None if self.done else _Stop())
        try:
            self.stack.__exit__(type(stop) if stop else None, stop, trace)
        except _Stop:
            pass
        except FileExistsError as found:
            raise exists(Path(str(found.filename2 or found.filename))) from None

    def _begin(self, wish: Wish) -> None:
        if not isinstance(wish.source, Path):
            wish.source.seek(0)
        self.source = self.stack.enter_context(Source(wish.source))
        header = read_header(self.source)
        name = wish.source.name if isinstance(wish.source, Path) else None
        self.guide, self.chosen = choose_guide(wish.options.guide, header.tokens, name)
        self.layout = layout_of(self.guide)
        validation = Validation(wish.options, together=False)
        first, second = (validation.session(self.guide, validation.options) for _ in range(2))
        self.sessions = first, second
        self.plan = plan_header(header, self.layout, unsafe=wish.unsafe)
        self.header_line = header.line
        self.reader = ExchangeReader(
            self.source, self.layout, batch_bytes=wish.options.batch_bytes, max_issues=self._cap(), keep_odd=True
        )
        self.draft = self.stack.enter_context(self._draft(wish.target))
        end = wish.line_end or _line_end(self.source)
        self.output = Output(self.draft, self.layout, end, wish.encoding)
        hidden = [] if wish.options.show_values else confidential_names(self.guide)
        self.log = ChangeLog(hidden, self._sinks(), wish.max_changes)
        self.log.begin(head_of(wish.name, wish.target, self.guide, wish.options, unsafe=wish.unsafe))

    def _cap(self) -> int:
        most = self.wish.options.max_findings
        return 1 << 62 if most is None else most

    def _draft(self, path: Path | None) -> Any:
        return tempfile.TemporaryFile() if path is None else replacing(path, overwrite=self.wish.overwrite)

    def _sinks(self) -> list[Sink]:
        wish = self.wish
        sinks: list[Sink] = [
            KINDS[path.suffix.lower()](self.stack.enter_context(self._draft(path))) for path in wish.logs
        ]
        self.view = self.stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115
        if wish.diff is not None:
            sinks.append(DiffView(self.view))
        return sinks

    def read(self, progress: Progress | None) -> None:
        """Read the file to its end, mend and write it."""
        self._write_header()
        total = self.wish.size
        for mended in self._mended():
            self._take(mended)
            if progress is not None:
                progress(self.source.size, total)
        if self.reader.issue_totals.get("ARC-renglon-largo"):
            raise InputError(
                Text(
                    "un renglón es tan largo que no se puede copiar (ARC-renglon-largo); no se escribió nada",
                    "a line is too long to be copied (ARC-renglon-largo); nothing was written",
                )
            )
        written, read = self.output.written, self.reader.records
        if written != read - self.joined - self.headers:
            raise InternalError(f"{read} records were read and {written} written")

    def _write_header(self) -> None:
        if not self.plan.tokens or (self.header_line == 0):
            return
        self.output.header(self.plan.tokens)
        line = self.header_line if self.header_line else None
        rows = [
            (None, line, None, change.before, change.after, change.rule, "safe" if change.safe else "unsafe")
            for change in self.plan.changes
        ]
        self.log.take(pl.DataFrame(rows, schema=COLUMNS, orient="row"))

    def _mended(self) -> Iterator[Mended]:
        """Yield the batches mended, in their order, a few of them being mended side by side."""
        wish = self.wish
        session = self.sessions[0]
        names = self.names
        if names is None:
            names = frozenset(variable.identifier for variable in self.guide.variables)
        shape = Shape(len(self.layout.headers), self.layout.separator.encode())
        records = RecordMender(session.plan, frozenset(session.errors), wish.unsafe, names)
        mender = BatchMender(session, records, shape, self.plan, self.layout, wish.unsafe, self.frozen)
        self.written = mender.written
        waiting: deque[Future[Mended]] = deque()
        with ThreadPoolExecutor(_WORKERS, thread_name_prefix="giis-mend") as pool:
            for batch in self._batches(shape):
                waiting.append(pool.submit(mender.mend, batch))
                if len(waiting) > _WORKERS:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def _batches(self, shape: Shape) -> Iterator[Batch]:
        """Yield the batches; lines that may go on in the next one are given with that."""
        carried: tuple[Any, ...] = ()
        held: Batch | None = None
        for batch in self.reader:
            if held is not None:
                yield held
            odd = (*carried, *batch.odd)
            place = len(odd)
            if self.wish.unsafe and odd:
                last = max(odd[-1].record, int(batch.records[-1]) if len(batch.records) else 0)
                place = shape.unfinished(odd, last)
            held, carried = replace(batch, odd=odd[:place]), odd[place:]
        if held is not None:
            yield replace(held, odd=(*held.odd, *carried))

    def _take(self, mended: Mended) -> None:
        """Write one batch, and take up what it breaks before and after."""
        before, after = self.sessions
        before.take(mended.read, mended.before)
        batch = mended.batch
        numbers, lines = self._numbers(mended)
        self.output.records(self.written(batch.frame), batch.records, mended.left)
        after.take(Batch(batch.frame, numbers, lines, batch.digests), mended.after)
        self.places.add(numbers, batch.records)
        self.joined += mended.joined
        self.headers += mended.headers
        if batch.frame.height > mended.read.frame.height:
            fresh = batch.records.filter(~batch.records.is_in(mended.read.records.implode()))
            self.taken_in.update(fresh.to_list())
        self.log.take(mended.changes)

    def _numbers(self, mended: Mended) -> tuple[pl.Series, pl.Series]:
        """Return the numbers that the records and their lines have in the output."""
        records = mended.batch.records
        first = self.output.written + 1
        numbers = pl.int_range(first, first + len(records), dtype=pl.UInt32, eager=True)
        if mended.left:
            odd = pl.Series([line.record for line in mended.left], dtype=pl.UInt32)
            numbers = numbers + odd.search_sorted(records).cast(pl.UInt32)
        offset = 1 if self.header_line else 0
        return numbers.alias("record"), (numbers + offset).alias("line")

    def finish(self) -> Repair:
        """Log what concerns the whole file, judge the structure of the output, and let it stay."""
        wish = self.wish
        self.draft.flush()
        self.draft.seek(0)
        written = ExchangeReader(self.draft, self.layout, max_issues=self._cap())
        written.scan()
        if written.records != self.output.written:
            raise InternalError(f"{self.output.written} records were written and {written.records} read back")
        self.log.take(whole_changes(self, written))
        reports = both_reports(self, written)
        self.log.end()
        if wish.diff is not None and self.log.changes:
            self.view.seek(0)
            shutil.copyfileobj(self.view, wish.diff)
        if wish.output is not None and not isinstance(wish.output, Path):
            self.draft.seek(0)
            shutil.copyfileobj(self.draft, wish.output)
        self.done = True
        return Repair(
            source=wish.name,
            output=NAMELESS if wish.output is not None and wish.target is None else wish.target,
            guide=self.guide.id,
            before=reports[0],
            report=Report(
                [reports[1]],
                wish.options.as_of,
                values_shown=wish.options.show_values,
                language=wish.language,
            ),
            mended=mended_rules(self.log),
            changes=self.log.first,
            unsafe_changes=self.log.first_unsafe,
            changes_total=self.log.changes,
            unsafe_total=self.log.by_safety["unsafe"],
            records_read=self.reader.records,
            records_written=written.records,
            joined=self.joined,
            headers=self.headers,
            encoding=self.output.encoding,
            line_end=self.output.line_end,
            unsafe=wish.unsafe,
            logs=tuple(wish.logs),
        )


class _Stop(Exception):  # noqa: N818
    """Makes drafts vanish."""


def _line_end(source: Source) -> LineEnd:
    """Return how the first line ends, CR LF if it ends otherwise."""
    data = source.peek(1 << 16)
    feed = data.find(b"\n")
    return "\n" if feed == 0 or (feed > 0 and data[feed - 1 : feed] != b"\r" and b"\r" not in data[:feed]) else "\r\n"
