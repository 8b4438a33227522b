"""Checklists: their list, their domains, objectives and controls, and a first assessment to fill in."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from giis.reports import _checklist_words as w
from giis.reports import _words
from giis.reports._page import Page, Part
from giis.reports._unknown import unknown
from giis.specs import Control, Domain, Objective

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from giis.reports._voice import Voice
    from giis.specs import Checklist
    from giis.specs import ChecklistPart as Shown

_TEMPLATE_WIDTH = 78


def render_list(checklists: Sequence[Checklist], console: Console, voice: Voice) -> None:
    """Print the checklists with the numbers of their domains, objectives and controls."""
    page = Page(console)
    heads = (w.CHECKLIST_COLUMN, w.DOMAINS_COLUMN, w.OBJECTIVES_COLUMN, w.CONTROLS_COLUMN, w.NAME_COLUMN)
    rows: list[tuple[Part, ...]] = [
        ((item.id, "bold"), *map(str, item.counts), voice.data(item.name)) for item in checklists
    ]
    page.line()
    page.table([voice(head) for head in heads], rows, right=(1, 2, 3))
    page.print()


def list_data(checklists: Sequence[Checklist], voice: Voice) -> list[dict[str, Any]]:
    """Return the list of checklists as plain data."""
    return [_facts(item, voice) for item in checklists]


def part_of(checklist: Checklist, name: str) -> Shown:
    """Return the domain, objective or control of `checklist` that has the number `name`.

    Raises
    ------
    InputError
        If it has none; the message tells the nearest numbers.
    """
    found = checklist.parts.get(name.strip())
    if found is None:
        what = w.NO_PART
        raise unknown(type(what)(*(text.format(checklist=checklist.id) for text in what)), name, checklist.parts)
    return found


def render(checklist: Checklist, console: Console, voice: Voice) -> None:
    """Print a checklist: its facts, and its controls by domain and objective."""
    page = Page(console)
    page.line((checklist.id, "bold"), f" · {voice.data(checklist.name)}")
    page.paragraph(f"{voice(w.FACTS)} · {_counted(checklist, voice)}", style="dim")
    if checklist.source.confidence in _words.CONFIDENCE:
        page.paragraph(voice(_words.CONFIDENCE[checklist.source.confidence]), style="yellow")
    if checklist.stated != checklist.counts:
        stated, held = checklist.stated.controls, checklist.counts.controls
        page.paragraph(voice(w.STATED, stated=stated, held=held), style="yellow")
    page.line()
    for domain in checklist.domains:
        page.heading(_called(domain, voice))
        for objective in domain.objectives:
            page.line("  ", (_called(objective, voice), "bold"))
            for control in objective.controls:
                page.lead(f"    {control.id}", "dim", voice.data(control.title), indent=13)
        page.line()
    for text in checklist.readings.values():
        label = f"{voice(_words.READING)}: "
        page.lead(label, "dim", voice.data(text), indent=len(label))
        page.line()
    page.paragraph(voice(w.PART_HINT, checklist=checklist.id), style="dim")
    page.print()


def render_part(part: Shown, console: Console, voice: Voice) -> None:
    """Print a domain, an objective or a control, each control with its question and its evidence."""
    page = Page(console)
    if not isinstance(part, Control):
        page.heading(_called(part, voice))
    for objective in part.objectives if isinstance(part, Domain) else (part,):
        if isinstance(part, Domain):
            page.line((_called(objective, voice), "bold"))
        for control in objective.controls:
            page.line((_called(control, voice), "bold"))
            for label, text in ((w.QUESTION, control.question), (w.EVIDENCE, control.evidence)):
                page.field(voice(label), voice.data(text), indent=13)
            page.line()
    page.print()


def to_json(checklist: Checklist, voice: Voice, only: Shown | None = None) -> dict[str, Any]:
    """Return a checklist, or of its parts `only` this one, as plain data."""
    return {
        "schema": "giis-checklist/1",
        "language": voice.language,
        **_facts(checklist, voice),
        "readings": {name: voice.data(text) for name, text in checklist.readings.items()},
        "parts": [_part_data(part, voice) for part in ((only,) if only else checklist.domains)],
    }


def render_coverage(checklist: Checklist, console: Console, voice: Voice) -> None:
    """Print that there is nothing to check in files."""
    page = Page(console)
    controls = voice.count(checklist.counts.controls, w.CONTROL)
    page.paragraph(voice(w.COVERAGE, checklist=checklist.id, controls=controls))
    page.print()


def coverage_data(checklist: Checklist, voice: Voice) -> dict[str, Any]:
    """Return as plain data that there is nothing to check in files."""
    return {
        "schema": "giis-coverage/1",
        "language": voice.language,
        "guide": checklist.id,
        "guide_hash": checklist.digest,
        "kind": "checklist",
        "statements": 0,
        "controls": checklist.counts.controls,
        "list": [],
    }


def template(checklist: Checklist, voice: Voice) -> str:
    """Return an assessment of `checklist` with every answer left open, as YAML with comments."""
    return "\n".join(_template_lines(checklist, voice)) + "\n"


def _template_lines(checklist: Checklist, voice: Voice) -> Iterator[str]:
    for text in voice(w.TEMPLATE_HEAD, checklist=checklist.id, name=voice.data(checklist.name)).split("\n"):
        yield from _comment(text, "")
    yield f"assessment: {checklist.id}"
    yield f"system:  # {voice(w.TEMPLATE_SYSTEM)}"
    yield f"operating_since:  # {voice(w.TEMPLATE_SINCE, months=checklist.months_of_operation)}"
    yield "answers:"
    for part in checklist.parts.values():
        if not isinstance(part, Control):
            yield ""
            yield f"  # {'== ' if isinstance(part, Domain) else ''}{_called(part, voice)}"
            continue
        yield ""
        yield from _comment(voice.sentence(part.title), "  ")
        yield from _comment(voice.data(part.question), "  ")
        yield from _comment(f"{voice(w.EVIDENCE)}: {voice.data(part.evidence)}", "  ")
        yield f"  {part.id}:"
        yield from (f"    {key}:" for key in ("state", "evidence", "owner", "date", "justification"))


def _comment(text: str, indent: str) -> list[str]:
    lead = f"{indent}# "
    return textwrap.wrap(
        text, _TEMPLATE_WIDTH, initial_indent=lead, subsequent_indent=f"{lead}  ", break_on_hyphens=False
    )


def _called(part: Shown, voice: Voice) -> str:
    return f"{part.id}  {voice.data(part.title)}"


def _counted(checklist: Checklist, voice: Voice) -> str:
    return ", ".join(
        voice.count(number, noun)
        for number, noun in zip(checklist.counts, (w.DOMAIN, w.OBJECTIVE, w.CONTROL), strict=True)
    )


def _facts(checklist: Checklist, voice: Voice) -> dict[str, Any]:
    return {
        "guide": checklist.id,
        "guide_hash": checklist.digest,
        "kind": "checklist",
        "name": voice(checklist.name),
        "confidence": checklist.source.confidence,
        **checklist.counts._asdict(),
        "stated": checklist.stated._asdict(),
        "months_of_operation": checklist.months_of_operation,
    }


def _part_data(part: Shown, voice: Voice) -> dict[str, Any]:
    data: dict[str, Any] = {"id": part.id, "title": voice.data(part.title)}
    if isinstance(part, Control):
        return data | {"question": voice.data(part.question), "evidence": voice.data(part.evidence)}
    if isinstance(part, Objective):
        return data | {"controls": [_part_data(item, voice) for item in part.controls]}
    return data | {"objectives": [_part_data(item, voice) for item in part.objectives]}
