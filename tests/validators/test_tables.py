"""Records that come as a table are judged as the same records in a file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

import giis
from changes import changed_records
from giis._errors import InputError
from giis.specs import Kind, load_guide
from giis.specs.values import written
from giis.validators.tables import TableRecords
from outpatient import AS_OF, BASE, exchange_file

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from giis.validators.findings import FileReport

GUIDE = load_guide("GIIS-B015-04-11")
RECORDS = list(changed_records(40))
TYPED: dict[str, Any] = {
    variable.identifier: (
        int(BASE[variable.identifier])
        if variable.kind is Kind.INTEGER
        else float(BASE[variable.identifier])
        if variable.kind is Kind.NUMBER
        else datetime.strptime(BASE[variable.identifier], "%d/%m/%Y").date()
        if variable.kind is Kind.DATE
        else [int(item) for item in BASE[variable.identifier].split("&")]
        if variable.kind is Kind.INTEGERS
        else BASE[variable.identifier] or None
    )
    for variable in GUIDE.variables
}


def judged(source: Any) -> FileReport:
    (report,) = giis.validate(source, "B015", as_of=AS_OF, max_findings=None, show_values=True).files
    return report


SOURCES: dict[str, Callable[[list[dict[str, Any]]], Any]] = {
    "mappings": lambda rows: rows,
    "an iterator": iter,
    "a generator of read-only mappings": lambda rows: (dict(row) for row in rows),
    "a DataFrame": lambda rows: pl.DataFrame(rows, infer_schema_length=None),
    "a LazyFrame": lambda rows: pl.LazyFrame(rows, infer_schema_length=None),
    "names of the guide": lambda rows: [
        {("aivd-ABVD" if key == "aivd_ABVD" else key): text for key, text in row.items()} for row in rows
    ],
    "header tokens": lambda rows: pl.DataFrame(rows).rename({item.identifier: item.header for item in GUIDE.variables}),
    "another order": lambda rows: pl.DataFrame(rows).select(sorted(BASE)),
    "categories": lambda rows: pl.DataFrame(rows).with_columns(pl.all().cast(pl.Categorical)),
    "chunks": lambda rows: pl.concat([pl.DataFrame(rows[:7]), pl.DataFrame(rows[7:])], rechunk=False),
}


@pytest.mark.parametrize("form", SOURCES.values(), ids=SOURCES)
def test_texts_are_judged_as_in_a_file(form: Callable[[list[dict[str, Any]]], Any]) -> None:
    report, wanted = judged(form(RECORDS)), judged(exchange_file(RECORDS))
    assert (
        [item for item in report.findings if item.rule[:3] != "ARC"]
        == [
            replace(item, start=None, end=None)  # a table has no lines
            for item in wanted.findings
            if item.rule[:3] != "ARC"
        ]
    )
    for name in ("records", "valid_records", "undecided_records", "not_evaluated", "status"):
        assert getattr(report, name) == getattr(wanted, name)
    assert report.path == "<records>"


def test_the_digest_tells_the_values() -> None:
    digests = {judged(rows).sha256 for rows in (RECORDS, pl.DataFrame(RECORDS), RECORDS[1:], [])}
    assert len(digests) == 3


@pytest.mark.parametrize("form", [lambda row: [row], lambda row: pl.DataFrame([row])], ids=["mappings", "DataFrame"])
def test_typed_values_are_judged_as_their_texts(form: Callable[[dict[str, Any]], Any]) -> None:
    assert (judged(form(TYPED)).totals.all, judged(form(TYPED)).status) == (0, "pass")
    wrong = {
        **TYPED,
        "peso": 0.5,
        "talla": 162.0,
        "fechaConsulta": date(2024, 12, 2),
        "derechohabiencia": [2, 2],
        "lineaVida": True,
    }
    assert [(item.rule, item.value) for item in judged(form(wrong)).findings] == [
        ("CEX023-repetidos", "2&2"),
        ("CEX024-registro", "02/12/2024"),
        ("CEX026-rango", "0.5"),
    ]


VALUES: list[tuple[str, Any, pl.DataType, str]] = [
    ("text", " x ", pl.String(), " x "),
    ("nothing", None, pl.String(), ""),
    ("nothing of no type", None, pl.Null(), ""),
    ("integer", -1, pl.Int8(), "-1"),
    ("large integer", 10**17, pl.UInt64(), "1" + "0" * 17),
    ("whole float", 70.0, pl.Float64(), "70"),
    ("small float", 70.1, pl.Float64(), "70.1"),
    ("single float", 70.5, pl.Float32(), "70.5"),
    ("negative zero", 0.0, pl.Float64(), "0"),
    ("large float", 1e17, pl.Float64(), "1" + "0" * 17),
    ("decimal", Decimal("61.50"), pl.Decimal(6, 2), "61.50"),
    ("true", True, pl.Boolean(), "1"),
    ("false", False, pl.Boolean(), "0"),
    ("date", date(2024, 2, 9), pl.Date(), "09/02/2024"),
    ("early date", date(99, 2, 9), pl.Date(), "09/02/0099"),
    ("moment", datetime(2024, 2, 9, 13, 5), pl.Datetime("us"), "09/02/2024"),
    ("list", [1, 2], pl.List(pl.Int64), "1&2"),
    ("list of texts", ["1", "x"], pl.List(pl.String), "1&x"),
    ("list of floats", [1.0, 2.5], pl.List(pl.Float64), "1&2.5"),
    ("list with nothing", [1, None], pl.List(pl.Int64), "1&"),
    ("empty list", [], pl.List(pl.Int64), ""),
    ("array", [1, 2], pl.Array(pl.Int64, 2), "1&2"),
]


@pytest.mark.parametrize(("value", "kind", "text"), [case[1:] for case in VALUES], ids=[case[0] for case in VALUES])
def test_how_values_are_written(value: Any, kind: pl.DataType, text: str) -> None:
    assert written(value) == text
    for table in ([{"peso": value}], pl.DataFrame({"peso": pl.Series([value], dtype=kind)})):
        (batch,) = TableRecords(table, GUIDE)
        assert batch.frame["r.peso"].to_list() == [text]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ([{"edad": 1}], "'edad' is no variable of GIIS-B015-04-11"),
        (pl.DataFrame({"edad": [1]}), "'edad' is no variable"),
        (pl.LazyFrame({"edad": [1]}), "'edad' is no variable"),
        ([{"peso": 1}, {"pesos": 1}], "'pesos' is no variable"),
        ([{"peso": 1, "PESO": 2}], "'peso' and 'PESO' are the same variable"),
        ([{None: 1}], "no variable"),
        ([{"peso": 1}, 3], "a record is a mapping from variable to value, not int"),
        ([b"x"], "a record is a mapping"),
        (pl.DataFrame({"peso": [timedelta(1)]}), "of type Duration"),
        (pl.DataFrame({"peso": [{"a": 1}]}), "of type Struct"),
        (pl.DataFrame({"peso": [b"x"]}), "of type Binary"),
        (pl.DataFrame({"peso": [[[1]]]}), "lists of lists"),
    ],
)  # fmt: skip
def test_what_is_no_table_of_records(table: Any, message: str) -> None:
    with pytest.raises(InputError) as caught:
        judged(table)
    assert message in str(caught.value)


def test_a_table_needs_its_guide() -> None:
    with pytest.raises(InputError, match="guide"):
        giis.validate([dict(BASE)])
    assert giis.validate([dict(BASE)], GUIDE, as_of=AS_OF).valid


@pytest.mark.parametrize(
    "table",
    [[], pl.DataFrame(), pl.DataFrame(schema=dict.fromkeys(BASE, pl.String))],
    ids=["mappings", "frame", "columns"],
)
def test_a_table_without_records_is_told_of(table: Any) -> None:
    report = judged(table)
    assert (report.records, [item.rule for item in report.findings]) == (0, ["ARC-sin-registros"])


def test_a_missing_column_is_empty_in_every_record() -> None:
    record: Mapping[str, str] = {name: text for name, text in BASE.items() if name != "peso"}
    for table in ([record], pl.DataFrame([record])):
        assert [item.rule for item in judged(table).findings] == ["CEX026-vacio"]
