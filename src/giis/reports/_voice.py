"""Says the texts of `_words` in one language, with numbers and plurals."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from giis._plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from giis._text import Language, Text


class Noun(NamedTuple):
    """A noun for counting."""

    one: Text
    many: Text


class Voice:
    """Speaks one language.

    Parameters
    ----------
    language : {"es", "en"}
        The language.
    """

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, text: Text, /, **values: object) -> str:
        """Return `text`, its `{names}` replaced by `values`."""
        template = text.get(self.language)
        return template.format(**values) if values else template

    def data(self, text: Text | None) -> str:
        """Return a text that may carry values of a file or a definition, safe to show."""
        return plain(text.get(self.language)) if text else ""

    def count(self, number: int, noun: Noun) -> str:
        """Return `1 registro`, `2,500 registros`."""
        return f"{number:,} {self(noun.one if number == 1 else noun.many)}"

    def join(self, items: Iterable[str], word: Text) -> str:
        """Return `a, b y c`."""
        *first, last = items or [""]
        return f"{', '.join(first)} {self(word)} {last}" if first else last

    def day(self, day: date | None) -> str:
        """Return a date as ISO writes it."""
        return day.isoformat() if day else "—"
