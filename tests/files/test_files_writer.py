from __future__ import annotations

import io
import os
import stat
from typing import TYPE_CHECKING, Literal

import polars as pl
import pytest
from files_helpers import HEADER, THREE, read
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from giis._errors import InputError
from giis.files import write_exchange

if TYPE_CHECKING:
    from pathlib import Path

ANSI = "".join(bytes([c]).decode("cp1252", errors="ignore") or chr(c) for c in range(256) if c not in b"\r\n|")
NAMES = ["r.0", "r.1", "r.2"]


def frame(*rows: tuple[str | None, ...]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=dict.fromkeys(NAMES, pl.String), orient="row")


def written(*rows: tuple[str | None, ...], encoding: Literal["windows-1252", "utf-8"] = "windows-1252") -> bytes:
    stream = io.BytesIO()
    write_exchange(stream, THREE, [frame(*rows)], encoding=encoding)
    return stream.getvalue()


def rows_of(characters: st.SearchStrategy[str]) -> st.SearchStrategy[list[tuple[str, str, str]]]:
    value = st.text(characters, max_size=6)
    return st.lists(st.tuples(value, value, value), max_size=8)


@given(rows=rows_of(st.sampled_from(ANSI)), line_end=st.sampled_from(["\r\n", "\n"]))
@settings(max_examples=200, deadline=None)
def test_ansi_round_trip(rows: list[tuple[str, str, str]], line_end: Literal["\r\n", "\n"]) -> None:
    stream = io.BytesIO()
    try:
        count = write_exchange(stream, THREE, [frame(*rows[:2]), frame(*rows[2:])], line_end)
    except InputError as error:
        assume("taken for UTF-8" not in str(error))
        raise
    reader, back = read(stream.getvalue())
    assert [values for _, _, values in back] == rows
    assert count == reader.records == len(rows)
    assert reader.line_end == line_end


@given(rows=rows_of(st.characters(codec="utf-8", exclude_characters="\r\n|")))
@settings(max_examples=200, deadline=None)
def test_utf8_round_trip(rows: list[tuple[str, str, str]]) -> None:
    assert [values for _, _, values in read(written(*rows, encoding="utf-8"))[1]] == rows


def test_bytes() -> None:
    assert written(("DFSSA", "NUÑO €", None)) == b"CLUES|NOMBRE|EDAD\r\nDFSSA|NU\xd1O \x80|\r\n"
    assert written(('"', "'", "a,b")) == b"CLUES|NOMBRE|EDAD\r\n\"|'|a,b\r\n"
    assert written() == HEADER.replace(b"\n", b"\r\n")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("a", "b|c", ""), "Record 2, column 2.*separator"),
        (("a", "b", "\n"), "Record 2, column 3.*line end"),
        (("a\r", "b", ""), "Record 2, column 1"),
        (("a", "ł", ""), r"Record 2, column 2.*U\+0142"),
        (("a", "Ñ", "日"), r"Record 2, column 3.*U\+65E5"),
        (("a", "Ã±", ""), "Record 2.*UTF-8"),
        (("x" * (1 << 20), "", ""), "Record 2.*bytes"),
    ],
)
def test_what_would_not_read_back_is_refused(row: tuple[str, ...], message: str) -> None:
    with pytest.raises(InputError, match=message) as error:
        written(("1", "2", "3"), row)
    assert row[1] not in str(error.value) or len(row[1]) < 2


def test_frames_of_another_form_are_refused() -> None:
    for wrong in (pl.DataFrame({"a": ["x"]}), pl.DataFrame({"a": ["x"], "b": ["y"], "c": [1]})):
        with pytest.raises(InputError, match="3 text columns"):
            write_exchange(io.BytesIO(), THREE, [wrong])


def test_a_path_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "CEX-DFSSA-2410.TXT"
    with pytest.raises(InputError):
        write_exchange(path, THREE, [frame(("1", "2", "3")), frame(("1", "2", "ł"))])
    assert list(tmp_path.iterdir()) == []
    path.write_bytes(b"old")
    path.chmod(0o640)
    with pytest.raises(InputError):
        write_exchange(path, THREE, [frame(("1", "2", "ł"))])
    assert path.read_bytes() == b"old"
    assert write_exchange(path, THREE, [frame(("1", "2", "3"))]) == 1
    assert path.read_bytes() == b"CLUES|NOMBRE|EDAD\r\n1|2|3\r\n"
    assert list(tmp_path.iterdir()) == [path]
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write_exchange(tmp_path / "none" / "a.txt", THREE, [])
