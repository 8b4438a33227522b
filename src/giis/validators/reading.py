"""Reading one value from its text: what form it must have, and what it is worth."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from giis.specs import Kind, Variable
from giis.specs.values import FIELD_SEPARATOR, LIST_SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_KEPT = 200
"""Values of each variable of which it is kept how they are read."""
LARGEST_DIGITS = 18
"""Digits of the largest integer that is read where the guide names no limit."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The outcome of reading one value; `failed` is the form of the rule that it breaks."""

    value: Any = None
    failed: str | None = None


def form_pattern(variable: Variable) -> str | None:
    """Return the regular expression that a written value must match as a whole, None where any text will do.

    It uses only what Rust and Python read alike.
    """
    match variable.kind:
        case Kind.INTEGER:
            return _integer(variable.digits[0] if variable.digits else LARGEST_DIGITS)
        case Kind.NUMBER:
            whole, places = variable.digits or (9, 6)
            # A minus stands before a nought only where a later digit is none.
            small = "|".join(rf"0{{{n}}}[1-9][0-9]{{0,{places - 1 - n}}}" for n in range(places))
            decimals = rf"(?:\.[0-9]{{1,{places}}})?"
            return rf"0{decimals}|-0\.(?:{small})|-?[1-9][0-9]{{0,{whole - 1}}}{decimals}"
        case Kind.DATE:
            return r"[0-9]{2}/[0-9]{2}/[0-9]{4}"
        case Kind.INTEGERS:
            one = _integer(LARGEST_DIGITS)
            return rf"(?:{one})(?:{LIST_SEPARATOR}(?:{one}))*"
        case Kind.RECORDS:
            value = f"[^{FIELD_SEPARATOR}{LIST_SEPARATOR}]*"
            one = value + f"(?:{FIELD_SEPARATOR}{value}){{{len(variable.fields) - 1}}}"
            return rf"{one}(?:{LIST_SEPARATOR}{one})*"
        case _:
            return variable.pattern


def missing_form(variable: Variable) -> str:
    """Return the form of the rule that a value must be there."""
    return "grupo-vacio" if variable.fields else "vacio"


def malformed_form(variable: Variable) -> str:
    """Return the form of the rule on how a value is written."""
    return "grupo" if variable.fields else "formato"


def special_texts(variable: Variable) -> tuple[str, ...]:
    """Return the texts that stand beside the form of a text variable, such as `99:99`; none for other kinds."""
    return tuple(map(str, variable.specials)) if variable.kind is Kind.TEXT else ()


def _integer(digits: int) -> str:
    return rf"(?:0|-?[1-9][0-9]{{0,{digits - 1}}})"


def reader(variable: Variable) -> Callable[[str], Reading]:
    """Return the function that reads one written value of `variable`."""
    pattern = form_pattern(variable)
    form = re.compile(pattern) if pattern is not None else None
    convert = _CONVERTERS[variable.kind]
    low, high = variable.length or (0, 0)
    special = frozenset(special_texts(variable))
    missing, malformed = missing_form(variable), malformed_form(variable)

    def read(text: str) -> Reading:
        if text == "":
            return Reading() if variable.nullable else Reading(failed=missing)
        if text in special:
            return Reading(text)
        if form is not None and form.fullmatch(text) is None:
            return Reading(failed=malformed)
        if variable.length is not None and not low <= len(text) <= high:
            return Reading(failed=malformed)
        value = convert(text)
        if value is None:
            return Reading(failed=malformed)
        if variable.bounded and not _admitted(variable, value):
            return Reading(value if variable.tentative else None, "opciones" if variable.options else "rango")
        return Reading(value)

    return read


def _admitted(variable: Variable, value: Any) -> bool:
    if isinstance(value, tuple):
        return all(item in variable.options or item in variable.specials for item in value)
    if value in variable.options or value in variable.specials:
        return True
    return variable.low is not None and variable.high is not None and variable.low <= value <= variable.high


def _date(text: str) -> date | None:
    day, month, year = int(text[:2]), int(text[3:5]), int(text[6:])
    try:
        return date(year, month, day)
    except ValueError:
        return None


_CONVERTERS: dict[Kind, Callable[[str], Any]] = {
    Kind.INTEGER: int,
    Kind.NUMBER: float,
    Kind.TEXT: lambda text: text,
    Kind.DATE: _date,
    Kind.INTEGERS: lambda text: tuple(int(item) for item in text.split(LIST_SEPARATOR)),
    Kind.RECORDS: lambda text: tuple(tuple(item.split(FIELD_SEPARATOR)) for item in text.split(LIST_SEPARATOR)),
}


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """A record, or one sub-record, as it was read.

    `values` holds the usable values by identifier (None for the others), `empty` the nullable variables with nothing
    between the separators, `failed` the form of the rule that each value breaks that cannot be used, `texts` what is
    written. `groups` holds the sub-records of each column that has some; None where it cannot be cut into them.
    """

    values: Mapping[str, Any]
    empty: frozenset[str]
    failed: Mapping[str, str]
    texts: Mapping[str, str]
    groups: Mapping[str, tuple[ReadRecord, ...] | None] = field(default_factory=dict)


class RecordReader:
    """Reads whole records of one guide, or the sub-records of one column."""

    def __init__(self, variables: Sequence[Variable]) -> None:
        # Most values of a file repeat, and a record is read again for each of its findings.
        self._readers = [(item.identifier, lru_cache(maxsize=_KEPT)(reader(item))) for item in variables]
        self._groups = [
            (variable.identifier, [item.identifier for item in variable.fields], RecordReader(variable.fields))
            for variable in variables
            if variable.fields
        ]

    def read(self, texts: Mapping[str, str]) -> ReadRecord:
        """Read all values of one record.

        Parameters
        ----------
        texts : Mapping
            The written values by identifier, `""` where nothing stands.
        """
        values: dict[str, Any] = {}
        empty: set[str] = set()
        failed: dict[str, str] = {}
        for name, read in self._readers:
            text = texts.get(name, "")
            reading = read(text)
            values[name] = reading.value
            if reading.failed is not None:
                failed[name] = reading.failed
            elif text == "":
                empty.add(name)
        groups: dict[str, tuple[ReadRecord, ...] | None] = {}
        for name, fields, inner in self._groups:
            parts = values.pop(name)
            written = (dict(zip(fields, part, strict=True)) for part in parts or ())
            groups[name] = None if name in failed else tuple(inner.read(part) for part in written)
        return ReadRecord(values, frozenset(empty), failed, texts, groups)
