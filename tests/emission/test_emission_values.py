"""Every step of the mapping language: what stands in the source, and what is written."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import polars as pl
import pytest
from emission_helpers import NAME, emitted, mapped, reasons, records, rows

from giis.emission._document import ValueDoc
from giis.emission._rows import rows_of
from giis.emission._steps import Shelf, value_of
from giis.specs import load_guide
from giis.specs.assemble import Raw
from giis.validators.columns import Setting

CASES: list[tuple[str, str, str, dict[str, Any], str]] = [
    # variable, its mapping, further keys of the mapping, the row, what is written
    ("nombre", "nombres", "", {"nombres": "  ANA "}, "ANA"),
    ("nombre", "{column: nombres}", "", {"nombres": "ANA"}, "ANA"),
    ("nombre", "{column: [n1, n2]}", "", {"n1": "ANA", "n2": "LUZ"}, "ANA LUZ"),
    ("nombre", "{column: [n1, n2], join: ' '}", "", {"n1": "ANA", "n2": None}, "ANA"),
    ("nombre", "{column: n, upper: true, accents: remove}", "", {"n": "José Ñandú Güemes"}, "JOSE ÑANDU GÜEMES"),
    ("nombre", "{column: n, split: {separator: ',', part: 2}}", "", {"n": "LOPEZ, ANA"}, "ANA"),
    ("nombre", "{column: n, split: {separator: ' ', part: first}}", "", {"n": "ANA LUZ EVA"}, "ANA"),
    ("nombre", "{column: n, split: {separator: ' ', part: last}}", "", {"n": "ANA LUZ EVA"}, "EVA"),
    ("nombre", "{column: n, split: {separator: ' ', part: rest}}", "", {"n": "ANA LUZ EVA"}, "LUZ EVA"),
    ("nombre", "{column: n, split: {separator: ' ', part: 4}, if_empty: ANA}", "", {"n": "EVA LUZ"}, "ANA"),
    ("nombre", "{column: n, slice: 2..4}", "", {"n": "XANAX"}, "ANA"),
    ("segundoApellido", "{column: n, if_empty: XX}", "", {"n": ""}, "XX"),
    ("segundoApellido", "{column: n, if_empty: XX}", "nothing: [N/D]\n", {"n": " N/D "}, "XX"),
    ("segundoApellido", "{column: n, if_empty: XX}", "columns: {n: {nothing: ['-']}}\n", {"n": "-"}, "XX"),
    ("planSeguridad", "default", "", {}, "-1"),
    ("planSeguridad", "{default: true}", "", {}, "-1"),
    ("planSeguridad", "{column: n, if_empty: default}", "", {"n": None}, "-1"),
    ("migrante", "{constant: '0'}", "", {}, "0"),
    ("migrante", "{column: m, codes: {si: '1', no: '0'}}", "", {"m": "no"}, "0"),
    ("migrante", "{column: m, codes: sn}", "codes: {sn: {si: '1', no: '0'}}\n", {"m": "no"}, "0"),
    ("migrante", "{column: m, codes: {si: '1'}, unknown: {value: '0'}}", "", {"m": "?"}, "0"),
    ("migrante", "{column: m, codes: {si: '1'}, unknown: keep}", "", {"m": "0"}, "0"),
    ("migrante", "{column: m, codes: {si: '1'}, unknown: empty, if_empty: '0'}", "", {"m": "?"}, "0"),
    ("migrante", "{column: m, codes: {si: '1', nada: ''}, if_empty: '0'}", "", {"m": "nada"}, "0"),
    ("fechaConsulta", "f", "", {"f": "2024-11-15"}, "15/11/2024"),
    ("fechaConsulta", "f", "", {"f": "2024-11-15T08:30:00"}, "15/11/2024"),
    ("fechaConsulta", "f", "", {"f": "15/11/2024"}, "15/11/2024"),
    ("fechaConsulta", "f", "", {"f": date(2024, 11, 15)}, "15/11/2024"),
    ("fechaConsulta", "f", "", {"f": datetime(2024, 11, 15, 8, 30)}, "15/11/2024"),
    ("fechaConsulta", "{column: f, date: dd-mm-aa}", "", {"f": "15-11-24"}, "15/11/2024"),
    ("fechaConsulta", "{column: f, date: aaaammdd}", "", {"f": "20241115"}, "15/11/2024"),
    ("fechaConsulta", "{column: f, date: 'mm/dd/yyyy hh:mi'}", "", {"f": "11/15/2024 09:15"}, "15/11/2024"),
    ("fechaConsulta", "{column: f, date: [dd.mm.aaaa, aaaa.mm.dd]}", "", {"f": "2024.11.15"}, "15/11/2024"),
    ("fechaConsulta", "f", "columns: {f: {type: date, date: dd.mm.aaaa}}\n", {"f": "15.11.2024"}, "15/11/2024"),
    ("peso", "p", "", {"p": 61.5}, "61.5"),
    ("peso", "p", "", {"p": 61.0}, "61"),
    ("peso", "{column: p, decimal: ','}", "", {"p": "61,5"}, "61.5"),
    ("peso", "p", "columns: {p: {type: decimal, decimal: ','}}\n", {"p": "061,50"}, "61.5"),
    ("talla", "t", "columns: {t: integer}\n", {"t": "0162"}, "162"),
    ("entidadNacimiento", "{column: e, pad: 2}", "", {"e": 9}, "09"),
    ("sexoBiologico", "s", "", {"s": True}, "1"),
    ("derechohabiencia", "{column: d, list: ','}", "", {"d": "2, 8"}, "2&8"),
    ("derechohabiencia", "{column: d, list: ';', codes: {IMSS: '2', ISSSTE: '3'}}", "", {"d": "IMSS;ISSSTE"}, "2&3"),
    ("derechohabiencia", "d", "", {"d": [2, 8]}, "2&8"),
    ("derechohabiencia", "{column: d, codes: {a: '2', b: '8'}}", "", {"d": ["a", None, "b"]}, "2&8"),
    ("derechohabiencia", "{records: {column: d, fields: {derechohabiencia: value}}}", "", {"d": [2, 8]}, "2&8"),
    ("talla", "{expression: 'plus(t, 2)'}", "columns: {t: integer}\n", {"t": "160"}, "162"),
    ("talla", "{expression: 'number(t)'}", "", {"t": "162"}, "162"),
    ("nombre", '{expression: "concat(a, b)"}', "", {"a": "AN", "b": "A"}, "ANA"),
    ("fechaConsulta", "{expression: f}", "columns: {f: date}\n", {"f": "2024-11-15"}, "15/11/2024"),
    ("sexoBiologico", "{expression: s == 'M'}", "", {"s": "M"}, "1"),
    ("nombre", "{expression: '_1a_vez_si'}", "", {"1a vez/si": "ANA"}, "ANA"),
    ("nombre", "{expression: otra}", "columns: {'1a vez': {as: otra}}\n", {"1a vez": "ANA"}, "ANA"),
    ("nombre", "{cases: [{when: e > 5, constant: EVA}], otherwise: {column: n}}", "", {"e": 3, "n": "ANA"}, "ANA"),
    ("nombre", "{cases: [{when: e > 5, column: n}], otherwise: EVA}", "", {"e": 8, "n": "ANA"}, "ANA"),
    ("nombre", "{cases: [{when: e > 5, constant: EVA}, {when: e > 1, constant: ANA}]}", "", {"e": 3}, "ANA"),
    ("nombre", "{cases: [{when: empty(e), constant: ANA}], otherwise: EVA}", "", {"e": ""}, "ANA"),
    ("nombre", "{cases: [{when: \"e in catalog('PAIS')\", constant: ANA}], otherwise: EVA}", "", {"e": 142}, "ANA"),
]


@pytest.mark.parametrize(("variable", "value", "head", "row", "wanted"), CASES)
def test_what_is_written(tmp_path, variable, value, head, row, wanted):
    (base,) = rows(row)
    fresh = {key: value for key, value in base.items() if key != variable or key in row}
    done = emitted([fresh], mapped(variable, value, head), tmp_path, keep_invalid=True)
    assert done.written == 1, reasons(done)
    (record,) = records(tmp_path / done.files[0].path.name)
    assert record[variable] == wanted


@pytest.mark.parametrize(
    ("variable", "value", "head", "row", "rule", "shown"),
    [
        ("migrante", "{column: m, codes: {si: '1'}}", "", {"m": "=1+1"}, "MAP-codigo", "'=1+1"),
        ("fechaConsulta", "{column: f, date: dd/mm/aaaa}", "", {"f": "2024-11-15"}, "MAP-fecha", "2024-11-15"),
        ("fechaConsulta", "f", "", {"f": "31/02/2024"}, "MAP-fecha", "31/02/2024"),
        ("fechaNacimiento", "f", "", {"f": "31/02/2024"}, "MAP-fecha", "31/02/2024"),
        ("talla", "t", "columns: {t: integer}\n", {"t": "1.5"}, "MAP-tipo", "1.5"),
        ("talla", "{expression: 'plus(t, 1)'}", "columns: {t: integer}\n", {"t": "x"}, "MAP-tipo", "x"),
        ("nombre", "{cases: [{when: t > 1, constant: ANA}], otherwise: EVA}", "columns: {t: integer}\n", {"t": "x"},
         "MAP-condicion", ""),
        ("nombre", "n", "", {"n": "ANA|EVA"}, "ARC-separador", "•••"),
        ("nombre", "n", "", {"n": "ANA\nEVA"}, "ARC-separador", "•••"),
        ("nombre", "n", "", {"n": "ANA Ω"}, "ARC-caracter", "•••"),
        ("migrante", "n", "", {"n": "\x81"}, "ARC-caracter", "\x81".replace("\x81", " ")),
        ("nombre", "n", "", {"n": "JOSÃ‰"}, "ARC-utf8", ""),
        ("derechohabiencia", "{column: d, list: ',', codes: {a: '1'}}", "", {"d": "a,b"}, "MAP-codigo", "a&b"),
    ],
)  # fmt: skip
def test_what_cannot_be_made_is_listed(tmp_path, variable, value, head, row, rule, shown):
    source = [{**item, **row} for item in rows({}, {})]
    source[0] |= {key: good for key, good in {"m": "si", "f": "15/11/2024", "t": "162", "n": "ANA", "d": "a"}.items()
                  if key in row}  # fmt: skip
    if variable == "fechaConsulta" and "date:" not in value:
        source[0]["f"] = "15/11/2024"
    done = emitted(source, mapped(variable, value, head), tmp_path)
    assert (done.records, done.written + done.excluded) == (2, 2)
    assert ("2", rule, shown) in reasons(done)
    if rule.startswith("MAP-f") or rule == "MAP-tipo":
        told = [item for item in reasons(done) if item[0] == "2"]
        assert not any(item[1].endswith("formato") for item in told), "one cause, one finding"


def test_times_lose_their_seconds(tmp_path):
    variable = load_guide("B013").by_identifier["horaEvento"]
    raw = Raw({}, {}, "x", 1)
    frame = pl.DataFrame({"h": ["10:30:00", "09:05", None]})
    table = rows_of(dict(frame.schema), raw, ("columns",), (), Setting(date(2024, 1, 1), {}))
    made = value_of(ValueDoc(column="h"), raw, variable, Shelf({}, None, table), None)
    assert table.prepare(frame.lazy()).select(made.text).collect().to_series().to_list() == ["10:30", "09:05", None]
    other = pl.DataFrame({"h": [time(7, 8, 9)]})
    table = rows_of(dict(other.schema), raw, ("columns",), (), Setting(date(2024, 1, 1), {}))
    made = value_of(ValueDoc(column="h"), raw, variable, Shelf({}, None, table), None)
    assert table.prepare(other.lazy()).select(made.text).collect().to_series().to_list() == ["07:08"]


def test_the_name_of_the_file(tmp_path):
    done = emitted(rows({}), mapped("migrante", "{constant: '0'}"), tmp_path)
    assert [item.path.name for item in done.files] == [NAME]
