"""Choosing the guide of a file: as told, else by its header, else by its name.

Of several editions of one guide the one with as many columns as the file is taken, else the one that the header is most
like, else the one in force in the month of the file's name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis._errors import InputError
from giis._text import Text
from giis.files import FileName, parse_file_name
from giis.files.layout import plain_token
from giis.specs import Guide, load_guide, outlines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from giis.specs.outline import Outline

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
        found, why = _edition([item for item in known if item.family == best.family], header, parsed, best)
        return load_guide(found.id), _joined(_by_header(likeness(found.headers, header), len(found.headers)), why)
    if named:
        found, why = _edition(named, header, parsed)
        return load_guide(found.id), _joined(
            Text(f"por el nombre del archivo ({kind})", f"by the file's name ({kind})"), why
        )
    for item in known:
        if len(header) == len(item.headers):
            return load_guide(item.id), Text(
                f"por el número de columnas ({len(header)})", f"by the number of columns ({len(header)})"
            )
    raise InputError(_unknown(len(header), name, (item.id for item in known)))


def _edition(
    editions: Sequence[Outline], header: Sequence[str], name: FileName | None, likest: Outline | None = None
) -> tuple[Outline, Text | None]:
    """Return one of the editions of a guide, and why: the one with as many columns, else `likest`, else by date."""
    if len(editions) == 1:
        return editions[0], None
    fitting = [item for item in editions if len(item.headers) == len(header)]
    if len(fitting) == 1:
        columns = len(header)
        return fitting[0], Text(
            f"la edición, por el número de columnas ({columns})", f"the edition, by the number of columns ({columns})"
        )
    left = sorted(fitting or editions, key=lambda item: (item.since, item.id))
    scores = {item.id: likeness(item.headers, header) for item in left}
    if likest is not None and list(scores.values()).count(scores.get(likest.id, 0.0)) == 1:
        return likest, Text("la edición que más se le parece", "the edition most like it")
    if name is None:
        return left[-1], Text("la edición más reciente", "the newest edition")
    past = [item for item in left if (item.since.year, item.since.month) <= (name.year, name.month)]
    if not past:
        return left[0], Text(
            f"la edición más antigua, porque ninguna regía en {name.period}",
            f"the oldest edition, for none was in force in {name.period}",
        )
    return past[-1], Text(
        f"la edición, por el mes del nombre ({name.period}); rige desde {past[-1].since}",
        f"the edition, by the month of the name ({name.period}); in force since {past[-1].since}",
    )


def _joined(what: Text, edition: Text | None) -> Text:
    return what if edition is None else Text(f"{what.es}; {edition.es}", f"{what.en}; {edition.en}")


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
