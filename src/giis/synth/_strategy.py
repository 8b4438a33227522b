"""Valid records as a Hypothesis strategy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis._errors import InputError
from giis._text import Text
from giis.specs.values import as_written

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from hypothesis.strategies import SearchStrategy

    from giis.catalogs import CatalogStore
    from giis.specs import Guide, Node
    from giis.synth._month import Month
    from giis.synth._search import Pin

_NEEDED = Text(
    "las estrategias necesitan Hypothesis: pip install 'giis[hypothesis]'",
    "strategies need Hypothesis: pip install 'giis[hypothesis]'",
)


def strategy(
    guide: str | Guide,
    *,
    size: int = 100,
    seed: int = 0,
    month: Month | str | None = None,
    as_of: date | None = None,
    catalogs: Path | str | CatalogStore | None = None,
    units: Collection[str] = (),
    pins: Sequence[Pin | Node] = (),
    fixed: Mapping[str, str] | None = None,
    expected: Collection[str] = (),
) -> SearchStrategy[dict[str, str]]:
    """Return a Hypothesis strategy of valid records of a guide.

    An example is a dict from identifier to text, as the record model and `giis.validate` take it. The records are
    searched when the strategy is made; examples shrink towards those that keep the most defaults.

    Parameters
    ----------
    guide, seed, month, as_of, catalogs, units, pins, fixed, expected
        As `giis.synth.search` takes them.
    size : int
        How many different records there are to draw from.

    Raises
    ------
    InputError
        If Hypothesis is not installed, no such record is found, or an argument is wrong.
    """
    try:
        from hypothesis import strategies
    except ImportError:
        raise InputError(_NEEDED) from None
    from giis.specs import Guide, load_guide
    from giis.synth import search

    known = guide if isinstance(guide, Guide) else load_guide(guide)
    found = search(
        known, size, seed=seed, month=month, as_of=as_of, catalogs=catalogs, units=units, pins=pins, fixed=fixed,
        expected=expected,
    )  # fmt: skip
    if not found.height:
        raise InputError(
            Text(
                f"no se halló ningún registro así de {known.id}",
                f"no such record of {known.id} was found",
            )
        )
    defaults = _defaults(known)
    records = sorted(found.to_dicts(), key=lambda record: _remoteness(record, defaults))
    return strategies.sampled_from(records).map(dict)


def _defaults(guide: Guide) -> dict[str, str]:
    """Return the texts that say that a variable does not apply."""
    found = {variable.identifier: "" for variable in guide.variables if variable.nullable}
    for rule in guide.rules:
        if rule.variable is not None and rule.otherwise is not None and rule.otherwise.single is not None:
            found[rule.variable] = as_written(rule.otherwise.single)
    return found


def _remoteness(record: Mapping[str, str], defaults: Mapping[str, str]) -> tuple[int, int, str]:
    """Return how far a record is from the simplest."""
    beyond = sum(record[name] != text for name, text in defaults.items() if name in record)
    line = "|".join(record.values())
    return beyond, len(line), line
