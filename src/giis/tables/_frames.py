"""Tables that Polars reads itself: CSV, Parquet, JSON, JSON Lines, and frames."""

from __future__ import annotations

import codecs
import csv
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from giis.tables._model import reading, unreadable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

MAX_JSON = 256 << 20
"""Bytes of a JSON document, which is read whole; JSON Lines have no limit."""
MAX_COLUMNS = 2_000
_SEPARATORS = (",", ";", "\t", "|")
_BEGINNING = 1 << 16
_PIECE = 4 << 20
_ENCODINGS = {"windows-1252": "cp1252", "cp1252": "cp1252", "latin-1": "latin-1", "iso-8859-1": "latin-1"}


class FrameTable:
    """A table that Polars can scan.

    Parameters
    ----------
    name : str
        What messages call it.
    lazy : polars.LazyFrame
        The rows.
    holds : object
        What must live as long as the table.
    """

    def __init__(self, name: str, lazy: pl.LazyFrame, holds: object = None) -> None:
        self.name, self._lazy, self._holds = name, lazy, holds
        with reading(name):
            self.schema: Mapping[str, pl.DataType] = dict(lazy.collect_schema())
        if len(self.schema) > MAX_COLUMNS:
            raise unreadable(name, f"tiene más de {MAX_COLUMNS} columnas", f"it has more than {MAX_COLUMNS} columns")
        if not self.schema:
            raise unreadable(name, "no tiene columnas", "it has no columns")

    @property
    def total(self) -> int | None:
        """The number of rows."""
        with reading(self.name):
            return int(self._lazy.select(pl.len()).collect(engine="streaming").item())

    def batches(self, rows: int, columns: Collection[str] | None = None) -> Iterator[pl.DataFrame]:
        """Yield the rows in their order."""
        lazy = self._lazy if columns is None else self._lazy.select(columns)
        with reading(self.name):
            for frame in lazy.collect_batches(chunk_size=rows, maintain_order=True, engine="streaming"):
                yield from frame.iter_slices(rows)


def csv_table(path: Path, separator: str | None, encoding: str | None) -> FrameTable:
    """Return the CSV file `path`, every value as text."""
    name = str(path)
    if encoding is not None and encoding.lower() not in (*_ENCODINGS, "utf-8", "utf8"):
        raise unreadable(name, f"no se conoce la codificación {encoding!r}", f"the encoding {encoding!r} is unknown")
    with reading(name), path.open("rb") as stream:
        begin = stream.read(_BEGINNING)
    if not begin.strip():
        raise unreadable(name, "está vacío", "it is empty")
    codec = _ENCODINGS.get((encoding or "").lower())
    if codec is None and encoding is None and not _is_utf8(begin):
        codec = "cp1252"
    holds = None
    if codec is not None:
        holds, path = _as_utf8(path, codec)
        with path.open("rb") as stream:
            begin = stream.read(_BEGINNING)
    head = begin.removeprefix(codecs.BOM_UTF8).decode(errors="replace")
    separator = separator or _separator(head)
    _check_header(name, head, separator)
    with reading(name):
        lazy = pl.scan_csv(path, separator=separator, infer_schema=False)
        return FrameTable(name, lazy, holds)


def parquet_table(path: Path) -> FrameTable:
    """Return the Parquet file `path`."""
    with reading(str(path)):
        return FrameTable(str(path), pl.scan_parquet(path, glob=False))


def jsonl_table(path: Path) -> FrameTable:
    """Return the JSON Lines file `path`: one object a line."""
    with reading(str(path)):
        return FrameTable(str(path), pl.scan_ndjson(path, infer_schema_length=None))


def json_table(path: Path) -> FrameTable:
    """Return the JSON file `path`: a list of objects."""
    if path.stat().st_size > MAX_JSON:
        raise unreadable(
            str(path),
            f"un JSON de más de {MAX_JSON >> 20} MB se lee como JSON Lines (un objeto por renglón)",
            f"a JSON of more than {MAX_JSON >> 20} MB is read as JSON Lines (one object a line)",
        )
    with reading(str(path)):
        return FrameTable(str(path), pl.read_json(path, infer_schema_length=None).lazy())


def _is_utf8(begin: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(begin)
    except UnicodeDecodeError:
        return False
    return True


def _as_utf8(path: Path, codec: str) -> tuple[tempfile.TemporaryDirectory[str], Path]:
    """Write the text of `path` as UTF-8 where only its owner can read it."""
    folder = tempfile.TemporaryDirectory(prefix="giis-")
    target = Path(folder.name) / "source.csv"
    with path.open("rb") as source, target.open("wb") as out:
        while piece := source.read(_PIECE):
            out.write(piece.decode(codec, errors="replace").encode())
    return folder, target


def _header(head: str, separator: str) -> list[str]:
    return next(csv.reader(head.splitlines(keepends=True), delimiter=separator), [])


def _separator(head: str) -> str:
    """Return what parts the header into most columns."""
    return max(_SEPARATORS, key=lambda item: len(_header(head, item)))


def _check_header(name: str, head: str, separator: str) -> None:
    names = _header(head, separator)
    twice = sorted({item for item in names if names.count(item) > 1})
    if twice:
        raise unreadable(name, f"la columna {twice[0]!r} está dos veces", f"the column {twice[0]!r} stands twice")
