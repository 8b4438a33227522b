"""Functions on dates, and the age limits of the diagnosis catalogue."""

from datetime import date

import pytest


@pytest.mark.parametrize(
    ("first", "second", "years", "months", "days"),
    [
        (date(2000, 5, 17), date(2024, 5, 16), 23, 287, 8765),
        (date(2000, 5, 17), date(2024, 5, 17), 24, 288, 8766),
        (date(2024, 5, 17), date(2024, 5, 17), 0, 0, 0),
        (date(2024, 2, 29), date(2025, 2, 28), 0, 11, 365),
        (date(2024, 2, 29), date(2025, 3, 1), 1, 12, 366),
        (date(2024, 2, 29), date(2028, 2, 29), 4, 48, 1461),
        (date(2024, 1, 31), date(2024, 2, 29), 0, 0, 29),
        (date(2024, 1, 31), date(2024, 3, 1), 0, 1, 30),
        (date(2023, 12, 31), date(2024, 1, 1), 0, 0, 1),
        (date(1900, 1, 1), date(2024, 12, 31), 124, 1499, 45655),
        (date(2024, 5, 18), date(2024, 5, 17), None, None, None),
        (date(2025, 1, 1), date(2024, 12, 31), None, None, None),
    ],
)
def test_ages_are_completed(ask, first, second, years, months, days):
    assert ask("years", first, second) == years
    assert ask("months", first, second) == months
    assert ask("days", first, second) == days


def test_year(ask):
    assert ask("year", date(1999, 12, 31)) == 1999


BIRTH = date(2014, 6, 15)


@pytest.mark.parametrize(
    ("limit", "at", "lower", "upper"),
    [
        ("NO", BIRTH, True, True),
        ("010A", date(2024, 6, 14), False, True),
        ("010A", date(2024, 6, 15), True, True),
        ("010A", date(2025, 6, 14), True, True),
        ("010A", date(2025, 6, 15), True, False),
        ("011M", date(2015, 5, 14), False, True),
        ("011M", date(2015, 5, 15), True, True),
        ("011M", date(2015, 6, 14), True, True),
        ("011M", date(2015, 6, 15), True, False),
        ("027D", date(2014, 7, 11), False, True),
        ("027D", date(2014, 7, 12), True, True),
        ("027D", date(2014, 7, 13), True, False),
        ("000H", BIRTH, True, True),
        ("000H", date(2014, 6, 16), True, False),
        ("023H", BIRTH, True, True),
        ("023H", date(2014, 6, 16), True, False),
        ("024H", BIRTH, False, True),
        ("024H", date(2014, 6, 16), True, True),
        ("024H", date(2014, 6, 17), True, False),
        ("000H", date(2014, 6, 14), None, None),
        ("NO", date(2014, 6, 14), None, None),
        ("", BIRTH, None, None),
        ("10A", BIRTH, None, None),
        ("0100A", BIRTH, None, None),
        ("010a", BIRTH, None, None),
        ("010X", BIRTH, None, None),
        ("-10A", BIRTH, None, None),
        ("010A\n", BIRTH, None, None),
        ("SI", BIRTH, None, None),
    ],
)
def test_limits_are_inclusive_in_their_unit(ask, limit, at, lower, upper):
    assert ask("meets_lower", limit, BIRTH, at) is lower
    assert ask("meets_upper", limit, BIRTH, at) is upper
