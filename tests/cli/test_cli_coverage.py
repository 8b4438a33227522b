"""`giis coverage` and `giis validate --coverage`: the degree, what is missing, and the exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from outpatient import BASE, exchange_file

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
AS_OF = ("--as-of", "2024-12-01")


@pytest.fixture
def two(tmp_path):
    """Two files of a guide: the second one shows one variable more."""
    for name, record in (("a", BASE), ("b", {**BASE, "cartillaSalud": "1"})):
        (tmp_path / f"{name}.txt").write_bytes(exchange_file([record]))
    return tmp_path


def test_the_degree_and_what_is_missing(giis, good):
    done = giis("coverage", good, *AS_OF)
    assert done.exit_code == 0
    assert "Variables implementadas   38 de 106 (35.8\u00a0%)" in done.stdout
    assert "── Variables sin evidencia: 68 " in done.stdout
    row = next(line for line in done.stdout.splitlines() if line.strip().startswith("55  planSeguridad"))
    assert row.split("2/6")[1].strip() == "opciones 1, 2; casos 1, 2"
    assert "no es un dictamen" in done.stdout


def test_everything_one_by_one_in_english(giis, good):
    done = giis("coverage", good, *AS_OF, "--list", "--lang", "en")
    assert "Variables implemented     38 of 106 (35.8%)" in done.stdout
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["CEX055:opcion=2", "0", "—", "planSeguridad", "is", "2", "(REFORZAMIENTO)"] in lines
    assert ["CEX026:valor", "1", "record", "1", "peso", "has", "a", "value", "other", "than", "999"] in lines


def test_json_is_what_the_schema_says(giis, two):
    done = giis("coverage", two, *AS_OF, "--format", "json")
    data = json.loads(done.stdout)
    assert (data["schema"], data["language"]) == ("giis-evidence/1", "es")
    schema = json.loads((ROOT / "docs" / "schema" / "giis-report-1.json").read_text(encoding="utf-8"))
    definition = {"$ref": "#/$defs/coverage", "$defs": schema["$defs"]}
    (told,) = data["guides"]
    Draft202012Validator(definition).validate(told)
    assert (told["guide"], told["records"], told["evidence_records"]) == ("GIIS-B015-04-11", 2, 2)
    assert [Path(file["path"]).name for file in told["files"]] == ["a.txt", "b.txt"]
    assert told["implemented"] == sum(item["implemented"] for item in told["variables"] if item["counts"])
    assert len(told["missing"]) == told["variables_total"] - told["implemented"]
    goals = {goal["id"]: goal for item in told["variables"] for goal in item["goals"]}
    assert len(goals) == told["goals_total"]
    assert goals["CEX099:opcion=1"]["first"]["path"].endswith("b.txt")
    assert (goals["CEX007:opcion=2"]["records"], goals["CEX007:opcion=2"]["value"]) == (2, "2")
    assert "DIRECTORIO" in goals["CEX025-amigable-unidad:aplica"]["unreachable"]


@pytest.mark.parametrize(("wanted", "status"), [("38", 0), ("39", 1), ("35.8%", 0), ("35.9 %", 1)])
def test_a_degree_may_be_required(giis, good, wanted, status):
    done = giis("coverage", good, *AS_OF, "--require", wanted)
    assert done.exit_code == status
    assert ("GIIS-B015-04-11: 38 de 106" in done.stderr) is bool(status)


@pytest.mark.parametrize("wanted", ["", "x", "-1", "101%", "1.5", "%", "٣"])
def test_what_is_no_degree(giis, good, wanted):
    done = giis("coverage", good, "--require", wanted)
    assert done.exit_code == 2
    assert "--require" in done.stderr
    assert done.stdout == ""


def test_a_file_that_cannot_be_read_is_told_and_the_others_count(giis, good, tmp_path):
    done = giis("coverage", good, tmp_path / "no.txt", *AS_OF)
    assert done.exit_code == 2
    assert "no.txt: no existe" in done.stderr
    assert "38 de 106" in done.stdout


def test_standard_input(giis, good):
    done = giis("coverage", "-", "--guide", "B015", *AS_OF, input=good.read_bytes())
    assert "38 de 106" in done.stdout


def test_validate_adds_the_section(giis, good, tmp_path):
    plain = giis("validate", good, *AS_OF)
    report = tmp_path / "report.json"
    done = giis("validate", good, *AS_OF, "--coverage", "-o", "text", "-o", f"json:{report}")
    assert done.exit_code == plain.exit_code == 0
    before, section = done.stdout.split("── Lo que los archivos ejercitan: GIIS-B015-04-11 ")
    assert before.strip() == plain.stdout.strip()
    assert "38 de 106" in section
    assert f"giis coverage {good}" in " ".join(section.split())
    data = json.loads(report.read_text(encoding="utf-8"))
    schema = json.loads((ROOT / "docs" / "schema" / "giis-report-1.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(data)
    assert data["coverage"][0]["implemented"] == 38
    without = json.loads(giis("validate", good, *AS_OF, "--format", "json").stdout)
    assert "coverage" not in without
    assert without == {key: value for key, value in data.items() if key != "coverage"}


def test_ndjson_has_a_line_for_each_guide(giis, good):
    done = giis("validate", good, EXAMPLES / "CSB-DFSSA-2411.TXT", *AS_OF, "--coverage", "--format", "ndjson")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["guide"] for line in lines if line["type"] == "coverage"] == ["GIIS-B015-04-11", "GIIS-B016-04-08"]
