"""Files of settings: where they are found, what they may say, and how a fault in them is told."""

from __future__ import annotations

from datetime import date

import pytest

from giis._errors import InputError
from giis.settings import KEYS, OF_A_FILE, find_settings, read_settings

ALL = """\
guide = "B015"
select = ["CEX043", " CEX055 "]
ignore = []
profile = "strict"
unofficial-as-errors = true
max-findings = 5
lang = "en"
catalogs = "catalogos"
as-of = 2024-12-01
fail-on = "warning"
allow-incomplete = false
baseline = "conocidos.yaml"
rules-url = "https://example.org/reglas"
cache = false
cache-dir = "guardado"
secret-file = "secreto"
[severity]
CEX043-sexo = "warning"
[paths."CEX-*"]
guide = "CEX"
[paths."lejos/*.TXT"]
severity = {CEX055 = "info"}
"""


@pytest.fixture
def read(tmp_path):
    def read(text, name="giis.toml"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return read_settings(path)

    return read


@pytest.mark.parametrize(
    ("name", "text"),
    [("giis.toml", ALL), ("otra.toml", ALL), ("pyproject.toml", "[tool.giis]\n" + ALL.replace("\n[", "\n[tool.giis."))],
)
def test_every_key_is_read(read, tmp_path, name, text):
    found = read(text, name)
    assert set(found.values) == set(KEYS)
    assert found.file == tmp_path / name
    assert found.values["select"] == ("CEX043", "CEX055")
    assert found.values["catalogs"] == tmp_path / "catalogos"
    assert found.values["as-of"] == date(2024, 12, 1)
    assert found.values["severity"] == {"CEX043-sexo": "warning"}


@pytest.mark.parametrize(
    ("path", "guide", "severity"),
    [
        ("x/CEX-1.TXT", "CEX", {"CEX043-sexo": "warning"}),
        ("lejos/SMP-1.TXT", "B015", {"CEX043-sexo": "warning", "CEX055": "info"}),
        ("lejos/CEX-1.TXT", "CEX", {"CEX043-sexo": "warning", "CEX055": "info"}),
        ("cerca/lejos/SMP-1.TXT", "B015", {"CEX043-sexo": "warning"}),
        ("-", "B015", {"CEX043-sexo": "warning"}),
    ],
)
def test_settings_by_path(read, tmp_path, monkeypatch, path, guide, severity):
    found = read(ALL)
    (tmp_path / "abajo").mkdir()
    for folder, given in ((tmp_path, path), (tmp_path / "abajo", f"../{path}"), (tmp_path, tmp_path / path)):
        monkeypatch.chdir(folder)
        assert (found.of(str(given))["guide"], found.of(str(given))["severity"]) == (guide, severity)


def test_a_later_pattern_stands_first(read):
    found = read('[paths."*"]\nguide = "a"\nselect = ["X"]\n[paths."*.TXT"]\nguide = "b"\n')
    assert found.of("1.TXT") == {"guide": "b", "select": ("X",)}


@pytest.mark.parametrize(
    ("text", "key", "told"),
    [
        ("guia = 1", "guia", "'guide'"),
        ("max_findings = 1", "max_findings", "'max-findings'"),
        ("show-values = true", "show-values", "command line"),
        ("guide = 1", "guide", "text"),
        ('guide = ""', "guide", "text"),
        ('select = "CEX043"', "select", "list"),
        ("ignore = [1]", "ignore", "list"),
        ('profile = "strickt"', "profile", "'strict'"),
        ('lang = "fr"', "lang", "es, en"),
        ('fail-on = "errors"', "fail-on", "'error'"),
        ('severity = "error"', "severity", "table"),
        ('severity = {CEX043 = "warn"}', "severity.CEX043", "'warning'"),
        ('severity = {lang = "en"}', "severity.lang", "error, warning, info"),
        ("allow-incomplete = 1", "allow-incomplete", "true or false"),
        ("unofficial-as-errors = 'no'", "unofficial-as-errors", "true or false"),
        ("max-findings = -1", "max-findings", "whole number"),
        ("max-findings = true", "max-findings", "whole number"),
        ("as-of = 2024-12-01T00:00:00", "as-of", "date"),
        ('as-of = "mañana"', "as-of", "date"),
        ("as-of = 5", "as-of", "date"),
        ("catalogs = 1", "catalogs", "text"),
        ("paths = 1", "paths", "table"),
        ('[paths]\n"*" = 1', 'paths."*"', "table"),
        ('[paths."*"]\nlang = "es"', 'paths."*".lang', "whole run"),
        ('[paths."*"]\ngide = "es"', 'paths."*".gide', "'guide'"),
        ("guide = ", "", "TOML"),
        ("a = 1\na = 2", "", "TOML"),
    ],
)
@pytest.mark.parametrize("name", ["giis.toml", "pyproject.toml"])
def test_a_fault_names_file_and_key(read, tmp_path, text, key, told, name):
    inside = name == "pyproject.toml"
    if inside:
        text = "[tool.giis]\n" + text.replace("\n[", "\n[tool.giis.")
        text = text.replace("[tool.giis]\n[", "[tool.giis.")
    with pytest.raises(InputError) as fault:
        read(text, name)
    place = f"{tmp_path / name}: " + (("tool.giis." if inside else "") + f"{key}: " if key else "")
    assert str(fault.value).startswith(place)
    assert told in str(fault.value)
    assert fault.value.text.es != fault.value.text.en


@pytest.mark.parametrize(
    ("data", "told"),
    [(b"\xff", "UTF-8"), (None, "cannot be read"), (b"#" * 1_000_001, "larger")],
)
def test_a_file_that_is_no_text(tmp_path, data, told):
    path = tmp_path / "giis.toml"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(InputError, match=told):
        read_settings(path)


def test_a_project_without_settings_is_no_file_of_settings(read):
    with pytest.raises(InputError, match=r"has no \[tool.giis\]"):
        read("[tool.ruff]\n", "pyproject.toml")
    with pytest.raises(InputError, match="tool: must be a table"):
        read("tool = 1\n", "pyproject.toml")


def test_the_nearest_file_is_found(tmp_path):
    low = tmp_path / "a" / "b"
    low.mkdir(parents=True)
    assert find_settings(low).file is None
    (tmp_path / "giis.toml").write_text('guide = "lejos"')
    (tmp_path / "a" / "pyproject.toml").write_text("[project]\n")
    assert find_settings(low).file == tmp_path / "giis.toml"
    (tmp_path / "a" / "pyproject.toml").write_text('[tool.giis]\nguide = "cerca"')
    assert find_settings(low).values == {"guide": "cerca"}
    (tmp_path / "a" / "giis.toml").write_text("")
    assert find_settings(low).file == tmp_path / "a" / "giis.toml"


def test_what_may_be_set_by_path_may_be_set_for_all():
    assert set(OF_A_FILE) < set(KEYS)
