"""Counting how the lines of a file end."""

from __future__ import annotations

from collections import Counter

from giis.files.layout import Issue

LF, CRLF, CR = "\n", "\r\n", "\r"


class LineEnds:
    """How many lines end in LF, CR LF and CR alone, and where each kind stands first."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._first: dict[str, int] = {}

    def add(self, kind: str, count: int, line: int) -> None:
        """Count lines that end in `kind`, the first of which is `line`."""
        if count:
            self.counts[kind] += count
            self._first.setdefault(kind, line)

    def measure(self, data: bytes, line: int) -> int:
        """Count the line ends of `data`, whose first line is `line`; return how many there are."""
        feeds, returns = data.count(b"\n"), data.count(b"\r")
        pairs = data.count(b"\r\n") if feeds and returns else 0
        found = {LF: feeds - pairs, CRLF: pairs, CR: returns - pairs}
        if sum(count > 0 for count in found.values()) == 1:
            kind, count = next(item for item in found.items() if item[1])
            self.add(kind, count, line)
            return count
        fresh = [kind for kind, count in found.items() if count and kind not in self._first]
        if fresh:
            for number, text in enumerate(data.splitlines(keepends=True), line):
                self._first.setdefault(_kind(text), number)
        self.counts.update({kind: count for kind, count in found.items() if count})
        return sum(found.values())

    def forget_last(self, kind: str) -> None:
        """Take back one line end that the file does not have."""
        self.counts[kind] -= 1
        if not self.counts[kind]:
            del self.counts[kind]

    @property
    def kind(self) -> str:
        """The one kind of line end, `mixed`, or empty when there is none."""
        kinds = list(self.counts)
        return "mixed" if len(kinds) > 1 else "".join(kinds)

    def issue(self) -> Issue | None:
        """Return the finding on mixed line ends or a CR alone."""
        mixed = len(self.counts) > 1
        if not mixed and CR not in self.counts:
            return None
        lines = sorted(self._first[kind] for kind in self.counts)
        params: dict[str, str | int] = {
            "lf": self.counts[LF],
            "crlf": self.counts[CRLF],
            "cr": self.counts[CR],
        }
        if mixed:
            params["hint"] = "mezcla"
        return Issue("ARC-fin-de-linea", lines[1] if mixed else lines[0], params=params)


def _kind(line: bytes) -> str:
    return CRLF if line.endswith(b"\r\n") else line[-1:].decode()
