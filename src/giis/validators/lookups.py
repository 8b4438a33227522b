"""Catalogues as columns: one join for each variable that names entries of one."""

from __future__ import annotations

from dataclasses import dataclass
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
    order = list(guide.by_identifier)
    wanted = sorted({*attributes, *members}, key=lambda pair: (order.index(pair[0]), pair[1]))
    kinds: dict[str, dict[str, Kind]] = {}
    for (_, catalog), asked in attributes.items():
        kinds.setdefault(catalog, {}).update(asked)
    # Several variables name entries of the same catalogue: its columns are made once.
    used = {catalog for _, catalog in wanted if catalog in catalogs}
    tables = {catalog: _table(catalogs[catalog], kinds.get(catalog, {})) for catalog in used}
    found: list[Lookup] = []
    for identifier, catalog in wanted:
        asked = attributes.get((identifier, catalog), {})
        entries = tables[catalog].select("key", *asked, _FOUND) if catalog in tables else None
        if entries is not None and guide.by_identifier[identifier].kind is Kind.INTEGER:
            # A key that is not written as an integer is (`01`) names no integer.
            number = pl.col("key").cast(pl.Int64, strict=False)
            entries = entries.filter(number.cast(pl.String) == pl.col("key")).with_columns(number)
        found.append(Lookup(identifier, catalog, asked, (identifier, catalog) in members, entries))
    return tuple(found)


def _table(catalog: Catalog, wanted: Mapping[str, Kind]) -> pl.DataFrame:
    """Return the keys of a catalogue, the `wanted` attributes of each, and a mark."""
    entries = catalog.entries.values()
    # Keys that agree in all share one tuple, and these are few.
    distinct = {id(entry): entry for entry in entries}
    order = {key: place for place, key in enumerate(distinct)}
    columns = {_FOUND: pl.repeat(True, len(distinct), eager=True)}
    for name, kind in wanted.items():
        place = catalog.position(name)
        columns[name] = _column([entry[place] for entry in distinct.values()], dtype_of(kind))
    places = pl.Series([order[id(entry)] for entry in entries], dtype=pl.UInt32)
    keys = pl.Series("key", list(catalog.entries), dtype=pl.String)
    return pl.DataFrame(columns).select(keys, pl.all().gather(places))


def _column(values: list[Value], dtype: pl.DataType) -> pl.Series:
    """Return `values` as a column; they repeat a lot, and making lists one by one is slow."""
    distinct = {value: index for index, value in enumerate(dict.fromkeys(values))}
    places = pl.Series([distinct[value] for value in values], dtype=pl.UInt32)
    return pl.Series(list(distinct), dtype=dtype).gather(places)
