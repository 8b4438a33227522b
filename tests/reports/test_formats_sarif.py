"""SARIF: by a schema of what is written, by the official one where it is at hand, and by what hosts do with it."""

from __future__ import annotations

import json
import os
import random
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for
from outputs_hand import written
from reports_hand import FAILED, FINDINGS, INCOMPLETE, PASSED, finding, report

import giis
from giis._text import Text
from giis.reports.sarif import MOST_LOCATIONS
from giis.validators.findings import Fix, RuleOutcome
from outpatient import AS_OF, BASE, exchange_file

SUBSET = Draft202012Validator(json.loads((Path(__file__).parent / "sarif_subset.json").read_text(encoding="utf-8")))
OFFICIAL = os.environ.get("GIIS_SARIF_SCHEMA")
BAD = (
    {**BASE, "planSeguridad": "1"},
    {**BASE, "planSeguridad": "1", "peso": "70,5"},
    {**BASE, "nombre": "ana", "relacionTemporalEmbarazo": "1"},
)


def log(told, name="sarif", **asked):
    data = json.loads(written(name, told, **asked))
    SUBSET.validate(data)
    if OFFICIAL:
        schema = json.loads(Path(OFFICIAL).read_text(encoding="utf-8"))
        validator_for(schema)(schema).validate(data)
    (run,) = data["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        for location in result["locations"]:
            place = location["physicalLocation"]["artifactLocation"]
            assert run["artifacts"][place["index"]]["location"]["uri"] == place["uri"]
    return run


def results(run, **wanted):
    return [item for item in run["results"] if all(item.get(key) == value for key, value in wanted.items())]


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("statistics", [False, True])
def test_logs_are_valid(language, statistics):
    asked = {"language": language, "statistics": statistics, "rules_url": "https://example.org/reglas/"}
    log(report(FAILED, PASSED, INCOMPLETE), unjudged={"C:/a b/ñ.txt": "no"}, **asked)
    log(giis.validate(exchange_file(BAD), as_of=AS_OF), **asked)
    log(giis.validate(exchange_file(BAD), as_of=AS_OF, max_findings=0), **asked)
    log(report(), **asked)


def test_one_result_stands_for_a_rule_with_the_exact_number():
    run = log(report(FAILED))
    (plan,) = results(run, ruleId="CEX055")
    assert (plan["occurrenceCount"], len(plan["locations"]), plan["level"], plan["kind"]) == (36, 6, "error", "fail")
    first = plan["locations"][0]
    assert first["physicalLocation"]["region"]["startLine"] == 4
    assert first["logicalLocations"][0]["name"] == "planSeguridad"
    (unseen,) = results(run, ruleId="CEX056")
    assert unseen["occurrenceCount"] == 2
    assert unseen["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}
    assert [item["ruleId"] for item in results(run, kind="open")] == ["CEX074"]
    assert len(results(run, kind="open")) + len(results(run, kind="fail")) == len(run["results"])
    assert run["redactionTokens"] == ["•••"]
    assert "redactionTokens" not in log(report(FAILED, values_shown=True))


def test_a_million_bad_records_stay_within_what_hosts_take():
    found = tuple(finding("CEX055", n, 55, "planSeguridad", "1") for n in range(1, 1001))
    many = replace(FAILED, findings=found, outcomes=(RuleOutcome("CEX055", "failed", 1_000_000, 0),))
    run = log(report(many))
    (result,) = run["results"]
    assert result["occurrenceCount"] == 1_000_000
    assert len(result["locations"]) == MOST_LOCATIONS


def test_rules_are_described():
    run = log(report(FAILED), rules_url="https://example.org/reglas")
    rule = next(item for item in run["tool"]["driver"]["rules"] if item["id"] == "CEX043-sexo")
    assert rule["helpUri"] == "https://example.org/reglas/GIIS-B015-04-11.md#cex043-sexo"
    assert rule["help"]["text"].splitlines()[-1] == "Más: giis explain CEX043-sexo"
    assert "GIIS-B015-04-11" in rule["help"]["text"]
    assert rule["defaultConfiguration"] == {"level": "error"}
    assert "helpUri" not in log(report(FAILED))["tool"]["driver"]["rules"][0]


def test_what_has_no_answer_is_told_and_the_rest_where_asked_only():
    told = report(FAILED)
    for run in (log(told), log(told, statistics=True)):
        notes = run["invocations"][0]["toolExecutionNotifications"]
        assert any("falta el catálogo X" in note["message"]["text"] for note in notes)
        (open_one,) = results(run, kind="open")
        assert (open_one["ruleId"], open_one["level"]) == ("CEX074", "none")
        assert "falta el catálogo X" in open_one["message"]["text"]
    kinds = {item["ruleId"]: item["kind"] for item in run["results"]}
    assert (kinds["CEX001-vacio"], kinds["CEX075"]) == ("pass", "notApplicable")


@pytest.mark.parametrize("statistics", [False, True])
def test_the_log_for_github_holds_failures_alone(statistics):
    known = (replace(finding("CEX001-vacio", 2, 1, "clues", ""), suppressed="sabido"),)
    outcomes = (*FAILED.outcomes[:-1], RuleOutcome("CEX001-vacio", "passed", 0, 0, known=1))
    told = report(replace(FAILED, known=known, outcomes=outcomes))
    run = log(told, "sarif-github", statistics=statistics)
    assert {item["kind"] for item in run["results"]} == {"fail"}
    assert not any("suppressions" in item for item in run["results"])
    whole = log(told, statistics=statistics)
    assert [item for item in whole["results"] if item["kind"] == "fail" and "suppressions" not in item] == run[
        "results"
    ]


def test_known_findings_keep_their_justification():
    plan = [item for item in FINDINGS if item.rule == "CEX055"]
    known = tuple(
        replace(item, suppressed="error de captura" if place % 2 else "aceptado por la unidad")
        for place, item in enumerate([*plan, finding("CEX001-vacio", 2, 1, "clues", "")])
    )
    number = {"CEX001-vacio": 1, "CEX055": len(plan)}
    outcomes = tuple(replace(item, known=number.get(item.rule, 0)) for item in FAILED.outcomes)
    told = report(replace(FAILED, known=known, outcomes=outcomes))
    run = log(told)
    shown = results(run, ruleId="CEX055")
    accepted = {"kind": "external", "status": "accepted"}
    assert [item.get("suppressions") for item in shown] == [
        None,
        [{**accepted, "justification": "aceptado por la unidad"}],
        [{**accepted, "justification": "error de captura"}],
    ]
    assert len({item["partialFingerprints"]["primaryLocationLineHash"] for item in shown}) == 3
    (other,) = results(run, ruleId="CEX001-vacio")
    assert (other["kind"], other["occurrenceCount"]) == ("fail", 1)


@pytest.mark.parametrize(("shown", "justified"), [(2, [{"justification": "sabido"}]), (0, [{}])])
def test_known_findings_are_counted_exactly_beyond_those_shown(shown, justified):
    known = tuple(replace(finding("CEX001-vacio", n, 1, "clues", ""), suppressed="sabido") for n in range(2, 2 + shown))
    told = report(replace(FAILED, known=known, outcomes=(RuleOutcome("CEX001-vacio", "passed", 0, 0, known=5000),)))
    (result,) = results(log(told), ruleId="CEX001-vacio")
    assert (result["occurrenceCount"], result["properties"]["shown"]) == (5000, shown)
    assert [{**item, "kind": 0, "status": 0} for item in result["suppressions"]] == [
        {"kind": 0, "status": 0, **item} for item in justified
    ]


def test_what_could_not_be_judged_is_an_error_of_the_run():
    run = log(report(PASSED), unjudged={"x.txt": "no existe"})
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert [note["level"] for note in invocation["toolExecutionNotifications"]] == ["error"]
    assert run["properties"]["status"] == "incomplete"


def marks_of(records):
    found = giis.validate(exchange_file(records), as_of=AS_OF)
    run = log(found)
    return (
        {item["ruleId"]: item["partialFingerprints"] for item in results(run, kind="fail")},
        sorted(
            (location["properties"]["key"], item["ruleId"])
            for item in run["results"]
            for location in item["locations"]
            if "key" in location.get("properties", {})
        ),
    )


def test_fingerprints_do_not_depend_on_the_order_of_records():
    records = [{**item, "folio": str(n)} if "folio" in item else dict(item) for n, item in enumerate([*BAD, BASE])]
    before = marks_of(records)
    for seed in range(3):
        random.Random(seed).shuffle(records)  # noqa: S311
        assert marks_of(records) == before
    changed = marks_of([{**BAD[0], "talla": "150"}, *BAD[1:]])
    assert changed[0]["CEX055"]["primaryLocationLineHash"] == before[0]["CEX055"]["primaryLocationLineHash"]
    assert changed[0]["CEX055"]["giisRecords/v1"] != before[0]["CEX055"]["giisRecords/v1"]


def test_a_fix_mends_the_file():
    data = exchange_file(BAD[:2])
    found = giis.validate(data, as_of=AS_OF)
    (plan,) = results(log(found), ruleId="CEX055")
    (fix,) = plan["fixes"]
    lines = data.decode("cp1252").split("\r\n")
    for change in fix["artifactChanges"][0]["replacements"]:
        place = change["deletedRegion"]
        line = lines[place["startLine"] - 1]
        text = change["insertedContent"]["text"]
        lines[place["startLine"] - 1] = line[: place["startColumn"] - 1] + text + line[place["endColumn"] - 1 :]
    mended = giis.validate("\r\n".join(lines).encode("cp1252"), as_of=AS_OF)
    assert not [item for item in mended.files[0].findings if item.rule == "CEX055"]


def test_no_fix_without_a_certain_value_and_place():
    (plan,) = results(log(report(FAILED)), ruleId="CEX055")  # made by hand, without characters
    assert "fixes" not in plan
    unsure = replace(finding("CEX055", 3, 55, "v", "1"), fix=Fix(Text("a", "b"), safe=False), start=1, end=2)
    assert "fixes" not in results(log(report(replace(FAILED, findings=(unsure,)))), ruleId="CEX055")[0]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b/ñ#?.txt", "a%20b/%C3%B1%23%3F.txt"),
        ("-", "stdin"),
        ("./x.txt", "x.txt"),
        ("/work/in/x.txt", "in/x.txt"),
        ("a:b.txt", "a%3Ab.txt"),
    ],
)
def test_uris(path, uri):
    run = log(report(replace(PASSED, path=path)), root=Path("/work"))
    assert run["artifacts"][0]["location"]["uri"] == uri


def test_messages_hold_no_link_and_no_placeholder():
    said = Text("[aquí](http://x) {0}", "x")
    run = log(report(replace(FAILED, findings=(replace(FINDINGS[1], message=said),))))
    (result,) = results(run, ruleId="CEX043-sexo")
    assert "](" not in result["message"]["text"]
    assert "{{0}}" in result["message"]["text"]
