"""Reading conformance data: tables opened, records completed, files written, faults told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from giis import SpecError
from giis.conformance import load_conformance

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """
conformance: giis-conformance/1
guide: GIIS-X001-01-01
as_of: "2024-12-01"
catalogs: {DIRECTORIO_SERVICIOS_AMIGABLES: {version: "2024-01-01", add: {ASSSA000211: {}}}}
severity: {warning: [ABC001-raro], strict: [ABC001-raro]}
header: [UNO, DOS]
base: {uno: "1", dos: A}
bases:
  otra: {title: {es: Otra, en: Another}, change: {dos: B}}
"""
CASES = """
cases:
  - id: simple
    title: {es: Uno, en: One}
    change: {uno: "2"}
    expect: [ABC001]
  - id: tabla
    title: {es: Tabla, en: Table}
    from: otra
    change_each: {uno: ["3", "4"], dos: [C, B]}
    expect: []
    passes: [ABC001]
"""
TITLE = "title: {es: x, en: x}"


def write(folder: Path, text: str) -> None:
    (folder / "GIIS-X001-01-01.yaml").write_text(text, encoding="utf-8")


def file_data(folder: Path, more: str) -> bytes:
    write(folder, f"{HEAD}{CASES}files:\n  - {{id: f, {TITLE}, expect: [], {more}}}\n")
    found = load_conformance("GIIS-X001-01-01", folder)
    assert found is not None
    return found.files[0].data


def test_tables_are_opened_and_records_completed(tmp_path: Path) -> None:
    write(tmp_path, HEAD + CASES)
    found = load_conformance("GIIS-X001-01-01", tmp_path)
    assert found is not None
    assert [(case.id, dict(case.record)) for case in found.cases] == [
        ("simple", {"uno": "2", "dos": "A"}),
        ("tabla/1", {"uno": "3", "dos": "C"}),
        ("tabla/2", {"uno": "4", "dos": "B"}),
    ]
    assert found.cases[0].changed == {"uno"}
    assert found.cases[0].undecided is None
    assert found.cases[1].undecided == frozenset()
    passing, failing = found.example("ABC001")
    assert passing is found.cases[1]
    assert failing is found.cases[0]
    assert found.example("ABC002") == (None, None)


def test_severities_and_catalogues(tmp_path: Path) -> None:
    write(tmp_path, HEAD + CASES)
    found = load_conformance("GIIS-X001-01-01", tmp_path)
    assert found is not None
    assert found.severity_of("ABC001") == "error"
    assert found.severity_of("ABC001-raro") == "warning"
    assert found.severity_of("ABC001-raro", strict=True) == "error"
    name = "DIRECTORIO_SERVICIOS_AMIGABLES"
    directory = found.store().get(name)
    assert directory is not None
    assert "ASSSA000211" in directory
    assert found.store([name]).get(name) is None
    assert list(found.store().named(["PAIS", name])) == ["PAIS", name]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("records: [{repeat: 2, rising: {uno: 7}}]", b"UNO|DOS\r\n7|A\r\n8|A\r\n"),
        ("records: [{from: otra}], line_end: lf", b"UNO|DOS\n1|B\n"),
        ("records: [{}], bom: 'true', encoding: utf-8, line_end: cr", b"\xef\xbb\xbfUNO|DOS\r1|A\r"),
        ("records: [], text: [{line: 1, delete: 'true'}]", b""),
        ("records: [], text: [{line: 2, insert: x}]", b"UNO|DOS\r\nx\r\n"),
        ("records: [{}], text: [{line: 2, copy_of: 1}]", b"UNO|DOS\r\nUNO|DOS\r\n1|A\r\n"),
        ("records: [], text: [{line: 1, append: '!', times: 3}]", b"UNO|DOS!!!\r\n"),
        ("records: [], text: [{line: 1, replace: [O, Ñ]}]", "UNÑ|DOS\r\n".encode("windows-1252")),
        ("records: [], text: [{line: 1, split: '|'}]", b"UNO\r\n|DOS\r\n"),
        ("records: [], text: [{line: 1, line_end: none}]", b"UNO|DOS"),
        (
            "records: [{change: {dos: Ñ}}], line_end: lf, text: [{line: 2, encoding: utf-8, line_end: crlf}]",
            "UNO|DOS\n1|Ñ\r\n".encode(),
        ),
    ],
)
def test_files_are_written(tmp_path: Path, more: str, expected: bytes) -> None:
    assert file_data(tmp_path, more) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"cases: [{{id: a, {TITLE}, expect: [], change: {{tres: '1'}}}}]", "unknown variable 'tres'"),
        (f"cases: [{{id: a, {TITLE}, expect: [], from: nada}}]", "no base 'nada'"),
        (f"cases: [{{id: a, {TITLE}, expect: []}}, {{id: a, {TITLE}, expect: []}}]", "stands twice"),
        (f"cases: [{{id: a, {TITLE}, expect: [], change_each: {{uno: ['1'], dos: []}}}}]", "equally long"),
        (f"cases: [{{id: a, {TITLE}, expect: [], change_each: {{uno: []}}}}]", "not empty"),
        (f"cases: [{{id: a, {TITLE}}}]", "expect"),
        ("cases: []\ncasos: []", "casos"),
    ],
)
def test_faults_are_told(tmp_path: Path, text: str, message: str) -> None:
    write(tmp_path, f"{HEAD}{text}\n")
    with pytest.raises(SpecError, match=message):
        load_conformance("GIIS-X001-01-01", tmp_path)


def test_no_data(tmp_path: Path) -> None:
    assert load_conformance("GIIS-X001-01-01", tmp_path) is None
