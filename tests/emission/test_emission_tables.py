"""Second tables: values that are looked up, and sub-records of lists and tables."""

from __future__ import annotations

import json

import polars as pl
import pytest
from emission_helpers import NAME, emitted, mapped, reasons, records, rows

import giis
from invented import WITH_SUBRECORDS

LOOKUP = "{column: u, lookup: {table: unidades, value: clues}}"


@pytest.fixture
def mapping(tmp_path):
    def write(text):
        path = tmp_path / "mapeo.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize("file", ["u.csv", "u.parquet"])
def test_a_lookup(tmp_path, mapping, file):
    units = pl.DataFrame({"id": [1, 2, None], "clues": ["DFSSA002071", "ASSSA000211", "x"]})
    (units.write_csv if file == "u.csv" else units.write_parquet)(tmp_path / file)
    head = f"tables: {{unidades: {{path: {file}, key: id}}}}\n"
    done = emitted(rows({"u": 2}, {"u": 3}), mapping(mapped("clues", LOOKUP, head)), tmp_path / "x")
    assert [item.path.name for item in done.files] == ["CEX-ASSSA-2411.TXT"]
    assert ("2", "MAP-busqueda", "3") in reasons(done)
    empty = mapping(mapped("clues", LOOKUP.replace("}}", "}, unknown: {value: DFSSA002071}}"), head))
    assert emitted(rows({"u": 3}), empty, tmp_path / "y").files[0].path.name == NAME


def test_a_lookup_followed_by_codes(tmp_path, mapping):
    pl.DataFrame({"id": [1, 2], "puesto": ["m", "?"]}).write_csv(tmp_path / "u.csv")
    head = "tables: {t: {path: u.csv, key: id}}\n"
    value = "{column: u, lookup: {table: t, value: puesto}, codes: {m: '2'}}"
    done = emitted(rows({"u": 1}, {"u": 2}, {"u": 9}), mapping(mapped("tipoPersonal", value, head)), tmp_path / "x")
    assert records(done.files[0].path)[0]["tipoPersonal"] == "2"
    assert [item for item in reasons(done) if item[1].startswith("MAP")] == [
        ("2", "MAP-codigo", "?"), ("3", "MAP-busqueda", "9"), ("3", "MAP-codigo", "9"),
    ]  # fmt: skip


def test_a_key_that_stands_twice(tmp_path, mapping):
    pl.DataFrame({"id": [1, 1], "clues": ["DFSSA002071", "ASSSA000211"], "otra": ["a", "a"]}).write_csv(
        tmp_path / "u.csv"
    )
    head = "tables: {unidades: {path: u.csv, key: id}}\n"
    with pytest.raises(giis.SpecError, match="keys of 'id' twice"):
        emitted(rows({"u": 1}), mapping(mapped("clues", LOOKUP, head)), tmp_path / "x")
    same = mapping(mapped("nombre", "{column: u, lookup: {table: unidades, value: otra}, upper: true}", head))
    assert emitted(rows({"u": 1}), same, tmp_path / "x", keep_invalid=True).written == 1
    with pytest.raises(giis.SpecError, match="the table unidades has no column 'clue'; did you mean 'clues'"):
        emitted(
            rows({"u": 1}),
            mapping(mapped("clues", LOOKUP.replace("value: clues", "value: clue"), head)),
            tmp_path / "y",
        )
    with pytest.raises(giis.SpecError, match="has no column 'ide'"):
        emitted(rows({"u": 1}), mapping(mapped("clues", LOOKUP, head.replace("key: id", "key: ide"))), tmp_path / "y")


BASE = {
    "id": 1, "nacimiento": "01/01/1980", "fecha": "15/11/2024", "sexo": "2", "apodo": "ANA", "unidad": "DFSSA002071",
    "pais": "142", "peso": "60", "motivo": "-1", "riesgos": "1&2", "diagnostico": "J00X", "grado": "3",
}  # fmt: skip
OWN = "mapping: giis-mapping/1\nguide: GIIS-B999-01-01\n"
OTHERS = "".join(f"  {name}: {name}\n" for name in BASE if name != "id")
PLACE = "{column: donde, codes: {d: '1', f: '2'}, if_empty: default}"
FIELDS = f"{{causa: cie, lugar: {PLACE}, hora: {{column: h, if_empty: '99:99'}}}}"


@pytest.mark.parametrize("way", ["table", "list"])
def test_sub_records(tmp_path, mapping, invented, way):
    guide = invented(WITH_SUBRECORDS)
    parts = [
        {"k": 1, "n": 10, "cie": "S934", "donde": "d", "h": "11:00"},
        {"k": 1, "n": 9, "cie": "O800", "donde": "d", "h": "10:30:00"},
        {"k": 3, "n": 2, "cie": "S934", "donde": None, "h": None},
        {"k": 3, "n": 1, "cie": "N40X", "donde": None, "h": "11:00"},
        {"k": 4, "n": 1, "cie": "S934", "donde": "?", "h": None},
        {"k": 4, "n": 2, "cie": "N40#", "donde": None, "h": None},
        {"k": None, "n": 1, "cie": "S934", "donde": None, "h": None},
    ]  # fmt: skip
    source = [{**BASE, "id": number, "apodo": name} for number, name in enumerate(["ANA", "EVA", "LUZ", "SOL"], 1)]
    if way == "table":
        pl.DataFrame(parts).write_parquet(tmp_path / "partes.parquet")
        head = "tables: {partes: {path: partes.parquet, key: k}}\n"
        text = f"  ACTOS: {{records: {{table: partes, key: id, order: n, fields: {FIELDS}}}}}\n"
    else:
        inner = sorted((part for part in parts if part["k"]), key=lambda part: part["n"])
        source = [{**row, "lista": [part for part in inner if part["k"] == row["id"]]} for row in source]
        head, text = "", f"  ACTOS: {{records: {{column: lista, fields: {FIELDS}}}}}\n"
    (tmp_path / "s.jsonl").write_text("\n".join(map(json.dumps, source)), encoding="utf-8")
    written = mapping(OWN + head + "variables:\n" + OTHERS + text)
    done = emitted(tmp_path / "s.jsonl", written, tmp_path / "x", guide=guide, keep_invalid=True)
    lines = done.files[0].path.read_text(encoding="cp1252").splitlines()[1:]
    assert [line.split("|")[-1] for line in lines] == [
        "1#O800#1#10:30&2#S934#1#11:00", "", "1#N40X#-1#11:00&2#S934#-1#99:99", "1#S934#?#99:99&2#N40##-1#99:99",
    ]  # fmt: skip
    assert {item[:2] for item in reasons(done) if item[1].startswith("MAP")} == {
        ("4", "MAP-codigo"),
        ("4", "MAP-separador"),
    }
    report = giis.validate(done.files[0].path, guide, as_of=__import__("datetime").date(2024, 12, 1))
    assert report.files[0].records == done.written


def test_findings_inside_name_the_sub_record(tmp_path, mapping, invented):
    guide = invented(WITH_SUBRECORDS)
    source = [{**BASE, "a": "1#S934#-1#11:00&3#N40X#-1#09:00"}]
    done = emitted(source, mapping(OWN + "variables:\n" + OTHERS + "  ACTOS: a\n"), tmp_path / "x", guide=guide)
    lines = done.excluded_path.read_text(encoding="utf-8-sig").splitlines()
    told = {(line.split(",")[3], line.split(",")[4], line.split(",")[6]) for line in lines[1:]}
    assert told == {("TST014-secuencia", "ACTOS[2].numero", "•••"), ("TST017-tarde", "ACTOS[2].hora", "•••")}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{records: {column: apodo, fields: {}}}", "'apodo' is no list"),
        ("{records: {table: t, key: id, fields: {causas: a}}}", "ACTOS has no field 'causas'; did you mean 'causa'?"),
        ("{records: {table: t, key: id, order: z, fields: {causa: a}}}", "the table t has no column 'z'"),
        ("{records: {table: t, key: id, fields: {causa: b}}}", "the source has no column 'b'"),
        ("{records: {table: t, fields: {causa: a}}}", "`key` names"),
        ("{records: {table: t, key: id, where: a, fields: {causa: a}}}", "not a condition"),
        ("{records: {table: t, key: id, fields: {lugar: {constant: '7'}}}}", "lugar cannot be '7'"),
        ("{records: {table: t, key: id, fields: {lugar: {column: a}}}}", "1 variables have no source"),
    ],
)
def test_faults_of_sub_records(tmp_path, mapping, invented, text, told):
    pl.DataFrame({"k": [1], "a": ["x"]}).write_csv(tmp_path / "t.csv")
    head = "tables: {t: {path: t.csv, key: k}}\n"
    with pytest.raises(giis.GiisError) as error:
        emitted([BASE], mapping(OWN + head + "variables:\n" + OTHERS + f"  ACTOS: {text}\n"), tmp_path / "x",
                guide=invented(WITH_SUBRECORDS))  # fmt: skip
    assert told in str(error.value)


def test_only_some_rows_of_a_table(tmp_path, mapping):
    pl.DataFrame({"p": ["1", "1", "1"], "a": ["2", "3", "8"], "baja": [None, "si", None]}).write_csv(tmp_path / "t.csv")
    head = "tables: {t: {path: t.csv, key: p}}\n"
    value = "{records: {table: t, key: i, where: empty(baja), fields: {derechohabiencia: a}}}"
    done = emitted(rows({"i": 1}), mapping(mapped("derechohabiencia", value, head)), tmp_path / "x")
    assert records(done.files[0].path)[0]["derechohabiencia"] == "2&8"
