"""The units of a file: those asked for, else some of one institution in one state."""

from __future__ import annotations

import difflib
from random import Random
from typing import TYPE_CHECKING

from giis._errors import InputError
from giis._text import Text
from giis.specs.expressions.nodes import variables_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from giis.specs import Variable
    from giis.synth._search import Searcher

PREFIX = 5
"""The characters of a CLUES that tell state and institution, and stand in the file's name."""
_EACH, _MOST = 500, 20
_NEAR = 3
_FEWEST = 5


def units_for(searcher: Searcher, asked: Sequence[str], count: int, seed: int) -> tuple[str, ...]:
    """Return the keys of the units whose records a file of `count` records holds.

    Raises
    ------
    InputError
        If a key that is asked for is no unit of the catalogue, or none that the guide admits, or the keys are of
        several institutions; or if keys are asked for though the guide names no unit.
    """
    variable = _variable(searcher)
    if variable is None:
        if asked:
            guide = searcher.guide.id
            raise InputError(
                Text(f"{guide} no dice qué variable es la unidad", f"{guide} does not tell which variable is the unit")
            )
        return ()
    admitted = searcher.domains.base(variable).texts
    if asked:
        keys = tuple(dict.fromkeys(key.strip().upper() for key in asked))
        _check(searcher, variable, keys, admitted)
        return keys
    random = Random(f"{seed} units")  # noqa: S311
    by_prefix: dict[str, list[str]] = {}
    for key in admitted:
        by_prefix.setdefault(key[:PREFIX], []).append(key)
    wanted = min(1 + count // _EACH, _MOST)
    large = [keys for keys in by_prefix.values() if len(keys) >= max(wanted, _FEWEST)]
    chosen = random.choice(large or list(by_prefix.values()))
    return tuple(sorted(random.sample(chosen, min(wanted, len(chosen)))))


def _variable(searcher: Searcher) -> Variable | None:
    """Return the variable with the key of the unit."""
    unit = searcher.guide.unit
    names = sorted(variables_of(unit)) if unit is not None else []
    return searcher.guide.by_identifier[names[0]] if names else None


def _check(searcher: Searcher, variable: Variable, keys: Sequence[str], admitted: Sequence[str]) -> None:
    known = set(searcher.domains.declared.of(variable).texts)
    for key in keys:
        if key in admitted:
            continue
        near = difflib.get_close_matches(key, admitted, n=_NEAR)
        also = Text(f"; parecidas: {', '.join(near)}", f"; near ones: {', '.join(near)}") if near else Text("", "")
        if key in known:
            why = Text(
                f"la unidad {key} no puede enviar registros de {searcher.guide.id}: incumple las reglas de la variable "
                f"{variable.name}",
                f"the unit {key} cannot send records of {searcher.guide.id}: it breaks the rules of the variable "
                f"{variable.name}",
            )
        else:
            why = Text(
                f"{key} no es una CLUES del catálogo en uso ({variable.catalog})",
                f"{key} is no CLUES of the catalogue in use ({variable.catalog})",
            )
        raise InputError(Text(why.es + also.es, why.en + also.en))
    prefixes = sorted({key[:PREFIX] for key in keys})
    if len(prefixes) > 1:
        listed = ", ".join(prefixes)
        raise InputError(
            Text(
                f"un archivo es de una entidad e institución, y las CLUES son de {listed}; genere uno para cada una",
                f"a file is of one state and institution, and these CLUES are of {listed}; generate one for each",
            )
        )
