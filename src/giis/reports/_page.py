"""A page of styled lines, laid out here and handed to rich in one piece: fast with many thousand lines."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from rich.console import Console

_NARROWEST = 60

Part = str | tuple[str, str]
"""A text, or a text and its style."""


class Page:
    """Collects lines and prints them.

    Every text is printed as it is: nothing is read as markup, nothing is wrapped behind the caller's back.
    """

    def __init__(self, console: Console) -> None:
        from rich.style import Style

        self.console = console
        self.width = max(console.width, _NARROWEST)
        self.unicode = "utf" in (console.encoding or "").lower()
        self._style = Style
        self._parts: list[tuple[str, str]] = []

    def line(self, *parts: Part) -> None:
        """Add one line, without the blanks at its end."""
        told = [(part, "") if isinstance(part, str) else part for part in parts]
        while told and not told[-1][0].rstrip():
            told.pop()
        if told:
            told[-1] = (told[-1][0].rstrip(), told[-1][1])
        self._parts += [*told, ("\n", "")]

    def paragraph(self, text: str, *, indent: int = 0, style: str = "") -> None:
        """Add `text`, wrapped and indented."""
        self.lead("", "", text, indent=indent, text_style=style)

    def field(self, name: str, text: str, *, indent: int) -> None:
        """Add a field: its name, dimmed, then `text`, wrapped in its own column."""
        self.lead(f"  {name}", "dim", text, indent=indent)

    def lead(self, first: str, style: str, text: str, *, indent: int, text_style: str = "") -> None:
        """Add `text`, wrapped from column `indent` on, with `first` before its first line."""
        for number, row in enumerate(wrapped(text, self.width - indent)):
            self.line((first.ljust(indent) if number == 0 else " " * indent, style), (row, text_style))

    def heading(self, text: str, style: str = "bold") -> None:
        """Add a heading with a rule to the right margin."""
        lead, fill = ("── ", "─") if self.unicode else ("-- ", "-")
        room = self.width - 8
        title = text if len(text) <= room else f"{text[: room - 1]}…"
        rest = fill * (self.width - len(lead) - len(title) - 1)
        self.line((lead, "dim"), (title, style), (f" {rest}", "dim"))

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[Part]], *, right: Collection[int] = ()) -> None:
        """Add a table; the columns `right` are aligned to the right, the last one wraps."""
        last = len(heads) - 1
        widths = [max(len(_text(row[place])) for row in (heads, *rows)) for place in range(last)]
        indent = 2 + sum(width + 2 for width in widths)

        def cell(part: Part, place: int) -> Part:
            text = _text(part).rjust(widths[place]) if place in right else _text(part).ljust(widths[place])
            return (text, part[1]) if isinstance(part, tuple) else text

        def gaps(parts: Sequence[Part]) -> list[Part]:
            return ["  ", *(item for place in range(last) for item in (cell(parts[place], place), "  "))]

        self.line(*((_text(part), "dim") for part in gaps(heads)), (heads[last], "dim"))
        for row in rows:
            style = row[last][1] if isinstance(row[last], tuple) else ""
            first, *rest = wrapped(_text(row[last]), self.width - indent)
            self.line(*gaps(row), (first, style))
            for text in rest:
                self.line(" " * indent, (text, style))

    def print(self) -> None:
        """Print what was collected, and forget it."""
        from rich.segment import Segment, Segments

        parse = self._style.parse
        parts = self._parts
        if not self.unicode:
            parts = [(text.replace("\u00a0", " "), style) for text, style in parts]
        segments = [Segment(text, parse(style) if style else None) for text, style in parts]
        self._parts.clear()
        self.console.print(Segments(segments), end="", crop=False, soft_wrap=True)


def _text(part: Part) -> str:
    return part[0] if isinstance(part, tuple) else part


def wrapped(text: str, width: int) -> list[str]:
    """Return the lines of `text`, none longer than `width`; at least one line."""
    return textwrap.wrap(text, max(width, 16), break_on_hyphens=False) or [""]


def bar(share: float, width: int, *, unicode: bool = True) -> str:
    """Return a bar of `share` (0 to 1) of `width` cells; anything above nothing shows."""
    if width < 1:
        return ""
    if not unicode:
        return "#" * max(round(share * width), 1 if share > 0 else 0)
    eighths = max(round(share * width * 8), 1 if share > 0 else 0)
    return "█" * (eighths // 8) + " ▏▎▍▌▋▊▉"[eighths % 8].strip()


def ranges(numbers: list[int], limit: int = 8) -> str:
    """Return `3, 5-9, 12 …`: runs joined, at most `limit` parts."""
    parts: list[str] = []
    ordered = sorted(set(numbers))
    start = previous = ordered[0]
    for number in [*ordered[1:], -1]:
        if number == previous + 1:
            previous = number
            continue
        parts.append(str(start) if start == previous else f"{start}-{previous}")
        start = previous = number
    return ", ".join(parts[:limit]) + (" …" if len(parts) > limit else "")
