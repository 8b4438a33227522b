"""What a verdict rests on: what was not evaluated, the catalogues, the guide, the file and the program."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from giis.reports import _words as w
from giis.reports._summary import needed
from giis.reports.html import _words as h
from giis.reports.html._tables import table
from giis.reports.html._tags import Child, Markup, tag, value

if TYPE_CHECKING:
    from giis._text import Text
    from giis.reports.html._sheet import Sheet
    from giis.validators.findings import CatalogUse, NotEvaluated

_FEW = 8


def not_evaluated(sheet: Sheet) -> Markup:
    """Return the section on the rules that gave no answer, by reason."""
    voice = sheet.voice
    by_reason: dict[Text, list[NotEvaluated]] = {}
    for item in sheet.file.not_evaluated:
        by_reason.setdefault(item.reason, []).append(item)
    told: Child = [_reason(sheet, reason, items) for reason, items in by_reason.items()]
    return sheet.section(
        "open", voice(h.NOT_EVALUATED), told if by_reason else tag("p", voice(h.NOT_EVALUATED_NONE))
    )  # fmt: skip


def _reason(sheet: Sheet, reason: Text, items: list[NotEvaluated]) -> Markup:
    voice = sheet.voice
    heads = w.RULE_COLUMN, w.WHAT_COLUMN, w.RECORDS_COLUMN
    rows = []
    for item in sorted(items, key=lambda item: -item.records):
        rule = sheet.guide.by_id.get(item.rule) if sheet.guide else None
        rows.append(
            tag(
                "tr",
                tag("th", tag("code", item.rule, translate="no"), scope="row"),
                tag("td", voice.data(rule.title) if rule else ""),
                tag("td", f"{item.records:,}", class_="number"),
            )
        )
    told = voice.data(reason)
    title = voice(h.NOT_EVALUATED_TELLS, reason=told[:1].upper() + told[1:], rules=voice.count(len(items), w.RULE))
    drawn = table(told, [voice(head) for head in heads], rows, captioned=False, kinds=("", "", "number"))
    return tag("details", tag("summary", title), drawn, class_="fold", open=len(items) <= _FEW)


def catalogs(sheet: Sheet) -> Markup:
    """Return the section on the catalogues that the guide consults."""
    voice, used = sheet.voice, sheet.file.catalogs
    if not used:
        return sheet.section("catalogs", voice(w.CATALOGS), tag("p", voice(h.NO_CATALOGS)))
    heads = w.CATALOG_NAME_COLUMN, w.EDITION_COLUMN, w.ORIGIN_COLUMN, h.DIGEST_COLUMN
    drawn = table(voice(h.CATALOGS_CAPTION), [voice(head) for head in heads], [_catalog(sheet, item) for item in used])
    return sheet.section("catalogs", voice(w.CATALOGS), drawn)


def _catalog(sheet: Sheet, item: CatalogUse) -> Markup:
    voice = sheet.voice
    missing = h.UNNEEDED if not item.loaded and not needed(item.name, sheet.file, sheet.guide) else w.ORIGIN["missing"]
    origin = w.ORIGIN.get(item.origin or "", w.ORIGIN["bundled"]) if item.loaded else missing
    wanting = not item.loaded and missing is not h.UNNEEDED
    return tag(
        "tr",
        tag("th", tag("code", item.name, translate="no"), scope="row"),
        tag("td", voice.day(item.version), class_="whole"),
        tag("td", voice(origin), class_="wanting" if wanting else None),
        tag("td", tag("code", item.digest[:12], translate="no") if item.digest else "—"),
    )


def used(sheet: Sheet) -> Markup:
    """Return the section that identifies the file, the guide and the program."""
    voice, file, report = sheet.voice, sheet.file, sheet.report
    states = Counter(str(item.state) for item in file.outcomes)
    rules = ", ".join(voice.count(states[name], noun) for name, noun in h.RULE_STATES.items() if states[name])
    guide = voice.data(sheet.guide.name) if sheet.guide else ""
    fields: list[tuple[str, Child]] = [
        (voice(h.PATH), tag("code", value(file.path), translate="no")),
        (voice(h.HASH), tag("code", file.sha256, translate="no")),
        (voice(h.SIZE), voice.count(file.size, w.BYTE)),
        (voice(h.ENCODING), file.encoding),
        (voice(w.GUIDE), f"{file.guide or voice(w.UNKNOWN_GUIDE)} {guide}".strip()),
        (voice(h.CHOSEN), voice.data(file.guide_chosen) or None),
        (voice(h.GUIDE_HASH), tag("code", file.guide_digest, translate="no") if file.guide_digest else None),
        (voice(h.RULES), rules or None),
        (voice(w.AS_OF), voice.day(report.as_of)),
        (voice(h.PROGRAM), f"giis {report.version}"),
    ]
    rows = [tag("tr", tag("th", name, scope="row"), tag("td", told)) for name, told in fields if told is not None]
    return sheet.section(
        "used", voice(h.USED),
        tag("table", tag("caption", voice(h.USED_CAPTION), class_="unseen"), tag("tbody", rows), class_="used"),
    )  # fmt: skip
