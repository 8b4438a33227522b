"""CSV and XLSX, read back by Python's csv, Polars and openpyxl; Markdown as tables."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import openpyxl
import polars as pl
import pytest
from outputs_hand import written
from reports_hand import FAILED, FINDINGS, HOSTILE, INCOMPLETE, PASSED, finding, report, said

from giis.reports._neutral import cell

NAME = "MUÑOZ PEÑA ÜÉ ¨"
FORMULAS = (
    '=HYPERLINK("http://x","y")', "=1+1", "+1+1", "-1+1", "-A1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", "＋1",
    "|calc", "%0A=1",
)  # fmt: skip


def valued(*values: str):
    found = tuple(
        replace(finding("CEX055", n, 55, "planSeguridad", value), message=said(value))
        for n, value in enumerate(values, 1)
    )
    return report(replace(FAILED, findings=found, path="=cmd.TXT"))


def rows(told, **asked):
    data = written("csv", told, **asked)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_csv_has_a_row_for_each_finding_with_the_exact_total_of_its_rule():
    read = rows(report(FAILED, PASSED))
    assert len(read) == len(FINDINGS)
    assert [row["rule"] for row in read] == [item.rule for item in FINDINGS]
    plan = next(row for row in read if row["rule"] == "CEX055")
    assert plan["rule_total"] == "36"
    assert plan["fix"] == "registrar -1"
    assert (plan["record"], plan["line"], plan["column"], plan["value"]) == ("3", "4", "55", "1")
    assert rows(report(FAILED), language="en")[0]["message"] == "message en"


def test_csv_is_read_by_polars_too():
    frame = pl.read_csv(written("csv", valued(NAME, "-1", "=1")))
    assert frame.height == 3
    assert frame["message"].to_list() == [NAME, "-1", "'=1"]
    assert frame.schema["record"] == pl.Int64


@pytest.mark.parametrize("value", FORMULAS)
def test_no_cell_of_a_csv_is_a_formula(value):
    ((row),) = rows(valued(value))
    for name in ("value", "message", "path"):
        assert row[name].startswith("'")


@pytest.mark.parametrize("value", ["-1", "0", "36.5", "A=1", "", "2024-01-01", NAME])
def test_other_cells_stay_as_they_are(value):
    assert cell(value) == value


def book(told, **asked):
    return openpyxl.load_workbook(io.BytesIO(written("xlsx", told, **asked)))


def test_the_workbook_holds_summary_counts_findings_and_what_is_left():
    read = book(report(FAILED, INCOMPLETE), unjudged={"x.txt": "no existe"})
    assert read.sheetnames == ["Resumen", "Conteos", "Hallazgos", "Sin evaluar"]
    summary = list(read["Resumen"].iter_rows(values_only=True))
    assert summary[1][:3] == ("envios/CEX-DFSSA-2410.TXT", "NO PASA", "GIIS-B015-04-11")
    assert summary[1][6:10] == (40, 1, 0, len(FINDINGS))
    assert summary[3][:2] == ("x.txt", "no se pudo revisar: no existe")
    counts = {row[1]: row for row in read["Conteos"].iter_rows(min_row=2, values_only=True) if row[0] == FAILED.path}
    assert list(counts) == [outcome.rule for outcome in FAILED.outcomes]
    assert counts["CEX055"][4:7] == ("no cumple", 36, 0)
    assert read["Hallazgos"].max_row == 1 + len(FINDINGS)
    assert read["Sin evaluar"]["D2"].value == "falta el catálogo X"
    assert book(report(FAILED), language="en").sheetnames[0] == "Summary"


@pytest.mark.parametrize("value", [*FORMULAS, NAME, HOSTILE, "_x0041_", "<a>&'\"", "x" * 40_000, " a  b "])
def test_every_text_of_the_workbook_is_text(value):
    sheet = book(valued(value))["Hallazgos"]
    row = sheet[2]
    assert row[0].value == "=cmd.TXT"
    for item in row:
        assert item.data_type in ("s", "n", "inlineStr")
    kept = row[7].value
    if value in (NAME, " a  b ", "<a>&'\"", "=1+1"):
        assert kept == value
    assert row[7].quotePrefix


def test_markdown_is_tables_of_the_same_width():
    told = written("markdown", report(FAILED, PASSED, INCOMPLETE), unjudged={"x|y": "no"}).decode()
    assert "**NO PASA**" in told
    assert "| CEX055 | planSeguridad | error | 36 |" in told
    assert "falta el catálogo X" in told
    for table in told.split("\n\n"):
        lines = [line for line in table.splitlines() if line.startswith("|")]
        assert len({line.replace("\\|", "").count("|") for line in lines}) <= 1
