"""From the text of the YAML to typed values, and from value sets to conditions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from giis._errors import InputError
from giis.specs.expressions.nodes import (
    Between,
    Const,
    Empty,
    InCatalog,
    Kind,
    Node,
    OneOf,
    Scalar,
    Var,
    all_of,
    any_of,
    negation,
)
from giis.specs.guide import ValueSet

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from giis.specs.guide import Variable

LIST_SEPARATOR = "&"
FIELD_SEPARATOR = "#"
INTEGER_FORM = r"0|-?[1-9][0-9]{0,17}"
_NUMBER_FORM = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?"
_MOST_NUMBERS = 1_000
_RANGE = re.compile(r"(-?[0-9.]+?)\.\.(-?[0-9.]+)")


def element_kind(kind: Kind) -> Kind:
    """Return the kind of one element of a list, and any other kind as it is."""
    return Kind.INTEGER if kind is Kind.INTEGERS else kind


def typed(text: str, kind: Kind) -> Scalar:
    """Return `text` from the YAML as a value of `kind`.

    Raises
    ------
    ValueError
        If `text` is no such value.
    """
    match element_kind(kind):
        case Kind.INTEGER:
            if not re.fullmatch(INTEGER_FORM, text):
                raise ValueError(f"{text!r} is no integer")
            return int(text)
        case Kind.NUMBER:
            if not re.fullmatch(_NUMBER_FORM, text):
                raise ValueError(f"{text!r} is no number")
            return float(text)
        case Kind.DATE:
            return parse_date(text)
        case Kind.TEXT:
            return text
        case _:
            raise ValueError(f"no value of type {kind} can be written here")


def parse_date(text: str) -> date:
    """Return the date of `dd/mm/aaaa` or `aaaa-mm-dd`.

    Raises
    ------
    ValueError
        If `text` is neither.
    """
    form = "%d/%m/%Y" if "/" in text else "%Y-%m-%d"
    return datetime.strptime(text, form).date()


def is_range(text: str, kind: Kind) -> bool:
    """Return whether `text` is meant as a range of values of `kind`."""
    return ".." in text and element_kind(kind).numeric


def parse_range(text: str, kind: Kind) -> tuple[Scalar, Scalar]:
    """Return the two ends of `low..high`, both inclusive.

    Raises
    ------
    ValueError
        If `text` is no range, or its ends stand the wrong way round.
    """
    match = _RANGE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no range; write low..high")
    low, high = (typed(part, kind) for part in match.groups())
    if low > high:  # type: ignore[operator]
        raise ValueError(f"the range {text!r} is empty")
    return low, high


def parse_numbers(text: str) -> tuple[int, ...]:
    """Return the numbers of `1-3,7` in order.

    Raises
    ------
    ValueError
        If `text` is no such list.
    """
    numbers: list[int] = []
    for part in text.replace(" ", "").split(","):
        match = re.fullmatch(r"([0-9]{1,6})(?:-([0-9]{1,6}))?", part)
        if match is None:
            raise ValueError(f"{text!r} is no list of numbers; write such as 1-3,7")
        first, last = int(match[1]), int(match[2] or match[1])
        if not first <= last < first + _MOST_NUMBERS:
            raise ValueError(f"{part!r} is no range of numbers")
        numbers.extend(range(first, last + 1))
    if len(set(numbers)) != len(numbers):
        raise ValueError(f"{text!r} names a number twice")
    return tuple(numbers)


def membership(variable: Var, admitted: ValueSet) -> Node:
    """Return the condition that `variable` has a value of the set `admitted`.

    Of a list-valued variable it says that every element is in the set; a single sentinel (`-1`) as
    the whole value is asked for by a set of that one value.
    """
    ways: list[Node] = []
    if admitted.values:
        ways.append(OneOf(Kind.BOOLEAN, variable, admitted.values))
    if admitted.low is not None and admitted.high is not None:
        kind = element_kind(variable.kind)
        ways.append(Between(Kind.BOOLEAN, variable, Const(kind, admitted.low), Const(kind, admitted.high)))
    if admitted.catalog is not None:
        known: Node = InCatalog(Kind.BOOLEAN, variable, admitted.catalog)
        if admitted.excluded:
            known = all_of(known, negation(OneOf(Kind.BOOLEAN, variable, admitted.excluded)))
        ways.append(known)
    if admitted.empty:
        ways.append(Empty(Kind.BOOLEAN, variable))
    return any_of(*ways)


def unite(first: ValueSet, second: ValueSet) -> ValueSet:
    """Return the values of both sets.

    Raises
    ------
    ValueError
        If each has a range or a catalogue of its own.
    """
    ranges = {(item.low, item.high) for item in (first, second) if item.low is not None}
    lists = {(item.catalog, item.excluded) for item in (first, second) if item.catalog is not None}
    if len(ranges) > 1 or len(lists) > 1:
        raise ValueError("a range or catalogue in `may` and another in `otherwise` cannot be joined; use `must`")
    low, high = next(iter(ranges), (None, None))
    catalog, excluded = next(iter(lists), (None, ()))
    literals = tuple(dict.fromkeys((*first.values, *second.values)))
    return ValueSet(
        values=literals,
        low=low,
        high=high,
        catalog=catalog,
        excluded=tuple(value for value in excluded if value not in literals),
        empty=first.empty or second.empty,
    )


def texts(values: Iterable[Scalar]) -> tuple[str, ...]:
    """Return `values` as the exchange file writes them."""
    return tuple(as_written(value) for value in values)


def as_written(value: Scalar) -> str:
    """Return `value` as the exchange file writes it: dates as `dd/mm/aaaa`, numbers without padding."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, date):
        return f"{value.day:02}/{value.month:02}/{value.year:04}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def field_names(variable: Variable) -> list[tuple[str, ...]]:
    """Return what the fields of a column's sub-records are called: by the guide, and in expressions."""
    return [(field.name, field.identifier) for field in variable.fields]


def written(value: Any, fields: Sequence[Collection[str]] = ()) -> str:
    """Return a value as an exchange file writes it; None is nothing, a list is joined by `&`.

    Parameters
    ----------
    value : object
        The value.
    fields : sequence of collections of str
        Of a column that holds sub-records: the names of each field. A sub-record is a mapping from such names, or
        its values in the order of the fields; they are joined by `#`.
    """
    if value is None:
        return ""
    if isinstance(value, Mapping):
        known = {name for names in fields for name in names}
        strange = [name for name in value if name not in known]
        if strange:
            raise InputError(f"{strange[0]!r} is no field; a sub-record has {', '.join(next(iter(n)) for n in fields)}")
        named = [next((value[name] for name in names if name in value), None) for names in fields]
        return FIELD_SEPARATOR.join(map(written, named))
    if isinstance(value, list | tuple | set | frozenset):
        return LIST_SEPARATOR.join(_element(item, fields) for item in value)
    return value if isinstance(value, str) else as_written(value)


def _element(value: Any, fields: Sequence[Collection[str]]) -> str:
    if fields and isinstance(value, list | tuple):
        return FIELD_SEPARATOR.join(map(written, value))
    return written(value, fields)
