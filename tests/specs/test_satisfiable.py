"""Conditions that no record can meet are told from those that some can; "no" is certain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from giis.specs.expressions.parser import Scope, Symbol, parse_condition
from giis.specs.satisfiable import satisfiable

if TYPE_CHECKING:
    from collections.abc import Callable

    from giis.specs import Guide

NEVER = [
    "False",
    "sexo == 4",
    "sexo == 1 and sexo == 2",
    "sexo in [1, 2] and sexo == 3",
    "not (sexo in [1, 2, 3])",
    "sexo > 3",
    "sexo < 1",
    "sexo > 1 and sexo < 2",
    "sexo > 1.5 and sexo < 2",
    "sexo == 1.5",
    "motivo == 0",
    "motivo < -1",
    "edad > 5 and edad < 6",
    "edad >= 60 and not mayor",
    "mayor and not mayor",
    "mayor and (sexo == 4 or edad < 18)",
    "9 <= edad <= 20 and edad > 20",
    "peso > 300 and peso < 999",
    "peso > 999",
    "apodo == 'A' and apodo == 'B'",
    "apodo in ['A', 'B'] and apodo not in ['A', 'B', 'C']",
    "empty(dosis) and not empty(dosis)",
    "empty(dosis) and present(dosis)",
    "dosis == 1 and dosis == 2",
    "matches(apodo, 'A') and not matches(apodo, 'A')",
]
SOMETIMES = [
    "True",
    "sexo == 1 or sexo == 4",
    "sexo != 1",
    "sexo not in [1, 2]",
    "sexo > 2.5",
    "motivo == -1",
    "motivo > -1 and motivo < 2",
    "edad > 5 and edad < 7",
    "edad > 5.2 and edad < 6.9",
    "peso > 1 and peso < 1.5",
    "peso > 300 and peso <= 999",
    "peso == 999",
    "apodo == 'A'",
    "apodo > 'A' and apodo < 'B'",
    "apodo not in ['A', 'B']",
    "dosis != 1 and dosis != 2",
    # an empty value meets no comparison: what is neither below 5 nor at least 5 is empty
    "not (dosis < 5) and not (dosis >= 5)",
    "nota_clinica != 'A1' and not (nota_clinica == 'A2')",
    "riesgos in [1, 2] and riesgos in [3]",
    "9 in riesgos and 1 in riesgos",
    "fecha > nacimiento",
    "nacimiento == fecha",
    "sexo == motivo",
    "diagnostico.DIA_CRONICOS and not diagnostico.DIA_CAINFANTIL",
    "diagnostico.LSEX == 'NO'",
]


@pytest.fixture
def holds_for_some(invented: Callable[..., Guide]) -> Callable[[str], bool]:
    guide = invented()
    kinds = {"LSEX": "text", "DIA_CRONICOS": "boolean", "DIA_CAINFANTIL": "boolean"}
    scope = Scope(
        {item.identifier: Symbol(item.kind, item.nullable, item.catalog) for item in guide.variables},
        guide.terms,
        {},
        lambda catalog, name: type(guide.variables[0].kind)(kinds[name]),
        lambda name: True,
    )
    return lambda text: satisfiable(parse_condition(text, scope), guide.by_identifier)


@pytest.mark.parametrize("text", NEVER)
def test_what_no_record_meets(holds_for_some: Callable[[str], bool], text: str) -> None:
    assert not holds_for_some(text)


@pytest.mark.parametrize("text", SOMETIMES)
def test_what_some_record_meets(holds_for_some: Callable[[str], bool], text: str) -> None:
    assert holds_for_some(text)


def test_what_is_too_large_is_let_through(holds_for_some: Callable[[str], bool]) -> None:
    choices = " and ".join(f"(edad == {number} or sexo == 1 or pais == {number})" for number in range(30))
    assert holds_for_some(f"sexo == 4 and {choices}")
