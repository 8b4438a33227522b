"""The frame of every page: its head, its policy, its style; what it says is made elsewhere."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING

from giis.reports.html._tags import Markup, escaped

if TYPE_CHECKING:
    from giis._text import Language


def document(
    language: Language,
    *,
    title: str,
    kind: str,
    status: str,
    heading: Markup,
    skip: Markup,
    body: Markup,
    foot: str,
    style: str = "",
) -> str:
    """Return a page that needs no other file, and may load none.

    Parameters
    ----------
    language : {"es", "en"}
        The language of its texts.
    title, kind, foot : str
        What the browser calls it, what kind of page it is, and the line at its end.
    status : str
        `pass`, `fail` or `incomplete`: the colour of the heading.
    heading, skip, body : Markup
        The heading, the link that leads past it, and everything else.
    style : str
        Styles beside those of all pages.
    """
    styles, script = _part("style.css") + style, _part("script.js")
    return Template(_part("page.html")).substitute(
        language=language,
        policy=f"default-src 'none'; style-src '{_digest(styles)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'",
        title=escaped(title),
        style=styles,
        script=script,
        skip=skip,
        kind=escaped(kind),
        status=status,
        heading=heading,
        body=body,
        foot=escaped(foot),
    )


def mark(status: str) -> Markup:
    """Return the sign of a verdict."""
    return Markup(_part(f"{status}.svg").strip())


@cache
def _part(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    """Return how the page's policy names an inline part: no other than this one is admitted."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
