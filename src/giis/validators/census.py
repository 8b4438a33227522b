"""Comparing a file's name with what the file holds: months and institutions are counted on the way."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import polars as pl

from giis.files import Issue, institution_issue, month_issue, name_issue, parse_file_name
from giis.validators.plan import PERIOD, UNIT

if TYPE_CHECKING:
    from collections.abc import Collection

_PREFIX = 5


class Census:
    """Counts the months and the first characters of the units of all records."""

    def __init__(self) -> None:
        self.months: Counter[tuple[int, int]] = Counter()
        self.prefixes: Counter[str] = Counter()

    def add(self, extra: pl.DataFrame) -> None:
        """Take up one batch."""
        if PERIOD in extra.columns:
            month = pl.col(PERIOD).dt.year().alias("year"), pl.col(PERIOD).dt.month().alias("month")
            counted = extra.select(*month).drop_nulls().group_by("year", "month").len()
            for year, number, count in counted.iter_rows():
                self.months[year, number] += count
        if UNIT in extra.columns:
            prefix = pl.col(UNIT).str.slice(0, _PREFIX)
            for text, count in extra.select(prefix).drop_nulls().group_by(UNIT).len().iter_rows():
                self.prefixes[text] += count

    def issues(self, name: str, kinds: Collection[str]) -> list[Issue]:
        """Return what is wrong with the file's name, given its records; nothing for a nameless source."""
        found = [name_issue(name, kinds)]
        parsed = parse_file_name(name)
        if parsed is not None:
            found += [month_issue(parsed, self.months), institution_issue(parsed, self.prefixes)]
        return [issue for issue in found if issue is not None]
