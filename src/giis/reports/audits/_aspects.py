"""The parts of the page on the four aspects: catalogues, identification of persons, security, and the sector."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis.reports import _words as w
from giis.reports.audits import _words as a
from giis.reports.audits._parts import code, row, section, sentences, state_of
from giis.reports.html._tables import table
from giis.reports.html._tags import Child, Markup, join, tag, value

if TYPE_CHECKING:
    from giis.auditing import Audit
    from giis.auditing._model import Carried, FamilyAudit, FieldAudit
    from giis.reports._voice import Voice
    from giis.specs import Tally

_FEW = 4
"""Up to so many guides, the names of the variables fit on paper unbroken."""


def aspects(audit: Audit, voice: Voice) -> Markup:
    """Return the table of the four aspects and of the rule on sectors."""
    targets = {"exchange": "results"}
    rows = [
        _stated(
            voice,
            tag("a", f"{number}. {voice(a.ASPECT[item.id])}", href=f"#{targets.get(item.id, item.id)}"),
            item.state,
            sentences(audit, voice, item.reasons),
        )
        for number, item in enumerate(audit.aspects, 1)
    ]
    rows.append(_stated(voice, voice(a.SECTOR_RULE), audit.sector.state, sentences(audit, voice, audit.sector.reasons)))
    heads = voice(a.ASPECT_COLUMN), voice(a.WHY_COLUMN)
    drawn = table(voice(a.ASPECTS), heads, rows, captioned=False, class_="wide aspects")
    return section("aspects", voice(a.ASPECTS), drawn)


def _stated(voice: Voice, name: Child, state: str, told: Markup) -> Markup:
    """Return a row: what it is about with its state under it, and why."""
    return tag("tr", tag("th", tag("p", name), state_of(voice, state), scope="row"), tag("td", told))


def catalogs(audit: Audit, voice: Voice) -> Markup:
    """Return the part on the fundamental catalogues."""
    heads = a.CATALOG_COLUMN, a.STATE_COLUMN, a.EDITION_COLUMN, a.CONSULTED_COLUMN
    rows = [
        row(
            join(voice.data(item.family.title), tag("span", voice.data(item.family.note), class_="sub")
                 if item.family.note and item.used else None),
            state_of(voice, item.state),
            _editions(voice, item),
            join([tag("span", name, class_="sub") for name in item.guides]),
        )
        for item in audit.families
    ]  # fmt: skip
    others = ", ".join(
        f"{use.name} {voice.day(use.version)}" if use.loaded else voice(a.NOT_LOADED, name=use.name)
        for use in audit.other_catalogs
    )
    return section(
        "catalogs", voice(a.ASPECT["catalogs"]),
        table(voice(a.CATALOGS_CAPTION), [voice(head) for head in heads], rows),
        tag("p", voice(a.OTHER_CATALOGS, catalogs=others)) if others else None,
        tag("p", voice(a.CATALOGS_NOTE), class_="note") if audit.norm.catalogs_confidence != "official" else None,
    )  # fmt: skip


def identification(audit: Audit, voice: Voice) -> Markup:
    """Return the part on the minimum identification of persons: a column for each guide that carries some of it."""
    guides = list(dict.fromkeys(one.guide for item in audit.fields for one in item.carried))
    heads = [voice(a.FIELD_COLUMN), voice(a.FORM_COLUMN), voice(a.STATE_COLUMN), *guides]
    rows = [_field(voice, item, guides) for item in audit.fields]
    few = "few" if len(guides) <= _FEW else ""
    drawn = table(voice(a.IDENTIFICATION_CAPTION), heads, rows, class_=f"wide fields {few}".strip())
    noted = [
        tag("li", tag("strong", voice.data(item.field.title)), ": ", voice.data(item.field.note))
        for item in audit.fields
        if item.field.note
    ]
    return section(
        "identification", voice(a.ASPECT["identification"]), drawn, tag("ul", noted, class_="note") if noted else None
    )  # fmt: skip


def security(audit: Audit, voice: Voice) -> Markup:
    """Return the part on the security-management system."""
    found = audit.security
    if found is None:
        aspect = next(item for item in audit.aspects if item.id == "security")
        return section("security", voice(a.ASPECT["security"]), sentences(audit, voice, aspect.reasons))
    assessment = found.assessment
    heads = [voice(a.DOMAIN_COLUMN), *(voice(text) for text in a.CONTROL_STATE.values())]
    rows = [_tally(f"{domain.id} {voice.data(domain.title)}", tally) for domain, tally in assessment.by_domain()]
    rows.append(_tally(voice(a.ALL), found.tally))
    kinds = ["", *("number" for _ in a.CONTROL_STATE)]
    operation = (
        voice(
            a.OPERATION,
            since=voice.day(assessment.operating_since),
            months=voice.count(found.months or 0, a.MONTH),
            day=voice.day(audit.as_of),
            wanted=voice.count(found.months_wanted, a.MONTH),
        )
        if assessment.operating_since
        else None
    )
    told = assessment.system
    other = told and told.casefold() != f"{audit.manifest.name} {audit.manifest.version}".strip().casefold()
    return section(
        "security", voice(a.ASPECT["security"]),
        tag("p", operation) if operation else None,
        tag("p", voice(a.OTHER_SYSTEM, system=told)) if other else None,
        table(voice(a.SECURITY_CAPTION), heads, rows, kinds=kinds),
        tag("p", voice(a.SECURITY_NOTE), class_="note"),
    )  # fmt: skip


def _editions(voice: Voice, item: FamilyAudit) -> Markup:
    if item.state == "not applicable":
        return join(voice(a.NOT_CONSULTED))
    told: list[Child] = [
        tag("p", code(use.name), " ", voice.day(use.version))
        if use.loaded
        else tag("p", voice(a.NOT_LOADED, name=use.name), class_="wanting")
        for use in item.used
    ]
    if item.broken:
        told.append(tag("p", voice(a.CATALOG_BROKEN, errors=voice.count(item.broken, w.ERROR))))
    if item.state == "incomplete" and not item.unchecked and all(use.loaded for use in item.used):
        told.append(tag("p", voice(a.CATALOG_UNTRIED), class_="sub"))
    if item.unchecked:
        told.append(tag("p", voice(a.CATALOG_UNCHECKED, rules=voice.count(len(item.unchecked), w.RULE))))
    return join(told)


def _field(voice: Voice, item: FieldAudit, guides: list[str]) -> Markup:
    by_guide = {one.guide: one for one in item.carried}
    cells = [_carried(voice, by_guide.get(guide)) for guide in guides]
    state = state_of(voice, item.state) if item.carried else tag("span", voice(a.FIELD_ELSEWHERE), class_="sub")
    return row(voice.data(item.field.title), voice.data(item.field.form), state, *cells)


def _carried(voice: Voice, found: Carried | None) -> Child:
    if found is None:
        return tag("span", voice(a.NOT_CARRIED), class_="sub")
    told = voice(a.CARRIED[found.state]) + (f" ({found.errors:,})" if found.errors else "")
    return join(code(found.variable), tag("span", told, class_=f"sub {found.state.replace(' ', '-')}"))


def _tally(name: str, tally: Tally) -> Markup:
    return row(value(name), *(f"{getattr(tally, state):,}" for state in a.CONTROL_STATE))
