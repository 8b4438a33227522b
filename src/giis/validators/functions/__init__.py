"""The functions of the expression language, each in plain Python and as a Polars expression.

Both forms of a function bear the same name in sibling modules, `_<family>_python` and `_<family>_polars`,
give the same answers, and answer null as soon as an argument is null. Polars is imported when a Polars form
is first asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from giis.validators.functions._facts import INCONVENIENT, STATES
from giis.validators.functions._letters_python import letters_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

__all__ = [
    "FUNCTIONS",
    "INCONVENIENT",
    "LIMITS",
    "STATES",
    "Implementation",
    "letters_of",
    "limit_function",
    "polars_function",
    "python_function",
]

_FAMILIES: dict[str, tuple[str, ...]] = {
    "texts": ("length", "matches", "contains", "slice", "concat", "number", "plus", "cie", "count", "repeated"),
    "dates": ("year", "years", "months", "days", "year_month", "minutes", "meets_lower", "meets_upper"),
    "names": ("name_characters", "name_spacing", "name_separators"),
    "curp": ("curp_structure", "curp_check_digit", "curp_birth_date", "curp_date", "curp_sensible"),
    "letters": ("curp_given", "curp_first_surname", "curp_second_surname"),
}


@dataclass(frozen=True, slots=True)
class Implementation:
    """Both forms of one function."""

    name: str
    family: str

    @property
    def python(self) -> Callable[..., Any]:
        """The function on single values; `None` stands for null."""
        return _form(self.name, self.family, "python")

    @property
    def polars(self) -> Callable[..., pl.Expr]:
        """The function that takes Polars expressions and returns one."""
        return _form(self.name, self.family, "polars")


@cache
def _form(name: str, family: str, backend: str) -> Callable[..., Any]:
    function: Callable[..., Any] = getattr(import_module(f"{__name__}._{family}_{backend}"), name)
    return function


FUNCTIONS: Mapping[str, Implementation] = {
    name: Implementation(name, family) for family, names in _FAMILIES.items() for name in names
}
"""Every function by its name in the language."""


LIMITS = ("meets_lower", "meets_upper")
"""The functions that compare an age with a limit of a catalogue."""


def limit_function(name: str) -> Callable[..., pl.Expr]:
    """Return the Polars form of a function of `LIMITS` that takes limit, months and days of the age."""
    return _form(f"{name}_of", "dates", "polars")


def python_function(name: str) -> Callable[..., Any]:
    """Return the Python form of the function `name`."""
    return FUNCTIONS[name].python


def polars_function(name: str) -> Callable[..., pl.Expr]:
    """Return the Polars form of the function `name`."""
    return FUNCTIONS[name].polars
