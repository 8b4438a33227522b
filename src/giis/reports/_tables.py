"""The optional tables of a file's report: how every rule ended, and the time each took."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis._plain import plain
from giis.reports import _words as w

if TYPE_CHECKING:
    from collections.abc import Mapping

    from giis.reports._page import Page, Part
    from giis.reports._voice import Voice
    from giis.validators.findings import FileReport

_STATE_STYLE: Mapping[str, str] = {"failed": "red", "not evaluated": "yellow", "passed": "green"}
_SLOWEST = 15


def write_statistics(page: Page, voice: Voice, file: FileReport) -> None:
    """Write how every rule ended, in the order of the guide."""
    if not file.outcomes:
        return
    heads = (w.STATE_COLUMN, w.APPLIED_COLUMN, w.FAILED_COLUMN, w.UNDECIDED_COLUMN, w.RULE_COLUMN)
    rows: list[tuple[Part, ...]] = []
    for item in file.outcomes:
        numbers = (item.applied, item.failed, item.undecided)
        cells = ("—" if number is None else f"{number:,}" for number in numbers)
        rows.append(((voice(w.STATE[item.state]), _STATE_STYLE.get(item.state, "dim")), *cells, plain(item.rule)))
    page.heading(voice(w.STATISTICS))
    page.table([voice(head) for head in heads], rows, right=range(1, 4))
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
