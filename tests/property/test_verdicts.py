"""What a run finds depends on the records alone: not on batches, threads, their order or what is shown."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import giis
from changes import changed_records
from effort import a_part_of_the_examples
from giis.specs import Level, load_guide
from giis.validators.single import RecordJudge
from outpatient import AS_OF, BASE, exchange_file, shipped_catalogs

if TYPE_CHECKING:
    from pathlib import Path

    from giis.validators.findings import FileReport

SMALL, LARGE = 2_000, 16 << 20
GUIDE = load_guide("GIIS-B015-04-11")
FILE_RULES = {item.rule.id for item in GUIDE.file_rules}


@cache
def records() -> tuple[dict[str, str], ...]:
    """Return records with many faults, some of them equal, and lines that are no records among them."""
    made = list(changed_records(90))
    return (*made, made[3], made[8])


def judged(data: bytes, **options: Any) -> FileReport:
    (report,) = giis.validate(data, "B015", as_of=AS_OF, **options).files
    return replace(report, seconds=0.0, rule_seconds={})


def of_records(report: FileReport) -> Counter[tuple[str, int | None, str | None]]:
    """Return the findings on single records, as (rule, record, value)."""
    return Counter(
        (item.rule, item.record, item.value)
        for item in report.findings
        if item.rule not in FILE_RULES and not item.rule.startswith("ARC")
    )


@pytest.fixture(scope="module")
def data() -> bytes:
    lines = exchange_file(records()).split(b"\r\n")
    lines[30:30] = [b"", b"a|b", b"x" * 300]
    return b"\r\n".join(lines)


def test_a_run_finds_what_the_judge_of_single_records_finds() -> None:
    report = judged(exchange_file(records()), max_findings=None, show_values=True)
    judge = RecordJudge(GUIDE, shipped_catalogs(), AS_OF)
    verdicts = [judge.judge(record) for record in records()]
    wanted = Counter(
        (rule.id, number, records()[number - 1][rule.variable or ""])
        for number, verdict in enumerate(verdicts, 1)
        for rule in verdict.broken
    )
    assert of_records(report) == wanted
    undecided = Counter(rule.id for verdict in verdicts for rule in verdict.undecided)
    assert {item.rule: item.records for item in report.not_evaluated} == undecided
    messages = {(item.rule, item.record): item for item in report.findings}
    for number in range(1, len(verdicts) + 1, 10):
        for finding in judge.findings(records()[number - 1], show_values=True):
            other = messages[finding.rule, number]
            assert (other.message, other.fix, other.severity) == (
                finding.message,
                finding.fix,
                finding.severity,
            )


@a_part_of_the_examples(5)
@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=6))
def test_short_files_are_judged_as_their_records(seeds: list[int]) -> None:
    """Few records make columns of plain numbers likely, which the reader may read as numbers."""
    made = [next(changed_records(1, seed)) for seed in seeds]
    judge = RecordJudge(GUIDE, shipped_catalogs(), AS_OF)
    wanted = Counter(
        (rule.id, number, record[rule.variable or ""])
        for number, record in enumerate(made, 1)
        for rule in judge.judge(record).broken
    )
    assert of_records(judged(exchange_file(made), max_findings=None, show_values=True)) == wanted


@pytest.mark.parametrize("options", [{}, {"max_findings": 25}, {"statistics": True}], ids=str)
def test_batches_do_not_matter(data: bytes, options: dict[str, Any]) -> None:
    whole = judged(data, batch_bytes=LARGE, **options)
    assert len(whole.findings) > 20
    for size in (1, SMALL, 9_999):
        assert judged(data, batch_bytes=size, **options) == whole


def test_timing_does_not_change_the_verdict(data: bytes) -> None:
    assert judged(data, timing=True, batch_bytes=SMALL) == judged(data)


SCRIPT = """
import sys, giis
from giis.reports import dumps, to_json
report = giis.validate(sys.argv[1], "B015", as_of=giis.validators_date, batch_bytes=5_000, max_findings=200)
sys.stdout.reconfigure(encoding="utf-8")
print(dumps(to_json(report, statistics=True)))
""".replace("giis.validators_date", "__import__('datetime').date(2024, 12, 1)")


def test_threads_do_not_matter(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "CEX-DFSSA-2411.TXT"
    path.write_bytes(data)
    printed = []
    for threads in ("1", "3"):
        environment = {**os.environ, "POLARS_MAX_THREADS": threads, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(path)], env=environment, capture_output=True, check=True
        )
        printed.append(done.stdout)
    assert printed[0] == printed[1]
    assert json.loads(printed[0])["files"][0]["records"] == 94


def test_the_order_of_the_records_does_not_matter() -> None:
    order = list(range(len(records())))
    random.Random(3).shuffle(order)  # noqa: S311
    first = judged(exchange_file(records()), max_findings=None)
    other = judged(exchange_file(records()[place] for place in order), max_findings=None)
    moved = Counter(
        {
            (rule, order[number - 1] + 1, value): count
            for (rule, number, value), count in of_records(other).items()
            if number
        }
    )
    assert of_records(first) == moved
    assert Counter(item.rule for item in first.findings) == Counter(item.rule for item in other.findings)
    for name in ("records", "undecided_records", "totals", "catalogs", "not_evaluated", "outcomes", "status"):
        assert getattr(first, name) == getattr(other, name), name


@pytest.mark.parametrize("cap", [0, 1, 7, 60, 200, None])
def test_totals_are_exact_whatever_is_shown(data: bytes, cap: int | None) -> None:
    every = judged(data, max_findings=None)
    shown = judged(data, max_findings=cap, batch_bytes=SMALL)
    assert replace(shown.totals, shown=0) == replace(every.totals, shown=0)
    assert shown.totals.shown == len(shown.findings) == min(len(every.findings), cap if cap is not None else 10**9)
    assert every.totals.all == len(every.findings)
    assert set(shown.findings) <= set(every.findings)
    assert shown.outcomes == every.outcomes
    assert (shown.valid_records, shown.undecided_records) == (every.valid_records, every.undecided_records)
    failing = {item.rule for item in every.findings}
    assert failing == {item.rule for item in every.outcomes if item.state == "failed"}
    if cap is None or cap >= len(failing):
        assert {item.rule for item in shown.findings} == failing
    order = [(item.record or 0, item.column or 0) for item in shown.findings]
    assert order == sorted(order)


def test_a_rule_that_always_fails_hides_no_other() -> None:
    """The last record's only fault is shown, though the records before it fill the cap many times over."""
    faulty = [{**BASE, "talla": "9999", "peso": f"{50 + number}"} for number in range(60)]
    report = judged(exchange_file([*faulty, {**BASE, "temperatura": "50"}]), max_findings=4, batch_bytes=SMALL)
    assert [(item.rule, item.record) for item in report.findings] == [
        ("CEX027-formato", 1),
        ("CEX027-formato", 2),
        ("CEX027-formato", 3),
        ("CEX033-rango", 61),
    ]
    assert (report.totals.error, report.totals.shown, report.valid_records) == (61, 4, 0)


def test_every_rule_ends_in_one_state(data: bytes) -> None:
    outcomes = judged(data, statistics=True).outcomes
    assert [item.rule for item in outcomes] == list(GUIDE.by_id)
    for item in outcomes:
        wanted = (
            "failed"
            if item.failed
            else "not evaluated"
            if item.undecided
            else "passed"
            if item.applied
            else "not applicable"
        )
        assert item.state == wanted
    levels = {GUIDE.by_id[item.rule].level for item in outcomes if item.state == "failed"}
    assert levels == set(Level) - {Level.ACROSS}
