"""The form of a person's names (GIIS-B015-04-11, nombre and apellidos), as Polars expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis.validators.functions._facts import DIAERESIS, MARKS

if TYPE_CHECKING:
    import polars as pl

_OTHER_CHARACTER = rf"[^A-ZÑ{DIAERESIS} \{MARKS}]"
_TWO_MARKS = [one + other for one in MARKS for other in MARKS]


def name_characters(text: pl.Expr) -> pl.Expr:
    """Tell whether `text` holds only A-Z, Ñ, vowels with diaeresis, spaces and the marks - , . / ' ¨."""
    return ~text.str.contains(_OTHER_CHARACTER)


def name_spacing(text: pl.Expr) -> pl.Expr:
    """Tell whether `text` has no space at its ends."""
    return ~(text.str.starts_with(" ") | text.str.ends_with(" "))


def name_separators(text: pl.Expr) -> pl.Expr:
    """Tell whether no two marks follow one another in `text`; the space is no mark and parts them."""
    return ~text.str.contains_any(_TWO_MARKS)
