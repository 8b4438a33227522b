"""Faults of single lines, and the writer of files in which some lines have them.

The rules on lines are those of `spec_yaml/structure.yaml`; how a line breaks one is told here, once for all guides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from giis.files.writer import encoded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import BinaryIO

    from giis.files import Layout

END = "\r\n"
MIXED = "ARC-codificacion-mezclada"
WITHOUT_RECORD = ("ARC-renglon-vacio", MIXED)
"""Rules whose findings name a line and no record."""
_CONTROL = "\x01"


def _without_last(line: str, header: str) -> Sequence[str]:
    return (line.rpartition("|")[0],)


def _one_more(line: str, header: str) -> Sequence[str]:
    return (line + "|",)


def _doubled(line: str, header: str) -> Sequence[str]:
    return (line.replace("|", "||", 1),)


def _blank_before(line: str, header: str) -> Sequence[str]:
    return ("", line)


def _control(line: str, header: str) -> Sequence[str]:
    return (line + _CONTROL,)


def _header(line: str, header: str) -> Sequence[str]:
    return (header,)


def _same(line: str, header: str) -> Sequence[str]:
    return (line,)


LINE_FAULTS: Mapping[str, tuple[Callable[[str, str], Sequence[str]], ...]] = {
    "ARC-columnas": (_without_last, _one_more, _doubled),
    "ARC-renglon-vacio": (_blank_before,),
    "ARC-control": (_control,),
    "ARC-encabezado-repetido": (_header,),
    MIXED: (_same,),
}
"""How a line breaks a rule: from the line and the header to the lines that stand in its place.

One way after the other is taken. A line of `MIXED` is written in UTF-8.
"""


class FaultyWriter:
    """Writes an exchange file of which some lines are faulty.

    Parameters
    ----------
    stream : binary stream
        Where the bytes go.
    layout : Layout
        The columns.
    """

    def __init__(self, stream: BinaryIO, layout: Layout) -> None:
        self._stream, self._layout = stream, layout
        self._header = layout.separator.join(layout.headers)
        self.records = 0
        self._used: dict[str, int] = {}
        stream.write(self._encoded(self._header))

    def write(self, frame: pl.DataFrame, faults: Mapping[int, str]) -> None:
        """Write records; `faults` names the rule that the line of a row breaks."""
        text = frame.write_csv(
            include_header=False, separator=self._layout.separator, quote_style="never", line_terminator=END
        )
        if not faults:
            self._stream.write(encoded(text, "windows-1252", self._layout.separator, self.records))
        else:
            lines = text.removesuffix(END).split(END)
            done = 0
            for row, code in sorted(faults.items()):
                self._plain(lines[done:row])
                self._faulty(lines[row], code)
                done = row + 1
            self._plain(lines[done:])
        self.records += frame.height

    def _plain(self, lines: Sequence[str]) -> None:
        if lines:
            self._stream.write(self._encoded(END.join(lines)))

    def _faulty(self, line: str, code: str) -> None:
        ways = LINE_FAULTS[code]
        number = self._used[code] = self._used.get(code, -1) + 1
        for text in ways[number % len(ways)](line, self._header):
            self._stream.write((text + END).encode() if code == MIXED else self._encoded(text))

    def _encoded(self, text: str) -> bytes:
        return encoded(text + END, "windows-1252", self._layout.separator, self.records)


def beyond_ascii(frame: pl.DataFrame) -> pl.Series:
    """Return which records have a character beyond ASCII."""
    found = pl.any_horizontal(pl.all().str.contains(r"[^\x00-\x7f]"))
    return frame.select(found).to_series() if frame.height else pl.Series(dtype=pl.Boolean)
