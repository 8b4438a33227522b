"""From a place to the reader of what lies there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from giis._errors import InputError
from giis._text import Text
from giis.tables._model import Format, unreadable

if TYPE_CHECKING:
    from giis.tables._model import Place, Table

FORMATS: tuple[str, ...] = get_args(Format)
_ENDINGS: dict[str, Format] = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv", ".xlsx": "xlsx", ".parquet": "parquet", ".json": "json",
    ".jsonl": "jsonl", ".ndjson": "jsonl",
}  # fmt: skip
_DATABASES = (".db", ".sqlite", ".sqlite3")
_URL = re.compile(r"[a-z][a-z0-9+_.-]*://", re.IGNORECASE)


def is_url(text: object) -> bool:
    """Return whether `text` is the URL of a database."""
    return isinstance(text, str) and _URL.match(text) is not None


def open_table(place: Place) -> Table:
    """Return the table that lies at `place`.

    Raises
    ------
    InputError
        If there is none, it cannot be read, or a needed library is not installed.
    """
    import polars as pl

    from giis.tables._frames import FrameTable, json_table, jsonl_table, parquet_table

    source = place.source
    if isinstance(source, pl.DataFrame | pl.LazyFrame):
        return FrameTable("<table>", source.lazy())
    if is_url(source):
        return _database(str(source), place)
    path = Path(source)
    _check_file(path)
    ending = path.suffix.lower()
    kind = place.format or ("sql" if ending in _DATABASES else _ENDINGS.get(ending))
    if kind == "sql":
        return _database(f"sqlite:///{path}", place, str(path))
    if kind is None:
        raise unreadable(
            str(path),
            f"la terminación {ending!r} no dice qué es; use {', '.join(_ENDINGS)}, o indique el formato",
            f"the ending {ending!r} does not tell what it is; use {', '.join(_ENDINGS)}, or name the format",
        )
    if kind == "xlsx":
        from giis.tables._sheet import SheetTable

        return SheetTable(path, place.sheet)
    if kind == "csv":
        from giis.tables._csv import CsvTable

        return CsvTable(path, place.separator, place.encoding)
    return {"parquet": parquet_table, "json": json_table, "jsonl": jsonl_table}[kind](path)


def _check_file(path: Path) -> None:
    if not path.exists():
        raise unreadable(str(path), "no existe; revise la ruta", "it does not exist; check the path")
    if not path.is_file():
        raise unreadable(str(path), "no es un archivo", "it is not a file")


def _database(url: str, place: Place, name: str | None = None) -> Table:
    if (place.table is None) == (place.query is None):
        raise InputError(
            Text(
                "de una base de datos se lee una tabla (--table) o una consulta (--query); indique una de las dos",
                "a database is read by a table (--table) or by a query (--query); give one of the two",
            )
        )
    from giis.tables._sql import SqlTable

    return SqlTable(url, place.table, place.query, name)
