"""What has a type, and what is kept as text."""

from __future__ import annotations

from datetime import date, time

import polars as pl
import pytest
from converting import PLAIN

import giis
from giis.converters import _texts

TYPED = [
    ("fecha", "29/02/2024", date(2024, 2, 29), False),
    ("fecha", "09/09/9999", date(9999, 9, 9), False),
    ("fecha", "31/02/2024", None, True),
    ("fecha", "1/1/2024", None, True),
    ("fecha", "2024-01-05", None, True),
    ("fecha", "01/01/0000", None, True),
    ("fecha", "", None, False),
    ("sexo", "2", 2, False),
    ("sexo", "-1", -1, False),
    ("sexo", "007", None, True),
    ("sexo", "5.0", None, True),
    ("sexo", " 5", None, True),
    ("sexo", "-0", None, True),
    ("peso", "61.5", 61.5, False),
    ("peso", "70", 70.0, False),
    ("peso", "70.0", 70.0, True),
    ("peso", "070", None, True),
    ("peso", "1e3", None, True),
    ("apodo", " x ", " x ", False),
    ("apodo", "a\x00b", None, True),
    ("espera", "01:30", 90, False),
    ("espera", "99:59", 5999, False),
    ("espera", "1:30", None, True),
    ("riesgos", "1&3", [1, 3], False),
    ("riesgos", "1&03", None, True),
    ("riesgos", "1&", None, True),
    ("ACTOS", "1#A09X#2#10:30", [{"numero": 1, "causa": "A09X", "lugar": 2, "hora": time(10, 30)}], False),
    ("ACTOS", "1###", [{"numero": 1, "causa": None, "lugar": None, "hora": None}], False),
    ("ACTOS", "01#A##", [{"numero": None, "causa": "A", "lugar": None, "hora": None}], True),
    ("ACTOS", "1#A", None, True),
]


@pytest.mark.parametrize(("name", "text", "value", "kept"), TYPED, ids=lambda item: str(item))
def test_the_type_of_a_text(trip, name, text, value, kept):
    made = trip.away(trip.bytes_of([PLAIN | {name: text}]), "parquet")
    row = pl.read_parquet(trip.target("parquet")).row(0, named=True)
    assert row[name] == value
    told = row[_texts.COLUMN]
    if not kept:
        assert told is None
        assert (made.untyped, made.rewritten) == ({}, {})
        return
    assert [item["variable"] for item in told] == [name]
    counted = made.rewritten if name == "peso" and value is not None else made.untyped
    assert counted == {name: 1}


def test_the_kept_text_is_escaped_only_where_it_must_be():
    texts = pl.Series(["5.0", "a\x00b", "\\n", "_x0041_", "ñ", "_x"])
    escaped = _texts.escape(texts)
    assert escaped.to_list() == ["5.0", "a\\u0000b", "\\\\n", "\\u005fx0041_", "ñ", "_x"]
    assert _texts.unescape(escaped).to_list() == texts.to_list()


def test_what_the_guide_prescribes_is_not_counted_as_untyped(trip):
    guide = giis.load_guide("B013")
    hour = next(item for item in guide.dictionary if item.type == "time" and item.specials)
    from giis.converters._typed import Tally, _count

    tally = Tally()
    special = str(next(iter(hour.specials)))
    _count(hour, pl.Series([special, "x"]), pl.Series([None, None], dtype=pl.Time), tally)
    assert (tally.untyped, tally.rewritten) == ({hour.identifier: 1}, {hour.identifier: 1})


CHANGES = [
    ({"peso": 80.0}, "peso", "80"),
    ({"peso": None}, "peso", ""),
    ({"sexo": 1}, "sexo", "1"),
    ({"fecha": date(2024, 1, 2)}, "fecha", "02/01/2024"),
    ({}, "peso", "5.0"),
    ({}, "sexo", "007"),
]


@pytest.mark.parametrize(("change", "name", "written"), CHANGES, ids=str)
def test_who_changes_a_cell_is_heeded(trip, change, name, written):
    """A kept text counts only while its reading is what the cell holds."""
    trip.away(trip.bytes_of([PLAIN | {"peso": "5.0", "sexo": "007", "fecha": "31/02/2024"}]), "parquet")
    frame = pl.read_parquet(trip.target("parquet"))
    changed = frame.with_columns(pl.lit(value, frame.schema[key]).alias(key) for key, value in change.items())
    changed.write_parquet(trip.target("parquet"), metadata=dict(pl.read_parquet_metadata(trip.target("parquet"))))
    data, made = trip.back("parquet")
    place = [item.identifier for item in trip.guide.variables].index(name)
    assert data.split(b"\r\n")[1].decode().split("|")[place] == written
    assert made.identical is (not change)


GIVEN = [
    ("peso", pl.Series([70], dtype=pl.Int8), "70"),
    ("peso", pl.Series(["70.50"]), "70.5"),
    ("peso", pl.Series(["70.5"]).cast(pl.Decimal(10, 2)), "70.50"),
    ("sexo", pl.Series([2.0]), "2"),
    ("sexo", pl.Series([2.5]), "2.5"),
    ("sexo", pl.Series([True]), "1"),
    ("fecha", pl.Series(["2024-11-05"]), "05/11/2024"),
    ("fecha", pl.Series(["2024-11-05T00:00:00"]), "05/11/2024"),
    ("fecha", pl.Series(["05/11/2024"]), "05/11/2024"),
    ("fecha", pl.Series([date(2024, 11, 5)]).cast(pl.Datetime), "05/11/2024"),
    ("espera", pl.Series(["90"]), "01:30"),
    ("espera", pl.Series([90.0]), "01:30"),
    ("espera", pl.Series(["01:30"]), "01:30"),
    ("riesgos", pl.Series([["1", "3"]]), "1&3"),
    ("riesgos", pl.Series([[]], dtype=pl.List(pl.Int64)), ""),
    ("ACTOS", pl.Series([[{"lugar": 1, "numero": 2}]]), "2##1#"),
    ("ACTOS", pl.Series(["2##1#"]), "2##1#"),
]


@pytest.mark.parametrize(("name", "values", "written"), GIVEN, ids=lambda item: str(item)[:30])
def test_tables_from_elsewhere(trip, name, values, written):
    texts = {item.identifier: [PLAIN.get(item.identifier, "1")] for item in trip.guide.variables}
    pl.DataFrame(texts | {name: values}).write_parquet(trip.target("parquet"))
    data, made = trip.back("parquet")
    place = [item.identifier for item in trip.guide.variables].index(name)
    assert data.split(b"\r\n")[1].decode().split("|")[place] == written
    assert made.identical is None


def test_a_type_that_cannot_be_written_is_refused(trip):
    texts = {item.identifier: [PLAIN.get(item.identifier, "1")] for item in trip.guide.variables}
    pl.DataFrame(texts | {"peso": [b"x"]}).write_parquet(trip.target("parquet"))
    with pytest.raises(giis.InputError, match="'peso' is of type Binary"):
        trip.back("parquet")
