"""Writing the files of the conformance data, those that are wrong on purpose too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Encoding = Literal["windows-1252", "utf-8", "utf-16-le"]
LineEnd = Literal["crlf", "lf", "cr"]
_ENDS = {"crlf": "\r\n", "lf": "\n", "cr": "\r", "none": ""}
_MARK = "\ufeff"


class Edit(BaseModel):
    """One edit of the line `line` (1 is the header); beside it stands one key, that says what is done."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    line: int
    delete: bool = False
    insert: str | None = None
    """A new line before it."""
    copy_of: int | None = None
    append: str | None = None
    times: int = 1
    replace: tuple[str, str] | None = None
    split: str | None = None
    """A line end before the first occurrence of this text."""
    encoding: Encoding | None = None
    line_end: LineEnd | Literal["none"] | None = None


@dataclass
class _Line:
    text: str
    encoding: str
    end: str


def file_bytes(
    header: Sequence[str],
    records: Iterable[Iterable[str]],
    edits: Iterable[Edit],
    *,
    encoding: Encoding = "windows-1252",
    bom: bool = False,
    line_end: LineEnd = "crlf",
) -> bytes:
    """Return an exchange file.

    Parameters
    ----------
    header : sequence of str
        The names of the first line.
    records : iterable
        The values of each record, in the order of the columns.
    edits : iterable of Edit
        What is then done to the lines, one after the other.
    encoding, bom, line_end
        The form of the whole file.
    """
    lines = [_Line("|".join(values), encoding, line_end) for values in (header, *records)]
    for edit in edits:
        _apply(edit, lines)
    data = b"".join((line.text + _ENDS[line.end]).encode(line.encoding) for line in lines)
    return _MARK.encode(encoding) + data if bom else data


def _apply(edit: Edit, lines: list[_Line]) -> None:
    place = edit.line - 1
    model = lines[min(place, len(lines) - 1)] if lines else _Line("", "windows-1252", "crlf")
    if edit.delete:
        del lines[place]
    elif edit.insert is not None:
        lines.insert(place, _Line(edit.insert, model.encoding, model.end))
    elif edit.copy_of is not None:
        lines.insert(place, _Line(lines[edit.copy_of - 1].text, model.encoding, model.end))
    elif edit.split is not None:
        before, found, after = model.text.partition(edit.split)
        lines[place] = _Line(before, model.encoding, model.end)
        lines.insert(place + 1, _Line(found + after, model.encoding, model.end))
    else:
        _change(edit, lines[place])


def _change(edit: Edit, line: _Line) -> None:
    if edit.append is not None:
        line.text += edit.append * edit.times
    if edit.replace is not None:
        line.text = line.text.replace(*edit.replace, 1)
    line.encoding = edit.encoding or line.encoding
    line.end = edit.line_end or line.end
