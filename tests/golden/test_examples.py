"""The invented example files: the valid ones pass without a word, the invalid ones fail."""

from __future__ import annotations

from pathlib import Path

import pytest

import giis

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.TXT")), ids=lambda path: path.name)
def test_a_valid_example_passes(path: Path) -> None:
    """Where the guide needs a catalogue that does not ship, that is the only thing left undecided."""
    report = giis.validate(path)
    (file,) = report.files
    absent = [item.name for item in file.catalogs if item.version is None]
    assert not file.findings
    assert report.status == ("incomplete" if file.not_evaluated else "pass")
    assert all(any(name in item.reason.en for name in absent) for item in file.not_evaluated)


@pytest.mark.parametrize("path", sorted((EXAMPLES / "invalid").glob("*.TXT")), ids=lambda path: path.name)
def test_an_invalid_example_has_one_mistake_a_record(path: Path) -> None:
    report = giis.validate(path)
    assert report.status == "fail"
    records = [item.record for item in report.files[0].findings if item.record is not None]
    assert len(records) == len(set(records)) > 5
