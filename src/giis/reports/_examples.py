"""Examples of a rule from the conformance cases: a record that passes and one that fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from giis._errors import SpecError
from giis._plain import plain
from giis.conformance import load_conformance
from giis.reports import _words as w
from giis.reports._rules import variables_read

if TYPE_CHECKING:
    from pathlib import Path

    from giis.conformance import Case
    from giis.reports._page import Page
    from giis.reports._voice import Voice
    from giis.specs import Guide, Rule


def examples(guide: Guide, rule: Rule, folder: Path | None) -> tuple[Case | None, Case | None]:
    """Return a record that passes and one that fails; None where the conformance cases hold none."""
    try:
        found = load_conformance(guide.id, folder)
    except SpecError:
        return None, None
    return found.example(rule.id) if found else (None, None)


def write_examples(page: Page, voice: Voice, guide: Guide, rule: Rule, folder: Path | None) -> None:
    """Write an example that fails and one that passes, as far as the cases have them."""
    passing, failing = examples(guide, rule, folder)
    read = variables_read(rule, guide)
    for title, example, style in ((w.EXAMPLE_FAILS, failing, "red"), (w.EXAMPLE_PASSES, passing, "green")):
        if example is None:
            continue
        page.line((voice(title), f"bold {style}"))
        page.paragraph(voice.data(example.title), indent=2, style="dim")
        shown = _shown(example, read)
        wide = max(map(len, shown), default=0)
        for name in shown:
            value = plain(example.record.get(name, "")) or f"({voice(w.EMPTY_CELL)})"
            mark = "bold" if name in example.changed else ""
            page.lead(f"  {name.ljust(wide)}  ", "", value, indent=wide + 4, text_style=mark)
        page.line()


def _shown(example: Case, read: list[str]) -> list[str]:
    return read or sorted(example.changed)


def example_data(example: Case | None, read: list[str], voice: Voice) -> dict[str, Any] | None:
    """Return an example as plain data: the values that the rule reads."""
    if example is None:
        return None
    shown = _shown(example, read)
    return {
        "case": example.id,
        "title": voice(example.title),
        "values": {name: example.record.get(name, "") for name in shown},
        "changed": [name for name in shown if name in example.changed],
    }
