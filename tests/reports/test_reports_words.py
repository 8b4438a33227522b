from __future__ import annotations

import string
from collections.abc import Mapping

import pytest

from giis._locale import language_of
from giis._plain import plain
from giis._text import Text
from giis.reports import _checklist_words, _words
from giis.reports._voice import Noun, Voice
from giis.reports.audits import _diff_words, _dossier_words, _reason_words
from giis.reports.audits import _words as _audit_words
from giis.reports.html import _words as _html_words

MODULES = (_words, _checklist_words, _html_words, _audit_words, _diff_words, _dossier_words, _reason_words)


def texts():
    for name, value in [item for part in MODULES for item in vars(part).items()]:
        items = value.values() if isinstance(value, Mapping) else value if type(value) is tuple else [value]
        for item in items:
            parts = item if isinstance(item, Noun) else [item]
            for part in parts:
                if isinstance(part, Text):
                    yield name, part


def fields(template: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(template) if field is not None}


def test_both_languages_say_everything_with_the_same_values():
    found = list(texts())
    assert len(found) > 100
    assert [name for name, text in found if not text.es.strip() or not text.en.strip()] == []
    assert [name for name, text in found if fields(text.es) != fields(text.en)] == []


@pytest.mark.parametrize(
    ("number", "es", "en"),
    [
        (0, "0 registros", "0 records"),
        (1, "1 registro", "1 record"),
        (2500, "2,500 registros", "2,500 records"),
    ],
)
def test_counts(number, es, en):
    assert Voice("es").count(number, _words.RECORD) == es
    assert Voice("en").count(number, _words.RECORD) == en


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "es"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "es_MX.UTF-8"}, "es"),
        ({"LANG": "C.UTF-8"}, "es"),
        ({"LANG": "fr_FR.UTF-8"}, "es"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "es_MX.UTF-8"}, "es"),
        ({"LANG": "es_MX.UTF-8", "LC_MESSAGES": "en_GB"}, "en"),
        ({"LC_ALL": "en_US", "LC_MESSAGES": "es_MX", "LANG": "es_MX"}, "en"),
        ({"LC_ALL": "", "LANG": "EN"}, "en"),
        ({"GIIS_LANG": "es", "LC_ALL": "en_US"}, "es"),
        ({"GIIS_LANG": "EN"}, "en"),
        ({"GIIS_LANG": "tlh", "LANG": "en_US"}, "en"),
    ],
)
def test_locale(environment, language):
    assert language_of(environment) == language


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("JOSÉ ÑANDÚ", "JOSÉ ÑANDÚ"),
        ("[bold]x[/bold]", "[bold]x[/bold]"),
        ("a\x1b[2Jb", "a\\x1b[2Jb"),
        ("a\tb\r\n", "a\\tb\\r\\n"),
        ("\x9b\x7f\x00", "\\x9b\\x7f\\x00"),
        ("\u202e\u2028\ufeff\udc81", "\\u202e\\u2028\\ufeff\\udc81"),
    ],
)
def test_plain(text, shown):
    assert plain(text) == shown
