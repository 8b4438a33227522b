from __future__ import annotations

import json

import pytest
from reports_hand import FAILED, FINDINGS, HOSTILE, INCOMPLETE, PASSED, report

from giis._version import __version__
from giis.reports import dumps, to_json

CONTRACT = {"schema", "tool", "as_of", "status", "files"}
FILE = {
    "path", "sha256", "guide", "guide_hash", "records", "valid_records", "undecided_records", "status",
    "catalogs", "not_evaluated", "totals", "findings",
}  # fmt: skip
FINDING = {"rule", "severity", "record", "line", "column", "variable", "value", "message", "fix"}


def test_contract():
    data = to_json(report(FAILED))
    assert set(data) >= CONTRACT
    assert data["schema"] == "giis-report/1"
    assert data["tool"] == {"name": "giis", "version": __version__}
    assert data["as_of"] == "2024-11-05"
    assert data["status"] == "fail"
    (file,) = data["files"]
    assert set(file) >= FILE
    assert file["guide_hash"] == "cd" * 32
    assert file["totals"] == {"error": 40, "warning": 1, "info": 0, "shown": len(FINDINGS)}
    assert file["catalogs"][0] == {
        "name": "DIAGNOSTICO_SIS",
        "version": "2024-04-24",
        "loaded": True,
        "digest": "aa",
        "origin": "bundled",
    }
    assert file["catalogs"][-1]["loaded"] is False
    assert file["catalogs"][-1]["version"] is None
    assert file["not_evaluated"] == [{"rule": "CEX074", "reason": "falta el catálogo X", "records": 3}]
    assert all(set(item) >= FINDING for item in file["findings"])
    by_rule = {item["rule"]: item for item in file["findings"]}
    assert by_rule["CEX-r69x"]["record"] is None
    assert by_rule["CEX-r69x"]["fix"] is None
    assert by_rule["CEX055"]["fix"] == {"text": "registrar -1", "safe": True, "value": "-1"}


@pytest.mark.parametrize(("language", "message"), [("es", "mensaje es"), ("en", "message en")])
def test_language(language, message):
    data = to_json(report(FAILED), language=language)
    assert data["language"] == language
    assert data["files"][0]["findings"][0]["message"] == message


@pytest.mark.parametrize(
    ("files", "unjudged", "status"),
    [
        ((PASSED,), {}, "pass"),
        ((PASSED, INCOMPLETE), {}, "incomplete"),
        ((PASSED, INCOMPLETE, FAILED), {}, "fail"),
        ((PASSED,), {"x": "no existe"}, "incomplete"),
        ((FAILED,), {"x": "no existe"}, "fail"),
        ((), {"x": "no existe"}, "incomplete"),
    ],
)
def test_status(files, unjudged, status):
    data = to_json(report(*files), unjudged=unjudged)
    assert data["status"] == status
    assert data.get("unjudged", []) == [{"path": path, "reason": reason} for path, reason in unjudged.items()]


def test_nothing_depends_on_the_clock_unless_asked():
    told = dumps(to_json(report(FAILED), statistics=True))
    assert "seconds" not in told
    timed = to_json(report(FAILED), timing=True)["files"][0]
    assert timed["seconds"] == 0.25
    assert list(timed["rule_seconds"]) == ["CEX043-sexo", "CEX055"]


def test_statistics():
    rules = to_json(report(FAILED), statistics=True)["files"][0]["rules"]
    assert rules[0] == {"rule": "CEX055", "state": "failed", "applied": 1200, "failed": 36, "undecided": 0}
    assert "rules" not in to_json(report(FAILED))["files"][0]


def test_text_is_json_and_cannot_act_on_a_terminal():
    text = dumps({"value": HOSTILE + "\ud800", "ñ": "é"})
    assert json.loads(text) == {"value": HOSTILE + "\ud800", "ñ": "é"}
    assert "ñ" in text
    assert [c for c in text if (ord(c) < 32 and c != "\n") or 0x7F <= ord(c) < 0xA0 or c == "\u202e"] == []
    text.encode("utf-8")
