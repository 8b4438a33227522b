"""Fictitious persons in columns: names, and the CURP that RENAPO's rules make of them.

NOM-024-SSA3-2012 (6.5.1) forbids systems to generate CURPs for persons. Those made here belong to nobody: the surnames
are invented, and the 17th character is one that RENAPO gives only to who has nine (three) homonyms.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from giis.synth._data import persons
from giis.validators.functions import INCONVENIENT, letters_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WEIGHTS = list(range(18, 1, -1))
_BYTES, _NUMBERS = pl.Array(pl.UInt8, 17), pl.Array(pl.Int32, 17)
_O = ord("O")
_LETTER_WEIGHT = sum(_WEIGHTS[place] for place in (0, 1, 2, 3, 10, 11, 12, 13, 14, 15))
_VOWELS = "AEIOU"
_DIGITS, _LETTERS = "0123456789", "ABCDEFGHIJ"


@dataclass(frozen=True)
class Words:
    """Names, no two of which give the same letters, and these letters."""

    text: pl.Series
    initial: pl.Series
    vowel: pl.Series
    consonant: pl.Series

    def __len__(self) -> int:
        return len(self.text)


@dataclass(frozen=True)
class Vocabulary:
    """All names; of the given names, the first `women` are women's."""

    first: Words
    second: Words
    given: Words
    women: int

    @property
    def men(self) -> int:
        """How many given names are men's."""
        return len(self.given) - self.women

    def combinations(self, woman: bool) -> int:
        """Return how many persons of a sex can be told apart who share birth date and state."""
        return len(self.first) * len(self.second) * (self.women if woman else self.men)


@cache
def vocabulary() -> Vocabulary:
    """Return the names; of those that would give the same letters, the first one."""
    data = persons()
    surnames = _mixed(data.surnames)
    women, men = _words(data.women, "ic", given=True), _words(data.men, "ic", given=True)
    given = Words(*(pl.concat([getattr(women, name), getattr(men, name)]) for name in _PARTS))
    return Vocabulary(_words(surnames, "ivc"), _words(reversed(surnames), "ic"), given, len(women))


def vocabulary_texts() -> list[pl.Series]:
    """Return all names."""
    words = vocabulary()
    return [words.first.text, words.second.text, words.given.text]


_PARTS = ("text", "initial", "vowel", "consonant")


def _mixed(names: Sequence[str]) -> Sequence[str]:
    """Return `names` in another order, always the same."""
    step = 7_919
    return [names[index * step % len(names)] for index in range(len(names))] if len(names) % step else names


def _words(names: Iterable[str], key: str, *, given: bool = False) -> Words:
    kept: dict[tuple[str, ...], tuple[str, str, str, str]] = {}
    for name in names:
        initial, vowel, consonant = letters_of(name, given=given)
        by = {"i": initial, "v": vowel, "c": consonant}
        kept.setdefault(tuple(by[part] for part in key), (name, initial, vowel, consonant))
    return Words(*(pl.Series(list(column), dtype=pl.String) for column in zip(*kept.values(), strict=True)))


def describe(
    first: pl.Series,
    second: pl.Series,
    given: pl.Series,
    sex: pl.Series,
    birth: pl.Series,
    state: pl.Series,
    mark: int,
) -> pl.DataFrame:
    """Return the persons as columns `given`, `first`, `second` and `curp`.

    Parameters
    ----------
    first, second, given : polars.Series
        Places in the vocabulary's lists.
    sex, state : polars.Series
        What the CURP says: one letter, two letters.
    birth : polars.Series
        Dates.
    mark : int
        The digit in position 17, or the letter in the same place of the alphabet of who was born from 2000 on. Where
        RENAPO's rule hides the second letter, its place among the vowels and one more is taken off.
    """
    words = vocabulary()
    one, two, name = words.first, words.second, words.given
    parts = pl.DataFrame(
        {
            "a": one.initial.gather(first), "v": one.vowel.gather(first), "b": two.initial.gather(second),
            "n": name.initial.gather(given), "date": birth.dt.strftime("%y%m%d"), "sex": sex, "state": state,
            "c1": one.consonant.gather(first), "c2": two.consonant.gather(second), "c3": name.consonant.gather(given),
            "late": birth.dt.year() >= 2000,
        }
    )  # fmt: skip
    hidden = pl.concat_str("a", "v", "b", "n").is_in(sorted(INCONVENIENT))
    place = pl.col("v").replace_strict(list(_VOWELS), list(range(1, 6)), default=0, return_dtype=pl.Int64)
    taken = pl.when(hidden).then(place).otherwise(0)
    marks = pl.when("late").then(_of(_LETTERS, mark, taken)).otherwise(_of(_DIGITS, mark, taken))
    second_letter = pl.when(hidden).then(pl.lit("X")).otherwise("v")
    stem = pl.concat_str("a", second_letter, "b", "n", "date", "sex", "state", "c1", "c2", "c3", marks)
    stems = parts.select(stem.alias("stem")).to_series()
    return pl.DataFrame(
        {
            "given": name.text.gather(given),
            "first": one.text.gather(first),
            "second": two.text.gather(second),
            "curp": stems + check_digits(stems).cast(pl.String),
        }
    )


def check_digits(stems: pl.Series) -> pl.Series:
    """Return the check digit of the first 17 characters of CURPs.

    As in the check of a CURP: a digit is worth itself, A is 10, and from O on a letter is worth one more. Position 17
    may be either; the other places of digits and letters are known.
    """
    codes = pl.col("codes")
    weights = pl.lit(pl.Series([_WEIGHTS], dtype=_NUMBERS))
    homonymy = codes.arr.get(16, null_on_oob=True)
    letters = _LETTER_WEIGHT + pl.when(homonymy < ord("A")).then(0).otherwise(_WEIGHTS[16])
    total = (
        codes.arr.dot(weights) + ((codes + (128 - _O)) // 128).arr.dot(weights) - ord("0") * sum(_WEIGHTS) - 7 * letters
    )
    read = stems.cast(pl.Binary).bin.reinterpret(dtype=_BYTES).cast(_NUMBERS).to_frame("codes")
    return read.select((10 - total % 10) % 10).to_series()


def _of(alphabet: str, mark: int, taken: pl.Expr) -> pl.Expr:
    return pl.lit(pl.Series(list(alphabet))).gather((mark - taken).clip(0, len(alphabet) - 1))
