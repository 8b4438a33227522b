from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from files_helpers import HEADER, issues, read

from giis.files import ExchangeReader, Layout, Source, read_header

if TYPE_CHECKING:
    from pathlib import Path

FIVE = Layout(("CLUES", "NOMBRE", "EDAD_ACTUAL", "SEXO", "PESO"), (*(frozenset[str](),) * 4, frozenset({"SEXO "})))
ROW = b"\nDFSSA|ANA|7|1|20\n"


def found(header: str) -> list[tuple[str, int | None, str | None]]:
    told = issues(header.encode("windows-1252") + ROW, FIVE)
    return [(issue.code.removeprefix("ARC-encabezado-"), issue.column, issue.value) for issue in told]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("CLUES|NOMBRE|EDAD_ACTUAL|SEXO|PESO", []),
        ("CLUES|NOMBRE|EDAD_ACTUAL|SEXO|SEXO ", []),
        ("clues|NOMBRE|EDAD_ACTUAL|SEXO|PESO", [("grafia", 1, "clues")]),
        (
            "CLUES|NOMBRE|EDAD ACTUAL|SÉXO| PESO",
            [("grafia", 3, "EDAD ACTUAL"), ("grafia", 4, "SÉXO"), ("grafia", 5, " PESO")],
        ),
        ("CLUES|NOMBRE|EDADACTUAL|SEXO|PESO", [("grafia", 3, "EDADACTUAL")]),
        ("CLUES|NOMBRE|EDAD_ACTUAL|SEXO|KILOS", [("nombre", 5, "KILOS")]),
        ("CLUES|CLUES|EDAD_ACTUAL|SEXO|PESO", [("nombre", 2, "CLUES")]),
        ("NOMBRE|CLUES|EDAD_ACTUAL|SEXO|PESO", [("orden", 1, "NOMBRE")]),
        ("PESO|NOMBRE|EDAD_ACTUAL|SEXO|CLUES", [("orden", 1, "PESO")]),
        ("NOMBRE|CLUES|EDAD_ACTUAL|GENERO|PESO", [("orden", 1, "NOMBRE"), ("nombre", 4, "GENERO")]),
        ("CLUES|NOMBRE|SEXO|PESO", [("columnas", None, None)]),
        ("CLUES|NOMBRE|EDAD_ACTUAL|SEXO|PESO|", [("columnas", None, None)]),
        ("CLUES,NOMBRE,EDAD_ACTUAL,SEXO,PESO", [("columnas", None, None)]),
        ("DFSSA|ANA|7|1|20", [("falta", None, None)]),
        ("DFSSA|ANA|||", [("falta", None, None)]),
        ("DFSSA|CLUES|7|1|20", [("falta", None, None)]),
        ("A|B|C|D|E", [("nombre", i, None) for i in range(1, 6)]),
    ],
)
def test_headers(header: str, expected: list[tuple[str, int | None, str | None]]) -> None:
    assert found(header) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("CLUES|NOMBRE|GRUPO", []),
        ("CLUES|NOMBRE|DATOS", []),
        ("CLUES|NOMBRE|grupo", []),
        ("CLUES|NOMBRE|NOMBRE", [("nombre", 3)]),
        ("CLUES|NOMBRE|", [("nombre", 3)]),
        ("CLUES|DATOS|NOMBRE", [("nombre", 2), ("orden", 2)]),
        ("CLUES|GRUPO|NOMBRE", [("orden", 2)]),
        ("CLUES|DATOS|OTRO", [("nombre", 2)]),
    ],
)
def test_a_column_whose_name_is_not_known(header: str, expected: list[tuple[str, int]]) -> None:
    layout = Layout(("CLUES", "NOMBRE", "GRUPO"), (frozenset(), frozenset(), frozenset({"*"})))
    told = issues(header.encode() + b"\nDFSSA|ANA|1\n", layout)
    assert [(issue.code.removeprefix("ARC-encabezado-"), issue.column) for issue in told] == expected


@pytest.mark.parametrize(
    ("header", "params"),
    [
        ("CLUES|NOMBRE|SEXO|PESO", {"found": 4, "expected": 5, "hint": "faltan", "missing": "EDAD_ACTUAL"}),
        (
            "CLUES|NOMBRE|EDAD_ACTUAL|SEXO|PESO|TALLA",
            {"found": 6, "expected": 5, "hint": "sobran", "extra": "TALLA"},
        ),
        (
            "CLUES|SEXO|PESO|TALLA",
            {
                "found": 4,
                "expected": 5,
                "hint": "faltan-y-sobran",
                "missing": "NOMBRE, EDAD_ACTUAL",
                "extra": "TALLA",
            },
        ),
        ("CLUES|NOMBRE|EDAD_ACTUAL|SEXO|PESO|", {"found": 6, "expected": 5, "hint": "final"}),
        (
            "CLUES;NOMBRE;EDAD_ACTUAL;SEXO;PESO",
            {"found": 1, "expected": 5, "hint": "separador", "other": ";", "separator": "|"},
        ),
        ("JUAN|PEREZ", {"found": 2, "expected": 5}),
    ],
)
def test_wrong_number_of_names(header: str, params: dict[str, str | int]) -> None:
    (issue,) = (issue for issue in issues(header.encode() + ROW, FIVE) if "encabezado" in issue.code)
    assert issue.params == params


def test_records_are_read_by_position_when_the_header_has_a_wrong_width() -> None:
    _, rows = read(b"CLUES|NOMBRE|SEXO|PESO" + ROW, FIVE)
    assert rows == [(1, 2, ("DFSSA", "ANA", "7", "1", "20"))]


def test_moved_names_among_unknown_ones_find_their_columns() -> None:
    _, rows = read(b"PESO|NOMBRE|X|SEXO|Y\n20|ANA|7|1|DFSSA\n", FIVE)
    assert rows == [(1, 2, ("DFSSA", "ANA", "7", "1", "20"))]


def test_very_long_names_are_shortened() -> None:
    (issue,) = issues(b"CLUES|NOMBRE|" + b"A" * 1000 + b"|SEXO|PESO" + ROW, FIVE)
    assert issue.value is not None
    assert len(issue.value) == 60


def test_control_characters_in_the_header() -> None:
    told = issues(b"CLUES|NOMBRE\x00|EDAD\nDFSSA|ANA|7\n")
    assert [(issue.code, issue.line, issue.record, issue.column) for issue in told] == [
        ("ARC-control", 1, None, 2),
        ("ARC-encabezado-grafia", 1, None, 2),
    ]


@pytest.mark.parametrize(
    ("data", "tokens", "line", "bom", "wide"),
    [
        (HEADER + b"x", ("CLUES", "NOMBRE", "EDAD"), 1, False, ""),
        (b"\xef\xbb\xbf\r\n \r\n" + HEADER, ("CLUES", "NOMBRE", "EDAD"), 3, True, ""),
        ("A|Ñ".encode("windows-1252"), ("A", "Ñ"), 1, False, ""),
        ("A|Ñ\n".encode(), ("A", "Ñ"), 1, False, ""),
        ("A|Ñ\r\n".encode("utf-16"), ("A", "Ñ"), 1, False, "utf-16-le"),
        (b"A" * 200_000 + b"|B\n", ("A" * 200_000, "B"), 1, False, ""),
        (b"", (), 0, False, ""),
        (b"\n\n", (), 0, False, ""),
        (b"A" * (4 << 20), (), 0, False, ""),
    ],
)
def test_read_header(data: bytes, tokens: tuple[str, ...], line: int, bom: bool, wide: str) -> None:
    header = read_header(data)
    assert (header.tokens, header.line, header.bom, header.wide) == (tokens, line, bom, wide)
    assert header.columns == len(tokens)


def test_a_source_is_looked_into_and_then_read_whole(tmp_path: Path) -> None:
    stream = io.BytesIO(b"CLUES|NOMBRE|EDAD_ACTUAL|SEXO|PESO" + ROW)
    source = Source(stream)
    assert read_header(source).columns == 5
    reader = ExchangeReader(source, FIVE)
    assert sum(batch.frame.height for batch in reader) == 1
    path = tmp_path / "a.txt"
    path.write_bytes(HEADER)
    assert read_header(path).columns == 3
