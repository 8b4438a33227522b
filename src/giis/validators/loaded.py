"""Guides as users hold them: the definition, and the models made from it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING

from giis import specs
from giis.specs import Guide

if TYPE_CHECKING:
    from giis.validators.record_model import RecordModel


@dataclass(frozen=True)
class LoadedGuide(Guide):
    """A guide with its record model."""

    @cached_property
    def model(self) -> type[RecordModel]:
        """The Pydantic class of the guide's records, judged with the user's own catalogues.

        Its validation gives the verdict and the rule ids of the pipeline on the same record.
        """
        from giis.validators.record_model import record_model

        return record_model(self)


def load_guide(name: str) -> LoadedGuide:
    """Return the guide called `name`, with its record model; see `giis.specs.load_guide`.

    Raises
    ------
    InputError, SpecError
        As there.
    """
    guide = specs.load_guide(name)
    key = guide.id, guide.digest
    if key not in _LOADED:
        _LOADED[key] = LoadedGuide(**{item.name: getattr(guide, item.name) for item in fields(Guide)})
    return _LOADED[key]


_LOADED: dict[tuple[str, str], LoadedGuide] = {}
