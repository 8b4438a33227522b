"""Guides as users hold them: the definition, and the models made from it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
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
    """Return the guide called `name`, each once.

    Parameters
    ----------
    name : str
        A full id (`GIIS-B015-04-11`), its middle (`B015`), or a file type (`CEX`); of several editions
        the newest is meant.

    Raises
    ------
    InputError
        If no guide that ships with the package is called so.
    SpecError
        If its definition is wrong.
    """
    return _loaded(specs.load_guide(name).id)


@lru_cache(maxsize=32)
def _loaded(guide_id: str) -> LoadedGuide:
    guide = specs.load_guide(guide_id)
    return LoadedGuide(**{item.name: getattr(guide, item.name) for item in fields(Guide)})
