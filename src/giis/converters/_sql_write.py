"""Writing tables: of records, one for each column of sub-records, of kept texts and metadata; all or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from giis._errors import InputError
from giis._text import Text
from giis.converters import _texts
from giis.converters._database import engine_of, fresh_file, guarded, library
from giis.converters._flat import elements, flat
from giis.converters._job import POSITION, RECORD
from giis.converters._labels import schema_of
from giis.converters._meta import NAME, Meta

if TYPE_CHECKING:
    from collections.abc import Iterable

    from giis.converters._job import Job
    from giis.converters._typed import Records
    from giis.specs import Guide

KEPT = "giis_texto"
DATA, PART = "dato", "parte"
_PIECE = 30_000
_ROWS = 2_000


def check(job: Job) -> None:
    """Refuse what cannot be written before anything is."""
    sa = library()
    with guarded(job.target):
        engine = engine_of(job.target)
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
    with guarded(job.target):
        engine = engine_of(job.target)
        fresh = fresh_file(engine)
        try:
            with engine.begin() as connection:
                meta = tables[job.table].metadata
                meta.drop_all(connection, checkfirst=True)
                meta.create_all(connection)
                _insert(connection, tables[f"{job.table}_{NAME}"], _meta_rows(job.meta))
                for batch in batches:
                    _insert_batch(connection, tables, batch, job)
        except BaseException:
            engine.dispose()
            if fresh is not None:
                fresh.unlink(missing_ok=True)
            raise
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
    """Add rows to a table: by COPY where the driver has it, else by inserting some at once."""
    if connection.dialect.driver == "psycopg":
        _copy(connection, table, frame)
        return
    for part in frame.iter_slices(_ROWS):
        if part.height:
            connection.execute(table.insert(), part.to_dicts())


def _copy(connection: Any, table: Any, frame: pl.DataFrame) -> None:
    """Send rows to PostgreSQL as CSV: texts stand in quotes, and what is not there is a bare null sign."""
    sa = library()
    quoted = connection.dialect.identifier_preparer
    columns = ", ".join(quoted.quote(name) for name in frame.columns)
    command = rf"COPY {quoted.format_table(table)} ({columns}) FROM STDIN WITH (FORMAT csv, NULL '\N', ENCODING 'UTF8')"
    try:
        with connection.connection.cursor() as cursor, cursor.copy(command) as copy:
            for part in frame.iter_slices(_ROWS):
                text = part.write_csv(
                    include_header=False, quote_style="non_numeric", null_value=r"\N", time_format="%H:%M"
                )
                copy.write(text.encode())
    except connection.dialect.dbapi.Error as error:
        raise sa.exc.DBAPIError("COPY", None, error) from error


def _meta_rows(meta: Meta) -> pl.DataFrame:
    text = meta.dumps()
    pieces = [text[place : place + _PIECE] for place in range(0, len(text), _PIECE)]
    return pl.DataFrame({PART: range(1, len(pieces) + 1), DATA: pieces})


def _names(guide: Guide, table: str) -> list[str]:
    groups = [f"{table}_{variable.identifier}" for variable in guide.variables if variable.fields]
    return [table, *groups, f"{table}_{KEPT}", f"{table}_{NAME}"]


def _tables(job: Job) -> dict[str, Any]:
    """Return the tables to make, by name."""
    sa = library()
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
            sa.Column(PART, sa.Integer, primary_key=True, autoincrement=False),
            sa.Column(DATA, sa.Text),
        )
    )
    return {table.name: table for table in made}


def _type(dtype: Any) -> Any:
    sa = library()
    kinds = {pl.Int64: sa.BigInteger, pl.Int32: sa.Integer, pl.Float64: sa.Double, pl.Date: sa.Date, pl.Time: sa.Time}
    return next((made for kind, made in kinds.items() if dtype == kind), sa.Text)
