"""Two guides compared: what the newer edition of a guide adds, removes and changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from giis._plain import plain
from giis.reports import _words as words
from giis.reports import _words_diff as w
from giis.reports._difference import difference
from giis.reports._page import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from giis._text import Text
    from giis.reports._difference import Change, Difference
    from giis.reports._voice import Voice
    from giis.specs import Guide, Rule, Variable

_INDENT = 6


def render(old: Guide, new: Guide, console: Console, voice: Voice) -> None:
    """Print what differs from the guide `old` to the guide `new`."""
    page, found = Page(console), difference(old, new, voice)
    page.line((f"{old.id} → {new.id}" if page.unicode else f"{old.id} -> {new.id}", "bold"))
    for guide in (old, new):
        counts = _facts(guide)
        variables, rules = voice.count(counts[0], words.VARIABLE), voice.count(counts[1], words.RULE)
        held = voice(w.SUMMARY, variables=variables, rules=rules)
        page.lead(f"  {guide.id}  ", "dim", f"{voice.data(guide.name)}: {held}", indent=len(guide.id) + 4)
    page.line()
    if found.empty:
        page.paragraph(voice(w.SAME))
    _write_variables(page, voice, w.VARIABLES_ADDED, found.added_variables, "+", "green")
    _write_variables(page, voice, w.VARIABLES_REMOVED, found.removed_variables, "-", "red")
    told = [(item.new.name, "", item.changes) for item in found.changed_variables if _telling(item.changes)]
    _write_changed(page, voice, w.VARIABLES_CHANGED, told)
    _write_rules(page, voice, found, w.RULES_ADDED, w.RULES_OF_ADDED, found.added_rules, "+", "green")
    _write_rules(page, voice, found, w.RULES_REMOVED, w.RULES_OF_REMOVED, found.removed_rules, "-", "red")
    told = [
        (item.new.id, item.old.id if item.old.id != item.new.id else "", item.changes)
        for item in found.changed_rules
        if _telling(item.changes)
    ]
    _write_changed(page, voice, w.RULES_CHANGED, told)
    resourced = [
        sum(not _telling(item.changes) for item in pairs) for pairs in (found.changed_variables, found.changed_rules)
    ]
    if any(resourced):
        held, rest = voice.count(resourced[0], words.VARIABLE), voice.count(resourced[1], words.RULE)
        page.paragraph(voice(w.SOURCE_ONLY, variables=held, rules=rest), style="dim")
    page.print()


def to_json(old: Guide, new: Guide, voice: Voice) -> dict[str, Any]:
    """Return what differs from the guide `old` to the guide `new` as plain data."""
    found = difference(old, new, voice)
    return {
        "schema": "giis-diff/1",
        "language": voice.language,
        "from": {"guide": old.id, "guide_hash": old.digest, "variables": _facts(old)[0], "rules": _facts(old)[1]},
        "to": {"guide": new.id, "guide_hash": new.digest, "variables": _facts(new)[0], "rules": _facts(new)[1]},
        "variables": {
            "added": [_variable(item, voice) for item in found.added_variables],
            "removed": [_variable(item, voice) for item in found.removed_variables],
            "changed": [
                {**_variable(item.new, voice), "was": item.old.number, "changes": _changes(item.changes)}
                for item in found.changed_variables
            ],
        },
        "rules": {
            "added": [_rule(item, new, voice) for item in found.added_rules],
            "removed": [_rule(item, old, voice) for item in found.removed_rules],
            "changed": [
                {**_rule(item.new, new, voice), "was": item.old.id, "changes": _changes(item.changes)}
                for item in found.changed_rules
            ],
        },
    }


def _facts(guide: Guide) -> tuple[int, int]:
    return len(guide.dictionary), len(guide.by_id)


def _variable(variable: Variable, voice: Voice) -> dict[str, Any]:
    return {
        "number": variable.number,
        "column": variable.column,
        "variable": variable.name,
        "label": voice(variable.label),
    }


def _rule(rule: Rule, guide: Guide, voice: Voice) -> dict[str, Any]:
    variable = guide.by_identifier[rule.variable].name if rule.variable else None
    return {"rule": rule.id, "variable": variable, "title": voice(rule.title)}


def _changes(changes: Sequence[Change]) -> list[dict[str, str]]:
    return [{"what": item.what, "before": item.before, "after": item.after} for item in changes]


def _write_variables(
    page: Page, voice: Voice, title: Text, variables: Sequence[Variable], sign: str, style: str
) -> None:
    if not variables:
        return
    page.heading(voice(title, count=len(variables)))
    for item in variables:
        lead = f"  {sign} {item.number:>3} {item.name}  "
        page.lead(lead, style, voice.data(item.label), indent=len(lead))
    page.line()


def _write_rules(
    page: Page, voice: Voice, found: Difference, title: Text, rest: Text, rules: Sequence[Rule], sign: str, style: str
) -> None:
    """Write rules one by one, but for those of variables that only one guide has: these are counted."""
    if not rules:
        return
    page.heading(voice(title, count=len(rules)))
    listed = [rule for rule in rules if not found.of_own_variable(rule)]
    for rule in listed:
        page.line((f"  {sign} {rule.id}", style))
        page.paragraph(voice.data(rule.title), indent=_INDENT)
    if len(listed) < len(rules):
        page.line("  ", (voice(rest, rules=voice.count(len(rules) - len(listed), words.RULE)), "dim"))
    page.line()


def _telling(changes: Sequence[Change]) -> list[Change]:
    """Return the changes in what a guide asks: those of the source alone are counted, not listed."""
    return [item for item in changes if item.what != "confidence"]


def _write_changed(page: Page, voice: Voice, title: Text, items: Sequence[tuple[str, str, Sequence[Change]]]) -> None:
    """Write what is called alike in both guides: name, former id if it is another one, and changes."""
    if not items:
        return
    page.heading(voice(title, count=len(items)))
    for name, was, changes in items:
        page.line((f"  {name}", "bold"), (f"  ({voice(w.WAS, id=was)})" if was else "", "dim"))
        for item in _telling(changes):
            _write_change(page, voice, item)
    page.line()


def _write_change(page: Page, voice: Voice, item: Change) -> None:
    label, arrow = voice(item.label), "→" if page.unicode else "->"
    before, after = (plain(text) or voice(w.NOTHING) for text in (item.before, item.after))
    if len(label) + len(before) + len(after) + _INDENT + 6 <= page.width:
        page.line(f"    {label}: ", (before, "red"), f" {arrow} ", (after, "green"))
        return
    page.line(f"    {label}:")
    page.lead("    - ", "red", before, indent=_INDENT)
    page.lead("    + ", "green", after, indent=_INDENT)
