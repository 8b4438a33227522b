"""What is refused before anything is written."""

from __future__ import annotations

import builtins
import sqlite3
from pathlib import Path

import pytest
from converting import FORMATS, PLAIN

import giis


@pytest.mark.parametrize("kind", FORMATS)
def test_what_exists_is_not_replaced_unasked(trip, kind):
    trip.away(trip.bytes_of([PLAIN]), kind)
    source = trip.folder / "TST-DFSSA-2411.TXT"
    with pytest.raises(giis.InputError, match="--overwrite"):
        giis.convert(source, trip.target(kind), trip.guide)
    source.write_bytes(trip.bytes_of([PLAIN, PLAIN]))
    giis.convert(source, trip.target(kind), trip.guide, overwrite=True)
    with pytest.raises(giis.InputError, match="--overwrite"):
        giis.convert(trip.target(kind), source, trip.guide)
    assert trip.back(kind)[0] == source.read_bytes()


@pytest.mark.parametrize("kind", FORMATS)
def test_broken_records_are_never_dropped_in_silence(trip, kind):
    good = trip.bytes_of([PLAIN, PLAIN | {"apodo": "B"}])
    head, first, second, _ = good.split(b"\r\n")
    broken = b"\r\n".join([head, first, b"1|2", second, second + b"|", b""])
    with pytest.raises(giis.InputError, match=r"2 of 4 records .* \(lines 3, 5\)"):
        trip.away(broken, kind)
    path = trip.folder / ("out.db" if kind == "sql" else f"out.{kind}")
    assert kind == "sql" or not path.exists()
    made = trip.away(broken, kind, skip_broken=True)
    assert (made.records, made.skipped) == (2, 2)
    data, result = trip.back(kind)
    assert (data, result.identical) == (good, None)


def test_a_failure_leaves_what_stood_there(trip, monkeypatch):
    from giis.converters import convert

    for kind in FORMATS:
        data = trip.bytes_of([PLAIN])
        trip.away(data, kind)
        with monkeypatch.context() as patch:
            patch.setattr(convert, "type_records", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                trip.away(trip.bytes_of([PLAIN, PLAIN]), kind)
        assert trip.back(kind)[0] == data
    assert not [path.name for path in trip.folder.iterdir() if path.name.startswith(".")]


WRONG = [
    ("a.txt", "b.txt", {}, "both are exchange files"),
    ("a.txt", "b.doc", {}, "format is not known"),
    ("none.txt", "b.csv", {}, "cannot be read"),
    ("none.parquet", "b.txt", {}, "cannot be read"),
    ("none.csv", "b.txt", {}, "cannot be read"),
    ("none.jsonl", "b.txt", {}, "cannot be read"),
    ("none.xlsx", "b.txt", {}, "does not exist"),
    ("sqlite:///none/none.db", "b.txt", {}, "does not exist"),
    ("nonsense://x", "b.txt", {}, "no database"),
    ("://", "b.txt", {}, "cannot be read"),
    ("a.txt", "none/b.csv", {}, "cannot be written"),
    ("a.txt", "a.txt", {"target_format": "csv", "overwrite": True}, "the same file"),
    ("a.txt", "b.xlsx", {"table": "giis_meta"}, "same name"),
]


@pytest.mark.parametrize(("source", "target", "options", "message"), WRONG, ids=[item[3] for item in WRONG])
def test_what_cannot_be_done_is_told(trip, monkeypatch, source, target, options, message):
    monkeypatch.chdir(trip.folder)
    Path("a.txt").write_bytes(trip.bytes_of([PLAIN]))
    with pytest.raises(giis.InputError, match=message) as error:
        giis.convert(source, target, trip.guide, **options)
    assert error.value.text.es != error.value.text.en
    assert sorted(path.name for path in trip.folder.iterdir()) == ["a.txt"]


@pytest.mark.parametrize(
    ("library", "extra", "kind"), [("xlsxwriter", "giis\\[xlsx\\]", "xlsx"), ("sqlalchemy", "giis\\[sql\\]", "sql")]
)
def test_a_missing_library_is_named(trip, monkeypatch, library, extra, kind):
    found = builtins.__import__

    def refuse(name, *rest):
        if name.split(".")[0] == library:
            raise ImportError(name)
        return found(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(giis.InputError, match=extra):
        trip.away(trip.bytes_of([PLAIN]), kind)


def test_a_text_too_long_for_a_cell(trip):
    with pytest.raises(giis.InputError, match="32,767 characters"):
        trip.away(trip.bytes_of([PLAIN | {"apodo": "A" * 40_000}]), "xlsx")
    trip.away(trip.bytes_of([PLAIN | {"apodo": "A" * 40_000}]), "csv")


def test_progress_reaches_the_end(trip):
    seen: list[tuple[int, int | None]] = []
    trip.away(trip.bytes_of([PLAIN]), "parquet", progress=lambda done, total: seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1]


def test_no_password_is_shown():
    from giis.converters.convert import shown

    assert "secret" not in shown("postgresql://user:secret@host/base")
    assert shown("a.csv") == "a.csv"
    for url in ("postgresql+psycopg://user:secret@127.0.0.1:1/base", "postgresql+psycopg://user:secret@here:port/base"):
        with pytest.raises(giis.InputError) as error:
            giis.convert(url, "b.txt", "B015")
        assert "secret" not in str(error.value)


@pytest.mark.parametrize("standing", [False, True])
def test_a_database_that_an_interrupted_run_made_is_taken_away(trip, monkeypatch, standing):
    from giis.converters import _sql_write

    path = trip.folder / "out.db"
    if standing:
        sqlite3.connect(path).execute("create table mine (a)").connection.close()

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(_sql_write, "flat", stop)
    with pytest.raises(KeyboardInterrupt):
        trip.away(trip.bytes_of([PLAIN]), "sql")
    assert path.exists() is standing
    if standing:
        names = sqlite3.connect(path).execute("select name from sqlite_master").fetchall()
        assert names == [("mine",)]
