from __future__ import annotations

import json
import re

import pytest

from giis import __version__
from giis._resources import data_directory


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("explain", "CEX043-sexo"), "Qué exige"),
        (("explain", "planSeguridad", "--guide", "B015"), "Variable 55"),
        (("explain", "CEX055", "--lang", "en"), "What it requires"),
        (("specs", "list"), "GIIS-B015-04-11"),
        (("specs", "show", "B015"), "planSeguridad"),
        (("specs", "show", "B015", "CEX055"), "Variable 55"),
        (("specs", "show", "CEX", "peso", "--lang", "en"), "Header"),
        (("specs", "check"), "sin fallas"),
        (("specs", "coverage", "B015"), "Cobertura"),
        (("specs", "coverage", "B015", "--list"), "CEX001 ¶1"),
        (("specs", "diff", "GIIS-B002-04-05", "GIIS-B002-05-09"), "Variables agregadas (5)"),
        (("specs", "diff", "GIIS-B002-05-09", "GIIS-B002-04-05", "--lang", "en"), "Variables removed (5)"),
        (("catalogs", "list"), "DIAGNOSTICO_SIS"),
        (("catalogs", "show", "pais"), "225 claves"),
        (("catalogs", "search", "PAIS", "mexico"), "142"),
    ],
)
def test_shows(giis, words, told):
    result = giis(*words)
    assert result.exit_code == 0, result.output
    assert told in result.stdout
    assert result.stderr == ""


@pytest.mark.parametrize(
    "words",
    [
        ("explain", "CEX043-sexo"),
        ("explain", "peso"),
        ("specs", "list"),
        ("specs", "show", "B015"),
        ("specs", "show", "B015", "peso"),
        ("specs", "check"),
        ("specs", "coverage", "B015"),
        ("specs", "diff", "GIIS-B002-04-05", "B002"),
        ("catalogs", "list"),
        ("catalogs", "show", "PAIS"),
        ("catalogs", "search", "PAIS", "mexico"),
    ],
)
def test_json(giis, words):
    for language in ("es", "en"):
        data = json.loads(giis(*words, "--format", "json", "--lang", language).stdout)
        assert data["schema"].startswith("giis-")
        assert data["language"] == language


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("explain", "CEX043-sezo"), 2, "CEX043-sexo"),
        (("explain", "peso", "--guide", "B999"), 2, "B999"),
        (("explain",), 2, "falta el argumento"),
        (("specs", "show", "B999"), 2, "B999"),
        (("specs", "show", "B015", "pesos"), 2, "peso"),
        (("specs", "check", "no-such-place"), 2, "no-such-place"),
        (("specs", "coverage"), 2, "falta el argumento"),
        (("specs", "lst"), 2, "list"),
        (("catalogs", "show", "NADA"), 2, "NADA"),
        (("catalogs", "show", "DIRECTORIO_SERVICIOS_AMIGABLES"), 2, "giis catalogs import"),
        (("catalogs", "list", "--catalogs", "no-such-folder"), 2, "no-such-folder"),
        (("catalogs", "import", "no-such.xlsx"), 2, "no-such.xlsx"),
        (("catalogs", "import", "x.xlsx", "--version-date", "hoy"), 2, "aaaa-mm-dd"),
        (("validar",), 2, "validar"),
    ],
)
def test_what_cannot_be_done(giis, words, status, told):
    result = giis(*words)
    assert result.exit_code == status, result.output
    assert told in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.output


def test_a_search_without_result(giis):
    result = giis("catalogs", "search", "PAIS", "zzz")
    assert result.exit_code == 1
    assert "Ninguna clave" in result.stdout


def test_specs_check_looks_at_mappings_to_fhir(giis, tmp_path):
    shipped = data_directory("spec_yaml") / "fhir" / "GIIS-B015-04-11.yaml"
    result = giis("specs", "check", "--format", "json")
    assert str(shipped) in {item["path"] for item in json.loads(result.stdout)["files"]}
    path = tmp_path / "fhir" / shipped.name
    path.parent.mkdir()
    path.write_text(shipped.read_text("utf-8").replace("$variable: clues", "$variable: unidad"), "utf-8")
    other = path.with_name("GIIS-B016-04-08.yaml")
    other.write_bytes(shipped.read_bytes())
    result = giis("specs", "check", tmp_path)
    assert result.exit_code == 1
    assert f"{path.name}:47: GIIS-B015-04-11 has no variable unidad" in result.stdout
    assert f"{other.name}:19: guide: must be GIIS-B016-04-08" in result.stdout


def test_a_faulty_spec_is_status_one(giis, tmp_path):
    source = data_directory("spec_yaml") / "guides" / "GIIS-B015-04-11.yaml"
    (tmp_path / "guides").mkdir()
    path = tmp_path / "guides" / source.name
    path.write_text(source.read_text(encoding="utf-8").replace("subsystem:", "subsistem:", 1), encoding="utf-8")
    result = giis("specs", "check", path)
    assert result.exit_code == 1
    assert re.search(r"GIIS-B015-04-11\.yaml:\d+: ", result.stdout)


def test_import(giis, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    folder = tmp_path / "catálogos"
    book = openpyxl.Workbook()
    book.save(tmp_path / "PAIS_20300101.xlsx")
    result = giis("catalogs", "import", tmp_path / "PAIS_20300101.xlsx", "--name", "PAIS", "--catalogs", folder)
    assert result.exit_code == 2
    assert "nada cambió" in result.stderr
    assert not folder.exists()


@pytest.mark.parametrize("words", [("--version",), ("--help",), ("-h",)])
def test_version_and_help(giis, words):
    result = giis(*words)
    assert result.exit_code == 0
    assert (__version__ if words == ("--version",) else "giis validate CEX-DFSSA-2410.TXT") in result.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("validate",),
        ("explain",),
        ("specs",),
        ("specs", "list"),
        ("specs", "show"),
        ("specs", "check"),
        ("specs", "coverage"),
        ("catalogs",),
        ("catalogs", "list"),
        ("catalogs", "show"),
        ("catalogs", "search"),
        ("catalogs", "import"),
    ],
)
def test_every_command_has_help_with_examples_and_exit_status(giis, words):
    text = giis(*words, "--help").stdout
    assert re.search(r"Ejemplos?:|Examples?:", text)
    assert f"giis {' '.join(words)}" in text
    if len(words) > 1 or words[0] in ("validate", "explain"):
        assert re.search("Código de salida:|Exit status:", text)


PAGES = (
    (), ("validate",), ("explain",), ("specs",), ("specs", "list"), ("specs", "show"), ("specs", "check"),
    ("specs", "coverage"), ("catalogs",), ("catalogs", "list"), ("catalogs", "show"), ("catalogs", "search"),
    ("catalogs", "import"),
)  # fmt: skip


@pytest.mark.parametrize("words", PAGES)
@pytest.mark.parametrize("width", ["80", "120"])
def test_help_shows_no_type_and_fits_the_page(giis, monkeypatch, words, width):
    monkeypatch.setenv("COLUMNS", width)
    lines = giis(*words, "--help").stdout.split("\n")
    assert [line for line in lines if re.search(r"<|\[\[|\{|x>=", line) and "giis " not in line] == []
    assert [line for line in lines if len(line) > int(width) or line != line.rstrip()] == []


@pytest.mark.parametrize(
    ("words", "usage"),
    [
        (("validate",), "giis validate [OPCIONES] RUTA..."),
        (("specs", "show"), "giis specs show [OPCIONES] GUÍA [VARIABLE]"),
        (("catalogs", "search"), "giis catalogs search [OPCIONES] NOMBRE TEXTO"),
        (("catalogs",), "giis catalogs [OPCIONES] COMANDO …"),
    ],
)
def test_usage(giis, words, usage):
    assert giis(*words, "--help").stdout.startswith(f"Uso: {usage}\n")


def test_options_tell_their_values_and_defaults(giis):
    text = " ".join(giis("validate", "--help").stdout.split())
    for told in ("--fail-on error|warning|never", "[por omisión: error]", "-q, --quiet Un renglón", "--lang es|en"):
        assert told in text


def test_a_search_for_a_name_that_is_not_shipped(giis):
    result = giis("catalogs", "search", "DIAGNOSTICO_SIS", "diabetes")
    assert result.exit_code == 1
    assert "giis catalogs import" in result.stdout


@pytest.mark.parametrize(("lang", "told"), [("es", "¿quiso decir"), ("en", "did you mean")])
def test_errors_are_in_the_language_asked_for(giis, lang, told):
    assert told in giis("explain", "CEX043-sezo", "--lang", lang).stderr
