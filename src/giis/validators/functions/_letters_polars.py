"""The letters that a person's names give to a CURP, as Polars expressions.

How a name is read stands in `_letters_python`. Names repeat, so their letters are taken once from each
distinct name. The words before the one that counts are cut off, and what would end that word (a space, a mark,
nothing) comes up as a character that is no letter: it counts as X. Letters are compared as bytes: those of a CURP
are ASCII, and of the others Ü alone stands for one.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

import polars as pl

from giis.validators.functions._curp_polars import byte, curp_structure
from giis.validators.functions._facts import (
    COMMON_GIVEN,
    CONSONANTS,
    DIAERESIS,
    INCONVENIENT,
    PARTICLES,
    SEPARATORS,
    VOWELS,
)
from giis.validators.functions._let import let
from giis.validators.functions._names_polars import name_characters

if TYPE_CHECKING:
    from collections.abc import Callable

_X = ord("X")
_INCONVENIENT_NUMBERS = sorted(int.from_bytes(word.encode("ascii"), "big") for word in INCONVENIENT)
_SECOND_LETTER = 1 << 16
_INSIDE = {"vowel": CONSONANTS + "Ñ¨", "consonant": VOWELS + DIAERESIS + "¨"}
"""What is passed over inside a word on the way to its first vowel or consonant."""
_PARTS = ("initial", "vowel", "consonant")
_READINGS = {"whole": " ", "apart": " " + SEPARATORS}
"""What parts the words of a name, in either reading of it."""
_LETTERS = pl.Struct(
    {"known": pl.Boolean} | {f"{part}_{reading}": pl.UInt8 for reading in _READINGS for part in _PARTS}
)


def curp_given(curp: pl.Expr, name: pl.Expr) -> pl.Expr:
    """Tell whether the given names agree with positions 4 (initial) and 16 (consonant) of a CURP."""

    def agrees(reading: str) -> pl.Expr:
        return (_place(4) == _letter_of("initial", reading)) & (_place(16) == _letter_of("consonant", reading))

    return _either(curp, name, agrees, given=True)


def curp_first_surname(curp: pl.Expr, name: pl.Expr) -> pl.Expr:
    """Tell whether the first surname agrees with positions 1 (initial), 2 (vowel) and 14 (consonant).

    Position 2 may also be X where the vowel would make positions 1 to 4 spell an inconvenient word.
    """
    first_four = pl.field("curp").bin.head(4).bin.reinterpret(dtype=pl.UInt32, endianness="big").cast(pl.Int64)

    def agrees(reading: str) -> pl.Expr:
        vowel = _letter_of("vowel", reading)
        spelled = first_four + (vowel.cast(pl.Int64) - _X) * _SECOND_LETTER
        hidden = (_place(2) == _X) & spelled.is_in(_INCONVENIENT_NUMBERS)
        return (
            (_place(1) == _letter_of("initial", reading))
            & ((_place(2) == vowel) | hidden)
            & (_place(14) == _letter_of("consonant", reading))
        )

    return _either(curp, name, agrees)


def curp_second_surname(curp: pl.Expr, name: pl.Expr) -> pl.Expr:
    """Tell whether the second surname agrees with positions 3 (initial) and 15 (consonant) of a CURP."""

    def agrees(reading: str) -> pl.Expr:
        return (_place(3) == _letter_of("initial", reading)) & (_place(15) == _letter_of("consonant", reading))

    return _either(curp, name, agrees)


def _either(curp: pl.Expr, name: pl.Expr, agrees: Callable[[str], pl.Expr], *, given: bool = False) -> pl.Expr:
    """Ask `agrees` of either reading, where the CURP is one and the name has only admitted characters."""
    letters = name.map_batches(partial(_of_distinct, given=given), return_dtype=_LETTERS)
    answer = let(
        {"curp": curp.cast(pl.Binary), "letters": letters},
        {"known": pl.field("letters").struct.field("known")},
        answer=pl.when(pl.field("known")).then(agrees("whole") | agrees("apart")),
    )
    return pl.when(curp_structure(curp)).then(answer)


def _letter_of(part: str, reading: str) -> pl.Expr:
    return pl.field("letters").struct.field(f"{part}_{reading}")


def _of_distinct(names: pl.Series, *, given: bool, return_dtype: object = None) -> pl.Series:
    """Return the letters of each of `names`, taken once from each distinct one."""
    words, parts, letters = _steps(given=given)
    table = names.unique().to_frame("name").with_columns(words).with_columns(parts).select(letters)
    found = names.to_frame("name").join(table, on="name", how="left", maintain_order="left")
    return found.select(field.name for field in _LETTERS.fields).to_struct(names.name)


@cache
def _steps(*, given: bool) -> tuple[list[pl.Expr], ...]:
    """Return how letters are taken from the column `name`: its words, their parts, and the letters of these."""
    column = pl.col("name")
    several = column.str.contains_any(list(SEPARATORS))
    words = [
        _word(column, _READINGS["whole"], given=given).alias("word_whole"),
        _word(pl.when(several).then(column), _READINGS["apart"], given=given).alias("word_apart"),
    ]
    letters = [
        column,
        name_characters(column).alias("known"),
        *(_letter(f"{part}_whole") for part in _PARTS),
        *(pl.coalesce(_letter(f"{part}_apart"), _letter(f"{part}_whole").alias("_")) for part in _PARTS),
    ]
    return words, [_from(part, reading) for reading in _READINGS for part in _PARTS], letters


def _word(name: pl.Expr, between: str, *, given: bool) -> pl.Expr:
    """Return `name` from the word on that gives its letters; characters of `between` part its words.

    What is cut off is never nothing: a pattern that matches the empty text would rewrite every name.
    """
    gap = f"[{''.join(chr(92) + mark for mark in between)}]+"
    passed = f"(?:(?:{'|'.join(PARTICLES)})?{gap})"
    if given:
        common = "|".join(word.replace(".", r"\.") for word in COMMON_GIVEN)
        passed = f"(?:{passed}*(?:{common}){gap}|{passed}){passed}*"
    else:
        passed = f"{passed}+"
    return name.str.strip_chars_end(between).str.replace(f"^{passed}", "")


def _from(part: str, reading: str) -> pl.Expr:
    """Return the word of a reading from its initial, or from its first internal vowel or consonant, on."""
    word = pl.col(f"word_{reading}")
    text = word if part == "initial" else word.str.slice(1).str.strip_chars_start(_INSIDE[part])
    return text.alias(f"{part}_{reading}")


def _letter(column: str) -> pl.Expr:
    """Return the byte of the CURP letter that the first character of a column counts as; null stays null."""
    text = pl.col(column)
    first = byte(text, 0)
    letter = (
        pl.when(first.is_between(ord("A"), ord("Z")))
        .then(first)
        .when(text.str.starts_with("Ü"))
        .then(pl.lit(ord("U"), dtype=pl.UInt8))
        .otherwise(pl.lit(_X, dtype=pl.UInt8))
    )
    return pl.when(text.is_not_null()).then(letter).alias(column)


def _place(place: int) -> pl.Expr:
    """Return the byte of the CURP at `place`, counted from 1."""
    return pl.field("curp").bin.get(place - 1, null_on_oob=True)
