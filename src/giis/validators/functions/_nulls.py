"""Null propagation for the plain Python half of the functions."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")


def propagates_null(function: Callable[P, R]) -> Callable[P, R | None]:
    """Make `function` answer `None` as soon as one of its arguments is `None`."""

    @wraps(function)
    def known(*args: P.args, **kwargs: P.kwargs) -> R | None:
        if None in args:
            return None
        return function(*args, **kwargs)

    return known
