"""A report as a summary in Markdown: the verdict of each file and its broken rules, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis.reports import _output_words as o
from giis.reports import _words as w
from giis.reports._known import KNOWN_TITLE, told_use
from giis.reports._links import address_of
from giis.reports._neutral import markdown
from giis.reports._told import Told
from giis.reports._voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from giis.reports.outputs import Asked
    from giis.validators.findings import FileReport, Report

MOST_RULES = 50
_LONGEST = 300
_NUMBERS = "--:"


def render_markdown(report: Report, asked: Asked) -> Iterator[str]:
    """Yield the summary piece by piece; each file is a piece of its own."""
    voice = Voice(asked.language)
    yield f"## {markdown(voice(o.REPORT, version=report.version))}\n\n"
    if report.values_shown:
        yield f"**{voice(o.VALUES_SHOWN)}**\n\n"
    yield f"{voice(o.AS_OF)}: {report.as_of.isoformat()}\n\n"
    heads = (o.VERDICT, o.FILE, o.GUIDE, o.RECORDS, o.VALID, o.ERRORS, o.WARNINGS, o.NOTICES)
    yield _row([voice(head) for head in heads])
    yield _row(["---"] * 3 + [_NUMBERS] * 5)
    for file in report.files:
        yield _row(_verdict(file, voice))
    for path, reason in asked.unjudged.items():
        yield _row([markdown(voice(o.UNJUDGED, reason=reason)), markdown(path), *[""] * 6])
    for file in report.files:
        yield from _file(Told.of(file, voice), asked.rules_url)
    if report.baseline is not None:
        told = "".join(f"- {markdown(text)}\n" for text in told_use(voice, report.baseline))
        yield f"\n### {voice(KNOWN_TITLE)}\n\n{told}"


def _verdict(file: FileReport, voice: Voice) -> list[str]:
    totals = file.totals
    numbers = (file.records, file.valid_records, totals.error, totals.warning, totals.info)
    return [
        f"**{voice(w.VERDICT[file.status])}**", markdown(file.path), markdown(file.guide or "—"),
        *(f"{number:,}" for number in numbers),
    ]  # fmt: skip


def _file(told: Told, url: str | None) -> Iterator[str]:
    voice = told.voice
    reasons = told.not_evaluated()
    if not told.failed and not reasons:
        return
    yield f"\n### {markdown(told.file.path)}\n"
    if told.failed:
        yield "\n" + _row([voice(head) for head in (o.RULE, o.VARIABLE, o.SEVERITY, o.FINDINGS, o.FIRST)])
        yield _row(["---", "---", "---", _NUMBERS, "---"])
    for item in told.failed[:MOST_RULES]:
        said = told.message(item.first) if item.first else told.title(item.rule.id)
        said = said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"
        word = voice(w.SEVERITY_WORD[item.rule.severity])
        name = item.variable.name or "—"
        address = address_of(url, told.guide.id, item.rule.id) if told.guide else None
        rule = f"[{markdown(item.rule.id)}]({address})" if address else markdown(item.rule.id)
        yield _row([rule, markdown(name), word, f"{item.rule.total:,}", markdown(said)])
    if len(told.failed) > MOST_RULES:
        yield f"\n{voice(o.MORE_RULES, count=len(told.failed) - MOST_RULES)}\n"
    if reasons:
        yield f"\n**{voice(o.NOT_EVALUATED)}**\n\n" + "".join(f"- {markdown(reason)}\n" for reason in reasons)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |\n"
