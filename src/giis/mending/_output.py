"""The mended file as it is written: in windows-1252, or in UTF-8 where a character has no place there."""

from __future__ import annotations

import shutil
import tempfile
from typing import TYPE_CHECKING, BinaryIO

import polars as pl

from giis._errors import InputError
from giis.files import from_ansi
from giis.files.writer import Encoding, LineEnd, encoded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from giis.files import Layout, LeftOut

_CHUNK = 1 << 20


class Output:
    """Writes lines to a stream that can also be read.

    Parameters
    ----------
    stream : binary stream
        A new file.
    layout : Layout
        For the separator.
    line_end, encoding : str
        How to write.
    """

    def __init__(self, stream: BinaryIO, layout: Layout, line_end: LineEnd, encoding: Encoding) -> None:
        self.stream, self.separator = stream, layout.separator
        self.line_end: LineEnd = line_end
        self.encoding: Encoding = encoding
        self.written = 0
        """How many records were written."""

    def header(self, tokens: Sequence[str]) -> None:
        """Write the first line."""
        self._write(self.separator.join(tokens) + self.line_end)

    def records(self, frame: pl.DataFrame, numbers: pl.Series, odd: Sequence[LeftOut]) -> None:
        """Write records, and the lines left out in their places.

        Parameters
        ----------
        frame : polars.DataFrame
            The columns in the order in which they are written.
        numbers : polars.Series
            The numbers of the records, in order.
        odd : sequence of LeftOut
            Lines to be written as they are.
        """
        if not odd:
            self._write(self._text(frame))
        else:
            ends = numbers.search_sorted(pl.Series([line.record for line in odd], dtype=numbers.dtype))
            parts: list[str] = []
            start = 0
            for line, end in zip(odd, ends, strict=True):
                parts += [self._text(frame[start:end]), line.text.decode(), self.line_end]
                start = end
            self._write("".join([*parts, self._text(frame[start:])]))
        self.written += frame.height + len(odd)

    def _text(self, frame: pl.DataFrame) -> str:
        if frame.is_empty():
            return ""
        return frame.write_csv(
            include_header=False,
            separator=self.separator,
            quote_style="never",
            null_value="",
            line_terminator=self.line_end,
        )

    def _write(self, text: str) -> None:
        if self.encoding == "utf-8":
            self.stream.write(text.encode())
            return
        try:
            self.stream.write(encoded(text, self.encoding, self.separator, self.written))
        except InputError:
            self._turn_to_utf8()
            self.stream.write(text.encode())

    def _turn_to_utf8(self) -> None:
        """Write what was written so far once more, as UTF-8."""
        self.encoding = "utf-8"
        self.stream.seek(0)
        with tempfile.TemporaryFile() as spare:
            while data := self.stream.read(_CHUNK):
                spare.write(from_ansi(data))
            for stream in (spare, self.stream):
                stream.seek(0)
            self.stream.truncate()
            shutil.copyfileobj(spare, self.stream)
