"""The guides that `giis` knows: their list, their variables, and how much of each is checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from giis._plain import plain
from giis._text import Text
from giis.reports import _words as w
from giis.reports._page import Page, Part
from giis.reports._unknown import unknown
from giis.reports._variables import domain, variable_data, write_variable
from giis.reports.explain import rules_of
from giis.specs import Guide, Severity, Variable, coverage_of
from giis.validators.findings import usual_severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from giis.reports._voice import Voice


def render_list(guides: Sequence[Guide], console: Console, voice: Voice) -> None:
    """Print the guides: id, date, files, variables, rules, and the share of statements that are checked."""
    page = Page(console)
    heads = (
        w.GUIDE,
        w.FILE_TYPES_COLUMN,
        w.PUBLISHED_COLUMN,
        w.VARIABLES_COLUMN,
        w.RULES_COLUMN,
        w.COVERED_COLUMN,
        w.NAME_COLUMN,
    )
    rows: list[tuple[Part, ...]] = []
    for guide in guides:
        coverage = coverage_of(guide)
        rows.append(
            (
                (guide.id, "bold"),
                ", ".join(guide.file_types),
                voice.day(guide.published),
                f"{coverage.variables:,}",
                f"{coverage.rules:,}",
                voice.percent(coverage.share),
                voice.data(guide.name),
            )
        )
    page.table([voice(head) for head in heads], rows, right=(3, 4, 5))
    page.print()


def list_data(guides: Sequence[Guide], voice: Voice) -> dict[str, Any]:
    """Return the list of guides as plain data."""
    return {
        "schema": "giis-guides/1",
        "language": voice.language,
        "guides": [_facts(guide, voice) for guide in guides],
    }


def render_guide(guide: Guide, console: Console, voice: Voice) -> None:
    """Print one guide: its facts, and its variables with what they may hold."""
    page = Page(console)
    page.line((guide.id, "bold"), f" · {voice.data(guide.name)}")
    variables, rules = voice.count(len(guide.variables), w.VARIABLE), voice.count(len(guide.by_id), w.RULE)
    facts = voice(
        w.GUIDE_FACTS,
        subsystem=guide.subsystem,
        published=voice.day(guide.published),
        types=", ".join(guide.file_types),
        variables=variables,
        rules=rules,
    )
    page.paragraph(facts, style="dim")
    if guide.source.confidence in w.CONFIDENCE:
        page.paragraph(voice(w.CONFIDENCE[guide.source.confidence]), style="yellow")
    page.line()
    heads = (w.NUMBER_COLUMN, w.VARIABLE_COLUMN, w.RULES_COLUMN, w.LABEL_COLUMN)
    rows: list[tuple[Part, ...]] = []
    section = None
    for variable in guide.variables:
        if variable.source.section != section and rows:
            rows.append(("", "", "", ""))
        section = variable.source.section
        told = voice.data(variable.label)
        if values := domain(variable, voice):
            told += f" · {plain(values)}"
        rows.append((str(variable.number), (variable.name, "bold"), str(len(rules_of(guide, variable))), told))
    page.table([voice(head) for head in heads], rows, right=(0, 2))
    page.line()
    for text in guide.readings.values():
        page.lead(f"{voice(w.READING)}: ", "dim", voice.data(text), indent=len(voice(w.READING)) + 2)
        page.line()
    page.print()


def guide_data(guide: Guide, voice: Voice, only: Variable | None = None) -> dict[str, Any]:
    """Return one guide, or of its variables `only` this one, as plain data."""
    wanted = guide.variables if only is None else (only,)
    return {
        "schema": "giis-guide/1",
        "language": voice.language,
        **_facts(guide, voice),
        "columns": [variable_data(guide, variable, voice) for variable in wanted],
    }


def variable_of(guide: Guide, name: str) -> Variable:
    """Return the variable of `guide` called `name`.

    Raises
    ------
    InputError
        If it has none; the message tells the nearest names.
    """
    try:
        return guide.variable(name)
    except KeyError:
        what = Text(f"{guide.id} no tiene la variable", f"{guide.id} has no variable")
        raise unknown(what, name, (item.name for item in guide.variables)) from None


def render_variable(guide: Guide, variable: Variable, console: Console, voice: Voice) -> None:
    """Print one variable as declared, and the rules on it."""
    page = Page(console)
    write_variable(page, voice, guide, variable)
    styles: dict[Severity, str] = {"error": "red", "warning": "yellow", "info": "cyan"}
    heads = (w.RULE_COLUMN, w.SEVERITY_COLUMN, w.WHAT_COLUMN)
    rows: list[tuple[Part, ...]] = [
        (
            (rule.id, "bold"),
            (voice(w.SEVERITY_WORD[usual_severity(rule)]), styles[usual_severity(rule)]),
            voice.data(rule.title),
        )
        for rule in rules_of(guide, variable)
    ]
    page.table([voice(head) for head in heads], rows)
    page.print()


def _facts(guide: Guide, voice: Voice) -> dict[str, Any]:
    coverage = coverage_of(guide)
    return {
        "guide": guide.id,
        "guide_hash": guide.digest,
        "name": voice(guide.name),
        "subsystem": guide.subsystem,
        "date": guide.published.isoformat(),
        "file_types": list(guide.file_types),
        "confidence": guide.source.confidence,
        "variables": coverage.variables,
        "rules": coverage.rules,
        "coverage": round(coverage.share, 4),
    }
