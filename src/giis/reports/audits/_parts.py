"""Small pieces that the parts of the page share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis.reports.audits import _words as a
from giis.reports.audits._reasons import degree, reason
from giis.reports.html._tags import Child, Markup, join, tag

if TYPE_CHECKING:
    from giis._text import Text
    from giis.auditing import Audit, GuideAudit
    from giis.auditing._model import Reason
    from giis.reports._voice import Voice

MANY = 12
"""From so many rows on, a table is folded."""


def section(name: str, title: str, *children: Child, level: int = 2, class_: str = "part") -> Markup:
    """Return a section with its heading, which links lead to by `name`."""
    return tag(
        "section", tag(f"h{level}", title, id=name), *children, aria_labelledby=name, class_=class_
    )  # fmt: skip


def badge(voice: Voice, text: Text, state: str) -> Markup:
    """Return a result or state as a word on its colour."""
    return tag("span", voice(text), class_=f"badge {state.replace(' ', '-')}")


def row(*cells: Child, heads: int = 1) -> Markup:
    """Return a row of a table whose first cells are headings; a number stands to the right."""
    told = [
        tag("th", cell, scope="row")
        if place < heads
        else tag("td", cell, class_="number" if isinstance(cell, str) and _is_number(cell) else None)
        for place, cell in enumerate(cells)
    ]
    return tag("tr", told)


def sentences(audit: Audit, voice: Voice, found: tuple[Reason, ...]) -> Markup:
    """Return the sentences of reasons, a paragraph each."""
    return join([tag("p", reason(audit, voice, item)) for item in found])


def compliance(voice: Voice, item: GuideAudit) -> Child:
    """Return the degree of compliance with a bar."""
    found = item.degree
    if found is None:
        return degree(voice, item)
    share = found.implemented / found.of if found.of else 0.0
    bar = tag(
        "svg",
        tag("rect", width="100%", height="100%", class_="track"),
        tag("rect", width=f"{share * 100:.4g}%", height="100%", class_="full" if found.full else "part-full"),
        width="100%", height="6", aria_hidden="true", focusable="false", class_="degree",
    )  # fmt: skip
    return join(tag("strong", degree(voice, item)), f" ({voice.percent(share)})", bar)


def code(text: str) -> Markup:
    """Return a name as code, which no translator touches."""
    return tag("code", text, translate="no")


def folded(title: str, inside: Markup, *, opened: bool) -> Markup:
    """Return what opens when it is asked for."""
    return tag("details", tag("summary", title), inside, class_="fold", open=opened)


def anchor(item: GuideAudit) -> str:
    """Return the name of a guide's section."""
    return f"guide-{item.id}"


def _is_number(text: str) -> bool:
    return text.replace(",", "").isdigit() or text == "—"


def state_of(voice: Voice, state: str) -> Markup:
    """Return the state of an aspect, a catalogue or a field."""
    return badge(voice, a.STATE[state], state)
