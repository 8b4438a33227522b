"""The official example of each guide: what it breaks is known, written down in the YAML, and nothing else."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

import giis

SHARED = Path(__file__).resolve().parents[3] / "shared" / "examples"


@dataclass(frozen=True)
class Example:
    """An official file: the rules that it breaks, as errors (with the record, if any) and as warnings."""

    guide: str
    file: str
    records: int
    as_of: date
    errors: set[tuple[str, int | None]]
    warnings: set[str] = field(default_factory=set)
    """Of records; of a file only the name, which no example has by the rule."""
    not_evaluated: set[str] = field(default_factory=set)
    """Rules that need a catalogue which is not public."""

    @property
    def path(self) -> Path:
        if not (SHARED / self.file).is_file():
            pytest.skip("the official examples are not beside this repository")
        return SHARED / self.file

    @property
    def content(self) -> bytes:
        return self.path.read_bytes().replace(b"\r\n", b"\n")


OF_DIAGNOSES = ("catalogo", "rubrica", "sexo", "edad-minima", "edad-maxima")
"""Rules that need the catalogue DIAGNOSTICO."""
EXAMPLES = [
    Example(
        "GIIS-B015-04-11",
        "CEX-EJEMPLOS-2410.txt",
        11,
        date(2024, 11, 5),
        {("CEX041", 4), ("CEX-r69x", None)},
        {"CEX003-digito", "CEX009-digito"},
    ),
    Example(
        "GIIS-B016-04-08",
        "CSB-EJEMPLOS-2410.txt",
        10,
        date(2024, 11, 5),
        {("CSB-curp-generica", None), ("CSB-r69x", None)},
        {"CSB003-digito", "CSB009-digito"},
    ),
    Example(
        "GIIS-B019-04-09",
        "DET-EJEMPLOS-2410.txt",
        10,
        date(2024, 11, 5),
        {("CDT004-espacios", 1), ("CDT003-inconveniente", 10)},
        {"CDT003-digito", "CDT009-digito"},
        {"CDT025-catalogo", "CDT025-personal", "CDT025-amigable-unidad", "CDT089-espirometro"},
    ),
    Example(
        "GIIS-B013-02-03",
        "LES-DFSSA-2201.txt",
        3,
        date(2022, 3, 15),
        set(),
        {"LES003-digito", "LES078-digito"},
        {
            *("LES001-catalogo", "LES001-catalogo-vigencia", "LES023-catalogo", "LES023-catalogo-vigencia"),
            *("LES023-operacion", "LES030-relacion", "LES032-existe", "LES032-relacion"),
            *(f"LES{number}-{what}" for number in ("065", "068", "069", "071") for what in OF_DIAGNOSES),
            *("LES065-principal", "LES069-principal"),
        },
    ),
    Example(
        "GIIS-B002-05-09",
        "EGR-DFSSA-2605.txt",
        4,
        date(2026, 6, 5),
        set(),
        {"EGR003-digito", "EGR093-digito", "ARC-nombre-institucion"},
        {
            *("EGR001-catalogo", "EGR001-catalogo-vigencia", "EGR001-operacion", "EGR001-tipo", "EGR090"),
            *("EGR028-relacion", "EGR030-existe", "EGR030-relacion", "EGR057-existe"),
            *("EGR061-catalogo", "EGR061-sexo", "EGR049-principal", "EGR054-principal"),
            *(f"EGR{number}-{what}" for number in ("049", "052", "054", "056") for what in OF_DIAGNOSES),
        },
    ),
]
each_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda item: item.guide)


def found(report: giis.Report, severity: str) -> set[tuple[str, int | None]]:
    return {(item.rule, item.record) for item in report.files[0].findings if item.severity == severity}


def in_form(content: bytes, form: str) -> bytes | io.BytesIO:
    text = content.decode("windows-1252")
    match form:
        case "stream":
            return io.BytesIO(content)
        case "CRLF":
            return text.replace("\n", "\r\n").encode("windows-1252")
        case "UTF-8":
            return text.encode("utf-8")
        case "UTF-8 with its mark":
            return text.encode("utf-8-sig")
        case _:
            return content


@each_example
def test_the_file_breaks_what_is_known_and_nothing_else(example: Example) -> None:
    report = giis.validate(example.path, as_of=example.as_of)
    assert report.files[0].guide == example.guide
    assert found(report, "error") == example.errors
    assert {rule for rule, _ in found(report, "warning")} == {*example.warnings, "ARC-nombre"}
    assert report.files[0].records == example.records
    assert {item.rule for item in report.files[0].not_evaluated} == example.not_evaluated


@each_example
@pytest.mark.parametrize("form", ["bytes", "stream", "CRLF", "UTF-8", "UTF-8 with its mark"])
def test_every_form_of_the_file_has_the_same_verdict(example: Example, form: str) -> None:
    report = giis.validate(in_form(example.content, form), example.guide, as_of=example.as_of)
    assert report.status == ("fail" if example.errors else "incomplete")
    assert found(report, "error") == example.errors
    told = {rule for rule, _ in found(report, "warning")} - example.warnings
    assert told <= {"ARC-codificacion", "ARC-bom"}


@each_example
def test_the_strict_profile_makes_errors_of_the_check_digits(example: Example) -> None:
    report = giis.validate(example.path, as_of=example.as_of, profile="strict")
    digits = {rule for rule in example.warnings if rule.endswith("-digito")}
    assert {rule for rule, _ in found(report, "error")} == {rule for rule, _ in example.errors} | digits


@each_example
def test_each_record_is_judged_alike_by_the_model_and_written_back_the_same(example: Example) -> None:
    guide = giis.load_guide(example.guide)
    header, *lines = example.content.decode("windows-1252").splitlines()
    assert "|".join(variable.header for variable in guide.variables) == header
    broken = {record: rule for rule, record in example.errors if record is not None}
    for number, line in enumerate(lines, 1):
        if number in broken:
            with pytest.raises(ValueError, match=broken[number]):
                guide.model.from_line(line, as_of=example.as_of)
        else:
            record = guide.model.from_line(line, as_of=example.as_of)
            assert record.line == line
            assert {item.rule for item in record.findings} <= example.warnings
