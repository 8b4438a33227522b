"""An audit as one page for a browser: self-contained, readable without scripts, on a phone and on paper."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from giis.reports._voice import Voice
from giis.reports.audits import _words as a
from giis.reports.audits._aspects import aspects, catalogs, identification, security
from giis.reports.audits._guides import detailed, guide, results
from giis.reports.audits._parts import MANY, anchor, badge, code, folded, row, section
from giis.reports.audits._reasons import system
from giis.reports.html._document import document
from giis.reports.html._tables import table
from giis.reports.html._tags import Child, Markup, join, tag, value

if TYPE_CHECKING:
    from giis._text import Language
    from giis.auditing import Audit


def render_html(audit: Audit, *, language: Language) -> str:
    """Return `audit` as one HTML file that needs no other.

    Parameters
    ----------
    audit : Audit
        What was found.
    language : {"es", "en"}
        The language.
    """
    voice = Voice(language)
    title = voice(a.TITLE, system=system(audit, voice))
    return document(
        language,
        title=title,
        kind=voice(a.KIND),
        status="audit",
        heading=join(tag("span", title)),
        skip=tag("a", voice(a.RESULTS), href="#results", class_="skip"),
        body=join(
            tag("p", voice(a.NOT_A_CERTIFICATE), class_="disclaimer", role="note"),
            _head(audit, voice),
            _contents(audit, voice),
            results(audit, voice),
            aspects(audit, voice),
            [guide(audit, voice, item) for item in detailed(audit)],
            catalogs(audit, voice),
            identification(audit, voice),
            security(audit, voice),
            _unseen(audit, voice),
            _evidence(audit, voice),
            _others(audit, voice),
            _used(audit, voice),
        ),
        foot=voice(a.MADE_BY, version=audit.version, day=voice.day(audit.as_of)) + " " + voice(a.NOT_A_CERTIFICATE),
        style=_style(),
    )


@cache
def _style() -> str:
    return files(__package__).joinpath("audit.css").read_text(encoding="utf-8")


def _head(audit: Audit, voice: Voice) -> Markup:
    manifest = audit.manifest
    sector = voice(a.SECTOR_WORD[manifest.sector]) if manifest.sector else voice(a.NOT_TOLD)
    if manifest.serves_public is not None and manifest.sector != "publico":
        sector += f", {voice(a.SERVES[manifest.serves_public])}"
    fields = [
        (a.SYSTEM, system(audit, voice)),
        (a.OWNER, manifest.owner or voice(a.NOT_TOLD)),
        (a.CONTACT, manifest.contact),
        (a.SECTOR, sector),
        (a.DAY, f"{voice.day(audit.as_of)}, {voice(a.DAY_FROM[audit.as_of_from])}"),
        *((a.NOTES, text) for text in manifest.notes),
    ]
    told = [tag("div", tag("dt", voice(name)), tag("dd", text)) for name, text in fields if text]
    wanting = None
    if not audit.given:
        wanting = tag("p", voice(a.NO_MANIFEST), class_="wanting")
    elif manifest.missing:
        wanting = tag("p", voice(a.MANIFEST_MISSING, keys=", ".join(manifest.missing)), class_="wanting")
    return join(
        tag(
            "p", badge(voice, a.RESULT[audit.result], audit.result), " ", voice(a.RESULT_MEANS[audit.result]),
            class_="outcome",
        ),
        tag("dl", told, class_="facts system"),
        wanting,
    )  # fmt: skip


def _contents(audit: Audit, voice: Voice) -> Markup:
    links = [
        ("results", voice(a.RESULTS)), ("aspects", voice(a.ASPECTS)),
        *((anchor(item), item.id) for item in detailed(audit)),
        *((name, voice(a.ASPECT[name])) for name in ("catalogs", "identification", "security")),
        ("unseen", voice(a.UNSEEN)), ("evidence", voice(a.EVIDENCE)), ("used", voice(a.USED)),
    ]  # fmt: skip
    listed = [tag("li", tag("a", title, href=f"#{name}")) for name, title in links]
    return tag("nav", tag("ul", listed), aria_label=voice(a.KIND))


def _unseen(audit: Audit, voice: Voice) -> Markup:
    counted = ", ".join(f"{item.id} ({len(item.outside)})" for item in audit.applied_for if item.outside)
    return section(
        "unseen", voice(a.UNSEEN),
        tag("p", voice(a.UNSEEN_NOTE)),
        tag("ul", [tag("li", voice.data(text)) for _, text in audit.norm.unseen]),
        tag("p", voice(a.UNSEEN_GUIDES, told=counted)) if counted else None,
    )  # fmt: skip


def _evidence(audit: Audit, voice: Voice) -> Markup:
    if not audit.files:
        return section("evidence", voice(a.EVIDENCE), tag("p", voice(a.NO_EVIDENCE)))
    heads = a.FILE_COLUMN, a.GUIDE_COLUMN, a.RECORDS_COLUMN, a.SIZE_COLUMN, a.HASH_COLUMN
    rows = [
        tag(
            "tr",
            tag("th", code(value(file.path)), _note(audit, file.path), scope="row"),
            tag("td", file.guide or "", class_="whole"),
            tag("td", f"{file.records:,}", class_="number"),
            tag("td", f"{file.size:,}", class_="number"),
            tag("td", code(file.sha256), class_="hash"),
        )
        for file in audit.files
    ]
    caption = voice(a.EVIDENCE_CAPTION, day=voice.day(audit.as_of))
    kinds = "", "", "number", "number", ""
    return section(
        "evidence", voice(a.EVIDENCE), table(caption, [voice(head) for head in heads], rows, kinds=kinds)
    )  # fmt: skip


def _note(audit: Audit, name: str) -> Markup | None:
    told = audit.manifest.evidence.get(name)
    return tag("span", value(told), class_="sub") if told else None


def _others(audit: Audit, voice: Voice) -> Markup | None:
    parts: list[Child] = []
    heads = [voice(a.FILE_COLUMN), voice(a.REASON_COLUMN)]
    if audit.unread:
        rows = [row(code(value(name)), voice.data(text)) for name, text in audit.unread.items()]
        parts.append(table(voice(a.UNREAD), heads, rows))
    if audit.others:
        rows = [row(code(value(item.name)), voice.data(item.reason)) for item in audit.others]
        drawn = table(voice(a.OTHERS_CAPTION), heads, rows)
        parts.append(folded(f"{voice(a.OTHERS)}: {len(rows):,}", drawn, opened=len(rows) <= MANY))
    return section("others", voice(a.OTHERS), parts) if parts else None


def _used(audit: Audit, voice: Voice) -> Markup:
    fields = [
        (voice(a.PROGRAM), f"giis {audit.version}"),
        (voice(a.SEVERITY), voice(a.SEVERITIES[audit.profile == "strict", audit.unofficial_as_errors])),
        (voice(a.NORM_HASH), audit.norm.digest),
        (voice(a.MANIFEST_HASH), audit.manifest.sha256),
        (voice(a.SGSI_HASH), audit.security.sha256 if audit.security else None),
        *((voice(a.GUIDE_HASH, guide=item.id), item.digest) for item in detailed(audit)),
    ]
    rows = [row(name, code(text)) for name, text in fields if text]
    drawn = tag("table", tag("caption", voice(a.USED), class_="unseen"), tag("tbody", rows), class_="used")
    return section("used", voice(a.USED), drawn)
