"""Every well-formed file comes back with the same bytes, whatever the format between."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path

import pytest
from converting import FORMATS, PLAIN, VALUES, Trip
from hypothesis import given, settings
from hypothesis import strategies as st

import giis

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.TXT"))
_TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="|\r\n", exclude_categories=("Cs",)), max_size=12
) | st.sampled_from(VALUES)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("labels", [False, True])
def test_every_strange_value_in_every_variable(trip, kind, labels):
    names = [variable.identifier for variable in trip.guide.variables]
    records = [PLAIN | dict.fromkeys(names, value) for value in VALUES] + [PLAIN | {name: ""} for name in names]
    data = trip.bytes_of(records)
    made = trip.away(data, kind, labels=labels)
    assert made.records == len(records)
    again, result = trip.back(kind)
    assert again == data
    assert (result.identical, result.records) == (True, len(records))


@pytest.mark.parametrize("kind", FORMATS)
@settings(max_examples=25)
@given(rows=st.lists(st.lists(_TEXT, min_size=16, max_size=16), max_size=4), data=st.data())
def test_any_text_in_any_form(every_kind, kind, rows, data):
    with tempfile.TemporaryDirectory() as folder:
        trip = Trip(Path(folder), every_kind)
        end = data.draw(st.sampled_from(["\r\n", "\n", "\r"]))
        names = [variable.identifier for variable in every_kind.variables]
        raw = trip.bytes_of([dict(zip(names, row, strict=False)) for row in rows], end, encoding="utf-8")
        if data.draw(st.booleans()):
            raw = b"\xef\xbb\xbf" + raw
        if data.draw(st.booleans()):
            raw = raw.removesuffix(end.encode())
        trip.away(raw, kind, labels=data.draw(st.booleans()))
        assert trip.back(kind)[0] == raw


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples(tmp_path, kind, path):
    target = f"sqlite:///{tmp_path}/a.db" if kind == "sql" else tmp_path / f"a.{kind}"
    giis.convert(path, target, labels=True)
    made = giis.convert(target, tmp_path / "back.txt")
    assert (tmp_path / "back.txt").read_bytes() == path.read_bytes()
    assert made.identical


def test_through_all_formats_in_a_row(trip):
    data = trip.bytes_of([PLAIN | {"peso": value, "fecha": value} for value in VALUES])
    trip.away(data, FORMATS[0])
    for source, target in itertools.pairwise(FORMATS):
        giis.convert(trip.target(source), trip.target(target), trip.guide)
    assert trip.back(FORMATS[-1])[0] == data


def _headless(data: bytes) -> bytes:
    return data.split(b"\r\n", 1)[1]


def _reordered(data: bytes) -> bytes:
    return b"".join(b"|".join(reversed(line.split(b"|"))) + b"\r\n" for line in data.split(b"\r\n")[:-1])


FORMS = {
    "without records": lambda data: data.split(b"\r\n", 1)[0],
    "without header": _headless,
    "without final end": lambda data: data.removesuffix(b"\r\n"),
    "columns in another order": _reordered,
    "header in lower case": lambda data: data.replace(b"NACIMIENTO", b"nacimiento").replace(b"SEXO", b" sexo "),
    "blank lines": lambda data: b"\r\n" + data.replace(b"\r\n", b"\r\n \t\r\n\r\n"),
    "mixed line ends": lambda data: data.replace(b"\r\n", b"\n", 2),
    "mixed encodings": lambda data: data.replace(b"ANA", "ÑU".encode(), 1).replace(b"ANA", "ÑU".encode("cp1252"), 1),
    "utf-16": lambda data: data.decode("cp1252").encode("utf-16"),
    "utf-16 without mark": lambda data: data.decode("cp1252").encode("utf-16-be"),
    "utf-32": lambda data: data.decode("cp1252").encode("utf-32"),
    "undefined bytes": lambda data: data.replace(b"ANA", b"\x81\x8d\xd1"),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", ["csv", "parquet", "sql"])
def test_whatever_the_form_of_the_file(trip, kind, form):
    data = FORMS[form](trip.bytes_of([PLAIN] * 4))
    trip.away(data, kind)
    again, made = trip.back(kind)
    assert again == data
    assert made.identical


def test_batches_of_a_large_file_are_joined_in_order(trip, monkeypatch):
    from giis.converters import _exchange, _sql

    monkeypatch.setattr(_exchange, "_BATCH", 500)
    monkeypatch.setattr(_sql, "ROWS", 7)
    records = [PLAIN | {"apodo": f"N{number}", "peso": "5.0" if number % 3 else "5"} for number in range(50)]
    data = trip.bytes_of(records)
    for kind in FORMATS:
        assert trip.away(data, kind).rewritten == {"peso": 33}
        assert trip.back(kind)[0] == data
