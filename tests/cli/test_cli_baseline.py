"""Known findings on the command line: written, taken off the verdict, told."""

from __future__ import annotations

import json

import pytest

from outpatient import BASE, exchange_file

AS_OF = ("--as-of", "2024-12-01")


@pytest.fixture
def known(giis, bad, tmp_path):
    """The findings of `bad`, written."""
    path = tmp_path / "conocidos.yaml"
    result = giis("validate", bad, *AS_OF, "--write-baseline", path, "-q")
    assert result.exit_code == 1
    assert "conocidos.yaml" in result.stderr
    return path


def test_what_is_known_does_not_count(giis, bad, known):
    result = giis("validate", bad, *AS_OF, "--baseline", known)
    assert result.exit_code == 0, result.output
    assert "no cuentan" in result.stdout
    data = json.loads(giis("validate", bad, *AS_OF, "--baseline", known, "--format", "json").stdout)
    (file,) = data["files"]
    assert (file["totals"]["error"], file["findings"]) == (0, [])
    assert file["totals"]["known"] == data["baseline"]["known"] == len(file["known"]) > 0
    assert data["baseline"]["unjustified"] > 0


def test_what_is_new_counts(giis, bad, known):
    other = {**BASE, "planSeguridad": "1", "fechaConsulta": "12/11/2024"}
    bad.write_bytes(exchange_file([other, {**BASE, "planSeguridad": "1", "peso": "70,5"}]))
    data = json.loads(giis("validate", bad, *AS_OF, "--baseline", known, "--format", "json").stdout)
    assert {item["rule"] for item in data["files"][0]["findings"]} == {"CEX055"}
    assert data["files"][0]["totals"]["known"]


def test_what_was_written_of_a_finding_stays(giis, bad, known):
    known.write_text(known.read_text().replace("owner: ''", "owner: Ana").replace("expires: ''", "expires: 2024-01-01"))
    result = giis("validate", bad, *AS_OF, "--baseline", known)
    assert result.exit_code == 1
    assert "Vencidos" in result.stdout
    assert "Ana" in result.stdout
    giis("validate", bad, *AS_OF, "--write-baseline", known, "-q")
    assert "owner: Ana" in known.read_text()


def test_what_is_gone_is_told(giis, good, known):
    result = giis("validate", good, *AS_OF, "--baseline", known)
    assert result.exit_code == 0
    assert "Ya no aparecen" in result.stdout


def test_no_value_is_written(known):
    text = known.read_text()
    assert [word for word in BASE.values() if len(word) > 3 and word in text] == []


def test_a_wrong_file_ends_the_run(giis, good, tmp_path):
    path = tmp_path / "b.yaml"
    path.write_text("x")
    for name in (path, tmp_path / "no.yaml"):
        result = giis("validate", good, *AS_OF, "--baseline", name)
        assert (result.exit_code, name.name in result.stderr) == (2, True)


def test_settings_may_name_it(giis, bad, known, monkeypatch):
    (known.parent / "giis.toml").write_text('baseline = "conocidos.yaml"')
    monkeypatch.chdir(bad.parent)
    assert giis("validate", bad, *AS_OF).exit_code == 0
    assert giis("validate", bad, *AS_OF, "--no-config").exit_code == 1
