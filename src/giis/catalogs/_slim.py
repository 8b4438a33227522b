"""Large sheets made small before they are read: only their beginning, or only the columns that are wanted.

The directory of all health units has 68 columns, of which nine matter. Taking the others' cells out of the sheet's XML
is many times quicker than reading them. Only cells that are recognised with certainty are taken out; whatever is
written in another way stays, and is read as in any other workbook.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

LARGE = 4_000_000  # bytes of a sheet's XML
HEAD = 1_000_000  # bytes of a large sheet in which its headings stand

_CHUNK = 1 << 20
_ROW_END = re.compile(rb"</([\w.-]+:)?row\s*>")
_DATA = re.compile(rb"<(?:[\w.-]+:)?sheetData\b")
_ESCAPES = b"<!"  # a comment or unparsed text may look like a cell


def large_sheets(content: bytes) -> frozenset[str]:
    """Return the names of the parts of the workbook `content` that are large sheets."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
    return frozenset(part.filename for part in parts if _is_sheet(part.filename) and part.file_size > LARGE)


def slimmed(content: bytes, sheets: Mapping[str, Collection[int]]) -> bytes:
    """Return the workbook `content` in which large sheets are cut down.

    `sheets` has, by part, the columns (counted from 0) that are wanted of it. Of the other large sheets only the
    beginning is kept, of small ones everything.
    """
    large = large_sheets(content)
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(target, "w") as slim:
        for part in archive.infolist():
            if part.filename not in large:
                slim.writestr(part.filename, archive.read(part))
                continue
            wanted = sheets.get(part.filename)
            pieces = _pieces(archive, part)
            with slim.open(part.filename, "w") as sink:
                for piece in _beginning(pieces) if wanted is None else _columns(pieces, wanted):
                    sink.write(piece)
    return target.getvalue()


def _is_sheet(name: str) -> bool:
    return name.startswith("xl/worksheets/") and name.endswith(".xml")


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the XML in pieces that end with a row; the last is what follows the rows."""
    rest = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            rest += chunk
            end = rest.rfind(b"row>")
            ends = [found.end() for found in _ROW_END.finditer(rest, max(0, end - 80))]
            if ends:
                yield rest[: ends[-1]]
                rest = rest[ends[-1] :]
    yield rest


def _beginning(pieces: Iterator[bytes]) -> Iterator[bytes]:
    first = b""
    for piece in pieces:
        first += piece
        if len(first) >= HEAD:
            break
    ends = list(_ROW_END.finditer(first))
    if not ends or _ESCAPES in first:  # no rows, or none that are recognised for sure: nothing can be cut off
        yield first
        yield from pieces
        return
    prefix = ends[-1][1] or b""
    yield _with_dimension(first[: ends[-1].end()])
    yield b"</" + prefix + b"sheetData></" + prefix + b"worksheet>"


def _columns(pieces: Iterator[bytes], wanted: Collection[int]) -> Iterator[bytes]:
    letters = "|".join(_letters(place) for place in sorted(wanted))
    # One cell of another column, with or without content. The content of a cell holds no other cell.
    others = re.compile(
        rf'<c r="(?!(?:{letters})[0-9])[A-Z]{{1,3}}[0-9]{{1,7}}"(?: [a-z]+="[^"<>]*")* ?(?:/>|>.*?</c>)'.encode(),
        re.DOTALL,
    )
    certain = first = True
    for piece in pieces:
        certain = certain and _ESCAPES not in piece
        slim = others.sub(b"", piece) if certain else piece
        yield _with_dimension(slim) if first else slim
        first = False


def _with_dimension(piece: bytes) -> bytes:
    """Say what the size is where nothing says it: openpyxl would read the whole sheet to find out."""
    start = _DATA.search(piece)
    if b"dimension" in piece[: start.start() if start else 0] or start is None or b":" in start[0]:
        return piece
    return piece[: start.start()] + b'<dimension ref="A1"/>' + piece[start.start() :]


def _letters(place: int) -> str:
    name = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        name = chr(ord("A") + letter) + name
    return name
