"""A report as workflow commands of GitHub Actions: one annotation for each broken rule, the most severe first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis._plain import plain
from giis.reports import _output_words as o
from giis.reports._known import told_use
from giis.reports._neutral import command_data, command_property, relative
from giis.reports._told import Failed, Told
from giis.reports._voice import Voice
from giis.validators.findings import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from giis.reports.outputs import Asked
    from giis.specs import Severity
    from giis.validators.findings import Report

MOST = 10
"""How many annotations of one kind the host takes from a step; it drops the others without a word."""
COMMANDS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}


def render_github(report: Report, asked: Asked) -> Iterator[str]:
    """Yield the annotations, and after them what they leave out."""
    voice = Voice(asked.language)
    files = [Told.of(file, voice) for file in report.files]
    found = [(told, item) for told in files for item in told.failed]
    found.sort(key=lambda pair: (SEVERITIES.index(pair[1].rule.severity), -pair[1].rule.total))
    given: dict[str, int] = dict.fromkeys(COMMANDS.values(), 0)
    for path, reason in asked.unjudged.items():
        if given["error"] < MOST:
            given["error"] += 1
            yield _command("error", voice(o.UNJUDGED, reason=reason), file=relative(path, asked.root), title="giis")
    shown = 0
    for told, item in found:
        kind = COMMANDS[item.rule.severity]
        if given[kind] < MOST:
            given[kind] += 1
            shown += 1
            yield _annotation(kind, told, item, asked)
    for told in files:
        for text in told.not_evaluated():
            if given["notice"] < MOST:
                given["notice"] += 1
                yield _command("notice", text, file=relative(told.file.path, asked.root), title="giis")
    if shown < len(found):
        yield plain(voice(o.ANNOTATED, shown=shown, total=len(found))) + "\n"
    for told in files:
        if left := told.left_out():
            yield plain(f"giis: {told.file.path}: {left}") + "\n"
    for text in told_use(voice, report.baseline) if report.baseline is not None else ():
        yield f"giis: {text}\n"


def _annotation(kind: str, told: Told, item: Failed, asked: Asked) -> str:
    first = item.first
    place: dict[str, object] = {"file": relative(told.file.path, asked.root)}
    if first is not None and first.line is not None:
        place["line"] = first.line
        if first.start is not None:
            place["col"] = first.start
        if first.end is not None and first.end != first.start:
            place["endColumn"] = first.end
    return _command(kind, told.of_rule(item), **place, title=f"giis {item.rule.id}")


def _command(kind: str, text: str, **properties: object) -> str:
    told = ",".join(f"{name}={command_property(str(value))}" for name, value in properties.items())
    return f"::{kind} {told}::{command_data(text)}\n"
