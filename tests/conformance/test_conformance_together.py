"""The cases of several files: both what they must break, and that faults in them are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from giis import SpecError, validate
from giis.conformance import file_bytes, load_together
from giis.specs import guide_ids, load_guide

if TYPE_CHECKING:
    from pathlib import Path

    from giis.conformance import TogetherCase

CASES = load_together()
RULES = {item.rule.id for name in guide_ids() for item in load_guide(name).across}
HEAD = "conformance: giis-conformance-across/1\ncases:\n"
CASE = "  - {id: a, title: {es: x, en: x}, files: [FILES], expect: []}\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_files_break_what_the_case_says(tmp_path: Path, case: TogetherCase) -> None:
    paths = [tmp_path / f"{number}.txt" for number, _ in enumerate(case.files)]
    for path, part in zip(paths, case.files, strict=True):
        path.write_bytes(file_bytes(part.header, [part.record.values()], []))
    found = validate(paths, select=["ENT"])
    assert [file.guide for file in found.files] == [part.guide for part in case.files]
    assert {item.rule for file in found.files for item in file.findings} == case.expect
    asked = {item.rule for file in found.files for item in file.outcomes if item.state != "not applicable"}
    assert case.passes | case.expect <= asked


def test_every_rule_has_a_case_that_breaks_and_one_that_keeps_it() -> None:
    assert {rule for case in CASES for rule in case.expect} == RULES
    assert {rule for case in CASES for rule in case.passes} == RULES
    assert len({case.id for case in CASES}) == len(CASES)
    assert {part.guide for case in CASES for part in case.files} >= {"GIIS-B002-04-05", "GIIS-B002-05-09"}


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ("{guide: GIIS-B015-04-11}", "files: List should have at least 2"),
        ("{guide: GIIS-X}, {guide: GIIS-X}", "no conformance data of GIIS-X"),
    ],
)
def test_faults_are_told(tmp_path: Path, files: str, message: str) -> None:
    (tmp_path / "across.yaml").write_text(HEAD + CASE.replace("FILES", files))
    with pytest.raises(SpecError, match=message):
        load_together(tmp_path)


def test_a_folder_without_cases_has_none(tmp_path: Path) -> None:
    assert load_together(tmp_path) == ()
