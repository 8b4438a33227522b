"""The letters that a person's names give to a CURP (RENAPO, Instructivo Normativo), on single values.

How a name is read
------------------
- Words are parted by spaces; particles (DE, LA, MAC ...) are passed over while another word follows. Of
  several given names a first JOSE or MARIA, or its abbreviation, is passed over too; only the first: JOSE
  MARIA gives MARIA.
- The vowel and the consonant are the first ones inside the word, after its initial. Ñ and every mark count as
  X where they come up for a letter, so that D/AMICO and O'HARA give X as vowel and as consonant. Ü counts as
  U; the other vowels with diaeresis count as X among the vowels and are no consonant. A diaeresis on its own
  is passed over, but as the initial it is X like any mark.
- GIIS-B015-04-11 also lets - , . and / part the words of a compound name, which RENAPO reads as one word.
  Where the two readings differ (MA.TERESA, MARIA-JOSE, DE-LA-CRUZ) the letters of either agree.
- XX, no surname, gives X everywhere by itself.

The answer is `None` when the text is not built like a CURP, or the name holds characters that no name may
hold: those have rules of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis.validators.functions._curp_python import is_curp
from giis.validators.functions._facts import (
    COMMON_GIVEN,
    CONSONANTS,
    DIAERESIS,
    INCONVENIENT,
    PARTICLES,
    SEPARATORS,
    VOWELS,
)
from giis.validators.functions._names_python import name_characters
from giis.validators.functions._nulls import propagates_null

if TYPE_CHECKING:
    from collections.abc import Callable

_PARTICLES = frozenset(PARTICLES)
_COMMON_GIVEN = frozenset(COMMON_GIVEN)
_NO_VOWELS = frozenset(CONSONANTS + "Ñ¨")
_NO_CONSONANTS = frozenset(VOWELS + DIAERESIS + "¨")
_APART = str.maketrans(dict.fromkeys(SEPARATORS, " "))
_LETTERS = {letter: letter for letter in VOWELS + CONSONANTS} | {"Ü": "U"}


@propagates_null
def curp_given(curp: str, name: str) -> bool | None:
    """Tell whether the given names agree with positions 4 (initial) and 16 (consonant) of a CURP."""
    return _either(curp, name, lambda word: curp[3] == _initial(word) and curp[15] == _consonant(word), given=True)


@propagates_null
def curp_first_surname(curp: str, name: str) -> bool | None:
    """Tell whether the first surname agrees with positions 1 (initial), 2 (vowel) and 14 (consonant).

    Position 2 may also be X where the vowel would make positions 1 to 4 spell an inconvenient word.
    """

    def agrees(word: str) -> bool:
        vowel = _vowel(word)
        hidden = curp[1] == "X" and curp[0] + vowel + curp[2:4] in INCONVENIENT
        return curp[0] == _initial(word) and (curp[1] == vowel or hidden) and curp[13] == _consonant(word)

    return _either(curp, name, agrees)


@propagates_null
def curp_second_surname(curp: str, name: str) -> bool | None:
    """Tell whether the second surname agrees with positions 3 (initial) and 15 (consonant) of a CURP."""
    return _either(curp, name, lambda word: curp[2] == _initial(word) and curp[14] == _consonant(word))


def letters_of(name: str, *, given: bool = False) -> tuple[str, str, str]:
    """Return what a name gives to a CURP: its initial, first internal vowel and first internal consonant."""
    word = _word(name, given=given)
    return _initial(word), _vowel(word), _consonant(word)


def _either(curp: str, name: str, agrees: Callable[[str], bool], *, given: bool = False) -> bool | None:
    """Ask `agrees` of the word that counts, in either reading of the name."""
    if not (is_curp(curp) and name_characters(name)):
        return None
    if agrees(_word(name, given=given)):
        return True
    apart = name.translate(_APART)
    return apart != name and agrees(_word(apart, given=given))


def _word(name: str, *, given: bool) -> str:
    """Return the word of a name that gives its letters, empty when there is none."""
    words = [word for word in name.split(" ") if word]
    if not words:
        return ""
    counts = _past_particles(words, 0)
    if given and words[counts] in _COMMON_GIVEN and counts + 1 < len(words):
        counts = _past_particles(words, counts + 1)
    return words[counts]


def _past_particles(words: list[str], place: int) -> int:
    while words[place] in _PARTICLES and place + 1 < len(words):
        place += 1
    return place


def _initial(word: str) -> str:
    return _LETTERS.get(word[:1], "X")


def _vowel(word: str) -> str:
    return next((_LETTERS.get(character, "X") for character in word[1:] if character not in _NO_VOWELS), "X")


def _consonant(word: str) -> str:
    return next((_LETTERS.get(character, "X") for character in word[1:] if character not in _NO_CONSONANTS), "X")
