"""The pages beside those of the guides: the index, the readings chosen, and checklists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis import __version__
from giis.reports import _checklist_words as c
from giis.reports import _words as w
from giis.reports.docs import _words as d
from giis.reports.docs._markup import heading, table, text
from giis.specs import coverage_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from giis._text import Text
    from giis.reports._voice import Voice
    from giis.reports.docs._book import Book
    from giis.specs import Checklist

INDEX, READINGS = "README.md", "readings.md"
_GUIDE_COLUMNS = (
    w.GUIDE, w.NAME_COLUMN, w.FILE_TYPES_COLUMN, w.PUBLISHED_COLUMN, w.VARIABLES_COLUMN, w.RULES_COLUMN,
    w.COVERED_COLUMN,
)  # fmt: skip
_CHECKLIST_COLUMNS = (c.CHECKLIST_COLUMN, w.NAME_COLUMN, c.DOMAINS_COLUMN, c.OBJECTIVES_COLUMN, c.CONTROLS_COLUMN)


def index_lines(books: Sequence[Book], checklists: Sequence[Checklist], voice: Voice) -> list[str]:
    """Return the index of the pages."""
    lines = [f"# {voice(d.INDEX_TITLE)}", "", voice(d.INDEX_ABOUT, version=__version__), ""]
    if books:
        heads = [voice(head) for head in _GUIDE_COLUMNS]
        lines += [*heading(2, voice(d.GUIDES)), *table(heads, map(_guide_row, books), numbers=(4, 5, 6))]
    if checklists:
        heads = [voice(head) for head in _CHECKLIST_COLUMNS]
        rows = [
            (f"[{item.id}]({item.id}.md)", text(voice.data(item.name)), *map(str, item.counts)) for item in checklists
        ]
        lines += [*heading(2, voice(d.CHECKLISTS)), *table(heads, rows, numbers=(2, 3, 4))]
    lines += [*heading(2, voice(d.READINGS)), f"[{voice(d.READINGS)}]({READINGS}). {voice(d.READINGS_ABOUT)}", ""]
    lines += [*heading(2, voice(d.HOW_TO_READ)), *(f"- {voice(told)}" for told in d.LEGEND)]
    lines += [f"- {text(voice.sentence(told))}" for told in w.SEVERITY_MEANS.values()]
    return [*lines, f"- {voice(d.MARKS_ABOUT)}"]


def _guide_row(book: Book) -> tuple[str, ...]:
    guide, voice = book.guide, book.voice
    coverage = coverage_of(guide)
    return (
        f"[{text(guide.id)}]({book.page})" + book.mark(guide.source.confidence),
        text(voice.data(guide.name)),
        ", ".join(map(text, guide.file_types)),
        voice.day(guide.published),
        f"{coverage.variables:,}",
        f"{coverage.rules:,}",
        voice.percent(coverage.share),
    )


def readings_lines(books: Sequence[Book], voice: Voice) -> list[str]:
    """Return all readings chosen, each once, with the rules and statements that it concerns."""
    found: dict[Text, list[str]] = {}
    for book in books:
        for told in book.guide.readings.values():
            found.setdefault(told, []).append(
                f"[{text(book.guide.id)}]({book.page}#readings): {voice(d.OF_THE_GUIDE).lower()}"
            )
        for told, places in _of_parts(book).items():
            found.setdefault(told, []).append(f"{text(book.guide.id)}: {', '.join(places)}")
    lines = [f"# {voice(d.READINGS)}", "", f"[{voice(d.BACK)}]({INDEX})", "", voice(d.READINGS_ABOUT), ""]
    for told, where in found.items():
        lines += [f"- {text(voice.data(told))}", *(f"  - {place}" for place in where)]
    return lines


def _of_parts(book: Book) -> dict[Text, list[str]]:
    found: dict[Text, list[str]] = {}
    for rule in book.guide.by_id.values():
        if rule.reading:
            found.setdefault(rule.reading, []).append(book.rule(rule, book.page))
    for item in book.guide.statements:
        if item.reading:
            found.setdefault(item.reading, []).append(text(book.voice(d.STATEMENT, place=item.place)))
    return found


def checklist_lines(checklist: Checklist, voice: Voice) -> list[str]:
    """Return the page of a checklist: every control with its question and its evidence."""
    lines = [
        f"# {text(checklist.id)}",
        "",
        f"**{text(voice.data(checklist.name))}**",
        "",
        f"[{voice(d.BACK)}]({INDEX})",
        "",
    ]
    if checklist.source.confidence in w.CONFIDENCE:
        lines += [text(voice.sentence(w.CONFIDENCE[checklist.source.confidence])), ""]
    lines += [f"- {text(voice.data(told))}" for told in checklist.readings.values()]
    heads = [voice(head) for head in (d.CONTROL_COLUMN, d.QUESTION_COLUMN, d.EVIDENCE_COLUMN)]
    for domain in checklist.domains:
        lines += ["", *heading(2, f"{domain.id} {text(voice.data(domain.title))}", f"d-{domain.id}")]
        for objective in domain.objectives:
            lines += heading(3, f"{objective.id} {text(voice.data(objective.title))}", f"o-{objective.id}")
            rows = [
                (
                    f'<a id="c-{item.id}"></a>{item.id} {text(voice.data(item.title))}',
                    text(voice.data(item.question)),
                    text(voice.data(item.evidence)),
                )
                for item in objective.controls
            ]
            lines += table(heads, rows)
    return lines
