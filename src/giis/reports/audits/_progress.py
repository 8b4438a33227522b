"""Two audits compared, as text for a terminal and as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis._plain import plain
from giis.reports import _words as w
from giis.reports._neutral import markdown
from giis.reports._page import Page
from giis.reports.audits import _diff_words as d
from giis.reports.audits import _words as a

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from giis.reports._page import Part
    from giis.reports._voice import Voice
    from giis.reports.audits.diff import AuditDiff, GuideChange, StateChange

_STYLE = {"gained": "bold green", "same": "bold", "lost": "bold red"}


def render(diff: AuditDiff, console: Console, voice: Voice) -> None:
    """Print what changed: the guides, their variables, the aspects and the controls."""
    page = Page(console)
    page.line((_title(diff, voice), "bold"))
    page.line()
    included = _included(diff)
    rows: list[tuple[Part, ...]] = [tuple(cells) for cells in _guide_rows(diff, voice)]
    page.table(_heads(voice), rows, right=range(3, 6))
    page.line()
    for item in included:
        told = [*_variables(item, voice), *_goals(item, voice)]
        if told:
            page.line((item.guide, "bold"))
            for title, text, style in told:
                page.lead(f"  {title}: ", style, plain(text), indent=4 + len(title))
            page.line()
    page.line((voice(d.ASPECTS), "bold"))
    for name, before, after in _aspects(diff, voice):
        page.line(f"  {name}: ", before if before == after else f"{before} → {after}")
    changed = list(_controls(diff, voice))
    if changed:
        page.line()
        page.line((voice(d.CONTROLS), "bold"))
        for text in changed:
            page.line(f"  {text}")
    if diff.differing:
        page.line()
        page.paragraph(_differing(diff, voice), style="dim")
    page.line()
    page.line((voice(d.STATUS[diff.status]), _STYLE[diff.status]))
    page.print()


def render_markdown(diff: AuditDiff, voice: Voice) -> str:
    """Return what changed as Markdown."""
    lines = [f"# {_title(diff, voice)}", "", f"**{voice(d.STATUS[diff.status])}**", "", f"## {voice(d.GUIDES)}", ""]
    heads = _heads(voice)
    lines += [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    lines += [f"| {' | '.join(markdown(cell) for cell in cells)} |" for cells in _guide_rows(diff, voice)]
    for item in _included(diff):
        told = [*_variables(item, voice), *_goals(item, voice)]
        if told:
            lines += ["", f"### {item.guide}", ""]
            lines += [f"- {title}: {markdown(text)}" for title, text, _ in told]
    lines += ["", f"## {voice(d.ASPECTS)}", ""]
    lines += [f"| {voice(d.WHAT_COLUMN)} | {voice(d.BEFORE_COLUMN)} | {voice(d.AFTER_COLUMN)} |", "|---|---|---|"]
    lines += [f"| {name} | {before} | {after} |" for name, before, after in _aspects(diff, voice)]
    changed = list(_controls(diff, voice))
    if changed:
        lines += ["", f"## {voice(d.CONTROLS)}", "", *(f"- {markdown(text)}" for text in changed)]
    if diff.differing:
        lines += ["", _differing(diff, voice)]
    return "\n".join(lines) + "\n"


def _included(diff: AuditDiff) -> list[GuideChange]:
    """Return the guides that one of the audits includes, or that have evidence."""
    return [
        item
        for item in diff.guides
        if {item.before, item.after} != {"not included"} or item.degree_before or item.degree_after
    ]


def _title(diff: AuditDiff, voice: Voice) -> str:
    return voice(d.TITLE, before=plain(diff.days[0]), after=plain(diff.days[1]))


def _heads(voice: Voice) -> list[str]:
    heads = (
        a.GUIDE_COLUMN, a.DEGREE_COLUMN, d.ERRORS_COLUMN, d.GAINED_COLUMN, d.LOST_COLUMN, d.MISSING_COLUMN,
        a.RESULT_COLUMN,
    )  # fmt: skip
    return [voice(head) for head in heads]


def _guide_rows(diff: AuditDiff, voice: Voice) -> Iterator[list[str]]:
    for item in _included(diff):
        before, after = (voice(a.RESULT[result]) for result in (item.before, item.after))
        yield [
            plain(item.guide),
            _arrow(_degree(voice, item.degree_before), _degree(voice, item.degree_after)),
            _arrow(f"{item.errors_before:,}", f"{item.errors_after:,}"),
            f"+{len(item.gained)}" if item.gained else "",
            f"-{len(item.lost)}" if item.lost else "",
            f"{len(item.missing)}" if item.missing else "",
            _arrow(before, after),
        ]


def _degree(voice: Voice, found: tuple[int, int] | None) -> str:
    return voice(a.DEGREE, part=found[0], all=found[1]) if found else "—"


def _arrow(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"


def _variables(item: GuideChange, voice: Voice) -> Iterator[tuple[str, str, str]]:
    if item.degree_before is None and item.gained:
        yield voice(d.GAINED), voice(d.FIRST, variables=voice.count(len(item.gained), w.VARIABLE)), "green"
        if item.missing:
            yield voice(d.MISSING), ", ".join(item.missing), "yellow"
        return
    if item.degree_after is None and item.lost:
        yield voice(d.LOST), voice(d.GONE, variables=voice.count(len(item.lost), w.VARIABLE)), "red"
        return
    for text, names, style in ((d.GAINED, item.gained, "green"), (d.LOST, item.lost, "red"),
                               (d.MISSING, item.missing, "yellow")):  # fmt: skip
        if names:
            yield voice(text), ", ".join(names), style


def _goals(item: GuideChange, voice: Voice) -> Iterator[tuple[str, str, str]]:
    if item.goals_before != item.goals_after:
        yield voice(d.GOALS), f"{item.goals_before:,} → {item.goals_after:,}", ""


def _aspects(diff: AuditDiff, voice: Voice) -> Iterator[tuple[str, str, str]]:
    for item in diff.aspects:
        name = a.SECTOR_RULE if item.id == "sector" else a.ASPECT.get(item.id)
        if name is not None:
            yield voice(name), voice(a.STATE[item.before]), voice(a.STATE[item.after])


def _controls(diff: AuditDiff, voice: Voice) -> Iterator[str]:
    for item in diff.controls:
        yield f"{plain(item.id)}: {_state(voice, item, item.before)} → {_state(voice, item, item.after)}"


def _state(voice: Voice, item: StateChange, state: str) -> str:
    text = d.CONTROL_STATE.get(state)
    return voice(text) if text else plain(state)


def _differing(diff: AuditDiff, voice: Voice) -> str:
    names = voice.join([voice(d.CIRCUMSTANCES[name]) for name in diff.differing], w.AND)
    return voice(d.DIFFERING, told=names)
