"""Functions on texts and lists, as Polars expressions.

Arguments that the language has as literals (a pattern, a place) may be plain values or literal expressions.
"""

from __future__ import annotations

from typing import TypeVar

import polars as pl

from giis._errors import InternalError
from giis.specs.codes import code_ranges
from giis.specs.patterns import portable

T = TypeVar("T", str, int)


def length(text: pl.Expr) -> pl.Expr:
    """Return the number of characters."""
    return text.str.len_chars()


def matches(text: pl.Expr, pattern: str | pl.Expr) -> pl.Expr:
    """Tell whether the whole `text` matches the regular expression `pattern` (see `portable`)."""
    return text.str.contains(f"^(?:{portable(_plain(pattern, str))})$")


def contains(text: pl.Expr, literal: str | pl.Expr) -> pl.Expr:
    """Tell whether `literal` stands somewhere in `text`."""
    return text.str.contains(_plain(literal, str), literal=True)


def slice(text: pl.Expr, first: int | pl.Expr, count: int | pl.Expr) -> pl.Expr:
    """Return `count` characters of `text` from the `first` on, counted from 1; fewer where it ends."""
    return text.str.slice(_plain(first, int) - 1, _plain(count, int))


def concat(first: pl.Expr, second: pl.Expr) -> pl.Expr:
    """Return both texts joined."""
    return first + second


def number(text: pl.Expr) -> pl.Expr:
    """Return the number that the digits of `text` write, at most 18; null if there is anything else."""
    digits = pl.when(text.str.contains("^[0-9]{1,18}$")).then(text)
    return digits.cast(pl.Int64, strict=False)


def plus(first: pl.Expr, second: pl.Expr) -> pl.Expr:
    """Return the sum."""
    return first + second


def cie(code: pl.Expr, ranges: str | pl.Expr) -> pl.Expr:
    """Tell whether `code` lies in one of the `ranges` (see `code_ranges`)."""
    found = pl.lit(False)
    for low, high in code_ranges(_plain(ranges, str)):
        start = code.str.head(len(low))
        found = found | ((start == low) if low == high else start.is_between(pl.lit(low), pl.lit(high)))
    return found


def count(values: pl.Expr) -> pl.Expr:
    """Return the number of values of a list."""
    return values.list.len()


def repeated(values: pl.Expr) -> pl.Expr:
    """Tell whether a value stands twice in a list."""
    return values.list.n_unique() < values.list.len()


def _plain(value: T | pl.Expr, kind: type[T]) -> T:
    """Return the value of a literal argument."""
    plain = pl.select(value).item() if isinstance(value, pl.Expr) else value
    if not isinstance(plain, kind):
        raise InternalError(f"a literal of type {kind.__name__} was expected, not {plain!r}")
    return plain
