"""The titles of derived rules: what a declaration requires, in one sentence of each language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis._text import Text
from giis.specs.expressions.nodes import Kind
from giis.specs.values import as_written

if TYPE_CHECKING:
    from giis.specs.guide import ValueSet, Variable


def missing_title(variable: Variable) -> Text:
    """Return the title of the rule that a value must be there."""
    return Text(
        f"«{variable.name}» debe traer un valor; la guía no admite dejarla vacía",
        f"“{variable.name}” must have a value; the guide does not let it be empty",
    )


def form_title(variable: Variable) -> Text:
    """Return the title of the rule on the written form of a value."""
    form = form_phrase(variable)
    return Text(f"«{variable.name}» se escribe como {form.es}", f"“{variable.name}” is written as {form.en}")


def form_phrase(variable: Variable) -> Text:
    """Return how a value of `variable` is written: `número entero de hasta 3 dígitos`."""
    match variable.kind:
        case Kind.INTEGER:
            if variable.digits:
                n = variable.digits[0]
                return Text(
                    f"un número entero de hasta {_digits(n).es}, sin signo + ni ceros a la izquierda",
                    f"an integer of at most {_digits(n).en}, without plus sign or leading zeros",
                )
            return Text(
                "un número entero, sin signo + ni ceros a la izquierda",
                "an integer, without plus sign or leading zeros",
            )
        case Kind.NUMBER:
            whole, places = variable.digits or (9, 3)
            return Text(
                f"un número con punto decimal, de hasta {_digits(whole).es} antes y {places} después de él",
                f"a number with a decimal point, at most {_digits(whole).en} before and {places} after it",
            )
        case Kind.DATE:
            return Text("una fecha dd/mm/aaaa que exista en el calendario", "a calendar date dd/mm/yyyy")
        case Kind.RECORDS:
            return _records_phrase(variable)
        case Kind.INTEGERS:
            return Text("números enteros separados por «&», sin espacios", "integers separated by “&”, without spaces")
        case _:
            return _text_phrase(variable)


def _digits(number: int) -> Text:
    plural = "" if number == 1 else "s"
    return Text(f"{number} dígito{plural}", f"{number} digit{plural}")


def _records_phrase(variable: Variable) -> Text:
    names = "#".join(field.name for field in variable.fields)
    if len(variable.fields) == 1:
        return Text("valores separados por «&», sin espacios", "values separated by “&”, without spaces")
    return Text(
        f"subregistros de {len(variable.fields)} datos, {names}, separados por «&»",
        f"sub-records of {len(variable.fields)} values, {names}, separated by “&”",
    )


_TEXTS = {
    "time": Text("una hora hh:mm, de 00:00 a 23:59", "a time hh:mm, from 00:00 to 23:59"),
    "duration": Text("un tiempo en horas y minutos, hh:mm", "a time in hours and minutes, hh:mm"),
}


def _text_phrase(variable: Variable) -> Text:
    if variable.type in _TEXTS:
        return _TEXTS[variable.type]
    if variable.length is None:
        return Text(f"un texto con la forma {variable.pattern}", f"a text of the form {variable.pattern}")
    low, high = variable.length
    if low == high:
        return Text(f"un texto de {high} caracteres", f"a text of {high} characters")
    return Text(f"un texto de {low} a {high} caracteres", f"a text of {low} to {high} characters")


def domain_title(variable: Variable) -> Text:
    """Return the title of the rule on options or range."""
    admitted = domain_phrase(variable)
    return Text(f"«{variable.name}» es {admitted.es}", f"“{variable.name}” is {admitted.en}")


def domain_phrase(variable: Variable) -> Text:
    """Return the admitted values of `variable`: `una de sus opciones: 0, 1 o -1`."""
    specials = [as_written(value) for value in variable.specials if value not in variable.options]
    if variable.options:
        values = [as_written(value) for value in variable.options] + specials
        return Text(f"una de las opciones {join(values, 'o')}", f"one of the options {join(values, 'or')}")
    low, high = as_written(variable.low or 0), as_written(variable.high or 0)
    es, en = f"un valor de {low} a {high}", f"a value from {low} to {high}"
    if specials:
        es, en = f"{es}, o {join(specials, 'o')}", f"{en}, or {join(specials, 'or')}"
    return Text(es, en)


def catalog_title(variable: Variable) -> Text:
    """Return the title of the rule on membership in a catalogue."""
    return Text(
        f"«{variable.name}» es una clave del catálogo {variable.catalog}",
        f"“{variable.name}” is a key of the catalogue {variable.catalog}",
    )


def cases_title(variable: Variable, default: ValueSet) -> Text:
    """Return the title of the statement with conditions, `default` being admitted where none holds."""
    admitted = set_phrase(default, variable)
    return Text(
        f"«{variable.name}» sigue sus condiciones; si ninguna se cumple, es {admitted.es}",
        f"“{variable.name}” follows its conditions; where none holds, it is {admitted.en}",
    )


def list_title(variable: Variable, form: str) -> Text:
    """Return the title of a rule on a list: `maximo`, `repetidos` or `excluyentes`."""
    name, many = variable.name, variable.many
    if form == "maximo":
        limit = many.maximum if many else 0
        return Text(f"«{name}» trae a lo más {limit} valores", f"“{name}” has at most {limit} values")
    if form in ("grupo-minimo", "grupo-maximo"):
        least, most = (many.minimum, many.maximum) if many else (0, 0)
        if form == "grupo-minimo":
            return Text(f"«{name}» trae al menos {least} subregistros", f"“{name}” has at least {least} sub-records")
        return Text(f"«{name}» trae a lo más {most} subregistros", f"“{name}” has at most {most} sub-records")
    if form == "secuencia":
        return Text(
            f"«{name}» numera los subregistros en orden: 1, 2, 3…", f"“{name}” numbers the sub-records: 1, 2, 3…"
        )
    if form == "repetido":
        return Text(
            f"«{name}» no repite el valor de un subregistro anterior",
            f"“{name}” does not repeat the value of an earlier sub-record",
        )
    if form == "repetidos":
        return Text(f"«{name}» no repite valores", f"“{name}” repeats no value")
    alone = [as_written(value) for value in (many.exclusive if many else ())]
    es, en = ("excluye", "excludes") if len(alone) == 1 else ("excluyen", "exclude")
    return Text(
        f"En «{name}», {join(alone, 'y')} {es} cualquier otro valor",
        f"In “{name}”, {join(alone, 'and')} {en} any other value",
    )


def set_phrase(admitted: ValueSet, variable: Variable) -> Text:
    """Return the values of `admitted` as a person reads them, options with their labels."""
    es: list[str] = []
    en: list[str] = []
    for value in admitted.values:
        label = variable.describe(value)
        written = as_written(value)
        es.append(f"{written} ({label.es})" if label else written)
        en.append(f"{written} ({label.en})" if label else written)
    if admitted.low is not None and admitted.high is not None:
        low, high = as_written(admitted.low), as_written(admitted.high)
        es.insert(0, f"un valor de {low} a {high}")
        en.insert(0, f"a value from {low} to {high}")
    if admitted.catalog is not None:
        but = join([as_written(value) for value in admitted.excluded], "ni")
        es.insert(0, f"una clave del catálogo {admitted.catalog}" + (f" distinta de {but}" if but else ""))
        but = join([as_written(value) for value in admitted.excluded], "and")
        en.insert(0, f"a key of the catalogue {admitted.catalog}" + (f" other than {but}" if but else ""))
    if admitted.empty:
        es.append("vacío")
        en.append("nothing (empty)")
    return Text(join(es, "o"), join(en, "or"))


def join(items: list[str], word: str) -> str:
    """Return `a, b o c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"
