"""Steps on the texts of a source, as Polars expressions. Null is nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from giis.specs.expressions.nodes import Kind
from giis.tables._texts import as_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_TOKENS = {
    "aaaa": "%Y", "yyyy": "%Y", "dd": "%d", "mm": "%m", "aa": "%y", "yy": "%y", "hh": "%H", "mi": "%M", "ss": "%S",
}  # fmt: skip
_TOKEN = re.compile("|".join(_TOKENS), re.IGNORECASE)
_ISO = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:.*)?$"
_OFFICIAL = "%d/%m/%Y"
_ACCENTS = dict(
    zip("ÁÀÂÄÃÉÈÊËÍÌÎÏÓÒÔÖÕÚÙÛáàâäãéèêëíìîïóòôöõúùû", "AAAAAEEEEIIIIOOOOOUUUaaaaaeeeeiiiiooooouuu", strict=True)
)
_FIRST_YEAR = 1000


def cleaned(name: str, dtype: pl.DataType, nothing: Sequence[str]) -> pl.Expr:
    """Return a column of the source as texts without spaces around them; null where nothing stands."""
    text = as_text(pl.col(name), dtype)
    if dtype == pl.String:
        text = text.str.strip_chars()
    for absent in dict.fromkeys(["", *nothing]):
        text = pl.when(text != absent).then(text)
    return text


def date_format(form: str) -> str:
    """Return the format of `strptime` that `dd/mm/aaaa` means.

    Raises
    ------
    ValueError
        If it names no day, month or year, or one of them twice.
    """
    made = form if "%" in form else _TOKEN.sub(lambda match: _TOKENS[match[0].lower()], form)
    for wanted in ("dj", "mbB", "Yy"):
        found = sum(made.count(f"%{letter}") for letter in wanted)
        if found != 1 and not ("%j" in made and wanted == "mbB"):
            raise ValueError(form)
    return made


def parsed_date(text: pl.Expr, formats: Sequence[str]) -> pl.Expr:
    """Return dates; by default dd/mm/aaaa and aaaa-mm-dd, with or without a time, are read."""
    if not formats:
        iso = pl.when(text.str.contains(_ISO)).then(text.str.slice(0, 10)).str.to_date("%Y-%m-%d", strict=False)
        day = iso.fill_null(text.str.to_date(_OFFICIAL, strict=False))
    else:
        ways = [
            text.str.to_datetime(item, strict=False).dt.date() if "%H" in item else text.str.to_date(item, strict=False)
            for item in formats
        ]
        day = pl.coalesce(ways)
    return pl.when(day.dt.year().is_between(_FIRST_YEAR, 9999)).then(day)


def typed(text: pl.Expr, kind: Kind, formats: Sequence[str], decimal: str) -> pl.Expr:
    """Return the values of texts; null where a text is no such value."""
    match kind:
        case Kind.INTEGER:
            return text.cast(pl.Int64, strict=False)
        case Kind.NUMBER:
            number = (text.str.replace(",", ".", literal=True) if decimal == "," else text).cast(
                pl.Float64, strict=False
            )
            return pl.when(number.is_finite()).then(number)
        case Kind.DATE:
            return parsed_date(text, formats)
        case _:
            return text


def written(value: pl.Expr, kind: Kind) -> pl.Expr:
    """Return values as an exchange file writes them."""
    match kind:
        case Kind.DATE:
            return value.dt.strftime(_OFFICIAL)
        case Kind.NUMBER:
            return as_text(value, pl.Float64())
        case Kind.BOOLEAN:
            return value.cast(pl.Int8).cast(pl.String)
        case Kind.INTEGERS:
            return value.cast(pl.List(pl.String)).list.join("&", ignore_nulls=False)
        case _:
            return value.cast(pl.String)


def without_accents(text: pl.Expr) -> pl.Expr:
    """Return texts whose vowels have no accents; Ñ and Ü stay."""
    return text.str.replace_many(list(_ACCENTS), list(_ACCENTS.values()))


def replaced(text: pl.Expr, codes: Mapping[str, str] | tuple[pl.Series, pl.Series]) -> pl.Expr:
    """Return what each text stands for; null where the table has none."""
    old, new = codes if isinstance(codes, tuple) else (list(codes), list(codes.values()))
    return text.replace_strict(old, new, default=None, return_dtype=pl.String)


def part_of(text: pl.Expr, separator: str, part: str | int) -> pl.Expr:
    """Return the first, last or n-th part of texts, or the rest after the first."""
    if part == "rest":
        return text.str.splitn(separator, 2).struct.field("field_1").str.strip_chars()
    parts = text.str.split(separator).list.eval(pl.element().str.strip_chars()).list
    if isinstance(part, int):
        return parts.get(part - 1, null_on_oob=True)
    return parts.first() if part == "first" else parts.last()
