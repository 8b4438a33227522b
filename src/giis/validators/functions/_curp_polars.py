"""The CURP by itself (RENAPO, Instructivo Normativo para la Asignación de la CURP), as Polars expressions.

A text that is not built like a CURP has no check digit, date or letters: every expression but
`curp_structure` is null for it, so that one fault makes one finding. The structure is a subexpression of all
of them, which Polars evaluates once. Single characters are read as bytes: a CURP is ASCII.
"""

from __future__ import annotations

import polars as pl

from giis.validators.functions._facts import CURP_PATTERN, INCONVENIENT
from giis.validators.functions._let import let

_WEIGHTS = list(range(18, 0, -1))
_LETTER_WEIGHT = sum(_WEIGHTS[place] for place in (0, 1, 2, 3, 10, 11, 12, 13, 14, 15))
_DIGIT_WEIGHT = sum(_WEIGHTS) - _LETTER_WEIGHT
_OFFSET = _DIGIT_WEIGHT * ord("0") + _LETTER_WEIGHT * (ord("A") - 10)
_HOMONYMY = 16
_BYTES = pl.Array(pl.UInt8, 18)
_NUMBERS = pl.Array(pl.Int16, 18)


def byte(text: pl.Expr, place: int) -> pl.Expr:
    """Return the byte of `text` at `place`, counted from 0, or null when it is shorter."""
    return text.cast(pl.Binary).bin.get(place, null_on_oob=True)


def curp_structure(text: pl.Expr) -> pl.Expr:
    """Tell whether `text` is built like a CURP; that its date exists is for `curp_birth_date` to tell."""
    return text.str.contains(f"^(?:{CURP_PATTERN})$")


def curp_check_digit(text: pl.Expr) -> pl.Expr:
    """Tell whether the last digit of a CURP agrees with the characters before it.

    The check digit, weighing 1, makes the weighted sum of all values a multiple of ten. Values come from the
    codes of the characters: less 48 for a digit, less 55 for a letter (A is 10), and one more from O on, as Ñ
    holds 24. Position 17, counted as a digit at first, is 7 less when it is a letter.
    """
    codes = pl.field("codes")
    weights = pl.lit(pl.Series([_WEIGHTS], dtype=_NUMBERS))
    from_o = (codes + (128 - ord("O"))) // 128
    homonymy = codes.arr.get(_HOMONYMY, null_on_oob=True)
    surplus = pl.when(homonymy < ord("A")).then(_OFFSET).otherwise(_OFFSET + 7 * _WEIGHTS[_HOMONYMY])
    total = let(
        {"codes": text.cast(pl.Binary).bin.reinterpret(dtype=_BYTES).cast(_NUMBERS)},
        answer=codes.arr.dot(weights) + from_o.arr.dot(weights) - surplus,
    )
    return pl.when(curp_structure(text)).then(total % 10 == 0)


def curp_birth_date(text: pl.Expr) -> pl.Expr:
    """Return the birth date in a CURP, null when there is no such day.

    Position 17 tells the century: a digit 19yy, a letter 20yy.
    """
    century = pl.when(byte(text, _HOMONYMY) < ord("A")).then(pl.lit("19")).otherwise(pl.lit("20"))
    day = pl.when(curp_structure(text)).then(pl.concat_str(century, text.str.slice(4, 6)))
    return day.str.to_date("%Y%m%d", strict=False, cache=False)


def curp_date(text: pl.Expr) -> pl.Expr:
    """Tell whether the birth date in a CURP is a day that exists."""
    return pl.when(curp_structure(text)).then(curp_birth_date(text).is_not_null())


def curp_sensible(text: pl.Expr) -> pl.Expr:
    """Tell whether the first four letters of a CURP spell no inconvenient word."""
    return pl.when(curp_structure(text)).then(~text.str.head(4).is_in(sorted(INCONVENIENT)))
