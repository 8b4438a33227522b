"""What tells the guides apart, read from the YAML without building them: a guide costs a tenth of a second."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING

from giis._resources import short_name
from giis._yaml import YamlList, load_key
from giis.specs.assemble import assemble
from giis.specs.folder import Files, guide_paths
from giis.specs.forms import identifier_of

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Outline:
    """One guide as far as a file tells it."""

    id: str
    path: Path

    @cached_property
    def file_types(self) -> frozenset[str]:
        """The types that its files bear in their names, such as `CEX`."""
        found = load_key(self.path, "file_types")
        return (
            frozenset(item for item in found if isinstance(item, str)) if isinstance(found, YamlList) else frozenset()
        )

    @property
    def family(self) -> str:
        """What all editions of the guide have in common: the middle of the id, such as `B002`."""
        return self.id.split("-")[1]

    @cached_property
    def since(self) -> date:
        """The day from which it is in force."""
        return date.fromisoformat(str(load_key(self.path, "date")))

    @cached_property
    def headers(self) -> tuple[str, ...]:
        """The tokens of its files' first line."""
        files = Files(self.path)
        parts = assemble(files.mapping(self.path), short_name(self.path), files.block)
        return tuple(
            str(raw.data.get("header") or identifier_of(str(raw.data.get("name", ""))).upper())
            for raw in parts.variables
        )


@cache
def _outline(guide: str, path: Path) -> Outline:
    return Outline(guide, path)


def outlines() -> tuple[Outline, ...]:
    """Return the outlines of the guides that ship with the package, in order of their ids."""
    return tuple(_outline(guide, path) for guide, path in guide_paths().items())
