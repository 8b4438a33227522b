"""Where a repair writes, what it refuses, and the way in from the package."""

from __future__ import annotations

from pathlib import Path

import pytest

import giis
from giis.mending import repair
from mending import GUIDE, file_of, lines, mend, record
from outpatient import AS_OF

BAD = file_of(lines(record(1, nombre="ana"), record(2, talla="x")))
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
OFFICIAL = Path(__file__).resolve().parents[3] / "shared" / "examples"


@pytest.fixture
def bad(tmp_path):
    path = tmp_path / "CEX-DFSSA-2411.TXT"
    path.write_bytes(BAD)
    return path


def test_the_package_and_its_function_share_a_name(bad):
    for _ in range(2):
        done = giis.repair(bad, as_of=AS_OF)
        assert isinstance(done, giis.Repair)
        assert (done.changes_total, done.guide, done.exit_status()) == (1, GUIDE, 1)
        assert giis.mending.repair is repair


def test_nothing_is_written_without_an_output(bad):
    giis.repair(bad, as_of=AS_OF)
    assert [path.name for path in bad.parent.iterdir()] == [bad.name]
    assert bad.read_bytes() == BAD


def test_what_is_read_is_never_written(bad, tmp_path):
    link = tmp_path / "link.TXT"
    link.hardlink_to(bad)
    for target in (bad, link, tmp_path / ".." / tmp_path.name / bad.name):
        with pytest.raises(giis.InputError, match="is the file that is read"):
            giis.repair(bad, target, overwrite=True)
    with pytest.raises(giis.InputError, match="is the file that is read"):
        giis.repair(
            bad.rename(tmp_path / "a.csv"), tmp_path / "x.TXT", "B015", logs=[tmp_path / "a.csv"], overwrite=True
        )
    assert (tmp_path / "a.csv").read_bytes() == BAD


def test_what_is_there_stays_unless_asked(bad, tmp_path):
    target, log = tmp_path / "out.TXT", tmp_path / "out.csv"
    target.write_text("mine")
    with pytest.raises(giis.InputError, match="exists"):
        giis.repair(bad, target)
    target.unlink()
    log.write_text("mine")
    with pytest.raises(giis.InputError, match="exists"):
        giis.repair(bad, target, logs=[log])
    assert not target.exists()
    giis.repair(bad, target, logs=[log], overwrite=True, as_of=AS_OF)
    assert target.read_bytes() != BAD
    assert log.read_text("utf-8").startswith("record,")


def test_what_comes_to_be_there_meanwhile_stays(bad, tmp_path):
    target = tmp_path / "out.TXT"

    def meddle(done, total):
        target.write_text("mine")

    with pytest.raises(giis.InputError, match="exists"):
        giis.repair(bad, target, as_of=AS_OF, progress=meddle)
    assert target.read_text() == "mine"


@pytest.mark.parametrize("target", ["missing/out.TXT", "."])
def test_places_that_cannot_be_written(bad, tmp_path, target):
    with pytest.raises(giis.InputError, match="cannot be written"):
        giis.repair(bad, tmp_path / target)


def test_a_log_is_a_table_or_json(bad, tmp_path):
    with pytest.raises(giis.InputError, match=r"\.csv or \.json"):
        giis.repair(bad, tmp_path / "x.TXT", logs=[tmp_path / "x.log"])


def test_nothing_stays_behind_when_it_fails(bad, tmp_path, monkeypatch):
    from giis.mending import _pass

    monkeypatch.setattr(_pass, "both_reports", lambda run, written: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        giis.repair(bad, tmp_path / "out.TXT", logs=[tmp_path / "x.csv"])
    assert [item.name for item in tmp_path.iterdir()] == [bad.name]


def test_a_line_that_cannot_be_copied_stops_the_work(tmp_path):
    path = tmp_path / "CEX-DFSSA-2411.TXT"
    path.write_bytes(BAD + b"x" * (1 << 21) + b"\r\n")
    with pytest.raises(giis.InputError, match="too long"):
        giis.repair(path, tmp_path / "out.TXT", as_of=AS_OF)
    assert [item.name for item in tmp_path.iterdir()] == [path.name]


def test_the_guide_is_chosen_as_validate_does(bad, tmp_path):
    assert giis.repair(BAD, as_of=AS_OF).guide == GUIDE  # by the header
    with pytest.raises(giis.InputError, match="which guide"):
        giis.repair(b"x|y\r\n")


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.TXT")), ids=lambda path: path.name)
def test_a_valid_example_is_returned_as_it_is(path):
    done = mend(path, None, unsafe=True)
    assert done.data == path.read_bytes()
    assert done.repair.changes_total == 0


@pytest.mark.parametrize("path", sorted((EXAMPLES / "invalid").glob("*.TXT")), ids=lambda path: path.name)
def test_an_invalid_example_has_fewer_errors(path):
    for unsafe in (False, True):
        done = mend(path, None, unsafe=unsafe)
        before, after = done.repair.before.totals, done.repair.after.totals
        assert after.error <= before.error
        assert done.repair.records_read == done.repair.records_written + done.repair.joined + done.repair.headers
        again = mend(done.data, done.repair.guide, unsafe=unsafe)
        assert again.data == done.data
        assert again.repair.changes_total == 0


@pytest.mark.parametrize(
    ("name", "safe", "unsafe"),
    [
        ("CEX-EJEMPLOS-2410.txt", [], ["primeraVezUneme"]),
        ("CSB-EJEMPLOS-2410.txt", [], []),
        ("DET-EJEMPLOS-2410.txt", ["nombrePrestador"], []),
    ],
)
def test_the_official_examples(name, safe, unsafe):
    path = OFFICIAL / name
    if not path.is_file():
        pytest.skip("the official examples are not beside this repository")
    for wanted, expected in ((False, safe), (True, [*safe, *unsafe])):
        done = mend(path, None, unsafe=wanted)
        assert [change[1] for change in done.changes()] == expected
        assert done.repair.after.totals.error == done.repair.before.totals.error - len(expected)
