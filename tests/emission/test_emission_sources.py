"""The same table from every kind of source gives the same bytes."""

from __future__ import annotations

import json
import sqlite3

import polars as pl
import pytest
from emission_helpers import HEAD, NAME, emitted, identity, mapped, official, reasons, records, rows

import giis
from giis.emission import _job
from giis.tables import Place, open_table
from outpatient import BASE

CHANGES = [{"nombre": "ANGELA ÑÜ", "peso": "61.5"}, {"peso": "70"}, {"peso": "80.25", "codigoCIEDiagnostico1": "J069"}]
TABLE = pl.DataFrame(rows(*CHANGES))


def write_xlsx(path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.title = "Datos"
    book.active.append(TABLE.columns)
    for row in TABLE.iter_rows(named=True):
        book.active.append([float(value) if name == "peso" else value or None for name, value in row.items()])
    book.create_sheet("Otra").append(["x"])
    book.save(path)
    return {}


def write_db(path):
    pytest.importorskip("sqlalchemy")
    with sqlite3.connect(path) as base:
        names = ", ".join(f'"{name}"' for name in TABLE.columns)
        base.execute(f"CREATE TABLE consultas ({names})")
        marks = ", ".join("?" * TABLE.width)
        base.executemany(f"INSERT INTO consultas VALUES ({marks})", TABLE.rows())  # noqa: S608
    base.close()
    return {"table": "consultas"}


def semicolons(path):
    TABLE.write_csv(path, separator=";")


def ansi(path):
    path.write_bytes(TABLE.write_csv(line_terminator="\r\n").encode("cp1252"))


def marked(path):
    path.write_bytes(b"\xef\xbb\xbf" + TABLE.write_csv().encode())


WRITERS = {
    "a.csv": TABLE.write_csv,
    "semicolons.csv": semicolons,
    "ansi.csv": ansi,
    "bom.txt": marked,
    "a.tsv": lambda path: TABLE.write_csv(path, separator="\t"),
    "a.parquet": TABLE.write_parquet,
    "a.json": lambda path: path.write_text(json.dumps(TABLE.to_dicts()), encoding="utf-8"),
    "a.jsonl": TABLE.write_ndjson,
    "a.xlsx": write_xlsx,
    "a.sqlite": write_db,
}


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("batch", [1, 20_000])
def test_every_format(tmp_path, monkeypatch, name, batch):
    monkeypatch.setattr(_job, "ROWS", batch)
    path = tmp_path / name
    options = WRITERS[name](path) or {}
    done = emitted(path, identity(), tmp_path / "x", **(options if isinstance(options, dict) else {}))
    assert reasons(done) == []
    assert (tmp_path / "x" / NAME).read_bytes() == official(CHANGES)


def test_frames(tmp_path):
    for number, source in enumerate([TABLE, TABLE.lazy(), TABLE.with_columns(pl.col("peso").cast(pl.Float64))]):
        emitted(source, identity(), tmp_path / str(number))
        assert (tmp_path / str(number) / NAME).read_bytes() == official(CHANGES)


def test_queries(tmp_path):
    write_db(tmp_path / "a.db")
    url = f"sqlite:///{tmp_path / 'a.db'}"
    query = "SELECT *, upper(lower(nombre)) AS otro FROM consultas WHERE peso > '65' ORDER BY peso DESC"
    emitted(url, mapped("nombre", "otro"), tmp_path / "x", query=query)
    assert [item["peso"] for item in records(tmp_path / "x" / NAME)] == ["80.25", "70"]
    place = "source: {query: SELECT * FROM consultas}\n"
    assert emitted(url, identity(head=place), tmp_path / "y").written == 3
    with pytest.raises(giis.InputError, match="give one of the two"):
        emitted(url, identity(), tmp_path / "z")
    with pytest.raises(giis.InputError, match="no table 'consulta'"):
        emitted(url, identity(), tmp_path / "z", table="consulta")
    with pytest.raises(giis.InputError, match="no such column"):
        emitted(url, identity(), tmp_path / "z", query="SELECT nada FROM consultas")
    with pytest.raises(giis.InputError, match="two columns of the same name"):
        emitted(url, identity(), tmp_path / "z", query="SELECT peso, peso FROM consultas")
    assert not (tmp_path / "z").exists()


@pytest.mark.parametrize("url", ["nada+nada://yo:secreto@aqui/base", "sqlite://yo:secreto@aqui:puerto/base"])
def test_a_password_is_not_told(tmp_path, url):
    pytest.importorskip("sqlalchemy")
    with pytest.raises(giis.InputError) as error:
        emitted(url, identity(), tmp_path / "z", table="x")
    assert "secreto" not in str(error.value)


def test_values_of_a_database_of_any_type(tmp_path):
    pytest.importorskip("sqlalchemy")
    with sqlite3.connect(tmp_path / "a.db") as base:
        base.execute("CREATE TABLE t (peso, talla, fecha, nada)")
        base.execute("INSERT INTO t VALUES (61.5, 162, '2024-11-15', NULL)")
        base.execute("INSERT INTO t VALUES ('70', 162.0, '15/11/2024', x'4142')")
    base.close()
    others = [name for name in BASE if name not in ("peso", "talla", "fechaConsulta")]
    constants = "".join(f"  {name}: {{constant: '{BASE[name]}'}}\n" for name in others)
    mapping = f"{HEAD}variables:\n  peso: peso\n  talla: talla\n  fechaConsulta: fecha\n{constants}"
    done = emitted(tmp_path / "a.db", mapping, tmp_path / "x", table="t")
    assert [(item["peso"], item["talla"]) for item in records(done.files[0].path)] == [("61.5", "162"), ("70", "162")]


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.csv", b"", "it is empty"),
        ("a.csv", b"a,a\n1,2\n", "the column 'a' stands twice"),
        ("a.csv", b"a,b\n1,2\n3\n", "line 3 has 1 columns and the header 2"),
        ("a.csv", b'a,b\n"1\n\n",2\n3,4,5\n', "line 5 has 3 columns and the header 2"),
        ("a.csv", b'a,b\n1,"2\n3,4\n', "damaged"),
        ("a.csv", "a,b\n1,2\n".encode("utf-16"), "UTF-16"),
        ("a.parquet", b"PAR1 no", "damaged"),
        ("a.json", b"[1, 2", "damaged"),
        ("a.jsonl", b"{", "damaged"),
        ("a.xlsx", b"PK no", "workbook"),
        ("a.xls", b"x", "'.xls' does not tell"),
        ("a.db", b"no database at all", "cannot be read"),
    ],
)
def test_damaged_sources(tmp_path, name, data, told):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(giis.InputError, match="cannot be read") as error:
        list(open_table(Place(tmp_path / name, table="t" if name == "a.db" else None)).batches(1))
    assert told in str(error.value)


def test_a_csv_that_changes_its_encoding(tmp_path):
    lines = [b"a,b"] + [b"1,2"] * 30_000 + ["ñ,é".encode("cp1252")]
    (tmp_path / "a.csv").write_bytes(b"\n".join(lines))
    with pytest.raises(giis.InputError, match="windows-1252"):
        list(open_table(Place(tmp_path / "a.csv")).batches(1_000))
    told = open_table(Place(tmp_path / "a.csv", encoding="windows-1252"))
    assert pl.concat(told.batches(1_000)).row(-1) == ("ñ", "é")


def test_formulas_are_text(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    write_xlsx(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    place = TABLE.columns.index("migrante") + 1
    book["Datos"].cell(2, place).value = '=HYPERLINK("x")'
    book.save(tmp_path / "a.xlsx")
    done = emitted(tmp_path / "a.xlsx", identity(), tmp_path / "x", sheet="Datos")
    assert (done.written, done.excluded) == (2, 1)
    assert ("1", "CEX020-formato", '\'=HYPERLINK("x")') in reasons(done)
    with pytest.raises(giis.InputError, match="there is no sheet 'Nada'; it has Datos, Otra"):
        emitted(tmp_path / "a.xlsx", identity(), tmp_path / "y", sheet="Nada")
