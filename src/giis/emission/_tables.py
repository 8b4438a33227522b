"""The second tables of a mapping: read once, kept in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from giis._errors import InputError
from giis._text import Text
from giis.emission._document import TableDoc
from giis.emission._mapping import fault, near, no_column, read_under
from giis.emission._values import cleaned
from giis.tables import Place, open_table

if TYPE_CHECKING:
    from giis.emission._mapping import Mapping
    from giis.specs.assemble import Raw

MAX_ROWS = 5_000_000
_ROWS = 100_000


@dataclass
class Tables:
    """Opens the second tables of a mapping when they are asked for.

    Parameters
    ----------
    mapping : Mapping
        Which names them.
    source : Place
        The source, whose database a table may be of.
    """

    mapping: Mapping
    source: Place
    _read: dict[str, tuple[TableDoc, Raw, pl.DataFrame]] = field(default_factory=dict)
    _pairs: dict[tuple[str, str], tuple[pl.Series, pl.Series]] = field(default_factory=dict)

    def table(self, name: str, raw: Raw, *path: str | int) -> tuple[TableDoc, Raw, pl.DataFrame]:
        """Return a table: what the mapping says of it, where, and its rows."""
        if name not in self._read:
            known = self.mapping.doc.tables
            if name not in known:
                hint = near(name, known)
                raise fault(raw, f"el mapeo no tiene la tabla {name!r}{hint.es}",
                            f"the mapping has no table {name!r}{hint.en}", *path)  # fmt: skip
            doc, own = read_under(TableDoc, self.mapping.raw, ("tables", name))
            frame = self._frame(doc, own)
            if doc.key not in frame.columns:
                raise no_column(own, name, doc.key, frame.columns, "key")
            self._read[name] = doc, own, frame
        return self._read[name]

    def pairs(self, name: str, value: str, raw: Raw) -> tuple[pl.Series, pl.Series]:
        """Return the keys of a table and one of its columns, as texts; no key may stand twice."""
        if (name, value) not in self._pairs:
            doc, own, frame = self.table(name, raw, "lookup", "table")
            if value not in frame.columns:
                raise no_column(raw, name, value, frame.columns, "lookup", "value")
            nothing = self.mapping.doc.nothing
            rows = frame.select(
                cleaned(doc.key, frame.schema[doc.key], nothing).alias("key"),
                cleaned(value, frame.schema[value], nothing).fill_null("").alias("value"),
            ).filter(pl.col("key").is_not_null()).unique()  # fmt: skip
            if rows.get_column("key").is_duplicated().any():
                raise fault(
                    own,
                    f"la tabla {name} repite claves de {doc.key!r} con distinto {value!r}",
                    f"the table {name} has keys of {doc.key!r} twice with another {value!r}",
                    "key",
                )
            self._pairs[name, value] = rows.get_column("key"), rows.get_column("value")
        return self._pairs[name, value]

    def _frame(self, doc: TableDoc, raw: Raw) -> pl.DataFrame:
        ways = [key for key in ("path", "url") if getattr(doc, key) is not None]
        if len(ways) == 2 or (not ways and doc.table is None and doc.query is None):
            raise fault(raw, "una segunda tabla tiene `path`, o `table` o `query` de una base de datos",
                        "a second table has `path`, or `table` or `query` of a database")  # fmt: skip
        source = doc.url or (self.source.source if doc.path is None else (self.mapping.folder or Path()) / doc.path)
        place = Place(source, doc.format, doc.separator, doc.encoding, doc.sheet, doc.table, doc.query)
        if not ways and isinstance(source, pl.DataFrame | pl.LazyFrame):
            raise fault(raw, "el origen no es una base de datos", "the source is no database")
        table = open_table(place)
        parts: list[pl.DataFrame] = []
        height = 0
        for part in table.batches(_ROWS):
            height += part.height
            if height > MAX_ROWS:
                raise InputError(
                    Text(f"{table.name}: una segunda tabla tiene a lo más {MAX_ROWS:,} renglones",
                         f"{table.name}: a second table has at most {MAX_ROWS:,} rows")
                )  # fmt: skip
            parts.append(part)
        return pl.concat(parts, how="vertical_relaxed") if parts else pl.DataFrame(schema=dict(table.schema))
