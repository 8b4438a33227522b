"""The worked example: its results are those that its README tells, and it stays small."""

from __future__ import annotations

import re

import pytest
from auditing_helpers import ROOT

from giis import audit

FOLDER = ROOT / "examples" / "audit"
SPANISH = {
    "aprobada": "approved", "no aprobada": "not approved", "sin dictamen": "no verdict", "no incluida": "not included",
}  # fmt: skip


@pytest.fixture(scope="module")
def found():
    return audit(FOLDER / "evidence")


def test_the_results_are_those_of_the_readme(found):
    rows = re.findall(r"^\| (GIIS-\S+) \| ([a-z ]+) · ([a-z ]+) \|", (FOLDER / "README.md").read_text("utf-8"), re.M)
    told = {guide: (english, SPANISH[spanish]) for guide, english, spanish in rows}
    assert told == {item.id: (item.result, item.result) for item in found.applied_for}
    assert {item.result for item in found.guides} == set(SPANISH.values())


def test_the_files_are_those_of_the_readme(found):
    text = (FOLDER / "README.md").read_text("utf-8")
    rows = {name: int(records) for name, records in re.findall(r"^\| `(\S+)` \| [^|]*?([0-9]+) records", text, re.M)}
    assert rows == {file.path: file.records for file in found.files}
    assert [file.totals.error for file in found.files] == [3, 0, 0]
    shown = {item.id: item.degree for item in found.guides if item.files}
    assert shown["GIIS-B015-04-11"].full
    assert shown["GIIS-B016-04-08"].full
    assert found.unread == {}


def test_the_example_is_small():
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < 300_000
