"""How an exchange file is written, apart from its values: what brings the same bytes back."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from giis.files._cut import cut
from giis.files._encoding import is_utf8
from giis.files._ends import CRLF
from giis.files.reader import ExchangeReader
from giis.files.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from giis.files.layout import Layout

ANSI, UTF8 = "windows-1252", "utf-8"
WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
MOST_ODD = 1_000_000
"""Lines of a file that may be written otherwise than the rest."""

_BLANK = bytes([*range(33), 127])
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


class OddLine(NamedTuple):
    """What one line has of its own; None where it is as the rest."""

    blank: str | None = None
    """The text of a line that is no record: spaces, or nothing at all."""
    end: str | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """How a file is written.

    Parameters
    ----------
    header : str, optional
        The header line as it stands; None for a file without one.
    order : tuple of int
        For each column of the file, the column of the layout that it holds; () is the layout's own order.
    encoding : str
        `windows-1252` (of plain ASCII too), `utf-8`, or one of two or four bytes a character.
    mark : bool
        Whether the file begins with a byte order mark.
    line_end : str
        How most lines end.
    final_end : bool
        Whether the last line has its end.
    lines : mapping
        The lines that are written otherwise than the rest, by number.
    """

    header: str | None
    order: tuple[int, ...] = ()
    encoding: str = ANSI
    mark: bool = False
    line_end: str = CRLF
    final_end: bool = True
    lines: Mapping[int, OddLine] = field(default_factory=dict)


def official_form(layout: Layout) -> Form:
    """Return how the guides want a file written."""
    return Form(layout.separator.join(layout.headers))


def survey(
    path: Path, layout: Layout, max_issues: int, progress: Callable[[int], None] | None = None
) -> tuple[Form, ExchangeReader]:
    """Read the file `path` once for its form and for what is wrong with its structure.

    Returns
    -------
    Form, ExchangeReader
        How it is written, and the reader that holds what was found.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    reader = ExchangeReader(path, layout, max_issues=max_issues)
    reader.survey(progress)
    with path.open("rb") as stream:
        mark = stream.read(4).startswith(_MARKS)
    encoding = {"ascii": ANSI, "utf-8-sig": UTF8, "mixed": ANSI}.get(reader.encoding, reader.encoding)
    texts = reader.records + bool(reader.header)
    odd: dict[int, OddLine] = {}
    end = reader.line_end or CRLF
    if reader.encoding == "mixed" or end == "mixed" or reader.lines != texts:
        end = _usual_end(path) if end == "mixed" else end
        odd = dict(_odd_lines(path, end, encoding))
    same = reader.order == tuple(range(len(layout.headers)))
    form = Form(
        header=layout.separator.join(reader.header) if reader.header else None,
        order=() if same else reader.order,
        encoding=encoding,
        mark=mark,
        line_end=end,
        final_end="ARC-sin-fin" not in reader.issue_totals,
        lines=odd,
    )
    return form, reader


def _raw_lines(path: Path) -> Iterator[bytes]:
    with closing(Source(path)) as source:
        for piece in cut(source.read, 1 << 20):
            yield from piece.data.splitlines(keepends=True) or [b""]


def _usual_end(path: Path) -> str:
    counts = Counter(line[len(line.rstrip(b"\r\n")) :] for line in _raw_lines(path))
    del counts[b""]
    return counts.most_common(1)[0][0].decode()


def _odd_lines(path: Path, usual: str, encoding: str) -> Iterator[tuple[int, OddLine]]:
    """Yield the lines that are written otherwise than the rest; only for the rare files that have some."""
    found = 0
    for number, line in enumerate(_raw_lines(path), 1):
        body = line.rstrip(b"\r\n")
        end = line[len(body) :].decode()
        blank = None if body.strip(_BLANK) else body.decode()
        other = UTF8 if encoding == ANSI and not body.isascii() and is_utf8(body) else None
        odd = OddLine(blank, end if end and end != usual else None, other)
        if any(item is not None for item in odd):
            found += 1
            if found > MOST_ODD:
                return
            yield number, odd
