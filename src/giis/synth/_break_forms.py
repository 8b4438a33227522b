"""Texts that a variable may not have, and those at the edge of what it may: by the form that the guide declares."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from giis.specs import Kind, Variable
from giis.specs.values import LIST_SEPARATOR, as_written
from giis.synth._patterns import texts_like
from giis.validators.reading import LARGEST_DIGITS, Reading, reader

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_OPTIONS = 40
_STRANGE = ("X", "x", "?", "0", "00", "A1", "1", "#")
_MISWRITTEN: dict[Kind, tuple[str, ...]] = {
    Kind.INTEGER: ("X", "1.5", "01", " 1", "+1", "1 "),
    Kind.NUMBER: ("X", "1,5", "01.5", ".5", "1.", "-0"),
    Kind.DATE: ("31/02/2024", "2024-02-01", "1/2/2024", "00/00/0000", "X"),
    Kind.INTEGERS: ("X", "1&", "&1", "1&&2", "1;2", "01"),
}
_TIMES = ("00:00", "00:01", "12:00", "23:59", "24:00", "99:59", "99:99", "9:00", "12:60", "X")
_FILLERS = "A10Z"
_LIKE = 8


def malformed(variable: Variable) -> list[tuple[str, str]]:
    """Return texts that break the value-level rules of a variable, each with the form of the rule that it breaks."""
    read = reader(variable)
    found: dict[str, str] = {}
    for text in _attempts(variable):
        reading: Reading = read(text)
        if reading.failed is not None:
            found.setdefault(text, reading.failed)
    return list(found.items())


def edges(variable: Variable) -> list[str]:
    """Return admitted texts: every option of a short list, the ends of a range, the shortest and longest texts."""
    read = reader(variable)
    return [text for text in dict.fromkeys(_attempts(variable)) if read(text).failed is None]


def _attempts(variable: Variable) -> Iterator[str]:
    """Yield texts inside and outside the form of `variable`."""
    yield ""
    named = [as_written(value) for value in (*variable.specials, *list(variable.options)[:_MOST_OPTIONS])]
    yield from named
    match variable.kind:
        case Kind.INTEGER | Kind.NUMBER:
            yield from _numbers(variable)
        case Kind.INTEGERS:
            yield from _lists(variable)
        case Kind.TEXT if variable.type in ("time", "duration"):
            yield from _TIMES
        case Kind.TEXT:
            yield from _texts(variable)
        case _:
            pass
    yield from _MISWRITTEN.get(variable.kind, ())


def _numbers(variable: Variable) -> Iterator[str]:
    whole, places = variable.digits or (LARGEST_DIGITS, 0)
    numbers = [value for value in (*variable.options, *variable.specials) if isinstance(value, int | float)]
    if variable.low is not None and variable.high is not None:
        low, high = variable.low, variable.high
        numbers += [low, high, (low + high) // 2]  # type: ignore[list-item, operator]
    if numbers:
        beyond = (min(numbers) - 1, max(numbers) + 1, max(numbers) + 2, 0, 1)
        yield from (as_written(value) for value in (*numbers[-3:], *beyond))
        gaps = [value for value in range(int(min(numbers)), min(int(max(numbers)), 200)) if value not in numbers]
        yield from map(str, gaps[:2])
    else:
        yield from ("0", "1", "2", "10")
    yield "9" * whole
    yield "9" * (whole + 1)
    if places:
        yield f"1.{'5' * places}"
        yield f"1.{'5' * (places + 1)}"


def _texts(variable: Variable) -> Iterator[str]:
    yield from _STRANGE
    if variable.pattern is not None:
        yield from texts_like(variable.pattern, random.Random(variable.identifier), _LIKE)  # noqa: S311
    low, high = variable.length or (1, 60)
    for size in dict.fromkeys((low, high, high + 1, max(low - 1, 1), (low + high) // 2)):
        yield from (filler * size for filler in _FILLERS)


def _lists(variable: Variable) -> Iterator[str]:
    """Yield lists of options: one, two, too many, repeated, and with what stands alone."""
    options = [as_written(value) for value in variable.options]
    alone = [str(value) for value in (variable.many.exclusive if variable.many else ())]
    several = [value for value in options if value not in alone]
    most = variable.many.maximum if variable.many and variable.many.maximum else len(several)
    yield from options
    for size in dict.fromkeys((2, most, most + 1)):
        yield LIST_SEPARATOR.join(several[:size])
    if several:
        yield LIST_SEPARATOR.join((several[0], several[0]))
        yield LIST_SEPARATOR.join((several[0], *(several[0] for _ in range(most))))
        yield from (LIST_SEPARATOR.join((several[0], value)) for value in alone)
    yield from ("97", "98")
