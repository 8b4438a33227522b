"""JSON by its published schema, and NDJSON line by line."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from outputs_hand import written
from reports_hand import FAILED, INCOMPLETE, PASSED, report

import giis
from giis.reports import to_json
from outpatient import AS_OF, BASE, exchange_file

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "schema" / "giis-report-1.json").read_text(encoding="utf-8"))


def strict(node: Any) -> Any:
    """Return the schema with no other fields admitted: what the program writes must stand in it."""
    if isinstance(node, dict):
        node = {key: strict(value) for key, value in node.items()}
        if "properties" in node:
            node["additionalProperties"] = False
        return node
    return [strict(item) for item in node] if isinstance(node, list) else node


VALIDATOR = Draft202012Validator(strict(SCHEMA), format_checker=FormatChecker())


def test_the_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("options", [{}, {"statistics": True, "timing": True, "unjudged": {"x": "no existe"}}])
def test_reports_are_valid_by_the_schema(language, options):
    VALIDATOR.validate(to_json(report(FAILED, PASSED, INCOMPLETE), language=language, **options))


def test_reports_of_files_are_valid_by_the_schema():
    bad = {**BASE, "planSeguridad": "1", "peso": "70,5", "nombre": "A1"}
    for data in (exchange_file([bad, BASE, bad]), b"", b"\xff\xfe", exchange_file([BASE])[:-40]):
        found = giis.validate(data, "B015", as_of=AS_OF, statistics=True, timing=True)
        VALIDATOR.validate(json.loads(written("json", found, statistics=True, timing=True)))
    rows = giis.validate([bad], "B015", as_of=AS_OF)
    VALIDATOR.validate(json.loads(written("json", rows)))


def test_fields_may_be_added_but_none_may_be_left_out():
    data = to_json(report(FAILED))
    lax = Draft202012Validator(SCHEMA)
    lax.validate({**data, "new": 1})
    for path in (("status",), ("files", 0, "totals"), ("files", 0, "findings", 0, "rule")):
        less = copy.deepcopy(data)
        node: Any = less
        for step in path[:-1]:
            node = node[step]
        del node[path[-1]]
        with pytest.raises(ValidationError):
            lax.validate(less)


def test_ndjson_says_what_json_says():
    told = report(FAILED, PASSED, INCOMPLETE)
    whole = json.loads(written("json", told, statistics=True))
    lines = [json.loads(line) for line in written("ndjson", told, statistics=True).decode().splitlines()]
    assert [line["type"] for line in lines] == ["report", "file", *["finding"] * len(FAILED.findings), "file", "file"]
    head = lines[0]
    assert head["totals"] == {"error": 40, "warning": 1, "info": 0, "shown": len(FAILED.findings)}
    assert {key: head[key] for key in head if key not in ("type", "totals")} == {
        key: whole[key] for key in whole if key != "files"
    }
    for file, line in zip(whole["files"], [line for line in lines if line["type"] == "file"], strict=True):
        findings = file.pop("findings")
        assert line == {"type": "file", **file}
        assert [item for item in lines if item["type"] == "finding" and item["path"] == file["path"]] == [
            {"type": "finding", "path": file["path"], **finding} for finding in findings
        ]


def test_known_findings_of_a_baseline(tmp_path):
    data = exchange_file([{**BASE, "planSeguridad": "1", "peso": "70,5"}])
    (found, *_) = [item for item in giis.validate(data, "B015", as_of=AS_OF).files[0].findings if item.rule == "CEX055"]
    path = tmp_path / "known.json"
    entry = {"rule": "CEX055", "justification": "aceptado", "owner": "x", "keys": [found.key, "0" * len(found.key)]}
    path.write_text(json.dumps({"schema": "giis-baseline/1", "known": [entry]}))
    told = giis.validate(data, "B015", as_of=AS_OF, baseline=path)
    assert told.totals.known == 1
    whole = json.loads(written("json", told))
    VALIDATOR.validate(whole)
    lines = [json.loads(line) for line in written("ndjson", told).decode().splitlines()]
    assert lines[0]["baseline"] == whole["baseline"]
    assert lines[0]["totals"]["known"] == lines[1]["totals"]["known"] == 1
    assert [line["suppressed"] for line in lines if line["type"] == "known"] == ["aceptado"]


@pytest.mark.parametrize(
    ("files", "unjudged", "status"),
    [((PASSED,), {}, "pass"), ((PASSED,), {"x": "y"}, "incomplete"), ((FAILED,), {"x": "y"}, "fail"), ((), {}, "pass")],
)
def test_ndjson_tells_the_status_first(files, unjudged, status):
    head = json.loads(written("ndjson", report(*files), unjudged=unjudged).decode().splitlines()[0])
    assert head["status"] == status


def test_ndjson_is_written_piece_by_piece():
    from giis.reports.json import render_ndjson
    from giis.reports.outputs import Asked

    pieces = list(render_ndjson(report(FAILED), Asked()))
    assert len(pieces) == 2 + len(FAILED.findings)
    assert all(piece.endswith("\n") and piece.count("\n") == 1 for piece in pieces)
