"""The head of a file's report: verdict, facts, and where the findings are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis._plain import plain
from giis.reports import _words as w
from giis.reports._page import Page, bar
from giis.specs.expressions.nodes import catalogs_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from giis.reports._groups import VariableGroup
    from giis.reports._voice import Voice
    from giis.specs import Guide
    from giis.validators.findings import FileReport, Report

VERDICT_STYLE: Mapping[str, str] = {"pass": "bold green", "fail": "bold red", "incomplete": "bold yellow"}
SEVERITY_STYLE: Mapping[str, str] = {"error": "red", "warning": "yellow", "info": "cyan"}
_MARK = {"pass": "✔", "fail": "✘", "incomplete": "◐"}
_BARS = 15
_BAR_WIDTH = 24
_NUMBERS_WIDTH = 30


def verdict(voice: Voice, file: FileReport, *, unicode: bool) -> str:
    """Return the verdict in a word, with its mark."""
    word = voice(w.VERDICT[file.status])
    return f"{_MARK[file.status]} {word}" if unicode else word


def meaning(voice: Voice, file: FileReport) -> str:
    """Return what the verdict means, in sentences."""
    totals = file.totals
    found = {
        name: voice.count(getattr(totals, name), noun) for name, noun in w.SEVERITY.items() if getattr(totals, name)
    }
    rules = voice.count(len(file.not_evaluated), w.RULE)
    told = voice(w.MEANING[file.status], found=found.pop("error", ""), rules=rules)
    return told + voice(w.BESIDES, found=voice.join(list(found.values()), w.AND)) if found else told


def write_verdict(page: Page, voice: Voice, file: FileReport) -> None:
    """Write path and verdict, and what the verdict means."""
    page.line((plain(file.path), "bold"))
    told = f"  {verdict(voice, file, unicode=page.unicode)}  "
    page.lead(told, VERDICT_STYLE[file.status], meaning(voice, file), indent=len(told))
    page.line()


def write_facts(page: Page, voice: Voice, report: Report, file: FileReport, guide: Guide | None) -> None:
    """Write the guide and why it was chosen, the records by class, the file, the catalogues."""
    fields = [
        (voice(w.GUIDE), _guide_line(voice, file, guide)),
        (voice(w.RECORDS), _records_line(voice, file)),
        (
            voice(w.FILE_FACTS),
            f"{voice.count(file.size, w.BYTE)}, {plain(file.encoding)}, sha256 {file.sha256[:12]}",
        ),
        (voice(w.AS_OF), voice.day(report.as_of)),
    ]
    if file.catalogs:
        fields.append((voice(w.CATALOGS), _catalogs_line(voice, file, guide)))
    indent = max(len(name) for name, _ in fields) + 4
    for name, text in fields:
        page.field(name, text, indent=indent)
    page.line()


def _guide_line(voice: Voice, file: FileReport, guide: Guide | None) -> str:
    chosen = voice.data(file.guide_chosen)
    if file.guide is None:
        return f"{voice(w.UNKNOWN_GUIDE)}: {chosen}"
    name = f" {voice.data(guide.name)}" if guide else ""
    return f"{file.guide}{name}" + (f" — {chosen}" if chosen else "")


def _records_line(voice: Voice, file: FileReport) -> str:
    if not file.records:
        return "0"
    # The three classes are disjoint: a record with an error is never counted as undecided.
    invalid = max(file.records - file.valid_records - file.undecided_records, 0)
    classes = ((file.valid_records, w.VALID), (invalid, w.INVALID), (file.undecided_records, w.UNDECIDED))
    told = [voice.count(number, noun) for number, noun in classes if number]
    if len(told) == 1:
        return told[0]
    return voice(w.RECORD_CLASSES, records=f"{file.records:,}", classes=voice.join(told, w.AND))


def _catalogs_line(voice: Voice, file: FileReport, guide: Guide | None) -> str:
    told: list[str] = []
    for used in file.catalogs:
        name = f"{plain(used.name)} {voice.day(used.version)}" if used.loaded else plain(used.name)
        if not used.loaded:
            name = voice(w.MISSING if needed(used.name, file, guide) else w.MISSING_UNNEEDED, name=name)
        elif used.origin == "user":
            name = voice(w.IMPORTED, name=name)
        told.append(name)
    return ", ".join(told)


def needed(catalog: str, file: FileReport, guide: Guide | None) -> bool:
    """Return whether a missing catalogue was wanting to some rule."""
    return guide is None or any(catalog in _consulted(guide, item.rule) for item in file.not_evaluated)


def _consulted(guide: Guide, rule_id: str) -> frozenset[str]:
    """Return the catalogues that a rule reads; of a rule that is not the guide's, none."""
    rule = guide.by_id.get(rule_id)
    if rule is None:
        return frozenset()
    nodes = [node for node in (rule.when, rule.require, *(case.when for case in rule.cases)) if node is not None]
    return frozenset(name for node in nodes for name in catalogs_of(node))


def write_bars(page: Page, voice: Voice, groups: Sequence[VariableGroup]) -> None:
    """Write a small table of the variables with findings, most errors first, with a bar for the errors."""
    counted = [(group, group.total("error"), group.total("warning") + group.total("info")) for group in groups]
    counted.sort(key=lambda item: (-item[1], -item[2], item[0].column))
    shown = counted[:_BARS]
    if not shown:
        return
    names = [_name(voice, group) for group, _, _ in shown]
    wide = max(map(len, [*names, voice(w.BY_VARIABLE)]))
    most = max(max(errors, others) for _, errors, others in shown)
    room = min(_BAR_WIDTH, page.width - wide - _NUMBERS_WIDTH)
    heads = voice(w.ERRORS_COLUMN), voice(w.WARNINGS_COLUMN)
    page.line("  ", (voice(w.BY_VARIABLE).ljust(wide), "bold"), (f"  {heads[0]:>9}  {heads[1]:>12}", "dim"))
    for name, (_, errors, others) in zip(names, shown, strict=True):
        style = SEVERITY_STYLE["error" if errors else "warning"]
        drawn = bar((errors or others) / most, max(room, 0), unicode=page.unicode)
        numbers = f"{errors:>9,}" if errors else " " * 9, f"{others:>12,}" if others else " " * 12
        page.line(f"  {name.ljust(wide)}  {'  '.join(numbers)}  ", (drawn, style))
    if len(counted) > len(shown):
        more = voice.count(len(counted) - len(shown), w.VARIABLE)
        page.line("  ", (voice(w.MORE_VARIABLES, variables=more), "dim"))
    page.line()


def _name(voice: Voice, group: VariableGroup) -> str:
    if group.name is None:
        return f"    {voice(w.WHOLE_FILE)}"
    return f"{group.column or '':>3} {plain(group.name)}"
