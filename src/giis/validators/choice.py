"""Choosing the guide of a file: as told, else by its header, else by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis._errors import InputError
from giis._text import Text
from giis.files import parse_file_name
from giis.files.layout import plain_token
from giis.specs import Guide, load_guide, outlines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LEAST = 0.6
_SURE = 0.9
"""A header that is so like a guide cannot be more like one of other file types: these share far less (tested)."""


def choose_guide(wanted: str | Guide | None, header: Sequence[str], name: str | None) -> tuple[Guide, Text]:
    """Return the guide that judges a file, and why.

    Parameters
    ----------
    wanted : str, Guide or None
        The guide that the user asks for.
    header : sequence of str
        The tokens of the file's first line.
    name : str or None
        The file's name.

    Raises
    ------
    InputError
        If nothing tells the guide, or an unknown one is asked for.
    """
    if isinstance(wanted, Guide):
        return wanted, Text("la indicada", "the one asked for")
    if wanted is not None:
        return load_guide(wanted), Text("la indicada con --guide", "the one asked for with --guide")
    parsed = parse_file_name(name) if name else None
    kind = parsed.kind if parsed else (name or "")[:3].upper()
    known = outlines()
    named = [item for item in known if kind in item.file_types]
    if len(named) == 1:
        # Most files are what their names say: the others need not be looked at.
        guide = load_guide(named[0].id)
        score = likeness([variable.header for variable in guide.variables], header)
        if score >= _SURE:
            return guide, _by_header(score, len(guide.variables))
    score, _, _, best = max((likeness(item.headers, header), item in named, item.id, item) for item in known)
    if score >= _LEAST:
        return load_guide(best.id), _by_header(score, len(best.headers))
    if named:
        return load_guide(named[-1].id), Text(f"por el nombre del archivo ({kind})", f"by the file's name ({kind})")
    for item in known:
        if len(header) == len(item.headers):
            return load_guide(item.id), Text(
                f"por el número de columnas ({len(header)})", f"by the number of columns ({len(header)})"
            )
    raise InputError(_unknown(len(header), name, (item.id for item in known)))


def likeness(names: Iterable[str], header: Sequence[str]) -> float:
    """Return the share of the guide's names that the header has, less what the header has too many."""
    known = {plain_token(name) for name in names}
    given = {plain_token(token) for token in header}
    return len(known & given) / max(len(known), len(given), 1)


def _by_header(score: float, names: int) -> Text:
    share = f"{score * 100:.0f}"
    return Text(
        f"por el encabezado ({share} % de sus {names} nombres)", f"by the header ({share} % of its {names} names)"
    )


def _unknown(columns: int, name: str | None, known: Iterable[str]) -> Text:
    """Return the message that no guide fits; it quotes nothing of the file, which may be confidential."""
    listed = ", ".join(known)
    what = Text(f"el archivo {name!r}", f"the file {name!r}") if name else Text("la entrada", "the input")
    return Text(
        f"no se puede saber qué guía sigue {what.es}: su primer renglón tiene {columns} columnas y no es el "
        f"encabezado de ninguna. Indique la guía (--guide); se conocen: {listed}",
        f"cannot tell which guide {what.en} follows: its first line has {columns} columns and is the header of "
        f"none. Name the guide (--guide); known: {listed}",
    )
