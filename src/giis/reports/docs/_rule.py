"""The place of one rule: always the same parts, in the same order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis.reports import _words as w
from giis.reports._rules import requirement, source_line
from giis.reports.docs import _words as d
from giis.reports.docs._derived import fix, why
from giis.reports.docs._examples import examples
from giis.reports.docs._markup import heading, text
from giis.reports.html._words import UNOFFICIAL_MARK
from giis.specs import Level
from giis.validators.findings import severity_of, usual_severity

if TYPE_CHECKING:
    from giis.reports.docs._book import Book
    from giis.specs import Rule

PARTS = (w.REQUIRES, d.SOURCE, w.WHY, d.FAILS, d.PASSES, d.FIX, w.SINCE)
"""The parts that every rule has."""


def rule_lines(rule: Rule, book: Book) -> list[str]:
    """Return the lines on `rule`, under a heading that is its id."""
    voice, guide = book.voice, book.guide
    shown = examples(rule, book)
    safe = voice(d.SAFE if rule.fix and rule.fix_safe else d.UNSAFE)
    title = text(voice.data(rule.title))
    required = [text(line) for line in requirement(rule, guide, voice)]
    lines = heading(4, text(rule.id), rule.id.lower())
    if required:
        lines += [f"**{title}**", ""]
    lines += [_facts(rule, book), ""]
    lines += _item(voice(w.REQUIRES), required or [f"{title}."])
    lines += _item(voice(d.SOURCE), [text(source_line(rule.source, voice)) + _standing(rule, book)])
    if rule.reading:
        lines += _item(voice(w.READING), [text(voice.data(rule.reading))])
    lines += _item(voice(w.WHY), [text(why(rule, guide, voice, book.readers))])
    lines += _item(voice(d.FAILS), [shown.fails])
    lines += _item(voice(d.PASSES), [shown.passes])
    lines += _item(voice(d.FIX), [f"{text(fix(rule, guide, voice))} ({safe})"])
    since = voice(d.SINCE_LINE, since=rule.since, lifecycle=voice(w.LIFECYCLE[rule.lifecycle]))
    return [*lines, *_item(voice(w.SINCE), [text(since)]), ""]


def _item(name: str, told: list[str]) -> list[str]:
    """Return a part: in one line, or as a list where it has several sentences."""
    if len(told) == 1:
        return [f"- **{name}:** {told[0]}"]
    return [f"- **{name}:**", *(f"  - {line}" for line in told)]


def _facts(rule: Rule, book: Book) -> str:
    """Return severity and level; and the variable, where the rule does not stand under it."""
    voice, usual = book.voice, usual_severity(rule)
    severity = voice(w.SEVERITY_WORD[usual])
    if usual != (unofficial := severity_of(rule, "default")):
        severity += f" ({voice(d.UNOFFICIAL, severity=voice(w.SEVERITY_WORD[unofficial]))})"
    for profile, other in rule.profiles.items():
        severity += f" ({voice(w.STRICT, profile=profile, severity=voice(w.SEVERITY_WORD[other]))})"
    parts = [text(severity), voice(d.LEVEL[rule.level])]
    if rule.variable and rule.level not in (Level.VALUE, Level.RECORD):
        parts.append(book.variable(book.guide.by_identifier[rule.variable]))
    return " · ".join(parts)


def _standing(rule: Rule, book: Book) -> str:
    """Return the mark of a rule that is not from the official text, with a word; else nothing."""
    told = UNOFFICIAL_MARK.get(rule.source.confidence)
    return f" ({book.mark(rule.source.confidence).strip()} {book.voice(told)})" if told else ""
