"""The change log: what it tells, what it hides, and that no spreadsheet takes a value for a formula."""

from __future__ import annotations

import csv
import io
import json

import pytest

from mending import GUIDE, file_of, lines, mend, record

CANARIES = ("ana", "García", "GARCIA", "gama890520mdfrrn08", "GAMA890520MDFRRN08")
BAD = file_of(
    lines(
        record(1, nombre="ana", peso="61,5"),
        record(2, curpPaciente="gama890520mdfrrn08", planSeguridad="1"),
        record(3, primerApellido="García", nombrePrestador="luis"),
    )
)


@pytest.fixture(scope="module")
def logs(tmp_path_factory):
    """Return the logs and the view of one repair, masked and not."""
    found = {}
    for shown in (False, True):
        folder = tmp_path_factory.mktemp("logs")
        paths = [folder / "changes.csv", folder / "changes.json"]
        view = io.BytesIO()
        done = mend(BAD, unsafe=True, show_values=shown, logs=paths, diff=view)
        found[shown] = done, *(path.read_text("utf-8") for path in paths), view.getvalue().decode()
    return found


def test_both_logs_tell_the_same(logs):
    done, table, data, _ = logs[True]
    rows = list(csv.DictReader(io.StringIO(table)))
    told = json.loads(data)
    assert told["schema"] == "giis-changes/1"
    assert (told["guide"], told["unsafe"], told["values_shown"]) == (GUIDE, True, True)
    assert [(int(row["record"]), row["variable"], row["before"], row["after"], row["safety"]) for row in rows] == [
        (item["record"], item["variable"], item["before"], item["after"], item["safety"]) for item in told["changes"]
    ]
    assert done.changes() == [
        (1, "nombre", "ana", "ANA", "safe"),
        (1, "peso", "61,5", "61.5", "safe"),
        (2, "curpPaciente", "gama890520mdfrrn08", "GAMA890520MDFRRN08", "safe"),
        (2, "planSeguridad", "1", "-1", "unsafe"),
        (3, "nombrePrestador", "luis", "LUIS", "safe"),
        (3, "primerApellido", "García", "GARCIA", "safe"),
    ]
    assert told["changes"][3]["rules"] == ["CEX055"]
    assert rows[3]["line"] == "3"
    assert rows[3]["after"] == "-1"


def test_confidential_values_are_masked_everywhere(logs):
    done, table, data, view = logs[False]
    for text in (table, data, view, str(done.repair.changes.rows()), repr(done.repair)):
        assert not [canary for canary in CANARIES if canary in text]
    assert "•••" in table
    assert "61,5" in table
    assert "nombrePrestador: LUIS" in view  # the guide does not mark it
    assert "@@ record 2, line 3 @@" in view
    assert "-peso: 61,5\n+peso: 61.5\n" in view


def test_values_are_shown_if_asked(logs):
    _, table, data, view = logs[True]
    assert all("GARCIA" in text for text in (table, data, view))


@pytest.mark.parametrize("value", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-1+1", "\t=1"])
def test_no_formula_in_the_table(tmp_path, value):
    path = tmp_path / "x.csv"
    mend(file_of(lines(record(1, planSeguridad=value.replace("|", "!")))), unsafe=True, logs=[path])
    row = next(csv.DictReader(io.StringIO(path.read_text("utf-8"))))
    assert row["before"].startswith("'")
    assert row["after"] == "-1"


def test_nothing_that_acts_on_a_terminal(tmp_path):
    paths = [tmp_path / "x.csv", tmp_path / "x.json"]
    view = io.BytesIO()
    given = file_of(lines(record(1, planSeguridad="\x1b[31m"), record(2, planSeguridad='"a","b"')))
    mend(given, unsafe=True, logs=paths, diff=view)
    texts = [*(path.read_text("utf-8") for path in paths), view.getvalue().decode()]
    assert not [text for text in texts if "\x1b" in text]
    assert json.loads(texts[1])["changes"][0]["before"] == "\x1b[31m"
    rows = list(csv.DictReader(io.StringIO(texts[0])))
    assert [row["before"] for row in rows if row["variable"]] == ["\\x1b[31m", '"a","b"']


def test_an_empty_log_is_whole(tmp_path):
    path = tmp_path / "x.json"
    mend(file_of(lines(record(1))), logs=[path])
    assert json.loads(path.read_text("utf-8"))["changes"] == []


def test_totals_are_exact_beyond_what_is_shown(tmp_path):
    path = tmp_path / "x.csv"
    given = file_of(lines(*(record(number, nombre="ana") for number in range(20))))
    done = mend(given, max_changes=3, logs=[path], batch_bytes=2_000)
    assert (done.repair.changes.height, done.repair.changes_total) == (3, 20)
    assert [(item.rule, item.count) for item in done.repair.mended] == [("CEX010-caracteres", 20)]
    assert len(path.read_text("utf-8").splitlines()) == 21
