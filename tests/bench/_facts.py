"""The catalogue facts that the generator draws from: units, diagnoses, services and states.

They come from the catalogues that the package ships; a small table of our own stands in where they are not
there.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SOURCES = Path(__file__).resolve().parents[2] / "src"


def words(text: str) -> list[str]:
    """Return the words of a text."""
    return text.split()


STAFF = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 15, 16, 19, 20, 21, 22, 24, 25, 27, 29)
"""The options of `tipoPersonal`."""

# Abbreviation in the CURP -> key in ENTIDAD_FEDERATIVA.
STATES = dict(
    zip(
        words("AS BC BS CC CL CM CS CH DF DG GT GR HG JC MC MN MS NT NL OC PL QT QR SP SL SR TC TS TL VZ YN ZS"),
        (f"{number:02}" for number in range(1, 33)),
        strict=True,
    )
)
COUNTRIES = (1, 11, 68, 182)  # born abroad: a few keys of PAIS, none of them 142 (MÉXICO)


@dataclass(frozen=True)
class Unit:
    clues: str
    institution: str
    kind: int
    type_: str
    subtype: str

    @property
    def uneme(self) -> bool:
        """Whether `primeraVezUneme` applies."""
        return self.type_ in {"T", "UNE"} and self.subtype in {"T02", "UNE02", "UNE04", "UNE11"}

    @property
    def cancer(self) -> bool:
        """Whether `cancerMamario` and `cancerCervicouterino` apply."""
        hospital = self.kind == 2 and self.type_ in {"99", "M", "N", "O"}
        outpatient = self.kind == 1 and self.subtype in {"T07", "UNE05", "UNE07", "UNE11", "UNE99"}
        return self.institution in {"SSA", "IMB", "SME"} and (hospital or outpatient)


@dataclass(frozen=True)
class Diagnosis:
    code: str
    sex: str  # NO, HOMBRE or MUJER
    lower: str
    upper: str
    chronic: bool
    childhood_cancer: bool
    staff_first: frozenset[int]
    staff_again: frozenset[int]


_MEDICAL = "1,2,3,4,9,19,24,29"
_SOME_UNITS = """
NTIMB000452 IMB 1 A 99
JCSSA000561 SSA 1 A 99
OCIMB004714 IMB 1 D 99
OCIMB004101 IMB 1 E 99
MNIMB001531 IMB 1 F 99
CSSSA006922 SSA 1 W 99
ASSSA000030 SSA 2 M 99
ASSSA000042 SSA 2 O 99
BCIMB000623 IMB 2 N 99
ASSSA001104 SSA 1 UNE UNE04
BSIMB000713 IMB 1 T T02
CCIMB001432 IMB 1 T T07
BCIMB001726 IMB 1 UNE UNE07
CHSSA018613 SSA 1 UNE UNE11
CLSME000095 SME 2 99 99
CHSMM000041 SMM 1 99 99
QRSMP002563 SMP 1 UM 99
GRDIF000015 DIF 4 99 99
"""
_SOME_DIAGNOSES = f"""
A090 NO NO NO - {_MEDICAL} {_MEDICAL},11,21,22
B829 NO NO NO - {_MEDICAL} {_MEDICAL},20,5,6,11,21,22
E119 NO 028D 120A cronico {_MEDICAL} {_MEDICAL},20,5,6,11,21,22
I10X NO 028D 120A cronico {_MEDICAL} {_MEDICAL},20,5,6,11,21,22,25,27
E660 NO NO NO - {_MEDICAL},7,8 {_MEDICAL},7,8,20,5,6,11,21,22,25,27
E669 NO NO NO - {_MEDICAL},7,8 {_MEDICAL},7,8,20,5,6,11,21,22,25,27
F329 NO NO NO - {_MEDICAL},25,27 {_MEDICAL},25,27
H109 NO 028D 120A - {_MEDICAL} {_MEDICAL},20,5,6,11,21,22
J00X NO NO NO - {_MEDICAL} {_MEDICAL},11,21,22
J029 NO NO NO - {_MEDICAL} {_MEDICAL},20,5,6,11,21,22
J039 NO NO NO - {_MEDICAL} {_MEDICAL},20,5,6,11,21,22
J069 NO NO NO - {_MEDICAL},5,6 {_MEDICAL},20,5,6,11,21,22,25,27
J459 NO NO NO - {_MEDICAL} {_MEDICAL},25,27
K297 NO NO NO - {_MEDICAL} {_MEDICAL},20,5,6,11,21,22,25,27
M545 NO NO NO - {_MEDICAL} {_MEDICAL},20,5,6,11,21,22,25,27
N390 NO 028D 120A - {_MEDICAL} {_MEDICAL},20,5,6,11,21,22,25,27
N760 MUJER NO NO - {_MEDICAL} {_MEDICAL},11,21,22,25,27
N950 MUJER 030A 120A - {_MEDICAL} {_MEDICAL}
R51X NO NO NO - {_MEDICAL} {_MEDICAL},20,5,6,11,21,22
R69X NO NO NO - {_MEDICAL},7,8,20,5,6,11,21,22,25,27 {_MEDICAL},7,8,20,5,6,11,21,22,25,27
Z000 NO NO NO - {_MEDICAL},7,8,25,27 {_MEDICAL},7,8,20,5,6,11,21,22,25,27
Z001 NO 000H 004A - 1,2,3,4,5,6,9,19,20,24,29,7,8,11,21,22 1,2,3,4,5,6,9,19,20,24,29,7,8,11,21,22
Z134 NO 000H 009A - {_MEDICAL},15,16 {_MEDICAL},15,16
Z348 MUJER 009A 059A - {_MEDICAL},20 {_MEDICAL},20,11,21,22
CP01 NO 000H 018A cancer 4 4
MT01 NO NO NO - 10 10
"""
_SOME_SERVICES = """
3 3,4,24
4 1,2,3,4,5,6,9,11,19,20,21,22,24,25,27
5 3,4,24
6 9
8 1,2,5,6,9,11,19,20,21,22
9 10
16 3,4,24
24 1,2,10,19,29
29 1,2,5,6,9,11,19,20,21,22,25,27
34 3,4,24
39 3,4,24
50 1,2,7,8,19
62 3,4,24,25,27
69 1,2,3,4,19,24
88 1,2,3,4,5,6,9,10,11,15,16,19,20,21,22,24,25,27,29
"""
_UNDECIDABLE = 22  # SERVICIO AMIGABLE needs a catalogue that is not published


def _numbers(text: str) -> frozenset[int]:
    return frozenset(int(part) for part in text.split(","))


def _catalog(name: str) -> Any:
    """Return a catalogue of the package, or None where the package has none."""
    if str(_SOURCES) not in sys.path:
        sys.path.append(str(_SOURCES))
    try:
        from giis.catalogs import CatalogStore
    except ImportError:
        return None
    return CatalogStore().get(name)


def _rows(name: str) -> list[tuple[str, dict[str, Any]]] | None:
    catalog = _catalog(name)
    if catalog is None:
        return None
    names = [attribute.name for attribute in catalog.attributes]
    return [(key, dict(zip(names, values, strict=True))) for key, values in sorted(catalog.entries.items())]


def units() -> list[Unit]:
    """Return the units in operation, the rarer kinds mixed evenly among the others."""
    rows = _rows("ESTABLECIMIENTO_SIS")
    if rows is None:
        found = [
            Unit(clues, institution, int(kind), type_, subtype)
            for clues, institution, kind, type_, subtype in (line.split() for line in _SOME_UNITS.strip().splitlines())
        ]
    else:
        found = [
            Unit(key, row["institucion"], row["tipo_unidad"], row["tip_abreviacion"], row["sub_abreviacion"])
            for key, row in rows
            if row["en_operacion"]
        ]
    random.Random(1).shuffle(found)  # noqa: S311
    return found


def diagnoses() -> dict[str, Diagnosis]:
    """Return the diagnoses by code."""
    rows = _rows("DIAGNOSTICO_SIS")
    if rows is None:
        found = [
            Diagnosis(code, sex, lower, upper, note == "cronico", note == "cancer", _numbers(first), _numbers(again))
            for code, sex, lower, upper, note, first, again in (
                line.split() for line in _SOME_DIAGNOSES.strip().splitlines()
            )
        ]
    else:
        found = [
            Diagnosis(
                key,
                row["LSEX"] or "NO",
                row["LINF"] or "NO",
                row["LSUP"] or "NO",
                bool(row["DIA_CRONICOS"]),
                bool(row["DIA_CAINFANTIL"]),
                frozenset(row["TIPO_PERSONAL_1VEZ_CE"] or ()),
                frozenset(row["TIPO_PERSONAL_SUBSEC_CE"] or ()),
            )
            for key, row in rows
        ]
    return {diagnosis.code: diagnosis for diagnosis in found}


def services() -> dict[int, frozenset[int]]:
    """Return the staff that may work in each service, without the one that no published catalogue decides."""
    rows = _rows("SERVICIOS_SIS_CE")
    if rows is None:
        pairs = [line.split() for line in _SOME_SERVICES.strip().splitlines()]
        found = {int(service): _numbers(staff) for service, staff in pairs}
    else:
        found = {int(key): frozenset(row["TIPO_PERSONAL"] or ()) for key, row in rows}
    return {service: staff for service, staff in sorted(found.items()) if service != _UNDECIDABLE and staff}
