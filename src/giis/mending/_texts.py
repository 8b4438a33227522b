"""How a written text is mended without a change of its meaning, from what its variable declares.

Each variable gives one Polars expression: the mended text of its column, null where there is nothing to propose.
Whether a proposal is taken is decided by the rules; see `giis.mending._trial`.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import polars as pl

from giis.mending._dates import plain_date, plain_time
from giis.specs import Kind, Variable
from giis.specs.values import as_written
from giis.validators.columns import raw_column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from giis.catalogs import Catalog

_NOTHING = pl.lit(None, dtype=pl.String)
_INVISIBLE = "[\u00ad\u200b\u200c\u200d\u2060\ufeff]"
_SPACES = "[\\s\u00a0\u2007\u202f]+"
_SIGNS = {
    **dict.fromkeys("\u2018\u2019\u201b\u02bc\u2032`´", "'"),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\uff0d", "-"),
}
_TILDE, _DIAERESIS = "\u0303", "\u0308"


def _without_accents() -> dict[str, str]:
    """Return the plain letter of each letter with an accent; Ñ, and vowels with diaeresis, stay."""
    plain: dict[str, str] = {}
    for code in range(0xC0, 0x250):
        letter, *marks = list(unicodedata.normalize("NFD", chr(code)))
        kept = (letter in "Nn" and marks == [_TILDE]) or marks == [_DIAERESIS]
        if marks and not kept and letter.isascii():
            plain[chr(code)] = letter
    return plain


_ACCENTS = _without_accents()


def mended_text(variable: Variable, catalogs: Mapping[str, Catalog]) -> pl.Expr:
    """Return the expression of the mended text of a column with single values.

    Parameters
    ----------
    variable : Variable
        What is written in the column `r.<identifier>`.
    catalogs : Mapping
        The editions at hand, by name: a code is only completed to one that its catalogue holds.
    """
    raw = pl.col(raw_column(variable.identifier))
    text = _spaced(raw)
    match variable.kind:
        case Kind.INTEGER:
            return _integer(text)
        case Kind.NUMBER:
            return _decimal(variable, text)
        case Kind.DATE:
            return plain_date(text)
        case Kind.INTEGERS:
            return _integers(text)
        case Kind.TEXT if variable.type in ("time", "duration"):
            return plain_time(text)
        case Kind.TEXT:
            return _text(variable, text, catalogs)
        case _:
            return _NOTHING


def without_repeats(variable: Variable) -> pl.Expr:
    """Return the expression of a list with each value once, where it stands first."""
    values = pl.col(raw_column(variable.identifier)).str.split("&")
    return values.list.unique(maintain_order=True).list.join("&")


def _spaced(raw: pl.Expr) -> pl.Expr:
    """Return the text without spaces at its ends, and with single ones within."""
    return raw.str.replace_all(_INVISIBLE, "").str.replace_all(_SPACES, " ").str.strip_chars(" ")


def _integer(text: pl.Expr) -> pl.Expr:
    """Return an integer without plus, leading zeros, or a decimal part of zeros."""
    parts = text.str.extract_groups(r"^(\+|-)?0*([0-9]+)(?:\.0{1,2})?$").struct
    digits = parts.field("2")
    sign = pl.when((parts.field("1") == "-") & (digits != "0")).then(pl.lit("-")).otherwise(pl.lit(""))
    number = pl.when(digits.is_not_null()).then(pl.concat_str(sign, digits)).otherwise(_NOTHING)
    return pl.when(text == "").then(text).otherwise(number)


def _integers(text: pl.Expr) -> pl.Expr:
    closed = text.str.replace_all(" ?& ?", "&").str.replace_all(r"(^|&)\+([0-9])", "${1}${2}")
    return closed.str.replace_all("(^|&)(-?)0+([0-9])", "${1}${2}${3}")


def _decimal(variable: Variable, text: pl.Expr) -> pl.Expr:
    """Return a decimal with a point, without plus and needless zeros.

    `1,234` may have been meant as a thousand: where the guide would admit that too, nothing is proposed.
    """
    whole, places = variable.digits or (9, 6)
    parts = text.str.extract_groups(r"^(\+|-)?([0-9]*)(?:[.,]([0-9]*))?$").struct
    before, after = parts.field("2").fill_null(""), parts.field("3").fill_null("")
    sign = pl.when(parts.field("1") == "-").then(pl.lit("-")).otherwise(pl.lit(""))
    units = before.str.strip_chars_start("0")
    units = pl.when(units == "").then(pl.lit("0")).otherwise(units)
    short = pl.when(after.str.len_chars() > places).then(after.str.strip_chars_end("0")).otherwise(after)
    decimals = pl.when(short == "").then(pl.lit("")).otherwise(pl.concat_str(pl.lit("."), short))
    thousands = pl.concat_str(before, after)
    number = thousands.cast(pl.Float64, strict=False)
    fits = thousands.str.len_chars() <= whole
    if variable.high is not None:
        fits = fits & (number <= variable.high)
    doubtful = text.str.contains(r"^[+-]?[1-9][0-9]{0,2},[0-9]{3}$") & fits
    told = text.str.contains("[0-9]") & parts.field("2").is_not_null() & ~doubtful
    return pl.when(told).then(pl.concat_str(sign, units, decimals)).when(text == "").then(text).otherwise(_NOTHING)


def _text(variable: Variable, spaced: pl.Expr, catalogs: Mapping[str, Catalog]) -> pl.Expr:
    allowed = variable.repairs.text
    text = spaced
    if "signs" in allowed:
        text = text.str.normalize("NFC").str.replace_many(_SIGNS)
    if "capitals" in allowed:
        text = text.str.to_uppercase()
    if "accents" in allowed:
        text = text.str.normalize("NFC").str.replace_many(_ACCENTS)
    if "points" in allowed:
        text = text.str.replace_all(".", "", literal=True)
    if variable.options:
        text = _option(variable, text)
    elif variable.catalog is not None:
        text = _key(variable, spaced, text, catalogs.get(variable.catalog))
    elif "zeros" in allowed:
        text = _filled(variable, text)
    if variable.repairs.empty is not None:
        text = pl.when(spaced == "").then(pl.lit(variable.repairs.empty)).otherwise(text)
    return text


def _option(variable: Variable, text: pl.Expr) -> pl.Expr:
    """Return the one option that differs from the text in case or leading zeros alone."""
    options = [as_written(option) for option in (*variable.options, *variable.specials)]
    return _bare_of(options, text.str.to_uppercase())


def _bare_of(codes: list[str], text: pl.Expr) -> pl.Expr:
    """Return the one code that the text is, but for leading zeros."""
    plain: dict[str, set[str]] = {}
    for code in codes:
        plain.setdefault(code.lstrip("0").upper(), set()).add(code)
    single = {key: found.pop() for key, found in plain.items() if len(found) == 1}
    bare = text.str.strip_chars_start("0")
    return bare.replace_strict(list(single), list(single.values()), default=None, return_dtype=pl.String)


def _filled(variable: Variable, text: pl.Expr) -> pl.Expr:
    length = variable.length[1] if variable.length else 0
    return pl.when(text.str.contains("^[0-9]+$")).then(text.str.zfill(length)).otherwise(text)


def _key(variable: Variable, spaced: pl.Expr, text: pl.Expr, catalog: Catalog | None) -> pl.Expr:
    """Return the one key that the text means: as it is, filled up with zeros, or padded.

    Without the catalogue nothing is filled up: which key is meant cannot be told.
    """
    if catalog is None:
        return text
    ways = [text]
    if "zeros" in variable.repairs.text:
        ways.append(_filled(variable, text) if variable.length else _bare_of(list(catalog.entries), text))
    if variable.repairs.pad is not None and variable.length is not None:
        padded = pl.concat_str(text, pl.lit(variable.repairs.pad))
        ways.append(pl.when(text.str.len_chars() == variable.length[1] - 1).then(padded).otherwise(_NOTHING))
    shortest, longest = variable.length or (0, None)
    # A catalogue may hold categories too, which are shorter than what may be written.
    long = [key for key in catalog.entries if shortest <= len(key) and (longest is None or len(key) <= longest)]
    keys = pl.Series(long, dtype=pl.String).implode()
    known = [pl.when(way.is_in(keys)).then(way).otherwise(_NOTHING) for way in ways]
    single = pl.concat_list(known).list.drop_nulls().list.unique()
    key = pl.when(single.list.len() == 1).then(single.list.first()).otherwise(_NOTHING)
    # Nothing (a variable that may be empty) and the guide's own sentinels are no keys.
    return pl.coalesce(key, spaced)
