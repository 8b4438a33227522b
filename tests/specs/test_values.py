"""From the text of a definition to values, numbers, ranges and sets of values."""

from __future__ import annotations

import pytest

from giis.specs import Kind
from giis.specs.guide import ValueSet
from giis.specs.values import as_written, parse_numbers, parse_range, typed, unite


@pytest.mark.parametrize(
    ("text", "numbers"), [("3", (3,)), ("1-3,7", (1, 2, 3, 7)), ("7, 1-2", (7, 1, 2)), ("0", (0,))]
)
def test_numbers(text: str, numbers: tuple[int, ...]) -> None:
    assert parse_numbers(text) == numbers


@pytest.mark.parametrize("text", ["", "-", "-1", "3-1", "1,1", "1-3,2", "1-3,5-4", "a", "1.5", "1-9999", "٣", "1--2"])
def test_wrong_numbers(text: str) -> None:
    with pytest.raises(ValueError, match="number"):
        parse_numbers(text)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Kind.INTEGER, "0", 0),
        (Kind.INTEGER, "-12", -12),
        (Kind.INTEGERS, "9", 9),
        (Kind.NUMBER, "36.50", 36.5),
        (Kind.NUMBER, "-0.5", -0.5),
        (Kind.TEXT, "010", "010"),
        *(
            (kind, text, None)
            for kind in (Kind.INTEGER, Kind.NUMBER)
            for text in ("", "x", "01", "+1", "1e3", " 1", "1_0", "nan", "٣")
        ),
        (Kind.INTEGER, "-0", None),
        (Kind.INTEGER, "1.0", None),
        (Kind.INTEGER, "9" * 19, None),
        (Kind.NUMBER, ".5", None),
        (Kind.NUMBER, "5.", None),
        (Kind.DATE, "31/02/2024", None),
        (Kind.BOOLEAN, "true", None),
    ],
)
def test_typed_values(kind: Kind, text: str, value: object) -> None:
    if value is not None:
        assert typed(text, kind) == value
        return
    with pytest.raises(ValueError, match=r".+"):
        typed(text, kind)


def test_dates_are_written_with_four_digits_of_the_year() -> None:
    for text in ("01/02/2024", "31/12/0099"):
        assert as_written(typed(text, Kind.DATE)) == text
    assert typed("2024-02-01", Kind.DATE) == typed("01/02/2024", Kind.DATE)


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        (ValueSet((1,)), ValueSet((-1,)), ValueSet((1, -1))),
        (ValueSet((1, 2)), ValueSet((2,)), ValueSet((1, 2))),
        (ValueSet((1,)), ValueSet(empty=True), ValueSet((1,), empty=True)),
        (ValueSet((1,)), ValueSet((), 5, 9), ValueSet((1,), 5, 9)),
        (ValueSet((), 5, 9), ValueSet((), 5, 9), ValueSet((), 5, 9)),
        (
            ValueSet((1,)),
            ValueSet((), catalog="X", excluded=(1, 2)),
            ValueSet((1,), catalog="X", excluded=(2,)),
        ),
        (ValueSet((), 1, 2), ValueSet((), 5, 9), None),
        (ValueSet((), catalog="X"), ValueSet((), catalog="Y"), None),
    ],
)
def test_union_of_value_sets(first: ValueSet, second: ValueSet, both: ValueSet | None) -> None:
    if both is not None:
        assert unite(first, second) == both
        return
    with pytest.raises(ValueError, match="cannot be joined"):
        unite(first, second)


@pytest.mark.parametrize("text", ["", "1", "1..", "..2", "a..b", "3..1", "1..2..3", "1...2"])
def test_wrong_ranges(text: str) -> None:
    with pytest.raises(ValueError, match=r"range|integer"):
        parse_range(text, Kind.INTEGER)
