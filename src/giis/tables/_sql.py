"""A table or query of a database, by SQLAlchemy, in chunks."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import polars as pl

from giis._errors import InputError
from giis._text import Text
from giis.tables._model import unreadable
from giis.tables._texts import text_series

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping


class SqlTable:
    """What a query gives; it is only read.

    Parameters
    ----------
    url : str
        Of the database, as SQLAlchemy writes it.
    table, query : str, optional
        One of the two.
    name : str, optional
        What messages call the database; by default the URL without its password.
    """

    total = None

    def __init__(self, url: str, table: str | None, query: str | None, name: str | None = None) -> None:
        try:
            import sqlalchemy
        except ImportError as error:
            raise InputError(
                Text(
                    "para leer bases de datos falta SQLAlchemy: pip install 'giis[sql]'",
                    "SQLAlchemy is needed to read databases: pip install 'giis[sql]'",
                )
            ) from error
        self._sql: Any = sqlalchemy
        self.name = name or "SQL"
        self._password = ""
        with self._failing():
            try:
                parsed = sqlalchemy.make_url(url)
            except (sqlalchemy.exc.ArgumentError, ValueError):  # whose own words may hold the whole address
                raise unreadable(
                    self.name,
                    "la dirección de la base no se entiende; un ejemplo: sqlite:///base.db",
                    "the URL of the database cannot be read; an example: sqlite:///base.db",
                ) from None
            self.name = name or parsed.render_as_string(hide_password=True)
            self._password = parsed.password or ""
            self._engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.pool.NullPool)
            self._statement = self._chosen(table, query)
            with self._engine.connect() as connection, self._result(connection) as result:
                names = list(result.keys())
        if len(set(names)) != len(names):
            raise unreadable(
                self.name,
                "la consulta da dos columnas con el mismo nombre; use AS",
                "the query gives two columns of the same name; use AS",
            )
        self.schema: Mapping[str, pl.DataType] = dict.fromkeys(names, pl.String())

    def batches(self, rows: int, columns: Collection[str] | None = None) -> Iterator[pl.DataFrame]:
        """Yield the rows in the order of the query."""
        names = list(self.schema)
        wanted = [place for place, name in enumerate(names) if columns is None or name in columns]
        with self._failing(), self._engine.connect() as connection, self._result(connection, rows) as result:
            for part in result.partitions(rows):
                values = list(zip(*part, strict=True))
                yield pl.DataFrame([text_series(names[place], values[place]) for place in wanted])

    def _chosen(self, table: str | None, query: str | None) -> Any:
        if query is not None:
            return self._sql.text(query)
        known = self._sql.inspect(self._engine)
        schema, _, bare = (table or "").rpartition(".")
        if not known.has_table(bare, schema=schema or None):
            raise unreadable(self.name, f"no tiene la tabla {table!r}", f"it has no table {table!r}")
        names = [item["name"] for item in known.get_columns(bare, schema=schema or None)]
        columns = [self._sql.column(item) for item in names]
        return self._sql.select(*columns).select_from(self._sql.table(bare, schema=schema or None))

    def _result(self, connection: Any, rows: int = 1) -> Any:
        return connection.execution_options(stream_results=True, max_row_buffer=rows).execute(self._statement)

    @contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            yield
        except InputError:
            raise
        except (self._sql.exc.SQLAlchemyError, ImportError) as error:
            told = str(getattr(error, "orig", None) or error).split("\n", 1)[0]
            if self._password:
                told = told.replace(self._password, "***")
            raise unreadable(self.name, told, told) from None
