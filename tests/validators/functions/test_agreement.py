"""Property tests: Python and Polars give the same answers, on any input and on nearly valid ones."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giis.specs.patterns import portable
from giis.validators.functions._facts import COMMON_GIVEN, INCONVENIENT, NAME_CHARACTERS, PARTICLES, STATES

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
anything = st.none() | st.text(max_size=24)


@st.composite
def curps(draw):
    initials = draw(
        st.sampled_from(sorted(INCONVENIENT))
        | st.text(LETTERS, min_size=4, max_size=4)
        | st.text("AEMORX", min_size=4, max_size=4)
    )
    digits = draw(
        st.dates(date(1900, 1, 1), date(2099, 12, 31)).map(lambda day: f"{day:%y%m%d}")
        | st.text("0123456789", min_size=6, max_size=6)
    )
    state = draw(st.sampled_from(STATES))
    consonants = draw(st.text("BCDFGHJKLMNPQRSTVWXYZ", min_size=3, max_size=3) | st.text("MRX", min_size=3, max_size=3))
    text = initials + digits + draw(st.sampled_from("HMX")) + state + consonants
    text += draw(st.sampled_from(LETTERS + "0123456789")) + draw(st.sampled_from("0123456789"))
    if draw(st.booleans()):
        return text
    place = draw(st.integers(0, 18))
    return text[:place] + draw(st.text("AÑ1x -\n", max_size=2)) + text[place + draw(st.integers(0, 1)) :]


words = (
    st.sampled_from([*PARTICLES, *COMMON_GIVEN, "XX"])
    | st.text("AEMÑORSÜX", max_size=4)
    | st.text(NAME_CHARACTERS, max_size=6)
)
names = st.lists(words, max_size=4).flatmap(
    lambda parts: st.lists(
        st.sampled_from([" ", " ", "  ", "-", ".", ",", "/", "'", "¨", ""]),
        min_size=len(parts) + 1,
        max_size=len(parts) + 1,
    ).map(lambda gaps: "".join(gap + part for gap, part in zip(gaps, [*parts, ""], strict=True)))
)
limits = st.from_regex(re.compile("[0-9]{3}[AMDH]", re.ASCII), fullmatch=True) | st.just("NO") | anything
dates = st.none() | st.dates()
near_dates = st.none() | st.dates(date(2019, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize("name", ["curp_structure", "curp_check_digit", "curp_birth_date", "curp_sensible"])
@settings(max_examples=40, deadline=None)
@given(rows=st.lists((curps() | anything).map(lambda text: (text,)), max_size=40))
def test_curps(ask_all, name, rows):
    ask_all(name, rows)


@pytest.mark.parametrize("name", ["curp_given", "curp_first_surname", "curp_second_surname"])
@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.tuples(curps() | anything, names | anything), max_size=40))
def test_letters(ask_all, name, rows):
    ask_all(name, rows)


SOME_LETTERS = [f"{a}{b}{a}{a}850101HDF{c}{c}{c}09" for a in "ADEJMOSUX" for b in "AEOUX" for c in "MRSX"]


@pytest.mark.parametrize("name", ["curp_given", "curp_first_surname", "curp_second_surname"])
@settings(max_examples=100, deadline=None)
@given(text=names)
def test_letters_that_are_likely_to_agree(ask_all, name, text):
    ask_all(name, [(curp, text) for curp in SOME_LETTERS])


@pytest.mark.parametrize("name", ["name_characters", "name_spacing", "name_separators", "length"])
@settings(max_examples=40, deadline=None)
@given(rows=st.lists((names | anything).map(lambda text: (text,)), max_size=40))
def test_names(ask_all, name, rows):
    ask_all(name, rows)


@pytest.mark.parametrize("name", ["years", "months", "days"])
@settings(max_examples=40, deadline=None)
@given(rows=st.lists(st.tuples(dates, dates) | st.tuples(near_dates, near_dates), max_size=40))
def test_ages(ask_all, name, rows):
    ask_all(name, rows)


@pytest.mark.parametrize("name", ["meets_lower", "meets_upper"])
@settings(max_examples=40, deadline=None)
@given(rows=st.lists(st.tuples(limits, near_dates, near_dates) | st.tuples(limits, dates, dates), max_size=40))
def test_limits(ask_all, name, rows):
    ask_all(name, rows)


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(anything.map(lambda text: (text,)), max_size=20),
    first=st.integers(1, 20),
    count=st.integers(0, 20),
)
def test_slices(ask_all, rows, first, count):
    ask_all("slice", rows, first, count)


times = st.from_regex(re.compile("[0-9]{2}:[0-9]{2}", re.ASCII), fullmatch=True) | anything


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(times.map(lambda text: (text,)), max_size=20))
def test_minutes(ask_all, rows):
    ask_all("minutes", rows)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(dates.map(lambda day: (day,)), max_size=20))
def test_year_and_month(ask_all, rows):
    ask_all("year_month", rows)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.text("AOST0459", max_size=5).map(lambda text: (text,)), max_size=20))
def test_codes(ask_all, rows):
    ask_all("cie", rows, "O04-O07, O267, S00-T98, A")


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(anything.map(lambda text: (text,)), max_size=20), literal=st.text(max_size=2))
def test_containing(ask_all, rows, literal):
    ask_all("contains", rows, literal)


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(
        (st.none() | st.lists(st.integers(-1, 9), max_size=4).map(tuple)).map(lambda value: (value,)),
        max_size=20,
    )
)
def test_lists(ask_all, rows):
    ask_all("count", rows)
    ask_all("repeated", rows)


_ADMITTED = [
    "A",
    "Ñ",
    ".",
    "[A-Z]",
    "[^AÑ]",
    "[0-9]",
    r"\.",
    r"\-",
    r"[\-A]",
    "(",
    "(?:",
    ")",
    "|",
    "?",
    "*",
    "+",
]
_DOUBTFUL = ["{2}", "{1,}", "{0,2}", "-", "&", "~", "[", "]", "{", "}", " ", "#", "^", "$", "\\", "\n"]
pieces = st.sampled_from(_ADMITTED + _DOUBTFUL)


@settings(max_examples=300, deadline=None)
@given(
    pattern=st.lists(pieces, max_size=7).map("".join),
    texts=st.lists(st.text("AÑB.-\n9 ", max_size=5), min_size=1, max_size=20),
)
def test_patterns_that_are_admitted_mean_the_same(ask_all, pattern, texts):
    try:
        portable(pattern)
    except ValueError:
        return
    ask_all("matches", [(text,) for text in texts], pattern)
