"""Reports of files as plain data for JSON, and back: by the types that the classes declare, and by no other way.

What is read is held against these types one by one, so that nothing but a report can come of it.
"""

from __future__ import annotations

import base64
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from giis._text import Language, Text
from giis.specs.guide import Confidence, Rule, Severity

_NAMES = {
    "Confidence": Confidence,
    "Language": Language,
    "Mapping": Mapping,
    "Rule": Rule,
    "Sequence": Sequence,
    "Severity": Severity,
    "Text": Text,
    "date": date,
}
"""What the classes name in their annotations and import for the type checker alone."""

Reader = Callable[[Any], Any]
_T = TypeVar("_T")


class StrangeError(ValueError):
    """What was read is not what was written."""


def encoded(value: Any) -> Any:
    """Return `value`, made of dataclasses, texts, days and plain values, as lists for JSON.

    Raises
    ------
    TypeError
        If something else is in it.
    """
    if value is None or isinstance(value, str | int | float):
        return value
    if is_dataclass(value):
        return [encoded(getattr(value, item.name)) for item in fields(value)]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, tuple | list):  # a Text is a pair
        return [encoded(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): encoded(item) for key, item in value.items()}
    raise TypeError(type(value).__name__)


def decoded(kind: type[_T], data: Any) -> _T:
    """Return the object of the dataclass `kind` that `encoded` made `data` of.

    Raises
    ------
    ValueError
        If `data` is anything else.
    """
    read: Reader = _reader(kind)  # type: ignore[arg-type]  # a type can be hashed
    found: _T = read(data)
    return found


@cache
def _reader(kind: Any) -> Reader:
    """Return the function that takes plain data and returns the value of type `kind` that it stands for."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind in (str, int, bool, float, types.NoneType):
        return _plain(kind)
    if kind is date:
        return _day
    if kind is bytes:
        return _bytes
    if kind is Text:
        return lambda data: Text(*_items(data, (_plain(str), _plain(str))))
    if origin is Literal:
        return _one_of(inner)
    if origin in (Union, types.UnionType):
        return _optional(inner)
    if origin in (Sequence, tuple):
        return _several(_reader(inner[0]))
    if origin is Mapping:
        return _by_name(_reader(inner[1]))
    if is_dataclass(kind) and isinstance(kind, type):
        return _object(kind)
    raise TypeError(kind)


def _plain(kind: type) -> Reader:
    admitted = (int, float) if kind is float else (kind,)

    def read(data: Any) -> Any:
        if type(data) not in admitted:
            raise StrangeError
        return data

    return read


def _day(data: Any) -> date:
    if not isinstance(data, str):
        raise StrangeError
    return date.fromisoformat(data)


def _bytes(data: Any) -> bytes:
    if not isinstance(data, str):
        raise StrangeError
    return base64.b64decode(data, validate=True)


def _one_of(words: Sequence[Any]) -> Reader:
    def read(data: Any) -> Any:
        if not isinstance(data, str) or data not in words:
            raise StrangeError
        return data

    return read


def _optional(kinds: Sequence[Any]) -> Reader:
    (kind,) = (item for item in kinds if item is not types.NoneType)
    inner = _reader(kind)
    return lambda data: None if data is None else inner(data)


def _several(inner: Reader) -> Reader:
    def read(data: Any) -> tuple[Any, ...]:
        if not isinstance(data, list):
            raise StrangeError
        return tuple([inner(item) for item in data])

    return read


def _by_name(inner: Reader) -> Reader:
    def read(data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            raise StrangeError
        return {name: inner(item) for name, item in data.items()}

    return read


def _object(kind: type[Any]) -> Reader:
    hints = get_type_hints(kind, localns=_NAMES)
    readers = [_reader(hints[item.name]) for item in fields(kind)]
    return lambda data: kind(*_items(data, readers))


def _items(data: Any, readers: Sequence[Reader]) -> list[Any]:
    if not isinstance(data, list) or len(data) != len(readers):
        raise StrangeError
    return [read(item) for read, item in zip(readers, data, strict=True)]
