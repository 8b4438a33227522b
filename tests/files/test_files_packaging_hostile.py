"""Packages from anywhere: refused with one message, and nothing is written."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging_helpers import KEY, OTHER, TEXT, archive, cipher, patched

from giis import GiisError, InputError
from giis.files.packaging import unseal
from giis.files.packaging._open import MAX_RATIO, MIN_SUSPICIOUS
from giis.files.packaging._unseal import looks_like_exchange

if TYPE_CHECKING:
    from pathlib import Path

CIF = cipher(TEXT)
GOOD = archive(("A.CIF", CIF))
LOCAL_FLAGS, LOCAL_METHOD = 6, 8
FLAGS, METHOD, CRC, PACKED, SIZE, OFFSET = 8, 10, 16, 20, 24, 42
END = GOOD.index(b"PK\x05\x06")


def unpacked(folder: Path, data: bytes, name: str = "A.ZIP", **options: object) -> bytes:
    source = folder / name
    source.write_bytes(data)
    unseal(source, folder / "A.TXT", **{"key": KEY, **options})  # type: ignore[arg-type]
    return (folder / "A.TXT").read_bytes()


def refused(folder: Path, data: bytes, message: str, name: str = "A.ZIP", **options: object) -> None:
    with pytest.raises(InputError, match=message):
        unpacked(folder, data, name, **options)
    assert [path.name for path in folder.iterdir()] == [name]


def with_two() -> bytes:
    return archive(("A.CIF", CIF), ("B.CIF", CIF))


def hidden_second() -> bytes:
    """Two entries in the list, and an end that tells of one."""
    data = bytearray(with_two())
    struct.pack_into("<HH", data, data.index(b"PK\x05\x06") + 8, 1, 1)
    return bytes(data)


def endless_list() -> bytes:
    data = bytearray(GOOD)
    struct.pack_into("<L", data, END + 12, 0x7FFFFFFF)
    return bytes(data)


def large_end(offset: int) -> bytes:
    """Return an archive with the place of a ZIP64 end that stands nowhere."""
    return GOOD[:END] + b"PK\x06\x07" + struct.pack("<LQL", 0, offset, 1) + GOOD[END:]


def bomb(size: int) -> bytes:
    return archive(("A.CIF", bytes(size)))


ARCHIVES = {
    "empty file": (b"", "not a ZIP"),
    "empty archive": (archive(), "not a ZIP"),
    "text": (TEXT, "not a ZIP"),
    "two entries": (with_two(), "one file alone"),
    "two entries, one told": (hidden_second(), "one file alone"),
    "the same name twice": (GOOD[:END] + GOOD[:END] + GOOD[END:], "damaged|other data"),
    "many entries": (archive(*((f"{n}.CIF", b"") for n in range(2000))), "one file alone"),
    "a text beside": (archive(("A.CIF", CIF), ("LEAME.TXT", b"")), "one file alone"),
    "a list too long": (endless_list(), "one file alone"),
    "ZIP64 nowhere": (large_end(1 << 60), "damaged"),
    "ZIP64 elsewhere": (large_end(0), "damaged"),
    "absolute": (archive(("/etc/A.CIF", CIF)), "not admitted"),
    "parent": (archive(("../A.CIF", CIF)), "not admitted"),
    "folder": (archive(("x/A.CIF", CIF)), "not admitted"),
    "Windows path": (archive(("..\\A.CIF", CIF)), "not admitted"),
    "drive": (archive(("C:A.CIF", CIF)), "not admitted"),
    "device": (archive(("NUL.CIF", CIF)), "not admitted"),
    "control": (archive(("A\x1b[2J.CIF", CIF)), "not admitted"),
    "cut by a zero": (archive(("A.CIF\0.TXT", CIF)), "not admitted"),
    "turned around": (archive(("A\u202etxt.CIF", CIF)), "not admitted"),
    "only a folder": (archive(("A.CIF/", b"")), "not admitted"),
    "long name": (archive(("A" * 300 + ".CIF", CIF)), "not admitted"),
    "another extension": (archive(("A.TXT", TEXT)), "no .CIF"),
    "no extension": (archive(("CIF", CIF)), "no .CIF"),
    "symbolic link": (archive(("A.CIF", b"/etc/pas"), external_attr=(stat.S_IFLNK | 0o777) << 16), "link"),
    "link as of Windows": (
        archive(("A.CIF", b"/etc/pas"), create_system=0, external_attr=(stat.S_IFLNK | 0o777) << 16),
        "link",
    ),
    "device node": (archive(("A.CIF", CIF), external_attr=(stat.S_IFCHR | 0o600) << 16), "link"),
    "folder by attribute": (archive(("A.CIF", CIF), external_attr=(stat.S_IFDIR | 0o700) << 16), "link"),
    "password": (patched(GOOD, FLAGS, "<H", 1, local=LOCAL_FLAGS), "password"),
    "strong encryption": (patched(GOOD, FLAGS, "<H", 0x41, local=LOCAL_FLAGS), "password"),
    "bzip2": (archive(("A.CIF", CIF), method=zipfile.ZIP_BZIP2), "not admitted"),
    "lzma": (archive(("A.CIF", CIF), method=zipfile.ZIP_LZMA), "not admitted"),
    "method 99": (patched(GOOD, METHOD, "<H", 99, local=LOCAL_METHOD), "not admitted"),
    "data before": (b"PK\x03\x04 hello" + GOOD, "other data|damaged"),
    "wrong sum": (patched(GOOD, CRC, "<L", 1), "damaged"),
    "declares less": (patched(GOOD, SIZE, "<L", len(CIF) - 8), "damaged"),
    "declares more": (patched(GOOD, SIZE, "<L", len(CIF) + 8), "damaged"),
    "packed beyond the end": (patched(GOOD, PACKED, "<L", 1 << 20), "damaged"),
    "declares a bomb": (patched(GOOD, SIZE, "<L", 0xFFFFFFF8), "bomb"),
    "odd size": (archive(("A.CIF", CIF[:-1])), "whole number of blocks"),
    "empty entry": (archive(("A.CIF", b"")), "whole number of blocks"),
    "cut at the end": (GOOD[:-30], "damaged"),
    "cut in the middle": (GOOD[: len(GOOD) // 2], "damaged"),
    "cut cipher": (archive(("A.CIF", CIF[:-8])), "end could not be decrypted"),
    "damaged end": (archive(("A.CIF", CIF[:-1] + b"\0")), "end could not be decrypted"),
    "wrong key": (archive(("A.CIF", cipher(TEXT, OTHER))), "key is not the right one"),
    "zeros": (archive(("A.CIF", bytes(64))), "key is not the right one"),
    "no exchange file": (archive(("A.CIF", cipher(b"hello, world\n" * 9))), "key is not the right one"),
    "plain text": (archive(("A.CIF", TEXT[:40])), "key is not the right one"),
    "another archive": (archive(("A.CIF", cipher(GOOD))), "key is not the right one"),
}


def test_the_good_one(tmp_path: Path) -> None:
    assert unpacked(tmp_path, GOOD) == TEXT


@pytest.mark.parametrize("case", ARCHIVES)
def test_hostile_archives(tmp_path: Path, case: str) -> None:
    data, message = ARCHIVES[case]
    refused(tmp_path, data, message)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("A.CIF", b"", "whole number of blocks"),
        ("A.CIF", CIF[:-3], "whole number of blocks"),
        ("A.CIF", CIF[:-8], "end could not be decrypted"),
        ("A.CIF", cipher(TEXT, OTHER), "key is not the right one"),
        ("A.CIF", GOOD + bytes(-len(GOOD) % 8), "key is not the right one"),
        ("A.RAR", GOOD, r"no \.ZIP and no \.CIF"),
        ("A", GOOD, r"no \.ZIP and no \.CIF"),
        ("A.ZIP.exe", GOOD, r"no \.ZIP and no \.CIF"),
    ],
)
def test_other_files(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    refused(tmp_path, data, message, name)


def test_a_folder_is_no_package(tmp_path: Path) -> None:
    (tmp_path / "A.ZIP").mkdir()
    with pytest.raises(InputError, match="not a file"):
        unseal(tmp_path / "A.ZIP", tmp_path / "A.TXT", KEY)


def test_a_bomb(tmp_path: Path) -> None:
    packed = bomb(MIN_SUSPICIOUS + 8)
    assert len(packed) * MAX_RATIO < MIN_SUSPICIOUS
    refused(tmp_path, packed, "zip bomb")


@pytest.mark.parametrize("name", ["A.ZIP", "A.CIF"])
def test_a_limit_of_size(tmp_path: Path, name: str) -> None:
    data = GOOD if name == "A.ZIP" else CIF
    refused(tmp_path, data, "the most is", name, max_size=len(CIF) - 1)
    assert unpacked(tmp_path, data, name, max_size=len(CIF)) == TEXT


def test_zip64_and_other_writers(tmp_path: Path) -> None:
    """What other programs make of the same: ZIP64, sizes told behind the data, stored, a comment, small letters."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.data = b""

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]
            self.data += bytes(data)
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as made:  # type: ignore[call-overload]
        made.writestr("a.cif", CIF)
    large = io.BytesIO()
    with zipfile.ZipFile(large, "w") as made, made.open("A.CIF", "w", force_zip64=True) as entry:
        entry.write(CIF)
    noted = io.BytesIO(GOOD)
    with zipfile.ZipFile(noted, "a") as made:
        made.comment = b"x" * 60_000
    ended = io.BytesIO()
    with zipfile.ZipFile(ended, "w") as made:
        made.writestr("A.CIF", CIF)
        made.start_dir = made.fp.tell()  # type: ignore[union-attr]
    for data in (pipe.data, large.getvalue(), noted.getvalue(), ended.getvalue(), with_large_end()):
        assert unpacked(tmp_path, data, overwrite=True) == TEXT


def with_large_end() -> bytes:
    """Return an archive whose end is told in ZIP64 too, as that of a large one is."""
    start = GOOD.index(b"PK\x01\x02")
    end64 = b"PK\x06\x06" + struct.pack("<QHHLLQQQQ", 44, 45, 45, 0, 0, 1, 1, END - start, start)
    place = b"PK\x06\x07" + struct.pack("<LQL", 0, END, 1)
    end = bytearray(GOOD[END:])
    struct.pack_into("<HHLL", end, 8, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
    return GOOD[:END] + end64 + place + bytes(end)


HEADS = [
    (TEXT, True),
    (b"\xef\xbb\xbf" + TEXT, True),
    (TEXT.decode("cp1252").encode("utf-16"), True),
    (TEXT.decode("cp1252").encode("utf-16-le"), True),
    (b"\r\n" + TEXT, True),
    (b"VIOLENCIAMUJER15Y M\xc1S|A\xd1O\r\n", True),
    (b"A|B", True),
    (b"", False),
    (b"hello\nA|B", False),
    (b"A|B\x00|C\n", False),
    (b"<a>|</a>?!\n", False),
    (bytes(range(256)), False),
]


@pytest.mark.parametrize(("start", "expected"), HEADS)
def test_what_looks_like_an_exchange_file(start: bytes, expected: bool) -> None:
    assert looks_like_exchange(start) is expected


def test_any_text_on_demand(tmp_path: Path) -> None:
    data = b"hello\n"
    assert unpacked(tmp_path, archive(("A.CIF", cipher(data))), any_text=True) == data


def tried(folder: Path, data: bytes, name: str) -> None:
    """Only a `GiisError` may come of it, and then nothing is written."""
    source, target = folder / name, folder / "A.TXT"
    source.write_bytes(data)
    target.unlink(missing_ok=True)
    try:
        unseal(source, target, KEY, max_size=1 << 20)
    except GiisError:
        assert not target.exists()
    assert {path.name for path in folder.iterdir()} <= {"A.ZIP", "A.CIF", "A.TXT"}


@given(st.binary(max_size=400), st.sampled_from(["A.ZIP", "A.CIF"]))
def test_random_bytes(tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str) -> None:
    folder = tmp_path_factory.getbasetemp() / "random"
    folder.mkdir(exist_ok=True)
    tried(folder, data, name)
    tried(folder, b"PK\x03\x04" + data, name)


EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.sampled_from(["set", "cut", "add", "drop"]), st.binary(min_size=1, max_size=8)),
    min_size=1,
    max_size=4,
)


@given(st.sampled_from([GOOD, with_two(), with_large_end(), archive(("A.CIF", CIF), method=0)]), EDITS)
def test_mutated_archives(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, edits: list[tuple[float, str, bytes]]
) -> None:
    folder = tmp_path_factory.getbasetemp() / "mutated"
    folder.mkdir(exist_ok=True)
    for where, how, new in edits:
        place = int(where * len(data))
        if how == "set":
            data = data[:place] + new + data[place + len(new) :]
        elif how == "cut":
            data = data[:place]
        elif how == "add":
            data = data[:place] + new + data[place:]
        else:
            data = data[:place] + data[place + len(new) :]
    tried(folder, data, "A.ZIP")
    tried(folder, data, "A.CIF")


@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255))
def test_one_changed_byte(tmp_path_factory: pytest.TempPathFactory, place: int, value: int) -> None:
    folder = tmp_path_factory.getbasetemp() / "byte"
    folder.mkdir(exist_ok=True)
    tried(folder, GOOD[:place] + bytes([value]) + GOOD[place + 1 :], "A.ZIP")
