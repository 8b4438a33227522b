"""The way in: a file is read, mended batch by batch, and written beside its change logs, all of it or nothing."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import polars as pl

from giis._errors import InputError, InternalError
from giis._text import Language, Text
from giis._version import __version__
from giis.files import Batch, ExchangeReader, Source, read_header, replacing
from giis.repair._batch import BatchMender, Mended
from giis.repair._header import HeaderPlan, plan_header
from giis.repair._log import COLUMNS, ChangeLog, CsvLog, DiffView, JsonLog, Sink
from giis.repair._output import Output
from giis.repair._result import MendedRule, Repair
from giis.repair._shape import Shape
from giis.repair._ways import Ways
from giis.validators.choice import choose_guide
from giis.validators.findings import Profile, Report
from giis.validators.lines import Lines
from giis.validators.summary import Judgement
from giis.validators.validate import BATCH_BYTES, RunOptions, Validation, layout_of, store_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from giis.catalogs import CatalogStore
    from giis.files.writer import Encoding, LineEnd
    from giis.specs import Guide
    from giis.validators.findings import FileReport
    from giis.validators.folds import Fold
    from giis.validators.session import Session

    Progress = Callable[[int, int | None], None]

_WORKERS = 2
_TRIES = 5
_KINDS: dict[str, type[CsvLog] | type[JsonLog]] = {".csv": CsvLog, ".json": JsonLog}
_NAMED = ("ARC-columnas", "ARC-encabezado", "ARC-nombre")
"""Rules on the file whose changes are logged one by one, or that a name alone breaks."""


def repair(
    source: Path | str | bytes,
    output: Path | str | None = None,
    guide: str | Guide | None = None,
    *,
    unsafe: bool = False,
    overwrite: bool = False,
    logs: Sequence[Path | str] = (),
    diff: BinaryIO | None = None,
    line_end: LineEnd | None = None,
    encoding: Encoding = "windows-1252",
    as_of: date | None = None,
    catalogs: Path | str | CatalogStore | None = None,
    profile: Profile = "default",
    unofficial_as_errors: bool = False,
    max_findings: int | None = 1000,
    max_changes: int = 1000,
    show_values: bool = False,
    language: Language = "es",
    batch_bytes: int = BATCH_BYTES,
    progress: Progress | None = None,
) -> Repair:
    """Mend what an exchange file breaks and can be mended for certain.

    A change is kept only if the record, judged again, has fewer findings and no new one. What cannot be mended stays
    as it was and is reported. The file that is read is never changed, and no record is dropped.

    Parameters
    ----------
    source : path or bytes
        The exchange file.
    output : path, optional
        The file to write; without it nothing is written, and the result tells what would be.
    guide : str or Guide, optional
        As in `validate`.
    unsafe : bool
        Change also what may change a meaning: defaults that the guide prescribes, values that follow from others,
        repeated list values, broken lines.
    overwrite : bool
        Whether the output and the logs may replace files.
    logs : sequence of paths
        Where to write the change log: `.csv` or `.json`.
    diff : binary stream, optional
        Takes the changes as a unified view, in UTF-8.
    line_end : str, optional
        CR LF or LF; by default that of the first line.
    encoding : str
        The guides ask for windows-1252. A file with characters that it lacks is written in UTF-8.
    as_of, catalogs, profile, unofficial_as_errors, max_findings, language, batch_bytes, progress
        As in `validate`.
    max_changes : int
        How many changes the result shows; its totals are exact all the same.
    show_values : bool
        Show values of variables that the guide marks as confidential.

    Returns
    -------
    Repair
        What was changed, and the judgement of the output.

    Raises
    ------
    InputError
        If the file cannot be read, the guide not be told, or the output not be written.
    """
    target = Path(output) if output is not None else None
    paths = [Path(log) for log in logs]
    given = Path(source) if isinstance(source, str) else source
    _check_paths(given, target, paths, overwrite=overwrite)
    options = RunOptions(
        guide=guide,
        as_of=as_of or date.today(),
        store=store_of(catalogs),
        profile=profile,
        unofficial_as_errors=unofficial_as_errors,
        max_findings=max_findings,
        show_values=show_values,
        batch_bytes=batch_bytes,
    )
    wish = _Wish(given, target, options, unsafe, overwrite, paths, diff, line_end, encoding, max_changes, language)
    frozen: frozenset[int] = frozenset()
    names: frozenset[str] = frozenset()
    for _ in range(_TRIES):
        with _Pass(wish, frozen, names) as run:
            run.read(progress)
            worse = run.worse()
            if worse is None:
                return run.finish()
        frozen, names = frozen | worse[0], names | worse[1]
    with _Pass(wish, frozen, None) as run:
        run.read(progress)
        return run.finish()


@dataclass(frozen=True)
class _Wish:
    """What was asked for; see `repair`."""

    source: Path | bytes
    output: Path | None
    options: RunOptions
    unsafe: bool
    overwrite: bool
    logs: Sequence[Path]
    diff: BinaryIO | None
    line_end: LineEnd | None
    encoding: Encoding
    max_changes: int
    language: Language

    @property
    def name(self) -> str:
        return str(self.source) if isinstance(self.source, Path) else "-"


def _check_paths(source: Path | bytes, output: Path | None, logs: Sequence[Path], *, overwrite: bool) -> None:
    """Refuse to write over the input, twice to one place, or over what is there."""
    targets = [path for path in (output, *logs) if path is not None]
    for path in logs:
        if path.suffix.lower() not in _KINDS:
            raise InputError(
                Text(f"{path}: el registro de cambios es .csv o .json", f"{path}: a change log is .csv or .json")
            )
    if len({path.resolve() for path in targets}) < len(targets):
        raise InputError(Text("cada archivo que se escribe necesita su nombre", "each file written needs its own name"))
    for path in targets:
        if isinstance(source, Path) and path.exists() and source.exists() and path.samefile(source):
            raise InputError(
                Text(
                    f"{path} es el archivo que se lee; indique otro con -o",
                    f"{path} is the file that is read; name another one with -o",
                )
            )
        if not path.parent.is_dir() or path.is_dir():
            raise InputError(Text(f"no se puede escribir en {path}", f"{path} cannot be written"))
        if path.exists() and not overwrite:
            raise _exists(path)


def _exists(path: Path) -> InputError:
    return InputError(
        Text(f"{path} ya existe; use --overwrite o indique otro", f"{path} exists; use --overwrite or name another")
    )


@dataclass
class _Pass:
    """One reading and writing of the file; what it writes stays only if it is finished."""

    wish: _Wish
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

    def __enter__(self) -> _Pass:
        self.start = time.perf_counter()
        wish = self.wish
        try:
            self._begin(wish)
        except BaseException:
            self.stack.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: Any) -> None:
        if self.done:
            self.stack.close()
        else:
            # The drafts vanish when they see an error.
            stop = error or _Stop()
            try:
                self.stack.__exit__(type(stop), stop, trace)
            except _Stop:
                pass
            except FileExistsError as found:
                raise _exists(Path(str(found.filename))) from None

    def _begin(self, wish: _Wish) -> None:
        self.source = self.stack.enter_context(Source(wish.source))
        header = read_header(self.source)
        name = wish.source.name if isinstance(wish.source, Path) else None
        self.guide, self.chosen = choose_guide(wish.options.guide, header.tokens, name)
        self.layout = layout_of(self.guide)
        validation = Validation(wish.options, together=False)
        self.sessions = validation.session(self.guide), validation.session(self.guide)
        self.plan = plan_header(header, self.layout, unsafe=wish.unsafe)
        self.header_line = header.line
        self.reader = ExchangeReader(
            self.source, self.layout, batch_bytes=wish.options.batch_bytes, max_issues=self._cap(), keep_odd=True
        )
        self.draft = self.stack.enter_context(self._draft(wish.output))
        end = wish.line_end or _line_end(self.source)
        self.output = Output(self.draft, self.layout, end, wish.encoding)
        self.log = ChangeLog(
            [
                variable.identifier
                for variable in self.guide.variables
                if not wish.options.show_values
                and any(item.confidential for item in (variable, *variable.fields))
            ],
            self._sinks(),
            wish.max_changes,
        )

    def _cap(self) -> int:
        most = self.wish.options.max_findings
        return 1 << 62 if most is None else most

    def _draft(self, path: Path | None) -> Any:
        return tempfile.TemporaryFile() if path is None else replacing(path, overwrite=self.wish.overwrite)

    def _sinks(self) -> list[Sink]:
        wish = self.wish
        sinks: list[Sink] = [_KINDS[path.suffix.lower()](self.stack.enter_context(self._draft(path))) for path in wish.logs]
        self.view = self.stack.enter_context(tempfile.TemporaryFile())
        if wish.diff is not None:
            sinks.append(DiffView(self.view))
        head = {
            "tool": {"name": "giis", "version": __version__},
            "input": wish.name,
            "output": str(wish.output) if wish.output is not None else None,
            "guide": self.guide.id,
            "as_of": wish.options.as_of.isoformat(),
            "unsafe": wish.unsafe,
            "values_shown": wish.options.show_values,
        }
        for sink in sinks:
            sink.begin(head)
        return sinks

    def read(self, progress: Progress | None) -> None:
        """Read the file to its end, mend and write it."""
        wish = self.wish
        self._write_header()
        total = wish.source.stat().st_size if isinstance(wish.source, Path) else len(wish.source)
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
        ways = Ways(self.guide, session.plan.setting, frozenset(session.errors), wish.unsafe, names)
        mender = BatchMender(session, ways, shape, self.plan, self.layout, wish.unsafe, self.frozen)
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

    def worse(self) -> tuple[frozenset[int], frozenset[str]] | None:
        """Return the records and variables that must stay as they are, so that no rule on all records is broken anew.

        None where nothing became worse.
        """
        before, after = self.sessions
        records: set[int] = set()
        names: set[str] = set()
        for old, new in zip(before.folds, after.folds, strict=True):
            if new.item.rule.id not in after.errors:
                continue
            known = {breach.record for breach in old.breaches()}
            for breach in new.breaches():
                if breach.record is None:
                    if None not in known:
                        names |= _read_by(new)
                    continue
                own = self.places.of(breach.record) or 0
                other = self.places.of(breach.other) if breach.other is not None else None
                if own not in known and own not in self.taken_in:
                    records |= {own} | ({other} if other else set())
        records -= self.frozen
        names -= self.names or frozenset()
        return (frozenset(records), frozenset(names)) if records or names else None

    def finish(self) -> Repair:
        """Log what concerns the whole file, judge the structure of the output, and let it stay."""
        wish = self.wish
        self.draft.flush()
        self.draft.seek(0)
        written = ExchangeReader(self.draft, self.layout, max_issues=self._cap())
        written.scan()
        if written.records != self.output.written:
            raise InternalError(f"{self.output.written} records were written and {written.records} read back")
        self._log_file(written)
        reports = self._reports(written)
        for sink in self.log.sinks:
            sink.end()
        if wish.diff is not None and self.log.changes:
            self.view.seek(0)
            shutil.copyfileobj(self.view, wish.diff)
        self.done = True
        mended = [
            MendedRule(rule, "safe" if safety == "safe" else "unsafe", count)
            for (rule, safety), count in sorted(self.log.mended.items(), key=lambda item: (item[0][1], item[0][0]))
        ]
        return Repair(
            source=wish.name,
            output=wish.output,
            guide=self.guide.id,
            before=reports[0],
            report=Report(
                [reports[1]],
                wish.options.as_of,
                values_shown=wish.options.show_values,
                language=wish.language,
            ),
            mended=mended,
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

    def _reports(self, written: ExchangeReader) -> tuple[FileReport, FileReport]:
        seconds = time.perf_counter() - self.start
        wish = self.wish
        name = wish.source.name if isinstance(wish.source, Path) else None
        told = wish.output.name if wish.output is not None else name
        size = self.draft.tell()
        before, after = self.sessions
        types = self.guide.file_types

        def report(session: Session, reader: ExchangeReader, path: str, called: str | None, size: int) -> FileReport:
            issues = session.census.issues(called, types) if called is not None else ()
            return Judgement(session, reader, path, self.chosen, size, seconds, issues).report()

        path = str(wish.output) if wish.output is not None else wish.name
        return (
            report(before, self.reader, wish.name, name, self.source.size),
            report(after, written, path, told, size),
        )

    def _log_file(self, written: ExchangeReader) -> None:
        """Log what was mended of the file as a whole: its encoding, its line ends, its blank lines."""
        old, new = self.reader.issue_totals, written.issue_totals
        rows = []
        for code, number in old.items():
            left = new.get(code, 0)
            if left >= number or code.startswith(_NAMED):
                continue
            before, after = str(number), str(left)
            if code in ("ARC-codificacion", "ARC-codificacion-mezclada", "ARC-utf16", "ARC-bom"):
                before, after = self.reader.encoding, self.output.encoding
            elif code in ("ARC-fin-de-linea", "ARC-sin-fin"):
                before, after = repr(self.reader.line_end).strip("'"), repr(self.output.line_end).strip("'")
            rows.append((None, None, None, before, after, code, "safe"))
            self.log.mended[code, "safe"] += number - left - 1
        self.log.take(pl.DataFrame(rows, schema=COLUMNS, orient="row"))


class _Stop(Exception):  # noqa: N818
    """Makes drafts vanish."""


def _read_by(fold: Fold) -> frozenset[str]:
    """Return the variables that a rule on all records reads."""
    from giis.specs.expressions.nodes import variables_of

    item = fold.item
    nodes = [node for node in (item.when, item.of, item.value, *item.by) if node is not None]
    return frozenset(name for node in nodes for name in variables_of(node))


def _line_end(source: Source) -> LineEnd:
    """Return how the first line ends, CR LF if it ends otherwise."""
    data = source.peek(1 << 16)
    feed = data.find(b"\n")
    return "\n" if feed == 0 or (feed > 0 and data[feed - 1 : feed] != b"\r" and b"\r" not in data[:feed]) else "\r\n"
