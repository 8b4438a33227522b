"""The key of a finding, and the characters of the line that it speaks of."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

import giis
from changes import changed_records
from giis.validators.findings import MASK
from giis.validators.keys import key_of
from outpatient import AS_OF, BASE, exchange_file

ROOT = Path(__file__).resolve().parents[2]
RECORDS = [dict(item) for item in changed_records(40)]


def findings(records, **options):
    return giis.validate(exchange_file(records), "B015", as_of=AS_OF, **options).files[0].findings


def test_the_characters_are_those_of_the_value():
    lines = exchange_file(RECORDS).decode("cp1252").split("\r\n")
    told = [item for item in findings(RECORDS, show_values=True, max_findings=None) if item.start is not None]
    assert len(told) > 40
    for item in told:
        assert lines[item.line - 1][item.start - 1 : item.end - 1] == item.value


def test_the_characters_are_those_of_the_file_even_if_its_columns_are_moved():
    rows = [line.split("|") for line in exchange_file(RECORDS).decode("cp1252").split("\r\n") if line]
    order = list(range(len(rows[0])))
    random.Random(7).shuffle(order)  # noqa: S311
    moved = ["|".join(row[place] for place in order) for row in rows]
    report = giis.validate("\r\n".join(moved).encode("cp1252"), "B015", as_of=AS_OF, show_values=True)
    told = [item for item in report.files[0].findings if item.start is not None and item.end is not None]
    assert told
    for item in told:
        assert moved[item.line - 1][item.start - 1 : item.end - 1] == item.value


def test_the_length_of_a_confidential_value_is_not_told():
    (found, *_) = [item for item in findings([{**BASE, "nombre": "ana"}]) if item.value == MASK]
    assert found.start is not None
    assert found.end is None


def test_keys_do_not_depend_on_where_a_record_stands():
    before = {(item.rule, item.key) for item in findings(RECORDS, max_findings=None) if item.start is not None}
    shuffled = list(RECORDS)
    random.Random(3).shuffle(shuffled)  # noqa: S311
    shuffled.insert(0, BASE)
    assert {(item.rule, item.key) for item in findings(shuffled, max_findings=None) if item.start} == before
    assert len({key for _, key in before}) == len(before)


def test_keys_tell_records_and_rules_apart():
    assert key_of("A", "x", "y") != key_of("A", "xy")
    assert key_of("A", "x") != key_of("B", "x")
    assert key_of("A", "x") == key_of("A", "x")


def test_lines_and_files_have_keys_too():
    whole = exchange_file([BASE, BASE, {**BASE, "peso": "60"}])
    header, first, second, third, _ = whole.split(b"\r\n")
    broken = [first[:-3], second.replace(b"ANA", b"A\x01A"), third[:-5].rsplit(b"|", 1)[0]]

    def keys(*lines):
        data = b"\r\n".join([header, *lines])
        found = giis.validate(data, "B015", as_of=AS_OF).files[0].findings
        return {(item.rule, item.key) for item in found if item.rule.startswith("ARC")}

    told = keys(*broken)
    assert {rule for rule, _ in told} == {"ARC-columnas", "ARC-control", "ARC-sin-fin"}
    assert None not in {key for _, key in told}
    assert len(told) == 4
    assert keys(*reversed(broken)) == told


def test_records_of_a_table_have_keys_and_no_characters():
    bad = {**BASE, "planSeguridad": "1"}
    (row,) = giis.validate([bad], "B015", as_of=AS_OF).files[0].findings
    (line,) = findings([bad])
    assert row.key == line.key
    assert (row.start, row.end) == (None, None)


@pytest.mark.parametrize("most", [0, 1, 2, 5, 20, 60, 1000])
def test_a_report_cut_short_is_the_one_of_a_run_that_shows_less(most):
    data = exchange_file([*RECORDS, RECORDS[2]])[:-30]
    whole = giis.validate(data, "B015", as_of=AS_OF, max_findings=None).capped(most)
    less = giis.validate(data, "B015", as_of=AS_OF, max_findings=most)
    assert whole.totals == less.totals
    assert list(whole.files[0].findings) == list(less.files[0].findings)


def test_the_characters_of_a_field_of_a_sub_record():
    header, *lines = (ROOT / "examples" / "LES-DFSSA-2411.TXT").read_text(encoding="cp1252").splitlines()
    spoilt = [re.sub(r"(?<=[&#])[^&#|]+(?=[&#|])", "ZZ", line) for line in lines]
    data = "\r\n".join([header, *spoilt, ""]).encode("cp1252")
    found = giis.validate(data, "B013", as_of=AS_OF, show_values=True).files[0].findings
    fields = [item for item in found if item.start is not None and "." in str(item.variable)]
    assert len({item.variable for item in fields}) > 1
    for item in fields:
        assert spoilt[item.line - 2][item.start - 1 : item.end - 1] == item.value
    assert len({(item.rule, item.key) for item in fields}) == len(fields)
