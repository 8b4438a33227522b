"""Errors for the measurements: the same records, wrong in a few variables or in nearly all."""

from __future__ import annotations

from zlib import crc32

import polars as pl
from _facts import words

# A value that is no option of these variables, whatever else the record says.
_OPTION = words(
    "TIPOPERSONAL PROGRAMASMYMG SEXOBIOLOGICO SEAUTODENOMINAAFROMEXICANO SECONSIDERAINDIGENA MIGRANTE "
    "GENERO DERECHOHABIENCIA PRIMERAVEZANIO RELACIONTEMPORAL PRIMERAVEZDIAGNOSTICO2 PRIMERAVEZDIAGNOSTICO3 "
    "LINEAVIDA CARTILLASALUD ESQUEMAVACUNACION CONTRARREFERIDO TELEMEDICINA TELECONSULTA "
    "ESTUDIOSTELECONSULTA MODALIDADCONSULDIST"
)
# Numbers that lose their form: a decimal comma, an exponent, a sign, letters.
_NUMBER = words(
    "PESO TALLA CIRCUNFERENCIACINTURA SISTOLICA DIASTOLICA FRECUENCIACARDIACA FRECUENCIARESPIRATORIA "
    "TEMPERATURA SATURACIONOXIGENO GLUCEMIA NUMEROSOBRESVSOPROMOCION TIPOMEDICION"
)
_FORMS = ("70,5", "1e2", "+5", "SIN DATO")
# An option that does not go together with the rest of any record: the condition that allows it is broken.
_CONDITION = {
    "PLANSEGURIDAD": ("RELACIONTEMPORALEMBARAZO", "2"),
    "TRIMESTREGESTACIONAL": ("RELACIONTEMPORALEMBARAZO", "1"),
    "COMPLICACIONPORDIABETES": ("RELACIONTEMPORALEMBARAZO", "1"),
    "INFECCIONPUERPERAL": ("PUERPERA", "1"),
    "RIESGO": ("ATENCIONPREGESTACIONALRT", "4&5"),
    "EDASPLANTRATAMIENTO": ("EDASRT", "1"),
    "IRASPLANTRATAMIENTO": ("IRASRT", "2"),
    "RESULTADOEDI": ("PRUEBAEDI", "3"),
    "NEUMONIART": ("IRASRT", "1"),
}
_UNTOUCHED = {"CLUES"}  # nearly every variable: the unit stays, so that its conditions are still evaluated
_WRONG = {
    "CURPPRESTADOR": "LOPJ800230HDFXXX0",
    "NOMBREPRESTADOR": " JOSÉ",
    "PRIMERAPELLIDOPRESTADOR": "L",
    "SEGUNDOAPELLIDOPRESTADOR": "PEREZ  2",
    "CURPPACIENTE": "abcd010101HDFXXX01",
    "NOMBRE": "JUAN--",
    "PRIMERAPELLIDO": "@LOPEZ",
    "SEGUNDOAPELLIDO": "",
    "FECHANACIMIENTO": "31/02/2001",
    "ENTIDADNACIMIENTO": "77",
    "FECHACONSULTA": "2024-11-05",
    "DERECHOHABIENCIA": "2&2&1",
    "PESO": "70,5",
    "TEMPERATURA": "98.6",
    "RIESGO": "9&9",
    "ESTUDIOSTELECONSULTA": "8&8",
    "CODIGOCIEDIAGNOSTICO1": "ZZZZ",
    "CODIGOCIEDIAGNOSTICO2": "ZZZZ",
    "CODIGOCIEDIAGNOSTICO3": "XX",
}


def spoil(frame: pl.DataFrame, start: int, seed: int) -> pl.DataFrame:
    """Give every record a wrong option, a broken condition, an unreadable number and a CURP that differs."""
    frame = frame.cast(pl.String)
    number = pl.int_range(start, start + pl.len()).cast(pl.Int64)

    def bits(name: str) -> pl.Expr:
        return number.hash(seed * 2**32 + crc32(name.encode()))

    changes: dict[str, pl.Expr] = {}
    for place, name in enumerate(_OPTION):
        changes[name] = pl.when(bits("option") % len(_OPTION) == place).then(pl.lit("57")).otherwise(name)
    form = pl.lit(pl.Series(_FORMS)).gather((bits("form") % len(_FORMS)).cast(pl.Int64))
    for place, name in enumerate(_NUMBER):
        changes[name] = pl.when(bits("number") % len(_NUMBER) == place).then(form).otherwise(name)
    for place, (name, (governor, option)) in enumerate(_CONDITION.items()):
        chosen = bits("condition") % len(_CONDITION) == place
        wrong = pl.when(pl.col(governor) == "-1").then(pl.lit(option)).otherwise(pl.lit("7"))
        changes[name] = pl.when(chosen).then(wrong).otherwise(name)
    # The first letter of the CURP is no longer that of the first surname (nor is a generic one generic).
    curp = pl.col("CURPPACIENTE")
    letter = pl.when(curp.str.starts_with("Q")).then(pl.lit("J")).otherwise(pl.lit("Q"))
    changes["CURPPACIENTE"] = pl.concat_str(letter, curp.str.slice(1))
    return frame.with_columns(**changes)


def spoil_all(frame: pl.DataFrame) -> pl.DataFrame:
    """Make nearly every variable of every record wrong."""
    return frame.with_columns(
        **{name: pl.lit(_WRONG.get(name, "57X")) for name in frame.columns if name not in _UNTOUCHED}
    )
