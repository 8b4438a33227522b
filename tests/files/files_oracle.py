"""The reader said again, slowly and plainly: what the fast one must agree with."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
ANSI = {c: bytes([c]).decode("windows-1252", errors="ignore") or chr(c) for c in range(128, 160)}
BLANK = bytes([*range(33), 127])


@dataclass
class Told:
    rows: list[tuple[int, int, tuple[str, ...]]] = field(default_factory=list)  # record, line, values
    records: int = 0
    misshapen: list[int] = field(default_factory=list)  # lines
    blank: list[int] = field(default_factory=list)
    control: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)


def text_of(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1").translate(ANSI)


def tell(data: bytes, width: int) -> Told:
    """Read a file whose first line with text is a header, in a plain loop."""
    told = Told()
    header = None
    lines = re.split(rb"\r\n|\n|\r", data.removeprefix(b"\xef\xbb\xbf"))
    if not lines[-1]:
        lines.pop()
    for number, line in enumerate(lines, 1):
        text = text_of(line)
        if CONTROL.search(text):
            told.control.append(number)
        elif not line.strip(BLANK):
            told.blank.append(number)
        if not line.strip(BLANK):
            continue
        if header is None:
            header = text
            continue
        told.records += 1
        values = tuple(text.split("|"))
        if len(values) != width:
            told.misshapen.append(number)
        elif text == header:
            told.repeated.append(number)
        else:
            told.rows.append((told.records, number, values))
    return told
