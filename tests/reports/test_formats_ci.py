"""JUnit XML, GitHub annotations and GitLab issues, each read back by another reader."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from outputs_hand import written
from reports_hand import FAILED, FINDINGS, INCOMPLETE, PASSED, finding, report

from giis.reports.github import MOST
from giis.validators.findings import RuleOutcome

if TYPE_CHECKING:
    from giis.validators.findings import FileReport

OFFICIAL = os.environ.get("GIIS_JUNIT_SCHEMA")
"""The path of the Jenkins project's junit-10.xsd; it is asked too where it and xmlschema are at hand."""

# element -> (its attributes, those it must have, the elements that it may hold), as in junit-10.xsd
JUNIT = {
    "testsuites": ({"name", "tests", "failures", "errors", "time"}, {"tests"}, {"testsuite"}),
    "testsuite": (
        {"name", "file", "tests", "failures", "errors", "skipped", "time"},
        {"name", "tests", "failures", "errors"},
        {"properties", "testcase", "system-out"},
    ),
    "properties": (set(), set(), {"property"}),
    "property": ({"name", "value"}, {"name", "value"}, set()),
    "testcase": (
        {"name", "classname", "time"},
        {"name", "classname"},
        {"failure", "error", "skipped", "system-out"},
    ),
    "failure": ({"message", "type"}, {"message", "type"}, set()),
    "error": ({"message", "type"}, {"message", "type"}, set()),
    "skipped": ({"message"}, {"message"}, set()),
    "system-out": (set(), set(), set()),
}
COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::([^\r\n]*)")


def junit(told, **asked):
    text = written("junit", told, **asked)
    if OFFICIAL:
        pytest.importorskip("xmlschema").validate(text.decode(), OFFICIAL)
    root = ElementTree.fromstring(text)  # noqa: S314 (our own)
    assert root.tag == "testsuites"
    for element in root.iter():
        known, needed, inner = JUNIT[element.tag]
        assert needed <= set(element.attrib) <= known
        assert {child.tag for child in element} <= inner
        if element.tag == "testcase":
            assert len(element) <= 1
    for suite in root:
        cases = suite.findall("testcase")
        assert int(suite.attrib["tests"]) == len(cases)
        for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.attrib[name]) == sum(case.find(tag) is not None for case in cases)
    for name in ("tests", "failures", "errors"):
        assert int(root.attrib[name]) == sum(int(suite.attrib[name]) for suite in root)
    return root


def test_junit_has_a_suite_a_file_and_a_case_a_rule():
    root = junit(report(FAILED, PASSED), unjudged={"x.txt": "no existe"})
    suite, passed, unjudged = root
    assert (suite.attrib["name"], passed.attrib["name"], unjudged.attrib["name"]) == (
        "envios/CEX-DFSSA-2410.TXT", "B.TXT", "x.txt",
    )  # fmt: skip
    cases = {case.attrib["name"].split(":")[0]: case for case in suite.iter("testcase")}
    assert list(cases) == [outcome.rule for outcome in FAILED.outcomes]
    failure = cases["CEX055"].find("failure")
    assert "36 hallazgos: registros 3, 5, 6, 7, 9, 20…" in failure.attrib["message"]
    assert failure.text.splitlines()[1].startswith("envios/CEX-DFSSA-2410.TXT:4: planSeguridad: mensaje es")
    assert cases["CEX056"].find("failure").attrib["message"].endswith("(2 hallazgos)")
    assert cases["CEX074"].find("skipped").attrib["message"] == "falta el catálogo X"
    assert cases["CEX075"].find("skipped").attrib["message"].startswith("no aplica")
    assert len(cases["CEX001-vacio"]) == 0
    assert unjudged.find("testcase/error").attrib["message"] == "no existe"
    assert "time" not in suite.attrib
    facts = {item.attrib["name"]: item.attrib["value"] for item in suite.iter("property")}
    assert (facts["errors"], facts["guide"], facts["status"]) == ("40", "GIIS-B015-04-11", "fail")


def warned() -> FileReport:
    found = replace(finding("ARC-nombre", None, None, None, "x"), severity="warning")
    return replace(PASSED, findings=(found,), outcomes=(RuleOutcome("ARC-nombre", "failed", 1, 0, 1),))


@pytest.mark.parametrize(("fail_on", "tag"), [("error", "system-out"), ("warning", "failure"), ("never", "system-out")])
def test_a_warning_fails_in_junit_where_it_fails_the_run(fail_on, tag):
    root = junit(report(warned()), fail_on=fail_on)
    assert root.find(f"testsuite/testcase/{tag}") is not None


def test_junit_times_only_where_asked():
    root = junit(report(FAILED), timing=True)
    assert root[0].attrib["time"] == "0.250"
    assert root.find("testsuite/testcase").attrib["time"] == "0.010000"


def commands(told, **asked):
    lines = written("github", told, **asked).decode().splitlines()
    read = [match for line in lines if (match := COMMAND.fullmatch(line))]
    assert all(line.startswith("giis") for line in lines if not COMMAND.fullmatch(line))
    return [(match[1], dict(item.split("=", 1) for item in match[2].split(",")), match[3]) for match in read]


def test_annotations_are_one_a_rule_and_the_most_severe_first():
    read = commands(report(FAILED))
    assert [kind for kind, _, _ in read] == sorted(
        (kind for kind, _, _ in read), key=["error", "warning", "notice"].index
    )
    kind, place, text = read[0]
    assert kind == "error"
    assert place == {"file": "envios/CEX-DFSSA-2410.TXT", "line": "4", "title": "giis CEX055"}
    assert "36 hallazgos" in text
    assert read[-1][0] == "notice"
    assert "falta el catálogo X" in read[-1][2]


def test_annotations_stay_within_what_the_host_takes():
    outcomes = tuple(RuleOutcome(f"X{n:03}", "failed", n, 0) for n in range(1, 60))
    found = tuple(finding(outcome.rule, 1, 1, "v", "x") for outcome in outcomes)
    many = replace(FAILED, findings=found, outcomes=outcomes)
    data = written("github", report(many, many), unjudged={f"{n}": "no" for n in range(12)}).decode()
    for kind in ("error", "warning", "notice"):
        assert sum(line.startswith(f"::{kind} ") for line in data.splitlines()) <= MOST
    read = commands(report(many))
    assert [place["title"] for _, place, _ in read if place["title"] != "giis"] == [
        f"giis X{n:03}" for n in range(59, 59 - MOST, -1)
    ]
    assert "giis: se anotan 10 de 59 reglas con hallazgos" in written("github", report(many)).decode()


def test_what_an_annotation_holds_is_escaped():
    path = "a,b:c%\r\n::error::x.txt"
    told = replace(FAILED, path=path, findings=FINDINGS[:2])
    ((_, place, _), *_) = commands(report(told))
    assert place["file"].startswith("a%2Cb%3Ac%25\\r\\n%3A%3Aerror")


def test_gitlab():
    issues = json.loads(written("gitlab", report(FAILED, INCOMPLETE), unjudged={"x.txt": "no existe"}))
    for issue in issues:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert issue["location"]["lines"]["begin"] >= 1
        assert not issue["location"]["path"].startswith("/")
    marks = [issue["fingerprint"] for issue in issues]
    assert len(set(marks)) == len(marks) == len(FINDINGS) + 1 + 1 + 1
    plan = [issue for issue in issues if issue["check_name"] == "CEX055"]
    assert all("36 hallazgos" in issue["description"] for issue in plan)
    assert json.loads(written("gitlab", report(PASSED))) == []
