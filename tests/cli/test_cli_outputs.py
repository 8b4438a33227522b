"""`giis validate --output`: several reports from one run, each whole or not at all."""

from __future__ import annotations

import json
import stat
from xml.etree import ElementTree

import pytest

from outpatient import BASE, exchange_file

AS_OF = ("--as-of", "2024-12-01")
FILES = ("json", "ndjson", "sarif", "junit", "github", "gitlab", "csv", "xlsx", "markdown", "text")


def test_several_outputs_from_one_run(giis, bad, tmp_path):
    words = [word for name in FILES for word in ("--output", f"{name}:{tmp_path / name}")]
    result = giis("validate", bad, *AS_OF, "--output", "text", *words)
    assert result.exit_code == 1, result.output
    assert "NO PASA" in result.stdout
    for name in FILES:
        assert (tmp_path / name).stat().st_size
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert json.loads((tmp_path / "json").read_text(encoding="utf-8"))["schema"] == "giis-report/1"
    assert json.loads((tmp_path / "sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert ElementTree.parse(tmp_path / "junit").getroot().tag == "testsuites"  # noqa: S314 (our own)
    alone = giis("validate", bad, *AS_OF, "--format", "json").stdout
    assert json.loads(alone) == json.loads((tmp_path / "json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", [name for name in FILES if name != "xlsx"])
def test_each_format_on_stdout(giis, bad, name):
    result = giis("validate", bad, *AS_OF, "--format", name)
    assert result.exit_code == 1
    assert "CEX055" in result.stdout
    assert giis("validate", bad, *AS_OF, "--output", name).stdout == result.stdout


def test_only_files_leave_stdout_empty(giis, bad, tmp_path):
    result = giis("validate", bad, *AS_OF, "-o", f"csv:{tmp_path / 'x.csv'}")
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", "")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("-o", "sarfi:x"), "--output: no hay un formato «sarfi»; ¿quiso decir sarif?"),
        (("--format", "jsn"), "--format: no hay un formato «jsn»; ¿quiso decir json?"),
        (("-o", "text", "-o", "json"), "sólo un informe puede ir a la salida estándar"),
        (("--format", "text", "-o", "json"), "sólo un informe puede ir a la salida estándar"),
        (("-o", "json:{file}"), "es un archivo por validar"),
        (("-o", "json:no-such-folder/x.json"), "no existe la carpeta"),
        (("-o", "json:"), "falta la ruta"),
    ],
)
def test_what_cannot_be_written_is_told_before_the_work(giis, bad, words, told):
    before = bad.read_bytes()
    result = giis("validate", bad, *AS_OF, *(word.replace("{file}", str(bad)) for word in words))
    assert result.exit_code == 2
    assert told in result.stderr
    assert result.stdout == ""
    assert bad.read_bytes() == before


def test_each_format_shows_its_own_number_of_findings(giis, tmp_path):
    path = tmp_path / "CEX-DFSSA-2411.TXT"
    path.write_bytes(exchange_file([{**BASE, "planSeguridad": "1", "talla": "x"}] * 600))
    out = tmp_path / "x.json"
    result = giis("validate", path, *AS_OF, "-o", "text", "-o", f"json:{out}", "-o", f"csv:{tmp_path / 'x.csv'}")
    totals = json.loads(out.read_text(encoding="utf-8"))["files"][0]["totals"]
    assert totals["shown"] == 1000 < totals["error"] + totals["warning"]
    assert "Se muestran 100 de" in result.stdout
    assert f"{out}: 1,000 de" in result.stderr
    assert "x.csv" not in result.stderr
    giis("validate", path, *AS_OF, "-o", f"json:{out}", "--max-findings", "7")
    assert json.loads(out.read_text(encoding="utf-8"))["files"][0]["totals"]["shown"] == 7


def test_a_report_that_cannot_be_written_leaves_the_old_one_and_the_others(giis, bad, tmp_path, monkeypatch):
    from giis.reports import sarif

    def broken(report, asked):
        yield "{"
        raise RuntimeError("GAMA890520MDFRRN08")

    monkeypatch.setattr(sarif, "render_sarif", broken)
    old = tmp_path / "x.sarif"
    old.write_text("viejo")
    result = giis("validate", bad, *AS_OF, "-o", f"sarif:{old}", "-o", f"csv:{tmp_path / 'x.csv'}")
    assert result.exit_code == 2
    assert "falla interna" in result.stderr
    assert "GAMA" not in result.stderr
    assert old.read_text() == "viejo"
    assert sorted(item.name for item in tmp_path.glob("*x*")) == ["x.csv", "x.sarif"]


def test_the_step_summary_of_github(giis, bad, tmp_path, monkeypatch):
    summary = tmp_path / "summary.md"
    summary.write_text("antes\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    giis("validate", bad, *AS_OF, "--format", "json")
    assert summary.read_text() == "antes\n"
    result = giis("validate", bad, *AS_OF, "--format", "github")
    assert result.stdout.startswith("::error file=")
    told = summary.read_text(encoding="utf-8")
    assert told.startswith("antes\n## ")
    assert "| CEX055 |" in told
    summary.write_bytes(b" " * (1 << 20))
    giis("validate", bad, *AS_OF, "--format", "github")
    assert summary.stat().st_size == 1 << 20


def test_paths_are_relative_to_the_folder_of_the_run(giis, bad, monkeypatch):
    monkeypatch.chdir(bad.parent.parent)
    result = giis("validate", bad, *AS_OF, "--format", "sarif")
    (artifact,) = json.loads(result.stdout)["runs"][0]["artifacts"]
    assert artifact["location"]["uri"] == "malo/CEX-DFSSA-2411.TXT"


def test_unjudged_files_are_in_every_report(giis, bad, tmp_path):
    words = [word for name in FILES for word in ("--output", f"{name}:{tmp_path / name}")]
    result = giis("validate", bad, "no-such.txt", *AS_OF, *words)
    assert result.exit_code == 2
    for name in FILES:
        if name not in ("xlsx", "csv"):  # a workbook is packed; a CSV holds findings alone
            assert "no-such.txt" in (tmp_path / name).read_text(encoding="utf-8")


def test_values_shown_are_told_on_stderr(giis, bad, tmp_path):
    result = giis("validate", bad, *AS_OF, "-q", "-o", f"json:{tmp_path / 'x'}", "--show-values")
    assert "muestra datos confidenciales" in result.stderr


def test_a_workbook_goes_to_a_pipe_but_to_no_terminal(command, bad):
    done = command("validate", bad, *AS_OF, "--format", "xlsx")
    assert done.stdout.startswith(b"PK")


def test_a_special_file_is_written_and_never_replaced(command, bad):
    done = command("validate", bad, *AS_OF, "-o", "json:/dev/stdout")
    assert json.loads(done.stdout)["schema"] == "giis-report/1"
