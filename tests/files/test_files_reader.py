from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

import pytest
from files_helpers import HEADER, THREE, codes, issues, read

from giis._errors import InputError, InternalError
from giis.files import ExchangeReader, Issue, Layout, Source

if TYPE_CHECKING:
    from pathlib import Path

ROW = b"DFSSA|ANA|7\n"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (HEADER + ROW, {}),
        (b"", {"vacio": 1}),
        (b"\n \n", {"vacio": 1}),
        (b"\xef\xbb\xbf", {"vacio": 1, "bom": 1}),
        (HEADER, {"sin-registros": 1}),
        (HEADER[:-1], {"sin-registros": 1, "sin-fin": 1}),
        (HEADER + b"\n", {"sin-registros": 1, "renglon-vacio": 1}),
        (ROW, {"encabezado-falta": 1}),
        (HEADER + ROW[:-1], {"sin-fin": 1}),
        (HEADER + b"\n" + ROW + b"  \n\n", {"renglon-vacio": 3}),
        (HEADER + b"1|2\n" + ROW + b"1|2|3|4\n", {"columnas": 2}),
        (HEADER + b"a|b\tc|\x00\n", {"control": 1}),
        (HEADER + ROW + b"\x1a", {"control": 1, "sin-fin": 1}),
        (HEADER + b"a|\x81|c\n", {"control": 1}),
        (HEADER + "a|\x85|c\n".encode(), {"control": 1, "codificacion": 1}),
        (HEADER + "a|Ñ|c\na|ñ|\n".encode(), {"codificacion": 1}),
        (HEADER + "a|Ñ – ° …|c\n".encode("cp1252"), {}),
        (b"\xef\xbb\xbf" + HEADER + ROW, {"bom": 1}),
        (b"\xef\xbb\xbf" + HEADER + "a|Ñ|c\n".encode(), {"bom": 1, "codificacion": 1}),
        (HEADER + "a|Ñ|c\n".encode() * 2 + b"a|\xd1|c\n", {"codificacion-mezclada": 2}),
        (b"\xef\xbb\xbf" + HEADER + b"a|\xd1|c\n", {"bom": 1, "codificacion-mezclada": 1}),
        (HEADER + b"a|b|c\r\n", {"fin-de-linea": 1}),
        (HEADER[:-1] + b"\r" + b"a|b|c\r", {"fin-de-linea": 1}),
        (HEADER[:-1] + b"\r\na|b|c\r\n", {}),
        (HEADER + ROW + HEADER + ROW, {"encabezado-repetido": 1}),
        (HEADER + b'"|x"y|"\n', {}),
        (HEADER.lower() + ROW, {"encabezado-grafia": 3}),
    ],
)
def test_codes(data: bytes, expected: dict[str, int]) -> None:
    assert codes(data) == expected


def test_records_lines_and_values() -> None:
    reader, rows = read(HEADER + b"\na||\n1|2\n|\xd1\x96|\xa0x\n\n||\n")
    assert rows == [(1, 3, ("a", "", "")), (3, 5, ("", "Ñ–", "\xa0x")), (4, 7, ("", "", ""))]
    assert (reader.records, reader.bad_records) == (4, 1)
    assert [(issue.code, issue.line, issue.record) for issue in reader.issues] == [
        ("ARC-renglon-vacio", 2, None),
        ("ARC-columnas", 4, 2),
        ("ARC-renglon-vacio", 6, None),
    ]


def test_without_header_line_1_is_record_1() -> None:
    reader, rows = read(ROW)
    assert rows == [(1, 1, ("DFSSA", "ANA", "7"))]
    assert reader.header == ()
    assert reader.issues == (Issue("ARC-encabezado-falta", 1, params={"expected": "CLUES"}),)


@pytest.mark.parametrize(
    ("lines", "hints"),
    [
        (b"1|2\n3|4\n", [None, "partido"]),
        (b"1\n|2\n|3\n", [None, None, "partido"]),
        (b"1|2\n\n|3\n", [None, "partido"]),
        (b"1|2\n1|2|3\n|3\n", [None, None]),
        (b"1|2\n1|2|3|4\n", [None, None]),
        (b"1|2\n1|2\n1|2\n", [None, "partido", None]),
        (b"1|2|34|5|6\n", ["unido"]),
        (b"1|2|3|4|5|6\n", ["unido"]),
        (b"1|2|3|\n", ["final"]),
        (b"1|2|3|4\n", [None]),
    ],
)
def test_hints_on_misshapen_records(lines: bytes, hints: list[str | None]) -> None:
    found = [issue for issue in issues(HEADER + lines) if issue.code == "ARC-columnas"]
    assert [issue.params.get("hint") for issue in found] == hints


def test_a_split_record_names_its_first_line() -> None:
    last = issues(HEADER + ROW + b"1\n|2\n|3\n")[-1]
    assert last.params == {"found": 2, "expected": 3, "hint": "partido", "from_line": 3}


def test_control_characters_tell_where_and_what() -> None:
    (issue,) = issues(HEADER + b"a|b|\x1a\x00\n")
    assert (issue.line, issue.record, issue.column, issue.value) == (2, 1, 3, None)
    assert issue.params == {"character": "U+001A", "count": 2, "column": 3}


def test_control_characters_stay_in_the_value() -> None:
    assert read(HEADER + b"a\x00|\x1f\x7f|\x8d\n")[1] == [(1, 2, ("a\x00", "\x1f\x7f", "\x8d"))]


@pytest.mark.parametrize(
    ("data", "encoding", "line_end"),
    [
        (b"", "ascii", ""),
        (HEADER + ROW, "ascii", "\n"),
        (HEADER.replace(b"\n", b"\r\n") + b"a|\xd1|c\r\n", "windows-1252", "\r\n"),
        (HEADER.replace(b"\n", b"\r") + "a|Ñ|c".encode(), "utf-8", "\r"),
        (b"\xef\xbb\xbf" + HEADER + ROW[:-1] + b"\r\n", "utf-8-sig", "mixed"),
        (HEADER + b"a|\xd1|c\n" + "a|Ñ|c\n".encode(), "mixed", "\n"),
    ],
)
def test_encoding_and_line_end(data: bytes, encoding: str, line_end: str) -> None:
    reader, _ = read(data)
    assert (reader.encoding, reader.line_end) == (encoding, line_end)


def test_mixed_line_ends_mark_the_first_change() -> None:
    (issue,) = issues(HEADER + ROW + ROW[:-1] + b"\r\n" + ROW[:-1] + b"\r")
    assert (issue.line, issue.params) == (3, {"lf": 2, "crlf": 1, "cr": 1, "hint": "mezcla"})


def test_a_lone_cr_before_crlf_ends_a_line_of_its_own() -> None:
    assert codes(HEADER[:-1] + b"\r\na|b|c\r\r\n") == {"fin-de-linea": 1, "renglon-vacio": 1}
    assert codes(HEADER[:-1] + b"\r\na|b|c\rd\r\n") == {"fin-de-linea": 1, "columnas": 1}


def test_mixed_encodings_mark_each_utf8_line() -> None:
    found = issues(HEADER + "a|Ñ|c\n".encode() + b"a|\xd1|c\n" + "a|é|c\n".encode())
    assert [(issue.line, issue.params) for issue in found] == [(2, {"ansi_line": 3}), (4, {"ansi_line": 3})]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_utf16_is_one_finding_and_still_read(encoding: str) -> None:
    text = (HEADER + ROW).decode() + "a|Ñ|€\n"
    reader, rows = read(text.encode(encoding))
    assert list(reader.issue_totals) == ["ARC-utf16"]
    assert reader.encoding == {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(encoding, encoding)
    assert rows[-1] == (2, 3, ("a", "Ñ", "€"))


def test_a_byte_order_mark_within_the_file_is_text() -> None:
    _, rows = read(HEADER + "\ufeffa|b|c\n".encode(), batch_bytes=1)
    assert rows[0][2] == ("\ufeffa", "b", "c")


@pytest.mark.parametrize("batch_bytes", [1 << 16, 16 << 20])
def test_a_line_beyond_the_limit_is_left_out(batch_bytes: int) -> None:
    fits, long = b"a|b|" + b"x" * ((1 << 20) - 4), b"a|b|" + b"x" * ((1 << 20) - 3)
    data = HEADER + ROW + long + b"\r\n" + fits + b"\n" + ROW + long
    reader, rows = read(data, batch_bytes=batch_bytes)
    assert [(record, line) for record, line, _ in rows] == [(1, 2), (3, 4), (4, 5)]
    assert reader.issue_totals == {"ARC-renglon-largo": 2, "ARC-sin-fin": 1}
    assert [issue.line for issue in reader.issues] == [3, 6, 6]
    assert (reader.records, reader.bad_records) == (5, 2)


def test_a_first_line_beyond_the_limit_is_no_header() -> None:
    reader, rows = read(b"x" * (2 << 20) + b"\n" + ROW)
    assert reader.issue_totals == {"ARC-renglon-largo": 1}
    assert rows == [(1, 2, ("DFSSA", "ANA", "7"))]


def test_totals_are_exact_beyond_the_kept_findings() -> None:
    reader, _ = read(HEADER + b"1|2\n\n" * 50, max_issues=3)
    assert reader.issue_totals == {"ARC-columnas": 50, "ARC-renglon-vacio": 50}
    assert [issue.line for issue in reader.issues] == [2, 3, 4, 5, 6, 7]


def test_no_finding_carries_a_value_of_a_record() -> None:
    data = b"CANARIO|7|-1\nCANARIO|\x00|2\nCANARIO|CANARIO\nCANARIO|\xd1|\xc3\x91\n\x1a\n"
    assert "CANARIO" not in repr(issues(data))
    assert "CANARIO" not in repr(issues(HEADER + data))


@pytest.mark.parametrize("kind", ["path", "text", "bytes", "stream", "short reads", "source"])
def test_sources(kind: str, tmp_path: Path) -> None:
    data = HEADER + ROW * 3
    path = tmp_path / "a.txt"
    path.write_bytes(data)

    class Dripping(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size or 0, 2))

    source = {
        "path": path,
        "text": str(path),
        "bytes": data,
        "stream": io.BytesIO(data),
        "short reads": Dripping(data),
        "source": Source(data),
    }[kind]
    reader = ExchangeReader(source, THREE)  # type: ignore[arg-type]
    assert [batch.frame.height for batch in reader] == [3]
    assert reader.sha256 == hashlib.sha256(data).hexdigest()


def test_unreadable_sources(tmp_path: Path) -> None:
    for source in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            list(ExchangeReader(source, THREE))
    with pytest.raises(InputError, match="binary"):
        list(ExchangeReader(io.StringIO("a|b"), THREE))  # type: ignore[arg-type]


def test_a_reader_reads_once_and_answers_at_the_end() -> None:
    reader = ExchangeReader(HEADER + ROW, THREE)
    for name in ("issues", "records", "sha256", "encoding"):
        with pytest.raises(InternalError):
            getattr(reader, name)
    list(reader)
    with pytest.raises(InternalError):
        list(reader)


def test_leaving_early_closes_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(HEADER + ROW * 1000)
    for _ in ExchangeReader(path, THREE, batch_bytes=100):
        break


def test_other_separators() -> None:
    layout = Layout(("A", "B"), separator="^")
    assert read(b"A^B\n1|2^3\n", layout)[1] == [(1, 2, ("1|2", "3"))]


@pytest.mark.parametrize(
    "bad",
    [
        lambda: Layout(("A",)),
        lambda: Layout(("A", "B"), (frozenset(),)),
        lambda: Layout(("A", "B"), separator="||"),
        lambda: Layout(("A", "B"), separator="\n"),
    ],
)
def test_impossible_layouts(bad: object) -> None:
    with pytest.raises(ValueError, match=r"layout|accepted|separator"):
        bad()  # type: ignore[operator]
