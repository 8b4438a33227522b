"""Searching records by what they must satisfy."""

from __future__ import annotations

import re
from random import Random

import polars as pl
import pytest

import giis
from giis.specs import load_guide
from giis.specs.expressions.nodes import all_of, broken_node, negation
from giis.synth import Pin, Wanted, default_month, search
from giis.synth._asking import Question
from giis.synth._dice import Dice
from giis.synth._patterns import texts_like
from giis.synth._roles import roles_of
from giis.validators.single import RecordJudge


def cases_of(guide, name):
    rule = next(rule for rule in guide.rules if rule.variable == name and rule.cases)
    for index, case in enumerate(rule.cases):
        before = [negation(earlier.when) for earlier in rule.cases[:index]]
        yield all_of(*before, case.when)


def verdicts(searcher, frame):
    judge = RecordJudge(searcher.guide, searcher.setting.catalogs, searcher.setting.as_of)
    for record in frame.to_dicts():
        texts = {name.removeprefix("r."): text for name, text in record.items()}
        yield judge.judge(texts), texts


@pytest.mark.parametrize(
    "name", ["planSeguridad", "resultadoEDI", "primeraVezUneme", "paisProcedencia", "recuperadoDeshidratacion"]
)
def test_every_case_of_a_variable_can_be_asked_for(searcher, name):
    for node in cases_of(searcher.guide, name):
        frame = searcher.search(3, 1, Wanted((Pin(node),)))
        assert frame.height == 3
        asked = searcher.asker.ask(frame, [_question(name, node)]).broken["asked"]
        assert asked.all()
        assert all(not verdict.broken for verdict, _ in verdicts(searcher, frame))


def test_a_pin_may_be_that_something_does_not_hold(searcher):
    node = next(cases_of(searcher.guide, "planSeguridad"))
    frame = searcher.search(3, 1, Wanted((Pin(node, False),), {"relacionTemporal": "1", "talla": "160"}))
    assert frame["r.relacionTemporal"].to_list() == ["1"] * 3
    assert frame["r.talla"].to_list() == ["160"] * 3


@pytest.mark.parametrize("rule", ["CEX007-gerontologia", "CEX043-sexo", "CEX046-distinto", "CEX080"])
def test_a_broken_rule_can_be_asked_for(searcher, rule):
    wanted = searcher.guide.by_id[rule]
    pins = (Pin(broken_node(wanted.when, wanted.require)),)
    frame = searcher.search(2, 1, Wanted(pins, expected=frozenset((rule,))))
    assert frame.height == 2
    for verdict, _ in verdicts(searcher, frame):
        assert [item.id for item in verdict.broken] == [rule]


def test_what_cannot_be_is_not_found(searcher):
    node = next(cases_of(searcher.guide, "planSeguridad"))
    assert searcher.search(2, 1, Wanted((Pin(node), Pin(node, False))), rounds=3).height == 0
    with pytest.raises(giis.InputError, match="nada"):
        search("B015", 1, fixed={"nada": "1"})


def test_a_condition_on_sub_records_holds_for_one_of_them():
    guide = load_guide("B013")
    rule = guide.by_id["LES068-defuncion"]
    frame = search(guide, 2, pins=[rule.when])
    assert frame.height == 2
    assert all("#O95" in text or "#O96" in text for text in frame["AFECCIONES_TRATADAS"])
    assert set(frame["despuesAtencion"]) == {"5"}


def test_strategies_give_valid_records_the_simplest_first():
    from hypothesis import find

    guide = giis.load_guide("CSB")
    records = guide.strategy(size=12)
    simplest = find(records, lambda record: True)
    other = find(records, lambda record: record["codigoCIEDiagnostico2"] != "")
    assert simplest["codigoCIEDiagnostico2"] == ""
    for record in (simplest, other):
        model = guide.model.model_validate(record, context={"as_of": default_month(guide).last})
        assert model.findings == ()


def test_persons_are_found_by_the_rules_that_compare_names():
    patient = next(role for role in roles_of(load_guide("B015")) if role.birth)
    assert (patient.curp, patient.given, patient.birth, patient.sex, patient.state, patient.generic) == (
        "curpPaciente", "nombre", "fechaNacimiento", "sexoCURP", "entidadNacimiento", ("XXXX999999XXXXXX99",),
    )  # fmt: skip
    assert [role.group for role in roles_of(load_guide("B014"))] == [None, "interconsultas", None]


@pytest.mark.parametrize(
    "pattern", ["[0-9]{9}|[0-9]{2}[MU][0-9]{5}E[0-9]{8}", r"M([0-9]{4}/[0-9]|[0-9]{4,9})", r"[^a-z]\-x?"]
)
def test_texts_of_a_pattern_match_it(pattern):
    made = texts_like(pattern, Random(1), 20)  # noqa: S311
    assert len(made) > 5
    assert all(re.fullmatch(pattern, text) for text in made)


def test_chance_depends_on_seed_name_and_number_alone():
    numbers = pl.Series([5, 7, 11], dtype=pl.UInt64)
    assert Dice(1).bits(numbers, "a").to_list()[1:] == Dice(1).bits(numbers[1:], "a").to_list()
    assert Dice(1).bits(numbers, "a").to_list() != Dice(1).bits(numbers, "b").to_list()
    units = Dice(3).unit(pl.int_range(10_000, dtype=pl.UInt64, eager=True), "u")
    assert 0.48 < units.mean() < 0.52
    assert Dice(1).bits(pl.Series([0], dtype=pl.UInt64), "a")[0] == 17_226_833_136_586_931_447


def _question(name, node):
    return Question("asked", name, node)
