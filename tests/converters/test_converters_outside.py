"""Tables from outside: read with care, and refused in words where something would be lost."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import sqlalchemy as sa
from converting import FORMATS, PLAIN

import giis

ROOT = Path(__file__).resolve().parents[2]


def _row(trip) -> dict[str, str]:
    return {item.identifier: PLAIN.get(item.identifier, "1") for item in trip.guide.variables}


def _csv(trip, text: str | bytes) -> None:
    path = Path(trip.target("csv"))
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def test_a_csv_of_a_spreadsheet(trip):
    row = _row(trip)
    names = [item.header.lower() for item in trip.guide.variables]
    _csv(trip, "\ufeff" + ";".join(names) + "\r\n" + ";".join(row.values()) + "\r\n\r\n")
    data, made = trip.back("csv")
    assert data == trip.bytes_of([row])
    assert (made.identical, made.records) == (None, 1)


BROKEN_CSV = [
    (lambda names, row: ",".join(names[:-1]) + "\n" + ",".join(row[:-1]), "columns .* are missing: ACTOS"),
    (lambda names, row: ",".join([*names, "otra"]) + "\n" + ",".join([*row, "x"]), "'otra' is no variable"),
    (lambda names, row: ",".join([*names, names[0]]) + "\n" + ",".join([*row, "x"]), "are the same variable"),
    (lambda names, row: ",".join(names) + "\n" + ",".join(row[:-1]), "values instead of"),
    (lambda names, row: ",".join(names) + "\n" + ",".join([*row, "x"]), "values instead of"),
    (lambda names, row: (",".join(names) + "\n" + ",".join(row)).replace("ANA", "ÑU").encode("cp1252"), "not UTF-8"),
    (lambda names, row: ",".join(names) + "\n" + '"' + ",".join(row), "cannot be read as CSV"),
    (lambda names, row: ",".join(names) + "\n" + ",".join(row).replace("ANA", "A|B"), "the separator"),
    (lambda names, row: ",".join(names) + "\n" + ",".join(row).replace("ANA", '"A\nB"'), "line end"),
    (lambda names, row: ",".join(names) + "\n" + ",".join(row).replace("ANA", "ł"), "no character U\\+0142"),
    (lambda names, row: ",".join([*names, "_giis_texto"]) + "\n" + ",".join([*row, "{"]), "cannot be read as CSV"),
]


@pytest.mark.parametrize(("make", "message"), BROKEN_CSV, ids=[message for _, message in BROKEN_CSV])
def test_a_csv_of_which_something_would_be_lost(trip, make, message):
    row = _row(trip)
    _csv(trip, make(list(row), list(row.values())))
    with pytest.raises(giis.InputError, match=message):
        trip.back("csv")
    assert not (trip.folder / "back.txt").exists()
    assert not list(trip.folder.glob(".back*"))


BROKEN_JSON = [
    ("[1]\n", "not JSON objects"),
    ("{\n", "not JSON objects"),
    ('{"sexo": 1}\n', "are missing"),
    (lambda row: json.dumps(row | {"otra": 1}), "'otra' is no variable"),
    (lambda row: json.dumps(row | {"riesgos": {"a": 1}}), "not JSON objects"),
    (lambda row: json.dumps(row) + "\n" + json.dumps(row | {"otra": 1}), "'otra' is no variable"),
]


@pytest.mark.parametrize(("make", "message"), BROKEN_JSON, ids=[str(index) for index in range(len(BROKEN_JSON))])
def test_json_of_which_something_would_be_lost(trip, make, message):
    row = _row(trip) | {"riesgos": [1], "ACTOS": []}
    Path(trip.target("jsonl")).write_text(make if isinstance(make, str) else make(row), "utf-8")
    with pytest.raises(giis.InputError, match=message):
        trip.back("jsonl")


def test_json_of_other_types(trip):
    row = _row(trip) | {"riesgos": [1, "3"], "ACTOS": [{"numero": "1", "lugar": 2}], "sexo": "2", "peso": 70.0}
    Path(trip.target("jsonl")).write_text(json.dumps(row), "utf-8")
    data, _ = trip.back("jsonl")
    assert data == trip.bytes_of([_row(trip) | {"riesgos": "1&3", "ACTOS": "1##2#", "peso": "70"}])


BROKEN_META = [
    "x",
    "[]",
    {"schema": "giis-convert/9"},
    {"form": {"header": "a\nb"}},
    {"form": {"encoding": "cp500"}},
    {"form": {"order": [0, 0]}},
    {"form": {"line_end": "|"}},
    {"form": {"lines": {"1": ["x", None, None]}}},
    {"form": {"lines": {"1": [None, "x", None]}}},
    {"records": "many"},
    {"guide": 1},
]


@pytest.mark.parametrize("change", BROKEN_META, ids=str)
def test_metadata_are_not_trusted(trip, change):
    trip.away(trip.bytes_of([PLAIN]), "csv")
    side = Path(trip.target("csv") + ".giis.json")
    meta = json.loads(side.read_text())
    if isinstance(change, dict):
        change = dict(change)
        form = meta["form"] | change.pop("form", {})
        side.write_text(json.dumps(meta | change | {"form": form}))
    else:
        side.write_text(change)
    with pytest.raises(giis.InputError, match="metadata of giis are damaged"):
        trip.back("csv")


def test_metadata_of_another_width(trip):
    trip.away(trip.bytes_of([PLAIN]), "csv")
    side = Path(trip.target("csv") + ".giis.json")
    meta = json.loads(side.read_text())
    meta["form"]["order"] = [1, 0]
    side.write_text(json.dumps(meta))
    with pytest.raises(giis.InputError, match="a file of 2 columns"):
        trip.back("csv")


@pytest.mark.parametrize("kind", FORMATS)
def test_without_metadata_the_form_is_the_official_one(trip, kind):
    data = trip.bytes_of([PLAIN], "\n")
    trip.away(data, kind)
    _forget(trip, kind)
    again, made = trip.back(kind, table="tst")
    assert again == trip.bytes_of([PLAIN], "\r\n")
    assert made.identical is None


def _forget(trip, kind: str) -> None:
    target = trip.target(kind)
    if kind in ("csv", "jsonl"):
        Path(f"{target}.giis.json").unlink()
    elif kind == "parquet":
        pl.read_parquet(target).write_parquet(target)
    elif kind == "xlsx":
        book = openpyxl.load_workbook(target)
        del book["giis_meta"]
        book.save(target)
    else:
        engine = sa.create_engine(target)
        with engine.begin() as connection:
            connection.execute(sa.text("drop table tst_giis_meta"))
        engine.dispose()


@pytest.mark.parametrize("kind", ["xlsx", "sql"])
def test_sub_records_without_their_record_are_refused(trip, kind):
    trip.away(trip.bytes_of([PLAIN, PLAIN]), kind)
    if kind == "xlsx":
        book = openpyxl.load_workbook(trip.target(kind))
        book["tst"].delete_rows(3)
        book.save(trip.target(kind))
    else:
        engine = sa.create_engine(trip.target(kind))
        with engine.begin() as connection:
            connection.execute(sa.text("delete from tst where _giis_registro = 2"))
        engine.dispose()
    with pytest.raises(giis.InputError, match="ACTOS: 2 rows belong to records that are not"):
        trip.back(kind)


def test_a_workbook_sorted_and_changed_by_hand(trip):
    records = [PLAIN | {"apodo": name, "peso": "5.0"} for name in ("UNO", "DOS")]
    trip.away(trip.bytes_of(records), "xlsx")
    book = openpyxl.load_workbook(trip.target("xlsx"))
    sheet = book["tst"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for number, row in enumerate(reversed(rows), 2):
        for place, value in enumerate(row, 1):
            sheet.cell(number, place, value)
    peso = [cell.value for cell in sheet[1]].index("peso") + 1
    sheet.cell(2, peso, 80)
    book.save(trip.target("xlsx"))
    data, made = trip.back("xlsx")
    assert data == trip.bytes_of([records[1] | {"peso": "80"}, records[0]])
    assert made.identical is False


def test_formulas_of_a_workbook_are_read_as_text(trip):
    row = _row(trip)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(list(row))
    sheet.append(list((row | {"apodo": "=1+1"}).values()))
    book.save(trip.target("xlsx"))
    data, _ = trip.back("xlsx")
    assert data == trip.bytes_of([row | {"apodo": "=1+1"}])


def test_hostile_workbooks_are_refused(trip):
    path = Path(trip.target("xlsx"))
    path.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(giis.InputError, match="cut short"):
        trip.back("xlsx")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"<a>" + b" " * 5_000_000 + b"</a>")
    with pytest.raises(giis.InputError, match="zip bomb"):
        trip.back("xlsx")


def test_a_table_of_another_program(trip):
    row = _row(trip)
    engine = sa.create_engine(trip.target("sql"))
    pairs = pl.DataFrame({name: [value] for name, value in row.items()})
    with engine.begin() as connection:
        columns = ", ".join(f'"{name}" text' for name in row)
        connection.execute(sa.text(f"create table otra ({columns})"))
        marks = ", ".join(f":{name}" for name in row)
        connection.execute(sa.text(f"insert into otra values ({marks})"), pairs.to_dicts())  # noqa: S608
    engine.dispose()
    with pytest.raises(giis.InputError, match="--table"):
        trip.back("sql")
    made = giis.convert(trip.target("sql"), trip.folder / "back.txt", trip.guide, table="otra")
    assert (trip.folder / "back.txt").read_bytes() == trip.bytes_of([row])
    assert made.identical is None


def test_the_guide_of_a_table_is_told_by_its_columns(tmp_path):
    giis.convert(ROOT / "examples" / "CEX-DFSSA-2411.TXT", tmp_path / "a.csv")
    (tmp_path / "a.csv.giis.json").unlink()
    assert giis.convert(tmp_path / "a.csv", tmp_path / "a.txt").guide == "GIIS-B015-04-11"
    (tmp_path / "b.csv").write_text("a,b\n1,2\n")
    with pytest.raises(giis.InputError, match="--guide"):
        giis.convert(tmp_path / "b.csv", tmp_path / "b.txt")
