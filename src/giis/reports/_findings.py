"""The findings themselves: by variable and rule, each with its record, its value, and what was expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis._plain import plain
from giis.reports import _words as w
from giis.reports._groups import by_message, common_fix
from giis.reports._page import ranges, wrapped
from giis.reports._summary import SEVERITY_STYLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from giis.reports._groups import RuleGroup, VariableGroup
    from giis.reports._page import Page, Part
    from giis.reports._voice import Voice
    from giis.validators.findings import Finding, Fix

_VALUE_WIDTH = 22
_NARROW = 76
_MANY = 4
"""From how many findings on that have all in common their places are told in a list, not in rows."""

_MESSAGE_SAYS_IT = ("vacio", "formato", "opciones", "rango", "casos")
"""The rules whose message tells all that their title does."""


def write_findings(page: Page, voice: Voice, group: VariableGroup) -> None:
    """Write the findings of one variable that are shown, rule by rule."""
    rules = [rule for rule in group.rules if rule.findings]
    if not rules:
        return
    if group.name is None:
        page.heading(voice(w.WHOLE_FILE))
    else:
        label = f" · {voice.data(group.variable.label)}" if group.variable else ""
        number = f"{group.column} " if group.column else ""
        page.heading(f"{number}{plain(group.name)}{label}")
    page.line()
    for rule in rules:
        _write_rule(page, voice, rule)


def write_not_shown(page: Page, voice: Voice, groups: Iterable[VariableGroup]) -> None:
    """Write the rules that were broken and of which no finding is shown, a line each, most findings first."""
    rules = [rule for group in groups for rule in group.rules if not rule.findings]
    if not rules:
        return
    rules.sort(key=lambda rule: -rule.total)
    ids, totals = [plain(rule.id) for rule in rules], [f"{rule.total:,}" for rule in rules]
    heads = voice(w.RULE_COLUMN), voice(w.FINDINGS_COLUMN), voice(w.WHAT_COLUMN)
    room = page.width - 6 - max(map(len, [*ids, heads[0]])) - max(map(len, [*totals, heads[1]]))
    rows: list[tuple[Part, ...]] = []
    for rule, rule_id, total in zip(rules, ids, totals, strict=True):
        title = voice.data(rule.rule.title) if rule.rule else ""
        title = title if len(title) <= room else f"{title[: room - 1].rstrip()}…"
        rows.append(((rule_id, f"bold {SEVERITY_STYLE[rule.severity]}"), total, title))
    page.heading(voice(w.NOT_SHOWN))
    page.table(heads, rows, right=(1,))
    page.line()


def _write_rule(page: Page, voice: Voice, group: RuleGroup) -> None:
    style = SEVERITY_STYLE[group.severity]
    severity = voice(w.SEVERITY_WORD[group.severity])
    told = f" · {voice.count(group.total, w.FINDING)}"
    shown = len(group.findings)
    if shown < group.total:
        told += f" ({voice(w.SHOWING_ONE) if shown == 1 else voice(w.SHOWING, shown=shown)})"
    page.line("  ", (plain(group.id), f"bold {style}"), " · ", (severity, style), told)
    if group.rule and group.rule.form not in _MESSAGE_SAYS_IT:
        page.paragraph(voice.data(group.rule.title), indent=2)
    confidence = group.rule.source.confidence if group.rule else group.findings[0].confidence
    if confidence in w.CONFIDENCE:
        note = voice(w.CONFIDENCE_NOTE, text=voice(w.CONFIDENCE[confidence]))
        page.paragraph(note, indent=2, style="yellow")
    fix, gathered = common_fix(group.findings), by_message(group.findings)
    if fix:
        page.paragraph(_fix(voice, fix), indent=2, style="green")
    if len(gathered) > 1 or not _write_places(page, voice, group.findings):
        _write_rows(_Layout(page, voice, group.findings), gathered, fix)
    page.line()


def _write_rows(layout: _Layout, told: Sequence[Sequence[Finding]], common: Fix | None) -> None:
    """Write a row for each finding; what several say stands once, above their rows."""
    own = len(told) == sum(map(len, told))
    for number, same in enumerate(told):
        fix = same[0].fix if common is None else None
        if not own:
            layout.write_message(same[0], fix)
        if number == 0:
            layout.write_head(with_message=own)
        for finding in same:
            layout.write_row(finding, fix=fix, with_message=own)


def _write_places(page: Page, voice: Voice, findings: Sequence[Finding]) -> bool:
    """Write where findings are that have all in common; return False if they are few or have not."""
    if len(findings) < _MANY or len({finding.value for finding in findings}) > 1:
        return False
    records = [finding.record for finding in findings if finding.record is not None]
    lines = [finding.line for finding in findings if finding.line is not None]
    if not records and not lines:
        return False
    value = findings[0].value
    fields = [(w.FOUND_COLUMN, voice.data(findings[0].message))]
    if value is not None:
        fields.append((w.VALUE_COLUMN, plain(value) or voice(w.EMPTY_VALUE)))
    for noun, numbers in ((w.RECORD, records), (w.LINE, lines)):
        if numbers:
            fields.append((noun.one if len(numbers) == 1 else noun.many, ranges(numbers, limit=len(numbers))))
    indent = 2 + max(len(voice(name)) for name, _ in fields) + 4
    for name, text in fields:
        page.field(f"  {voice(name)}", text, indent=indent)
    return True


def _fix(voice: Voice, fix: Fix) -> str:
    return voice(w.FIX_SAFE if fix.safe else w.FIX_UNSAFE, text=voice.sentence(fix.text))


class _Layout:
    """Columns for record, line and value, and the rest of the width for what was found."""

    def __init__(self, page: Page, voice: Voice, findings: Sequence[Finding]) -> None:
        self.page, self.voice = page, voice
        cells = [self._texts(finding) for finding in findings]
        heads = voice(w.RECORD_COLUMN), voice(w.LINE_COLUMN), voice(w.VALUE_COLUMN)
        # A column that no finding fills is left out.
        self.widths = [
            max(len(heads[place]), *(len(row[place]) for row in cells)) if any(row[place] for row in cells) else 0
            for place in range(3)
        ]
        self.widths[2] = min(self.widths[2], _VALUE_WIDTH if page.width >= _NARROW else _VALUE_WIDTH // 2)
        self.heads = heads

    def _texts(self, finding: Finding) -> tuple[str, str, str]:
        record = f"{finding.record:,}" if finding.record is not None else ""
        line = f"{finding.line:,}" if finding.line is not None else ""
        if finding.value is None:
            return record, line, ""
        return record, line, plain(finding.value) or self.voice(w.EMPTY_VALUE)

    def _cells(self, record: str, line: str, value: str) -> str:
        wide = self.widths
        parts = [record.rjust(wide[0]), line.rjust(wide[1]), value.ljust(wide[2])]
        return "    " + "".join(f"{part}  " for part, width in zip(parts, wide, strict=True) if width)

    def write_head(self, *, with_message: bool) -> None:
        """Write the names of the columns, if there are any beside the message."""
        if any(self.widths):
            message = self.voice(w.FOUND_COLUMN) if with_message else ""
            self.page.line((self._cells(*self.heads) + message, "dim"))

    def write_message(self, finding: Finding, fix: Fix | None) -> None:
        """Write what several findings say, and how to mend them, above their rows."""
        self.page.lead("  · ", "dim", self.voice.data(finding.message), indent=4)
        if fix:
            self.page.paragraph(_fix(self.voice, fix), indent=4, style="green")

    def write_row(self, finding: Finding, *, fix: Fix | None = None, with_message: bool = True) -> None:
        """Write one finding; `fix` is told after its message."""
        voice = self.voice
        record, line, value = self._texts(finding)
        text: list[Part] = []
        if with_message:
            width = self.page.width - len(self._cells("", "", ""))
            text += wrapped(voice.data(finding.message), width)
            text += [(row, "green") for row in wrapped(_fix(voice, fix), width)] if fix else []
        wide = self.widths[2]
        values = [value[at : at + wide] for at in range(0, len(value), wide)] if value else [""]
        for number in range(max(len(text), len(values))):
            shown = values[number] if number < len(values) else ""
            cells = self._cells(record, line, shown) if number == 0 else self._cells("", "", shown)
            self.page.line(cells, text[number] if number < len(text) else "")
