"""The findings by variable and rule, each rule with what it requires, where that stands, and how to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis.reports import _words as w
from giis.reports._groups import by_message, common_fix
from giis.reports._links import address_of
from giis.reports._rules import requirement, source_line
from giis.reports.html import _words as h
from giis.reports.html._filter import filter_form
from giis.reports.html._tables import table
from giis.reports.html._tags import Child, Markup, join, tag, value
from giis.validators.findings import MASK, Fix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from giis.reports._groups import RuleGroup, VariableGroup
    from giis.reports._voice import Voice
    from giis.reports.html._sheet import Sheet
    from giis.validators.findings import Finding

_FEW_RULES = 8
"""Up to so many rules are open from the start."""
_MANY = 4
"""From how many findings on that have all in common their places are told in a list, not in rows."""


def findings(sheet: Sheet) -> Markup:
    """Return the section with all findings that are shown, and the rules of which none is."""
    voice, totals = sheet.voice, sheet.file.totals
    if not sheet.groups:
        return sheet.section("findings", voice(h.FINDINGS), tag("p", voice(h.NO_FINDINGS)))
    capped = totals.shown < totals.all
    masked = any(MASK in (found.value or "") or MASK in found.message.es for found in sheet.file.findings)
    opened = sum(len(group.rules) for group in sheet.groups) <= _FEW_RULES
    return sheet.section(
        "findings", voice(h.FINDINGS),
        tag("p", voice(h.SHOWING, shown=totals.shown, total=totals.all), class_="note") if capped else None,
        tag("p", voice(h.MASKED), class_="note") if masked else None,
        filter_form(sheet),
        [_variable(sheet, group, opened=opened) for group in sheet.groups],
    )  # fmt: skip


def _variable(sheet: Sheet, group: VariableGroup, *, opened: bool) -> Markup:
    voice, anchor = sheet.voice, sheet.anchors[id(group)]
    if group.name is None:
        title: Child = voice(w.WHOLE_FILE)
    else:
        label = tag("span", f" {voice.data(group.variable.label)}", class_="label") if group.variable else None
        title = [f"{group.column} " if group.column else None, tag("code", group.name, translate="no"), label]
    return tag(
        "details",
        tag("summary", tag("h4", title), tag("span", _told(voice, group), class_="count")),
        [_rule(sheet, rule, opened=opened) for rule in group.rules],
        id=anchor, class_="variable", open=True,
    )  # fmt: skip


def _told(voice: Voice, group: VariableGroup) -> str:
    counted = [(group.total(name), noun) for name, noun in w.SEVERITY.items()]  # type: ignore[arg-type]
    return ", ".join(voice.count(number, noun) for number, noun in counted if number)


def _rule(sheet: Sheet, group: RuleGroup, *, opened: bool) -> Markup:
    voice = sheet.voice
    shown = len(group.findings)
    told = voice.count(group.total, w.FINDING)
    if 0 < shown < group.total:
        told += f" ({voice(w.SHOWING_ONE) if shown == 1 else voice(w.SHOWING, shown=shown)})"
    confidence = group.rule.source.confidence if group.rule else group.findings[0].confidence if shown else "official"
    mark = h.UNOFFICIAL_MARK.get(confidence)
    return tag(
        "details",
        tag(
            "summary",
            tag("span", voice(w.SEVERITY_WORD[group.severity]), class_=f"badge {group.severity}"),
            tag("h5", tag("code", group.id, translate="no"), " ", voice.data(group.rule.title) if group.rule else None),
            tag("span", voice(mark), class_="badge unofficial") if mark else None,
            tag("span", told, class_="count"),
        ),
        _said(voice, group) if shown else tag("p", voice(h.NONE_SHOWN), class_="note"),
        _explanation(sheet, group, confidence),
        id=sheet.ids(sheet.id, group.id), class_="rule", open=opened, data_severity=group.severity,
    )  # fmt: skip


def _explanation(sheet: Sheet, group: RuleGroup, confidence: str) -> Markup:
    voice, rule, guide = sheet.voice, group.rule, sheet.guide
    fields: list[tuple[str, Child]] = []
    if rule and guide:
        if lines := requirement(rule, guide, voice):
            fields.append((voice(h.REQUIRES), [tag("p", line) for line in lines]))
        for title, told in ((w.WHY, rule.why), (w.READING, rule.reading)):
            if told:
                fields.append((voice(title), tag("p", voice.data(told))))
    if not group.findings and rule and rule.fix:
        fields.append((voice(h.FIX), _fix(voice, Fix(rule.fix, rule.fix_safe))))
    if rule:
        fields.append((voice(h.SOURCE), tag("p", source_line(rule.source, voice))))
    if rule and guide and (address := address_of(sheet.rules_url, guide.id, rule.id)):
        fields.append((voice(h.RULE_PAGE), tag("p", tag("a", address, href=address, rel="noopener noreferrer"))))
    if confidence in w.CONFIDENCE:
        fields.append((voice(h.STANDING), tag("p", voice.sentence(w.CONFIDENCE[confidence]))))
    return tag("dl", [tag("div", tag("dt", name), tag("dd", told)) for name, told in fields], class_="facts")


def _fix(voice: Voice, fix: Fix) -> Markup:
    safety = voice(h.FIX_SAFE if fix.safe else h.FIX_UNSAFE)
    return tag("p", voice.sentence(fix.text), " ", tag("em", f"({safety})"))


def _mend(voice: Voice, fix: Fix | None) -> Markup | None:
    return tag("div", tag("strong", voice(h.FIX)), _fix(voice, fix), class_="mend") if fix else None


def _said(voice: Voice, group: RuleGroup) -> list[Markup | None]:
    """Return the findings of a rule: what several say stands once, with the places under it."""
    common = common_fix(group.findings)
    gathered = by_message(group.findings)
    if len(gathered) == len(group.findings) > 1:
        rows = _rows(voice, group.findings, own=True, with_fix=common is None)
        return [tag("div", rows, class_="said"), _mend(voice, common)]
    said = [_same(voice, same, fix=same[0].fix if common is None else None) for same in gathered]
    return [*said, _mend(voice, common)]


def _same(voice: Voice, same: Sequence[Finding], fix: Fix | None) -> Markup:
    values = {finding.value for finding in same}
    listed = len(same) >= _MANY and len(values) == 1 and all(finding.record is not None for finding in same)
    return tag(
        "div",
        tag("p", voice.data(same[0].message), class_="message"),
        _mend(voice, fix),
        _places(voice, same) if listed else _rows(voice, same, own=False, with_fix=False),
        class_="said",
    )


def _places(voice: Voice, same: Sequence[Finding]) -> Markup:
    written = same[0].value
    told = voice.count(len(same), w.RECORD)
    return join(
        tag("p", told, ": ", _value(voice, written)) if written is not None else None,
        tag("ul", [tag("li", _place(voice, item), class_="item") for item in same], class_="places"),
    )


def _place(voice: Voice, finding: Finding) -> str:
    told = voice(h.PLACE_RECORD, record=finding.record)
    return told if finding.line is None else f"{told}, {voice(h.PLACE_LINE, line=finding.line)}"


def _rows(voice: Voice, found: Sequence[Finding], *, own: bool, with_fix: bool) -> Markup:
    """Return a table with a row for each finding; a column that none of them fills is left out."""
    columns: list[tuple[str, str, list[Child]]] = [
        (voice(w.RECORD_COLUMN), "number", [_number(item.record) for item in found]),
        (voice(w.LINE_COLUMN), "number", [_number(item.line) for item in found]),
        (voice(w.VALUE_COLUMN), "", [_value(voice, item.value) for item in found]),
    ]
    if own:
        columns.append((voice(w.FOUND_COLUMN), "text", [voice.data(item.message) for item in found]))
    if with_fix:
        columns.append((voice(h.FIX), "text", [_fix(voice, item.fix) if item.fix else None for item in found]))
    filled = [column for column in columns if any(cell is not None for cell in column[2])]
    if not filled:
        return tag("p", voice(w.WHOLE_FILE), class_="item")
    rows = [
        tag("tr", [tag("td", cells[place], class_=kind or None) for _, kind, cells in filled], class_="item")
        for place in range(len(found))
    ]
    names, kinds = [name for name, _, _ in filled], [kind for _, kind, _ in filled]
    return table(voice(h.ROWS), names, rows, class_="rows", captioned=False, kinds=kinds, focus=False)


def _number(number: int | None) -> str | None:
    return None if number is None else f"{number:,}"


def _value(voice: Voice, written: str | None) -> Markup | None:
    if written is None:
        return None
    return tag("code", value(written), class_="value", translate="no") if written else tag("em", voice(w.EMPTY_VALUE))
