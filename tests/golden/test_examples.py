"""The invented example files: the valid ones break nothing, the invalid ones fail."""

from __future__ import annotations

import re
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


def told() -> dict[str, dict[int, str]]:
    """Return what examples/README.md tells of each file: the rule of each record, where it names one."""
    parts = re.split(r"^## `(.*)`$", (EXAMPLES / "README.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    rows = re.compile(r"^\| ([0-9]+) \| (\S+)", re.MULTILINE)
    return {
        name: {int(number): rule for number, rule in rows.findall(text)}
        for name, text in zip(parts[1::2], parts[2::2], strict=True)
    }


@pytest.mark.parametrize(
    "path",
    sorted([*EXAMPLES.glob("*.TXT"), *(EXAMPLES / "invalid").glob("*.TXT")]),
    ids=lambda path: str(path.relative_to(EXAMPLES)),
)
def test_the_readme_tells_every_record_and_its_mistake(path: Path) -> None:
    file = giis.validate(path).files[0]
    rows = told()[path.relative_to(EXAMPLES).as_posix()]
    assert list(rows) == list(range(1, file.records + 1))
    if path.parent != EXAMPLES:
        assert {number: rule for number, rule in rows.items() if rule != "–"} == {
            item.record: item.rule for item in file.findings if item.record is not None
        }
