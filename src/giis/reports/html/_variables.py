"""The variables of the guide with and without errors: the certificate's count, a map, and the whole table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis.reports import _words as w
from giis.reports.html import _tables as tables
from giis.reports.html import _words as h
from giis.reports.html._tags import Markup, join, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from giis.reports._voice import Voice
    from giis.reports.html._sheet import Counted, Sheet


def variables(sheet: Sheet) -> Markup | None:
    """Return the section on the variables of the guide; nothing without a guide."""
    counted, voice = sheet.counted, sheet.voice
    if not counted:
        return None
    total = voice.count(len(counted), w.VARIABLE)
    return sheet.section(
        "variables", voice(h.VARIABLES),
        _certificate(sheet),
        _aside(sheet),
        tag("p", voice(h.CERTIFICATE_NOTE), class_="note"),
        tag("h4", voice(h.MAP, variables=total)),
        _map(counted, voice),
    )  # fmt: skip


def table(sheet: Sheet) -> Markup | None:
    """Return the section with every variable of the guide; nothing without a guide."""
    counted, voice = sheet.counted, sheet.voice
    if not counted:
        return None
    title = tag("summary", voice(h.ALL_VARIABLES, variables=voice.count(len(counted), w.VARIABLE)))
    rows = tag("details", title, _table(counted, voice), class_="fold")
    return sheet.section("table", voice(h.EVERY_VARIABLE_PART), rows)


def compliance(sheet: Sheet) -> str:
    """Return `98 de 106`: the variables without errors, of those of the guide."""
    told = sheet.voice(h.OF, part=sheet.without_errors, all=len(sheet.counted))
    return told if sheet.counted else "—"


def _certificate(sheet: Sheet) -> Markup:
    voice, total, good = sheet.voice, len(sheet.counted), sheet.without_errors
    heads = h.GUIDE_COLUMN, h.WITHOUT_COLUMN, h.OPEN_COLUMN, h.WITH_COLUMN, w.VERDICT_COLUMN
    doubted = sum(item.doubted and item.state != "error" for item in sheet.counted)
    row = tag(
        "tr",
        tag("th", sheet.file.guide, scope="row"),
        tag("td", tag("strong", compliance(sheet)), f" ({voice.percent(good / total)})"),
        tag("td", f"{doubted}"),
        tag("td", f"{total - good}"),
        tag("td", voice(w.VERDICT[sheet.file.status]), class_=f"verdict-{sheet.file.status}"),
    )
    return tables.table(voice(h.CERTIFICATE_CAPTION), [voice(head) for head in heads], [row], class_="certificate")


def _aside(sheet: Sheet) -> Markup | None:
    voice = sheet.voice
    errors = sum(group.total("error") for group in sheet.groups if group.variable is None)
    return tag("p", voice(h.ASIDE, found=voice.count(errors, w.ERROR))) if errors else None


def _map(counted: Sequence[Counted], voice: Voice) -> Markup:
    states = {item.state for item in counted}
    legend = [
        tag("li", tag("span", class_=f"cell {state}", aria_hidden="true"), voice(text))
        for state, text in h.STATE.items()
        if state in states
    ]
    return join(
        tag("ol", [tag("li", _cell(item, voice)) for item in counted], class_="map"),
        tag("ul", legend, class_="legend"),
    )


def _cell(item: Counted, voice: Voice) -> Markup:
    number = f"{item.variable.number}"
    state = tag("span", f" {item.name}: {voice(h.STATE[item.state])}", class_="unseen")
    title = f"{number} {item.name}: {voice(h.STATE[item.state])}"
    if item.anchor:
        return tag("a", number, state, href=f"#{item.anchor}", title=title, class_=f"cell {item.state}")
    return tag("span", number, state, title=title, class_=f"cell {item.state}")


def _table(counted: Sequence[Counted], voice: Voice) -> Markup:
    heads = h.NUMBER_COLUMN, w.VARIABLE_COLUMN, w.LABEL_COLUMN, w.ERRORS_COLUMN, h.OTHERS_COLUMN, h.STATE_COLUMN
    return tables.table(
        voice(h.EVERY_VARIABLE_PART),
        [voice(head) for head in heads],
        [_row(item, voice) for item in counted],
        captioned=False,
        kinds=("number", "", "", "number", "number", ""),
    )


def _row(item: Counted, voice: Voice) -> Markup:
    name = tag("code", item.name, translate="no")
    return tag(
        "tr",
        tag("td", f"{item.variable.number}", class_="number"),
        tag("th", tag("a", name, href=f"#{item.anchor}") if item.anchor else name, scope="row"),
        tag("td", voice.data(item.variable.label)),
        tag("td", f"{item.errors:,}" if item.errors else "", class_="number"),
        tag("td", f"{item.others:,}" if item.others else "", class_="number"),
        tag("td", voice(h.STATE[item.state]), class_=f"state {item.state}"),
    )
