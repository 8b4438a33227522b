"""The goals of a guide follow from its structure: one for each option, case and rule, by stable ids."""

from __future__ import annotations

from collections import Counter

import pytest

from giis.conformance import load_conformance
from giis.evidence import goals_of, said, unreachable
from giis.specs import guide_ids, load_guide
from giis.specs.expressions.nodes import TRUE, Kind


@pytest.fixture(scope="module", params=guide_ids())
def own(request):
    return load_guide(request.param)


def forms(guide):
    return Counter(goal.form for goal in goals_of(guide))


def test_goals_are_counted_by_the_structure(own):
    found, dictionary = forms(own), own.dictionary
    cases = [rule for rule in own.rules if rule.form == "casos"]
    explicit = [rule for rule in own.rules if rule.form == "regla"]
    assert found["opcion"] == sum(len(variable.options) for variable in dictionary)
    assert found["caso"] == sum(len(rule.cases) for rule in cases)
    assert found["otro"] == len(cases)
    assert found["aplica"] == len(explicit)
    assert found["no-aplica"] == sum(rule.when not in (None, TRUE) for rule in explicit)
    assert found["valor"] == sum(not variable.options for variable in dictionary)
    assert found["vacio"] == sum(variable.nullable for column in own.variables for variable in (column, *column.fields))


@pytest.mark.parametrize(
    ("name", "counted"),
    [
        ("GIIS-B015-04-11", {"opcion": 215, "caso": 76, "otro": 69, "aplica": 83, "minimo": 11, "maximo": 13}),
        ("GIIS-B019-04-09", {"opcion": 202, "caso": 63, "otro": 60, "aplica": 62, "minimo": 14, "maximo": 14}),
        ("GIIS-B013-02-03", {"opcion": 130, "caso": 26, "otro": 18, "valor": 54, "vacio": 11}),
    ],
)
def test_goals_of_three_guides(name, counted):
    found = forms(load_guide(name))
    assert {form: found[form] for form in counted} == counted


def test_ids_are_unique_and_every_counted_variable_can_be_shown(own):
    goals = goals_of(own)
    assert len({goal.id for goal in goals}) == len(goals)
    beyond = {goal.variable for goal in goals if goal.beyond}
    assert beyond == {variable.identifier for variable in own.dictionary}


def test_every_goal_is_said_in_both_languages(own):
    for goal in goals_of(own):
        text = said(own, goal)
        assert text.es.strip() == text.es != ""
        assert text.en.strip() == text.en != ""
        assert "{" not in text.es + text.en


def test_ids_and_words(guide):
    goals = {goal.id: goal for goal in goals_of(guide)}
    assert [name for name in goals if name.startswith("CEX055")] == [
        "CEX055:opcion=1", "CEX055:opcion=2", "CEX055:especial=-1", "CEX055:caso=1", "CEX055:caso=2", "CEX055:otro",
    ]  # fmt: skip
    assert {name for name in goals if name.startswith("CEX043-sexo")} == {"CEX043-sexo:aplica", "CEX043-sexo:no-aplica"}
    assert said(guide, goals["CEX055:opcion=2"]).en == "planSeguridad is 2 (REFORZAMIENTO)"
    assert said(guide, goals["CEX055:caso=1"]).en == (
        "planSeguridad, case 1: if relacionTemporalEmbarazo is 0 (PRIMERA VEZ), it has 1 (INICIAL)"
    )
    assert said(guide, goals["CEX026:valor"]).es == "peso lleva un valor distinto de 999"
    assert [name for name, goal in goals.items() if goal.beyond and goal.variable == "planSeguridad"] == [
        "CEX055:opcion=1", "CEX055:opcion=2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("variable", "beyond"),
    [
        ("programaSMyMG", ["CEX008:opcion=1"]),  # the default is one of its options
        ("sexoCURP", ["CEX016:opcion=1", "CEX016:opcion=2", "CEX016:opcion=3"]),  # no default but a choice
        ("numeroSobresVSOTratamiento", ["CEX084:valor", "CEX084:maximo"]),  # the default is the least of the range
        ("codigoCIEDiagnostico2", ["CEX046:valor"]),
        ("nombre", ["CEX010:valor"]),
    ],
)
def test_what_lies_beyond_the_default(guide, variable, beyond):
    assert [goal.id for goal in goals_of(guide) if goal.beyond and goal.variable == variable] == beyond


def test_fields_are_asked_of_some_sub_record():
    guide = load_guide("GIIS-B002-05-09")
    goals = {goal.id: goal for goal in goals_of(guide)}
    goal = goals["EGR062:opcion=2"]
    assert goal.condition.kind is Kind.BOOLEAN
    assert goal.condition.group.name == "procedimientos"
    assert goal.condition.condition == goal.inner
    assert "EGR050:vacio" in goals


def test_what_no_record_can_reach(guide):
    goals = goals_of(guide)
    everything = load_conformance(guide.id).store().named(guide.catalogs)
    assert unreachable(guide, goals, everything) == {}
    found = unreachable(guide, goals, set(guide.catalogs) - {"DIRECTORIO_SERVICIOS_AMIGABLES"})
    assert {name: reason.en for name, reason in found.items()} == {
        "CEX025-amigable-unidad:aplica": "the catalogue DIRECTORIO_SERVICIOS_AMIGABLES is missing"
    }
    without = unreachable(guide, goals, set(guide.catalogs) - {"DIAGNOSTICO_SIS"})
    assert {"CEX043-sexo:aplica", "CEX046-tradicional:aplica", "CEX046:caso=1"} & set(without) >= {
        "CEX046-tradicional:aplica"
    }
    assert "CEX046:valor" not in without


def test_options_that_a_rule_never_admits(invented):
    edit = ("      - id: pediatria\n        when: this == 3\n        require: edad < 18\n",
            "      - id: pediatria\n        require: this != 3\n")  # fmt: skip
    guide = invented(edit)
    found = unreachable(guide, goals_of(guide), guide.catalogs)
    assert {name: reason.es for name, reason in found.items()} == {
        "TST008:opcion=3": "la regla TST008-pediatria no lo admite"
    }


def test_lists_and_cases_of_a_small_guide(invented):
    guide = invented()
    assert unreachable(guide, goals_of(guide), guide.catalogs) == {}
    found = [goal.id for goal in goals_of(guide) if goal.variable in ("riesgos", "peso", "dosis")]
    assert found == [
        "TST007:especial=999", "TST007:valor", "TST007:minimo", "TST007:maximo",
        "TST010:vacio", "TST010:valor",
        "TST011:opcion=1", "TST011:opcion=2", "TST011:opcion=3", "TST011:opcion=9", "TST011:especial=-1",
        "TST011:caso=1", "TST011:otro",
    ]  # fmt: skip
