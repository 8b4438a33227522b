"""Both reports of a repair, what concerns the whole file, and whether a rule on all records was broken anew."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from giis.mending._log import COLUMNS
from giis.specs.expressions.nodes import variables_of
from giis.validators.summary import Judgement

if TYPE_CHECKING:
    from giis.files import ExchangeReader
    from giis.mending._pass import Pass
    from giis.validators.findings import FileReport
    from giis.validators.folds import Fold
    from giis.validators.session import Session

_NAMED = ("ARC-columnas", "ARC-encabezado", "ARC-nombre")
"""Rules on the file whose changes are logged one by one, or that a name alone breaks."""


class Worse(NamedTuple):
    """Records and variables that must stay as they are, so that no rule on all records is broken anew."""

    records: frozenset[int]
    names: frozenset[str]


def worse(run: Pass) -> Worse | None:
    """Return what must stay as it is in another try; None where no rule on all records is broken anew."""
    before, after = run.sessions
    records: set[int] = set()
    names: set[str] = set()
    for old, new in zip(before.folds, after.folds, strict=True):
        if new.item.rule.id not in after.errors:
            continue
        known = {breach.record for breach in old.breaches()}
        for breach in new.breaches():
            if breach.record is None:
                names |= _read_by(new) if None not in known else set()
                continue
            own = run.places.of(breach.record) or 0
            other = run.places.of(breach.other) if breach.other is not None else None
            # A line that was left out before is read for the first time.
            if own not in known and own not in run.taken_in:
                records |= {own} | ({other} if other else set())
    records -= run.frozen
    names -= run.names or frozenset()
    return Worse(frozenset(records), frozenset(names)) if records or names else None


def both_reports(run: Pass, written: ExchangeReader) -> tuple[FileReport, FileReport]:
    """Return the judgements of what was read and of what was written."""
    seconds = time.perf_counter() - run.start
    wish, types = run.wish, run.guide.file_types
    name = wish.source.name if isinstance(wish.source, Path) else None
    told = wish.target.name if wish.target is not None else name
    path = str(wish.target) if wish.target is not None else wish.name

    def report(session: Session, reader: ExchangeReader, path: str, called: str | None, size: int) -> FileReport:
        issues = session.census.issues(called, types) if called is not None else ()
        return Judgement(session, reader, path, run.chosen, size, seconds, issues).report()

    before, after = run.sessions
    return (
        report(before, run.reader, wish.name, name, run.source.size),
        report(after, written, path, told, run.draft.tell()),
    )


def whole_changes(run: Pass, written: ExchangeReader) -> pl.DataFrame:
    """Return what was mended of the file as a whole: its encoding, its line ends, its blank lines."""
    old, new = run.reader.issue_totals, written.issue_totals
    rows = []
    for code, number in old.items():
        left = new.get(code, 0)
        if left >= number or code.startswith(_NAMED):
            continue
        before, after = str(number), str(left)
        if code in ("ARC-codificacion", "ARC-codificacion-mezclada", "ARC-utf16", "ARC-bom"):
            before, after = run.reader.encoding, run.output.encoding
        elif code in ("ARC-fin-de-linea", "ARC-sin-fin"):
            before, after = _spelt(run.reader.line_end), _spelt(run.output.line_end)
        rows.append((None, None, None, before, after, code, "safe"))
        run.log.mended[code, "safe"] += number - left - 1
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")


def _spelt(line_end: str) -> str:
    return line_end.replace("\r", "CR").replace("\n", "LF")


def _read_by(fold: Fold) -> frozenset[str]:
    """Return the variables that a rule on all records reads."""
    item = fold.item
    nodes = [node for node in (item.when, item.of, item.value, *item.by) if node is not None]
    return frozenset(name for node in nodes for name in variables_of(node))
