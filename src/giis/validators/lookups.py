"""Catalogues as columns: one join for each variable that names entries of one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from giis.specs import Guide, Kind, Node
from giis.specs.expressions.nodes import Attribute, InCatalog, Var
from giis.validators.columns import attribute_column, dtype_of, member_column

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from giis.catalogs import Catalog, Value

_FOUND = "@"


@dataclass(frozen=True)
class Lookup:
    """What the rules want to know of the entries that one variable names in one catalogue."""

    identifier: str
    catalog: str
    attributes: Mapping[str, Kind]
    member: bool
    entries: pl.DataFrame | None
    """Key, attributes and a mark; None where the catalogue is missing."""

    def columns(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the wanted columns for the rows of `frame`, in their order."""
        names = {name: attribute_column(self.identifier, name) for name in self.attributes}
        member = member_column(self.identifier, self.catalog)
        if self.entries is None:
            kinds = {column: self.attributes[name] for name, column in names.items()}
            if self.member:
                kinds[member] = Kind.BOOLEAN
            return frame.select(
                pl.repeat(None, pl.len(), dtype=dtype_of(kind)).alias(column) for column, kind in kinds.items()
            )
        keys = frame.select(pl.col(self.identifier).cast(self.entries.schema["key"]).alias("key"))
        joined = keys.join(self.entries, on="key", how="left", maintain_order="left")
        wanted = [pl.col(name).alias(column) for name, column in names.items()]
        if self.member:
            found = pl.when(pl.col("key").is_not_null()).then(pl.col(_FOUND).fill_null(False))
            wanted.append(found.alias(member))
        return joined.select(wanted)


def lookups_for(guide: Guide, nodes: Iterable[Node], catalogs: Mapping[str, Catalog]) -> tuple[Lookup, ...]:
    """Return the lookups that the conditions `nodes` need, terms followed, in the order of their columns."""
    attributes: dict[tuple[str, str], dict[str, Kind]] = {}
    members: set[tuple[str, str]] = set()
    for node in nodes:
        for item in node.walk():
            if isinstance(item, Attribute):
                attributes.setdefault((item.variable.name, item.catalog), {})[item.name] = item.kind
            elif isinstance(item, InCatalog) and isinstance(item.item, Var):
                members.add((item.item.name, item.catalog))
    order = [variable.identifier for variable in guide.variables]
    wanted = sorted({*attributes, *members}, key=lambda pair: (order.index(pair[0]), pair[1]))
    tables = {name: _Table(catalogs[name]) for _, name in wanted if name in catalogs}
    found: list[Lookup] = []
    for identifier, catalog in wanted:
        asked = attributes.get((identifier, catalog), {})
        kind = guide.by_identifier[identifier].kind
        entries = tables[catalog].entries(kind, asked) if catalog in tables else None
        found.append(Lookup(identifier, catalog, asked, (identifier, catalog) in members, entries))
    return tuple(found)


class _Table:
    """The columns of one catalogue; several variables name entries of it, and what they share is made once."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.keys = pl.Series("key", list(catalog.entries), dtype=pl.String)

    @cached_property
    def groups(self) -> tuple[list[tuple[Value, ...]], pl.Series]:
        """The distinct values, and for each key the place of its own: keys that agree in all share one tuple."""
        entries = self.catalog.entries.values()
        distinct = {id(entry): entry for entry in entries}
        places = {key: place for place, key in enumerate(distinct)}
        return list(distinct.values()), pl.Series([places[id(entry)] for entry in entries], dtype=pl.UInt32)

    def column(self, name: str, dtype: pl.DataType) -> pl.Series:
        """Return an attribute of every key."""
        place = self.catalog.position(name)
        values, places = self.groups
        return pl.Series([entry[place] for entry in values], dtype=dtype).gather(places)

    def entries(self, kind: Kind, wanted: Mapping[str, Kind]) -> pl.DataFrame:
        """Return the keys as values of `kind`, the `wanted` attributes, and a mark."""
        columns = {name: self.column(name, dtype_of(attribute)) for name, attribute in wanted.items()}
        found = pl.repeat(True, len(self.keys), eager=True)
        entries = pl.DataFrame({"key": self.keys, **columns, _FOUND: found})
        if kind is not Kind.INTEGER:
            return entries
        # A key that is not written as an integer is (`01`) names no integer.
        number = pl.col("key").cast(pl.Int64, strict=False)
        return entries.filter(number.cast(pl.String) == pl.col("key")).with_columns(number)
