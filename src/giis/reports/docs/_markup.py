"""Markdown in which every text is escaped, with anchors that do not move."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from giis._plain import plain
from giis.reports._neutral import markdown as text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from giis.specs import Variable

__all__ = ["anchor", "code", "heading", "link", "place_of", "row", "table", "text"]

_TICKS = re.compile("`+")
_NOT_OF_ANCHORS = re.compile("[^a-z0-9ñáéíóúü_-]+")
_LONGEST = 120


def code(value: str, *, cell: bool = False) -> str:
    """Return `value` as it is, for a line or (`cell`) for a cell of a table; a long one is cut."""
    shown = plain(value)
    if len(shown) > _LONGEST:
        shown = f"{shown[: _LONGEST - 1]}…"
    ticks = "`" * (max(map(len, _TICKS.findall(shown)), default=0) + 1)
    if shown[:1] in ("`", " ") or shown[-1:] in ("`", " "):
        shown = f" {shown} "
    return f"{ticks}{shown.replace('|', chr(92) + '|') if cell else shown}{ticks}"


def place_of(variable: Variable) -> str:
    """Return the anchor of a variable."""
    return "variable-" + _NOT_OF_ANCHORS.sub("-", variable.name.casefold())


def anchor(name: str) -> str:
    """Return an anchor that stays, however the host makes anchors of headings."""
    return f'<a id="{name}"></a>\n'


def link(told: str, place: str, page: str = "") -> str:
    """Return a link to a place of this page or another; `told` is a text that is escaped already."""
    return f"[{told}]({page}#{place})"


def heading(level: int, told: str, name: str | None = None) -> list[str]:
    """Return a heading, and before it its own anchor if it has one."""
    lines = [f"{'#' * level} {told}", ""]
    return [anchor(name), *lines] if name else lines


def row(cells: Iterable[str]) -> str:
    """Return a row of a table; the cells are escaped already."""
    return f"| {' | '.join(cells)} |"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int] = ()) -> list[str]:
    """Return a table; the columns `numbers` are aligned to the right."""
    marks = ["--:" if place in numbers else "---" for place in range(len(heads))]
    return [row(heads), row(marks), *map(row, rows), ""]
