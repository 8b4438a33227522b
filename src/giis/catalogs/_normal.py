"""Text as people type it, brought to one form."""

from __future__ import annotations

import re
import unicodedata

_APART = re.compile(r"[^A-Z0-9]+")


def clean(text: str) -> str:
    """Return `text` without stray blanks: none at the ends, one between words, no control characters."""
    printable = "".join(" " if character.isspace() or not character.isprintable() else character for character in text)
    return " ".join(unicodedata.normalize("NFC", printable).split())


def fold(text: str) -> str:
    """Return `text` in capitals and without accents, for comparing; `Ñ` becomes `N`."""
    plain = unicodedata.normalize("NFKD", text).upper()
    return "".join(character for character in plain if not unicodedata.combining(character))


def column_name(text: str) -> str:
    """Return the heading `text` as an identifier: `"DESCRIPCIÓN CORTA "` is `DESCRIPCION_CORTA`."""
    return _APART.sub("_", fold(text)).strip("_")
