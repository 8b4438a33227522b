"""The run: batches of the source are made into records, judged, and written to the files that they belong to."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from giis.emission._fits import MESSAGES as UNWRITABLE
from giis.emission._fits import file_names, unwritable
from giis.emission._records import SEPARATOR_INSIDE, SEPARATOR_MESSAGE
from giis.emission._steps import MESSAGES as MISMADE
from giis.specs import Kind, Level
from giis.validators.batch import judge
from giis.validators.columns import POSITION, ROW, raw_column
from giis.validators.findings import MASK
from giis.validators.plan import PERIOD, UNIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

    from giis._text import Text
    from giis.emission._compile import Maker, Trouble
    from giis.emission._excluded import Excluded
    from giis.emission._mend import Changes
    from giis.emission._spool import Spool
    from giis.mending import MendedRecords, RecordMender
    from giis.specs import Rule
    from giis.tables import Table
    from giis.validators.batch import Judged
    from giis.validators.plan import Plan

ROWS = 20_000
_WORKERS = 2
TOLD: dict[str, Text] = {**MISMADE, **UNWRITABLE, SEPARATOR_INSIDE: SEPARATOR_MESSAGE}
"""What the reasons say that are no rules of the guide."""


@dataclass
class _Made:
    """A batch of records and what was found of them."""

    first: int
    frame: pl.DataFrame
    troubles: list[Trouble]
    keys: pl.Series | None
    judged: Judged
    unfit: dict[str, dict[str | None, pl.Series]]
    names: pl.Series
    broken: dict[str, pl.Series]
    """The errors of the guide's rules."""
    faulty: pl.Series
    """Where something speaks against a record."""
    never: pl.Series
    """Where a record cannot be written, wanted or not."""
    mended: MendedRecords | None = None


@dataclass
class Job:
    """A run.

    Parameters
    ----------
    maker : Maker
        Makes records of rows.
    table : Table
        The rows.
    plan : Plan
        What judges the records.
    errors : frozenset of str
        The rules that keep a record from being written.
    kind : str
        The type with which the names of files begin.
    spool, excluded
        Take up the records that are written, and the reasons why the others are not.
    keep_invalid : bool
        Whether records with errors are written too.
    show_values : bool
        Whether the list of reasons shows confidential values.
    mender, changes : optional
        Mends records that would be excluded, and takes up what was changed.
    """

    maker: Maker
    table: Table
    plan: Plan
    errors: frozenset[str]
    kind: str
    spool: Spool
    excluded: Excluded
    keep_invalid: bool = False
    show_values: bool = False
    mender: RecordMender | None = None
    changes: Changes | None = None
    records: int = 0
    written: int = 0
    invalid: int = 0

    def run(self, progress: Callable[[int], None] | None = None) -> None:
        """Read the source to its end."""
        for made in self._all():
            self._take(made)
            self.records += made.frame.height
            if progress is not None:
                progress(self.records)

    def _all(self) -> Iterator[_Made]:
        """Yield the batches in their order, a few of them being made side by side."""
        waiting: deque[Future[_Made]] = deque()
        first = 1
        with ThreadPoolExecutor(_WORKERS, thread_name_prefix="giis-emit") as pool:
            for batch in self.table.batches(ROWS, self.maker.columns or None):
                if batch.height:
                    waiting.append(pool.submit(self._make, first, batch))
                    first += batch.height
                if len(waiting) > _WORKERS:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def _make(self, first: int, batch: pl.DataFrame) -> _Made:
        frame, troubles, keys = self.maker.make(batch)
        judged = judge(self.plan, frame, count_applied=frozenset())
        made = self._weighed(first, frame, troubles, keys, judged)
        return made if self.mender is None else self._mended(made, self.mender)

    def _weighed(
        self, first: int, frame: pl.DataFrame, troubles: list[Trouble], keys: pl.Series | None, judged: Judged
    ) -> _Made:
        """Return the batch with what speaks against each record."""
        nothing = pl.repeat(False, frame.height, eager=True)
        mismade: dict[str, pl.Series] = {}
        for item in troubles:
            mismade[item.identifier] = mismade.get(item.identifier, nothing) | item.mask
        broken = self._broken(judged, mismade)
        faulty = _any([*mismade.values(), *broken.values()], nothing)
        names = file_names(self.kind, judged.extra.get_column(UNIT), judged.extra.get_column(PERIOD))
        unfit = unwritable(frame)
        never = _any([mask for masks in unfit.values() for mask in masks.values()], nothing)
        never = never | (names.is_null() & (~faulty if not self.keep_invalid else ~nothing))
        return _Made(first, frame, troubles, keys, judged, unfit, names, broken, faulty, never)

    def _mended(self, made: _Made, mender: RecordMender) -> _Made:
        """Return the batch with the records mended that can be written for it; the others stay as they are."""
        unmade = _any([item.mask for item in made.troubles if not self._is_date(item)], ~made.faulty & made.faulty)
        mended = mender.mend(made.frame, made.judged, ((made.faulty | made.never) & ~unmade).arg_true())
        while len(mended.rows):
            frame, judged = mended.put_into(made.frame, made.judged)
            troubles = [item for item in map(partial(_left, mended), made.troubles) if item.mask.any()]
            better = self._weighed(made.first, frame, troubles, made.keys, judged)
            fits = ~self._out(better).gather(mended.rows)
            if fits.all():
                return replace(better, mended=mended)
            mended = mended.only(fits)
        return made

    def _is_date(self, item: Trouble) -> bool:
        """Whether a date stands in a form that the mapping does not name: it may be read in one way all the same."""
        return item.code == "MAP-fecha" and self.plan.guide.by_identifier[item.identifier].kind is Kind.DATE

    def _out(self, made: _Made) -> pl.Series:
        """Return which records are not written."""
        return made.never if self.keep_invalid else made.faulty | made.never

    def _take(self, made: _Made) -> None:
        height = made.frame.height
        out = self._out(made)
        records = pl.int_range(made.first, made.first + height, dtype=pl.UInt32, eager=True).alias("record")
        if (made.faulty | made.never).any():
            self._list(made, made.broken, records, out)
            self.invalid += int((made.faulty & ~out).sum())
        if made.mended is not None and self.changes is not None:
            self.changes.take(made.first, made.mended)
        self._write(made, records, ~out)

    def _broken(self, judged: Judged, mismade: dict[str, pl.Series]) -> dict[str, pl.Series]:
        """Return the errors of the guide's rules; what could not be made is no second fault of its value."""
        found = {}
        rules = self.plan.guide.by_id
        for name, mask in judged.broken.items():
            if name not in self.errors:
                continue
            variable = rules[name].variable
            own = mismade.get(variable or "") if rules[name].level is Level.VALUE else None
            left = mask if own is None else mask & ~own
            if left.any():
                found[name] = left
        return found

    def _write(self, made: _Made, records: pl.Series, kept: pl.Series) -> None:
        if not kept.any():
            return
        frame = made.frame.filter(kept)
        self.written += frame.height
        self.spool.write(frame, made.names.filter(kept), records.filter(kept))

    def _list(self, made: _Made, broken: dict[str, pl.Series], records: pl.Series, out: pl.Series) -> None:
        """List the reasons of a batch."""
        lines: list[pl.DataFrame] = []
        for item in made.troubles:
            name = self._name(item.identifier)
            values = self._masked(item.identifier, item.found.filter(item.mask))
            columns = self.maker.source_columns(item.identifier)
            told = TOLD[item.code]
            lines.append(self.excluded.reason(item.code, name, columns, told, records.filter(item.mask), values))
        for rule_id, mask in broken.items():
            lines.append(self._of_rule(self.plan.guide.by_id[rule_id], made, mask, records))
        for code, masks in made.unfit.items():
            for column, mask in masks.items():
                identifier = (column or "").removeprefix("r.")
                name = self._name(identifier) if identifier else ""
                chosen = records.filter(mask)
                shown = self._masked(identifier, made.frame.get_column(column).filter(mask)) if column else None
                columns = self.maker.source_columns(identifier)
                lines.append(self.excluded.reason(code, name, columns, TOLD[code], chosen, shown))
        nameless = made.names.is_null() & out
        if not self.keep_invalid:  # whose other faults say why
            others = _any([*broken.values(), *(item.mask for item in made.troubles)], ~out & out)
            nameless = nameless & ~others
        if nameless.any():
            lines.append(self.excluded.reason("ARC-nombre", "", (), TOLD["ARC-nombre"], records.filter(nameless)))
        keys = None
        if made.keys is not None:
            keys = pl.DataFrame({"record": records.cast(pl.Int64), "key": made.keys})
        self.excluded.write(lines, records.filter(~out), keys)

    def _of_rule(self, rule: Rule, made: _Made, mask: pl.Series, records: pl.Series) -> pl.DataFrame:
        guide = self.plan.guide
        variable = guide.by_identifier[rule.variable or ""]
        own = variable.group or variable.identifier
        columns = self.maker.source_columns(own)
        inside = made.judged.inside.get(rule.id)
        if inside is None or variable.group is None:
            values = self._masked(own, made.frame.get_column(raw_column(own)).filter(mask))
            return self.excluded.reason(rule.id, variable.name, columns, rule.title, records.filter(mask), values)
        inside = inside.filter(mask.gather(inside.get_column(ROW)))
        rows = inside.get_column(ROW)
        group = guide.by_identifier[variable.group]
        end = "" if len(group.fields) == 1 else f".{variable.name}"
        called = inside.select(pl.format(f"{group.name}[{{}}]{end}", POSITION)).to_series()
        values = self._masked(own, made.frame.get_column(raw_column(own)).gather(rows))
        return self.excluded.reason(rule.id, called, columns, rule.title, records.gather(rows), values)

    def _masked(self, identifier: str, values: pl.Series) -> pl.Series:
        variable = self.plan.guide.by_identifier[identifier]
        if self.show_values or not any(item.confidential for item in (variable, *variable.fields)):
            return values
        return pl.select(pl.when(values.fill_null("") == "").then(values).otherwise(pl.lit(MASK))).to_series()

    def _name(self, identifier: str) -> str:
        return self.plan.guide.by_identifier[identifier].name


def _any(masks: list[pl.Series], nothing: pl.Series) -> pl.Series:
    return pl.select(pl.any_horizontal(masks).fill_null(value=False)).to_series() if masks else nothing


def _left(mended: MendedRecords, item: Trouble) -> Trouble:
    """Return what is left of a trouble where its variable was mended."""
    rows = mended.log.filter(pl.col("variable") == item.identifier).get_column("row")
    return replace(item, mask=item.mask.clone().scatter(rows, False)) if len(rows) else item
