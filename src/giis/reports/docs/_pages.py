"""All pages of a run, and what is told of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from giis._plain import plain
from giis.reports._page import Page
from giis.reports.docs import _words as d
from giis.reports.docs._book import Book
from giis.reports.docs._folder import MARK, Standing
from giis.reports.docs._guide import guide_lines
from giis.reports.docs._index import INDEX, READINGS, checklist_lines, index_lines, readings_lines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console

    from giis.reports._voice import Voice
    from giis.specs import Checklist, Guide

SCHEMA = "giis-docs/1"
_LINE, _BLANK = "\n", "\n\n"
_BLANKS = re.compile(r"\n{3,}")


def pages_of(
    guides: Sequence[Guide], checklists: Sequence[Checklist], voice: Voice, cases: Path | None = None
) -> dict[str, str]:
    """Return the text of each page by its file name: the same for the same definitions.

    Parameters
    ----------
    guides : sequence of Guide
        One page each.
    checklists : sequence of Checklist
        One page each.
    voice : Voice
        The language.
    cases : Path, optional
        The folder of the conformance data, of which the examples are taken; by default those that ship.
    """
    books = [Book(guide, voice, cases) for guide in guides]
    pages = {INDEX: index_lines(books, checklists, voice)}
    pages |= {book.page: guide_lines(book) for book in books}
    pages |= {f"{item.id}.md": checklist_lines(item, voice) for item in checklists}
    pages[READINGS] = readings_lines(books, voice)
    return {name: f"{MARK}\n{_BLANKS.sub(_BLANK, _LINE.join(lines)).strip()}\n" for name, lines in pages.items()}


def render(found: Standing, folder: Path, console: Console, voice: Voice, *, check: bool) -> None:
    """Print what was written, or (`check`) what is not up to date."""
    page = Page(console)
    told = [(found.left_over, d.LEFT_OVER)]
    if check:
        told = [(found.missing, d.MISSING), (found.stale, d.STALE), (found.foreign, d.STALE), *told]
    for names, words in told:
        for name in names:
            page.line((plain(str(folder / name)), "bold"), f"  {voice(words)}")
    shown = plain(str(folder))
    if not check:
        written = len(found.missing) + len(found.stale) + len(found.foreign)
        page.line(voice(d.DONE, folder=shown, written=written, unchanged=len(found.current)))
    elif found.up_to_date:
        page.line(voice(d.UP_TO_DATE, folder=shown, pages=len(found.current)))
    page.print()


def to_json(found: Standing, folder: Path, voice: Voice, *, check: bool) -> dict[str, Any]:
    """Return the same as plain data."""
    return {
        "schema": SCHEMA,
        "language": voice.language,
        "folder": str(folder),
        "checked": check,
        "up_to_date": found.up_to_date,
        "missing": list(found.missing),
        "stale": list(found.stale),
        "foreign": list(found.foreign),
        "unchanged": list(found.current),
        "left_over": list(found.left_over),
    }
