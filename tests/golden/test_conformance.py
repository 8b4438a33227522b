"""The published conformance data, asked of both engines: plain Python and Polars."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from giis import validate
from giis._resources import data_directory
from giis.conformance import conformance_ids, file_bytes, load_conformance
from giis.specs import Level, guide_ids, load_guide
from giis.validators.findings import severity_of
from giis.validators.predicate import Record, compile_python
from giis.validators.reading import RecordReader
from giis.validators.single import RecordJudge

if TYPE_CHECKING:
    from pathlib import Path

    from giis.conformance import Case, Conformance, FileCase
    from giis.specs import Guide, Rule


@pytest.fixture(scope="module", params=conformance_ids())
def data(request: pytest.FixtureRequest) -> Conformance:
    found = load_conformance(request.param)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def own_guide(data: Conformance) -> Guide:
    return load_guide(data.guide)


def own_rules(guide: Guide) -> list[Rule]:
    """Return the rules that one file of the guide can break; those of several files are tried elsewhere."""
    return [rule for rule in guide.by_id.values() if rule.level is not Level.ACROSS]


def texts_of(case: Case, guide: Guide) -> dict[str, str]:
    values = case.record.values()
    return {variable.identifier: value for variable, value in zip(guide.variables, values, strict=True)}


def by_missing(data: Conformance) -> dict[frozenset[str], list[Case]]:
    groups = defaultdict(list)
    for case in data.cases:
        groups[case.missing].append(case)
    return groups


def test_every_guide_has_conformance_data() -> None:
    assert conformance_ids() == guide_ids()


def test_any_yaml_reader_finds_texts_only(data: Conformance) -> None:
    def check(node: Any) -> None:
        for item in [*node, *node.values()] if isinstance(node, dict) else node:
            assert isinstance(item, str | list | dict), item
            if not isinstance(item, str):
                check(item)

    path = data_directory("conformance") / f"{data.guide}.yaml"
    check(yaml.load(path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader)))  # noqa: S506


def test_header_and_columns_are_the_guides(data: Conformance, own_guide: Guide) -> None:
    assert list(data.base) == [variable.name for variable in own_guide.variables]
    assert list(data.header) == [variable.header for variable in own_guide.variables]


@pytest.mark.parametrize("strict", [False, True])
def test_severities(data: Conformance, own_guide: Guide, strict: bool) -> None:
    for rule in own_rules(own_guide):
        expected = data.severity_of(rule.id, strict=strict)
        assert severity_of(rule, "strict" if strict else "default") == expected, rule.id


def test_every_rule_has_a_failing_and_a_passing_case(data: Conformance, own_guide: Guide) -> None:
    both = (*data.cases, *data.files)
    wanted = {rule.id for rule in own_rules(own_guide)}
    assert {rule for case in both for rule in case.expect} == wanted
    assert {rule for case in both for rule in case.passes} == wanted
    for rule in own_guide.rules:
        if rule.level is not Level.FILE:
            assert None not in data.example(rule.id), rule.id


def test_records_in_plain_python(data: Conformance, own_guide: Guide) -> None:
    wrong = []
    for missing, cases in by_missing(data).items():
        catalogs = data.store(missing).named(own_guide.catalogs)
        judge = RecordJudge(own_guide, catalogs, data.as_of)
        for case in cases:
            verdict = judge.judge(texts_of(case, own_guide))
            broken = {rule.id for rule in verdict.broken}
            undecided = {rule.id for rule in verdict.undecided}
            if broken != case.expect or case.undecided not in (None, undecided):
                wrong.append((case.id, sorted(broken), sorted(undecided)))
    assert not wrong


def test_examples_of_passing_are_asked(data: Conformance, own_guide: Guide) -> None:
    reader, catalogs = RecordReader(own_guide.variables), data.store().named(own_guide.catalogs)
    applies = {rule.id: compile_python(rule.when) for rule in own_guide.rules if rule.when is not None}
    for case in data.cases:
        assert not case.passes & case.expect, case.id
        read = reader.read(texts_of(case, own_guide))
        record = Record.of(read, catalogs, data.as_of)
        for rule_id in case.passes:
            variable = own_guide.by_identifier[own_guide.by_id[rule_id].variable or ""]
            asked = [(read, record)]
            if variable.group is not None:
                asked = list(zip(read.groups[variable.group] or (), record.within(variable.group), strict=True))
            assert any(
                variable.identifier not in part.failed and (rule_id not in applies or applies[rule_id](view) is True)
                for part, view in asked
            ), (case.id, rule_id)


def test_records_in_the_pipeline(data: Conformance, own_guide: Guide) -> None:
    together = [item.rule.id for item in own_guide.file_rules]
    wrong = []
    for missing, cases in by_missing(data).items():
        content = file_bytes(data.header, (case.record.values() for case in cases), ())
        report = validate(
            content,
            own_guide,
            as_of=data.as_of,
            catalogs=data.store(missing),
            ignore=together,
            max_findings=None,
        )
        found: dict[int | None, set[str]] = defaultdict(set)
        for finding in report.files[0].findings:
            found[finding.record].add(finding.rule)
        wrong += [
            (case.id, sorted(found[number] ^ case.expect))
            for number, case in enumerate(cases, 1)
            if found[number] != case.expect
        ]
        assert report.files[0].records == len(cases)
        assert None not in found
    assert not wrong


def test_files(data: Conformance, own_guide: Guide, tmp_path: Path) -> None:
    wrong = []
    for case in data.files:
        found = broken_by(case, own_guide, data, tmp_path)
        if found != case.expect:
            wrong.append((case.id, sorted(found ^ case.expect)))
    assert not wrong


def broken_by(case: FileCase, guide: Guide, data: Conformance, folder: Path) -> set[str]:
    source: bytes | Path = case.data
    if case.name is not None:
        source = folder / case.name
        source.write_bytes(case.data)
    # The records of the files are among those of the cases: here only what concerns the file is asked.
    asked = ["ARC", guide.prefix, *case.expect]
    report = validate(source, guide, as_of=data.as_of, catalogs=data.store(), select=asked)
    outcomes = {item.rule: item.state for item in report.files[0].outcomes}
    for rule_id in case.passes:
        assert outcomes[rule_id] == "passed", (case.id, rule_id)
    return {rule_id for rule_id, state in outcomes.items() if state == "failed"}
