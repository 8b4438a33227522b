"""What exchange files show of their guides, as text for people and as data: `giis-evidence/1`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from giis._plain import plain
from giis._version import __version__
from giis.evidence import said
from giis.reports import _evidence_words as e
from giis.reports import _words as w
from giis.reports._page import Page
from giis.specs.values import as_written

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

    from giis.evidence import Evidence, Goal, Shown, VariableEvidence
    from giis.reports._voice import Voice

SCHEMA = "giis-evidence/1"
_LISTED = 12


def render(evidence: Sequence[Evidence], console: Console, voice: Voice, *, listed: bool = False) -> None:
    """Print what the files show, guide by guide.

    Parameters
    ----------
    evidence : sequence of Evidence
        One for each guide.
    console : rich.console.Console
        Where to print.
    voice : Voice
        The language.
    listed : bool
        Whether to print every goal too.
    """
    page = Page(console)
    for item in evidence:
        page.line((item.guide.id, "bold"), f" {voice.data(item.guide.name)}")
        _write_facts(page, voice, item, files=True)
        parts = [found for found in item.variables if found.reached < len(found.goals)]
        _write_variables(page, voice, item, e.MISSING, [part for part in parts if part.counts and not part.implemented])
        rest = [part for part in parts if (part.implemented or not part.counts) and _lacks(item, part)]
        _write_variables(page, voice, item, e.PARTIAL, rest)
        _write_impossible(page, voice, item)
        if listed:
            _write_every(page, voice, item)
        else:
            page.paragraph(voice(e.LIST_HINT), style="dim")
        page.paragraph(voice(e.NOT_A_CERTIFICATE), style="dim")
        page.line()
    page.print()


def write_section(page: Page, voice: Voice, evidence: Sequence[Evidence]) -> None:
    """Write the section that the report of `giis validate --coverage` has: the degree, and what is not implemented."""
    for item in evidence:
        page.heading(f"{voice(e.SECTION)}: {item.guide.id}")
        _write_facts(page, voice, item, files=False)
        _write_variables(page, voice, item, e.MISSING, [found for found in item.variables if _missing(found)])
        paths = " ".join(plain(file.path) for file in item.files)
        page.paragraph(voice(e.COMMAND_HINT, path=paths), style="dim")
        page.line()


def evidence_data(evidence: Iterable[Evidence], voice: Voice) -> list[dict[str, Any]]:
    """Return what the files show, a mapping for each guide."""
    return [_guide_data(item, voice) for item in evidence]


def to_json(evidence: Iterable[Evidence], voice: Voice) -> dict[str, Any]:
    """Return what `giis coverage --format json` writes."""
    return {
        "schema": SCHEMA,
        "tool": {"name": "giis", "version": __version__},
        "language": voice.language,
        "guides": evidence_data(evidence, voice),
    }


def lacking(goals: Iterable[Goal], voice: Voice) -> str:
    """Return goals in few words, together: `opciones 1, 2; caso 1; no aplica CEX043-sexo`."""
    by_form: dict[str, list[str]] = {}
    for goal in goals:
        told = goal.rule or "" if goal.form in ("aplica", "no-aplica") else str(goal.case or "")
        by_form.setdefault(goal.form, []).append(as_written(goal.value) if goal.value is not None else told)
    return "; ".join(
        voice(noun.one if len(by_form[form]) == 1 else noun.many, told=_shortened(by_form[form]))
        for form, noun in e.LACKING.items()
        if form in by_form
    )


def _shortened(told: Sequence[str]) -> str:
    if len(told) <= _LISTED:
        return ", ".join(told)
    return f"{', '.join(told[: _LISTED - 2])} … {told[-1]} ({len(told)})"


def _missing(found: VariableEvidence) -> bool:
    return found.counts and not found.implemented


def _lacks(evidence: Evidence, found: VariableEvidence) -> list[Goal]:
    """Return the goals of a variable that some record may reach and none does."""
    unreachable = evidence.unreachable
    return [item.goal for item in found.goals if not item.reached and item.goal.id not in unreachable]


def _write_facts(page: Page, voice: Voice, item: Evidence, *, files: bool) -> None:
    impossible = len(item.unreachable)
    goals = voice(e.GOALS_TOLD, number=item.reached, total=len(item.goals))
    records = voice(
        e.EVIDENCE_TOLD,
        valid=voice.count(item.valid, e.VALID),
        records=f"{item.records:,}",
        files=voice.count(len(item.files), w.FILE),
    )
    fields = [
        (voice(e.DEGREE), voice(e.DEGREE_TOLD, number=item.implemented, total=item.total, share=item.share)),
        (voice(e.GOALS), goals + (f"; {voice.count(impossible, e.GOALS_IMPOSSIBLE)}" if impossible else "")),
        (voice(e.EVIDENCE), records + (voice(e.UNDECIDED, count=item.undecided) if item.undecided else "")),
    ]
    if files:
        fields.append((voice(e.FILES), ", ".join(plain(file.path) for file in item.files)))
    indent = max(len(name) for name, _ in fields) + 4
    for name, text in fields:
        page.field(name, text, indent=indent)
    page.line()


def _write_variables(page: Page, voice: Voice, item: Evidence, title: Any, parts: Sequence[VariableEvidence]) -> None:
    if not parts:
        return
    page.heading(voice(title, count=len(parts)))
    rows = [
        (
            str(part.variable.number),
            plain(item.guide.path(part.variable)),
            f"{part.reached}/{len(part.goals)}",
            lacking(_lacks(item, part), voice) or voice(e.NONE),
        )
        for part in parts
    ]
    heads = (w.NUMBER_COLUMN, w.VARIABLE_COLUMN, e.SHARE, e.LACKS)
    page.table([voice(head) for head in heads], rows, right={0, 2})
    page.line()


def _write_impossible(page: Page, voice: Voice, item: Evidence) -> None:
    if not item.unreachable:
        return
    page.heading(voice(e.IMPOSSIBLE, count=len(item.unreachable)))
    by_reason: dict[str, list[str]] = {}
    for goal_id, reason in item.unreachable.items():
        by_reason.setdefault(voice.data(reason), []).append(goal_id)
    for why, names in by_reason.items():
        page.paragraph(f"{why}:", indent=2)
        page.paragraph(", ".join(names), indent=4, style="dim")
    page.line()


def _write_every(page: Page, voice: Voice, item: Evidence) -> None:
    page.heading(voice(e.EVERY))
    several = len(item.files) > 1
    rows = [
        (
            (shown.goal.id, "" if shown.reached else "yellow"),
            f"{shown.records:,}",
            _first(voice, shown, several=several),
            voice.data(said(item.guide, shown.goal)),
        )
        for shown in item.goals
    ]
    heads = (e.GOAL, e.RECORDS, e.FIRST, e.SHOWS)
    page.table([voice(head) for head in heads], rows, right={1})
    page.line()


def _first(voice: Voice, shown: Shown, *, several: bool) -> str:
    if shown.first is None:
        return voice(e.NONE)
    path, record = shown.first
    return voice(e.PLACE, path=plain(path), record=record) if several else voice(e.RECORD_ONLY, record=record)


def _guide_data(item: Evidence, voice: Voice) -> dict[str, Any]:
    return {
        "guide": item.guide.id,
        "guide_hash": item.guide.digest,
        "files": [
            {
                "path": file.path,
                "sha256": file.sha256,
                "records": file.records,
                "evidence_records": file.valid,
                "undecided_records": file.undecided,
            }
            for file in item.files
        ],
        "records": item.records,
        "evidence_records": item.valid,
        "undecided_records": item.undecided,
        "implemented": item.implemented,
        "variables_total": item.total,
        "share": round(item.share, 4),
        "goals_reached": item.reached,
        "goals_total": len(item.goals),
        "goals_unreachable": len(item.unreachable),
        "missing": [variable.name for variable in item.missing],
        "variables": [_variable_data(item, found, voice) for found in item.variables],
    }


def _variable_data(item: Evidence, found: VariableEvidence, voice: Voice) -> dict[str, Any]:
    return {
        "number": found.variable.number,
        "name": item.guide.path(found.variable),
        "counts": found.counts,
        "implemented": found.implemented,
        "goals": [_goal_data(item, shown, voice) for shown in found.goals],
    }


def _goal_data(item: Evidence, shown: Shown, voice: Voice) -> dict[str, Any]:
    goal = shown.goal
    reason = None if shown.reached else item.unreachable.get(goal.id)
    return {
        "id": goal.id,
        "form": goal.form,
        "rule": goal.rule,
        "value": as_written(goal.value) if goal.value is not None else None,
        "says": voice.data(said(item.guide, goal)),
        "records": shown.records,
        "first": {"path": shown.first[0], "record": shown.first[1]} if shown.first else None,
        "unreachable": voice.data(reason) if reason is not None else None,
    }
