"""Where the valid records come from that are changed until they break a rule, or take a path through one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from giis.conformance import load_conformance
from giis.synth._month import Month
from giis.synth._search import Searcher

if TYPE_CHECKING:
    from datetime import date

    from giis.synth._break_judge import Judge
    from giis.validators.options import RunOptions

_OWN, _MOST = 40, 340


def valid_records(judge: Judge, frame: pl.DataFrame) -> pl.DataFrame:
    """Return records that break nothing and leave nothing without an answer but for want of a catalogue.

    They are the first of `frame`, and the valid ones of the conformance data, among which some record takes every case
    of every rule; all are judged with the catalogues at hand.
    """
    guide = judge.guide
    parts = [frame.head(_OWN)]
    known = load_conformance(guide.id)
    if known is not None:
        names = [variable.identifier for variable in guide.variables]
        records = [known.base, *(case.record for case in known.cases if not case.expect)]
        parts.append(judge.frame([dict(zip(names, record.values(), strict=True)) for record in records]))
    every = pl.concat(parts)
    verdicts = judge.verdicts(every)
    quiet = every.filter(verdicts.counts + verdicts.doubts == 0)
    return quiet.unique(maintain_order=True).head(_MOST)


def synthetic_records(judge: Judge, options: RunOptions, count: int, seed: int) -> pl.DataFrame:
    """Return `count` valid records of persons who do not exist, drawn from the guide and the seed alone."""
    searcher = Searcher(judge.guide, options.store, month_before(options.as_of), as_of=options.as_of)
    return searcher.search(count, seed)


def month_before(day: date) -> Month:
    """Return the last month that is over on `day`, or ends with it."""
    month = Month(day.year, day.month)
    if day == month.last:
        return month
    return Month(day.year, day.month - 1) if day.month > 1 else Month(day.year - 1, 12)
