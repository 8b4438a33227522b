"""A first look at a file: the names in its header, without reading the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from giis.files._cut import MAX_LINE, next_line
from giis.files._encoding import from_ansi, is_utf8
from giis.files.source import Source

if TYPE_CHECKING:
    from pathlib import Path

_LOOK = 1 << 16


@dataclass(frozen=True, slots=True)
class Header:
    """The first line with text of a file.

    Parameters
    ----------
    tokens : tuple of str
        What stands between its separators; () for a file without text.
    line : int
        Its number; 0 for a file without text.
    bom : bool
        Whether the file begins with the byte order mark of UTF-8.
    wide : str
        `utf-16-le` and the like if the file came so, else empty.
    """

    tokens: tuple[str, ...]
    line: int
    bom: bool
    wide: str

    @property
    def columns(self) -> int:
        """How many columns the line has."""
        return len(self.tokens)


def read_header(source: Path | str | bytes | Source, separator: str = "|") -> Header:
    """Return the first line with text, to tell which guide a file follows.

    Parameters
    ----------
    source : Path, str, bytes or Source
        The file; a `Source` can still be read from its start afterwards (wrap a stream in one).
    separator : str
        The character between names.

    Returns
    -------
    Header
        Without tokens if no line with text stands in the first megabyte.

    Raises
    ------
    InputError
        If the file cannot be opened or read.
    """
    if isinstance(source, Source):
        return _look(source, separator)
    with Source(source) as opened:
        return _look(opened, separator)


def _look(source: Source, separator: str) -> Header:
    size = _LOOK
    while True:
        data = source.peek(size)
        place, number = 0, 0
        while place < len(data):
            number += 1
            end, after = next_line(data, place)
            line = data[place:end]
            if (end < len(data) or len(data) < size) and line.strip(bytes([*range(33), 127])):
                text = (line if is_utf8(line) else from_ansi(line)).decode()
                return Header(tuple(text.split(separator)), number, source.bom, source.wide)
            place = after
        if len(data) < size or size > MAX_LINE:
            return Header((), 0, source.bom, source.wide)
        size *= 2
