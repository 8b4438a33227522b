from __future__ import annotations

from giis.files import ExchangeReader, Issue, Layout

THREE = Layout(("CLUES", "NOMBRE", "EDAD"), (frozenset(), frozenset({"NOMBRE "}), frozenset({"ANIOS"})))
HEADER = b"CLUES|NOMBRE|EDAD\n"


def read(
    data: bytes, layout: Layout = THREE, batch_bytes: int = 1 << 20, max_issues: int = 1000
) -> tuple[ExchangeReader, list[tuple[int, int, tuple[str, ...]]]]:
    """Read `data`; return the reader and each row as (record, line, values)."""
    reader = ExchangeReader(data, layout, batch_bytes=batch_bytes, max_issues=max_issues)
    rows = []
    for batch in reader:
        assert batch.frame.columns == [f"r.{i}" for i in range(len(layout.headers))]
        rows += list(zip(batch.records.to_list(), batch.lines.to_list(), batch.frame.rows(), strict=True))
    return reader, rows


def issues(data: bytes, layout: Layout = THREE) -> list[Issue]:
    return list(read(data, layout)[0].issues)


def codes(data: bytes, layout: Layout = THREE) -> dict[str, int]:
    return {code.removeprefix("ARC-"): count for code, count in read(data, layout)[0].issue_totals.items()}


def answers(data: bytes, batch_bytes: int) -> tuple[object, ...]:
    """Everything that the reader says of `data`."""
    reader, rows = read(data, batch_bytes=batch_bytes, max_issues=3)
    said = reader.issues, reader.issue_totals, reader.records, reader.bad_records
    return (*said, reader.sha256, reader.encoding, reader.line_end, reader.header, rows)
