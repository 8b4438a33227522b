"""The CURP by itself (RENAPO, Instructivo Normativo para la Asignación de la CURP), on single values.

A text that is not built like a CURP has no check digit, date or letters: every function but `curp_structure`
answers `None` for it, so that one fault makes one finding.
"""

from __future__ import annotations

import re
from datetime import date

from giis.validators.functions._facts import CHECK_ALPHABET, CURP_PATTERN, INCONVENIENT
from giis.validators.functions._nulls import propagates_null

_CURP = re.compile(CURP_PATTERN)
_VALUES = {character: value for value, character in enumerate(CHECK_ALPHABET)}


def is_curp(text: str) -> bool:
    """Tell whether `text` is built like a CURP."""
    return _CURP.fullmatch(text) is not None


@propagates_null
def curp_structure(text: str) -> bool:
    """Tell whether `text` is built like a CURP; that its date exists is for `curp_birth_date` to tell."""
    return is_curp(text)


@propagates_null
def curp_check_digit(text: str) -> bool | None:
    """Tell whether the last digit of a CURP agrees with the characters before it."""
    if not is_curp(text):
        return None
    total = sum(_VALUES[character] * (18 - place) for place, character in enumerate(text[:17]))
    return (10 - total % 10) % 10 == int(text[17])


@propagates_null
def curp_birth_date(text: str) -> date | None:
    """Return the birth date in a CURP, `None` when there is no such day.

    Position 17 tells the century: a digit 19yy, a letter 20yy.
    """
    if not is_curp(text):
        return None
    century = 1900 if text[16].isdigit() else 2000
    try:
        return date(century + int(text[4:6]), int(text[6:8]), int(text[8:10]))
    except ValueError:
        return None


@propagates_null
def curp_date(text: str) -> bool | None:
    """Tell whether the birth date in a CURP is a day that exists."""
    return curp_birth_date(text) is not None if is_curp(text) else None


@propagates_null
def curp_sensible(text: str) -> bool | None:
    """Tell whether the first four letters of a CURP spell no inconvenient word."""
    return text[:4] not in INCONVENIENT if is_curp(text) else None
