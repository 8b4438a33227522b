"""Texts of the form of a regular expression of the portable subset (see `giis.specs.patterns`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

_MOST = 8
"""How often what may be repeated without end is repeated at most."""
_ANY = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_TOKEN = re.compile(r"\\(.)|\[(\^?)((?:\\.|[^\]])+)\]|(.)", re.DOTALL)
_QUANTIFIER = re.compile(r"([*+?])|\{([0-9]+)(,?)([0-9]*)\}")
_CLASS = re.compile(r"(\\.|[^\\])(?:-(\\.|[^\\]))?", re.DOTALL)


@dataclass(frozen=True)
class _Repeat:
    parts: tuple[tuple[_Item, ...], ...]
    low: int
    high: int


_Item = str | _Repeat


def texts_like(pattern: str, random: Random, count: int) -> list[str]:
    """Return different texts that `pattern` matches, at most `count`; fewer where it has not so many."""
    tree, _ = _alternatives(pattern, 0)
    found = dict.fromkeys(_text(tree, random) for _ in range(count * 2))
    matching = re.compile(pattern)
    return [text for text in found if matching.fullmatch(text)][:count]


def _alternatives(pattern: str, place: int) -> tuple[_Repeat, int]:
    """Return the alternatives from `place` on, up to the end of their group."""
    ways: list[tuple[_Item, ...]] = []
    items: list[_Item] = []
    while place < len(pattern) and pattern[place] != ")":
        if pattern[place] == "|":
            ways.append(tuple(items))
            items, place = [], place + 1
            continue
        item, place = _item(pattern, place)
        low, high, place = _quantity(pattern, place)
        items.append(item if (low, high) == (1, 1) else _Repeat(((item,),), low, high))
    return _Repeat((*ways, tuple(items)), 1, 1), place


def _item(pattern: str, place: int) -> tuple[_Item, int]:
    if pattern[place] == "(":
        inner = place + (3 if pattern.startswith("(?:", place) else 1)
        group, end = _alternatives(pattern, inner)
        return group, end + 1
    token = _TOKEN.match(pattern, place)
    assert token is not None  # noqa: S101
    escaped, negated, members, plain = token.groups()
    if members is not None:
        return _members(members, negated=bool(negated)), token.end()
    return (escaped or (_ANY if plain == "." else plain)), token.end()


def _members(text: str, *, negated: bool) -> str:
    found: list[str] = []
    for first, last in _CLASS.findall(text):
        low, high = first[-1], (last or first)[-1]
        found += map(chr, range(ord(low), ord(high) + 1))
    return "".join(item for item in _ANY if item not in found) if negated else "".join(found)


def _quantity(pattern: str, place: int) -> tuple[int, int, int]:
    match = _QUANTIFIER.match(pattern, place)
    if match is None:
        return 1, 1, place
    sign, low, comma, high = match.groups()
    if sign:
        return int(sign == "+"), 1 if sign == "?" else _MOST, match.end()
    least = int(low)
    return least, int(high) if high else least + _MOST if comma else least, match.end()


def _text(item: _Item, random: Random) -> str:
    if isinstance(item, str):
        return random.choice(item)
    times = random.randint(item.low, item.high)
    return "".join("".join(_text(part, random) for part in random.choice(item.parts)) for _ in range(times))
