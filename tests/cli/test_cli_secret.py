"""Keys of findings with a secret: who does not have it cannot tell whether a record is the one."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giis.catalogs import CatalogStore
from giis.validators.keys import key_of, keys_of, mark_of
from giis.validators.options import RunOptions
from outpatient import AS_OF as DAY

AS_OF = ("--as-of", "2024-12-01")
SECRET, OTHER = "correcto caballo", "otro caballo mas"


@given(st.text(max_size=9), st.lists(st.text(max_size=9), max_size=4), st.text(min_size=1, max_size=80))
def test_keys_one_by_one_and_together_agree(rule, lines, secret):
    assert keys_of(rule, lines, secret=secret) == [key_of(rule, "0", line, secret=secret) for line in lines]
    assert not set(keys_of(rule, lines, secret=secret)) & set(keys_of(rule, lines))


def test_a_mark_tells_secrets_apart():
    assert mark_of("") is None
    marks = {mark_of(secret) for secret in (SECRET, OTHER, "a")}
    assert len(marks) == 3
    assert all(re.fullmatch("[0-9a-f]{8}", mark) for mark in marks)


def test_a_secret_is_not_shown():
    options = RunOptions(None, DAY, CatalogStore(), secret=SECRET)
    assert SECRET not in repr(options)
    assert replace(options, secret="") != options


@pytest.fixture
def report(giis, bad, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    def report(secret, *words):
        monkeypatch.setenv("GIIS_SECRET", secret)
        result = giis("validate", bad, *AS_OF, "--format", "json", *words)
        return result, json.loads(result.stdout) if result.stdout else None

    return report


def keys(data):
    return [item["key"] for item in data["files"][0]["findings"]]


def test_reports_with_a_secret(report, giis, tmp_path):
    plain, keyed, other = (report(secret)[1] for secret in ("", SECRET, OTHER))
    assert "keyed" not in plain
    assert (keyed["keyed"], other["keyed"]) == (mark_of(SECRET), mark_of(OTHER))
    assert len(set(keys(plain)) | set(keys(keyed)) | set(keys(other))) == 3 * len(set(keys(plain)))
    assert SECRET not in json.dumps(keyed)
    assert report(SECRET)[1] == keyed
    for name, data in (("a", keyed), ("b", other)):
        (tmp_path / name).write_text(json.dumps(data))
    assert giis("compare", "a", "a").exit_code == 0
    result = giis("compare", "a", "b")
    assert (result.exit_code, "el mismo secreto" in result.stderr) == (2, True)


def test_a_baseline_holds_with_its_own_secret_alone(report, tmp_path):
    report(SECRET, "--write-baseline", "known.yaml")
    assert report(SECRET, "--baseline", "known.yaml")[0].exit_code == 0
    for secret in (OTHER, ""):
        result, data = report(secret, "--baseline", "known.yaml")
        assert (result.exit_code, data) == (2, None)
        assert "no es el de esta corrida" in result.stderr
    report("", "--write-baseline", "plain.yaml")
    assert "keyed" not in (tmp_path / "plain.yaml").read_text()
    assert "se hicieron sin secreto" in report(SECRET, "--baseline", "plain.yaml")[0].stderr


def test_a_secret_from_a_file(report, tmp_path):
    (tmp_path / "giis.toml").write_text('secret-file = "secreto.txt"')
    assert "no se pudo leer" in report("")[0].stderr
    (tmp_path / "secreto.txt").write_text(f"{SECRET}\n")
    assert report("")[1]["keyed"] == mark_of(SECRET)
    assert report(OTHER)[1]["keyed"] == mark_of(OTHER)  # the environment stands before the settings
    (tmp_path / "secreto.txt").write_text(" \n")
    assert "está vacío" in report("")[0].stderr


def test_a_secret_that_can_be_guessed_is_refused(report):
    result, _ = report("corto")
    assert result.exit_code == 2
    assert "16 caracteres o más" in result.stderr
    assert "corto" not in result.stderr


def test_the_cache_knows_secrets(report, monkeypatch, tmp_path):
    monkeypatch.delenv("GIIS_NO_CACHE", raising=False)
    monkeypatch.setenv("GIIS_CACHE_DIR", str(tmp_path / "cache"))
    first = report(SECRET)[1]
    assert report(OTHER)[1] != first
    assert report(SECRET)[1] == first
    assert len(list((tmp_path / "cache").iterdir())) == 2
