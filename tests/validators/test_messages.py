"""What findings say: what was found, what was expected and why, in both languages, and nothing confidential."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from giis._text import Text
from giis.specs import load_guide
from giis.validators.findings import MASK, Breach
from giis.validators.messages import Messages, clipped
from giis.validators.single import RecordJudge
from outpatient import AS_OF, BASE, shipped_catalogs

if TYPE_CHECKING:
    from collections.abc import Iterator

GUIDE = load_guide("GIIS-B015-04-11")
JUDGE = RecordJudge(GUIDE, shipped_catalogs(), AS_OF)
OLD = {"fechaNacimiento": "20/05/1959", "curpPaciente": "GAMA590520MDFRRN00"}

# rule: (change of the base record, Spanish, English, the fix's value)
MESSAGES: dict[str, tuple[dict[str, str], str, str, str | None]] = {
    "CEX001-vacio": ({"clues": ""}, "está vacía; la guía exige un valor", "it is empty; the guide wants a value", None),
    "CEX026-formato": (
        {"peso": "70,5"},
        "«70,5» no se puede leer; se esperaba un número con punto decimal, de hasta 3 dígitos antes y 3 después de él "
        "(use punto decimal)",
        "“70,5” cannot be read; expected a number with a decimal point, at most 3 digits before and 3 after it "
        "(use a decimal point)",
        None,
    ),
    "CEX027-formato": (
        {"talla": " 162"},
        "« 162» no se puede leer; se esperaba un número entero de hasta 3 dígitos, sin signo + ni ceros a la izquierda "
        "(sobran espacios)",
        "“ 162” cannot be read; expected an integer of at most 3 digits, without plus sign or leading zeros "
        "(needless spaces)",
        None,
    ),
    "CEX003-formato": (
        {"curpPrestador": "TOVL800312HDFRGS0"},
        "«TOVL800312HDFRGS0» no se puede leer; se esperaba un texto de 18 caracteres (tiene 17)",
        "“TOVL800312HDFRGS0” cannot be read; expected a text of 18 characters (it has 17)",
        None,
    ),
    "CEX013-formato": (
        {"fechaNacimiento": "31/02/1989"},
        "«31/02/1989» no se puede leer; se esperaba una fecha dd/mm/aaaa que exista en el calendario",
        "“31/02/1989” cannot be read; expected a calendar date dd/mm/yyyy",
        None,
    ),
    "CEX026-rango": (
        {"peso": "0.5"},
        "«0.5» no se admite; se esperaba un valor de 1 a 400, o 999",
        "“0.5” is not admitted; expected a value from 1 to 400, or 999",
        None,
    ),
    "CEX016-opciones": (
        {"sexoCURP": "4"},
        "«4» no se admite; se esperaba una de las opciones 1, 2 o 3",
        "“4” is not admitted; expected one of the options 1, 2 or 3",
        None,
    ),
    "CEX054": (
        {**OLD, "relacionTemporalEmbarazo": "0"},
        "se esperaba -1 (no aplica o se desconoce): la edad (65 años) no está entre 9 y 59 años",
        "expected -1 (not applicable or unknown): the age (65 years) is not between 9 and 59 years",
        "-1",
    ),
    "CEX037": (
        {"glucemia": "100"},
        "se esperaba 1 (LABORATORIO) o 2 (TIRA DE GLUCOSA CAPILAR): glucemia (100) no es 0 (se desconoce)",
        "expected 1 (LABORATORIO) or 2 (TIRA DE GLUCOSA CAPILAR): glucemia (100) is not 0 (unknown)",
        None,
    ),
    "CEX046": (
        {"codigoCIEDiagnostico2": "E119"},
        "se esperaba vacío: primeraVezDiagnostico2 es -1 (no aplica o se desconoce)",
        "expected nothing (empty): primeraVezDiagnostico2 is -1 (not applicable or unknown)",
        "",
    ),
    "CEX007-psicologia": (
        {"tipoPersonal": "16"},
        "la edad (35 años) no es menor que 6 años",
        "the age (35 years) is not less than 6 years",
        None,
    ),
    "CEX025-personal": (
        {"servicioAtencion": "16"},
        "tipoPersonal (2, MÉDICA(O) GENERAL) no está en TIPO_PERSONAL de servicioAtencion (3, 4, 24)",
        "tipoPersonal (2, MÉDICA(O) GENERAL) is not in TIPO_PERSONAL of servicioAtencion (3, 4, 24)",
        None,
    ),
    "CEX029-diastolica": (
        {"sistolica": "60"},
        "sistolica es menor que diastolica (76) (se exige porque diastolica (76) no es 0 (no aplica o se desconoce))",
        "sistolica is less than diastolica (76) (required because diastolica (76) is not 0 "
        "(not applicable or unknown))",
        None,
    ),
    "CEX024-nacimiento": (
        {"fechaConsulta": "01/01/1989"},
        "fechaConsulta es anterior a fechaNacimiento (20/05/1989)",
        "fechaConsulta is before fechaNacimiento (20/05/1989)",
        None,
    ),
    "CEX043-catalogo": (
        {"codigoCIEDiagnostico1": "XXXX"},
        "codigoCIEDiagnostico1 no está en el catálogo DIAGNOSTICO_SIS",
        "codigoCIEDiagnostico1 is not in the catalogue DIAGNOSTICO_SIS",
        None,
    ),
    "CEX023-repetidos": (
        {"derechohabiencia": "2&2"},
        "«2&2»: «derechohabiencia» no repite valores",
        "“2&2”: “derechohabiencia” repeats no value",
        None,
    ),
    "CEX023-excluyentes": (
        {"derechohabiencia": "1&2"},
        "«1&2»: en «derechohabiencia», 0, 1 y 99 excluyen cualquier otro valor",
        "“1&2”: in “derechohabiencia”, 0, 1 and 99 exclude any other value",
        None,
    ),
    "CEX023-maximo": (
        {"derechohabiencia": "2&3&4&5&6&8&10&11&14&2"},
        "«2&3&4&5&6&8&10&11&14&2»: «derechohabiencia» trae a lo más 9 valores",
        "“2&3&4&5&6&8&10&11&14&2”: “derechohabiencia” has at most 9 values",
        None,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rule", "case"), MESSAGES.items(), ids=MESSAGES)
def test_messages(rule: str, case: tuple[dict[str, str], str, str, str | None]) -> None:
    change, es, en, fix = case
    found = {item.rule: item for item in JUDGE.findings({**BASE, **change}, show_values=True)}[rule]
    assert found.message == Text(es, en)
    assert (found.fix.value if found.fix else None) == fix
    assert found.value == {**BASE, **change}[GUIDE.by_id[rule].variable or ""]


SECRETS = {
    "curpPaciente": [
        "PUTA890520HZZRRNA",
        "TOLL590101HJCRRN01",
        "????????????????10",
        "X" * 90,
        "XXXX999999XXXXXX99",
    ],
    "nombre": ["ERMELINDA", "ermelinda.. ", "ERMELINDA1"],
    "primerApellido": ["ZURBARÁN--", "ZURBARAN"],
    "segundoApellido": ["QUIROZ  QUIROZ", "QUIROZ"],
}


def _secret_records() -> Iterator[tuple[str, dict[str, str]]]:
    for name, texts in SECRETS.items():
        for text in texts:
            yield text, {**BASE, name: text}
            yield (
                text,
                {
                    **BASE,
                    name: text,
                    "sexoCURP": "1",
                    "entidadNacimiento": "15",
                    "fechaNacimiento": "01/02/2003",
                },
            )


def test_confidential_values_are_masked() -> None:
    seen = 0
    for secret, record in _secret_records():
        if secret == "XXXX999999XXXXXX99":  # noqa: S105 - the generic CURP is nobody's
            continue
        for finding in JUDGE.findings(record):
            variable = GUIDE.variable(finding.variable or "")
            told = " ".join([*finding.message, *(finding.fix.text if finding.fix else ())])
            for text in {secret, *(record[name] for name in SECRETS)}:
                assert text not in told, (finding.rule, told)
            assert (finding.value == MASK) is (variable.confidential and record[variable.identifier] != "")
            seen += 1
    assert seen > 40


def test_confidential_values_are_shown_when_asked_for() -> None:
    (found,) = JUDGE.findings({**BASE, "segundoApellido": "QUIROZ"}, show_values=True)
    assert found.value == "QUIROZ"
    assert BASE["curpPaciente"] in found.message.es
    (found,) = JUDGE.findings({**BASE, "curpPaciente": ""})
    assert found.value == ""


def test_every_record_rule_can_be_put_in_words() -> None:
    """Whatever the record, a broken rule has a message in both languages, without a hole."""
    messages = Messages(GUIDE, shipped_catalogs(), AS_OF, show_values=True)
    records = [record for _, record in _secret_records()] + [{**BASE, "sexoBiologico": "1", "clues": "DFSSA999999"}]
    for rule in GUIDE.rules:
        if rule.require is None:
            continue
        for record in records[:4]:
            message = messages.of_record(rule, record, "error").message
            assert all(isinstance(text, str) and "{" not in text for text in message), rule.id


@pytest.mark.parametrize(
    ("rule", "breach", "es", "en"),
    [
        (
            "CEX-curp-generica",
            Breach(None, None, (2, 11)),
            "2 de 11 registros (18.2 %); el máximo es 15 %",
            "2 of 11 records (18.2 %); the most is 15 %",
        ),
        (
            "CEX-programa-por-prestador",
            Breach(7, 3),
            "difiere del valor del registro 3, con el que debe coincidir",
            "it differs from record 3, with which it must agree",
        ),
        ("CEX-registro-repetido", Breach(7, 3), "repite el registro 3", "it repeats record 3"),
    ],
)
def test_messages_on_the_file(rule: str, breach: Breach, es: str, en: str) -> None:
    (item,) = (item for item in GUIDE.file_rules if item.rule.id == rule)
    messages = Messages(GUIDE, shipped_catalogs(), AS_OF, show_values=False)
    assert messages.file_rule(item, breach) == Text(es, en)


def test_long_values_are_clipped() -> None:
    assert clipped("x" * 80) == "x" * 80
    assert clipped("x" * 81) == "x" * 79 + "…"
    (found,) = (item for item in JUDGE.findings({**BASE, "peso": "9" * 500}, show_values=True))
    assert len(found.message.es) < 250
    assert found.value == "9" * 500
