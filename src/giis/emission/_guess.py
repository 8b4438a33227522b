"""How well a column of a source fits a variable: its name, its values, its form."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from giis.specs import Kind
from giis.validators.reading import reader

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from giis.specs import Variable

_WORDS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_EMPTY_WORDS = frozenset(
    ("de", "del", "la", "el", "los", "las", "y", "en", "por", "que", "se", "su", "id", "cve", "clave", "codigo", "cod",
     "num", "numero")
)  # fmt: skip
_SHORT = {
    "fec": "fecha", "fch": "fecha", "nac": "nacimiento", "pac": "paciente", "ap": "apellido",
    "paterno": "primer apellido",
    "materno": "segundo apellido", "px": "paciente", "dx": "diagnostico", "diag": "diagnostico", "prest": "prestador",
    "medico": "prestador", "edo": "entidad", "estado": "entidad", "ent": "entidad", "mpio": "municipio",
    "unidad": "clues", "genero": "genero", "temp": "temperatura", "fc": "frecuencia cardiaca", "ta": "presion",
    "fr": "frecuencia respiratoria", "nombres": "nombre", "name": "nombre", "sex": "sexo", "birth": "nacimiento",
    "date": "fecha", "weight": "peso", "height": "talla", "estatura": "talla", "spo2": "saturacion oxigeno",
    "consulta": "consulta", "visita": "consulta", "atencion": "consulta", "visit": "consulta", "service": "servicio",
}  # fmt: skip
"""What systems call things shortly, or in English."""
_ENOUGH = 0.5
_SAME = 0.95
"""A name so alike is shown even where no value fits."""
_MOST_VALUES = 60


@dataclass(frozen=True)
class Sampled:
    """A column of the source, and some of its values as texts, each once."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Guess:
    """A column for a variable: how sure it is (0 to 1), why, and what is needed to make the values fit."""

    column: str
    score: float
    by_name: float
    fitting: float
    """The share of the values that fit, perhaps by `codes` or `date`."""
    codes: Mapping[str, str] | None = None
    date: str | None = None
    upper: bool = False
    accents: bool = False


@lru_cache(maxsize=4_096)
def words(name: str) -> tuple[str, ...]:
    """Return the telling words of a name, without case and accents: `FechaNac_pac` is fecha, nacimiento, paciente."""
    bare = "".join(item for item in unicodedata.normalize("NFKD", name) if not unicodedata.combining(item))
    found = [word.lower() for word in _WORDS.findall(bare)]
    spelled = [part for word in found for part in _SHORT.get(word, word).split()]
    return tuple(word for word in spelled if word not in _EMPTY_WORDS) or tuple(spelled)


def likeness(first: Sequence[str], second: Sequence[str]) -> float:
    """Return how alike two names are, word by word and as a whole: 0 to 1."""
    if not first or not second:
        return 0.0
    if sorted(first) == sorted(second):
        return 1.0

    def best(word: str, others: Sequence[str]) -> float:
        return max(_alike(word, other) for other in others)

    one = sum(best(word, second) for word in first) / len(first)
    other = sum(best(word, first) for word in second) / len(second)
    return max(0.5 * (one + other), _alike("".join(first), "".join(second)))


@lru_cache(maxsize=200_000)
def _alike(first: str, second: str) -> float:
    if first == second:
        return 1.0
    if min(len(first), len(second)) >= 4 and (first.startswith(second) or second.startswith(first)):
        return 0.9
    ratio = difflib.SequenceMatcher(None, first, second).ratio()
    return ratio if ratio > 0.6 else 0.0


def guess(variable: Variable, column: Sampled, admits: Callable[[str], bool] = lambda text: True) -> Guess | None:
    """Return how a column would serve a variable; None where it would not.

    `admits` tells whether a well-formed value satisfies what else can be asked of it alone.
    """
    own = words(column.name)
    named = max(likeness(words(variable.name), own), likeness((variable.header.strip().lower(),), ("".join(own),)),
                0.9 * likeness(words(variable.label.es), own))  # fmt: skip
    if named < _ENOUGH:
        return None
    values = column.values[:_MOST_VALUES]
    made = _fitted(variable, values, admits)
    score = round(0.65 * named + 0.35 * made.fitting, 2) if values else round(0.65 * named, 2)
    if values and made.fitting == 0 and named < _SAME:
        return None
    return Guess(column.name, score, named, made.fitting, made.codes, made.date, made.upper, made.accents)


def _fitted(variable: Variable, values: Sequence[str], admits: Callable[[str], bool]) -> Guess:
    read = reader(variable)

    def share(texts: Sequence[str]) -> float:
        return sum(read(text).failed is None and admits(text) for text in texts) / len(texts) if texts else 0.0

    plain = share(values)
    if plain == 1 or not values:
        return Guess("", 0, 0, plain)
    if variable.kind is Kind.DATE:
        return _dated(values, plain)
    if variable.options and variable.kind in (Kind.INTEGER, Kind.TEXT):
        codes = _codes(variable, values)
        known = sum(bool(codes.get(value)) for value in values) / len(values)
        if known > plain:
            return Guess("", 0, 0, known, codes=codes)
    if variable.kind is Kind.TEXT:
        upper = [value.upper() for value in values]
        bare = [_without_accents(value) for value in upper]
        capital, unaccented = share(upper), share(bare)
        if max(capital, unaccented) > plain:
            return Guess("", 0, 0, max(capital, unaccented), upper=True, accents=unaccented > capital)
    return Guess("", 0, 0, plain)


_DATES = (
    (r"[0-9]{2}-[0-9]{2}-[0-9]{4}", "dd-mm-aaaa"), (r"[0-9]{8}", "aaaammdd"),
    (r"[0-9]{4}/[0-9]{2}/[0-9]{2}", "aaaa/mm/dd"),
    (r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{2}", "dd/mm/aa"), (r"[0-9]{2}\.[0-9]{2}\.[0-9]{4}", "dd.mm.aaaa"),
    (r"[0-9]{2}/[0-9]{2}/[0-9]{4} [0-9]{2}:[0-9]{2}", "dd/mm/aaaa hh:mi"),
    (r"[0-9]{2}/[0-9]{2}/[0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2}", "dd/mm/aaaa hh:mi:ss"),
)  # fmt: skip
_READ_ALREADY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].*)?|[0-9]{2}/[0-9]{2}/[0-9]{4}")


def _dated(values: Sequence[str], plain: float) -> Guess:
    known = sum(_READ_ALREADY.fullmatch(value) is not None for value in values) / len(values)
    best = max(_DATES, key=lambda item: sum(re.fullmatch(item[0], value) is not None for value in values))
    found = sum(re.fullmatch(best[0], value) is not None for value in values) / len(values)
    if found > known:
        return Guess("", 0, 0, found, date=best[1])
    return Guess("", 0, 0, max(plain, known))


def _codes(variable: Variable, values: Sequence[str]) -> dict[str, str]:
    """Return a code table from values to options whose labels they are; `""` where none is found."""
    labels = {str(code): words(label) for code, label in variable.options.items()}
    table: dict[str, str] = {}
    for value in values:
        told = words(value)
        if not told:
            table[value] = ""
            continue
        scored = {code: likeness(told, label) for code, label in labels.items()}
        code = max(scored, key=lambda item: scored[item])
        if scored[code] < 0.75:
            first = [item for item, label in labels.items() if label and label[0].startswith("".join(told))]
            table[value] = first[0] if len(first) == 1 else value if value in labels else ""
        else:
            table[value] = code
    return table


def _without_accents(text: str) -> str:
    return text.translate(str.maketrans("ÁÀÂÉÈÊÍÌÎÓÒÔÚÙÛ", "AAAEEEIIIOOOUUU"))
