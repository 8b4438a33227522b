"""The language of help and messages."""

from __future__ import annotations

from enum import StrEnum

from giis._locale import language_of
from giis._text import Language, Text

HELP_LANGUAGE: Language = language_of()
"""Help is written when the program starts, so only the environment can choose its language."""


class Lang(StrEnum):
    """What `--lang` takes."""

    es = "es"
    en = "en"


def say(es: str, en: str) -> str:
    """Return the text in the language of help."""
    return Text(es, en).get(HELP_LANGUAGE)


def chosen(lang: Lang | None) -> Language:
    """Return the language asked for, else that of the environment."""
    if lang is None:
        return language_of()
    return "en" if lang is Lang.en else "es"
