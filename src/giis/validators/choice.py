"""Choosing the guide of a file: as told, else by its header, else by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis._errors import InputError
from giis._text import Text
from giis.files import parse_file_name
from giis.files.layout import plain_token
from giis.specs import Guide, guide_ids, load_guide

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LEAST = 0.6


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
    guides = [load_guide(name) for name in guide_ids()]
    scored = sorted(((_likeness(guide, header), guide.id, guide) for guide in guides), key=lambda item: item[:2])
    score, _, best = scored[-1]
    if score >= _LEAST:
        share = f"{score * 100:.0f}"
        return best, Text(
            f"por el encabezado ({share} % de sus {len(best.variables)} nombres)",
            f"by the header ({share} % of its {len(best.variables)} names)",
        )
    parsed = parse_file_name(name) if name else None
    kind = parsed.kind if parsed else (name or "")[:3].upper()
    for guide in reversed(guides):
        if kind in guide.file_types:
            return guide, Text(f"por el nombre del archivo ({kind})", f"by the file's name ({kind})")
    for guide in guides:
        if len(header) == len(guide.variables):
            return guide, Text(
                f"por el número de columnas ({len(header)})", f"by the number of columns ({len(header)})"
            )
    raise InputError(_unknown(len(header), name, (guide.id for guide in guides)))


def _likeness(guide: Guide, header: Sequence[str]) -> float:
    """Return the share of the guide's names that the header has, less what the header has too many."""
    known = {plain_token(variable.header) for variable in guide.variables}
    given = {plain_token(token) for token in header}
    return len(known & given) / max(len(known), len(given), 1)


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
