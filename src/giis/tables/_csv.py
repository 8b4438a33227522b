"""A CSV file in pieces of whole lines. Every value is text; a line that is too short is an error, not padded."""

from __future__ import annotations

import codecs
import csv
import io
import re
from typing import TYPE_CHECKING

import polars as pl

from giis.tables._model import MAX_COLUMNS, reading, unreadable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

MAX_PIECE = 64 << 20
"""A single row, or what stands between two quotes, has fewer bytes."""
_PIECE = 8 << 20
_BEGINNING = 1 << 16
_SEPARATORS = (",", ";", "\t", "|")
_QUOTED = re.compile(rb'"[^"]*"')
_BLANK = re.compile(rb"^\r?\n", re.MULTILINE)
_ENCODINGS = {
    "utf-8": "utf-8", "utf8": "utf-8", "windows-1252": "cp1252", "cp1252": "cp1252", "ansi": "cp1252",
    "latin-1": "latin-1", "iso-8859-1": "latin-1",
}  # fmt: skip


class CsvTable:
    """A CSV file with a header.

    Parameters
    ----------
    path : Path
        The file.
    separator : str, optional
        By default what parts the header into most columns.
    encoding : str, optional
        By default UTF-8, or windows-1252 if the beginning of the file is no UTF-8.
    """

    def __init__(self, path: Path, separator: str | None, encoding: str | None) -> None:
        self.name, self._path = str(path), path
        if encoding is not None and encoding.lower() not in _ENCODINGS:
            raise unreadable(self.name, f"no se conoce la codificación {encoding!r}",
                             f"the encoding {encoding!r} is unknown")  # fmt: skip
        with reading(self.name), path.open("rb") as stream:
            begin = stream.read(_BEGINNING)
        if begin.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise unreadable(self.name, "es UTF-16; guárdelo como CSV UTF-8", "it is UTF-16; save it as CSV UTF-8")
        if not begin.strip():
            raise unreadable(self.name, "está vacío", "it is empty")
        told = _ENCODINGS[encoding.lower()] if encoding else None
        self._codec = told or ("utf-8" if _is_utf8(begin) else "cp1252")
        head = begin.removeprefix(codecs.BOM_UTF8).decode(self._codec, errors="replace")
        self._separator = separator or max(_SEPARATORS, key=lambda item: len(_first_row(head, item)))
        names = _first_row(head, self._separator)
        twice = sorted({item for item in names if names.count(item) > 1})
        if twice:
            raise unreadable(self.name, f"la columna {twice[0]!r} está dos veces",
                             f"the column {twice[0]!r} stands twice")  # fmt: skip
        if len(names) > MAX_COLUMNS:
            raise unreadable(
                self.name, f"tiene más de {MAX_COLUMNS} columnas", f"it has more than {MAX_COLUMNS} columns"
            )
        self.schema: Mapping[str, pl.DataType] = dict.fromkeys(names, pl.String())

    @property
    def total(self) -> int | None:
        """About the number of rows: that of the lines."""
        lines = 0
        with reading(self.name), self._path.open("rb") as stream:
            while piece := stream.read(_PIECE):
                lines += piece.count(b"\n")
        return max(lines - 1, 0)

    def batches(self, rows: int, columns: Collection[str] | None = None) -> Iterator[pl.DataFrame]:
        """Yield the rows in their order; lines that hold nothing are no rows."""
        wanted = [name for name in self.schema if columns is None or name in columns]
        first = True
        line = 1
        left: pl.DataFrame | None = None
        for piece in self._pieces():
            data = piece
            if first:
                data = _without_header(data.removeprefix(codecs.BOM_UTF8))
                first = False
            self._check(data, line)
            line += piece.count(b"\n")
            if not data.strip():
                continue
            with reading(self.name):
                frame = pl.read_csv(
                    io.BytesIO(self._utf8(data)), has_header=False, schema=dict(self.schema), separator=self._separator
                )
            if _BLANK.search(data):
                frame = frame.filter(~pl.all_horizontal(pl.all().is_null()))
            frame = frame.select(wanted)
            left = frame if left is None else pl.concat([left, frame])
            while left.height >= rows:
                yield left.head(rows)
                left = left.slice(rows)
        if left is not None and left.height:
            yield left

    def _pieces(self) -> Iterator[bytes]:
        """Yield pieces that end with a line end outside quotes."""
        kept = b""
        with reading(self.name), self._path.open("rb") as stream:
            while read := stream.read(_PIECE):
                kept += read
                end = _end(kept)
                if end:
                    yield kept[:end]
                    kept = kept[end:]
                if len(kept) > MAX_PIECE:
                    raise unreadable(
                        self.name,
                        "hay comillas sin cerrar, o un renglón demasiado largo",
                        "quotes are not closed, or a line is too long",
                    )
        if kept.strip():
            yield kept if kept.endswith(b"\n") else kept + b"\n"

    def _check(self, data: bytes, line: int) -> None:
        """Refuse lines with fewer or more columns than the header: nothing is filled in or cut off."""
        bare = _QUOTED.sub(b"", data) if b'"' in data else data
        blank = len(_BLANK.findall(bare))
        wanted = (bare.count(b"\n") - blank) * (len(self.schema) - 1)
        if bare.count(self._separator.encode()) == wanted and b'"' not in bare:
            return
        text = io.StringIO(data.decode(self._codec, errors="replace"), newline="")
        reader = csv.reader(text, delimiter=self._separator)
        try:
            for row in reader:
                if row and len(row) != len(self.schema):
                    number, found = line + reader.line_num, len(row)
                    raise unreadable(
                        self.name,
                        f"el renglón {number} tiene {found} columnas y el encabezado {len(self.schema)}",
                        f"line {number} has {found} columns and the header {len(self.schema)}",
                    )
        except csv.Error:
            raise unreadable(self.name, f"está dañado cerca del renglón {line + reader.line_num}",
                             f"it is damaged near line {line + reader.line_num}") from None  # fmt: skip

    def _utf8(self, data: bytes) -> bytes:
        if self._codec == "utf-8":
            if not _is_utf8(data, final=True):
                raise unreadable(
                    self.name,
                    "no todo es UTF-8; guárdelo así, o indique encoding: windows-1252",
                    "not all of it is UTF-8; save it so, or give encoding: windows-1252",
                )
            return data
        return data.decode(self._codec, errors="replace").encode()


def _is_utf8(data: bytes, *, final: bool = False) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, final)
    except UnicodeDecodeError:
        return False
    return True


def _first_row(head: str, separator: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(head, newline=""), delimiter=separator), [])
    except csv.Error:
        return []


def _without_header(data: bytes) -> bytes:
    start = 0
    while True:
        place = data.find(b"\n", start)
        if place < 0:
            return b""
        if data.count(b'"', 0, place) % 2 == 0:
            return data[place + 1 :]
        start = place + 1


def _end(data: bytes) -> int:
    """Return where the last whole line ends; 0 if none does."""
    place = len(data)
    while (place := data.rfind(b"\n", 0, place)) >= 0:
        if data.count(b'"', 0, place) % 2 == 0:
            return place + 1
    return 0
