"""Known findings: every report that people read says how many do not count, and what is to be looked after."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from outputs_hand import text_of
from reports_hand import PASSED, report

from giis.validators.baseline import BaselineUse, Entry, EntryUse
from giis.validators.findings import Totals

EXPIRED = EntryUse(Entry("CEX055", ("0" * 32,), "Ana <b>Núñez</b>", "sabido", date(2024, 1, 31)), 2)
UNUSED = EntryUse(Entry("CEX043-sexo", ("1" * 32,)), 3)
USE = BaselineUse("conocidos.yaml", 1234, (EXPIRED,), (UNUSED,), 5)
TOLD = report(replace(PASSED, totals=Totals(known=1234)), baseline=USE)
READ = ("text", "html", "markdown", "xlsx", "github")


@pytest.mark.parametrize("name", READ)
def test_what_does_not_count_is_told(name):
    text = text_of(name, TOLD)
    for part in (
        "1,234 hallazgos de conocidos.yaml no cuentan para el veredicto",
        "Vencidos, cuentan de nuevo: CEX055",
    ):
        assert part in " ".join(text.split())
    assert "Ya no aparecen y se pueden quitar: CEX043-sexo" in " ".join(text.split())
    assert "5 sin justificación" in text
    assert name in ("text", "github") or "<b>N" not in text
    assert "no cuentan para el veredicto" not in text_of(name, report(PASSED))


def test_it_is_counted_in_junit_and_the_workbook():
    assert '<property name="known" value="1234"/>' in text_of("junit", TOLD)
    assert "known" not in text_of("junit", report(PASSED))
    assert "<v>1234</v>" in text_of("xlsx", TOLD)
