"""Asking a function in both backends at once."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import polars as pl
import pytest

from giis.validators.functions import FUNCTIONS

_TEXT, _DATE, _INTEGER, _LIST = pl.String(), pl.Date(), pl.Int64(), pl.List(pl.Int64())
_COLUMNS: dict[str, tuple[pl.DataType, ...]] = {
    "year": (_DATE,),
    "year_month": (_DATE,),
    "concat": (_TEXT, _TEXT),
    "plus": (_INTEGER, _INTEGER),
    "years": (_DATE, _DATE),
    "months": (_DATE, _DATE),
    "days": (_DATE, _DATE),
    "meets_lower": (_TEXT, _DATE, _DATE),
    "meets_upper": (_TEXT, _DATE, _DATE),
    "count": (_LIST,),
    "repeated": (_LIST,),
    "curp_given": (_TEXT, _TEXT),
    "curp_first_surname": (_TEXT, _TEXT),
    "curp_second_surname": (_TEXT, _TEXT),
}
"""The types of the arguments that are columns, one text where nothing is said; the others are literals."""

Row = tuple[Any, ...]


@pytest.fixture(scope="session")
def ask_all() -> Callable[..., list[Any]]:
    """Return the function that asks for many rows, and asserts that Python and Polars agree on each."""

    def ask_all(name: str, rows: Iterable[Row], *literals: object) -> list[Any]:
        rows = list(rows)
        kinds = _COLUMNS.get(name, (_TEXT,))
        frame = pl.DataFrame(
            {f"c{place}": pl.Series([row[place] for row in rows], dtype=kind) for place, kind in enumerate(kinds)}
        )
        columns = [pl.col(f"c{place}") for place in range(len(kinds))]
        from_polars = frame.select(FUNCTIONS[name].polars(*columns, *literals).alias("answer"))["answer"].to_list()
        from_python = [FUNCTIONS[name].python(*row, *literals) for row in rows]
        apart = [
            (row, one, other) for row, one, other in zip(rows, from_python, from_polars, strict=True) if one != other
        ]
        assert not apart, f"{name}: row, Python, Polars: {apart[:5]}"
        assert [type(one) for one in from_python] == [type(other) for other in from_polars]
        return from_python

    return ask_all


@pytest.fixture(scope="session")
def ask(ask_all: Callable[..., list[Any]]) -> Callable[..., Any]:
    """Return the function that asks for one row; what follows the arguments that are columns is literal."""

    def ask(name: str, *arguments: Any) -> Any:
        columns = len(_COLUMNS.get(name, (_TEXT,)))
        return ask_all(name, [arguments[:columns]], *arguments[columns:])[0]

    return ask


@pytest.fixture(scope="session")
def column_kinds() -> dict[str, tuple[pl.DataType, ...]]:
    """Return the types of the column arguments of every function."""
    return {name: _COLUMNS.get(name, (_TEXT,)) for name in FUNCTIONS}


@pytest.fixture(scope="session")
def sample() -> dict[pl.DataType, Any]:
    """Return a value of each type."""
    return {_TEXT: "PEGJ850101HDFRRN09", _DATE: date(2024, 2, 29), _INTEGER: 3, _LIST: (1, 2)}
