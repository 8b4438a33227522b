"""`giis generate` as a user meets it."""

from __future__ import annotations

import json

import pytest

from giis.synth import generate
from giis.synth._data import Section


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_file_with_its_official_name_here(giis, here):
    done = giis("generate", "CSB", "-n", 3, "--seed", 2)
    assert done.exit_code == 0, done.output
    (path,) = here.iterdir()
    assert path.name == generate("CSB", 3, seed=2).name
    assert path.read_bytes().count(b"\r\n") == 4
    told = " ".join(done.stdout.split())
    assert f"{path.name} 3 registros de GIIS-B016-04-08, de 2024-11, de 1 unidad; semilla 2" in told
    assert "Todas las personas son ficticias" in told
    again = giis("generate", "CSB", "-n", 3, "--seed", 2)
    assert (again.exit_code, "ya existe" in again.output) == (2, True)


def test_another_folder_month_and_language_as_data(giis, here):
    (here / "salida").mkdir()
    words = (
        "generate",
        "B016",
        "-n",
        2,
        "--month",
        "2025-03",
        "-o",
        here / "salida",
        "--format",
        "json",
        "--lang",
        "en",
    )
    done = giis(*words)
    data = json.loads(done.stdout)
    assert (data["schema"], data["records"], data["month"], data["as_of"]) == (
        "giis-generate/1",
        2,
        "2025-03",
        "2025-03-31",
    )
    (path,) = (here / "salida").iterdir()
    assert data["target"] == str(path)
    assert path.name.endswith("-2503.TXT")
    checked = giis("validate", path)
    assert checked.exit_code == 0, checked.output
    before = path.read_bytes()
    assert giis(*words, "--overwrite").exit_code == 0
    assert path.read_bytes() == before


def test_the_standard_output_holds_the_records_alone(giis):
    done = giis("generate", "CSB", "-n", 2, "-o", "-")
    assert done.exit_code == 0
    lines = done.stdout_bytes.split(b"\r\n")
    assert (len(lines), lines[0][:5], lines[-1]) == (4, b"CLUES", b"")
    assert "ficticias" in done.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("CSB", "-n", 0), "-n va de 1"),
        (("CSB", "-n", 1, "--month", "marzo"), "no es un mes"),
        (
            ("CSB", "-n", 1, "--clues", "DFSSA009999"),
            "no es una CLUES del catálogo en uso (ESTABLECIMIENTO_SIS); parecidas",
        ),
        (("CSB", "-n", 1, "-o", "no/hay/x.txt"), "no existe la carpeta"),
        (("XYZ", "-n", 1), "guía desconocida"),
        (("CSB", "-n", 1, "--as-of", "ayer"), "--as-of"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_written(giis, here, words, told):
    done = giis("generate", *words)
    assert done.exit_code == 2
    assert told in done.output
    assert list(here.iterdir()) == []


def test_faults_of_the_data_name_file_and_line():
    from giis._errors import SpecError
    from giis._yaml import loads

    section = Section(loads('peso: {weights: {"1": mucho}}\n'), "plausible.yaml")
    with pytest.raises(SpecError, match=r"plausible\.yaml.*number"):
        section.section("peso").weights("weights")
    with pytest.raises(SpecError, match="range low"):
        Section(loads("a: 3-4\n"), "x").span("a")
    with pytest.raises(SpecError, match="missing"):
        section.section("talla")
