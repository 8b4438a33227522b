"""Words that are mistyped, and what the shell offers."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from giis_cli._app import app

AS_OF = ("--as-of", "2024-12-01")


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (("validate", "{file}", "--guide", "B105"), "B015"),
        (("validate", "{file}", "--guide", "cexx"), "CEX"),
        (("specs", "show", "GIIS-B015-04-12"), "GIIS-B015-04-11"),
        (("catalogs", "show", "DIAGNOSTICO_SI"), "DIAGNOSTICO_SIS"),
        (("explain", "planSegurida"), "planSeguridad"),
        (("valdate", "{file}"), "validate"),
        (("cache", "inf"), "info"),
        (("validate", "{file}", "--profile", "stric"), "strict"),
    ],
)
def test_the_nearest_valid_word_is_told(giis, good, words, near):
    result = giis(*(word.replace("{file}", str(good)) for word in words))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert f"uiso decir {near}" in result.stderr.replace("'", "")


def test_a_wrong_guide_of_the_settings_is_told_with_its_file(giis, good, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "giis.toml").write_text('guide = "B105"')
    assert "giis.toml: guide: guía desconocida" in giis("validate", good, *AS_OF).stderr
    assert "giis.toml" not in giis("validate", good, *AS_OF, "--guide", "B105").stderr


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("giis val", {"validate"}),
        ("giis cache ", {"info", "clear"}),
        ("giis validate --format js", {"json"}),
        ("giis validate -o sarif", {"sarif", "sarif-github"}),
        ("giis validate --fail-on ", {"error", "warning", "never"}),
        ("giis explain x --guide B018", {"B018"}),
        ("giis validate --guide GIIS-B002", {"GIIS-B002-04-05", "GIIS-B002-05-09"}),
        ("giis validate --no-ca", {"--no-cache"}),
    ],
)
def test_what_the_shell_offers(line, offered):
    environment = {"_GIIS_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))}
    result = CliRunner().invoke(app, [], prog_name="giis", env=environment)
    assert set(result.stdout.split()) == offered


def test_quiet_tells_known_findings(giis, bad, tmp_path):
    giis("validate", bad, *AS_OF, "-q", "--write-baseline", tmp_path / "known.yaml")
    told = giis("validate", bad, *AS_OF, "-q", "--baseline", tmp_path / "known.yaml").stdout
    assert " conocidos)" in told


def test_statistics_list_every_rule_without_an_answer(giis, bad):
    assert "--statistics las lista" not in giis("validate", bad, *AS_OF, "--statistics").stdout


def test_a_baseline_that_is_not_there(giis, good):
    assert "nada.yaml: no se pudo leer" in giis("validate", good, *AS_OF, "--baseline", "nada.yaml").stderr
