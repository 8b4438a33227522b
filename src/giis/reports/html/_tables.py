"""Tables with caption and headings, which scroll by themselves where the screen is narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis.reports.html._tags import Child, Markup, tag

if TYPE_CHECKING:
    from collections.abc import Sequence


def table(
    caption: str,
    heads: Sequence[str],
    rows: Sequence[Markup],
    *,
    class_: str = "wide",
    captioned: bool = True,
    kinds: Sequence[str] = (),
    focus: bool = True,
) -> Markup:
    """Return a table; its caption is shown where `captioned`, and told to screen readers in any case.

    `rows` are elements; `kinds` are the classes of the columns' headings, where they differ. With `focus` the keyboard
    stops at the table, to scroll it.
    """
    titles = [
        tag("th", head, scope="col", class_=kinds[place] or None if kinds else None) for place, head in enumerate(heads)
    ]
    parts: Child = [
        tag("caption", caption, class_=None if captioned else "unseen"),
        tag("thead", tag("tr", titles)),
        tag("tbody", rows),
    ]
    drawn = tag("table", parts, class_=class_)
    if not focus:
        return tag("div", drawn, class_="scroll")
    return tag("div", drawn, class_="scroll", tabindex="0", role="region", aria_label=caption)
