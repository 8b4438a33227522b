"""Cells of a workbook as keys and values: numbers typed as text, text typed as numbers, stray blanks."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from giis._text import Text
from giis.catalogs._normal import clean, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from giis.catalogs._declarations import ColumnRule, Key
    from giis.catalogs._model import Value

_WHOLE = re.compile(r"([0-9]{1,9})(?:\.0+)?")
_APART = re.compile(r"\s*[,;]\s*")
_DATE = re.compile(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})(?: [0-9:.]+)?")
OTHERS = "*"  # among the words of a flag: any other
_EXCEL_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!")
_SHOWN = 40


class CellError(ValueError):
    """A cell does not hold what its column asks for."""

    def __init__(self, es: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(es=es, en=en)


def cell_text(value: object) -> str:
    """Return what a cell shows, without stray blanks; `""` for an empty one.

    Raises
    ------
    CellError
        If the cell holds a formula, one of Excel's errors, a date or a fraction.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return str(int(value))
    if not isinstance(value, str):
        raise CellError(f"{shown(value)} no es un texto ni un entero", f"{shown(value)} is neither text nor integer")
    text = clean(value)
    if text.startswith("="):
        raise CellError(f"hay una fórmula: {shown(text)}", f"there is a formula: {shown(text)}")
    if text in _EXCEL_ERRORS:
        raise CellError(f"hay un error de Excel: {text}", f"there is an error of Excel: {text}")
    return text


def key_text(key: Key, cells: Sequence[object]) -> str:
    """Return the key in `cells`, one for each of its columns, in the catalogue's own form; `""` for empty cells."""
    texts = [cell_text(value) for value in cells]
    if not all(texts):
        if any(texts):
            raise CellError("falta una parte de la clave", "a part of the key is missing")
        return ""
    text = "".join(_key_part(key, column.width, text) for column, text in zip(key.columns, texts, strict=True))
    if not key.pattern.fullmatch(text) or " " in text:
        raise CellError(f"la clave {shown(text)} no tiene la forma debida", f"the key {shown(text)} is malformed")
    return text


def _key_part(key: Key, width: int, text: str) -> str:
    if key.kind == "integer" or len(key.columns) > 1:
        whole = _WHOLE.fullmatch(text)
        text = str(int(whole[1])) if whole else text
    text = text.zfill(width) if text.isdecimal() else text
    if len(key.columns) > 1 and len(text) != width:
        raise CellError(
            f"{shown(text)} no tiene {width} caracteres, como pide la clave",
            f"{shown(text)} does not have the {width} characters of its part of the key",
        )
    return text


def reader_of(rule: ColumnRule) -> Callable[[object], Value]:
    """Return the function that reads a cell of the attribute; it remembers what it read, as values repeat a lot.

    It returns `None` (or `""` for a text) for a blank that is allowed.
    """
    remembered: dict[tuple[type, object], Value] = {}

    def read(value: object) -> Value:
        known = (type(value), value)
        if known not in remembered:
            remembered[known] = _attribute_value(rule, value)
        return remembered[known]

    return read


def _attribute_value(rule: ColumnRule, value: object) -> Value:
    kind = rule.attribute.kind
    if kind == "date" and isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    text = cell_text(value)
    text = rule.read_as.get(fold(text), text)
    if not text:
        if not rule.optional:
            raise CellError("está vacía", "it is empty")
        return "" if kind == "text" else None
    if kind == "text":
        return _text(rule, text)
    if kind == "flag":
        return _flag(rule, text)
    if kind == "integer":
        return _integer(rule, text)
    if kind == "date":
        return _date(text)
    if fold(text) in rule.no:
        return ()
    return tuple(sorted({_integer(rule, part) for part in _APART.split(text.strip(",; "))}))


def _text(rule: ColumnRule, text: str) -> str:
    if rule.keep:
        return text if text in rule.keep else ""
    if text.isdecimal():
        text = text.zfill(rule.column.width)
    if rule.pattern and not rule.pattern.fullmatch(text):
        raise CellError(f"{shown(text)} no tiene la forma debida", f"{shown(text)} is malformed")
    return text


def _flag(rule: ColumnRule, text: str) -> bool:
    plain = fold(text)
    if plain in rule.yes:
        return True
    if plain in rule.no or OTHERS in rule.no:
        return False
    expected = ", ".join(sorted(rule.yes | rule.no))
    raise CellError(f"{shown(text)} no es ninguno de: {expected}", f"{shown(text)} is none of: {expected}")


def _date(text: str) -> date:
    written = _DATE.fullmatch(text)
    try:
        if written:
            day, month, year = (int(number) for number in written.groups())
            return date(year, month, day)
        return date.fromisoformat(text[:10])
    except ValueError:
        raise CellError(f"{shown(text)} no es una fecha", f"{shown(text)} is no date") from None


def _integer(rule: ColumnRule, text: str) -> int:
    whole = _WHOLE.fullmatch(text)
    if not whole:
        raise CellError(f"{shown(text)} no es un entero", f"{shown(text)} is not an integer")
    number = int(whole[1])
    if rule.low is not None and rule.high is not None and not rule.low <= number <= rule.high:
        limits = f"{rule.low}..{rule.high}"
        raise CellError(f"{number} está fuera de {limits}", f"{number} is outside {limits}")
    return number


def shown(value: object) -> str:
    """Return a cell's content for a message, cut to a bearable length."""
    text = str(value)
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")
