"""The reader said again, slowly and plainly: what the fast one must agree with."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

WIDE = re.compile(rb"^(\xff\xfe|\xfe\xff)")
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
        return "".join(bytes([c]).decode("windows-1252", errors="ignore") or chr(c) for c in line)


def is_control(character: str) -> bool:
    return ord(character) < 32 or 127 <= ord(character) < 160


def tell(data: bytes, width: int) -> Told:
    """Read a file whose first line with text is a header, in a plain loop."""
    told = Told()
    header = None
    for number, line in enumerate(re.split(rb"\r\n|\n|\r", data.removeprefix(b"\xef\xbb\xbf")), 1):
        text = text_of(line)
        last_and_empty = number == 1 + len(re.findall(rb"\r\n|\n|\r", data)) and not line
        if last_and_empty:
            continue
        if any(is_control(character) for character in text):
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
