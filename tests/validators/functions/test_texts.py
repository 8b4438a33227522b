"""Functions on texts and lists."""

import polars as pl
import pytest

from giis._errors import InternalError
from giis.validators.functions import polars_function, python_function


def test_length_counts_characters_and_not_bytes(ask):
    assert ask("length", "MUÑOZ") == 5
    assert ask("length", "") == 0


def test_slice_counts_from_one_and_ends_with_the_text(ask):
    assert ask("slice", "ÑANDU", 1, 2) == "ÑA"
    assert ask("slice", "ÑANDU", 5, 3) == "U"
    assert ask("slice", "ÑANDU", 6, 3) == ""
    assert ask("slice", "", 1, 1) == ""


def test_contains_reads_its_text_literally(ask):
    assert ask("contains", "A.B", ".") is True
    assert ask("contains", "AB", ".") is False
    assert ask("contains", "AB", "") is True


@pytest.mark.parametrize(
    ("code", "ranges", "answer"),
    [
        ("S009", "S00-T98", True),
        ("T981", "S00-T98", True),
        ("T990", "S00-T98", False),
        ("R999", "S00-T98", False),
        ("O267", "O04-O07, O267, O468-O469", True),
        ("O268", "O04-O07, O267, O468-O469", False),
        ("O469", "O04-O07, O267, O468-O469", True),
        ("O04", "O04-O07", True),
        ("O0", "O04-O07", False),
        ("", "A00-B99", False),
        ("7401", "740-744, 749", True),
        ("C50", "C500", False),
    ],
)
def test_codes_in_ranges(ask, code, ranges, answer):
    assert ask("cie", code, ranges) is answer


def test_concat(ask):
    assert ask("concat", "09", "014") == "09014"


@pytest.mark.parametrize(
    ("text", "answer"), [("09", 9), ("221224567", 221224567), ("", None), ("1a", None), (" 1", None), ("٣", None)]
)
def test_number(ask, text, answer):
    assert ask("number", text) == answer


def test_plus(ask):
    assert ask("plus", 2022, -4) == 2018
    assert ask("plus", None, 1) is None


def test_lists(ask):
    assert ask("count", (1, 2, 2)) == 3
    assert ask("count", ()) == 0
    assert ask("repeated", (1, 2, 2)) is True
    assert ask("repeated", (1, 2)) is False
    assert ask("repeated", ()) is False


@pytest.mark.parametrize(
    ("pattern", "text", "answer"),
    [
        ("[A-Z0-9]{4}", "A001", True),
        ("[A-Z0-9]{4}", "A0010", False),
        ("[A-Z0-9]{4}", "A001\n", False),
        ("A|AB", "AB", True),
        ("A|B", "AXB", False),
        ("[^Ñ]+", "MUÑOZ", False),
        (r"[0-9]+\.[0-9]", "36.5", True),
        (".*", "two\nlines", False),
        ("", "", True),
        (r"[\-,./'¨]", "¨", True),
        ("(?:AB)+C?", "ABAB", True),
    ],
)
def test_matches_is_a_full_match(ask, pattern, text, answer):
    assert ask("matches", text, pattern) is answer


@pytest.mark.parametrize(
    "pattern",
    [
        *(r"\d+", r"\w", r"\bA", r"\p{L}", r"(A)\1", "^A", "A$", "(?i)a", "(?=A)A", "A+?", "A++", "A**"),
        *("[[:alpha:]]", "[A-Z&&[^B]]", "[]A]", "[", "[Z-A]", "{2}", "A{3,2}", "(A", "A)"),
    ],
)
def test_a_pattern_that_engines_read_differently_is_refused_by_both(pattern):
    with pytest.raises(ValueError, match=r"engine|regular expression|quantifier"):
        python_function("matches")("A", pattern)
    with pytest.raises(ValueError, match=r"engine|regular expression|quantifier"):
        polars_function("matches")(pl.col("text"), pattern)


def test_literals_may_come_as_expressions():
    frame = pl.DataFrame({"text": ["ABC"]})
    text = pl.col("text")
    assert frame.select(polars_function("slice")(text, pl.lit(2), pl.lit(1))).item() == "B"
    assert frame.select(polars_function("contains")(text, pl.lit("BC"))).item() is True
    assert frame.select(polars_function("matches")(text, pl.lit("[A-C]+"))).item() is True
    with pytest.raises(InternalError, match="literal of type str"):
        polars_function("matches")(text, pl.lit(3))
