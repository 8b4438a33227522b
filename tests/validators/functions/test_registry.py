"""The registry of functions, and what holds for all of them."""

import subprocess
import sys

import polars as pl
import pytest

from giis.validators.functions import FUNCTIONS, polars_function, python_function

LITERALS = {"matches": ("[A-Z]+",), "contains": ("A",), "slice": (1, 2), "cie": ("A00-B99",)}


def test_both_forms_bear_the_name_of_the_function():
    for name, implementation in FUNCTIONS.items():
        assert implementation.python.__name__ == implementation.polars.__name__ == name
        assert python_function(name) is implementation.python
        assert polars_function(name) is implementation.polars


def test_the_python_forms_do_without_polars():
    code = (
        "import sys; from giis.validators.functions import FUNCTIONS;"
        "[one.python for one in FUNCTIONS.values()]; sys.exit('polars' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("name", FUNCTIONS)
def test_null_propagates_from_every_argument(ask, column_kinds, sample, name):
    values = [sample[kind] for kind in column_kinds[name]]
    for place in range(len(values)):
        arguments = [*values[:place], None, *values[place + 1 :]]
        assert ask(name, *arguments, *LITERALS.get(name, ())) is None


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_frame_without_rows_has_no_answers(ask_all, name):
    assert ask_all(name, [], *LITERALS.get(name, ())) == []


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_an_expression_may_stand_beside_itself_and_inside_others(engine):
    frame = pl.LazyFrame({"curp": ["PEGJ850101HDFRRN09", None, "X"], "name": ["JUAN", "JUAN", "JUAN"]})
    given = polars_function("curp_given")(pl.col("curp"), pl.col("name"))
    selected = frame.select(given.alias("one"), (~given).alias("other"), (given | True).alias("third"))
    assert selected.collect(engine=engine).rows() == [
        (True, False, True),
        (None, None, True),
        (None, None, True),
    ]
