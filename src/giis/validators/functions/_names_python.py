"""The form of a person's names (GIIS-B015-04-11, nombre and apellidos), on single values."""

from __future__ import annotations

from itertools import pairwise

from giis.validators.functions._facts import MARKS, NAME_CHARACTERS
from giis.validators.functions._nulls import propagates_null

_CHARACTERS = frozenset(NAME_CHARACTERS)
_MARKS = frozenset(MARKS)


@propagates_null
def name_characters(text: str) -> bool:
    """Tell whether `text` holds only A-Z, Ñ, vowels with diaeresis, spaces and the marks - , . / ' ¨."""
    return _CHARACTERS.issuperset(text)


@propagates_null
def name_spacing(text: str) -> bool:
    """Tell whether `text` has no space at its ends."""
    return not (text.startswith(" ") or text.endswith(" "))


@propagates_null
def name_separators(text: str) -> bool:
    """Tell whether no two marks follow one another in `text`; the space is no mark and parts them."""
    return not any(one in _MARKS and other in _MARKS for one, other in pairwise(text))
