"""Each kind of repair of a value: what it makes of right and wrong values, and what it leaves alone."""

from __future__ import annotations

import pytest

import giis
from mending import file_of, lines, mend, record
from outpatient import AS_OF

NO_SECOND = {"curpPaciente": "GAXA890520MDFRXN00"}  # a CURP of somebody without a second surname
STAYS = None
SAFE = [
    # spaces
    ("nombre", " ANA", "ANA", {}),
    ("nombre", "ANA ", "ANA", {}),
    ("nombre", "\u00a0ANA", "ANA", {}),
    ("primerApellido", "GARCIA  ", "GARCIA", {}),
    ("segundoApellido", "DE  LA MORALES", "DE LA MORALES", {"curpPaciente": "XXXX999999XXXXXX99"}),
    ("peso", " 61.5", "61.5", {}),
    ("tipoPersonal", "2 ", "2", {}),
    ("fechaConsulta", "15/11/2024 ", "15/11/2024", {}),
    ("clues", " DFSSA002935", "DFSSA002935", {}),
    ("codigoCIEDiagnostico2", " ", "", {}),
    # capitals and accents
    ("nombre", "ana", "ANA", {}),
    ("nombre", "Ána", "ANA", {}),
    ("primerApellido", "García", "GARCIA", {}),
    ("primerApellido", "Gárcïa", "GARCÏA", {}),  # the diaeresis stays
    ("clues", "dfssa002935", "DFSSA002935", {}),
    ("curpPaciente", "gama890520mdfrrn08", "GAMA890520MDFRRN08", {}),
    # signs
    ("segundoApellido", "D\u2019MORALES", STAYS, {}),  # another letter in the CURP then
    ("segundoApellido", "MORALES\u2013LUZ", "MORALES-LUZ", {}),
    ("segundoApellido", "MORALES\tLUZ", "MORALES LUZ", {}),
    ("segundoApellido", "MORALES_LUZ", STAYS, {}),
    # an empty second surname
    ("segundoApellido", "", "XX", NO_SECOND),
    ("segundoApellido", "  ", "XX", NO_SECOND),
    ("segundoApellido", "", STAYS, {}),  # the CURP says that there is one
    ("primerApellido", "", STAYS, {}),
    # dates
    ("fechaNacimiento", "1989-05-20", "20/05/1989", {}),
    ("fechaNacimiento", "1989/05/20", "20/05/1989", {}),
    ("fechaNacimiento", "20-05-1989", "20/05/1989", {}),
    ("fechaNacimiento", "20.5.1989", "20/05/1989", {}),
    ("fechaNacimiento", "05/20/1989", "20/05/1989", {}),
    ("fechaNacimiento", "19890520", "20/05/1989", {}),
    ("fechaNacimiento", "1989-05-20 00:00:00", "20/05/1989", {}),
    ("fechaNacimiento", "20/5/1989", "20/05/1989", {}),
    ("fechaNacimiento", "20/05/89", STAYS, {}),
    ("fechaNacimiento", "31/02/1989", STAYS, {}),
    ("fechaNacimiento", "1989-05-20 13:30:00", STAYS, {}),
    ("fechaConsulta", "10-11-2024", STAYS, {}),  # of October or of November
    ("fechaConsulta", "11-11-2024", "11/11/2024", {}),
    ("fechaConsulta", "2024-11-10", "10/11/2024", {}),
    # numbers
    ("peso", "61,5", "61.5", {}),
    ("peso", "061.5", "61.5", {}),
    ("peso", "+61.5", "61.5", {}),
    ("peso", "61.", "61", {}),
    ("peso", "61.50000", "61.5", {}),
    ("peso", "61,5,0", STAYS, {}),
    ("peso", "1.234,5", STAYS, {}),
    ("peso", "61 kg", STAYS, {}),
    ("tipoPersonal", "02", "2", {}),
    ("tipoPersonal", "+2", "2", {}),
    ("tipoPersonal", "2.0", "2", {}),
    ("planSeguridad", "-01", "-1", {}),
    ("glucemia", "00", "0", {}),
    ("tipoPersonal", "2,0", STAYS, {}),
    ("tipoPersonal", "dos", STAYS, {}),
    ("tipoPersonal", "", STAYS, {}),
    ("derechohabiencia", "2 & 3", "2&3", {}),
    ("derechohabiencia", "02&+3", "2&3", {}),
    # codes
    ("entidadNacimiento", "9", "09", {}),
    ("entidadNacimiento", "77", STAYS, {}),
    ("codigoCIEDiagnostico1", "j00x", "J00X", {}),
    ("codigoCIEDiagnostico1", "J00", "J00X", {}),
    ("codigoCIEDiagnostico1", "j00", "J00X", {}),
    ("codigoCIEDiagnostico1", "R69.X", "R69X", {}),
    ("codigoCIEDiagnostico1", "E11", STAYS, {}),  # E11X is no code, and E110 to E119 are many
    ("codigoCIEDiagnostico1", "ZZZ", STAYS, {}),
    # what the CURP says
    ("sexoCURP", "1", "2", {}),
    ("sexoCURP", "", "2", {}),
    ("sexoCURP", "9", "2", {}),
    ("sexoCURP", "M", "2", {}),
    # never a CURP
    ("curpPaciente", "GAMA890520MDFRRN0", STAYS, {}),
    ("curpPaciente", "GAMA890520MDFRRN09", STAYS, {}),
    ("curpPaciente", "", STAYS, {}),
    ("curpPaciente", "GÁMA890520MDFRRN08", STAYS, {}),
    # never what has no rule, or breaks none
    ("sexoBiologico", "", STAYS, {}),
    ("talla", "", STAYS, {}),
]  # fmt: skip
UNSAFE = [
    ("planSeguridad", "1", "-1", {}),
    ("planSeguridad", "", "-1", {}),
    ("planSeguridad", "x", "-1", {}),
    ("riesgo", "1", "-1", {}),
    ("contrarreferido", "", "0", {"referidoPor": "5"}),
    ("contrarreferido", "x", "0", {"referidoPor": "5"}),
    ("contrarreferido", "1", STAYS, {"referidoPor": "5"}),  # one of the two is wrong: which, nobody knows
    ("modalidadConsulDist", "1", "-1", {}),
    ("modalidadConsulDist", "2", "1", {"teleconsulta": "1", "estudiosTeleconsulta": "1"}),
    ("derechohabiencia", "2&3&2", "2&3", {}),
    ("derechohabiencia", "2&2", "2", {}),
    ("paisProcedencia", "33", "-1", {}),
    ("sexoBiologico", "", STAYS, {}),
    ("talla", "", STAYS, {}),
    ("curpPaciente", "GAMA890520MDFRRN0", STAYS, {}),
    ("fechaNacimiento", "21/05/1989", STAYS, {}),  # date or CURP: either may be wrong
    ("nombre", "EVA", STAYS, {}),
]


def _given(table):
    return [record(number, **{**context, name: before}) for number, (name, before, _, context) in enumerate(table)]


@pytest.fixture(scope="module")
def mended():
    """Return what becomes of every record of a table, mended in one file with the others."""
    return {
        (kind, unsafe): mend(file_of(lines(*_given(table))), unsafe=unsafe, max_changes=10_000)
        for kind, table, unsafe in (("safe", SAFE, False), ("unsafe", UNSAFE, False), ("unsafe", UNSAFE, True))
    }


@pytest.mark.parametrize(("place", "case"), list(enumerate(SAFE)), ids=lambda item: str(item)[:60])
def test_safe(mended, place, case):
    variable, before, after, _ = case
    done = mended["safe", False]
    expected = before if after is STAYS else after
    assert done.record(place + 1) == {**_given(SAFE)[place], variable: expected}
    own = [change[1:] for change in done.changes() if change[0] == place + 1]
    assert own == ([] if after is STAYS else [(variable, before, after, "safe")])


@pytest.mark.parametrize(("place", "case"), list(enumerate(UNSAFE)), ids=lambda item: str(item)[:60])
def test_unsafe(mended, place, case):
    variable, before, after, _ = case
    given = _given(UNSAFE)[place]
    assert mended["unsafe", False].record(place + 1) == given
    done = mended["unsafe", True]
    assert done.record(place + 1) == {**given, variable: before if after is STAYS else after}
    own = [change[1:] for change in done.changes() if change[0] == place + 1]
    assert own == ([] if after is STAYS else [(variable, before, after, "unsafe")])


def test_several_values_of_a_record_each_by_itself():
    given = record(nombre="ana", peso="61,5", talla="x", fechaNacimiento="1989-05-20", planSeguridad="1")
    done = mend(file_of(lines(given)))
    assert done.record(1) == {
        **given, "nombre": "ANA", "peso": "61.5", "fechaNacimiento": "20/05/1989",
    }  # fmt: skip
    assert {item.rule for item in done.repair.mended} == {"CEX010-caracteres", "CEX026-formato", "CEX013-formato"}


def test_a_change_that_would_show_another_mistake_is_not_kept():
    given = record(nombre="béatriz")  # in capitals, the name would disagree with the CURP
    assert mend(file_of(lines(given))).record(1) == given


def test_nothing_follows_from_a_value_in_doubt():
    given = record(sexoCURP="1", curpPaciente="GAMA890520MDF9RN08")
    assert mend(file_of(lines(given)), unsafe=True).record(1)["sexoCURP"] == "1"


def test_the_rules_that_end_are_told():
    done = mend(file_of(lines(record(nombre=" ana"))))
    assert done.repair.changes.row(0) == (
        1, 2, "nombre", " ana", "ANA", "CEX010-espacios CEX010-caracteres", "safe",
    )  # fmt: skip
    assert {(item.rule, item.count) for item in done.repair.mended} == {
        ("CEX010-espacios", 1), ("CEX010-caracteres", 1),
    }  # fmt: skip


def test_a_code_is_not_completed_without_its_catalogue(monkeypatch):
    from giis.catalogs import CatalogStore

    found = CatalogStore.get
    monkeypatch.setattr(
        CatalogStore, "get", lambda self, name: None if name == "DIAGNOSTICO_SIS" else found(self, name)
    )
    given = record(codigoCIEDiagnostico1="j00")
    assert mend(file_of(lines(given))).record(1) == given


def test_duplicates_that_a_rule_forbids_are_not_made():
    """Two visits of one person, the CURP of one in small letters, both the first of the year."""
    one = record(1, primeraVezAnio="1")
    two = record(2, primeraVezAnio="1", curpPaciente="gama890520mdfrrn08", nombre="ana")
    data = file_of(lines(one, two))
    before = giis.validate(data, "B015", as_of=AS_OF)
    done = mend(data)
    assert done.record(2)["curpPaciente"] == "gama890520mdfrrn08"
    rule = "CEX041-primera-vez-repetida"
    assert not any(rule in found.rule for found in before.files[0].findings)
    assert not any("primera-vez-repetida" in found.rule for found in done.repair.after.findings)
    assert done.repair.records_written == 2
