"""A table of any database that SQLAlchemy knows, with tables of sub-records, kept texts and metadata beside it."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from giis._errors import GiisError, InputError
from giis._text import Text
from giis.converters import _texts
from giis.converters._flat import assembled, elements, flat
from giis.converters._job import POSITION, RECORD, ROWS, by_identifier, refuse_missing, refuse_orphans, unreadable
from giis.converters._labels import schema_of
from giis.converters._meta import NAME, Meta, loads
from giis.converters._rows import frame_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from giis.converters._job import Job
    from giis.converters._typed import Records
    from giis.specs import Guide, Variable

KEPT = "giis_texto"
_DATA, _PART = "dato", "parte"
_PIECE = 30_000


def check(job: Job) -> None:
    """Refuse what cannot be written before anything is."""
    sa = _library()
    with _guarded(job.target):
        engine = _engine(job.target)
        try:
            known = sa.inspect(engine).get_table_names()
        finally:
            engine.dispose()
    standing = sorted(set(known) & set(_names(job.guide, job.table)))
    if standing and not job.overwrite:
        listed = ", ".join(standing)
        raise InputError(
            Text(
                f"la base ya tiene {listed}; con --overwrite se reemplazan, o dé otro nombre con --table",
                f"the database has {listed} already; --overwrite replaces them, or give another name with --table",
            )
        )


def write(batches: Iterable[Records], job: Job) -> None:
    """Write all records in one transaction, or nothing."""
    tables = _tables(job)
    with _guarded(job.target):
        engine = _engine(job.target)
        try:
            with engine.begin() as connection:
                meta = tables[job.table].metadata
                meta.drop_all(connection, checkfirst=True)
                meta.create_all(connection)
                _insert(connection, tables[f"{job.table}_{NAME}"], _meta_rows(job.meta))
                for batch in batches:
                    _insert_batch(connection, tables, batch, job)
        finally:
            engine.dispose()


def _insert_batch(connection: Any, tables: dict[str, Any], batch: Records, job: Job) -> None:
    main = flat(job.guide, batch.frame, labels=job.labels, as_texts=False)
    numbers = pl.int_range(batch.first, batch.first + main.height, dtype=pl.Int64, eager=True).alias(RECORD)
    _insert(connection, tables[job.table], main.insert_column(0, numbers))
    for variable in job.guide.variables:
        if variable.fields:
            rows = elements(job.guide, variable, batch, labels=job.labels)
            _insert(connection, tables[f"{job.table}_{variable.identifier}"], rows)
    kept = batch.kept.select(
        (pl.col(_texts.ROW).cast(pl.Int64) + batch.first).alias(RECORD), _texts.VARIABLE, _texts.TEXT
    )
    _insert(connection, tables[f"{job.table}_{KEPT}"], kept)


def _insert(connection: Any, table: Any, frame: pl.DataFrame) -> None:
    if frame.height:
        connection.execute(table.insert(), frame.to_dicts())


def _meta_rows(meta: Meta) -> pl.DataFrame:
    text = meta.dumps()
    pieces = [text[place : place + _PIECE] for place in range(0, len(text), _PIECE)]
    return pl.DataFrame({_PART: range(1, len(pieces) + 1), _DATA: pieces})


def _names(guide: Guide, table: str) -> list[str]:
    groups = [f"{table}_{variable.identifier}" for variable in guide.variables if variable.fields]
    return [table, *groups, f"{table}_{KEPT}", f"{table}_{NAME}"]


def _tables(job: Job) -> dict[str, Any]:
    """Return the tables to make, by name."""
    sa = _library()
    meta, guide, name = sa.MetaData(), job.guide, job.table
    number = sa.Column(RECORD, sa.BigInteger, primary_key=True, autoincrement=False)
    schema = schema_of(guide, labels=job.labels)
    columns = [
        sa.Column(column, _type(dtype))
        for column, dtype in schema.items()
        if column not in guide.by_identifier or not guide.by_identifier[column].fields
    ]
    made = [sa.Table(name, meta, number, *columns)]
    for variable in guide.variables:
        if variable.fields:
            inner: Any = schema[variable.identifier]
            made.append(
                sa.Table(
                    f"{name}_{variable.identifier}",
                    meta,
                    sa.Column(RECORD, sa.BigInteger, primary_key=True, autoincrement=False),
                    sa.Column(POSITION, sa.Integer, primary_key=True, autoincrement=False),
                    *(sa.Column(field.name, _type(field.dtype)) for field in inner.inner.fields),
                )
            )
    made.append(
        sa.Table(
            f"{name}_{KEPT}",
            meta,
            sa.Column(RECORD, sa.BigInteger, primary_key=True, autoincrement=False),
            sa.Column(_texts.VARIABLE, sa.String(128), primary_key=True),
            sa.Column(_texts.TEXT, sa.Text),
        )
    )
    made.append(
        sa.Table(
            f"{name}_{NAME}",
            meta,
            sa.Column(_PART, sa.Integer, primary_key=True, autoincrement=False),
            sa.Column(_DATA, sa.Text),
        )
    )
    return {table.name: table for table in made}


def _type(dtype: Any) -> Any:
    sa = _library()
    kinds = {pl.Int64: sa.BigInteger, pl.Int32: sa.Integer, pl.Float64: sa.Double, pl.Date: sa.Date, pl.Time: sa.Time}
    return next((made for kind, made in kinds.items() if dtype == kind), sa.Text)


class _Given:
    total: int | None = None

    def __init__(self, source: str, table: str | None) -> None:
        sa = _library()
        self._source = source
        self._engine: Any = None
        with _guarded(source):
            self._engine = _engine(source)
            _refuse_absent(self._engine)
            known = sa.inspect(self._engine).get_table_names()
        self._table = table or _only(known, source)
        if self._table not in known:
            self.close()
            raise InputError(
                Text(f"la base no tiene la tabla {self._table!r}", f"the database has no table {self._table!r}")
            )
        self._known = set(known)
        with _guarded(source), self._engine.connect() as connection:
            self._main = self._reflected(self._table)
            self.columns = [column.name for column in self._main.columns]
            self.total = connection.execute(sa.select(sa.func.count()).select_from(self._main)).scalar()
            self.meta: Meta | None = self._meta(connection)

    def _reflected(self, name: str) -> Any:
        sa = _library()
        return sa.Table(name, sa.MetaData(), autoload_with=self._engine)

    def _meta(self, connection: Any) -> Meta | None:
        name = f"{self._table}_{NAME}"
        if name not in self._known:
            return None
        sa = _library()
        table = self._reflected(name)
        rows = connection.execute(sa.select(table.c[_DATA]).order_by(table.c[_PART])).scalars().all()
        return loads("".join(map(str, rows)), f"{without_password(self._source)} ({name})")

    def batches(self, guide: Guide) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
        with _guarded(self._source):
            yield from self._batches(guide)

    def _batches(self, guide: Guide) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
        sa = _library()
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
    sa = _library()
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


def without_password(url: str) -> str:
    """Return the URL as it may be shown."""
    sa = _library()
    try:
        return str(sa.make_url(url).render_as_string(hide_password=True))
    except sa.exc.ArgumentError:
        return "sql"


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


def _library() -> Any:
    try:
        import sqlalchemy
    except ImportError as error:
        raise InputError(
            Text(
                "para usar bases de datos falta SQLAlchemy: pip install 'giis[sql]'",
                "SQLAlchemy is needed for databases: pip install 'giis[sql]'",
            )
        ) from error
    return sqlalchemy


def _engine(url: str) -> Any:
    sa = _library()
    engine = sa.create_engine(url, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        # The driver would commit the making of tables by itself: transactions are begun here.
        sa.event.listen(engine, "connect", _by_hand)
        sa.event.listen(engine, "begin", _begin)
    return engine


def _by_hand(connection: Any, _: Any) -> None:
    connection.isolation_level = None


def _begin(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN")


def _refuse_absent(engine: Any) -> None:
    """Refuse to read a file of SQLite that is not there, which it would make."""
    name = engine.url.database
    if engine.dialect.name == "sqlite" and name and name != ":memory:" and not Path(name).exists():
        raise unreadable(name, Text("no existe", "it does not exist"))


@contextmanager
def _guarded(url: str) -> Iterator[None]:
    """Tell of a fault of the database without the values and the password that its own words may hold."""
    sa = _library()
    try:
        yield
    except GiisError:
        raise
    except (ImportError, sa.exc.NoSuchModuleError) as error:
        reason = Text(
            f"falta el controlador de esta base ({getattr(error, 'name', None) or error}); instálelo, p. ej. pip "
            "install psycopg[binary]",
            f"the driver of this database is missing ({getattr(error, 'name', None) or error}); install it, e.g. pip "
            "install psycopg[binary]",
        )
        raise InputError(reason) from error
    except sa.exc.ArgumentError as error:
        raise InputError(
            Text(
                "la dirección de la base no se entiende; un ejemplo: sqlite:///base.db",
                "the URL of the database cannot be read; an example: sqlite:///base.db",
            )
        ) from error
    except sa.exc.SQLAlchemyError as error:
        place, kind = without_password(url), type(getattr(error, "orig", None) or error).__name__
        raise InputError(
            Text(
                f"{place}: la base no pudo con lo pedido ({kind}); nada quedó a medias. Revise dirección, permisos y "
                "espacio",
                f"{place}: the database could not do what was asked ({kind}); nothing was left half done. Check "
                "address, rights and space",
            )
        ) from error
