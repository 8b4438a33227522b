"""A mapping that is wrong is refused before anything is written: what, where, and what may be meant."""

from __future__ import annotations

import pytest
from emission_helpers import HEAD, emitted, identity, mapped, rows

import giis

FAULTS = [
    # the mapping, what the message says
    ("variables: [", "is not valid YAML"),
    ("guide: B015\nvariables: {}\n", "mapping: giis-mapping/1"),
    (f"{HEAD}variables: {{}}\nmore: x\n", "4: more: unknown key"),
    (f"{HEAD}variables: {{nombre: &a n}}\n", "anchor"),
    (identity(more="  nombr: n\n"), "has no variable 'nombr'; did you mean 'nombre'?"),
    (identity(more="  CEX010: nombre\n"), "'nombre' and 'CEX010' are the same variable"),
    (mapped("nombre", "nombres"), ":109: the source has no column 'nombres'"),
    (mapped("nombre", "{column: [nombre, apelido]}"), "the source has no column 'apelido'"),
    (mapped("nombre", "{column: nombre, constant: X}"), "exactly one of"),
    (mapped("nombre", "{upper: true}"), "given: none"),
    (mapped("nombre", "{column: nombre, upper: yes}"), "write true or false"),
    (mapped("migrante", "{constant: '7'}"), "migrante cannot be '7'; its options: 0, 1"),
    (mapped("migrante", "{column: migrante, codes: {a: '9'}}"), "migrante cannot be '9'"),
    (mapped("migrante", "{column: migrante, codes: {a: '1'}, unknown: {value: '9'}}"), "migrante cannot be '9'"),
    (mapped("migrante", "{column: migrante, codes: {a: '1'}, unknown: perhaps}"), "unknown"),
    (mapped("migrante", "{column: migrante, codes: sino}", "codes: {si_no: {a: '1'}}\n"), "did you mean 'si_no'?"),
    (mapped("migrante", "{column: migrante, if_empty: '9'}"), "migrante cannot be '9'"),
    (mapped("nombre", "default"), "the guide gives nombre no default"),
    (mapped("nombre", "{column: nombre, if_empty: default}"), "the guide gives nombre no default"),
    (mapped("nombre", "{column: nombre, slice: 4..1}"), "write such as 1..4"),
    (mapped("nombre", "{column: nombre, slice: 0..1}"), "write such as 1..4"),
    (mapped("nombre", "{position: true}"), "only a sub-record has a position"),
    (mapped("nombre", "{column: nombre, date: dia}"), "no format of dates"),
    (mapped("nombre", "{column: nombre, date: dd/mm}"), "no format of dates"),
    (mapped("nombre", "{expression: nombr}"), "unknown name 'nombr'; did you mean 'nombre'?"),
    (mapped("nombre", "{expression: nombre + 1}"), "no part of the language"),
    (mapped("nombre", "{expression: '__import__(1)'}"), "unknown function"),
    (mapped("nombre", "{expression: clues.tipo_unidad}"), "bound to no catalogue"),
    (mapped("nombre", "{cases: [{when: nombre, constant: X}]}"), "not a condition"),
    (mapped("nombre", "{cases: [{constant: X}]}"), "when: this key is missing"),
    (mapped("nombre", "{column: nombre, lookup: {table: t, value: v}}"), "has no table 't'"),
    (mapped("nombre", "{column: nombre, lookup: {table: t, value: v}}", "tables: {t: {key: a}}\n"), "has `path`"),
    (mapped("nombre", "{column: nombre, lookup: {table: t, value: v}}", "tables: {t: {path: nada.csv, key: a}}\n"),
     "does not exist"),
    (mapped("nombre", "{records: {column: nombre, fields: {}}}"), "nombre has no sub-records"),
    (mapped("derechohabiencia", "{records: {column: nombre, fields: {}}}"), "'nombre' is no list"),
    (mapped("derechohabiencia", "{records: {fields: {}}}"), "a list"),
    (identity(head="columns: {nada: text}\n"), "has no column 'nada'"),
    (identity(head="columns: {peso: number}\n"), "'text', 'integer', 'decimal'"),
    (identity(head="columns: {peso: {as: talla}}\n"), "'talla' is the column 'talla' already"),
    (identity(head="columns: {talla: {as: peso}}\n"), "'peso' is the column 'peso' already"),
    (identity(head="file_type: CSB\n"), "'CSB' is no type of GIIS-B015-04-11: CEX"),
    (identity(head="record: nada\n"), "has no column 'nada'"),
    ("mapping: giis-mapping/1\nguide: B999\nvariables: {}\n", "B999"),
]  # fmt: skip


@pytest.mark.parametrize(("mapping", "told"), FAULTS)
def test_a_wrong_mapping(tmp_path, mapping, told):
    folder = tmp_path / "salida" / "dentro"
    with pytest.raises(giis.GiisError) as error:
        emitted(rows({}), mapping if "\n" in mapping else mapping + "\n", folder)
    assert told in str(error.value)
    assert not (tmp_path / "salida").exists()


def test_the_file_and_line_are_named(tmp_path):
    path = tmp_path / "mapeo.yaml"
    path.write_text(mapped("nombre", "nombres"), encoding="utf-8")
    with pytest.raises(giis.SpecError) as error:
        emitted(rows({}), path, tmp_path / "x")
    assert str(error.value).startswith(f"{path}:109: ")
    assert error.value.text.es.endswith("el origen no tiene la columna 'nombres'; ¿quiso decir 'nombre'?")


def test_all_missing_variables_are_told_at_once(tmp_path):
    with pytest.raises(giis.InputError) as error:
        emitted(rows({}), identity("nombre", "planSeguridad", "peso"), tmp_path / "x")
    assert str(error.value).startswith("2 variables have no source")
    assert str(error.value).endswith("\n  nombre\n  peso")
    assert not (tmp_path / "x").exists()


def test_the_mapping_of_another_guide(tmp_path):
    with pytest.raises(giis.SpecError, match="the mapping is of GIIS-B015-04-11, not of GIIS-B016-04-08"):
        emitted(rows({}), identity(), tmp_path, guide="B016")
    assert emitted(rows({}), identity(), tmp_path, guide="CEX").written == 1
