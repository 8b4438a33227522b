"""Says the texts of `_words` in one language, with numbers and plurals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from giis._plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from giis._text import Language, Text

# A percent sign after a number; what stands between quotation marks is a value, and is shown as it is.
_PERCENT = re.compile(r"«[^»]*»|“[^”]*”|(?<=[0-9])([ \u00a0]?)%(?!\w)")


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
        return self._percents(template.format(**values) if values else template)

    def data(self, text: Text | None) -> str:
        """Return a text that may carry values of a file or a definition, safe to show."""
        return self._percents(plain(text.get(self.language))) if text else ""

    def sentence(self, text: Text) -> str:
        """Return a text of a definition as a sentence: with a capital and a full stop."""
        told = self.data(text).rstrip()
        return f"{told[:1].upper()}{told[1:]}" + ("" if told.endswith((".", "!", "?")) else ".")

    def percent(self, share: float) -> str:
        """Return a share as `97.4 %`, or `97.4%` in English."""
        return self._percents(f"{share:.1%}")

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

    def _percents(self, text: str) -> str:
        if "%" not in text:
            return text
        sign = "%" if self.language == "en" else "\u00a0%"
        return _PERCENT.sub(lambda match: match[0] if match[1] is None else sign, text)
