"""Rules on all records together, folded over batches: shares, constant values, repeated values."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from giis.specs import FileRule, Guide, Kind
from giis.specs.expressions.nodes import Const, Var
from giis.validators import folds
from giis.validators.findings import Breach
from giis.validators.session import folds_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from giis.validators.folds import Fold

Rows = "Sequence[dict[str, Any]]"
ANY = Const(Kind.BOOLEAN, True)
TEXT = Var(Kind.TEXT, "x", nullable=True)


@pytest.fixture
def fold(invented: Callable[..., Guide]) -> Callable[..., Fold]:
    rule = invented().file_rules[0].rule

    def make(kind: Any, **more: Any) -> Fold:
        plan: Any = SimpleNamespace(file_rules=(FileRule(rule, kind, **more),))
        (made,) = folds_for(plan)
        return made

    return make


def feed(fold: Fold, rows: list[dict[str, Any]], size: int = 2) -> list[Breach]:
    """Give `rows` to the fold in batches of `size`, and return its breaches."""
    base = f"f.{fold.item.rule.id}"
    kinds = {"when": pl.Boolean, "of": pl.Boolean, "value": pl.Int64, "by0": pl.String, "by1": pl.Int64}
    for start in range(0, len(rows), size):
        part = rows[start : start + size]
        extra = pl.DataFrame(
            {f"{base}.{name}": pl.Series([row[name] for row in part], dtype=kinds[name]) for name in part[0]}
        )
        records = pl.Series("record", range(start + 1, start + 1 + len(part)), dtype=pl.UInt32)
        whole = pl.DataFrame({"r.x": [str(sorted(row.items())) for row in part]})
        fold.add(extra, records, whole.hash_rows(seed=1).reinterpret(signed=True))
    return list(fold.breaches())


def _of(*answers: bool | None) -> list[dict[str, Any]]:
    return [{"of": answer} for answer in answers]


@pytest.mark.parametrize(
    ("limit", "rows", "breaches", "asked"),
    [
        (15.0, _of(*[True] * 3, *[False] * 17), [], 20),  # exactly at the limit
        (15.0, _of(*[True] * 3, *[False] * 16), [Breach(None, None, (3, 19))], 19),
        (15.0, _of(*[False] * 19, True), [], 20),
        (0.0, _of(False, False), [], 2),
        (0.0, _of(False, True), [Breach(None, None, (1, 2))], 2),
        (100.0, _of(True, True), [], 2),
        (50.0, _of(True, None, None, True), [], 4),  # what has no answer counts as a record that does not
        (50.0, _of(True, True, None), [Breach(None, None, (2, 3))], 3),
        (5.0, [], [], 0),
    ],
)
def test_shares(fold: Callable[..., Fold], limit: float, rows: Any, breaches: list[Breach], asked: int) -> None:
    made = fold("share", of=ANY, max_percent=limit)
    assert feed(made, rows) == breaches
    assert made.asked == asked


def test_a_share_of_some_records(fold: Callable[..., Fold]) -> None:
    made = fold("share", of=ANY, max_percent=50.0, when=ANY)
    rows = [{"when": when, "of": of} for when, of in [(True, True), (True, False), (False, True), (None, True)]]
    assert feed(made, rows) == []
    assert made.asked == 2
    made = fold("share", of=ANY, max_percent=49.0, when=ANY)
    assert feed(made, rows) == [Breach(None, None, (1, 2))]


def _pairs(*pairs: tuple[str | None, int | None]) -> list[dict[str, Any]]:
    return [{"by0": key, "value": value} for key, value in pairs]


@pytest.mark.parametrize(
    ("rows", "breaches", "asked"),
    [
        (_pairs(("a", 1), ("b", 2), ("a", 1)), [], 3),
        (_pairs(("a", 1), ("b", 2), ("a", 2)), [Breach(3, 1)], 3),
        (_pairs(("a", 1), ("a", 2), ("a", 2), ("a", 3)), [Breach(2, 1), Breach(4, 1)], 4),
        (_pairs(("b", 1), ("a", 2), ("b", 2), ("a", 1)), [Breach(3, 1), Breach(4, 2)], 4),
        (_pairs((None, 1), (None, 2), ("a", None), ("a", 1)), [], 1),  # nothing is no value
        ([], [], 0),
    ],
)
def test_constant_values(fold: Callable[..., Fold], rows: Any, breaches: list[Breach], asked: int) -> None:
    for size in (1, 2, 10):
        made = fold("constant", value=TEXT, by=(TEXT,))
        assert feed(made, rows, size) == breaches
        assert made.asked == asked


def test_a_constant_value_of_some_records(fold: Callable[..., Fold]) -> None:
    made = fold("constant", value=TEXT, by=(TEXT,), when=ANY)
    rows = [{"when": when, "by0": "a", "value": number} for number, when in enumerate([True, False, None, True])]
    assert feed(made, rows) == [Breach(4, 1)]
    assert made.asked == 2


def _keys(*keys: tuple[str | None, int | None]) -> list[dict[str, Any]]:
    return [{"by0": first, "by1": second} for first, second in keys]


@pytest.mark.parametrize(
    ("rows", "breaches", "asked"),
    [
        (_keys(("a", 1), ("a", 2), ("b", 1)), [], 3),
        (_keys(("a", 1), ("b", 1), ("a", 1), ("a", 1)), [Breach(3, 1), Breach(4, 1)], 4),
        (_keys(("a", None), ("a", None), (None, 1), (None, 1), (None, None), (None, None)), [], 0),
        (_keys(("", 1), ("", 1)), [Breach(2, 1)], 2),
        ([], [], 0),
    ],
)
def test_repeated_values(fold: Callable[..., Fold], rows: Any, breaches: list[Breach], asked: int) -> None:
    for size in (1, 3, 10):
        made = fold("unique", by=(TEXT, TEXT))
        assert feed(made, rows, size) == breaches
        assert made.asked == asked


@pytest.mark.parametrize("part", [70, 1000, 100_000])
def test_all_repeated_values_are_found_in_order(
    fold: Callable[..., Fold], part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folds, "_PART", part)
    rows = _keys(*(("a", number % 500) for number in range(1_000)))
    assert feed(fold("unique", by=(TEXT, TEXT)), rows, 300) == [Breach(501 + n, 1 + n) for n in range(500)]


def test_repeated_records(fold: Callable[..., Fold]) -> None:
    rows = [
        {"when": when, "by0": text} for when, text in [(True, "a"), (True, "b"), (True, "a"), (False, "b"), (None, "b")]
    ]
    made = fold("unique", when=ANY)
    assert feed(made, rows) == [Breach(3, 1)]
    assert made.asked == 3
