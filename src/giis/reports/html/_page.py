"""The page as a whole: its head, the overview of several files, and each file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis.reports import _words as w
from giis.reports._known import KNOWN_TITLE, told_use
from giis.reports._summary import meaning
from giis.reports._voice import Voice
from giis.reports.html import _charts, _used
from giis.reports.html import _tables as tables
from giis.reports.html import _words as h
from giis.reports.html._document import document, mark
from giis.reports.html._findings import findings
from giis.reports.html._sheet import Ids, Sheet
from giis.reports.html._tags import Markup, join, tag, value
from giis.reports.html._variables import compliance, table, variables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from giis._text import Language
    from giis.validators.findings import Report


def render_html(
    report: Report, *, language: Language, unjudged: Mapping[str, str] | None = None, rules_url: str | None = None
) -> str:
    """Return `report` as one HTML file that needs no other.

    Parameters
    ----------
    report : Report
        What the run found.
    language : {"es", "en"}
        The language.
    unjudged : Mapping of str to str, optional
        Paths that could not be judged, and why.
    rules_url : str, optional
        Where the pages on rules are published: an address, or a path relative to the page. Rules link to them.
    """
    voice, ids, missing = Voice(language), Ids(), unjudged or {}
    sheets = [Sheet(report, file, voice, number, ids, rules_url) for number, file in enumerate(report.files, start=1)]
    status = "incomplete" if missing and report.status == "pass" else report.status
    verdict = voice(w.VERDICT[status])
    names = ", ".join(sheet.file.path for sheet in sheets[:1])
    return document(
        language,
        title=f"{verdict}: {names}" if len(sheets) == 1 else f"{verdict}: {voice(h.TITLE)}",
        kind=voice(h.TITLE),
        status=status,
        heading=join(mark(status), tag("span", verdict)),
        skip=_skip(sheets, voice),
        body=join(
            _notices(report, voice),
            _overview(sheets, missing, voice),
            [_file(sheet, several=len(sheets) > 1) for sheet in sheets],
        ),
        foot=voice(h.MADE_BY, version=report.version),
    )


def _skip(sheets: Sequence[Sheet], voice: Voice) -> Markup:
    return tag("a", voice(h.SKIP), href=f"#{sheets[0].part('findings')}", class_="skip") if sheets else join()


def _notices(report: Report, voice: Voice) -> Markup:
    alarm = tag("p", voice(h.VALUES_SHOWN), class_="alarm", role="note") if report.values_shown else None
    known = [tag("p", text, class_="note") for text in told_use(voice, report.baseline)] if report.baseline else None
    return join(alarm, known)


def _overview(sheets: Sequence[Sheet], unjudged: Mapping[str, str], voice: Voice) -> Markup:
    """Return the table of all files, where there is more than one, and that of those not judged."""
    if not sheets and not unjudged:
        return tag("p", voice(h.NO_FILES))
    if len(sheets) + len(unjudged) == 1 and sheets:
        return join()
    heads = (
        w.FILE_COLUMN, w.VERDICT_COLUMN, h.GUIDE_COLUMN, h.WITHOUT_COLUMN, w.ERRORS_COLUMN, w.WARNINGS_COLUMN,
        w.RECORDS_COLUMN, w.VALID_COLUMN,
    )  # fmt: skip
    rows = [
        tag(
            "tr",
            tag("th", tag("a", value(sheet.file.path), href=f"#{sheet.id}"), scope="row"),
            tag("td", voice(w.VERDICT[sheet.file.status]), class_=f"verdict-{sheet.file.status}"),
            tag("td", sheet.file.guide or voice(w.UNKNOWN_GUIDE), class_="whole"),
            tag("td", compliance(sheet), class_="whole"),
            [
                tag("td", f"{number:,}", class_="number")
                for number in (
                    sheet.file.totals.error, sheet.file.totals.warning, sheet.file.records, sheet.file.valid_records
                )
            ],
        )
        for sheet in sheets
    ]  # fmt: skip
    kinds = "", "", "", "", *["number"] * 4
    judged = tables.table(voice(h.FILES_CAPTION), [voice(head) for head in heads], rows, kinds=kinds) if rows else None
    lost = [
        tag("tr", tag("th", value(path), scope="row"), tag("td", reason)) for path, reason in unjudged.items()
    ]  # fmt: skip
    others = (
        tables.table(voice(h.UNJUDGED_CAPTION), [voice(w.FILE_COLUMN), voice(h.WHY_COLUMN)], lost) if lost else None
    )
    return tag("section", tag("h2", voice(h.FILES), id="files"), judged, others, aria_labelledby="files", class_="part")


def _file(sheet: Sheet, *, several: bool) -> Markup:
    voice, file = sheet.voice, sheet.file
    parts = [
        (h.VARIABLES, "variables", variables(sheet)),
        (h.BY_VARIABLE, "bars", _charts.bars(sheet)),
        (h.STRIP, "strip", _charts.strip(sheet)),
        (h.SHARES, "shares", _charts.gauges(sheet)),
        (h.FINDINGS, "findings", findings(sheet)),
        (h.NOT_EVALUATED, "open", _used.not_evaluated(sheet)),
        (w.CATALOGS, "catalogs", _used.catalogs(sheet)),
        (h.USED, "used", _used.used(sheet)),
        (h.EVERY_VARIABLE_PART, "table", table(sheet)),
    ]
    verdict = tag("strong", voice(w.VERDICT[file.status]), class_=f"verdict-{file.status}")
    links = [tag("li", tag("a", voice(title), href=f"#{sheet.part(name)}")) for title, name, part in parts if part]
    guide = f"{file.guide} {voice.data(sheet.guide.name) if sheet.guide else ''}" if file.guide else ""
    return tag(
        "article",
        tag(
            "header",
            tag("h2", tag("code", value(file.path), translate="no")),
            tag("p", *([verdict, " "] if several else []), meaning(voice, file), class_="meaning"),
            tag("p", guide.strip(), class_="note") if guide else None,
            _tiles(sheet),
            tag("nav", tag("ul", links), aria_label=voice(h.CONTENTS, file=file.path)),
        ),
        [part for _, _, part in parts],
        id=sheet.id, class_="file",
    )  # fmt: skip


def _tiles(sheet: Sheet) -> Markup:
    voice, file = sheet.voice, sheet.file
    invalid = max(file.records - file.valid_records - file.undecided_records, 0)
    tiles = [
        (file.records, voice(h.RECORDS), ""),
        (file.valid_records, voice(h.VALID), "good" if file.valid_records else ""),
        (invalid, voice(h.INVALID), "error" if invalid else ""),
        (file.undecided_records, voice(h.UNDECIDED), "open" if file.undecided_records else ""),
    ]
    tiles += [
        (number, voice(noun.one if number == 1 else noun.many), name if number else "")
        for name, noun in w.SEVERITY.items()
        if (number := getattr(file.totals, name)) or name != "info"
    ]
    if sheet.report.baseline is not None:
        tiles.append((file.totals.known, voice(KNOWN_TITLE).lower(), ""))
    told = [
        tag("div", tag("dt", name), tag("dd", f"{number:,}"), class_=f"tile {kind}".strip())
        for number, name, kind in tiles
    ]  # fmt: skip
    return tag("dl", told, class_="tiles", aria_label=voice(h.TILES))
