"""Reading the header line: whether it is there, whether its names are right, and the order that they give."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from giis.files.layout import Issue, Layout, plain_token

if TYPE_CHECKING:
    from collections.abc import Sequence

_OTHER_SEPARATORS = (",", ";", "\t", "^", "~", "|")
_NAME = re.compile(r"[\"']?\s*[^\W\d]\w*(?:[ .\-]\w+)*\s*[\"']?")
_LISTED = 10
_SHOWN = 60
_ONE_BY_ONE = 5
"""So many names may be spelt otherwise before they are told of together."""


@dataclass(frozen=True, slots=True)
class HeaderReading:
    """What the first line says.

    Parameters
    ----------
    present : bool
        Whether the line is a header at all; if not, it is the first record.
    order : tuple of int
        For each column of the file, the column of the layout that it holds (both counted from 0).
    issues : tuple of Issue
        What is wrong with it.
    """

    present: bool
    order: tuple[int, ...]
    issues: tuple[Issue, ...] = ()


def read_header_line(text: str, layout: Layout, line: int) -> HeaderReading:
    """Judge the first line of a file.

    Parameters
    ----------
    text : str
        The line, without its end.
    layout : Layout
        The columns that are expected.
    line : int
        Its number.

    Returns
    -------
    HeaderReading
        With one issue for each cause: a wrong number of names is told once, without judging single names.
    """
    width = len(layout.headers)
    tokens = text.split(layout.separator)
    known = _known(layout)
    other = _other_separator(text, layout.separator, known)
    recognised = sum(plain_token(token) in known for token in (text.split(other) if other else tokens))
    identity = tuple(range(width))
    if not recognised and not all(_NAME.fullmatch(token) for token in tokens):
        return HeaderReading(False, identity, (_missing(layout, line),))
    if recognised * 4 < len(tokens) and any(token.strip("+-").isdigit() for token in tokens):
        return HeaderReading(False, identity, (_missing(layout, line),))
    if len(tokens) != width:
        return HeaderReading(True, identity, (_wrong_width(tokens, layout, line, other),))
    order, unknown = _order(tokens, layout)
    issues = _name_issues(tokens, layout, line, order, unknown, show=bool(recognised))
    return HeaderReading(True, order, tuple(issues))


def _known(layout: Layout) -> set[str]:
    return {plain_token(name) for column in range(len(layout.headers)) for name in layout.names(column)}


def _missing(layout: Layout, line: int) -> Issue:
    return Issue("ARC-encabezado-falta", line, params={"expected": layout.headers[0]})


def _other_separator(text: str, separator: str, known: set[str]) -> str:
    """Return the character that separates the names if the right one is not there."""
    if separator in text:
        return ""
    for other in _OTHER_SEPARATORS:
        names = text.split(other)
        if len(names) > 1 and sum(plain_token(name) in known for name in names) * 2 >= len(names):
            return other
    return ""


def _wrong_width(tokens: Sequence[str], layout: Layout, line: int, other: str) -> Issue:
    params: dict[str, str | int] = {"found": len(tokens), "expected": len(layout.headers)}
    given = {plain_token(token) for token in tokens}
    known = _known(layout)
    missing = [name for name in layout.headers if plain_token(name) not in given]
    extra = [token for token in tokens if plain_token(token) not in known]
    if other:
        params |= {
            "hint": "separador",
            "other": "TAB" if other == "\t" else other,
            "separator": layout.separator,
        }
    elif len(tokens) == len(layout.headers) + 1 and not tokens[-1].strip():
        params["hint"] = "final"
    elif len(missing) < len(layout.headers):  # names of nothing known may be data, which is not shown
        hint = "-y-".join(["faltan"] * bool(missing) + ["sobran"] * bool(extra))
        params |= {"hint": hint} if hint else {}
        params |= {"missing": _listed(missing)} if missing else {}
        params |= {"extra": _listed(extra)} if extra else {}
    return Issue("ARC-encabezado-columnas", line, params=params)


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(_short(name.strip()) or "«»" for name in names[:_LISTED])
    return f"{shown} (+{len(names) - _LISTED})" if len(names) > _LISTED else shown


def _short(token: str) -> str:
    return token if len(token) <= _SHOWN else token[: _SHOWN - 1] + "…"


def _order(tokens: Sequence[str], layout: Layout) -> tuple[tuple[int, ...], set[int]]:
    """Find the column that each token names, and the tokens that name none.

    A token that is right where it stands stays; another goes to the first free column of its name; what names
    nothing stays where it stands if that column is free, else it takes the free columns in order.
    """
    width = len(layout.headers)
    names = [{plain_token(name) for name in layout.names(column)} for column in range(width)]
    plain = [plain_token(token) for token in tokens]
    place: dict[int, int] = {i: i for i in range(width) if plain[i] in names[i]}
    free = dict.fromkeys(i for i in range(width) if i not in place)
    unknown = set()
    for i in [i for i in range(width) if i not in place]:
        target = next((column for column in free if plain[i] in names[column]), None)
        if target is None:
            unknown.add(i)
        else:
            place[i] = target
            del free[target]
    for i in sorted(unknown & free.keys()):
        place[i] = i
        del free[i]
    homeless = [i for i in range(width) if i not in place]
    place |= dict(zip(homeless, free, strict=True))
    return tuple(place[i] for i in range(width)), unknown


def _name_issues(
    tokens: Sequence[str], layout: Layout, line: int, order: tuple[int, ...], unknown: set[int], *, show: bool
) -> list[Issue]:
    issues = []
    moved = [i for i, column in enumerate(order) if i != column]
    if moved:
        first = moved[0]
        params: dict[str, str | int] = {
            "moved": len(moved),
            "column": first + 1,
            "found": _short(tokens[first]),
            "expected": layout.headers[first],
        }
        issues.append(Issue("ARC-encabezado-orden", line, column=first + 1, value=_short(tokens[first]), params=params))
    wrong = [i for i, token in enumerate(tokens) if i in unknown or token not in layout.names(order[i])]
    spelt = [i for i in wrong if i not in unknown]
    for i in wrong:
        code = "ARC-encabezado-nombre" if i in unknown else "ARC-encabezado-grafia"
        params = {"column": i + 1, "expected": layout.headers[order[i]]}
        if code == "ARC-encabezado-grafia" and len(spelt) > _ONE_BY_ONE:
            # A header in small letters is one cause, told once.
            if i != spelt[0]:
                continue
            params |= {"hint": "otras", "others": len(spelt) - 1}
        issues.append(Issue(code, line, column=i + 1, value=_short(tokens[i]) if show else None, params=params))
    return issues
