"""Two guides compared: an invented one with itself after edits, and the two editions of B002."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console

from giis.reports import Voice, diff
from giis.specs import load_guide, load_guide_file
from invented import WITH_SUBRECORDS, write_guide

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from giis.specs import Guide

ES, EN = Voice("es"), Voice("en")


def text(old: Guide, new: Guide, voice: Voice = EN, width: int = 80) -> str:
    stream = io.StringIO()
    diff.render(old, new, Console(file=stream, width=width, highlight=False), voice)
    return stream.getvalue()


@pytest.fixture
def guide(tmp_path: Path) -> Guide:
    return load_guide_file(write_guide(tmp_path / "old"))


def edited(tmp_path: Path, edits: Iterable[tuple[str, str]]) -> Guide:
    return load_guide_file(write_guide(tmp_path / "new", edits))


def changes(data: dict[str, Any], kind: str, key: str) -> dict[str, list[dict[str, str]]]:
    return {item[key]: item["changes"] for item in data[kind]["changed"]}


def test_a_guide_differs_from_itself_in_nothing(guide: Guide) -> None:
    assert "The two guides ask the same." in text(guide, guide)
    data = diff.to_json(guide, guide, ES)
    assert data["variables"] == data["rules"] == {"added": [], "removed": [], "changed": []}


@pytest.mark.parametrize(
    ("edit", "variable", "change"),
    [
        (("range: 1..300", "range: 1..200"), "peso", ("range", "1..300", "1..200")),
        (("digits: \"3.2\"", "digits: \"3.1\""), "peso", ("form", None, None)),
        (('"3": OTRO}\n    cases', '"3": OTRO, "4": MÁS}\n    cases'), "motivo", ("options", "", "4 MÁS")),
        (("Peso, en: Weight", "Masa, en: Mass"), "peso", ("label", "Weight", "Mass")),
        (('length: "11"', 'length: "12"'), "unidad", ("form", None, None)),
        (("catalog: PAIS", "catalog: AFILIACION"), "pais", ("catalog", "PAIS", "AFILIACION")),
        (('digits: "2"\n    nullable: "true"', 'digits: "2"'), "dosis", ("nullable", "yes", "no")),
        (("confidential: \"true\"\n  - name: fecha", "confidential: \"false\"\n  - name: fecha"), "nacimiento",
         ("confidential", "yes", "no")),
        (("max: \"3\", exclusive", "max: \"4\", exclusive"), "riesgos", ("limits", "0..3", "0..4")),
        (("label: {es: Peso", "header: KILOS\n    label: {es: Peso"), "peso", ("header", "PESO", "KILOS")),
        (("label: {es: Peso", "confidence: inferred\n    label: {es: Peso"), "peso",
         ("confidence", "official text", "inferred")),
        (('pattern: "[A-Z][A-Z0-9]*"', 'pattern: "[A-Z]*"'), "nota-clinica",
         ("pattern", "[A-Z][A-Z0-9]*", "[A-Z]*")),
    ],
)  # fmt: skip
def test_a_changed_variable(
    edit: tuple[str, str], variable: str, change: tuple[str, str | None, str | None], guide: Guide, tmp_path: Path
) -> None:
    new = edited(tmp_path, [edit])
    data = diff.to_json(guide, new, EN)
    (found,) = changes(data, "variables", "variable")[variable]
    what, before, after = change
    assert found["what"] == what
    assert before is None or (found["before"], found["after"]) == (before, after)
    assert data["variables"]["added"] == data["variables"]["removed"] == []
    told = text(guide, new)
    if what == "confidence":
        assert "Besides, of 1 variable and" in told
    else:
        assert f"  {variable}\n" in told


@pytest.mark.parametrize(
    ("edit", "rule", "what"),
    [
        (("require: edad < 18\n        clause", "require: edad < 17\n        clause"), "TST008-pediatria", "condition"),
        (("require: edad < 18\n", "require: edad < 18\n        severity: warning\n"), "TST008-pediatria", "severity"),
        (("El motivo 3 es de menores, en: Reason 3", "Otro, en: Other"), "TST008-pediatria", "title"),
        (("require: edad < 18\n", "require: edad < 18\n        confidence: secondary\n"), "TST008-pediatria",
         "confidence"),
        (('when: sexo == 1, must: options', 'when: sexo == 3, must: options'), "TST008", "condition"),
        (('max_percent: "20"', 'max_percent: "30"'), "TST-tope", "condition"),
        (("by: [unidad]", "by: [unidad, sexo]"), "TST-constante", "condition"),
        (("is: edad >= 18", "is: edad >= 21"), "TST008", "condition"),
    ],
)  # fmt: skip
def test_a_changed_rule(edit: tuple[str, str], rule: str, what: str, guide: Guide, tmp_path: Path) -> None:
    new = edited(tmp_path, [edit])
    data = diff.to_json(guide, new, EN)
    assert [item["what"] for item in changes(data, "rules", "rule")[rule]].count(what) == 1
    assert data["rules"]["added"] == data["rules"]["removed"] == data["variables"]["changed"] == []
    assert (f"  {rule}\n" in text(guide, new)) is (what != "confidence")


def test_an_added_column_and_what_moves_with_it(guide: Guide, tmp_path: Path) -> None:
    new = edited(tmp_path, [WITH_SUBRECORDS])
    data = diff.to_json(guide, new, ES)
    added = [item["variable"] for item in data["variables"]["added"]]
    assert added == ["grado", "ACTOS", "numero", "causa", "lugar", "hora"]
    assert {item["variable"] for item in data["rules"]["added"]} <= set(added)
    assert data["rules"]["changed"] == []
    told = text(guide, new, ES)
    assert "── Variables agregadas (6)" in told
    assert f"y {len(data['rules']['added'])} reglas de las variables agregadas" in told
    back = diff.to_json(new, guide, ES)
    assert back["variables"]["removed"] == data["variables"]["added"]
    assert back["rules"]["removed"] == data["rules"]["added"]


@pytest.mark.parametrize("voice", [ES, EN], ids=lambda item: item.language)
def test_the_editions_of_b002(voice: Voice) -> None:
    old, new = load_guide("GIIS-B002-04-05"), load_guide("GIIS-B002-05-09")
    data = diff.to_json(old, new, voice)
    assert [item["variable"] for item in data["variables"]["added"]] == [
        "sexoCURP",
        "esMigranteRetornado",
        "seIdentificaLGBTI",
        "genero",
        "extraccionExpulsion",
    ]
    assert data["variables"]["removed"] == []
    assert (data["from"]["variables"], data["to"]["variables"]) == (92, 97)
    variables = changes(data, "variables", "variable")
    assert variables["tipoAtencion"][0] == {"what": "place", "before": "46", "after": "51"}
    assert {"what": "range", "before": "1..400", "after": "0.5..400"} in variables["peso"]
    (options,) = (item for item in variables["derechohabiencia"] if item["what"] == "options")
    assert options["after"] == "14 OPD IMSS BIENESTAR"
    (form,) = (item for item in data["rules"]["changed"] if item["rule"] == "EGR068-anio")
    assert form["was"] == "EGR064-anio"
    assert max(map(len, text(old, new, voice).splitlines())) <= 80
