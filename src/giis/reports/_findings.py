"""The findings themselves: by variable and rule, each with its record, its value, and what was expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis._plain import plain
from giis.reports import _words as w
from giis.reports._groups import common_fix, rows_of
from giis.reports._page import ranges, wrapped
from giis.reports._summary import SEVERITY_STYLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from giis.reports._groups import Row, RuleGroup, VariableGroup
    from giis.reports._page import Page
    from giis.reports._voice import Voice
    from giis.validators.findings import Finding, Fix

_VALUE_WIDTH = 22
_NARROW = 76


def write_findings(page: Page, voice: Voice, group: VariableGroup) -> None:
    """Write the findings of one variable, rule by rule."""
    if group.name is None:
        page.heading(voice(w.WHOLE_FILE))
    else:
        label = f" · {voice.data(group.variable.label)}" if group.variable else ""
        number = f"{group.column} " if group.column else ""
        page.heading(f"{number}{plain(group.name)}{label}")
    page.line()
    for rule in group.rules:
        _write_rule(page, voice, rule)


def _write_rule(page: Page, voice: Voice, group: RuleGroup) -> None:
    style = SEVERITY_STYLE[group.severity]
    severity = voice(w.SEVERITY_WORD[group.severity])
    count = voice.count(group.total, w.FINDING)
    shown = len(group.findings)
    told = f" · {count}"
    if shown < group.total:
        told += f", {voice(w.SHOWING, shown=shown, total=group.total)}"
    page.line("  ", (plain(group.id), f"bold {style}"), " · ", (severity, style), told)
    if group.rule:
        page.paragraph(voice.data(group.rule.title), indent=2)
        if group.rule.source.confidence in w.CONFIDENCE:
            page.paragraph(voice(w.CONFIDENCE[group.rule.source.confidence]), indent=2, style="dim")
    if group.findings:
        fix = common_fix(group.findings)
        if fix:
            page.paragraph(_fix(voice, fix), indent=2, style="green")
        rows = rows_of(group.findings)
        layout = _Layout(page, voice, rows)
        layout.write_head()
        for row in rows:
            layout.write_row(row, fix=row.finding.fix if fix is None else None)
    page.line()


def _fix(voice: Voice, fix: Fix) -> str:
    return voice(w.FIX_SAFE if fix.safe else w.FIX_UNSAFE, text=voice.data(fix.text))


class _Layout:
    """Columns for record, line and value, and the rest of the width for what was found."""

    def __init__(self, page: Page, voice: Voice, rows: Sequence[Row]) -> None:
        self.page, self.voice = page, voice
        findings = [row.finding for row in rows]
        values = [self._value(finding) for finding in findings]
        self.with_record = any(finding.record is not None for finding in findings)
        self.with_line = any(finding.line is not None for finding in findings)
        self.with_value = any(finding.value is not None for finding in findings)
        longest = max(map(len, [*values, voice(w.VALUE_COLUMN)]))
        self.value_width = min(longest, _VALUE_WIDTH if page.width >= _NARROW else _VALUE_WIDTH // 2)

    def _value(self, finding: Finding) -> str:
        if finding.value is None:
            return ""
        return plain(finding.value) if finding.value else self.voice(w.EMPTY_VALUE)

    def _cells(self, record: str, line: str, value: str) -> str:
        parts = ["   "]
        if self.with_record:
            parts.append(record.rjust(9))
        if self.with_line:
            parts.append(line.rjust(8))
        if self.with_value:
            parts.append(value.ljust(self.value_width))
        return "  ".join(parts) + "  "

    def write_head(self) -> None:
        """Write the names of the columns, if there are any beside the message."""
        if not (self.with_record or self.with_line or self.with_value):
            return
        names = (w.RECORD_COLUMN, w.LINE_COLUMN, w.VALUE_COLUMN)
        cells = self._cells(*(self.voice(name) for name in names))
        self.page.line((cells + self.voice(w.FOUND_COLUMN), "dim"))

    def write_row(self, row: Row, fix: Fix | None) -> None:
        """Write one row; `fix` is told after its message."""
        finding, voice = row.finding, self.voice
        indent = len(self._cells("", "", ""))
        width = self.page.width - indent
        if row.again:
            text = [(voice(w.DITTO), "dim")]
        else:
            text = [(line, "") for line in wrapped(voice.data(finding.message), width)]
            text += [(line, "green") for line in wrapped(_fix(voice, fix), width)] if fix else []
        if row.others:
            text += [(line, "dim") for line in wrapped(voice(w.ALSO, places=_places(voice, row)), width)]
        value = self._value(finding)
        values = [value[at : at + self.value_width] for at in range(0, len(value), self.value_width)] or [""]
        record = f"{finding.record:,}" if finding.record is not None else ""
        line = f"{finding.line:,}" if finding.line is not None else ""
        for number in range(max(len(text), len(values) if self.with_value else 1)):
            shown = values[number] if number < len(values) else ""
            cells = self._cells(record, line, shown) if number == 0 else self._cells("", "", shown)
            self.page.line(cells, text[number] if number < len(text) else "")


def _places(voice: Voice, row: Row) -> str:
    records = [finding.record for finding in row.others if finding.record is not None]
    lines = [finding.line for finding in row.others if finding.line is not None]
    one = len(row.others) == 1
    if records and lines:
        form = w.PLACE if one else w.PLACES
        return voice(form, count=f"{len(records):,}", records=ranges(records), lines=ranges(lines))
    if lines:
        return voice(w.LINE if one else w.LINES, count=f"{len(lines):,}", lines=ranges(lines))
    return voice.count(len(row.others), w.FINDING)
