from __future__ import annotations

import io
import json
import re
from dataclasses import replace

import pytest
from rich.console import Console

from giis._errors import InputError
from giis.reports import Voice
from giis.reports import explain as explained
from giis.reports._rules import requirement, source_line
from giis.specs import Source, load_guide

CASES = """\
conformance: giis-conformance/1
guide: GIIS-B015-04-11
as_of: "2026-01-01"
severity: {warning: [], info: [], strict: []}
header: [SEXOBIOLOGICO, CODIGOCIEDIAGNOSTICO1]
base: {sexoBiologico: "2", codigoCIEDiagnostico1: J00X}
cases:
  - id: sexo-y-otra
    title: {es: con otra, en: with another}
    change: {sexoBiologico: "1", codigoCIEDiagnostico1: O800}
    expect: [CEX043-sexo, CEX043-vacio]
  - id: sexo
    title: {es: parto en hombre, en: a man in labour}
    change: {sexoBiologico: "1", codigoCIEDiagnostico1: O800}
    expect: [CEX043-sexo]
  - id: sexo-bien
    title: {es: parto en mujer, en: a woman in labour}
    change: {codigoCIEDiagnostico1: O800}
    expect: []
    passes: [CEX043-sexo]
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "GIIS-B015-04-11.yaml").write_text(CASES, encoding="utf-8")
    return tmp_path


def shown(name: str, language="es", guide=None, folder=None) -> str:
    stream = io.StringIO()
    explained.render(
        explained.find(name, guide), Console(file=stream, width=100, highlight=False), Voice(language), folder
    )
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "CEX043-sexo",
            ["Qué exige", "Si sexoBiologico no es 3 (INTERSEXUAL), entonces", "página 26", "43 codigo"],
        ),
        (
            "cex055",
            ["Si relacionTemporalEmbarazo es 0 (PRIMERA VEZ): 1 (INICIAL)", "En otro caso: -1", "INICIAL"],
        ),
        ("CEX-r69x", ["A lo más 5 % de los registros", "todos los registros juntos", "Lectura elegida"]),
        ("CEX-registro-repetido", ["No hay dos registros idénticos"]),
        (
            "CEX-programa-por-prestador",
            ["Los registros con igual curpPrestador", "Sólo cuentan los registros"],
        ),
        ("ARC-columnas", ["Por qué importa", "Cómo se corrige"]),
        ("CEX013-formato", ["dd/mm/aaaa", "el valor"]),
        (
            "planSeguridad",
            ["Variable 55 de GIIS-B015-04-11", "PLANSEGURIDAD", "REFORZAMIENTO", "CEX055-opciones"],
        ),
        ("PLANSEGURIDAD", ["Variable 55"]),
        ("CEX043", ["Variable 43", "CEX043-sexo · error", "DIAGNOSTICO_SIS"]),
        ("aivd-ABVD", ["Variable 92"]),
        ("LES067", ["Variable 67", "Dentro de la columna AFECCIONES_TRATADAS"]),
    ],
)
def test_explains(name, words):
    text = " ".join(shown(name).split())
    assert [word for word in words if word not in text] == []


def test_the_source_tells_pages_and_paragraphs():
    source = Source("GIIS-B015-04-11", "Consideraciones especiales", (11, 12), (2,))
    assert source_line(source, Voice("es")) == (
        "GIIS-B015-04-11, sección «Consideraciones especiales», páginas 11-12 del PDF, columna Validación, párrafo 2"
    )
    assert "pages 11-12 of the PDF" in source_line(source, Voice("en"))


def test_fixes_are_sentences():
    assert "Cómo se corrige Quitar de los valores" in " ".join(shown("ARC-columnas").split())
    assert "Escriba en mayúsculas y sin acentos. (" in shown("CEX010-caracteres")


@pytest.mark.parametrize("confidence", ["official-shared", "secondary", "inferred"])
def test_what_no_official_text_states_is_marked(confidence):
    subject = explained.find("CEX043-sexo")
    rule = replace(subject.rule, source=replace(subject.rule.source, confidence=confidence))
    stream = io.StringIO()
    explained.render(replace(subject, rule=rule), Console(file=stream, width=100), Voice("es"))
    assert "Respaldo: " in stream.getvalue()
    assert "Respaldo: " not in shown("CEX043-sexo")


def test_in_english():
    text = " ".join(shown("CEX055", "en").split())
    assert "What it requires If relacionTemporalEmbarazo is 0" in text
    assert "Otherwise: -1 (not applicable or unknown)." in text


def test_what_is_not_official_is_told_as_a_warning():
    text = " ".join(shown("CSM050", "en").split())
    assert "warning: suspicious, or not provable from the file (with --unofficial-as-errors: error)" in text
    assert "inferred, not in the official text" in text
    rule = explained.to_json(explained.find("CSM050"), Voice("en"))["rule"]
    assert (rule["severity"], rule["unofficial_as_errors"]) == ("warning", "error")
    assert "CSM050 · warning" in shown("tipoAtencionAlcohol", "en")
    assert "unofficial" not in shown("CSM043-opciones", "en")
    assert "unofficial" not in shown("CSM038-unidad", "en")


def test_examples_of_the_conformance_cases(folder):
    text = shown("CEX043-sexo", folder=folder)
    fails, passes = text.index("Ejemplo que falla"), text.index("Ejemplo que pasa")
    assert re.search(r"parto en hombre\n +codigoCIEDiagnostico1 +O800\n +sexoBiologico +1\n", text[fails:passes])
    assert re.search(r"codigoCIEDiagnostico1 +O800\n +sexoBiologico +2\n", text[passes:])


def test_the_plainest_failing_case_is_chosen(folder):
    data = explained.to_json(explained.find("CEX043-sexo"), Voice("es"), folder)
    examples = data["rule"]["examples"]
    assert examples["fails"]["case"] == "sexo"
    assert examples["fails"]["changed"] == ["codigoCIEDiagnostico1", "sexoBiologico"]
    assert examples["passes"] == {
        "case": "sexo-bien",
        "title": "parto en mujer",
        "values": {"codigoCIEDiagnostico1": "O800", "sexoBiologico": "2"},
        "changed": ["codigoCIEDiagnostico1"],
    }


@pytest.mark.parametrize(
    "content", [None, "not: {cases", "base: 3\ncases: 4\n", "[a, b]", "conformance: giis-conformance/2"]
)
def test_cases_that_are_missing_or_unreadable_leave_the_examples_out(tmp_path, content):
    if content is not None:
        (tmp_path / "GIIS-B015-04-11.yaml").write_text(content, encoding="utf-8")
    assert "Ejemplo" not in shown("CEX043-sexo", folder=tmp_path)


def test_json():
    data = explained.to_json(explained.find("CEX055"), Voice("en"))
    rule = data["rule"]
    assert data["schema"] == "giis-explain/1"
    assert rule["id"] == "CEX055"
    assert rule["variable"] == "planSeguridad"
    assert rule["options"][0] == {"value": "1", "label": "INICIAL"}
    assert rule["source"]["pages"] == [32]
    assert len(rule["requires"]) == 3
    assert "CEX055-opciones" in rule["related"]
    variable = explained.to_json(explained.find("planSeguridad"), Voice("es"))
    assert variable["variable"]["number"] == 55
    assert [rule["id"] for rule in variable["rules"]] == variable["variable"]["rules"]


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("CEX043-sezo", "CEX043-sexo"),
        ("planSeguridat", "planSeguridad"),
        ("talla2", "talla"),
        ("zzzz", "specs show"),
    ],
)
def test_unknown_names_suggest_the_nearest(name, near):
    with pytest.raises(InputError) as caught:
        explained.find(name)
    assert name in str(caught.value)
    assert near in str(caught.value)
    assert near in caught.value.text.es  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_rule_and_variable_can_be_explained(language):
    guide = load_guide("GIIS-B015-04-11")
    voice = Voice(language)
    for rule in guide.by_id.values():
        assert all(requirement(rule, guide, voice)), rule.id
        data = json.dumps(explained.to_json(explained.Subject(guide, rule, None), voice))
        assert rule.id in data
    console = Console(file=io.StringIO(), width=80)
    for variable in guide.variables:
        explained.render(explained.Subject(guide, None, variable), console, voice)
    for rule in guide.by_id.values():
        explained.render(explained.Subject(guide, rule, None), console, voice)


def test_examples_that_ship_are_shown():
    text = shown("CEX055")
    assert re.search(r"Ejemplo que falla\n.*\n +planSeguridad +1\n", text)
    assert "Ejemplo que pasa" in text
