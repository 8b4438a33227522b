"""The parts of the page on single guides: why the result is what it is, and what is lacking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis.reports import _words as w
from giis.reports.audits import _words as a
from giis.reports.audits._parts import MANY, anchor, badge, code, compliance, folded, row, section, sentences
from giis.reports.audits._reasons import notes, place
from giis.reports.html._tables import table
from giis.reports.html._tags import Markup, join, tag, value
from giis.specs import load_guide

if TYPE_CHECKING:
    from giis.auditing import Audit, GuideAudit
    from giis.reports._voice import Voice

_FEW_RULES = 40


def results(audit: Audit, voice: Voice) -> Markup:
    """Return the table of the guides of the list, as the certificate has it."""
    heads = (
        a.GUIDE_COLUMN, a.RESULT_COLUMN, a.DEGREE_COLUMN, a.BLOCKING_COLUMN, a.FILES_COLUMN, a.RECORDS_COLUMN,
    )  # fmt: skip
    rows = [
        tag(
            "tr",
            tag("th", _name(voice, item), scope="row"),
            tag("td", badge(voice, a.RESULT[item.result], item.result)),
            tag("td", compliance(voice, item), class_="compliance"),
            tag("td", f"{item.total('error'):,}" if item.files else "—", class_="number"),
            tag("td", f"{len(item.files):,}" if item.files else "—", class_="number"),
            tag("td", f"{item.records:,}" if item.files else "—", class_="number"),
            class_=None if item.applied_for else "aside",
        )
        for item in audit.guides
    ]
    caption = voice(a.RESULTS_CAPTION, day=voice.day(audit.norm.as_of))
    kinds = "", "", "", "number", "number", "number"
    drawn = table(caption, [voice(head) for head in heads], rows, kinds=kinds)
    return section("results", voice(a.RESULTS), drawn, tag("p", voice(a.DEGREE_NOTE), class_="note"))


def guide(audit: Audit, voice: Voice, item: GuideAudit) -> Markup:
    """Return the part on one guide."""
    told = [tag("p", text, class_="note") for text in notes(audit, voice, item)]
    return section(
        anchor(item), f"{item.id} {voice.data(item.name)}",
        tag("p", badge(voice, a.RESULT[item.result], item.result), " ", tag("strong", _degree(voice, item))),
        sentences(audit, voice, item.reasons),
        told,
        _blocking(voice, item),
        _thresholds(voice, item),
        _missing(voice, item),
        _coverage(voice, item),
        _unchecked(voice, item),
        _outside(voice, item),
        class_="part guide",
    )  # fmt: skip


def detailed(audit: Audit) -> list[GuideAudit]:
    """Return the guides that have a part of their own: those asked for, and those with files."""
    return [item for item in audit.guides if item.applied_for or item.files]


def _name(voice: Voice, item: GuideAudit) -> Markup:
    link = tag("a", item.id, href=f"#{anchor(item)}") if item.applied_for or item.files else item.id
    return join(tag("span", link, class_="id"), tag("span", voice.data(item.name), class_="sub"))


def _degree(voice: Voice, item: GuideAudit) -> str:
    found = item.degree
    return voice(a.DEGREE, part=found.implemented, all=found.of) if found else ""


def _blocking(voice: Voice, item: GuideAudit) -> Markup | None:
    if not item.files:
        return None
    if not item.blocking:
        return join(tag("h3", voice(a.BLOCKING)), tag("p", voice(a.NO_BLOCKING)))
    heads = w.RULE_COLUMN, w.WHAT_COLUMN, w.FINDINGS_COLUMN, a.PLACES_COLUMN
    rows = [
        row(
            code(found.rule),
            voice.data(found.title),
            f"{found.total:,}",
            join([tag("p", value(place(voice, where))) for where in found.places]),
        )
        for found in item.blocking
    ]
    caption = voice(a.BLOCKING_CAPTION, guide=item.id)
    drawn = table(caption, [voice(head) for head in heads], rows, kinds=("", "", "number", ""))
    return join(tag("h3", voice(a.BLOCKING)), drawn)


def _thresholds(voice: Voice, item: GuideAudit) -> Markup | None:
    if not item.thresholds:
        return None
    heads = w.RULE_COLUMN, w.WHAT_COLUMN, a.FILE_COLUMN, a.SHARE_COLUMN, a.MAXIMUM_COLUMN, a.STATE_COLUMN
    rows = [
        row(
            code(found.rule),
            voice.data(found.title),
            value(found.file),
            voice(
                a.SHARE,
                share=voice.percent(found.count / found.total if found.total else 0.0),
                count=f"{found.count:,}",
                total=f"{found.total:,}",
            ),
            voice.percent(found.maximum / 100),
            badge(voice, a.EXCEEDED, "not met" if found.severity == "error" else "incomplete")
            if found.exceeded
            else badge(voice, a.STATE["met"], "met"),
        )
        for found in item.thresholds
    ]
    caption = voice(a.THRESHOLDS_CAPTION, guide=item.id)
    return join(tag("h3", voice(a.THRESHOLDS)), table(caption, [voice(head) for head in heads], rows))


def _missing(voice: Voice, item: GuideAudit) -> Markup | None:
    if item.evidence is None or not item.evidence.missing:
        return None
    found = item.evidence.missing
    known = load_guide(item.id)
    heads = a.NUMBER_COLUMN, a.VARIABLE_COLUMN, a.LABEL_COLUMN
    rows = [
        tag(
            "tr",
            tag("td", f"{variable.number}", class_="number"),
            tag("th", code(known.path(variable)), scope="row"),
            tag("td", voice.data(variable.label)),
        )
        for variable in found
    ]
    caption = voice(a.MISSING_CAPTION, guide=item.id)
    drawn = table(caption, [voice(head) for head in heads], rows, captioned=False, kinds=("number", "", ""))
    title = f"{voice(a.MISSING_VARIABLES)}: {len(found)}"
    return join(tag("h3", voice(a.MISSING_VARIABLES)), folded(title, drawn, opened=len(found) <= MANY))


def _coverage(voice: Voice, item: GuideAudit) -> Markup | None:
    found = item.evidence
    if found is None:
        return None
    possible = len(found.goals) - len(found.unreachable)
    told = voice(a.COVERAGE_LINE, reached=f"{found.reached:,}", of=f"{possible:,}")
    if found.unreachable:
        told += " " + voice(a.COVERAGE_UNREACHABLE, count=f"{len(found.unreachable):,}")
    hint = tag("p", voice(a.COVERAGE_HINT), class_="note") if found.open else None
    return join(tag("h3", voice(a.COVERAGE)), tag("p", told), hint)


def _unchecked(voice: Voice, item: GuideAudit) -> Markup | None:
    if not item.unchecked:
        return None
    told = []
    for found in item.unchecked:
        rules = voice.count(len(found.rules), w.RULE)
        title = (
            voice(a.UNCHECKED_CATALOG, catalogs=", ".join(found.catalogs), rules=rules)
            if found.catalogs
            else voice(a.UNCHECKED_VALUE, rules=rules)
        )
        names = tag("p", join([join(code(name), " ") for name in found.rules]))
        told.append(folded(title, names, opened=False))
    return join(tag("h3", voice(a.UNCHECKED)), told)


def _outside(voice: Voice, item: GuideAudit) -> Markup | None:
    if not item.outside:
        return None
    heads = a.PLACE_COLUMN, a.VARIABLE_COLUMN, a.REASON_COLUMN
    rows = [
        row(
            found.place,
            code(found.variable) if found.variable else voice.data(found.says),
            voice.data(found.reason),
        )
        for found in item.outside
    ]
    drawn = table(voice(a.OUTSIDE), [voice(head) for head in heads], rows, captioned=False)
    title = voice(a.OUTSIDE_COUNT, count=len(item.outside))
    return join(tag("h3", voice(a.OUTSIDE)), folded(title, drawn, opened=False))
