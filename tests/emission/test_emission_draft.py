"""The first mapping: which column goes to which variable, and what its comments say."""

from __future__ import annotations

import polars as pl
import pytest
from emission_helpers import GUIDE, NAME, emitted, official, rows

import giis
from giis.emission._guess import Sampled, guess, words
from giis.emission._mapping import read_mapping
from outpatient import BASE


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("FechaNac_pac", ("fecha", "nacimiento", "paciente")),
        ("CURP_PACIENTE", ("curp", "paciente")),
        ("primerApellidoPrestador", ("primer", "apellido", "prestador")),
        ("País de nacimiento", ("pais", "nacimiento")),
        ("id", ("id",)),
    ],
)
def test_words_of_a_name(name, found):
    assert words(name) == found


@pytest.mark.parametrize(
    ("variable", "column", "values", "least"),
    [
        ("fechaNacimiento", "fec_nac", ["1990-01-31"], 0.85),
        ("fechaNacimiento", "FECHA_NACIMIENTO", ["31-01-1990"], 0.9),
        ("primerApellido", "ap_paterno", ["LOPEZ"], 0.7),
        ("temperatura", "temp", ["36.5"], 0.9),
        ("clues", "unidad", ["DFSSA002071"], 0.9),
        ("peso", "weight", ["61.5"], 0.9),
        ("frecuenciaCardiaca", "fc", ["70"], 0.9),
        ("sexoBiologico", "sexo_biologico", ["HOMBRE", "MUJER"], 0.9),
    ],
)
def test_a_column_that_fits(variable, column, values, least):
    found = guess(GUIDE.by_identifier[variable], Sampled(column, tuple(values)))
    assert found is not None
    assert found.score >= least


@pytest.mark.parametrize(
    ("variable", "column", "values"),
    [("peso", "color", ["rojo"]), ("curpPaciente", "nota", ["x"]), ("talla", "tallaje_ropa", ["XL"])],
)
def test_a_column_that_does_not(variable, column, values):
    assert guess(GUIDE.by_identifier[variable], Sampled(column, tuple(values))) is None


def test_value_sets_become_code_tables():
    found = guess(GUIDE.by_identifier["sexoBiologico"], Sampled("sexo_biologico", ("Hombre", "mujer", "?")))
    assert found.codes == {"Hombre": "1", "mujer": "2", "?": ""}


def test_dates_get_their_format():
    assert guess(GUIDE.by_identifier["fechaConsulta"], Sampled("fecha_consulta", ("20241115",))).date == "aaaammdd"


def test_the_guides_own_names_need_no_hand(tmp_path):
    table = pl.DataFrame(rows({}, {"peso": "60"}))
    for columns in (table.columns, [item.header for item in GUIDE.variables]):
        source = table.rename(dict(zip(table.columns, columns, strict=True))).select(reversed(columns))
        draft = giis.draft_mapping(source, GUIDE)
        assert (draft.defaults, draft.missing) == ((), ())
        done = emitted(source, draft.text, tmp_path, overwrite=True)
        assert (tmp_path / NAME).read_bytes() == official([{}, {"peso": "60"}])
        assert done.exit_status() == 0


@pytest.mark.parametrize("language", ["es", "en"])
def test_hostile_names_and_values_stay_yaml(tmp_path, language):
    evil = ["a: b\n- c", "# no", "{x}", "'\"", "curp: &x", "\u2028", "!!python/object:x", "sexo\x85biologico"]
    table = pl.DataFrame(
        {name: ["Hombre: #\n", "-\u2028 \x00"] for name in evil} | {"sexo": ["=1+1", "HOMBRE: # \n x"]}
    )
    draft = giis.draft_mapping(table, "B015", language=language)
    read = read_mapping(draft.text)
    assert set(read.doc.variables) == set(draft.found)
    used = {item if isinstance(item, str) else item["column"] for item in read.doc.variables.values()}
    assert used <= set(table.columns)


def test_a_column_that_may_be_two_variables_is_never_sure():
    dates = pl.DataFrame({"fecha": ["2024-11-05", "2024-11-06"], "peso": ["60", "70"]})
    lines = giis.draft_mapping(dates, "B015", language="en").text.splitlines()
    (told,) = [line for line in lines if ": fecha" in line]
    assert "look at it" in told
    assert "might be fecha" in told
    (told,) = [line for line in lines if ": peso" in line]
    assert "sure" in told


def test_nothing_alike():
    draft = giis.draft_mapping(pl.DataFrame({"zzz": ["?"]}), "B015", language="en")
    assert draft.found == ()
    assert read_mapping(draft.text).doc.variables == {}
    assert len(draft.defaults) + len(draft.missing) == len(BASE)
    assert "MISSING" in draft.text
    assert "# Columns of the source that are not used: zzz" in draft.text


def test_a_file_is_not_replaced_unasked(tmp_path):
    path = tmp_path / "m.yaml"
    path.write_text("mío")
    with pytest.raises(giis.InputError, match="exists already"):
        giis.draft_mapping(pl.DataFrame({"peso": ["1"]}), "B015", path)
    assert path.read_text() == "mío"
    giis.draft_mapping(pl.DataFrame({"peso": ["60"]}), "B015", path, overwrite=True)
    assert "peso: peso" in path.read_text(encoding="utf-8")
