"""One run from its file to its report: nulls, catalogues, states, choice of rules and guide, the file's name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

import giis
from giis._errors import InputError
from giis.specs import load_guide
from giis.validators.choice import choose_guide
from giis.validators.functions import FUNCTIONS
from outpatient import AS_OF, BASE, exchange_file

if TYPE_CHECKING:
    from pathlib import Path

    from giis.validators.findings import FileReport

GUIDE = load_guide("GIIS-B015-04-11")
NAME = "CEX-DFSSA-2411.TXT"


def curp(first: str) -> str:
    """Return the CURP whose first 17 characters are `first`."""
    right = FUNCTIONS["curp_check_digit"].python
    return next(first + digit for digit in "0123456789" if right(first + digit))


YOUNG = {"fechaNacimiento": "20/05/2009", "curpPaciente": curp("GAMA090520MDFRRNA"), "seConsideraIndigena": "0"}
FRIENDLY = {**YOUNG, "servicioAtencion": "22"}


def judged(*changes: dict[str, str], **options: Any) -> FileReport:
    options = {"as_of": AS_OF, **options}
    (report,) = giis.validate(exchange_file([{**BASE, **change} for change in changes]), "B015", **options).files
    return report


def rules(report: FileReport) -> list[tuple[str, str]]:
    return [(item.rule, item.severity) for item in report.findings]


# Null semantics: one cause, one finding


def test_the_base_record_passes() -> None:
    report = judged({})
    assert (report.status, report.valid_records, report.undecided_records, rules(report)) == ("pass", 1, 0, [])
    assert report.not_evaluated == []


@pytest.mark.parametrize(
    ("change", "finding", "undecided"),
    [
        ({"fechaNacimiento": "31/02/1989"}, "CEX013-formato", "CEX024-nacimiento"),
        ({"fechaNacimiento": ""}, "CEX013-vacio", "CEX024-nacimiento"),
        ({"tipoPersonal": "x"}, "CEX007-formato", "CEX025-personal"),
        ({"curpPaciente": "X"}, "CEX009-formato", "CEX010-curp"),
        ({"derechohabiencia": "2&x"}, "CEX023-formato", "CEX023-repetidos"),
        ({"codigoCIEDiagnostico1": "ZZZZ"}, "CEX043-catalogo", "CEX043-sexo"),
        ({"glucemia": "1,5"}, "CEX035-formato", "CEX037"),
    ],
)
def test_one_cause_makes_one_finding(change: dict[str, str], finding: str, undecided: str) -> None:
    report = judged(change, {})
    assert [name for name, _ in rules(report)] == [finding]
    assert undecided in {item.rule for item in report.not_evaluated}
    assert {item.records for item in report.not_evaluated} == {1}
    assert (report.status, report.valid_records, report.undecided_records) == ("fail", 1, 0)
    states = {item.rule: item.state for item in report.outcomes}
    assert (states[finding], states[undecided]) == ("failed", "not evaluated")


def test_what_a_condition_settles_is_decided() -> None:
    """A rule whose other half decides needs no answer of an unusable value."""
    report = judged({"talla": "x", "sexoBiologico": "1", "planSeguridad": "-1"})
    assert "CEX055" not in {item.rule for item in report.not_evaluated}


# Catalogues


def test_a_missing_catalogue_is_not_evaluated_where_a_record_needs_it() -> None:
    name = "CEX025-amigable-unidad"
    report = judged(FRIENDLY, {}, {**FRIENDLY, "peso": "60"})
    assert rules(report) == []
    (missing,) = report.not_evaluated
    assert (missing.rule, missing.records) == (name, 2)
    assert missing.reason.es == "falta el catálogo DIRECTORIO_SERVICIOS_AMIGABLES"
    assert (report.status, report.undecided_records, report.valid_records) == ("incomplete", 2, 1)
    assert {item.rule: item.state for item in report.outcomes}[name] == "not evaluated"
    used = {item.name: item.loaded for item in report.catalogs}
    assert used.pop("DIRECTORIO_SERVICIOS_AMIGABLES") is False
    assert all(used.values())


def test_a_missing_catalogue_that_no_record_needs_is_not_applicable() -> None:
    report = judged({})
    assert {item.rule: item.state for item in report.outcomes}["CEX025-amigable-unidad"] == "not applicable"
    assert report.status == "pass"


def test_incomplete_is_a_status_of_its_own() -> None:
    data = exchange_file([{**BASE, **FRIENDLY}])
    report = giis.validate(data, "B015", as_of=AS_OF)
    assert report.status == "incomplete"
    assert (report.exit_status(), report.exit_status(allow_incomplete=True)) == (1, 0)
    assert report.exit_status(fail_on="never") == 0
    assert not report.valid


@pytest.mark.parametrize(
    ("day", "rule", "severity", "state"),
    [
        ("15/11/2024", "CEX001-catalogo", "error", "fail"),
        ("26/01/2026", "CEX001-catalogo", "error", "fail"),
        ("27/01/2026", "CEX001-catalogo-vigencia", "warning", "incomplete"),
    ],
)
def test_an_unknown_unit(day: str, rule: str, severity: str, state: str) -> None:
    """A unit that is missing from a catalogue older than the record proves nothing (GIIS-B015-04-11, clues)."""
    report = judged({"clues": "DFSSA999999", "fechaConsulta": day}, as_of=date(2026, 3, 1))
    assert rules(report) == [(rule, severity)]
    assert report.status == state
    assert report.not_evaluated


# States of rules


def test_states() -> None:
    report = judged({"talla": "1"}, {"fechaNacimiento": "31/02/1989"}, statistics=True)
    found = {item.rule: (item.state, item.failed, item.undecided, item.applied) for item in report.outcomes}
    assert list(found) == list(GUIDE.by_id)
    assert found["CEX027-rango"] == ("failed", 1, 0, 2)
    assert found["CEX028-rango"] == ("passed", 0, 0, 2)
    assert found["CEX024-nacimiento"] == ("not evaluated", 0, 1, 2)
    assert found["CEX025-pediatria"] == ("not applicable", 0, 0, 0)
    assert found["CEX-registro-repetido"][0] == "passed"
    assert found["ARC-columnas"][0] == "passed"
    assert {item.applied for item in judged({}).outcomes} == {None}


def test_rules_of_an_empty_file_are_not_applicable() -> None:
    report = judged()
    assert rules(report) == [("ARC-sin-registros", "warning")]
    states = {item.rule: item.state for item in report.outcomes}
    assert {states[rule.id] for rule in GUIDE.rules} == {"not applicable"}
    assert states["ARC-sin-registros"] == "failed"


# Choice of rules


MANY = ({"talla": "1", "peso": "x", "codigoCIEDiagnostico1": "ZZZZ"}, {"curpPaciente": "GAMA890520MDFRRN07"})


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ({}, ["CEX026-formato", "CEX027-rango", "CEX043-catalogo", "CEX009-digito"]),
        ({"select": ["CEX027"]}, ["CEX027-rango"]),
        ({"select": ["CEX027-rango", "CEX009"]}, ["CEX027-rango", "CEX009-digito"]),
        ({"select": ["CEX027"], "ignore": ["CEX027-rango"]}, []),
        ({"ignore": ["CEX026", "CEX009-digito"]}, ["CEX027-rango", "CEX043-catalogo"]),
        ({"select": ["ARC"]}, []),
        ({"select": ["CEX-registro-repetido"]}, []),
        ({"select": ["CEX025-amigable", "CEX027"]}, ["CEX027-rango"]),
        ({"select": ["CEX025-ami"]}, None),
        ({"ignore": ["CEX999"]}, None),
        ({"select": ["cex027"]}, None),
        ({"select": ["CEX02"]}, None),
    ],
    ids=str,
)
def test_choice_of_rules(options: dict[str, Any], wanted: list[str] | None) -> None:
    if wanted is None:
        with pytest.raises(InputError, match="rule of GIIS-B015-04-11"):
            judged(*MANY, **options)
        return
    report = judged(*MANY, **options)
    assert [name for name, _ in rules(report)] == wanted
    assert report.totals.all == len(wanted)
    asked = {item.rule for item in report.outcomes}
    assert (asked == set(GUIDE.by_id)) is (not options)
    assert set(wanted) <= asked


def test_a_rule_that_is_not_asked_still_keeps_values_from_others() -> None:
    report = judged({"fechaNacimiento": "x"}, ignore=["CEX013-formato"])
    assert rules(report) == []
    assert report.status == "incomplete"


def test_profiles() -> None:
    wrong = {"curpPaciente": "GAMA890520MDFRRN07"}
    assert rules(judged(wrong)) == [("CEX009-digito", "warning")]
    strict = judged(wrong, profile="strict")
    assert rules(strict) == [("CEX009-digito", "error")]
    assert (strict.status, strict.valid_records, judged(wrong).valid_records) == ("fail", 0, 1)


# Shares, repeats and other rules on the whole file

GENERIC = {"curpPaciente": "XXXX999999XXXXXX99"}


@pytest.mark.parametrize(("generic", "others", "broken"), [(3, 17, False), (3, 16, True), (1, 0, True), (0, 5, False)])
def test_the_share_of_generic_curps(generic: int, others: int, broken: bool) -> None:
    records = [{**GENERIC, "peso": f"{50 + n}"} for n in range(generic)] + [
        {"peso": f"{80 + n}"} for n in range(others)
    ]
    report = judged(*records, select=["CEX-curp-generica"])
    assert rules(report) == ([("CEX-curp-generica", "error")] if broken else [])
    assert report.valid_records == generic + others  # no single record is to blame
    assert report.status == ("fail" if broken else "pass")


def test_rules_across_records() -> None:
    report = judged(
        {"primeraVezAnio": "1"}, {"primeraVezAnio": "1", "peso": "60"}, {"programaSMyMG": "1", "peso": "62"}, {}, {}
    )
    assert [(item.rule, item.severity, item.record) for item in report.findings] == [
        ("CEX-primera-vez-repetida", "error", 2),
        ("CEX-programa-por-prestador", "warning", 3),
        ("CEX-registro-repetido", "warning", 5),
    ]
    assert (report.records, report.valid_records) == (5, 4)


# The guide of a file


HEADER = [variable.header for variable in GUIDE.variables]


@pytest.mark.parametrize(
    ("wanted", "header", "name", "why"),
    [
        ("B015", [], None, "the one asked for with --guide"),
        (GUIDE, ["x"], None, "the one asked for"),
        (None, HEADER, None, "by the header (100 % of its 106 names)"),
        (None, [token.lower() + " " for token in HEADER], "x.txt", "by the header (100 % of its 106 names)"),
        (None, HEADER[:70], "CEX.TXT", "by the header (66 % of its 106 names)"),
        (None, HEADER[:50], NAME, "by the file's name (CEX)"),
        (None, ["1", "2"], "cex-dfssa-2411.txt", "by the file's name (CEX)"),
        (None, ["1", "2"], "CEXOTRO.csv", "by the file's name (CEX)"),
    ],
)
def test_choice_of_guide(wanted: Any, header: list[str], name: str | None, why: str) -> None:
    guide, chosen = choose_guide(wanted, header, name)
    assert (guide.id, chosen.en) == (GUIDE.id, why)


@pytest.mark.parametrize(
    ("wanted", "header", "name"), [(None, [], None), (None, HEADER[:9], "x.txt"), ("B999", HEADER, NAME)]
)
def test_no_guide_fits(wanted: str | None, header: list[str], name: str | None) -> None:
    with pytest.raises(InputError, match="GIIS-B015-04-11"):
        choose_guide(wanted, header, name)


# The file's name and its records


@pytest.mark.parametrize(
    ("name", "changes", "wanted"),
    [
        (NAME, [{}], []),
        (NAME, [{}, {"fechaConsulta": "03/02/2024"}], []),
        ("CEX-DFSSA-2410.TXT", [{}], ["ARC-nombre-mes"]),
        ("CEX-DFSSA-2311.TXT", [{}], ["ARC-nombre-mes"]),
        ("CEX-JCSSA-2411.TXT", [{}], ["ARC-nombre-institucion"]),
        ("CEX-DFIMB-2411.TXT", [{}, {}], ["ARC-nombre-institucion"]),
        ("CSB-DFSSA-2411.TXT", [{}], ["ARC-nombre"]),
        ("octubre.txt", [{}], ["ARC-nombre"]),
        (NAME, [{"fechaConsulta": "x", "clues": ""}], []),  # nothing that could contradict
    ],
)
def test_the_name_of_the_file(tmp_path: Path, name: str, changes: list[dict[str, str]], wanted: list[str]) -> None:
    path = tmp_path / name
    path.write_bytes(exchange_file([{**BASE, **change, "peso": f"{50 + n}"} for n, change in enumerate(changes)]))
    (report,) = giis.validate(path, as_of=AS_OF).files
    found = [(item.rule, item.severity, item.record) for item in report.findings if item.rule.startswith("ARC")]
    assert found == [(rule, "warning", None) for rule in wanted]
    assert report.guide == GUIDE.id
