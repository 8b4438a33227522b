"""Where the records with errors are, and shares: exact, whatever is shown and in whatever batches it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import giis
from giis.validators.findings import Share, Strip
from giis.validators.strip import Gaps, stretches
from outpatient import AS_OF, BASE, exchange_file

if TYPE_CHECKING:
    from collections.abc import Iterable


def numbers(values: Iterable[int]) -> pl.Series:
    return pl.Series(list(values), dtype=pl.UInt32)


@pytest.mark.parametrize(
    ("records", "size", "wide"),
    [(1, 1, 1), (120, 1, 120), (121, 2, 61), (240, 2, 120), (241, 5, 49), (601, 10, 61), (1_000_000, 10_000, 100)],
)
def test_stretches_are_round_and_at_most_120(records: int, size: int, wide: int) -> None:
    strip = stretches(records, [numbers([1, records]), numbers([records])], numbers([]))
    assert strip is not None
    assert (strip.size, len(strip.errors), len(strip.undecided)) == (size, wide, wide)
    assert sum(strip.errors) == (2 if records > 1 else 1)
    assert strip.errors[-1] >= 1


def test_no_records_no_strip() -> None:
    assert stretches(0, [], numbers([])) is None


@given(st.lists(st.sets(st.integers(1, 60)), max_size=4), st.integers(60, 70))
def test_gaps_are_the_records_that_no_batch_brought(batches: list[set[int]], records: int) -> None:
    seen = sorted({number for batch in batches for number in batch})
    gaps = Gaps()
    for at in range(0, len(seen), 7):
        gaps.add(numbers(seen[at : at + 7]))
    found = [number for part in gaps.numbers(records) for number in part]
    assert found == [number for number in range(1, records + 1) if number not in seen]


def test_a_run_tells_where_the_errors_are_and_the_shares() -> None:
    generic = {"curpPaciente": "XXXX999999XXXXXX99"}
    records = [{**BASE, **change} for change in ({}, {"peso": "x"}, {}, generic, {})]
    lines = exchange_file(records).split(b"\r\n")
    lines[5:5] = [b"", b"a|b"]
    (report,) = giis.validate(b"\r\n".join(lines), "B015", as_of=AS_OF, max_findings=0).files
    assert report.records == 6
    assert report.strip is not None
    assert report.strip.size == 1
    assert report.strip.errors[:2] == (0, 1)
    assert sum(report.strip.errors) == report.records - report.valid_records - report.undecided_records
    assert sum(report.strip.undecided) == report.undecided_records
    assert report.strip.errors[4] == 1  # the record of two columns
    assert Share("CEX-curp-generica", 1, 5, 15.0) in report.shares
    assert isinstance(report.strip, Strip)
    severities = {item.rule: item.severity for item in report.outcomes}
    assert severities["CEX026-formato"] == "error"
    assert severities["CEX009-digito"] == "warning"
