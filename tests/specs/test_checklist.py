"""The checklist that ships, wrong checklists, and assessments: right ones, wrong ones, and what they add up to."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from giis._errors import InputError, SpecError
from giis._resources import data_directory
from giis.reports import Voice
from giis.reports.checklist import template
from giis.specs import (
    Domain,
    Objective,
    checklist_ids,
    find_checklist,
    guide_ids,
    load_assessment,
    load_checklist,
    load_checklist_file,
    load_guide,
)
from giis.specs.assessment import STATES

A004 = "GIIS-A004-01-07"
# How many controls ISO/IEC 27002:2005 has under each of its objectives.
CONTROLS = {
    "5.1": 2,
    "6.1": 8, "6.2": 3,
    "7.1": 3, "7.2": 2,
    "8.1": 3, "8.2": 3, "8.3": 3,
    "9.1": 6, "9.2": 7,
    "10.1": 4, "10.2": 3, "10.3": 2, "10.4": 2, "10.5": 1, "10.6": 2, "10.7": 4, "10.8": 5, "10.9": 3, "10.10": 6,
    "11.1": 1, "11.2": 4, "11.3": 3, "11.4": 7, "11.5": 6, "11.6": 2, "11.7": 2,
    "12.1": 1, "12.2": 4, "12.3": 2, "12.4": 3, "12.5": 5, "12.6": 1,
    "13.1": 2, "13.2": 3,
    "14.1": 5,
    "15.1": 6, "15.2": 2, "15.3": 2,
}  # fmt: skip

SMALL = """\
checklist: GIIS-A999-01-01
name: {es: Prueba, en: Trial}
source: {document: X, confidence: secondary}
counts: {domains: "2", objectives: "2", controls: "3"}
stated: {domains: "2", objectives: "2", controls: "3"}
months_of_operation: "6"
domains:
  - id: "1"
    title: {es: Uno, en: One}
    objectives:
      - id: "1.1"
        title: {es: Uno, en: One}
        controls:
          - id: 1.1.1
            title: {es: A, en: A}
            question: {es: A, en: A}
            evidence: {es: A, en: A}
          - id: 1.1.2
            title: {es: B, en: B}
            question: {es: B, en: B}
            evidence: {es: B, en: B}
  - id: "2"
    title: {es: Dos, en: Two}
    objectives:
      - id: "2.1"
        title: {es: Dos, en: Two}
        controls:
          - id: 2.1.1
            title: {es: C, en: C}
            question: {es: C, en: C}
            evidence: {es: C, en: C}
"""
ANSWERS = """\
assessment: GIIS-A004-01-07
system: Expediente inventado 3.1
operating_since: 2025-08-31
answers:
  5.1.1:
    state: implemented
    evidence: politica.pdf
    owner: Dirección
    date: 2026-01-31
  5.1.2: {state: partial}
  6.1.1: {state: planned}
  6.1.2: {state: missing}
  10.9.1:
    state: not_applicable
    justification: No se cobra en línea
  10.9.2:
    state:
  10.9.3:
"""


def edited(text: str, edits: list[tuple[str, str]]) -> str:
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def marked(text: str) -> int:
    (line,) = [number for number, line in enumerate(text.splitlines(), 1) if "#!" in line]
    return line


@pytest.fixture(scope="module")
def a004():
    return load_checklist(A004)


def test_the_shipped_checklist_has_the_controls_of_the_standard(a004):
    held = {part.id: len(part.controls) for part in a004.parts.values() if isinstance(part, Objective)}
    assert held == CONTROLS
    assert [domain.id for domain in a004.domains] == [str(number) for number in range(5, 16)]
    for part in a004.parts.values():
        under = part.objectives if isinstance(part, Domain) else part.controls if isinstance(part, Objective) else ()
        assert [item.id for item in under] == [f"{part.id}.{number}" for number, _ in enumerate(under, 1)]


def test_the_difference_from_what_is_stated_is_explained(a004):
    assert a004.id == A004
    assert (a004.counts, a004.stated) == ((11, 39, 133), (11, 39, 134))
    assert all("133" in text and "134" in text for text in a004.readings["counts"])
    assert a004.source.confidence == "secondary"
    assert len(a004.digest) == 64


def test_every_control_is_one_question_and_one_sentence(a004):
    for control in a004.controls:
        es, en = control.question
        assert es.startswith("¿"), control.id
        assert es.endswith("?"), control.id
        assert es.count("?") == en.count("?") == 1, control.id
        assert en.endswith("?"), control.id
        for text in control.evidence:
            assert text.endswith("."), control.id
            assert text.count(". ") == 0, control.id
        assert all(len(text) <= 50 and not text.endswith(".") for text in control.title), control.id
    assert len({control.question.es for control in a004.controls}) == len(a004.controls)
    assert len({control.title.es for control in a004.controls}) == len(a004.controls)


def test_ids():
    assert checklist_ids() == (A004,)
    assert A004 not in guide_ids()
    assert all(
        load_checklist(path.stem).id == path.stem for path in (data_directory("spec_yaml") / "checklists").iterdir()
    )


@pytest.mark.parametrize(
    ("name", "found"), [(A004, A004), ("a004", A004), (" A004 ", A004), ("B015", None), ("", None), ("A00", None)]
)
def test_find(name, found):
    assert find_checklist(name) == found


def test_what_is_no_checklist_and_what_is_no_guide():
    with pytest.raises(InputError, match="unknown checklist 'B015'; known: GIIS-A004-01-07"):
        load_checklist("B015")
    with pytest.raises(InputError, match="GIIS-A004-01-07 has no exchange file") as caught:
        load_guide("A004")
    assert "no tiene archivo de intercambio" in caught.value.text.es


CHECKLIST_FAULTS: dict[str, tuple[list[tuple[str, str]], str]] = {
    "unknown key": ([("name:", "nombre: x #!\nname:")], "nombre: unknown key"),
    "no such form of id": ([("GIIS-A999-01-01", "A999 #!")], "checklist: String should match"),
    "missing text": ([("name: {es: Prueba, en: Trial}", "name: {es: Prueba} #!")], "name.en: this key is missing"),
    "a control without a question": (
        [("id: 2.1.1", "id: 2.1.1 #!"), ("            question: {es: C, en: C}\n", "")],
        "domains.1.objectives.0.controls.0.question: this key is missing",
    ),
    "a domain without objectives": (
        [(SMALL[SMALL.index('  - id: "2"') :], '  - id: "2"\n    title: {es: D, en: D}\n    objectives: [] #!\n')],
        "domains.1.objectives: List should have at least 1 item",
    ),
    "counts of domains": ([('{domains: "2",', '{domains: "3", #!\n ')], "3 domains are declared, the file holds 2"),
    "counts of objectives": (
        [('objectives: "2", controls: "3"}', 'objectives: "1", #!\n  controls: "3"}')],
        "1 objectives are declared, the file holds 2",
    ),
    "counts of controls": (
        [('controls: "3"}', 'controls: "4"} #!')], "4 controls are declared, the file holds 3"
    ),
    "a difference without a reading": (
        [('stated: {domains: "2",', 'stated: {domains: "3", #!\n ')],
        "say why in the reading `counts`",
    ),
    "a control twice": ([("id: 1.1.2", "id: 1.1.1 #!")], "the number 1.1.1 stands twice"),
    "a domain twice": ([('  - id: "2"', '  - id: "1" #!')], "the number 1 stands twice"),
    "a control under another objective": (
        [("id: 1.1.2", "id: 2.1.2 #!")],
        "2.1.2 is not the number of a control here (such as 1.1.1, 1.1.2 …)",
    ),
    "an objective under another domain": ([('id: "2.1"', 'id: "1.2" #!')], "1.2 is not the number of an objective"),
    "a domain with two numbers": ([('  - id: "2"', '  - id: "2.3" #!')], "2.3 is not the number of a domain here"),
    "a number with a nought": ([('  - id: "2"', '  - id: "02" #!')], "domains.1.id: String should match"),
    "no mapping": ([(SMALL, "- x #!\n")], "a mapping is wanted here"),
}  # fmt: skip


@pytest.mark.parametrize(("edits", "message"), CHECKLIST_FAULTS.values(), ids=CHECKLIST_FAULTS)
def test_a_wrong_checklist_is_refused(tmp_path: Path, edits: list[tuple[str, str]], message: str) -> None:
    text = edited(SMALL, edits)
    path = tmp_path / "GIIS-A999-01-01.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SpecError) as caught:
        load_checklist_file(path)
    assert message in caught.value.message
    assert caught.value.file.endswith("GIIS-A999-01-01.yaml")
    assert caught.value.line == marked(text), caught.value


def test_the_small_checklist_is_right(tmp_path):
    path = tmp_path / "GIIS-A999-01-01.yaml"
    path.write_text(SMALL, encoding="utf-8")
    small = load_checklist_file(path)
    assert [control.id for control in small.controls] == ["1.1.1", "1.1.2", "2.1.1"]
    assert small.stated == small.counts


@pytest.fixture
def answers(tmp_path):
    path = tmp_path / "sgsi.yaml"

    def write(*edits: tuple[str, str]) -> Path:
        path.write_text(edited(ANSWERS, list(edits)), encoding="utf-8")
        return path

    return write


def test_an_assessment(a004, answers):
    assessment = load_assessment(answers(), a004)
    first = assessment.answers["5.1.1"]
    assert (first.state, first.evidence, first.owner) == ("implemented", "politica.pdf", "Dirección")
    assert first.date == date(2026, 1, 31)
    assert assessment.system == "Expediente inventado 3.1"
    assert list(assessment.answers) == [control.id for control in a004.controls]
    assert [assessment.answers[key].state for key in ("10.9.2", "10.9.3", "15.3.2")] == [None, None, None]


def test_numbers_of_an_assessment(answers):
    assessment = load_assessment(answers())
    total = assessment.tally()
    assert (total.implemented, total.partial, total.planned, total.missing) == (1, 1, 1, 1)
    assert (total.not_applicable, total.unanswered, total.without_evidence) == (1, 128, 1)
    assert (total.controls, total.applicable) == (133, 132)
    by_domain = {domain.id: tally for domain, tally in assessment.by_domain()}
    assert (by_domain["5"].implemented, by_domain["5"].partial, by_domain["5"].unanswered) == (1, 1, 0)
    assert (by_domain["10"].not_applicable, by_domain["10"].controls) == (1, 32)
    assert sum(tally.controls for tally in by_domain.values()) == 133


@pytest.mark.parametrize(
    ("since", "on", "months", "enough"),
    [
        ("2025-08-31", date(2026, 2, 27), 5, False),
        ("2025-08-31", date(2026, 2, 28), 5, False),
        ("2025-08-31", date(2026, 3, 1), 6, True),
        ("2025-08-15", date(2026, 2, 14), 5, False),
        ("2025-08-15", date(2026, 2, 15), 6, True),
        ("2025-12-01", date(2025, 12, 1), 0, False),
        ("2025-12-02", date(2025, 12, 1), None, False),
        ("", date(2025, 12, 1), None, False),
        ("2024-01-15", date(2026, 1, 15), 24, True),
    ],
)
def test_months_of_operation(answers, since, on, months, enough):
    assessment = load_assessment(answers(("2025-08-31", since)))
    assert assessment.months_of_operation(on) == months
    assert assessment.long_enough(on) is enough


ANSWER_FAULTS: dict[str, tuple[tuple[str, str], str, str]] = {
    "unknown control": (
        ("  6.1.1:", "  6.1.9: {state: planned} #!\n  6.1.1:"),
        "no hay un control '6.1.9'; ¿quiso decir 6.1.8",
        "there is no control '6.1.9'; did you mean 6.1.8",
    ),
    "an objective is no control": (
        ("  6.1.1:", '  "6.1": {state: planned} #!\n  6.1.1:'), "no hay un control '6.1'", "there is no control '6.1'"
    ),
    "a word in Spanish": (
        ("state: implemented", "state: Implementado #!"),
        "no hay un estado 'Implementado'; ¿quiso decir implemented?",
        "there is no state 'Implementado'; did you mean implemented?",
    ),
    "not applicable in Spanish": (
        ("state: not_applicable", "state: no aplica #!"), "¿quiso decir not_applicable?", "did you mean not_applicable?"
    ),
    "another state": (
        ("state: implemented", "state: hecho #!"),
        "¿quiso decir implemented, partial, planned, missing, not_applicable?",
        "there is no state 'hecho'",
    ),
    "another form of date": (
        ("date: 2026-01-31", "date: 31/01/2026 #!"),
        "date: '31/01/2026' no es una fecha; escriba aaaa-mm-dd",
        "date: '31/01/2026' is no date; write yyyy-mm-dd",
    ),
    "no such day": (("date: 2026-01-31", "date: 2026-02-30 #!"), "'2026-02-30' no es una fecha", "is no date"),
    "a week": (("date: 2026-01-31", "date: 2026-W05 #!"), "'2026-W05' no es una fecha", "is no date"),
    "wrong beginning": (
        ("2025-08-31", "agosto de 2025 #!"), "operating_since: 'agosto de 2025' no es", "operating_since: 'agosto"
    ),
    "no justification": (
        ("    state: not_applicable\n    justification: No se cobra en línea\n", "    state: not_applicable #!\n"),
        "10.9.1: lo que no aplica pide justification",
        "10.9.1: what is not_applicable needs a justification",
    ),
    "blank justification": (
        ("not_applicable\n    justification: No se cobra en línea", 'not_applicable #!\n    justification: "  "'),
        "10.9.1: lo que no aplica pide justification",
        "10.9.1: what is not_applicable",
    ),
    "key in Spanish": (
        ("    state: implemented", "    estado: implemented #!"),
        "no hay una clave 'estado'; ¿quiso decir state",
        "there is no key 'estado'; did you mean state",
    ),
    "key of the file": (("system:", "sistema: x #!\nsystem:"), "no hay una clave 'sistema'", "did you mean system"),
    "a bare word": (
        ("6.1.1: {state: planned}", "6.1.1: planned #!"),
        "6.1.1: se espera «clave: valor»",
        "6.1.1: a mapping (key: value) is wanted",
    ),
    "a list": (
        ("evidence: politica.pdf", "evidence: [politica.pdf] #!"),
        "evidence: se espera un texto",
        "evidence: a text is wanted",
    ),
    "another checklist": (
        ("assessment: GIIS-A004-01-07", "assessment: GIIS-B015-04-11 #!"),
        "assessment: 'GIIS-B015-04-11' no es una lista de verificación",
        "assessment: 'GIIS-B015-04-11' is no checklist",
    ),
    "no name": (("assessment: GIIS-A004-01-07", "assessment: #!"), "assessment: '' no es", "assessment: '' is no"),
    "no mapping": ((ANSWERS, "- x #!"), "se espera «clave: valor»", "a mapping (key: value) is wanted"),
    "twice": (
        ("  6.1.2:", "  6.1.1: {state: missing} #!\n  6.1.2:"), "stands already in line 11", "stands already in line 11"
    ),
    "no YAML": (("system: ", "system: a: b #!"), "is not valid YAML", "is not valid YAML"),
}  # fmt: skip


@pytest.mark.parametrize(("edit", "es", "en"), ANSWER_FAULTS.values(), ids=ANSWER_FAULTS)
def test_a_wrong_assessment_is_refused(a004, answers, edit, es, en):
    path = answers(edit)
    with pytest.raises(SpecError) as caught:
        load_assessment(path, a004 if "a004" in edit[1] else None)
    place = f"{path}:{marked(path.read_text(encoding='utf-8'))}: "
    assert caught.value.text.es.startswith(place)
    assert es in caught.value.text.es
    assert caught.value.text.en.startswith(place)
    assert en in caught.value.text.en


def test_an_assessment_of_another_checklist(tmp_path, answers):
    path = tmp_path / "GIIS-A999-01-01.yaml"
    path.write_text(SMALL, encoding="utf-8")
    with pytest.raises(SpecError, match="assesses GIIS-A004-01-07, not GIIS-A999-01-01"):
        load_assessment(answers(), load_checklist_file(path))


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(SpecError, match="cannot be read"):
        load_assessment(tmp_path / "none.yaml")


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_template_is_an_assessment_without_answers(a004, tmp_path, language):
    path = tmp_path / "sgsi.yaml"
    text = template(a004, Voice(language))
    path.write_text(text, encoding="utf-8")
    assessment = load_assessment(path, a004)
    assert assessment.tally().unanswered == 133
    assert assessment.operating_since is None
    assert [line for line in text.splitlines() if len(line) > 80] == []
    assert all(control.title.get(language) in text for control in a004.controls)
    filled = text.replace("    state:\n", "    state: missing\n")
    path.write_text(filled, encoding="utf-8")
    assert load_assessment(path, a004).tally().missing == 133


def test_the_example_of_the_document_is_an_assessment(a004, tmp_path):
    page = (Path(__file__).resolve().parents[2] / "docs" / "sgsi.md").read_text(encoding="utf-8")
    example = page.partition("```yaml\n")[2].partition("```")[0]
    path = tmp_path / "sgsi.yaml"
    path.write_text(example, encoding="utf-8")
    tally = load_assessment(path, a004).tally()
    assert (tally.implemented, tally.not_applicable, tally.unanswered) == (1, 1, 131)
    assert all(f"| `{state}` |" in page for state in STATES)
