"""The official example of each guide: what it breaks is known, written down in the YAML, and nothing else."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest

import giis

SHARED = Path(__file__).resolve().parents[3] / "shared" / "examples"
CEX = SHARED / "CEX-EJEMPLOS-2410.txt"
AS_OF = date(2024, 11, 5)
pytestmark = pytest.mark.skipif(not CEX.is_file(), reason="the official examples are not beside this repository")


def found(report: giis.Report, severity: str) -> set[tuple[str, int | None]]:
    return {(item.rule, item.record) for item in report.files[0].findings if item.severity == severity}


def content() -> bytes:
    return CEX.read_bytes().replace(b"\r\n", b"\n")


def forms() -> dict[str, object]:
    text = content().decode("windows-1252") if CEX.is_file() else ""
    return {
        "bytes": text.encode("windows-1252"),
        "stream": io.BytesIO(text.encode("windows-1252")),
        "CRLF": text.replace("\n", "\r\n").encode("windows-1252"),
        "UTF-8": text.encode("utf-8"),
        "UTF-8 with its mark": text.encode("utf-8-sig"),
    }


def test_the_file_breaks_what_is_known_and_nothing_else():
    report = giis.validate(CEX, as_of=AS_OF)
    assert found(report, "error") == {("CEX041", 4), ("CEX-r69x", None)}
    assert {rule for rule, _ in found(report, "warning")} == {"CEX003-digito", "CEX009-digito", "ARC-nombre"}
    assert report.files[0].records == 11
    assert not report.files[0].not_evaluated


@pytest.mark.parametrize("form", forms())
def test_every_form_of_the_file_has_the_same_verdict(form):
    report = giis.validate(forms()[form], "GIIS-B015-04-11", as_of=AS_OF)
    assert report.status == "fail"
    assert found(report, "error") == {("CEX041", 4), ("CEX-r69x", None)}
    told = {rule for rule, _ in found(report, "warning")} - {"CEX003-digito", "CEX009-digito"}
    assert told <= {"ARC-codificacion", "ARC-bom"}


def test_the_strict_profile_makes_errors_of_the_check_digits():
    report = giis.validate(CEX, as_of=AS_OF, profile="strict")
    assert {rule for rule, _ in found(report, "error")} == {"CEX041", "CEX-r69x", "CEX003-digito", "CEX009-digito"}


def test_each_record_is_judged_alike_by_the_model():
    model = giis.load_guide("CEX").model
    for number, line in enumerate(content().decode("windows-1252").splitlines()[1:], 1):
        if number == 4:
            with pytest.raises(ValueError, match="CEX041"):
                model.from_line(line, as_of=AS_OF)
        else:
            record = model.from_line(line, as_of=AS_OF)
            assert record.line == line
            assert {item.rule for item in record.findings} <= {"CEX003-digito", "CEX009-digito"}
