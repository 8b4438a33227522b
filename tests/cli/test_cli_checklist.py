"""`giis specs` and `giis validate` on the guide that has no exchange file."""

from __future__ import annotations

import json

import pytest

from giis._resources import data_directory

A004 = "GIIS-A004-01-07"
SHOW = ("specs", "show", "A004")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("specs", "list"), "GIIS-A004-01-07              11         39        133  Sistema de gestión"),
        (("specs", "list", "--lang", "en"), "Information-security management system"),
        (SHOW, "11 dominios, 39 objetivos, 133 controles"),
        (SHOW, "De la guía se dice que tiene 134 controles; aquí hay 133."),
        (("specs", "show", A004, "--lang", "en"), "15.3.2   Guarding audit tools"),
        ((*SHOW, "5.1.1"), "Pregunta   ¿La dirección aprobó"),
        ((*SHOW, "5.1.1", "--lang", "en"), "Evidence   The signed and dated document"),
        ((*SHOW, "10.5"), "10.5.1  Copias de respaldo"),
        ((*SHOW, "8"), "8.3  Al terminar o cambiar de puesto"),
        ((*SHOW, "--template"), "assessment: GIIS-A004-01-07"),
        ((*SHOW, "--template", "--lang", "en"), "# Self-assessment of GIIS-A004-01-07"),
        (("specs", "coverage", "A004"), "GIIS-A004-01-07 no tiene archivo de intercambio"),
        (("specs", "coverage", "A004", "--list", "--lang", "en"), "A person answers its 133 controls"),
    ],
)
def test_shows(giis, words, told):
    result = giis(*words)
    assert result.exit_code == 0, result.output
    assert told in result.stdout
    assert result.stderr == ""


@pytest.mark.parametrize("words", [SHOW, (*SHOW, "5.1.1"), ("specs", "coverage", "A004")])
def test_pages_are_as_wide_as_the_terminal(giis, monkeypatch, words):
    monkeypatch.setenv("COLUMNS", "80")
    for language in ("es", "en"):
        lines = giis(*words, "--lang", language).stdout.split("\n")
        assert [line for line in lines if len(line) > 80 or line != line.rstrip()] == []


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        ((*SHOW, "5.1.9"), 2, "GIIS-A004-01-07 no tiene el número «5.1.9»; ¿quiso decir 5.1."),
        ((*SHOW, "5.1.1", "--template"), 2, "--template"),
        ((*SHOW, "--template", "--format", "json"), 2, "--template"),
        (("specs", "show", "B015", "--template"), 2, "--template es sólo de una lista de verificación"),
        (("specs", "show", "B999", "--template"), 2, "--template"),
        (("explain", "5.1.1", "--guide", "A004"), 2, "GIIS-A004-01-07 no tiene archivo de intercambio"),
    ],
)
def test_what_cannot_be_done(giis, words, status, told):
    result = giis(*words)
    assert result.exit_code == status, result.output
    assert told in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("lang", "told"), [("es", "no tiene archivo de intercambio"), ("en", "has no exchange file: it is a checklist")]
)
def test_no_file_is_judged_by_it(giis, good, lang, told):
    result = giis("validate", "--guide", A004, good, "--lang", lang)
    assert result.exit_code == 2
    assert told in result.stderr
    assert f"giis specs show {A004}" in result.stderr


@pytest.mark.parametrize("language", ["es", "en"])
def test_json(giis, language):
    options = ("--format", "json", "--lang", language)
    (facts,) = json.loads(giis("specs", "list", *options).stdout)["checklists"]
    assert (facts["kind"], facts["guide"], facts["controls"]) == ("checklist", A004, 133)
    whole = json.loads(giis(*SHOW, *options).stdout)
    assert (whole["schema"], whole["language"], whole["objectives"]) == ("giis-checklist/1", language, 39)
    assert whole["stated"] == {"domains": 11, "objectives": 39, "controls": 134}
    assert sum(len(two["controls"]) for one in whole["parts"] for two in one["objectives"]) == 133
    (control,) = json.loads(giis(*SHOW, "5.1.1", *options).stdout)["parts"]
    assert control.keys() == {"id", "title", "question", "evidence"}
    (objective,) = json.loads(giis(*SHOW, "5.1", *options).stdout)["parts"]
    assert [item["id"] for item in objective["controls"]] == ["5.1.1", "5.1.2"]
    covered = json.loads(giis("specs", "coverage", A004, *options).stdout)
    assert (covered["schema"], covered["statements"], covered["kind"]) == ("giis-coverage/1", 0, "checklist")


@pytest.fixture
def sgsi(giis, tmp_path):
    path = tmp_path / "sgsi.yaml"

    def write(*edits):
        text = giis(*SHOW, "--template").stdout
        for old, new in edits:
            text = text.replace(old, new, 1)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_check_an_assessment(giis, sgsi):
    path = sgsi(("operating_since:", "operating_since: 2026-01-15"), ("    state:", "    state: implemented"))
    result = giis("specs", "check", path)
    assert result.exit_code == 0, result.output
    shown = " ".join(result.stdout.split())
    assert "1 0 0 0 0 1 5 Política de seguridad" in shown
    assert "1 0 0 0 0 132 todos" in shown
    assert "En operación desde 2026-01-15" in shown
    assert "no dicen su evidencia: 1." in shown
    assert "1 archivo sin fallas." in shown
    (told,) = json.loads(giis("specs", "check", path, "--format", "json").stdout)["files"]
    assert told["fault"] is None
    assert told["assessment"]["totals"]["implemented"] == 1
    assert [item["id"] for item in told["assessment"]["domains"]] == [str(number) for number in range(5, 16)]


@pytest.mark.parametrize(("lang", "told"), [("es", "no hay un estado 'hecho'"), ("en", "there is no state 'hecho'")])
def test_check_a_wrong_assessment(giis, sgsi, lang, told):
    path = sgsi(("    state:", "    state: hecho"))
    line = path.read_text(encoding="utf-8").split("\n").index("    state: hecho") + 1
    result = giis("specs", "check", path, "--lang", lang)
    assert result.exit_code == 1
    assert f"{path}:{line}: {told}" in "".join(result.stdout.split("\n"))
    (item,) = json.loads(giis("specs", "check", path, "--format", "json", "--lang", lang).stdout)["files"]
    assert (item["fault"]["file"], item["fault"]["line"]) == (str(path), line)
    assert told in item["fault"]["message"]


def test_check_tells_the_kinds_by_their_first_key(giis, sgsi):
    path = sgsi()
    shipped = data_directory("spec_yaml")
    copy = path.parent / f"{A004}.yaml"
    text = (shipped / "checklists" / copy.name).read_text(encoding="utf-8")
    copy.write_text(text.replace('controls: "133"', 'controls: "134"'), encoding="utf-8")
    (path.parent / "otra.yaml").write_text("# no es nada\nx: y\n", encoding="utf-8")
    result = giis("specs", "check", path.parent)
    assert result.exit_code == 1
    assert "134 controls are declared, the file holds 133" in result.stdout
    assert "2 con fallas de 3 archivos." in result.stdout


def test_check_covers_guides_and_checklists(giis):
    files = json.loads(giis("specs", "check", "--format", "json").stdout)["files"]
    names = [item["path"].rpartition("/")[2] for item in files]
    assert f"{A004}.yaml" in names
    assert "GIIS-B015-04-11.yaml" in names
    assert all(item["fault"] is None for item in files)
