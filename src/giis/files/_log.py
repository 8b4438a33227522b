"""The record of structural findings: exact totals, and the first findings of each rule."""

from __future__ import annotations

from collections import Counter

from giis.files.layout import Issue


class IssueLog:
    """Findings in the order of the lines, at most `limit` of each rule, with exact totals."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.totals: Counter[str] = Counter()
        self._kept: list[Issue] = []

    def count(self, code: str) -> bool:
        """Count one finding of `code`; tell whether there is room to keep it."""
        self.totals[code] += 1
        return self.totals[code] <= self.limit

    def keep(self, issue: Issue) -> None:
        """Keep a finding that `count` has counted and made room for."""
        self._kept.append(issue)

    def add(self, issue: Issue) -> None:
        """Count a finding and keep it while there is room."""
        if self.count(issue.code):
            self._kept.append(issue)

    def add_run(self, code: str, first: int, count: int) -> None:
        """Add one finding of `code` for each of `count` lines from `first` on."""
        room = max(self.limit - self.totals[code], 0)
        self._kept += [Issue(code, line) for line in range(first, first + min(count, room))]
        self.totals[code] += count

    def forget(self, code: str) -> None:
        """Drop every finding of `code`."""
        self.totals.pop(code, None)
        self._kept = [issue for issue in self._kept if issue.code != code]

    def issues(self) -> tuple[Issue, ...]:
        """Return the findings that were kept, in the order of lines and columns."""
        return tuple(sorted(self._kept, key=lambda issue: (issue.line or 0, issue.column or 0, issue.code)))
