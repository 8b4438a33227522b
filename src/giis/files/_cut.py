"""Cutting a stream of bytes into pieces of whole lines.

A line ends with LF, CR LF or CR, as in the programs that will read the file next. Nothing here depends on how
many bytes a read returns: the same file gives the same lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_LINE = 1 << 20
"""Bytes that a line may have; an official record has some 400."""


class Piece(NamedTuple):
    """Whole lines, or the mark of one line that is too long to be kept."""

    data: bytes
    closed: bool = True
    """Whether the last line has its line end."""
    too_long: bool = False


def next_line(data: bytes, start: int) -> tuple[int, int]:
    """Return where the line that begins at `start` ends, and where the next one begins."""
    feed = data.find(b"\n", start)
    end = data.find(b"\r", start, feed if feed >= 0 else len(data))
    if end < 0:
        return (feed, feed + 1) if feed >= 0 else (len(data), len(data))
    return end, end + 2 if feed == end + 1 else end + 1


def cut(read: Callable[[int], bytes], size: int, limit: int = MAX_LINE) -> Iterator[Piece]:
    """Cut what `read` returns into pieces of about `size` bytes.

    A line of more than `limit` bytes is left out, and a piece with `too_long` stands in its place.
    """
    rest = b""
    skipping = False
    while chunk := read(size):
        data = rest + chunk
        start = 0
        if skipping:
            start = _after_line(data)
            if start < 0:
                rest = b"\r" if data.endswith(b"\r") else b""
                continue
            skipping = False
            yield Piece(b"", too_long=True)
        stop = max(_last_end(data), start)
        yield from _whole_lines(data[start:stop], limit)
        rest = data[stop:]
        if len(rest) - rest.endswith(b"\r") > limit:
            rest = b"\r" if rest.endswith(b"\r") else b""
            skipping = True
    if skipping:
        yield Piece(b"", closed=bool(rest), too_long=True)
    elif rest:
        yield Piece(rest, closed=rest.endswith(b"\r"))


def _last_end(data: bytes) -> int:
    """Return where the last whole line ends; a CR in the last place may be half of a CR LF."""
    feed = data.rfind(b"\n")
    return max(feed, data.rfind(b"\r", feed + 1, len(data) - 1)) + 1


def _after_line(data: bytes) -> int:
    """Return where the line after the first line end begins, or -1 when that cannot be told yet."""
    end, after = next_line(data, 0)
    known = end < len(data) and not (after == len(data) and data.endswith(b"\r"))
    return after if known else -1


def _whole_lines(data: bytes, limit: int) -> Iterator[Piece]:
    """Yield whole lines, with each line of more than `limit` bytes replaced by its mark."""
    start = place = 0
    while len(data) - place > limit:
        window = place + limit + 1
        end = data.rfind(b"\n", place, window)
        if end < 0:
            end = data.rfind(b"\r", place, window)
        if end >= 0:
            place = end + 2 if data[end : end + 2] == b"\r\n" else end + 1
            continue
        if place > start:
            yield Piece(data[start:place])
        yield Piece(b"", too_long=True)
        start = place = next_line(data, place)[1]
    if start < len(data):
        yield Piece(data[start:])
