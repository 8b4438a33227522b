"""Proving that lines are well formed, quickly, and finding what is wrong with those that are not.

Almost every piece of a real file is regular. One pass deletes all printable characters but the separator; if
what is left is the same line of separators again and again, each line has the right number of columns, none
is blank, and no control character is there. Only a piece that fails this proof is looked at line by line.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, NamedTuple

from giis.files._cut import MAX_LINE, Piece, next_line
from giis.files._encoding import Encodings, from_ansi, is_utf8
from giis.files._ends import CRLF, LF, LineEnds
from giis.files._header import read_header_line
from giis.files.layout import Issue, Layout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from giis.files._log import IssueLog

_HIGH = bytes(range(128, 256))
_CONTROL = bytes(c for c in (*range(32), 127) if c not in b"\r\n")
_NOT_CONTROL = bytes(set(range(256)) - set(_CONTROL))
_EMPTY = b"\r\n "
_BLANK = bytes([*range(33), 127])
_NOT_C1 = bytes(set(range(256)) - set(range(0x80, 0xA0)))
_ANY_CONTROL = re.compile(rb"[\x00-\x1f\x7f]|\xc2[\x80-\x9f]")
_C1 = re.compile(rb"\xc2[\x80-\x9f]")


class LeftOut(NamedTuple):
    """A record that is left out: of a wrong number of columns, or the header once more."""

    text: bytes
    """In UTF-8, without its end."""
    line: int
    record: int
    header: bool = False


class Clean(NamedTuple):
    """Well-formed records in UTF-8 with their record and line numbers."""

    data: bytes
    records: Sequence[int]
    lines: Sequence[int]


class Scanner:
    """Takes the pieces of a file in order, keeps count, and logs what is wrong.

    Parameters
    ----------
    layout : Layout
        The columns that are expected.
    log : IssueLog
        Where findings go.
    """

    def __init__(self, layout: Layout, log: IssueLog) -> None:
        width = len(layout.headers)
        self._layout = layout
        self._log = log
        self._separator = layout.separator.encode()
        self._plain = bytes(c for c in range(32, 127) if c != self._separator[0])
        self._row = self._separator * (width - 1)
        self._line = 1
        self._joined: tuple[int, int] | None = None
        self._header_line: bytes | None = None
        self.odd: list[LeftOut] | None = None
        """Takes up the records that are left out, where somebody wants them; too long ones are not kept."""
        self.encodings = Encodings(log.limit)
        self.ends = LineEnds()
        self.order: tuple[int, ...] = tuple(range(width))
        self.header: tuple[str, ...] | None = None
        """The names in the header, () if the file has none, None before the first line with text."""
        self.records = 0
        self.bad_records = 0

    @property
    def lines(self) -> int:
        """How many lines there were so far."""
        return self._line - 1

    def take(self, piece: Piece) -> Clean | None:
        """Judge one piece; return its well-formed records, if any."""
        if piece.too_long:
            self._too_long()
            clean = None
        elif piece.closed:
            clean = self._lines(piece.data)
        else:
            end = CRLF if b"\r\n" in piece.data or self.ends.counts[CRLF] else LF
            clean = self._lines(piece.data + end.encode())
            self.ends.forget_last(end)
        if not piece.closed:
            self._log.add(Issue("ARC-sin-fin", self._line - 1))
        return clean

    def _lines(self, data: bytes) -> Clean | None:
        if not data.strip(_EMPTY):
            count = self.ends.measure(data, self._line)
            self._log.add_run("ARC-renglon-vacio", self._line, count)
            self._line += count
            return None
        if self.header is None:
            data = self._take_header(data)
        return self._records(data) if data else None

    def _too_long(self) -> None:
        if self.header is None:
            self.header = ()
            record = None
        else:
            self.records += 1
            self.bad_records += 1
            record = self.records
        self._log.add(Issue("ARC-renglon-largo", self._line, record, params={"limit": MAX_LINE}))
        self._line += 1
        self._joined = None

    def _take_header(self, data: bytes) -> bytes:
        """Take lines off up to the header; return what follows it."""
        place = 0
        while place < len(data) and self.header is None:
            end, after = next_line(data, place)
            line = data[place:end]
            if not line.strip(_BLANK):
                self._blank(line, self._line)
            else:
                text = line if is_utf8(line) else from_ansi(line)
                reading = read_header_line(text.decode(), self._layout, self._line)
                for issue in reading.issues:
                    self._log.add(issue)
                self.order = reading.order
                if not reading.present:
                    self.header = ()
                    break
                self.header = tuple(text.decode().split(self._layout.separator))
                self._header_line = text
                self.encodings.to_utf8(line, self._line)
                self._control(text, self._line, None)
            self.ends.measure(data[place:after], self._line)
            self._line += 1
            place = after
        return data[place:]

    def _records(self, raw: bytes) -> Clean | None:
        left = raw.translate(None, self._plain)
        if left.isascii():
            marks, data, controls = left, raw, False
        else:
            marks = left.translate(None, _HIGH)
            data = self.encodings.to_utf8(raw, self._line, left)
            controls = bool(left.translate(None, _NOT_C1)) and bool(_C1.search(data))
        count = marks.count(b"\n")
        kind = ""
        if marks == (self._row + b"\n") * count:
            kind = LF
        elif marks == (self._row + b"\r\n") * count and raw.count(b"\r\n") == count:
            kind = CRLF
        if not kind or controls or (self._header_line and self._header_line in data):
            self.ends.measure(raw, self._line)
            return self._one_by_one(data)
        self.ends.add(kind, count, self._line)
        lines = range(self._line, self._line + count)
        records = range(self.records + 1, self.records + count + 1)
        self._line += count
        self.records += count
        self._joined = None
        return Clean(data, records, lines)

    def _one_by_one(self, data: bytes) -> Clean | None:
        """Look at each line of a piece that is not regular as a whole."""
        separator, bars = self._separator, len(self._row)
        lines = data.splitlines()
        controls = bool(data.translate(None, _NOT_CONTROL)) or bool(_C1.search(data))
        good: list[bytes] = []
        records: list[int] = []
        numbers: list[int] = []
        for number, line in enumerate(lines, self._line):
            found = line.count(separator)
            if not found and not line.strip(_BLANK):
                self._blank(line, number)
                continue
            self.records += 1
            if found != bars:
                self._misshapen(line, number, found + 1)
                self._leave_out(LeftOut(line, number, self.records))
            elif line == self._header_line:
                self._log.add(Issue("ARC-encabezado-repetido", number, self.records))
                self.bad_records += 1
                self._leave_out(LeftOut(line, number, self.records, header=True))
            else:
                self._joined = None
                good.append(line)
                records.append(self.records)
                numbers.append(number)
            if controls:
                self._control(line, number, self.records)
        self._line += len(lines)
        if not good:
            return None
        good.append(b"")
        return Clean(b"\n".join(good), records, numbers)

    def _leave_out(self, line: LeftOut) -> None:
        if self.odd is not None:
            self.odd.append(line)

    def _blank(self, line: bytes, number: int) -> None:
        if not self._control(line, number, None) and self._log.count("ARC-renglon-vacio"):
            self._log.keep(Issue("ARC-renglon-vacio", number))

    def _control(self, line: bytes, number: int, record: int | None) -> bool:
        """Log the control characters of a line; tell whether it has any."""
        if not line.translate(None, _NOT_CONTROL) and not (b"\xc2" in line and _C1.search(line)):
            return False
        if self._log.count("ARC-control"):
            found = list(_ANY_CONTROL.finditer(line))
            column = line.count(self._separator, 0, found[0].start()) + 1
            params: dict[str, str | int] = {
                "character": f"U+{ord(found[0][0].decode()):04X}",
                "count": len(found),
                "column": column,
            }
            self._log.keep(Issue("ARC-control", number, record, column, params=params, digest=_digest(line)))
        return True

    def _misshapen(self, line: bytes, number: int, found: int) -> None:
        """Log a record with a wrong number of columns, and guess what happened to it."""
        self.bad_records += 1
        expected = len(self._layout.headers)
        start, width = self._joined or (number, 1)
        width += found - 1
        whole = width == expected
        if width < expected:
            self._joined = start, width
        else:
            self._joined = (number, found) if not whole and found < expected else None
        if not self._log.count("ARC-columnas"):
            return
        params: dict[str, str | int] = {"found": found, "expected": expected}
        if whole:
            params |= {"hint": "partido", "from_line": start}
        elif found == expected * 2 - 1 or found == expected * 2:
            params["hint"] = "unido"
        elif found == expected + 1 and line.endswith(self._separator):
            params["hint"] = "final"
        self._log.keep(Issue("ARC-columnas", number, self.records, params=params, digest=_digest(line)))


def _digest(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()
