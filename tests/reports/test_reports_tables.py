from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from giis._errors import InputError
from giis._resources import data_directory
from giis._text import Text
from giis.catalogs import CatalogStore, Changes, DroppedRow, ImportReport
from giis.reports import Voice, catalogs, checks, coverage, guides
from giis.specs import coverage_of, load_guide

ES, EN = Voice("es"), Voice("en")


class Screen:
    def __init__(self, width: int = 100) -> None:
        self.stream = io.StringIO()
        self.console = Console(file=self.stream, width=width, highlight=False)

    @property
    def text(self) -> str:
        return " ".join(self.stream.getvalue().split())


@pytest.fixture
def screen():
    return Screen()


@pytest.fixture(scope="module")
def b015():
    return load_guide("GIIS-B015-04-11")


@pytest.fixture
def shipped(tmp_path):
    return CatalogStore(tmp_path)


def test_list_of_guides(b015, screen):
    guides.render_list([b015], screen.console, ES)
    assert "GIIS-B015-04-11 CEX 2024-11-01 106" in screen.text
    (facts,) = guides.list_data([b015], ES)["guides"]
    assert facts["variables"] == 106
    assert facts["guide_hash"] == b015.digest


def test_a_guide(b015, screen):
    guides.render_guide(b015, screen.console, ES)
    assert "55 planSeguridad" in screen.text
    assert [v.name for v in b015.variables if v.name not in screen.text] == []
    assert len(guides.guide_data(b015, ES)["columns"]) == 106
    assert len(guides.guide_data(b015, ES, b015.variables[0])["columns"]) == 1


def test_a_variable(b015, screen):
    guides.render_variable(b015, guides.variable_of(b015, "peso"), screen.console, EN)
    assert "Header PESO" in screen.text
    assert "CEX026-formato" in screen.text
    data = guides.guide_data(b015, EN, guides.variable_of(b015, "CEX055"))["columns"][0]
    assert data["name"] == "planSeguridad"
    assert data["options"][0] == {"value": "1", "label": "INICIAL"}


def test_an_unknown_variable_suggests_the_nearest(b015):
    with pytest.raises(InputError, match="planSeguridad"):
        guides.variable_of(b015, "planSeguridá")


@pytest.mark.parametrize("listed", [False, True])
def test_coverage_counts_every_statement(b015, screen, listed):
    counted = coverage_of(b015)
    coverage.render(b015, screen.console, ES, listed=listed)
    assert f"{counted.statements:,}" in screen.text
    assert f"Se revisan {counted.record + counted.file:,} de {counted.checkable:,}" in screen.text
    missing = [item.place for item in b015.statements if item.treatment == "outside" and item.place not in screen.text]
    assert missing == []
    assert ("CEX001 ¶1" in screen.text) is listed
    data = coverage.to_json(b015, ES)
    assert sum(data["counts"].values()) == data["statements"] == len(data["list"]) == len(b015.statements)
    assert all(item["reason"] for item in data["list"] if item["treatment"] == "outside")


def test_check_of_what_ships(screen):
    done = checks.check()
    assert [item for item in done if item.fault] == []
    checks.render(done, screen.console, ES)
    assert "sin fallas" in screen.text


def test_check_tells_file_line_and_fault(tmp_path, screen):
    (tmp_path / "guides").mkdir()
    source = data_directory("spec_yaml") / "guides" / "GIIS-B015-04-11.yaml"
    lines = source.read_text(encoding="utf-8").split("\n")
    line = next(number for number, text in enumerate(lines) if text.startswith("prefix:"))
    lines[line] = "prefix: cex4"
    (tmp_path / "guides" / "GIIS-B015-04-11.yaml").write_text("\n".join(lines), encoding="utf-8")
    done = checks.check(tmp_path)
    checks.render(done, screen.console, EN)
    assert f"GIIS-B015-04-11.yaml:{line + 1}: " in screen.text
    assert "1 with faults, of 1 file" in screen.text
    (told,) = checks.to_json(done, EN)["files"]
    assert told["fault"]["line"] == line + 1


@pytest.mark.parametrize("place", ["missing", "."])
def test_nothing_to_check(tmp_path, place):
    with pytest.raises(InputError):
        checks.check(tmp_path / place)


def test_list_of_catalogues(shipped, screen, b015):
    infos = shipped.catalogs()
    users = catalogs.users_of([b015])
    catalogs.render_list(infos, users, screen.console, ES)
    assert "DIAGNOSTICO_SIS 2024-04-24" in screen.text
    assert "DIRECTORIO_SERVICIOS_AMIGABLES — — falta" in screen.text
    told = {item["name"]: item for item in catalogs.list_data(infos, users, ES)["catalogs"]}
    assert told["DIRECTORIO_SERVICIOS_AMIGABLES"]["missing"] is True
    assert told["PAIS"]["version"] == "2024-11-01"
    assert "Países · CEX" in screen.text
    assert told["PAIS"]["guides"] == ["GIIS-B015-04-11"]
    assert told["MUNICIPIOS"]["guides"] == []
    assert (
        screen.text.index("TIPO_VIALIDAD") < screen.text.index("CODIGO_POSTAL") < screen.text.index("Así se importan")
    )


def test_a_catalogue(shipped, screen):
    catalog = shipped.require("DIAGNOSTICO_SIS")
    catalogs.render_catalog(catalog, screen.console, EN)
    assert "A000" in screen.text
    assert "giis catalogs import WORKBOOK.xlsx" in screen.text
    data = catalogs.catalog_data(catalog, EN)
    assert len(data["entries"]) == len(catalog)
    assert data["entries"][0]["attributes"]["TIPO_PERSONAL_1VEZ_CE"][0] == 1


@pytest.mark.parametrize(
    ("text", "limit", "words"),
    [("mexico", 20, "142 MÉXICO"), ("a", 3, "Se muestran 3 de"), ("zzz", 3, "Ninguna")],
)
def test_search(shipped, screen, text, limit, words):
    matches = shipped.search("PAIS", text)
    catalogs.render_matches(shipped.require("PAIS"), text, matches, limit, screen.console, ES)
    assert words in screen.text
    data = catalogs.matches_data(shipped.require("PAIS"), text, matches, limit, ES)
    assert data["total"] == len(matches)
    assert len(data["matches"]) == min(limit, len(matches))


@pytest.mark.parametrize(
    ("name", "text", "heading", "advice"),
    [
        ("DIAGNOSTICO_SIS", "diabetes", "", True),
        ("DIAGNOSTICO_SIS", "R69", "clave atributos R69X", False),
        ("PAIS", "zzz", "", False),
        ("PAIS", "mexico", "clave nombre oficial 142 MÉXICO", False),
        ("SERVICIOS_SIS_CE", "homeopatia", "clave nombre oficial y atributos 6 HOMEOPATÍA", False),
    ],
)
def test_a_search_tells_what_it_could_not_look_into(shipped, screen, name, text, heading, advice):
    matches = shipped.search(name, text)
    catalogs.render_matches(shipped.require(name), text, matches, 20, screen.console, ES)
    assert heading in screen.text
    assert ("giis catalogs import LIBRO.xlsx" in screen.text) is advice
    data = catalogs.matches_data(shipped.require(name), text, matches, 20, ES)
    assert data["labelled"] is (name != "DIAGNOSTICO_SIS")


@pytest.mark.parametrize("first", [True, False])
def test_import(shipped, screen, first):
    catalog = shipped.require("PAIS")
    added = tuple(str(number) for number in range(30))
    report = ImportReport(
        catalog=catalog,
        previous=None if first else catalog,
        changes=Changes(added, (), ("142",)),
        rows=260,
        dropped=tuple(DroppedRow(row, Text("sin clave", "no key")) for row in range(2, 14)),
        path=Path("PAIS.2024-11-01.yaml"),
        active=first,
    )
    catalogs.render_import(report, screen.console, ES)
    assert "PAIS 2024-11-01 instalado: 225 claves" in screen.text
    assert "260 filas" in screen.text
    assert "fila 2: sin clave" in screen.text
    assert "… y 2 más" in screen.text
    assert ("No había otra edición" in screen.text) is first
    assert ("30 claves nuevas, 0 retiradas, 1 cambiadas" in screen.text) is not first
    assert ("más nueva" in screen.text) is not first
    data = catalogs.import_data(report, ES)
    assert data["added"] == list(added)
    assert data["previous"] == (None if first else "2024-11-01")


def test_dates():
    assert ES.day(None) == "—"
    assert EN.day(date(2024, 1, 2)) == "2024-01-02"
