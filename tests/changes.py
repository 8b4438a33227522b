"""Texts that a variable of GIIS-B015-04-11 may be changed to: right, nearly right and wrong."""

from __future__ import annotations

import random
from itertools import islice
from typing import TYPE_CHECKING

from giis.specs import Kind, Variable, load_guide
from giis.specs.values import as_written
from outpatient import BASE, shipped_catalogs

if TYPE_CHECKING:
    from collections.abc import Iterator

JUNK = (
    "", " ", "0", "-0", "00", "01", "+1", "1.0", "1,5", "1e2", "-1", "-2", " 1", "1 ", "1&1", "1&", "&", "1&2", "2&1&9",
    "X", "NaN", "inf", "\u0661", "é", "Ñ", "|", "\u00a0", "9" * 18, "9" * 19, "-" + "9" * 18, "9" * 40, "A\u0000",
    "a\nb",
)  # fmt: skip
DATES = (
    "29/02/2024", "29/02/2023", "31/04/2020", "1/1/2020", "01/01/0000", "01/01/0001", "31/12/9999", "15/11/2124",
    "20/05/1988", "20/11/2024", "15/11/2024", "14/05/2018", "15/11/1964", "16/11/1964", "00/01/2020", "01/13/2020",
    "15/11/2015", "15-11-2015", "2015/11/15", "01/12/2024", "02/12/2024",
)  # fmt: skip
CURPS = (
    "XXXX999999XXXXXX99", "GAMA890520MDFRRN08", "GAMA890520HDFRRN08", "GAMA890520XDFRRN08", "GAMA890520MZZRRN08",
    "GAMA890230MDFRRN08", "GAMA890520MDFRRNA8", "GAMA890520MNERRN08", "PUTA890520MDFRRN08", "GXMA890520MDFRRN08",
    "TOVL800312HDFRGS07", "TOVL800312HDFRGS08", "GAMA890520MDFRRN0", "gama890520mdfrrn08", "GÑMA890520MDFRRN08",
)  # fmt: skip
NAMES = (
    "MARIA", "MA. ANA", "JOSE ANA", "ANA", "NUÑEZ", "GÜEMES", "DE LA CRUZ", "Y", "XX", "O'HARA", "ANA-LUZ", "ANA--LUZ",
    " ANA", "ANA  LUZ", "ana", "ANA1", "MC", "D'ANA", "M", "ÁNA", "A.", "¨", "DE", "X" * 51,
)  # fmt: skip


def values_of(variable: Variable) -> tuple[str, ...]:
    """Return texts for `variable` on which a rule may turn."""
    texts: list[str] = [as_written(value) for value in (*variable.options, *variable.specials)]
    if variable.low is not None:
        ends = (variable.low, variable.high)
        step = 0.1 if variable.kind is Kind.NUMBER else 1
        texts += [as_written(round(end + way * step, 3)) for end in ends for way in (-1, 0, 1)]
    if variable.catalog is not None and variable.catalog in shipped_catalogs():
        entries = shipped_catalogs()[variable.catalog].entries
        texts += islice(entries, 0, None, max(1, len(entries) // 40))
    if variable.kind is Kind.DATE:
        texts += DATES
    if variable.kind is Kind.INTEGERS:
        texts += ["&".join(texts[:count]) for count in (2, 3, 7, 12)]
    if variable.length == (18, 18):
        texts += CURPS
    elif variable.kind is Kind.TEXT and variable.catalog is None:
        texts += NAMES
    return tuple(dict.fromkeys(texts))


SPECIAL_CODES = (
    "F530",
    "C500",
    "Z348",
    "O800",
    "J00X",
    "R69X",
    "E119",
    "Z001",
    "O240",
    "A09X",
    "J189",
    "U071",
    "C910",
)
FREQUENT = (
    ("sexoBiologico", "1"), ("sexoBiologico", "3"), ("fechaNacimiento", "14/05/2018"),
    ("fechaNacimiento", "15/11/1950"),
    ("fechaNacimiento", "15/11/2023"), ("tipoPersonal", "16"), ("tipoPersonal", "25"),
    ("relacionTemporalEmbarazo", "0"),
    ("ninoSanoRT", "0"), ("edasRT", "1"), ("irasRT", "0"), ("telemedicina", "1"), ("primeraVezDiagnostico2", "1"),
    ("codigoCIEDiagnostico2", "J00X"), ("curpPaciente", "XXXX999999XXXXXX99"), ("paisNacPaciente", "33"),
    *(("codigoCIEDiagnostico1", code) for code in SPECIAL_CODES),
)  # fmt: skip


def changed_records(count: int, seed: int = 7) -> Iterator[dict[str, str]]:
    """Yield `count` records that differ from the base record in up to six variables; a file can hold them."""
    dice = random.Random(seed)  # noqa: S311 (no secret)
    guide = load_guide("GIIS-B015-04-11")
    texts = {item.identifier: (*values_of(item), "", "x") for item in guide.variables}
    for number in range(count):
        record = {**BASE, "peso": f"{50 + number % 40}"}
        for _ in range(dice.randrange(7)):
            if dice.random() < 0.4:
                name, text = dice.choice(FREQUENT)
            else:
                name = dice.choice(list(texts))
                text = dice.choice(texts[name])
            record[name] = text
        yield record
