"""The catalogues that the cases presuppose: the shipped ones, with invented entries and fixed dates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from giis.catalogs import Catalog, CatalogStore, declarations

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from giis.catalogs import Attribute, Value


@dataclass(frozen=True, slots=True)
class Edition:
    """What the cases presuppose of a catalogue: its date, and entries beside the published ones."""

    name: str
    version: date
    add: Mapping[str, Mapping[str, str]]

    def of(self, catalog: Catalog | None) -> Catalog:
        """Return `catalog` with this date and these entries, or these entries alone if it is None."""
        if catalog is None:
            known = declarations()[self.name]
            catalog = Catalog(
                self.name, self.version, "key", known.key.kind, known.attributes, "conformance", "user", {}, {}, ""
            )
        entries = dict(catalog.entries)
        for key, values in self.add.items():
            entries[key] = tuple(_value(item, values.get(item.name)) for item in catalog.attributes)
        return replace(catalog, version=self.version, entries=entries)


class Editions(CatalogStore):
    """The catalogues that the cases presuppose, as `giis.validate` takes them.

    Parameters
    ----------
    editions : iterable of Edition
        What is presupposed.
    missing : collection of str
        Names of catalogues that are taken away.
    """

    def __init__(self, editions: Iterable[Edition], missing: Collection[str] = ()) -> None:
        super().__init__()
        self.editions = {item.name: item for item in editions}
        self.missing = frozenset(missing)
        self._made: dict[str, Catalog | None] = {}

    def get(self, name: str) -> Catalog | None:
        """Return the edition of the catalogue `name`, or `None` if it is missing."""
        if name not in self._made:
            found = None if name in self.missing else super().get(name)
            changed = name in self.editions and name not in self.missing
            self._made[name] = self.editions[name].of(found) if changed else found
        return self._made[name]

    def named(self, names: Iterable[str]) -> dict[str, Catalog]:
        """Return those of the catalogues `names` that are at hand."""
        return {name: found for name in names if (found := self.get(name)) is not None}


def _value(attribute: Attribute, text: str | None) -> Value:
    if text is None:
        return None
    match attribute.kind:
        case "flag":
            return text == "yes"
        case "integer":
            return int(text)
        case "integers":
            return tuple(int(item) for item in text.split())
        case "date":
            return date.fromisoformat(text)
        case _:
            return text
