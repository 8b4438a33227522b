"""The letters that a person's names give to a CURP, as Polars expressions.

How a name is read stands in `_letters_python`. Here the words before the one that counts are cut off, and
what would end that word (a space, a mark, nothing) comes up as a character that is no letter: it counts as X.
Letters are compared as bytes: those of a CURP are ASCII, and of the others Ü alone stands for one.
"""

from __future__ import annotations

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


def curp_given(curp: pl.Expr, name: pl.Expr) -> pl.Expr:
    """Tell whether the given names agree with positions 4 (initial) and 16 (consonant) of a CURP."""

    def agrees(letters: Letters) -> pl.Expr:
        return (_place(4) == letters("initial")) & (_place(16) == letters("consonant"))

    return _either(curp, name, ("initial", "consonant"), agrees, given=True)


def curp_first_surname(curp: pl.Expr, name: pl.Expr) -> pl.Expr:
    """Tell whether the first surname agrees with positions 1 (initial), 2 (vowel) and 14 (consonant).

    Position 2 may also be X where the vowel would make positions 1 to 4 spell an inconvenient word.
    """

    def agrees(letters: Letters) -> pl.Expr:
        vowel = letters("vowel")
        first_four = (
            pl.field("curp").bin.head(4).bin.reinterpret(dtype=pl.UInt32, endianness="big").cast(pl.Int64)
        )
        spelled = first_four + (vowel.cast(pl.Int64) - _X) * _SECOND_LETTER
        hidden = (_place(2) == _X) & spelled.is_in(_INCONVENIENT_NUMBERS)
        return (
            (_place(1) == letters("initial"))
            & ((_place(2) == vowel) | hidden)
            & (_place(14) == letters("consonant"))
        )

    return _either(curp, name, ("initial", "vowel", "consonant"), agrees)


def curp_second_surname(curp: pl.Expr, name: pl.Expr) -> pl.Expr:
    """Tell whether the second surname agrees with positions 3 (initial) and 15 (consonant) of a CURP."""

    def agrees(letters: Letters) -> pl.Expr:
        return (_place(3) == letters("initial")) & (_place(15) == letters("consonant"))

    return _either(curp, name, ("initial", "consonant"), agrees)


def _either(
    curp: pl.Expr,
    name: pl.Expr,
    wanted: tuple[str, ...],
    agrees: Callable[[Letters], pl.Expr],
    *,
    given: bool = False,
) -> pl.Expr:
    """Ask `agrees` of the letters of the word that counts, in either reading of the name.

    The second reading is null, and costs next to nothing, where the first agrees.
    """

    def steps(word: str, name: pl.Expr, between: str) -> list[dict[str, pl.Expr]]:
        return [
            {word: _word(name, between, given=given)},
            {f"{part}_from_{word}": _from(part, word) for part in wanted},
            {f"{part}_of_{word}": _letter(f"{part}_from_{word}") for part in wanted},
        ]

    field = pl.field
    answer = let(
        {"curp": curp.cast(pl.Binary), "name": name},
        *steps("whole", field("name"), " "),
        {"agrees": agrees(Letters("whole"))},
        *steps("apart", pl.when(~field("agrees")).then(field("name")), " " + SEPARATORS),
        answer=field("agrees") | agrees(Letters("apart")),
    )
    return pl.when(curp_structure(curp) & name_characters(name)).then(answer)


class Letters:
    """The fields with the letters of one word."""

    def __init__(self, word: str) -> None:
        self._word = word

    def __call__(self, part: str) -> pl.Expr:
        """Return the byte of the `initial`, `vowel` or `consonant` of the word."""
        return pl.field(f"{part}_of_{self._word}")


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


def _from(part: str, word: str) -> pl.Expr:
    """Return the field `word` from its initial, or from its first internal vowel or consonant, on."""
    text = pl.field(word)
    return text if part == "initial" else text.str.slice(1).str.strip_chars_start(_INSIDE[part])


def _letter(field: str) -> pl.Expr:
    """Return the byte of the CURP letter that the first character of a field counts as."""
    text = pl.field(field)
    first = byte(text, 0)
    return (
        pl.when(first.is_between(ord("A"), ord("Z")))
        .then(first)
        .when(text.str.starts_with("Ü"))
        .then(pl.lit(ord("U"), dtype=pl.UInt8))
        .otherwise(pl.lit(_X, dtype=pl.UInt8))
    )


def _place(place: int) -> pl.Expr:
    """Return the byte of the CURP at `place`, counted from 1."""
    return pl.field("curp").bin.get(place - 1, null_on_oob=True)
