"""Guides as users of the library hold them: with record model, synthetic records and strategies of records."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from giis.specs import Guide
from giis.validators import loaded

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from giis.synth import Synthetic


@dataclass(frozen=True)
class UserGuide(loaded.LoadedGuide):
    """A guide with its record model (`.model`) and records of it that are made."""

    def strategy(self, **options: Any) -> SearchStrategy[dict[str, str]]:
        """Return a Hypothesis strategy of valid records; see `giis.synth.strategy` for the options.

        Raises
        ------
        InputError
            If Hypothesis is not installed, or no such record is found.
        """
        from giis.synth import strategy

        return strategy(self, **options)

    def generate(self, count: int, **options: Any) -> Synthetic:
        """Make `count` synthetic records; see `giis.generate` for the options.

        Raises
        ------
        InputError
            If an option is wrong, or no valid record is found.
        """
        from giis.synth import generate

        return generate(self, count, **options)


def load_guide(name: str) -> UserGuide:
    """Return the guide called `name`; see `giis.specs.load_guide`.

    Raises
    ------
    InputError, SpecError
        As there.
    """
    guide = loaded.load_guide(name)
    key = guide.id, guide.digest
    if key not in _LOADED:
        _LOADED[key] = UserGuide(**{item.name: getattr(guide, item.name) for item in fields(Guide)})
    return _LOADED[key]


_LOADED: dict[tuple[str, str], UserGuide] = {}
