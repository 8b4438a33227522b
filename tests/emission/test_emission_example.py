"""The worked example: an invented database, its mapping, and the file that comes out."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest
from emission_helpers import excluded

import giis

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture
def base(tmp_path):
    pytest.importorskip("sqlalchemy")
    path = tmp_path / "sires.db"
    with sqlite3.connect(path) as connection:
        connection.executescript((EXAMPLES / "sires" / "sires.sql").read_text(encoding="utf-8"))
    connection.close()
    return path


def test_the_example_emits_a_file_that_validates(base, tmp_path):
    done = giis.emit(base, EXAMPLES / "sires" / "mapping.yaml", tmp_path / "salida", as_of=date(2024, 12, 1))
    assert (done.records, done.written, done.excluded) == (7, 6, 1)
    (file,) = done.files
    assert file.path.name == "CEX-DFSSA-2411.TXT"
    report = giis.validate(file.path, as_of=date(2024, 12, 1))
    assert (report.status, report.totals.error) == ("pass", 0)
    assert [(line["clave"], line["regla"]) for line in excluded(done)] == [("5999", "CEX043-edad-minima")]
    known = set((EXAMPLES / "CEX-DFSSA-2411.TXT").read_bytes().splitlines())
    assert set(file.path.read_bytes().splitlines()) < known, "the same invented visits as in the example file"


def test_a_first_mapping_of_the_example(base, tmp_path):
    query = "SELECT * FROM paciente"
    draft = giis.draft_mapping(base, "B015", tmp_path / "m.yaml", query=query, language="en")
    text = (tmp_path / "m.yaml").read_text(encoding="utf-8")
    assert draft.text == text
    assert set(draft.found) >= {"nombre", "primerApellido", "segundoApellido", "fechaNacimiento", "genero"}
    assert "  nombre: {column: nombres, upper: true, accents: remove}  # " in text
    with pytest.raises(giis.InputError, match="variables have no source") as error:
        giis.emit(base, tmp_path / "m.yaml", tmp_path / "x")
    assert all(f"\n  {name}" in str(error.value) for name in draft.missing)
