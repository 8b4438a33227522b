"""Writing an exchange file in a given form: the same values and form give the same bytes."""

from __future__ import annotations

import codecs
import hashlib
from typing import TYPE_CHECKING, BinaryIO, cast

from giis.files.form import ANSI, UTF8, Form, OddLine
from giis.files.writer import check_values, encoded

if TYPE_CHECKING:
    import polars as pl

    from giis.files.layout import Layout
    from giis.files.writer import Encoding

_MARKS = {
    UTF8: codecs.BOM_UTF8,
    ANSI: codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}
_PLAIN = OddLine()


class FormWriter:
    """Writes records line by line as `form` says.

    Parameters
    ----------
    stream : binary stream, optional
        Where the bytes go; without one they are only hashed.
    layout : Layout
        The columns.
    form : Form
        How the file is written.
    trusted : bool
        Whether the values are known to hold neither separators nor line ends.

    Raises
    ------
    InputError
        From `write`, if a value cannot be written so that it reads back the same.
    """

    def __init__(self, stream: BinaryIO | None, layout: Layout, form: Form, *, trusted: bool = False) -> None:
        self._stream, self._layout, self._form = stream, layout, form
        self._trusted = trusted
        self._digest = hashlib.sha256()
        self._pending = b""
        self._line = 0
        self.records = 0
        if form.mark:
            self._put(_MARKS[form.encoding])
        if form.header is not None:
            self._lines(form.header + "\n")

    def write(self, frame: pl.DataFrame) -> None:
        """Write records: one text column for each of the layout, in its order; null is written as empty."""
        if self._form.order:
            frame = frame.select([frame.columns[column] for column in self._form.order])
        if not self._trusted:
            check_values(frame, self._layout, self.records)
        text = frame.write_csv(
            include_header=False, separator=self._layout.separator, quote_style="never", null_value=""
        )
        self._lines(text)
        self.records += frame.height

    def finish(self) -> str:
        """Write what stands at the end; return the SHA-256 of all bytes."""
        self._blank_lines()
        if self._form.final_end:
            self._put(self._pending)
        self._pending = b""
        return self._digest.hexdigest()

    def _lines(self, text: str) -> None:
        """Write whole lines, each ended by LF."""
        if not text:
            return
        if self._form.lines:
            for line in text.removesuffix("\n").split("\n"):
                self._blank_lines()
                self._one(line)
            return
        data = self._encoded(text.removesuffix("\n"), self._form.encoding)
        self._put(self._pending)
        self._put(data)
        self._pending = self._end(self._form.line_end)

    def _blank_lines(self) -> None:
        """Write the blank lines that follow, if any."""
        while (odd := self._form.lines.get(self._line + 1, _PLAIN)).blank is not None:
            self._one(odd.blank)

    def _one(self, text: str) -> None:
        self._line += 1
        odd = self._form.lines.get(self._line, _PLAIN)
        self._put(self._pending)
        self._put(self._encoded(text, odd.encoding or self._form.encoding))
        self._pending = self._end(odd.end or self._form.line_end)

    def _encoded(self, text: str, encoding: str) -> bytes:
        end = self._form.line_end
        if encoding in (ANSI, UTF8):
            data = encoded(text, cast("Encoding", encoding), self._layout.separator, self.records)
            return data if end == "\n" else data.replace(b"\n", end.encode())
        return text.replace("\n", end).encode(encoding)

    def _end(self, end: str) -> bytes:
        return end.encode(self._form.encoding if self._form.encoding not in (ANSI, UTF8) else "ascii")

    def _put(self, data: bytes) -> None:
        self._digest.update(data)
        if self._stream is not None and data:
            self._stream.write(data)
