"""Text for people, in Spanish and English."""

from __future__ import annotations

from typing import Literal, NamedTuple

Language = Literal["es", "en"]


class Text(NamedTuple):
    """One text in both languages of the project."""

    es: str
    en: str

    def get(self, language: Language) -> str:
        """Return the text in `language`, `"es"` or `"en"`."""
        return self.es if language == "es" else self.en
