"""Records of a wrong number of columns: trailing separators taken off, broken lines joined.

Only lines that the reader left out are looked at, one by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from giis.files import LeftOut


@dataclass(frozen=True, slots=True)
class MendedLine:
    """One record made of one or several lines that were left out."""

    text: bytes
    lines: tuple[LeftOut, ...]
    tight: bytes | None = None
    """The same without a space where the lines meet, if one was put there."""

    @property
    def joined(self) -> bool:
        """Whether it was put together of several lines."""
        return len(self.lines) > 1

    @property
    def record(self) -> int:
        """The number of its first line's record."""
        return self.lines[0].record


@dataclass(frozen=True, slots=True)
class Shape:
    """What a record looks like: so many columns, parted by this separator."""

    width: int
    separator: bytes

    def mend(self, odd: Sequence[LeftOut], *, join: bool) -> tuple[list[MendedLine], list[LeftOut]]:
        """Return the records that could be mended, and the lines that stay as they are, in order."""
        mended: list[MendedLine] = []
        left: list[LeftOut] = []
        for run in self._runs(odd) if join else ([line] for line in odd):
            if len(run) > 1:
                text, tight = self._joined(run, b" "), self._joined(run, b"")
                mended.append(MendedLine(text, tuple(run), tight if tight != text else None))
                continue
            trimmed = self.trimmed(run[0].text)
            if trimmed is None:
                left += run
            else:
                mended.append(MendedLine(trimmed, tuple(run)))
        return mended, left

    def trimmed(self, text: bytes) -> bytes | None:
        """Return a line without the separators at its end that are too many, None where that mends nothing."""
        bare = text.rstrip(b" ")
        surplus = text.count(self.separator) + 1 - self.width
        if surplus < 1 or not bare.endswith(self.separator * surplus):
            return None
        return bare[:-surplus]

    def unfinished(self, odd: Sequence[LeftOut], last: int) -> int:
        """Return from which of `odd` on lines may go on after record `last`; their number where none do."""
        runs = list(self._runs(odd, whole=False))
        if not runs or runs[-1][-1].record != last:
            return len(odd)
        return len(odd) - len(runs[-1]) if self._width(runs[-1]) < self.width else len(odd)

    def _runs(self, odd: Sequence[LeftOut], *, whole: bool = True) -> Iterator[list[LeftOut]]:
        """Yield lines that follow one another and make one record together, and every other line by itself.

        With `whole` false, the last lines are yielded together too if they do not yet make a record.
        """
        run: list[LeftOut] = []
        for line in odd:
            follows = bool(run) and line.record == run[-1].record + 1
            if not follows or self._width([*run, line]) > self.width:
                yield from ([item] for item in run)
                run = []
            run.append(line)
            if self._width(run) >= self.width:
                yield run
                run = []
        if run and not whole:
            yield run
        else:
            yield from ([item] for item in run)

    def _width(self, run: Sequence[LeftOut]) -> int:
        return sum(line.text.count(self.separator) for line in run) + 1

    def _joined(self, run: Sequence[LeftOut], between: bytes) -> bytes:
        """Return the lines as one, with `between` where the line end stood between two words."""
        text = run[0].text
        for line in run[1:]:
            outside = (*b" ", self.separator[0])
            words = text and line.text and text[-1] not in outside and line.text[0] not in outside
            text += (between if words else b"") + line.text
        return text
