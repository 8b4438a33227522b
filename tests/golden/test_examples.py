"""The invented example files: the valid ones break nothing, the invalid ones fail."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import giis

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.TXT")), ids=lambda path: path.name)
def test_a_valid_example_passes(path: Path) -> None:
    report = giis.validate(path)
    assert not report.files[0].findings
    lacking = {item.reason.en for item in report.files[0].not_evaluated}
    assert all(reason.startswith("the catalogue ") for reason in lacking)
    assert report.status == ("incomplete" if lacking else "pass")


@pytest.mark.parametrize("path", sorted((EXAMPLES / "invalid").glob("*.TXT")), ids=lambda path: path.name)
def test_an_invalid_example_has_one_mistake_a_record(path: Path) -> None:
    report = giis.validate(path)
    assert report.status == "fail"
    records = [item.record for item in report.files[0].findings if item.record is not None]
    assert len(records) == len(set(records)) > 5


def test_the_valid_examples_agree_with_each_other() -> None:
    report = giis.validate(EXAMPLES, as_of=date(2026, 6, 30))
    assert len(report.files) > 1
    assert [(item.path, found.rule) for item in report.files for found in item.findings] == []
