"""The optional tables of a file's report: how every rule ended, and the time each took."""

from __future__ import annotations

from collections.abc import Mapping

from giis.reports import _words as w
from giis.reports._page import Page
from giis.reports._plain import plain
from giis.reports._voice import Voice
from giis.specs import Guide
from giis.validators.findings import FileReport

_STATE_STYLE: Mapping[str, str] = {"failed": "red", "not evaluated": "yellow", "passed": "green"}
_SLOWEST = 15


def write_statistics(page: Page, voice: Voice, file: FileReport, guide: Guide | None) -> None:
    """Write how every rule ended, in the order of the guide."""
    if not file.outcomes:
        return
    page.heading(voice(w.STATISTICS))
    wide = max(len(item.rule) for item in file.outcomes)
    states = max(len(voice(text)) for text in w.STATE.values())
    heads = [voice(name) for name in (w.APPLIED_COLUMN, w.FAILED_COLUMN, w.UNDECIDED_COLUMN)]
    head = f"  {voice(w.RULE_COLUMN).ljust(wide)}  {voice(w.STATE_COLUMN).ljust(states)}"
    page.line((head + "".join(f"  {name:>11}" for name in heads), "dim"))
    for item in file.outcomes:
        numbers = (item.applied, item.failed, item.undecided)
        cells = "".join(f"  {'' if number is None else f'{number:,}':>11}" for number in numbers)
        state = voice(w.STATE[item.state]).ljust(states)
        page.line(f"  {plain(item.rule).ljust(wide)}  ", (state, _STATE_STYLE.get(item.state, "dim")), cells)
    page.line()


def write_timing(page: Page, voice: Voice, file: FileReport) -> None:
    """Write the time of the whole, and of the rules that took most of it."""
    page.heading(voice(w.TIMING))
    rate = file.records / file.seconds if file.seconds else 0.0
    page.line("  ", voice(w.TIMING_TOTAL, seconds=file.seconds, rate=rate))
    slowest = sorted(file.rule_seconds.items(), key=lambda item: (-item[1], item[0]))
    for rule, seconds in slowest[:_SLOWEST]:
        page.line(f"  {seconds:>9.3f} s  {plain(rule)}")
    if len(slowest) > _SLOWEST:
        page.line("  ", (voice(w.MORE, count=len(slowest) - _SLOWEST), "dim"))
    page.line()
