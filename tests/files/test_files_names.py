from __future__ import annotations

import pytest

from giis.files import FileName, institution_issue, month_issue, name_issue, parse_file_name

OCTOBER = FileName("CEX", "DF", "SSA", 2024, 10)


@pytest.mark.parametrize(
    "name",
    ["CEX-DFSSA-2410.TXT", "cex-dfssa-2410.txt", "/a/b.c/CEX-DFSSA-2410.TXT", "C:\\x\\CEX-DFSSA-2410.TXT"],
)
def test_names_are_parsed(name: str) -> None:
    assert parse_file_name(name) == OCTOBER


def test_parts() -> None:
    assert (str(OCTOBER), OCTOBER.prefix, OCTOBER.period) == ("CEX-DFSSA-2410.TXT", "DFSSA", "2024-10")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("CEX-DFSSA-2410.TXT", None),
        ("CEX-EJEMPLOS-2410.txt", "forma"),
        ("CEX-DFSSA-2410.CIF", "forma"),
        ("CEX-DFSSA-2410", "forma"),
        ("CEX_DFSSA_2410.TXT", "forma"),
        ("CEX-DFSSA-２４10.TXT", "forma"),
        ("CEX-DFSSA-2410.TXT\n", "forma"),
        ("CSB-DFSSA-2410.TXT", "tipo"),
        ("CEX-XXSSA-2410.TXT", "entidad"),
        ("CEX-DFSSA-2413.TXT", "mes"),
        ("CEX-DFSSA-2400.TXT", "mes"),
        ("CEX-DFSSA-2410.txt", "mayusculas"),
        ("", "forma"),
    ],
)
def test_name_issue(name: str, hint: str | None) -> None:
    issue = name_issue(name, ("CEX",))
    assert (issue and issue.params["hint"]) == hint


@pytest.mark.parametrize("name", ["x.txt", "CEX-XXSSA-2410.TXT", "CEX-DFSSA-2413.TXT"])
def test_other_names_are_no_names(name: str) -> None:
    assert parse_file_name(name) is None


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        ({}, None),
        ({(2024, 10): 5, (2024, 1): 3}, None),
        ({(2024, 10): 5, (2024, 11): 0}, None),
        ({(2024, 10): 5, (2024, 11): 2}, {"period": "2024-10", "other": "2024-11", "outside": 2, "total": 7}),
        (
            {(2024, 10): 5, (2025, 1): 1, (2023, 12): 2},
            {"period": "2024-10", "other": "2023-12", "outside": 3, "total": 8},
        ),
    ],
)
def test_month_issue(months: dict[tuple[int, int], int], expected: dict[str, object] | None) -> None:
    issue = month_issue(OCTOBER, months)
    assert (issue and issue.params) == expected


@pytest.mark.parametrize(
    ("prefixes", "expected"),
    [
        ({"DFSSA": 3}, None),
        ({}, None),
        (
            {"DFSSA": 3, "DFIMB": 1, "MCIMB": 4},
            {"expected": "DFSSA", "other": "MCIMB", "outside": 5, "total": 8},
        ),
    ],
)
def test_institution_issue(prefixes: dict[str, int], expected: dict[str, object] | None) -> None:
    issue = institution_issue(OCTOBER, prefixes)
    assert (issue and issue.params) == expected
