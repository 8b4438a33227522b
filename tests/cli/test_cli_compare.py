"""`giis compare` on reports that `giis validate` made."""

from __future__ import annotations

import json

import pytest

from outpatient import BASE, exchange_file

AS_OF = ("--as-of", "2024-12-01")
PLAN = {**BASE, "planSeguridad": "1"}


@pytest.fixture
def report(giis, tmp_path):
    """Judge records and return the file of the report."""

    def report(name, *records):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "CEX-DFSSA-2411.TXT").write_bytes(exchange_file(records))
        path = tmp_path / f"{name}.json"
        path.write_text(giis("validate", folder, *AS_OF, "--format", "json").stdout, "utf-8")
        return path

    return report


@pytest.mark.parametrize(
    ("old", "new", "status"),
    [([PLAN], [BASE, PLAN], 0), ([PLAN], [BASE], 0), ([PLAN], [{**PLAN, "fechaConsulta": "12/11/2024"}], 1)],
)
def test_new_findings_decide(giis, report, old, new, status):
    result = giis("compare", report("antes", *old), report("ahora", *new))
    assert result.exit_code == status, result.output


def test_json(giis, report):
    path = report("antes", PLAN)
    result = giis("compare", path, path, "--format", "json")
    data = json.loads(result.stdout)
    assert (data["status"], data["totals"]["new"]) == ("same", 0)
    assert data["totals"]["same"] > 0


@pytest.mark.parametrize("data", [b"x", b"\xff", None])
def test_no_report(giis, tmp_path, data):
    path = tmp_path / "no.json"
    if data is not None:
        path.write_bytes(data)
    result = giis("compare", path, path)
    assert (result.exit_code, "no.json" in result.stderr) == (2, True)
