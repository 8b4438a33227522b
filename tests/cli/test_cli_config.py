"""`giis validate` with a file of settings."""

from __future__ import annotations

import json

import pytest

PINNED = "as-of = 2024-12-01\n"


@pytest.fixture
def settled(giis, tmp_path, monkeypatch):
    """Run in a folder with these settings, and return the run and its JSON."""

    def run(text, *words):
        (tmp_path / "giis.toml").write_text(PINNED + text, "utf-8")
        monkeypatch.chdir(tmp_path)
        result = giis("validate", *words, "--format", "json")
        return result, json.loads(result.stdout) if result.stdout else None

    return run


def found(data):
    return {item["rule"]: item["severity"] for item in data["files"][0]["findings"]}


@pytest.mark.parametrize(
    ("text", "words", "status"),
    [
        ("", (), 1),
        ('fail-on = "never"', (), 0),
        ('fail-on = "never"', ("--fail-on", "error"), 1),
        ('fail-on = "never"', ("--no-config", "--as-of", "2024-12-01"), 1),
        ('select = ["CEX001"]', (), 0),
        ('select = ["CEX001"]', ("--select", "CEX055"), 1),
        ('ignore = ["CEX055", "CEX026", "CEX027"]', (), 0),
        ('severity = {CEX055 = "warning", CEX026 = "info", CEX027 = "warning"}', (), 0),
        ('severity = {CEX055 = "warning", CEX026 = "info", CEX027 = "warning"}', ("--fail-on", "warning"), 1),
        ('[paths."malo/*"]\nselect = ["CEX001"]', (), 0),
        ('[paths."malo/*"]\nselect = ["CEX001"]', ("--select", "CEX055"), 1),
        ('[paths."otro/*"]\nselect = ["CEX001"]', (), 1),
        ('guide = "B999"', (), 2),
        ('guide = "B999"', ("--guide", "B015"), 1),
    ],
)
def test_settings_hold_and_the_command_line_stands_first(settled, bad, text, words, status):
    result, _ = settled(text, bad, *words)
    assert result.exit_code == status, result.output


def test_severity_of_a_rule_is_that_of_its_nearest_name(settled, bad):
    _, data = settled('severity = {CEX026 = "info", CEX026-formato = "warning", CEX055 = "info"}', bad)
    assert (found(data)["CEX026-formato"], found(data)["CEX055"]) == ("warning", "info")
    assert data["files"][0]["totals"]["warning"] >= 2
    assert data["files"][0]["valid_records"] == 1  # the other lacks its height


def test_language_and_number_of_findings(settled, bad, monkeypatch):
    _, data = settled('lang = "en"\nmax-findings = 1', bad)
    assert (data["language"], data["files"][0]["totals"]["shown"]) == ("es", 1)  # GIIS_LANG is the person's own
    monkeypatch.delenv("GIIS_LANG")
    assert settled('lang = "en"', bad)[1]["language"] == "en"
    assert settled('lang = "en"', bad, "--lang", "es")[1]["language"] == "es"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('ignore = ["CEX0555"]', "giis.toml: ignore: ninguna regla"),
        ('severity = {CEX0555 = "info"}', "giis.toml: severity: ninguna regla"),
        ('ignroe = ["CEX055"]', "giis.toml: ignroe: no existe esta clave; ¿quiso decir 'ignore'?"),
    ],
)
def test_a_wrong_setting_is_told_with_its_file(settled, bad, text, told):
    result, _ = settled(text, bad)
    assert result.exit_code == 2
    assert told in result.stderr


def test_the_file_is_told_only_where_asked(settled, bad):
    assert settled("", bad)[0].stderr == ""
    assert "configuración: " in settled("", bad, "--statistics")[0].stderr
    assert "giis.toml" in settled("", bad, "--statistics")[0].stderr
    assert "ninguna" in settled("", bad, "--statistics", "--no-config")[0].stderr


def test_a_file_of_settings_that_is_named(settled, bad, tmp_path):
    other = tmp_path / "otra.toml"
    other.write_text(PINNED + 'fail-on = "never"')
    assert settled("", bad, "--config", other)[0].exit_code == 0
    assert settled("", bad, "--config", other, "--no-config")[0].exit_code == 2
    assert settled("", bad, "--config", tmp_path / "no.toml")[0].exit_code == 2
