"""Units of one state and institution whose records can show most: as a file holds the records of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis.specs.expressions.nodes import variables_of
from giis.synth._moves import atoms_of
from giis.synth._units import PREFIX
from giis.validators.predicate import Record, compile_python

if TYPE_CHECKING:
    from collections.abc import Iterable

    from giis.evidence import Goal
    from giis.synth._search import Searcher
    from giis.validators.predicate import Evaluator


def units_of_variety(searcher: Searcher, goals: Iterable[Goal]) -> tuple[str, ...]:
    """Return the keys of the units of one state and institution: where most conditions on the unit can hold.

    Of equals, where most of them can fail too, then where the catalogue tells most kinds of units apart, then where
    there are most units.

    Parameters
    ----------
    searcher : Searcher
        Who knows the units that the guide admits.
    goals : iterable of Goal
        What is to be shown.
    """
    unit = searcher.guide.unit
    names = sorted(variables_of(unit)) if unit is not None else []
    if not names:
        return ()
    variable = searcher.guide.by_identifier[names[0]]
    catalog = searcher.setting.catalogs.get(variable.catalog or "")
    entries = catalog.entries if catalog is not None else {}
    keys: dict[str, list[str]] = {}
    kinds: dict[str, dict[object, str]] = {}
    for key in searcher.domains.base(variable).texts:
        keys.setdefault(key[:PREFIX], []).append(key)
        kinds.setdefault(key[:PREFIX], {}).setdefault(entries.get(key), key)
    asked = _asked(goals, names[0])

    def worth(prefix: str) -> tuple[int, int, int, int]:
        answers = [[ask(_record(searcher, names[0], key)) for key in kinds[prefix].values()] for ask in asked]
        holding, failing = (sum(truth in found for found in answers) for truth in (True, False))
        return holding, failing, len(kinds[prefix]), len(keys[prefix])

    best = max(sorted(keys), key=worth, default=None)
    return tuple(sorted(keys[best])) if best is not None else ()


def _asked(goals: Iterable[Goal], name: str) -> list[Evaluator]:
    """Return what the goals ask of the unit alone."""
    atoms = {atom for goal in goals for atom, _ in atoms_of(goal.inner, truth=True) if variables_of(atom) == {name}}
    return [compile_python(atom) for atom in sorted(atoms, key=repr)]


def _record(searcher: Searcher, name: str, key: str) -> Record:
    return Record({name: key}, frozenset(), searcher.setting.catalogs, searcher.setting.as_of)
