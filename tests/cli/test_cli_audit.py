"""The command `giis audit`: outputs, faults, exit statuses."""

from __future__ import annotations

import json
import shlex
import zipfile

import pytest

from outpatient import BASE, exchange_file

MANIFEST = """\
audit: giis-audit-manifest/1
system: {name: SIRES Ejemplo, version: "3.1"}
sector: publico
guides: [B015]
date: 2024-12-01
"""


@pytest.fixture
def evidence(tmp_path):
    folder = tmp_path / "evidencia"
    folder.mkdir()
    (folder / "CEX-DFSSA-2411.TXT").write_bytes(exchange_file([BASE]))
    (folder / "audit.yaml").write_text(MANIFEST)
    return folder


def test_the_report_on_stdout_and_in_files(giis, evidence, tmp_path):
    page, data = tmp_path / "a.html", tmp_path / "a.json"
    done = giis("audit", evidence, "-o", page, "-o", data, "--lang", "en")
    assert (done.exit_code, done.stderr) == (1, "")
    assert "Self-audit of SIRES Ejemplo 3.1" in done.stdout
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")
    told = json.loads(data.read_text("utf-8"))
    assert (told["result"], told["guides"][1]["result"]) == ("no verdict", "approved")
    again = giis("audit", evidence, "--format", "json", "--lang", "en")
    assert again.stdout == data.read_text("utf-8")


def test_a_first_manifest(giis, evidence):
    done = giis("audit", "--init", evidence)
    assert (done.exit_code, "ya existe" in done.stderr) == (2, True)
    assert (evidence / "audit.yaml").read_text() == MANIFEST
    done = giis("audit", "--init", evidence, "--overwrite")
    assert (done.exit_code, "Llénelo y después: giis audit" in done.stdout) == (0, True)
    assert "- GIIS-B015-04-11" in (evidence / "audit.yaml").read_text("utf-8")
    other = evidence.parent / "m.yaml"
    assert giis("audit", "--init", evidence, "--manifest", other).exit_code == 0
    assert giis("audit", evidence, "--manifest", other, "--as-of", "2024-12-01").exit_code == 1


def test_the_dossier_and_the_warning_on_evidence(giis, evidence, tmp_path):
    target = tmp_path / "d.zip"
    done = giis("audit", evidence, "--dossier", target, "--include-evidence")
    assert (done.exit_code, "datos de pacientes" in done.stderr) == (1, True)
    with zipfile.ZipFile(target) as archive:
        assert "evidence/CEX-DFSSA-2411.TXT" in archive.namelist()
        readme = archive.read("README.md").decode()
        first = archive.read("audit.json")
    (line,) = [line for line in readme.splitlines() if line.startswith("giis audit") and "-o" in line]
    assert line == f"giis audit {evidence} --lang es -o audit.html -o audit.json"
    repeated = [str(tmp_path / word) if word.startswith("audit.") else word for word in shlex.split(line)[1:]]
    assert giis(*repeated).exit_code == 1
    assert (tmp_path / "audit.json").read_bytes() == first
    inside = evidence / "expediente"
    assert giis("audit", evidence, "--dossier", inside).exit_code == 1
    again = giis("audit", evidence, "--dossier", inside)
    assert (again.exit_code, "ya existe" in again.stderr) == (2, True)
    assert json.loads((inside / "audit.json").read_text("utf-8"))["others"] == [
        {"file": "audit.yaml", "bytes": len(MANIFEST), "reason": "lo usa la auditoría: no es evidencia de intercambio"}
    ]


FAULTS = [
    (["audit"], "falta el argumento"),
    (["audit", "nada"], "no existe la carpeta 'nada'"),
    (["audit", "{dir}", "-o", "x.txt"], "-o x.txt: el nombre termina en .html, .json o .pdf"),
    (["audit", "{dir}", "-o", "nada/x.html"], "-o nada/x.html: no existe la carpeta"),
    (["audit", "{dir}", "-o", "x.json", "-o", "./x.json"], "se dio dos veces"),
    (["audit", "{dir}", "--include-evidence"], "--include-evidence necesita --dossier"),
    (["audit", "--init", "{dir}", "--sgsi", "x"], "--init escribe un manifiesto y nada más: no lleva --sgsi"),
    (["audit", "{dir}", "--as-of", "ayer"], "--as-of «ayer» no es una fecha"),
    (["audit", "{dir}", "--sgsi", "nada.yaml"], "nada.yaml"),
    (["audit", "diff", "{dir}/audit.yaml", "{dir}/audit.yaml"], "no es una auditoría giis-audit/1"),
    (["audit", "diff", "nada.json", "nada.json"], "nada.json"),
    (["audit", "--nada"], "--nada"),
]


@pytest.mark.parametrize(("words", "told"), FAULTS)
def test_faults_are_told_and_end_with_2(giis, evidence, words, told):
    done = giis(*(word.replace("{dir}", str(evidence)) for word in words))
    assert done.exit_code == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_pdf_without_a_browser_is_refused_before_any_work(giis, evidence, tmp_path, monkeypatch):
    monkeypatch.setenv("GIIS_CHROMIUM", "nada")
    done = giis("audit", evidence, "-o", tmp_path / "a.pdf", "-o", tmp_path / "a.json")
    assert (done.exit_code, "GIIS_CHROMIUM" in done.stderr) == (2, True)
    assert not (tmp_path / "a.json").exists()


def test_an_output_that_fails_does_not_keep_the_others_from_being_written(giis, evidence, tmp_path, monkeypatch):
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("GIIS_CHROMIUM", str(program))
    done = giis("audit", evidence, "-o", tmp_path / "a.pdf", "-o", tmp_path / "a.json")
    assert (done.exit_code, "no imprimió el PDF" in done.stderr) == (2, True)
    assert (tmp_path / "a.json").exists()
    assert not (tmp_path / "a.pdf").exists()


def test_two_audits_compared(giis, evidence, tmp_path):
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    giis("audit", evidence, "-o", old)
    (evidence / "CEX-DFSSA-2411.TXT").write_bytes(exchange_file([{**BASE, "saturacionOxigeno": "0"}]))
    giis("audit", evidence, "-o", new)
    done = giis("audit", "diff", old, new)
    assert done.exit_code == 1
    assert "Perdidas: saturacionOxigeno" in done.stdout
    assert giis("audit", "diff", new, old, "--format", "markdown").stdout.startswith("# De la auditoría")
    done = giis("audit", "diff", new, old, "--format", "json")
    assert (done.exit_code, json.loads(done.stdout)["status"]) == (0, "gained")


@pytest.mark.parametrize("words", [["audit", "--help"], ["audit", "-h"], ["audit", "diff", "--help"]])
def test_help(giis, words):
    done = giis(*words)
    assert done.exit_code == 0
    usage = done.stdout.splitlines()[0]
    assert usage == ("Uso: giis audit diff [OPCIONES] ANTES AHORA" if "diff" in words else
                     "Uso: giis audit [OPCIONES] CARPETA")  # fmt: skip


def test_a_folder_called_as_a_command_is_meant_by_its_path(giis, evidence, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    evidence.rename(tmp_path / "diff")
    assert giis("audit", "diff").exit_code == 2
    assert giis("audit", "./diff").exit_code == 1
