"""A table of any database that SQLAlchemy knows, with tables of sub-records, kept texts and metadata beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from giis._errors import InputError
from giis._text import Text
from giis.converters import _texts
from giis.converters._database import engine_of, guarded, library, refuse_absent, without_password
from giis.converters._flat import assembled
from giis.converters._job import RECORD, ROWS, by_identifier, refuse_missing, refuse_orphans
from giis.converters._meta import NAME, Meta, loads
from giis.converters._rows import frame_of
from giis.converters._sql_write import DATA, KEPT, PART, check, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from giis.specs import Guide, Variable

__all__ = ["check", "read", "write"]


class _Given:
    total: int | None = None

    def __init__(self, source: str, table: str | None) -> None:
        sa = library()
        self._source = source
        self._engine: Any = None
        with guarded(source):
            self._engine = engine_of(source)
            refuse_absent(self._engine)
            known = sa.inspect(self._engine).get_table_names()
        self._table = table or _only(known, source)
        if self._table not in known:
            self.close()
            raise InputError(
                Text(f"la base no tiene la tabla {self._table!r}", f"the database has no table {self._table!r}")
            )
        self._known = set(known)
        with guarded(source), self._engine.connect() as connection:
            self._main = self._reflected(self._table)
            self.columns = [column.name for column in self._main.columns]
            self.total = connection.execute(sa.select(sa.func.count()).select_from(self._main)).scalar()
            self.meta: Meta | None = self._meta(connection)

    def _reflected(self, name: str) -> Any:
        sa = library()
        return sa.Table(name, sa.MetaData(), autoload_with=self._engine)

    def _meta(self, connection: Any) -> Meta | None:
        name = f"{self._table}_{NAME}"
        if name not in self._known:
            return None
        sa = library()
        table = self._reflected(name)
        rows = connection.execute(sa.select(table.c[DATA]).order_by(table.c[PART])).scalars().all()
        return loads("".join(map(str, rows)), f"{without_password(self._source)} ({name})")

    def batches(self, guide: Guide) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
        with guarded(self._source):
            yield from self._batches(guide)

    def _batches(self, guide: Guide) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
        sa = library()
        named = by_identifier(guide, self.columns, [RECORD])
        numbered = RECORD in self.columns
        groups = {
            item.identifier: self._reflected(f"{self._table}_{item.identifier}")
            for item in guide.variables
            if numbered and item.fields and f"{self._table}_{item.identifier}" in self._known
        }
        refuse_missing(guide, named, groups)
        kept = self._reflected(f"{self._table}_{KEPT}") if numbered and f"{self._table}_{KEPT}" in self._known else None
        wanted = ({RECORD: RECORD} if numbered else {}) | named
        query = sa.select(*(self._main.c[column] for column in wanted.values()))
        if numbered:
            query = query.order_by(self._main.c[RECORD])
        names = list(wanted)
        with self._engine.connect() as reading, self._engine.connect() as asking:
            result = reading.execution_options(stream_results=True, yield_per=ROWS).execute(query)
            for rows in result.partitions(ROWS):
                frame = frame_of(names, rows)
                if not numbered:
                    yield frame, _texts.empty()
                    continue
                numbers = frame.get_column(RECORD)
                parts = [
                    _assembled(guide.by_identifier[name], table, asking, numbers) for name, table in groups.items()
                ]
                yield frame.drop(RECORD).with_columns(parts), _kept(kept, asking, numbers)
            for name, table in groups.items():
                orphan = table.c[RECORD].not_in(sa.select(self._main.c[RECORD]))
                count = sa.select(sa.func.count()).select_from(table).where(orphan)
                refuse_orphans(name, asking.execute(count).scalar() or 0)

    def close(self) -> None:
        """Let go of the database."""
        if self._engine is not None:
            self._engine.dispose()


def _between(table: Any, numbers: pl.Series, connection: Any) -> pl.DataFrame:
    sa = library()
    query = sa.select(table).where(table.c[RECORD].between(numbers[0], numbers[-1]))
    return frame_of([column.name for column in table.columns], connection.execute(query).all())


def _assembled(variable: Variable, table: Any, connection: Any, numbers: pl.Series) -> pl.Series:
    rows = _between(table, numbers, connection)
    if not rows.height:
        return pl.Series(variable.identifier, [""] * len(numbers), dtype=pl.String)
    return assembled(variable, rows, {name: name for name in rows.columns}, numbers)


def _kept(table: Any, connection: Any, numbers: pl.Series) -> pl.DataFrame:
    if table is None:
        return _texts.empty()
    return _texts.by_record(_between(table, numbers, connection), RECORD, numbers)


def read(source: str, table: str | None) -> _Given:
    """Open what is to be read."""
    return _Given(source, table)


def _only(known: Iterable[str], source: str) -> str:
    """Return the one table that `giis` has written."""
    suffix = f"_{NAME}"
    found = sorted(name.removesuffix(suffix) for name in known if name.endswith(suffix))
    if len(found) == 1:
        return found[0]
    listed = ", ".join(found) or "-"
    raise InputError(
        Text(
            f"diga qué tabla se convierte, con --table; giis escribió en esta base: {listed}",
            f"tell which table to convert, with --table; giis has written into this database: {listed}",
        )
    )
