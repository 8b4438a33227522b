"""The fast reader agrees with a slow and plain one, and does not depend on the size of a batch."""

from __future__ import annotations

import pytest
from files_helpers import HEADER, THREE, answers, read
from files_oracle import tell
from hypothesis import given, settings
from hypothesis import strategies as st

from giis.files import ExchangeReader
from giis.files._cut import Piece, cut

ATOMS = [
    *(b"|", b"||", b"\n", b"\r\n", b"\r", b"a", b"-1", b'"', b" ", b"a|b|c\n", b"a|b|c\r\n", b"||\n"),
    *(
        b"\xd1",
        b"\x96",
        b"\x81",
        b"\xb0",
        b"\xff",
        "Ñ".encode(),
        "\x85".encode(),
        "€".encode(),
        b"\xef\xbb\xbf",
    ),
    *(b"\x00", b"\t", b"\x1a", b"\x7f", "\u2028".encode(), b"\xe2\x82", HEADER, HEADER[:-1], b"x" * 40),
]
bodies = st.lists(st.sampled_from(ATOMS), max_size=40).map(b"".join)
starts = st.sampled_from([HEADER, b"\n" + HEADER, b"\xef\xbb\xbf" + HEADER, HEADER[:-1] + b"\r\n", HEADER[:-1] + b"\r"])


@given(start=starts, body=bodies)
@settings(max_examples=400, deadline=None)
def test_agrees_with_the_plain_reader(start: bytes, body: bytes) -> None:
    reader, rows = read(start + body)
    told = tell(start + body, 3)
    assert rows == told.rows
    assert reader.records == told.records
    assert reader.bad_records == len(told.misshapen) + len(told.repeated)
    totals = {
        "ARC-columnas": told.misshapen,
        "ARC-renglon-vacio": told.blank,
        "ARC-control": told.control,
        "ARC-encabezado-repetido": told.repeated,
    }
    for code, lines in totals.items():
        assert reader.issue_totals.get(code, 0) == len(lines), code
        assert [issue.line for issue in reader.issues if issue.code == code] == lines, code


@given(start=starts | st.just(b""), body=bodies | st.binary(max_size=60), size=st.sampled_from([1, 2, 3, 7, 20]))
@settings(max_examples=300, deadline=None)
def test_does_not_depend_on_the_batch(start: bytes, body: bytes, size: int) -> None:
    assert answers(start + body, size) == answers(start + body, 1 << 20)


@given(
    pieces=st.lists(st.sampled_from([b"\n", b"\r", b"\r\n", b"a", b"bb", b"12345", b"123456", b"x" * 30]), max_size=20),
    size=st.integers(1, 40),
)
@settings(max_examples=500, deadline=None)
def test_cutting_keeps_every_line_and_marks_the_long_ones(pieces: list[bytes], size: int) -> None:
    data, limit = b"".join(pieces), 6
    found: list[bytes | None] = []
    closed = True
    for piece in cut(_reads(data, size), size, limit):
        found += [None] if piece.too_long else piece.data.splitlines()
        assert piece.too_long or max(map(len, piece.data.splitlines())) <= limit
        closed = piece.closed
    assert found == [line if len(line) <= limit else None for line in data.splitlines()]
    assert closed == (not data or data[-1:] in b"\r\n")


def _reads(data: bytes, size: int):  # type: ignore[no-untyped-def]
    parts = iter([data[i : i + size] for i in range(0, len(data), size)])
    return lambda _: next(parts, b"")


def test_a_piece_is_closed_unless_said_otherwise() -> None:
    assert Piece(b"a\n").closed


@pytest.mark.parametrize("bad", [b"a|b\r\n", b"a|b|c|d\r\n", b"\r\n", b"a\rb|c|d\r\n", b"a|b|c\rd\r\n", b"a|b|c\n"])
def test_one_bad_line_among_many_is_found(bad: bytes) -> None:
    good = (b"DFSSA|" + b"N" * 400 + b"\xd1|1\r\n") * 4000  # more than one piece of a megabyte
    data = HEADER + good + bad + good
    reader = ExchangeReader(data, THREE)
    batches = list(reader)
    told = tell(data, 3)
    assert [line for batch in batches for line in batch.lines] == [line for _, line, _ in told.rows]
    assert [record for batch in batches for record in batch.records] == [record for record, _, _ in told.rows]
    assert (reader.records, reader.bad_records) == (told.records, len(told.misshapen))


def test_columns_of_a_permuted_header_come_in_the_order_of_the_layout() -> None:
    _, rows = read(b"EDAD|CLUES|NOMBRE\n7|DFSSA|ANA\n")
    assert rows == [(1, 2, ("DFSSA", "ANA", "7"))]
