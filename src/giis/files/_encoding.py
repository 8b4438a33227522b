"""Deciding, line by line, how the text of a file is encoded, and turning it into UTF-8."""

from __future__ import annotations

import re

ASCII = bytes(range(128))
CONTINUATION = frozenset(range(0x80, 0xC0))
_HIGH = re.compile(rb"[\x80-\xff]")


def _utf8_by_byte() -> dict[int, tuple[bytes, bytes]]:
    """For each byte that windows-1252 reads otherwise than Latin-1: its two readings in UTF-8.

    The five bytes without a meaning (81, 8D, 8F, 90, 9D) stay the control characters that Latin-1 has there,
    so that nothing is lost.
    """
    readings = {}
    for byte in range(0x80, 0xA0):
        character = bytes([byte]).decode("windows-1252", errors="ignore")
        if character:
            readings[byte] = chr(byte).encode(), character.encode()
    return readings


_READINGS = _utf8_by_byte()


def from_ansi(data: bytes) -> bytes:
    """Return windows-1252 text as UTF-8."""
    return _from_ansi(data, data.translate(None, ASCII))


def _from_ansi(data: bytes, high: bytes) -> bytes:
    # Latin-1 differs from windows-1252 in few and rare characters, and Python decodes it twice as fast.
    text = data.decode("latin-1").encode()
    for byte in _READINGS.keys() & set(high):
        text = text.replace(*_READINGS[byte])
    return text


def is_utf8(data: bytes) -> bool:
    """Tell whether `data` is valid UTF-8."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


class Encodings:
    """How the lines seen so far are encoded.

    A line with bytes beyond ASCII is UTF-8 if it is valid UTF-8, else windows-1252: the words of a record do
    not look like UTF-8 by chance, and a line is the same wherever a batch ends.

    Parameters
    ----------
    keep : int
        How many numbers of UTF-8 lines to remember.
    """

    def __init__(self, keep: int) -> None:
        self._keep = keep
        self.ansi_line: int | None = None
        """The first line in windows-1252."""
        self.utf8_lines: list[int] = []
        """The first lines in UTF-8."""
        self.utf8_total = 0

    def to_utf8(self, data: bytes, first: int, left: bytes | None = None) -> bytes:
        """Return whole lines as UTF-8.

        Parameters
        ----------
        data : bytes
            The lines.
        first : int
            The number of the first.
        left : bytes, optional
            Some bytes of `data`, all those beyond ASCII among them, where the caller has picked them already.
        """
        if data.isascii():
            return data
        high = (data if left is None else left).translate(None, ASCII)
        if CONTINUATION.isdisjoint(high):  # without these bytes no line can be UTF-8
            if self.ansi_line is None and (place := _HIGH.search(data)):
                self.ansi_line = first + len(data[: place.end()].splitlines()) - 1
            return _from_ansi(data, high)
        if is_utf8(data):
            for number, line in enumerate(data.splitlines(), first):
                if not line.isascii():
                    self._note_utf8(number)
            return data
        return b"".join(self._line(line, number) for number, line in enumerate(data.splitlines(keepends=True), first))

    def _line(self, line: bytes, number: int) -> bytes:
        if line.isascii():
            return line
        if is_utf8(line):
            self._note_utf8(number)
            return line
        if self.ansi_line is None:
            self.ansi_line = number
        return from_ansi(line)

    def _note_utf8(self, number: int) -> None:
        self.utf8_total += 1
        if len(self.utf8_lines) < self._keep:
            self.utf8_lines.append(number)
