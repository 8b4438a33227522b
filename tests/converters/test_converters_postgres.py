"""A real PostgreSQL, started for these tests where it is installed."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from converting import PLAIN, VALUES

import giis

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

pytest.importorskip("psycopg")
ROOT = Path(__file__).resolve().parents[2]
_USERS = ("postgres", "nobody")


def _binaries() -> Path | None:
    """Return the folder of the newest `initdb`, in the path or where distributions put it."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3].split(".")[0]))
    here = shutil.which("initdb")
    if here and (Path(here).resolve().parent / "pg_ctl").exists():
        found.append(Path(here).resolve())
    return found[-1].parent if found else None


def _user() -> dict[str, object]:
    """Return as whom to run the server, which refuses to run as root."""
    if os.getuid():
        return {}
    for name in _USERS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    pytest.skip("PostgreSQL does not run as root, and there is no other user")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Start a server on a socket of its own; return the URL of a database."""
    folder = _binaries()
    if folder is None:
        pytest.skip("PostgreSQL (initdb, pg_ctl) is not installed on this machine")
    whom = _user()
    home = Path(tempfile.mkdtemp(prefix="giis-pg-", dir="/tmp"))
    try:
        if whom:
            os.chown(home, whom["user"], whom["group"])  # type: ignore[arg-type]

        def run(name: str, *words: str) -> None:
            done = subprocess.run(
                [folder / name, *words], cwd=home, capture_output=True, text=True, timeout=120, **whom  # type: ignore[call-overload]
            )  # fmt: skip
            if done.returncode:
                pytest.skip(f"PostgreSQL could not be started here: {name}: {done.stderr.strip()[-200:]}")

        data = str(home / "data")
        run("initdb", "-D", data, "-U", "giis", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        settings = f"-c listen_addresses= -c unix_socket_directories={home} -c fsync=off"
        run("pg_ctl", "-D", data, "-w", "-o", settings, "-l", str(home / "log"), "start")
        try:
            yield f"postgresql+psycopg://giis@/postgres?host={home}"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def test_every_strange_value_comes_back(trip, server):
    names = [variable.identifier for variable in trip.guide.variables]
    data = trip.bytes_of([PLAIN | dict.fromkeys(names, value) for value in VALUES])
    trip.target = lambda kind: server
    for _ in range(2):
        trip.away(data, "sql", labels=True)
        again, made = trip.back("sql")
        assert again == data
        assert made.identical


def test_the_columns_are_typed(trip, server):
    trip.target = lambda kind: server
    trip.away(trip.bytes_of([PLAIN]), "sql")
    engine = sa.create_engine(server)
    with engine.connect() as connection:
        rows = connection.execute(
            sa.text(
                "select column_name, data_type from information_schema.columns where table_name in ('tst', 'tst_ACTOS')"
            )
        )
        types = dict(rows.all())
        due = connection.execute(sa.text("select count(*) from tst where fecha = date '2024-11-15' and peso > 61"))
        assert due.scalar() == 1
    engine.dispose()
    wanted = {"sexo": "bigint", "peso": "double precision", "fecha": "date", "espera": "integer", "apodo": "text"}
    assert {name: types[name] for name in wanted} == wanted
    assert types["hora"] == "time without time zone"


def test_an_example_and_a_failure_half_way(server, tmp_path, monkeypatch):
    path = ROOT / "examples" / "CEX-DFSSA-2411.TXT"
    giis.convert(path, server, table="consultas", labels=True)
    with pytest.raises(giis.InputError, match="--overwrite"):
        giis.convert(path, server, table="consultas")
    from giis.converters import _sql_write

    def fail(*_: object, **__: object) -> pl.DataFrame:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(_sql_write, "flat", fail)
        with pytest.raises(RuntimeError):
            giis.convert(path, server, table="consultas", overwrite=True)
    made = giis.convert(server, tmp_path / "back.txt", table="consultas")
    assert made.identical
    assert (tmp_path / "back.txt").read_bytes() == path.read_bytes()
