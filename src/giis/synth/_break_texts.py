"""Texts made from the one that a record has: a CURP with a character changed, a name misspelt, a date years off."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from giis.specs.expressions.nodes import AsOf, Const, Node, Term, Var
from giis.specs.values import as_written
from giis.validators.functions import python_function

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from giis.synth._break_hints import Hints

_CURP = 18
_LETTERS = "AXZQ"
_DIGITS = "019"
_SEXES = "HMX"
_STATES = ("NE", "AS", "JC")
_DATES = ("000101", "990230", "251231")
_WORDS = ("BUEY", "MULA")
_SPELLINGS = ("{0} ", " {0}", "{0}  X", "{0}-X", "{0}--X", "{0}3", "{0}Á", "{0} X")
_NAMES = ("XOCHITL", "WENCESLAO", "ZOE", "XX", "A")
_LEAP = 29


def names(own: str) -> Iterator[str]:
    """Yield the name `own` with needless spaces, signs in a row and strange characters, and other names."""
    if own:
        yield from (form.format(own) for form in _SPELLINGS)
    yield from _NAMES


def parts(own: str, hints: Hints) -> Iterator[str]:
    """Yield `own` with those parts changed that rules look at."""
    for first, size, value in hints.slices:
        start, end = first - 1, first - 1 + size
        if len(own) < end:
            continue
        for part in dict.fromkeys((value, *(filler * size for filler in (*_DIGITS, *_LETTERS)))):
            if len(part) == size:
                yield own[:start] + part + own[end:]
        if own[start:end].isdigit():
            yield from (f"{own[:start]}{int(own[start:end]) + step:0{size}}{own[end:]}" for step in (1, -1, 5, -5, 10))
    for literal in hints.parts:
        yield own[: max(len(own) - len(literal), 0)] + literal
        yield literal
    if "matches" in hints.functions and own:
        yield from (own[:-1] + sign for sign in "*á@a")


def curps(own: str) -> Iterator[str]:
    """Yield the CURP `own` with one part changed, the check digit made right again or left wrong."""
    if len(own) != _CURP:
        return
    changed: list[str] = []
    for place in (*range(4), 13, 14, 15):
        changed += [own[:place] + letter + own[place + 1 :] for letter in _LETTERS]
    changed += [own[:4] + day + own[10:] for day in _DATES]
    changed += [own[:10] + sex + own[11:] for sex in _SEXES]
    changed += [own[:11] + state + own[13:] for state in _STATES]
    changed += [own[:16] + sign + own[17:] for sign in "09A"]
    changed += [word + own[4:] for word in _WORDS]
    yield from (checked(text) for text in changed)
    yield from (own[:17] + digit for digit in "0123456789"[:3])
    yield own[:3] + "1" + own[4:]


def checked(curp: str) -> str:
    """Return a CURP with the check digit that its other characters give."""
    right = python_function("curp_check_digit")
    return next((text for digit in "0123456789" if right(text := curp[:17] + digit)), curp)


def spans(ages: Iterable[tuple[str, Node, bool, int]], texts: Mapping[str, str], as_of: date) -> Iterator[str]:
    """Yield dates as far from another date of the record as a rule asks, one less, and one more.

    Parameters
    ----------
    ages : iterable
        The function that measures the span, the other date, whether the own date is the later one, the number.
    texts : Mapping
        The record, by identifier.
    as_of : date
        The date of registration.
    """
    for function, other, later, number in ages:
        at = _moment(other, texts, as_of)
        if at is None:
            continue
        for amount in (number - 1, number, number + 1):
            day = _moved(at, function, amount if later else -amount)
            if day is not None:
                yield from (as_written(day + timedelta(days=step)) for step in (0, -1, 1))


def _moment(node: Node, texts: Mapping[str, str], as_of: date) -> date | None:
    while isinstance(node, Term):
        node = node.definition
    if isinstance(node, AsOf):
        return as_of
    if isinstance(node, Const) and isinstance(node.value, date):
        return node.value
    text = texts.get(node.name, "") if isinstance(node, Var) else ""
    try:
        return date(int(text[6:]), int(text[3:5]), int(text[:2]))
    except ValueError:
        return None


def _moved(at: date, function: str, amount: int) -> date | None:
    """Return the day that is so many years, months or days after `at` (before, if negative)."""
    try:
        if function == "days":
            return at + timedelta(days=amount)
        months = at.year * 12 + at.month - 1 + (amount * 12 if function == "years" else amount)
        day = min(at.day, _LEAP - 1) if at.day >= _LEAP else at.day
        return date(months // 12, months % 12 + 1, day)
    except (ValueError, OverflowError):
        return None
