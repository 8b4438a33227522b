"""Workbooks that are damaged, or made to do harm: each is refused at once, and nothing changes."""

from __future__ import annotations

import random
import struct
import time
import zipfile
from typing import TYPE_CHECKING

import pytest

from giis._errors import CatalogError
from giis.catalogs import _guard as guard
from giis.catalogs import import_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from giis.catalogs import CatalogStore

STATES = [["CATALOG_KEY", "ENTIDAD_FEDERATIVA", "ABREVIATURA"], ["01", "AGUASCALIENTES", "AS"]]
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def good(make_workbook: Callable[..., Path]) -> Path:
    return make_workbook({"H": STATES})


@pytest.fixture(autouse=True)
def _nothing_changes(store: CatalogStore) -> Iterator[None]:
    yield
    assert store.directory is not None
    assert list(store.directory.iterdir()) == []


def refused(path: Path, store: CatalogStore, message: str) -> None:
    start = time.perf_counter()
    with pytest.raises(CatalogError, match=message) as caught:
        import_workbook(path, store=store)
    assert time.perf_counter() - start < 20
    assert str(path) in str(caught.value)
    assert caught.value.text.es != caught.value.text.en


def rebuilt(path: Path, change: Callable[[str, bytes], bytes | None], extra: dict[str, bytes] | None = None) -> Path:
    """Write the workbook anew, each part passed through `change` (`None` leaves it out), with more parts."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            new = change(name, data)
            if new is not None:
                archive.writestr(name, new)
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return path


def as_it_is(_: str, data: bytes) -> bytes:
    return data


def in_sheet(old: bytes, new: bytes) -> Callable[[str, bytes], bytes]:
    def change(name: str, data: bytes) -> bytes:
        assert name != SHEET or old in data
        return data.replace(old, new, 1) if name == SHEET else data

    return change


def test_the_good_one_is_good(good: Path) -> None:
    assert guard.inspect_workbook(good).formulas is False


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not an .xlsx"),
        (b"CATALOG_KEY,ENTIDAD\n01,A\n", "not an .xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old workbook"),
        (b"PK\x03\x04" + b"\0" * 600, "cut short"),
        (b"PK\x03\x04" + b"\0" * 600 + b"PK\x05\x06" + b"\0" * 18, "damaged|not an .xlsx"),
    ],
)
def test_not_a_workbook(tmp_path: Path, store: CatalogStore, content: bytes, message: str) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    refused(path, store, message)


def test_no_file(tmp_path: Path, store: CatalogStore) -> None:
    refused(tmp_path / "none.xlsx", store, "cannot be read")
    refused(tmp_path, store, "not a file")


def test_a_zip_of_something_else(tmp_path: Path, store: CatalogStore) -> None:
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    refused(path, store, "not an .xlsx")


def test_cut_short(good: Path, store: CatalogStore) -> None:
    good.write_bytes(good.read_bytes()[:-100])
    refused(good, store, "cut short|damaged")


def test_a_flipped_byte(good: Path, store: CatalogStore) -> None:
    with zipfile.ZipFile(good) as archive:
        place = archive.getinfo(SHEET).header_offset + 80
    data = bytearray(good.read_bytes())
    data[place] ^= 0xFF
    good.write_bytes(data)
    refused(good, store, "damaged")


@pytest.mark.parametrize("part", ["xl/media/x.xml", "xl/worksheets/sheet9.xml", "x.bin"])
def test_a_zip_bomb(good: Path, store: CatalogStore, part: str) -> None:
    refused(rebuilt(good, as_it_is, {part: b" " * 20_000_000}), store, "zip bomb")


def test_a_bomb_of_many_parts(good: Path, store: CatalogStore) -> None:
    noise = random.Random(1).randbytes(20_000)  # noqa: S311 - repeatable, not secret
    part = noise * 60  # repeats too far apart for deflate to find: an honest ratio
    many = {f"xl/worksheets/s{n}.bin": part for n in range(3)}
    rebuilt(good, as_it_is, many)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(guard, "MAX_TOTAL", 3_000_000)
        refused(good, store, "zip bomb")


def test_a_bomb_that_lies_about_its_size(good: Path, store: CatalogStore) -> None:
    rebuilt(good, as_it_is, {"x.bin": b" " * 20_000_000})
    data = bytearray(good.read_bytes())
    size = struct.pack("<L", 20_000_000)
    place = data.find(size)
    while place >= 0:
        data[place : place + 4] = struct.pack("<L", 1000)
        place = data.find(size)
    good.write_bytes(data)
    refused(good, store, "damaged")


def test_too_many_parts(good: Path, store: CatalogStore) -> None:
    refused(rebuilt(good, as_it_is, {f"p{n}": b"" for n in range(1001)}), store, "too many parts")


def test_a_huge_list_of_parts(good: Path, store: CatalogStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MAX_DIRECTORY", 100)
    refused(good, store, "too many parts")


def test_a_large_file(good: Path, store: CatalogStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MAX_FILE", 100)
    refused(good, store, "larger than 100 bytes")


@pytest.mark.parametrize("name", ["../evil.xml", "xl/../../evil", "/etc/evil", "C:/evil", "xl/\\..\\evil"])
def test_forbidden_names(good: Path, store: CatalogStore, name: str) -> None:
    refused(rebuilt(good, as_it_is, {name: b"x"}), store, "forbidden name")


def test_parts_twice(good: Path, store: CatalogStore) -> None:
    refused(rebuilt(good, as_it_is, {SHEET.upper(): b"x"}), store, "parts twice")


def test_an_encrypted_part(good: Path, store: CatalogStore) -> None:
    data = bytearray(good.read_bytes())
    place = data.find(b"PK\x01\x02")
    data[place + 8] |= 1
    good.write_bytes(data)
    refused(good, store, "encrypted")


def test_another_packing(good: Path, store: CatalogStore) -> None:
    with zipfile.ZipFile(good, "a", zipfile.ZIP_LZMA) as archive:
        archive.writestr("x", "x")
    refused(good, store, "packed in an unknown way")


@pytest.mark.parametrize(
    "start",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE x>',
    ],
)
@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml"])
def test_entities(good: Path, store: CatalogStore, start: bytes, part: str) -> None:
    def change(name: str, data: bytes) -> bytes:
        return start + data[data.find(b"?>") + 2 if data.startswith(b"<?") else 0 :] if name == part else data

    refused(rebuilt(good, change), store, "DOCTYPE")


def test_entities_in_other_letters(good: Path, store: CatalogStore) -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x><x/>'
    refused(
        rebuilt(good, as_it_is, {"xl/worksheets/other.bin": text.encode("utf-16")}),
        store,
        "not UTF-8|DOCTYPE",
    )
    text = '<?xml version="1.0" encoding="cp037"?>'
    refused(
        rebuilt(good, as_it_is, {"xl/x.xml": text.encode() + "<!DOCTYPE x>".encode("cp037")}),
        store,
        "not UTF-8",
    )


def test_a_binary_part_may_look_like_anything(good: Path) -> None:
    rebuilt(good, as_it_is, {"xl/media/image.bin": b"<\x00\x01", "xl/printerSettings/p.bin": b"\xff\xfe\x00\x00<"})
    assert guard.inspect_workbook(good).formulas is False


def test_broken_xml(good: Path, store: CatalogStore) -> None:
    refused(rebuilt(good, in_sheet(b"</worksheet>", b"")), store, "is damaged")


def test_missing_parts(good: Path, store: CatalogStore) -> None:
    refused(rebuilt(good, lambda name, data: None if name == SHEET else data), store, "damaged|no known catalogue")
    refused(rebuilt(good, lambda name, data: None if "workbook.xml" in name else data), store, "damaged")


def test_an_endless_row(good: Path, store: CatalogStore) -> None:
    refused(rebuilt(good, in_sheet(b"</row>", b"<c/>" * 70_000 + b"</row>")), store, "too many cells")


def test_too_many_elements(good: Path, store: CatalogStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MAX_ELEMENTS", 10)
    refused(good, store, "zip bomb")


def test_rows_far_away(good: Path) -> None:
    cell = b'<row r="999999999999"><c r="A999999999999"><v>1</v></c></row></sheetData>'
    rebuilt(good, in_sheet(b"</sheetData>", cell))
    start = time.perf_counter()
    from giis.catalogs import read_workbook

    assert len(read_workbook(good).catalog) == 1
    assert time.perf_counter() - start < 20


def test_columns_far_away(good: Path) -> None:
    from giis.catalogs import read_workbook

    rebuilt(good, in_sheet(b"</row>", b'<c r="XFD1"><v>1</v></c></row>'))
    assert len(read_workbook(good).catalog) == 1


def test_too_many_rows(good: Path, store: CatalogStore, monkeypatch: pytest.MonkeyPatch) -> None:
    from giis.catalogs import _book

    monkeypatch.setattr(_book, "MAX_ROWS", 1)
    refused(good, store, "too many rows")


def test_any_bytes(good: Path, store: CatalogStore) -> None:
    whole = good.read_bytes()
    dice = random.Random(20241101)  # noqa: S311 - repeatable, not secret
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(dice.randint(1, 8)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        good.write_bytes(data)
        try:
            import_workbook(good, store=store)
        except CatalogError:
            continue
        # A change that hurts nothing (a time stamp, a flag) is no damage.
        assert store.directory is not None
        for path in store.directory.iterdir():
            path.unlink()
