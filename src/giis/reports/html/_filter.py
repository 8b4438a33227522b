"""The form that filters the findings of a file. Without scripts it is not shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis.reports import _words as w
from giis.reports.html import _words as h
from giis.reports.html._tags import Markup, tag

if TYPE_CHECKING:
    from giis.reports.html._sheet import Sheet


def filter_form(sheet: Sheet) -> Markup:
    """Return the form."""
    voice = sheet.voice
    present = {rule.severity for group in sheet.groups for rule in group.rules}
    boxes = [
        tag("label", tag("input", type="checkbox", name="severity", value=name, checked=True), " ", voice(noun.many))
        for name, noun in w.SEVERITY.items()
        if name in present
    ]
    text, chosen = f"{sheet.id}-text", f"{sheet.id}-chosen"
    options = [
        tag(
            "option",
            f"{group.column or ''} {group.name or voice(w.WHOLE_FILE)}".strip(),
            value=sheet.anchors[id(group)],
        )
        for group in sheet.groups
    ]
    return tag(
        "form",
        tag(
            "div",
            tag("label", voice(h.SEARCH), for_=text),
            tag("input", type="search", id=text, name="text", placeholder=voice(h.SEARCH_HINT), autocomplete="off"),
        ),
        tag(
            "div",
            tag("label", voice(h.VARIABLE), for_=chosen),
            tag("select", tag("option", voice(h.EVERY_VARIABLE), value=""), options, id=chosen, name="variable"),
        ),
        tag("fieldset", tag("legend", voice(h.SEVERITIES)), boxes),
        tag(
            "div",
            tag("button", voice(h.OPEN_ALL), type="button", data_do="open"),
            tag("button", voice(h.CLOSE_ALL), type="button", data_do="close"),
            tag("button", voice(h.RESET), type="reset"),
            tag("output", role="status", data_told=voice(h.SEEN, seen="{seen}", shown="{shown}")),
            class_="buttons",
        ),
        class_="filter", role="search", aria_label=voice(h.FILTER), hidden=True,
    )  # fmt: skip
