"""Large workbooks: what is taken out of them before they are read makes no difference but in time."""

from __future__ import annotations

import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from test_catalog_declared import CASES

from giis._errors import CatalogError
from giis.catalogs import CatalogStore, import_workbook, read_workbook
from giis.catalogs import _slim as slim
from giis.catalogs import _text_writer as writer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SHEET = "xl/worksheets/sheet1.xml"


def rewritten(path: Path, change: Callable[[bytes], bytes]) -> Path:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, change(data) if name == SHEET else data)
    return path


@pytest.fixture
def _all_are_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slim, "LARGE", 0)
    monkeypatch.setattr(slim, "HEAD", 1_500)


@pytest.mark.usefixtures("_all_are_large")
@pytest.mark.parametrize("chunk", [7, 1 << 20])
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_slimmed_workbooks_give_the_same(
    make_workbook: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, case: Any, chunk: int
) -> None:
    monkeypatch.setattr(slim, "_CHUNK", chunk)
    catalog = read_workbook(make_workbook(case.sheets, case.file)).catalog
    assert (catalog.name, dict(catalog.entries)) == (case.name, case.entries)
    assert {key: catalog.label(key) for key in case.labels} == case.labels


UNUSUAL = {
    "attributes in another order": lambda xml: xml.replace(b'<c r="B2" ', b'<c s="0" r="B2" '),
    "a comment like a cell": lambda xml: xml.replace(b"</row>", b'<!-- <c r="B2"></c></row> --></row>', 1),
    "a greater-than sign in an attribute": lambda xml: xml.replace(b'<c r="C2" ', b'<c r="C2" x="a>b" '),
    "single quotes": lambda xml: xml.replace(b'r="A2"', b"r='A2'"),
    "blank cells": lambda xml: xml.replace(b'<row r="2"', b'<row r="2" spans="1:9"').replace(
        b"</row>", b'<c r="Z2" s="1"/></row>', 2
    ),
    "another namespace prefix": lambda xml: (
        xml.replace(b"<", b"<x:").replace(b"<x:/", b"</x:").replace(b"<x:?", b"<?").replace(b" xmlns=", b" xmlns:x=")
    ),
}


@pytest.mark.usefixtures("_all_are_large")
@pytest.mark.parametrize("change", UNUSUAL.values(), ids=UNUSUAL)
def test_unusual_xml(make_workbook: Callable[..., Path], change: Callable[[bytes], bytes]) -> None:
    case = CASES["units"]
    path = rewritten(make_workbook(case.sheets, case.file), change)
    assert dict(read_workbook(path).catalog.entries) == case.entries


@pytest.mark.usefixtures("_all_are_large")
@pytest.mark.parametrize("end", [b"</sheetData>", b"</row>", b"</c>"])
def test_damage_in_a_large_sheet(make_workbook: Callable[..., Path], store: CatalogStore, end: bytes) -> None:
    case = CASES["units"]
    path = rewritten(make_workbook(case.sheets, case.file), lambda xml: xml[: xml.rindex(end)])
    with pytest.raises(CatalogError, match="is damaged"):
        import_workbook(path, store=store)


def test_keys_with_values_of_their_own_are_written_as_rows(
    make_workbook: Callable[..., Path], store: CatalogStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = CASES["units"]
    monkeypatch.setattr(writer, "MOST_PROFILES", 1)
    report = import_workbook(make_workbook(case.sheets, case.file), store=store)
    text = report.path.read_text(encoding="utf-8")
    assert "rows: |-\n  ASSSA000013\t01\tSSA\t1\t99\t\tno\tyes\t2024-03-05\n" in text
    assert "\tY\tNES\tyes\tno\t~\n" in text
    read = CatalogStore(store.directory).require(case.name)
    assert (dict(read.entries), read.digest) == (case.entries, report.catalog.digest)
    assert read.get("ASSSA000013", "fecha_baja") == date(2024, 3, 5)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("\t2024-03-05", "", "wrong row"),
        ("\t2024-03-05", "\t2024-03-06", "does not agree with `digest`"),
        ("\t2024-03-05", "\tayer", "wrong value for the key"),
        ("  ASSSA000013\t", "  ASSSA000013 X\t", "wrong row"),
        ("rows: |-", "profiles: x\nrows: |-", "`rows` is not text"),
    ],
)
def test_damaged_rows(
    make_workbook: Callable[..., Path],
    store: CatalogStore,
    monkeypatch: pytest.MonkeyPatch,
    old: str,
    new: str,
    message: str,
) -> None:
    case = CASES["units"]
    monkeypatch.setattr(writer, "MOST_PROFILES", 1)
    path = import_workbook(make_workbook(case.sheets, case.file), store=store).path
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogError, match=message):
        CatalogStore(store.directory).require(case.name)
