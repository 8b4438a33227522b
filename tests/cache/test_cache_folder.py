"""The folder of the cache: bounded, private, and never in the way."""

from __future__ import annotations

import os
import stat
import threading
import time

import pytest

from giis.cache import CacheFolder, folder, user_folder

NAMES = [f"{number:040x}" for number in range(10)]


@pytest.fixture
def cache(tmp_path):
    return CacheFolder(tmp_path / "a" / "b", most_bytes=1000)


def used(cache, name, seconds_ago):
    (path,) = cache.path.glob(f"*-{name}.giis")
    moment = time.time() - seconds_ago
    os.utime(path, (moment, moment))


def test_an_entry_is_read_as_it_was_written(cache):
    assert (cache.read(7, NAMES[0]), cache.may_hold(7)) == (None, False)
    assert cache.write(7, NAMES[0], b"one")
    assert cache.write(7, NAMES[0], b"two")
    assert (cache.read(7, NAMES[0]), cache.may_hold(7)) == (b"two", True)
    assert (cache.read(8, NAMES[0]), cache.may_hold(0x70)) == (None, False)
    assert cache.contents().entries == 1


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_only_the_owner_can_read_it(cache, monkeypatch):
    cache.write(7, NAMES[0], b"one")
    (path,) = cache.path.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(cache.path.stat().st_mode) == 0o700
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
    assert cache.read(7, NAMES[0]) is None  # somebody else wrote it


def test_the_entries_used_longest_ago_make_room(cache):
    for age, name in enumerate(NAMES[:3]):
        cache.write(7, name, b"x" * 300)
        used(cache, name, 100 - age)
    assert cache.read(7, NAMES[0])  # used again: now the youngest
    cache.write(7, NAMES[3], b"x" * 300)
    left = [name for name in NAMES if cache.read(7, name)]
    assert left == [NAMES[0], NAMES[2], NAMES[3]]
    assert cache.contents().size == 900


def test_what_is_too_large_or_too_old_does_not_stay(cache):
    assert not cache.write(7, NAMES[0], b"x" * 1001)
    cache.write(7, NAMES[1], b"x")
    used(cache, NAMES[1], folder.MOST_SECONDS + 60)
    draft = cache.path / f".7-{NAMES[2]}.giis.abc"
    young = cache.path / f".7-{NAMES[3]}.giis.abc"
    for path, age in ((draft, 2 * 3600), (young, 10)):
        path.write_bytes(b"x")
        os.utime(path, (time.time() - age,) * 2)
    cache.write(7, NAMES[4], b"x")
    assert [name for name in NAMES if cache.read(7, name)] == [NAMES[4]]
    assert (draft.exists(), young.exists()) == (False, True)


def test_clearing_takes_away_only_its_own(cache):
    cache.write(7, NAMES[0], b"one")
    foreign = cache.path / "tesis.giis"
    foreign.write_text("mine")
    (cache.path / f"7-{NAMES[1]}.giis").mkdir()
    assert cache.clear().entries == 1
    assert foreign.read_text() == "mine"
    assert cache.contents().entries == 0
    assert CacheFolder(cache.path / "none").clear().entries == 0


def test_a_folder_that_cannot_be_used_is_no_fault(tmp_path):
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "file", tmp_path / "file" / "inside"):
        cache = CacheFolder(path)
        assert not cache.write(7, NAMES[0], b"one")
        assert (cache.read(7, NAMES[0]), cache.may_hold(7), cache.contents().entries) == (None, False, 0)


def test_writers_and_readers_at_the_same_time(cache):
    wholes = [bytes([number]) * 400 for number in range(4)]
    seen = []

    def work(data):
        for _ in range(25):
            cache.write(7, NAMES[0], data)
            seen.append(cache.read(7, NAMES[0]))

    threads = [threading.Thread(target=work, args=(data,)) for data in wholes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(seen) <= set(wholes)
    assert [path.suffix for path in cache.path.iterdir()] == [".giis"]


@pytest.mark.skipif(os.name == "nt", reason="POSIX folders")
def test_where_the_folder_is(monkeypatch, tmp_path):
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("GIIS_CACHE_DIR", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert user_folder() == tmp_path / ".cache" / "giis"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert user_folder() == tmp_path / ".cache" / "giis"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "x"))
    assert user_folder() == tmp_path / "x" / "giis"
    monkeypatch.setenv("GIIS_CACHE_DIR", str(tmp_path / "y"))
    assert user_folder() == tmp_path / "y"
    monkeypatch.setattr("sys.platform", "darwin")
    monkeypatch.delenv("GIIS_CACHE_DIR")
    assert user_folder() == tmp_path / "Library" / "Caches" / "giis"
