"""The functions of the expression language: what they take, what they give, and how they read.

Their implementations stand in `giis.validators.functions`, one in Python and one in Polars each.
"""

from __future__ import annotations

from dataclasses import dataclass

from giis._text import Text
from giis.specs.expressions.nodes import Kind


@dataclass(frozen=True, slots=True)
class Signature:
    """One function of the language.

    `phrase` is how a value reads (`{0}` is the first argument); a boolean function has `holds` and
    `fails` instead, because a finding tells what is the case. `literal` are the places of the arguments (from 0)
    that must be written out.
    """

    parameters: tuple[Kind, ...]
    result: Kind
    phrase: Text | None = None
    holds: Text | None = None
    fails: Text | None = None
    literal: tuple[int, ...] = ()


_DATE, _TEXT, _INTEGER, _BOOLEAN = Kind.DATE, Kind.TEXT, Kind.INTEGER, Kind.BOOLEAN


def _value(parameters: tuple[Kind, ...], result: Kind, es: str, en: str, literal: tuple[int, ...] = ()) -> Signature:
    return Signature(parameters, result, phrase=Text(es, en), literal=literal)


def _test(
    parameters: tuple[Kind, ...],
    holds: tuple[str, str],
    fails: tuple[str, str],
    literal: tuple[int, ...] = (),
) -> Signature:
    return Signature(parameters, _BOOLEAN, holds=Text(*holds), fails=Text(*fails), literal=literal)


SIGNATURES: dict[str, Signature] = {
    "years": _value((_DATE, _DATE), _INTEGER, "los años cumplidos de {0} a {1}", "the completed years from {0} to {1}"),
    "months": _value(
        (_DATE, _DATE), _INTEGER, "los meses cumplidos de {0} a {1}", "the completed months from {0} to {1}"
    ),
    "days": _value((_DATE, _DATE), _INTEGER, "los días de {0} a {1}", "the days from {0} to {1}"),
    "year": _value((_DATE,), _INTEGER, "el año de {0}", "the year of {0}"),
    "length": _value((_TEXT,), _INTEGER, "la longitud de {0}", "the length of {0}"),
    "slice": _value(
        (_TEXT, _INTEGER, _INTEGER),
        _TEXT,
        "{0} (desde la posición {1}, longitud {2})",
        "{0} (from position {1}, length {2})",
        literal=(1, 2),
    ),
    "concat": _value((_TEXT, _TEXT), _TEXT, "{0} seguido de {1}", "{0} followed by {1}"),
    "number": _value((_TEXT,), _INTEGER, "el número {0}", "the number {0}"),
    "plus": _value((_INTEGER, _INTEGER), _INTEGER, "{0} más {1}", "{0} plus {1}"),
    "year_month": _value((_DATE,), _TEXT, "el año y mes (AAMM) de {0}", "the year and month (YYMM) of {0}"),
    "minutes": _value((_TEXT,), _INTEGER, "los minutos de {0}", "the minutes of {0}"),
    "cie": _test(
        (_TEXT, _TEXT),
        ("{0} está en los códigos {1}", "{0} is among the codes {1}"),
        ("{0} no está en los códigos {1}", "{0} is not among the codes {1}"),
        literal=(1,),
    ),
    "count": _value((Kind.INTEGERS,), _INTEGER, "el número de valores de {0}", "the number of values of {0}"),
    "curp_birth_date": _value((_TEXT,), _DATE, "la fecha de nacimiento de {0}", "the birth date in {0}"),
    "matches": _test(
        (_TEXT, _TEXT),
        ("{0} tiene la forma {1}", "{0} has the form {1}"),
        ("{0} no tiene la forma {1}", "{0} does not have the form {1}"),
        literal=(1,),
    ),
    "contains": _test(
        (_TEXT, _TEXT),
        ("{0} contiene «{1}»", "{0} contains “{1}”"),
        ("{0} no contiene «{1}»", "{0} does not contain “{1}”"),
        literal=(1,),
    ),
    "repeated": _test(
        (Kind.INTEGERS,),
        ("{0} repite valores", "{0} repeats values"),
        ("{0} no repite valores", "{0} repeats no value"),
    ),
    "meets_lower": _test(
        (_TEXT, _DATE, _DATE),
        ("la edad{1} alcanza el límite inferior, {0}", "the age{1} reaches the lower limit, {0}"),
        ("la edad{1} no alcanza el límite inferior, {0}", "the age{1} does not reach the lower limit, {0}"),
    ),
    "meets_upper": _test(
        (_TEXT, _DATE, _DATE),
        ("la edad{1} no rebasa el límite superior, {0}", "the age{1} does not exceed the upper limit, {0}"),
        ("la edad{1} rebasa el límite superior, {0}", "the age{1} exceeds the upper limit, {0}"),
    ),
    "curp_structure": _test(
        (_TEXT,),
        ("{0} tiene la estructura de una CURP", "{0} has the structure of a CURP"),
        ("{0} no tiene la estructura de una CURP", "{0} does not have the structure of a CURP"),
    ),
    "curp_date": _test(
        (_TEXT,),
        ("las posiciones 5 a 10 de {0} son una fecha", "positions 5 to 10 of {0} are a date"),
        ("las posiciones 5 a 10 de {0} no son una fecha", "positions 5 to 10 of {0} are no date"),
    ),
    "curp_check_digit": _test(
        (_TEXT,),
        ("el dígito verificador de {0} es correcto", "the check digit of {0} is right"),
        (
            "el dígito verificador (posición 18) de {0} no es el que resulta de las otras 17",
            "the check digit (position 18) of {0} is not the one that the other 17 give",
        ),
    ),
    "curp_sensible": _test(
        (_TEXT,),
        (
            "las cuatro primeras letras de {0} no forman palabra inconveniente",
            "letters 1–4 of {0} are no such word",
        ),
        (
            "las cuatro primeras letras de {0} forman una palabra inconveniente, cuya segunda letra se cambia por X",
            "letters 1–4 of {0} spell an inconvenient word, whose second letter becomes X",
        ),
    ),
    "curp_given": _test(
        (_TEXT, _TEXT),
        ("{1} concuerda con {0}", "{1} agrees with {0}"),
        (
            "{1} no concuerda con las posiciones 4 y 16 de {0}",
            "{1} does not agree with positions 4 and 16 of {0}",
        ),
    ),
    "curp_first_surname": _test(
        (_TEXT, _TEXT),
        ("{1} concuerda con {0}", "{1} agrees with {0}"),
        (
            "{1} no concuerda con las posiciones 1, 2 y 14 de {0}",
            "{1} does not agree with positions 1, 2 and 14 of {0}",
        ),
    ),
    "curp_second_surname": _test(
        (_TEXT, _TEXT),
        ("{1} concuerda con {0}", "{1} agrees with {0}"),
        (
            "{1} no concuerda con las posiciones 3 y 15 de {0}",
            "{1} does not agree with positions 3 and 15 of {0}",
        ),
    ),
    "name_characters": _test(
        (_TEXT,),
        ("{0} sólo tiene caracteres admitidos", "{0} has only admitted characters"),
        (
            "{0} tiene caracteres que no son A–Z, Ñ, espacio ni - , . / ' ¨",
            "{0} has characters other than A–Z, Ñ, space and - , . / ' ¨",
        ),
    ),
    "name_spacing": _test(
        (_TEXT,),
        ("{0} no tiene espacios de más", "{0} has no needless spaces"),
        (
            "{0} tiene espacios al inicio o al final",
            "{0} has spaces at its beginning or end",
        ),
    ),
    "name_separators": _test(
        (_TEXT,),
        ("{0} no tiene caracteres especiales seguidos", "{0} has no special characters in a row"),
        (
            "{0} tiene dos o más caracteres especiales seguidos",
            "{0} has two or more special characters in a row",
        ),
    ),
}
