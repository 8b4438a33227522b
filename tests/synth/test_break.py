"""Files with known violations: the key is what the pipeline finds, and nothing else is touched."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from breaking import options_of, valid_frame

import giis
from giis.conformance import load_conformance
from giis.specs import Level, guide_ids, load_guide
from giis.specs.expressions.nodes import broken_node
from giis.synth import Wish, write_broken
from giis.synth._break_forms import edges, malformed
from giis.synth._break_judge import Judge
from giis.synth._distance import distance
from giis.validators.predicate import Record, compile_python
from giis.validators.reading import RecordReader, reader

if TYPE_CHECKING:
    from pathlib import Path

    from giis.synth import Key

DETECTIONS = "GIIS-B019-04-09"
FEWER = {"GIIS-B002-04-05": 120, "GIIS-B002-05-09": 120}
"""Guides whose records are large."""


def broken(path: Path, guide_id: str, records: int, share: float, *rules: str, seed: int = 3) -> Key:
    """Write a file with known violations and return its key."""
    guide = load_guide(guide_id)
    frame = valid_frame(guide_id).head(records)
    halves = [frame.head(frame.height // 2), frame.tail(frame.height - frame.height // 2)]
    wish = Wish(guide, options_of(guide), lambda: iter(halves), frame.height, share, seed, rules)
    return write_broken(wish, path)


def told(items) -> Counter:
    return Counter((item.rule, item.severity, item.record, item.line, item.column, item.variable) for item in items)


@pytest.mark.parametrize("guide_id", guide_ids())
def test_the_key_is_what_validate_finds(guide_id, tmp_path):
    path = tmp_path / "X.TXT"
    key = broken(path, guide_id, FEWER.get(guide_id, 300), 0.5)
    report = giis.validate(path, guide_id, as_of=key.as_of, max_findings=None)
    assert told(report.files[0].findings) == told(key.findings)
    assert {item.record for item in key.findings if item.record} <= set(key.intended)
    assert len(key.intended) == round(key.records / 2)
    assert max(Counter(key.intended.values()).values()) <= 2
    found = {(item.record, item.rule) for item in key.findings}
    without = {"ARC-renglon-vacio", "ARC-codificacion-mezclada"}
    assert {pair for pair in key.intended.items() if pair[1] not in without} <= found
    alone = Counter(item.record for item in key.findings)
    assert sum(alone[record] == 1 for record in key.intended) > len(key.intended) * 0.6


def test_the_key_beside_the_file_says_the_same_twice(tmp_path):
    path = tmp_path / "X.TXT"
    key = broken(path, DETECTIONS, 40, 0.25, "CDT02*", "CDT03*")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "X.TXT.key.csv").read_text("utf-8"))))
    data = json.loads((tmp_path / "X.TXT.key.json").read_text("utf-8"))
    assert data["schema"] == "giis-key/1"
    assert (data["guide"], data["records"], len(data["broken_records"])) == (DETECTIONS, 40, 10)
    in_json = Counter(
        (str(record["record"]), finding["rule"], finding["intended"])
        for record in data["broken_records"]
        for finding in record["findings"]
    )
    assert in_json == Counter((row["record"], row["rule"], row["intended"] == "yes") for row in rows if row["record"])
    assert all(record["rule"].startswith(("CDT02", "CDT03")) for record in data["broken_records"])
    assert len(data["file"]) == sum(not row["record"] for row in rows)
    assert sorted(key.intended) == [record["record"] for record in data["broken_records"]]


def test_what_is_not_broken_is_as_it_was(tmp_path):
    path = tmp_path / "X.TXT"
    key = broken(path, DETECTIONS, 40, 0.25, "CDT02*")
    lines = path.read_text("windows-1252").splitlines()[1:]
    before = ["|".join(row) for row in valid_frame(DETECTIONS).head(40).iter_rows()]
    assert [n for n, (one, other) in enumerate(zip(before, lines, strict=True), 1) if one != other] == sorted(
        key.intended
    )


def test_the_seed_tells_files_apart_and_the_same_gives_the_same(tmp_path):
    names = ("a", "b", "c")
    for name, seed in zip(names, (1, 1, 2), strict=True):
        broken(tmp_path / name, DETECTIONS, 30, 0.2, "CDT02*", seed=seed)
    first, same, other = ((tmp_path / name).read_bytes() for name in names)
    assert first == same
    assert first != other
    keys = [(tmp_path / f"{name}.key.csv").read_bytes() for name in names]
    assert keys[0] == keys[1] != keys[2]


def test_one_record_at_least_is_broken(tmp_path):
    assert len(broken(tmp_path / "X", DETECTIONS, 30, 0.001, "CDT020").intended) == 1


@pytest.mark.parametrize(
    ("share", "rules", "word"),
    [
        (0.0, (), "share"),
        (1.5, (), "share"),
        (0.5, ("CDT02x-sexo",), "CDT02"),
        (0.5, ("ZZZ*",), "no rule"),
        (0.1, ("CDT-curp-generica",), "up to 15 %"),
        (0.5, ("ARC-bom",), "none of the rules"),
        (0.5, ("CDT025-personal",), "none of the rules"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_written(share, rules, word, tmp_path):
    with pytest.raises(giis.InputError, match=word):
        broken(tmp_path / "X", DETECTIONS, 20, share, *rules)
    assert list(tmp_path.iterdir()) == []


def test_no_file_is_replaced_unasked(tmp_path):
    (tmp_path / "X.key.csv").write_text("mine")
    with pytest.raises(giis.InputError, match="overwrite"):
        broken(tmp_path / "X", DETECTIONS, 20, 0.5, "CDT020")
    assert [item.name for item in tmp_path.iterdir()] == ["X.key.csv"]


def test_a_share_is_exceeded_where_it_is_asked_for(tmp_path):
    key = broken(tmp_path / "X", DETECTIONS, 40, 0.3, "CDT-curp-generica")
    assert set(key.intended.values()) == {"CDT-curp-generica"}
    assert [(item.rule, item.record, item.intended) for item in key.findings if not item.rule.startswith("ARC")] == [
        ("CDT-curp-generica", None, True)
    ]


def test_why_a_rule_is_not_broken(tmp_path):
    key = broken(tmp_path / "X", DETECTIONS, 20, 0.5, "CDT025", "CDT-*", "ENT-primera-vez", "ARC-bom")
    reasons = {rule: reason.en for rule, reason in key.unbroken.items()}
    assert "SERVICIOS_SIS_DET is missing" in reasons["CDT025-personal"]
    assert "whole file" in reasons["ARC-bom"]
    assert "several guides" in reasons["ENT-primera-vez"]


@pytest.mark.parametrize("guide_id", guide_ids())
def test_every_value_rule_has_a_text_that_breaks_it(guide_id):
    guide = load_guide(guide_id)
    for rule in guide.rules:
        variable = guide.by_identifier[rule.variable]
        if rule.level is Level.VALUE and not variable.fields:
            assert rule.form in {form for _, form in malformed(variable)}, rule.id
            read = reader(variable)
            assert all(read(text).failed is None for text in edges(variable))


def test_the_distance_is_nought_just_where_the_answer_is_reached():
    guide = load_guide(DETECTIONS)
    known = load_conformance(DETECTIONS)
    assert known is not None
    catalogs = Judge(guide, options_of(guide)).session.options.catalogs
    names = [variable.identifier for variable in guide.variables]
    read = RecordReader(guide.variables)
    nodes = [
        broken_node(rule.when, rule.require)
        for rule in guide.rules
        if rule.level is Level.RECORD and guide.by_identifier[rule.variable].group is None
    ][::4]
    asked = [(compile_python(node), distance(node, True), distance(node, False)) for node in nodes]
    for case in known.cases[::25]:
        texts = dict(zip(names, case.record.values(), strict=True))
        record = Record.of(read.read(texts), catalogs, known.as_of)
        for answer, far, near in asked:
            assert (far(record) == 0) is (answer(record) is True)
            assert (near(record) == 0) is (answer(record) is False)
