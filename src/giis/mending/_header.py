"""The header that is written: the official names, where it is certain which column each stands for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from giis.files import HeaderReading, read_header_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from giis.files import Header, Layout


@dataclass(frozen=True, slots=True)
class HeaderChange:
    """One change of the header line; `column` counts from 1."""

    rule: str
    column: int | None
    before: str
    after: str
    safe: bool


@dataclass(frozen=True, slots=True)
class HeaderPlan:
    """What to write.

    Parameters
    ----------
    tokens : tuple of str
        The names of the first line.
    read : tuple of int
        For each column of the file that is read, the column of the layout that it holds.
    write : tuple of int
        For each column that is written, the column of the layout.
    changes : tuple of HeaderChange
        What that changes.
    """

    tokens: tuple[str, ...]
    read: tuple[int, ...]
    write: tuple[int, ...]
    changes: tuple[HeaderChange, ...] = ()


def plan_header(header: Header, layout: Layout, *, unsafe: bool) -> HeaderPlan:
    """Return the header to write.

    Parameters
    ----------
    header : Header
        The first line of the file.
    layout : Layout
        The official columns.
    unsafe : bool
        Whether names that are not the guide's are replaced too.
    """
    width, tokens = len(layout.headers), header.tokens
    identity = tuple(range(width))
    reading = _read(tokens, layout)
    if not reading.present:
        missing = HeaderChange("ARC-encabezado-falta", None, "", layout.headers[0], True)
        return HeaderPlan(layout.headers, identity, identity, (missing,))
    first: tuple[HeaderChange, ...] = ()
    if len(tokens) != width:
        if len(tokens) < width or any(token.strip() for token in tokens[width:]):
            return HeaderPlan(tokens, identity, identity)
        first = (HeaderChange("ARC-encabezado-columnas", None, str(len(tokens)), str(width), True),)
        tokens = tokens[:width]
        reading = _read(tokens, layout)
        if reading.order != identity:  # records are read by position here
            return HeaderPlan(header.tokens, identity, identity)
    plan = _named(tokens, reading, layout, unsafe=unsafe)
    return HeaderPlan(plan.tokens, plan.read, plan.write, first + plan.changes)


def _read(tokens: Sequence[str], layout: Layout) -> HeaderReading:
    return read_header_line(layout.separator.join(tokens), layout, 1)


def _named(tokens: Sequence[str], reading: HeaderReading, layout: Layout, *, unsafe: bool) -> HeaderPlan:
    """Return the plan for a header of the right width."""
    order = reading.order
    shown = any(issue.value for issue in reading.issues)
    strange = {issue.column for issue in reading.issues if issue.code == "ARC-encabezado-nombre"}
    moved = order != tuple(range(len(order)))
    keep_order = moved and bool(strange) and not unsafe
    write = order if keep_order else tuple(range(len(order)))
    changes: list[HeaderChange] = []
    if moved and not keep_order:
        issue = next(item for item in reading.issues if item.code == "ARC-encabezado-orden")
        safe = not strange
        changes.append(HeaderChange(issue.code, issue.column, issue.value or "", str(issue.params["expected"]), safe))
    place = {column: index for index, column in enumerate(order)}
    written: list[str] = []
    for column in write:
        index = place[column]
        token, official = tokens[index], layout.headers[column]
        if token in layout.names(column) or (index + 1 in strange and not unsafe):
            written.append(token)
            continue
        written.append(official)
        odd = index + 1 in strange
        rule = "ARC-encabezado-nombre" if odd else "ARC-encabezado-grafia"
        changes.append(HeaderChange(rule, index + 1, token if shown else "", official, not odd))
    return HeaderPlan(tuple(written), order, write, tuple(changes))
