"""How each format holds the records."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import sqlalchemy as sa
from converting import PLAIN

TWO = [PLAIN, PLAIN | {"ACTOS": "", "riesgos": "-1", "sexo": "007", "apodo": "=1+1"}]


@pytest.fixture
def kinds(trip):
    def make(kind: str, **options: object) -> Path:
        trip.away(trip.bytes_of(TWO), kind, **options)
        return trip.folder / ("out.db" if kind == "sql" else f"out.{kind}")

    return make


def test_parquet_is_typed_and_nested(kinds):
    path = kinds("parquet")
    schema = pl.read_parquet_schema(path)
    assert {name: schema[name] for name in ("fecha", "sexo", "peso", "apodo", "riesgos", "espera")} == {
        "fecha": pl.Date, "sexo": pl.Int64, "peso": pl.Float64, "apodo": pl.String, "riesgos": pl.List(pl.Int64),
        "espera": pl.Int32,
    }  # fmt: skip
    fields = {"numero": pl.Int64, "causa": pl.String, "lugar": pl.Int64, "hora": pl.Time}
    assert schema["ACTOS"] == pl.List(pl.Struct(fields))
    meta = json.loads(pl.read_parquet_metadata(path)["giis_meta"])
    assert (meta["schema"], meta["guide"], meta["records"]) == ("giis-convert/1", "GIIS-B999-01-01", 2)
    assert pl.read_parquet(path)["_giis_texto"].to_list() == [None, [{"variable": "sexo", "texto": "007"}]]


def test_json_lines_are_objects_with_lists(kinds):
    path = kinds("jsonl")
    first, second = map(json.loads, path.read_text("utf-8").splitlines())
    assert first["riesgos"] == [1, 3]
    assert first["fecha"] == "2024-11-15"
    assert first["ACTOS"][0] == {"numero": 1, "causa": "A09X", "lugar": 1, "hora": "10:30:00"}
    assert (second["ACTOS"], second["sexo"], second["apodo"]) == (None, None, "=1+1")
    assert json.loads(Path(f"{path}.giis.json").read_text())["form"]["encoding"] == "windows-1252"


def test_csv_has_simple_cells(kinds):
    path = kinds("csv")
    first, second = csv.DictReader(path.read_text("utf-8").splitlines())
    assert (first["fecha"], first["peso"], first["riesgos"], first["espera"]) == ("2024-11-15", "61.5", "1&3", "90")
    assert first["ACTOS"] == PLAIN["ACTOS"]
    assert (second["sexo"], second["apodo"]) == ("", "=1+1")
    assert json.loads(second["_giis_texto"]) == [{"variable": "sexo", "texto": "007"}]
    assert Path(f"{path}.giis.json").is_file()


def test_sql_has_tables_beside(kinds):
    engine = sa.create_engine(f"sqlite:///{kinds('sql')}")
    with engine.connect() as connection:
        tables = set(sa.inspect(engine).get_table_names())
        assert tables == {"tst", "tst_ACTOS", "tst_giis_texto", "tst_giis_meta"}
        main = connection.execute(sa.text("select _giis_registro, fecha, sexo, riesgos from tst order by 1")).all()
        assert main == [(1, "2024-11-15", 2, "1&3"), (2, "2024-11-15", None, "-1")]
        acts = connection.execute(sa.text('select * from "tst_ACTOS" order by 1, 2')).all()
        assert [row[:5] for row in acts] == [(1, 1, 1, "A09X", 1), (1, 2, 2, "O800", -1)]
        assert connection.execute(sa.text("select * from tst_giis_texto")).all() == [(2, "sexo", "007")]
    engine.dispose()


def test_workbooks_have_sheets_and_text_cells(kinds):
    book = openpyxl.load_workbook(kinds("xlsx"))
    assert book.sheetnames == ["tst", "ACTOS", "giis_texto", "giis_meta"]
    rows = list(book["tst"].iter_rows())
    columns = [cell.value for cell in rows[0]]
    apodo = rows[2][columns.index("apodo")]
    assert (apodo.value, apodo.data_type) == ("=1+1", "s")
    assert rows[1][columns.index("fecha")].value == datetime(2024, 11, 15)
    assert rows[1][columns.index("peso")].value == 61.5
    assert [cell.value for cell in list(book["ACTOS"].iter_rows())[1]][:5] == [1, 1, 1, "A09X", 1]


def test_labels_name_the_options(kinds):
    row = pl.read_parquet(kinds("parquet", labels=True)).row(0, named=True)
    assert (row["sexo_etiqueta"], row["motivo_etiqueta"]) == ("MUJER", "URGENCIA")
    assert row["riesgos_etiqueta"] == ["UNO", "TRES"]
    assert [item["lugar_etiqueta"] for item in row["ACTOS"]] == ["DENTRO", "no aplica"]
    first = next(csv.DictReader(kinds("csv", labels=True).read_text("utf-8").splitlines()))
    assert first["riesgos_etiqueta"] == "UNO; TRES"


def test_dates_that_workbooks_do_not_know_are_text(trip):
    trip.away(trip.bytes_of([PLAIN | {"nacimiento": "31/12/1899"}]), "xlsx")
    rows = list(openpyxl.load_workbook(trip.folder / "out.xlsx")["tst"].iter_rows(values_only=True))
    assert rows[1][rows[0].index("nacimiento")] == date(1899, 12, 31).isoformat()


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet", "xlsx"])
def test_what_is_written_is_private(kinds, kind):
    assert kinds(kind).stat().st_mode & 0o077 == 0
