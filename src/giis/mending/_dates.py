"""Dates and times in another form, where they can be read in one way only."""

from __future__ import annotations

import polars as pl

_NOTHING = pl.lit(None, dtype=pl.String)
_MIDNIGHT = r"[ T]00:00(?::00(?:\.0+)?)?$"
_YEAR_FIRST = r"^([0-9]{4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})$"
_YEAR_LAST = r"^([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})$"
_COMPACT_FIRST = r"^((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})$"
_COMPACT_LAST = r"^([0-9]{2})([0-9]{2})((?:19|20)[0-9]{2})$"


def plain_date(text: pl.Expr) -> pl.Expr:
    """Return a date as dd/mm/aaaa: from the year first, or the year last with a day that is no month.

    With the year last, 03-04-2024 may be of March or of April: nothing is proposed.
    """
    day = text.str.replace(_MIDNIGHT, "")
    first = _parts(day, _YEAR_FIRST)
    last = _parts(day, _YEAR_LAST)
    one, two = (last.struct.field(name).cast(pl.Int32, strict=False) for name in "12")
    ordered = (
        pl.when((two <= 12) & ((one > 12) | (one == two)))
        .then(_written(last, "1", "2", "3"))
        .when((one <= 12) & (two > 12))
        .then(_written(last, "2", "1", "3"))
        .otherwise(_NOTHING)
    )
    packed = _parts(day, _COMPACT_FIRST)
    packed_last = _parts(day, _COMPACT_LAST)
    compact = (
        pl.when(_is_month(packed.struct.field("2")))
        .then(_written(packed, "3", "2", "1"))
        .when(
            _is_month(packed_last.struct.field("2")) & (packed_last.struct.field("1").cast(pl.Int32, strict=False) > 12)
        )
        .then(_written(packed_last, "1", "2", "3"))
        .otherwise(_NOTHING)
    )
    return pl.coalesce(_written(first, "3", "2", "1"), ordered, compact, day)


def plain_time(text: pl.Expr) -> pl.Expr:
    """Return a time as HH:MM: with its leading zero, without seconds of zero."""
    bare = text.str.replace("^([0-9]{1,2}:[0-9]{2}):00$", "${1}")
    return bare.str.replace("^([0-9]):([0-9]{2})$", "0${1}:${2}")


def _parts(text: pl.Expr, pattern: str) -> pl.Expr:
    return text.str.extract_groups(pattern)


def _is_month(text: pl.Expr) -> pl.Expr:
    return text.cast(pl.Int32, strict=False).is_between(1, 12).fill_null(False)


def _written(parts: pl.Expr, day: str, month: str, year: str) -> pl.Expr:
    """Return the date of three groups; null where there are none."""
    group = parts.struct
    return pl.concat_str(
        group.field(day).str.zfill(2), pl.lit("/"), group.field(month).str.zfill(2), pl.lit("/"), group.field(year)
    )
