"""Examples of a rule, in one line each: a record, some records of a file, the beginning of a file, several files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from giis.reports import _words as w
from giis.reports._rules import variables_read
from giis.reports.docs import _words as d
from giis.reports.docs._markup import code, text
from giis.specs import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from giis.conformance import Case, FileCase, TogetherCase
    from giis.reports.docs._book import Book
    from giis.specs import Rule

_C = TypeVar("_C", "FileCase", "TogetherCase")
_RECORDS_SHOWN = 3
_LINES_SHOWN = 2
_LINE_WIDTH = 60


@dataclass(frozen=True)
class Pair:
    """An example that breaks a rule and one that keeps it, each as Markdown."""

    fails: str
    passes: str


def examples(rule: Rule, book: Book) -> Pair:
    """Return the examples of `rule`; where the conformance data have none, that is said."""
    if rule.level is Level.ACROSS:
        own = _chosen(rule, [case for case in book.together if book.guide.id in case.guides], _files)
        any_guide = _chosen(rule, book.together, _files)
        return _pair(book, [_together(book, rule, a or b) for a, b in zip(own, any_guide, strict=True)])
    if book.conformance is None:
        return _pair(book, [None, None])
    if rule.level in (Level.VALUE, Level.RECORD):
        passing, failing = book.conformance.example(rule.id)
        if passing or failing:
            return _pair(book, [_record(book, rule, case) for case in (failing, passing)])
    return _pair(book, [_file(book, rule, case) for case in _chosen(rule, book.conformance.files, _size)])


def _pair(book: Book, told: list[str | None]) -> Pair:
    none = book.voice(d.NO_EXAMPLE)
    fails, passes = told
    return Pair(fails or none, passes or none)


def _chosen(rule: Rule, cases: Sequence[_C], size: Callable[[_C], int]) -> tuple[_C | None, _C | None]:
    """Return the plainest case that breaks a rule and the plainest that keeps it."""
    failing = (case for case in cases if rule.id in case.expect)
    passing = (case for case in cases if rule.id in case.passes)
    return (
        min(failing, key=lambda case: (len(case.expect), size(case)), default=None),
        min(passing, key=size, default=None),
    )


def _size(case: FileCase) -> int:
    return len(case.data)


def _files(case: TogetherCase) -> int:
    return len(case.files)


def _record(book: Book, rule: Rule, case: Case | None) -> str | None:
    if case is None:
        return None
    names = variables_read(rule, book.guide) or sorted(case.changed)
    return f"{_title(book, case)} {_values(book, case.record, names)}"


def _file(book: Book, rule: Rule, case: FileCase | None) -> str | None:
    if case is None:
        return None
    lines = [line for line in case.data.decode("cp1252", "replace").splitlines() if line]
    parts = [book.voice(d.FILE_NAME, name=code(case.name))] if case.name else []
    if rule.level is Level.FILE:
        parts += _records(book, rule, lines[1:])
    elif not case.name:
        parts += [code(line[:_LINE_WIDTH] + ("…" if len(line) > _LINE_WIDTH else "")) for line in lines[:_LINES_SHOWN]]
    return " ".join([_title(book, case), "; ".join(parts)]).rstrip()


def _records(book: Book, rule: Rule, lines: list[str]) -> Iterable[str]:
    """Yield what the rule reads of the first records that differ in it, and how many records there are."""
    columns = {variable.name: variable.column - 1 for variable in book.guide.variables}
    names = variables_read(rule, book.guide)
    if not names:
        return
    seen: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(lines, 1):
        values = line.split("|")
        if len(values) == len(columns):
            seen.setdefault(tuple(values[columns[name]] for name in names), number)
    shown = list(seen.items())[:_RECORDS_SHOWN]
    if len(shown) == 1 and len(lines) > 1:  # what repeats
        shown.append((shown[0][0], shown[0][1] + 1))
    for read, number in shown:
        told = _values(book, dict(zip(names, read, strict=True)), names)
        yield f"{book.voice(d.RECORD, number=number)}: {told}"
    if len(lines) > len(shown):
        yield book.voice(d.OF_RECORDS, records=book.voice.count(len(lines), w.RECORD))


def _together(book: Book, rule: Rule, case: TogetherCase | None) -> str | None:
    if case is None:
        return None
    names = {variable.name: None for variable in book.guide.variables}
    read = [name for name in variables_read(rule, book.guide) if name in names]
    told = []
    for file in case.files:
        shown = [name for name in read if name in file.record] or sorted(file.changed)
        shown += sorted(file.changed - set(shown))
        told.append(f"{text(file.guide)}: {_values(book, file.record, shown)}")
    return f"{_title(book, case)} {'; '.join(told)}"


def _title(book: Book, case: Case | FileCase | TogetherCase) -> str:
    return text(book.voice.data(case.title)).rstrip(".") + "."


def _values(book: Book, record: Mapping[str, str], names: Iterable[str]) -> str:
    empty = f"*{book.voice(d.EMPTY)}*"
    return ", ".join(f"{text(name)} {code(value) if (value := record.get(name, '')) else empty}" for name in names)
