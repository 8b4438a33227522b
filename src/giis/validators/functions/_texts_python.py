"""Functions on texts and lists, on single values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from giis.specs.codes import code_ranges
from giis.specs.patterns import portable
from giis.validators.functions._nulls import propagates_null

if TYPE_CHECKING:
    from collections.abc import Sequence


@propagates_null
def length(text: str) -> int:
    """Return the number of characters."""
    return len(text)


@propagates_null
def matches(text: str, pattern: str) -> bool:
    """Tell whether the whole `text` matches the regular expression `pattern` (see `portable`)."""
    return re.fullmatch(portable(pattern), text) is not None


@propagates_null
def contains(text: str, literal: str) -> bool:
    """Tell whether `literal` stands somewhere in `text`."""
    return literal in text


@propagates_null
def slice(text: str, first: int, count: int) -> str:
    """Return `count` characters of `text` from the `first` on, counted from 1; fewer where it ends."""
    return text[first - 1 : first - 1 + count]


@propagates_null
def concat(first: str, second: str) -> str:
    """Return both texts joined."""
    return first + second


@propagates_null
def number(text: str) -> int | None:
    """Return the number that the digits of `text` write, at most 18; null if there is anything else."""
    return int(text) if re.fullmatch("[0-9]{1,18}", text) else None


@propagates_null
def plus(first: int, second: int) -> int:
    """Return the sum."""
    return first + second


@propagates_null
def cie(code: str, ranges: str) -> bool:
    """Tell whether `code` lies in one of the `ranges` (see `code_ranges`)."""
    return any(low <= code[: len(low)] <= high for low, high in code_ranges(ranges))


@propagates_null
def count(values: Sequence[int]) -> int:
    """Return the number of values of a list."""
    return len(values)


@propagates_null
def repeated(values: Sequence[int]) -> bool:
    """Tell whether a value stands twice in a list."""
    return len(set(values)) < len(values)
