"""Doubted verdicts: the small file takes the same path, and holds nothing of the original."""

from __future__ import annotations

from functools import lru_cache

import pytest
from typer.testing import CliRunner

import giis
from giis.conformance import file_bytes, load_conformance
from giis.specs import Level, load_guide
from giis.synth import _bug_run, report_bug
from giis.synth._break_base import synthetic_records
from giis.synth._bug_path import Paths
from giis.synth._bug_secret import Secrets
from giis.validators.single import RecordJudge
from giis_cli._app import app

DETECTIONS, INJURIES = "GIIS-B019-04-09", "GIIS-B013-02-03"


KEPT = {}


@pytest.fixture(autouse=True)
def _one_search(monkeypatch):
    """Search the records that the small files begin with only once."""

    def kept(judge, options, count, seed):
        key = judge.guide.id, options.as_of, count, seed
        if key not in KEPT:
            KEPT[key] = synthetic_records(judge, options, count, seed)
        return KEPT[key]

    monkeypatch.setattr(_bug_run, "synthetic_records", kept)


@lru_cache
def conformance(guide_id):
    known = load_conformance(guide_id)
    assert known is not None
    return known


def file_of(guide_id, *cases):
    """Return an exchange file of records of the conformance data, by the ids of their cases."""
    known = conformance(guide_id)
    records = {"base": known.base, **{case.id: case.record for case in known.cases}}
    return file_bytes(known.header, [records[case].values() for case in cases], [])


def bug(guide_id, data, rule, folder, **more):
    return report_bug(data, rule, guide=guide_id, as_of=conformance(guide_id).as_of, output=folder, **more)


def texts_of(report):
    names = [variable.identifier for variable in report.guide.variables]
    lines = report.file.read_text("windows-1252").splitlines()[1:]
    return [dict(zip(names, line.split("|"), strict=True)) for line in lines]


def picked(guide_id, step):
    """Return some of the records that break a rule of values or records, with the rule."""
    guide, known = load_guide(guide_id), conformance(guide_id)
    pairs = [
        (guide_id, case.id, rule)
        for case in known.cases
        for rule in sorted(case.expect)
        if rule in guide.by_id and guide.by_id[rule].level in (Level.VALUE, Level.RECORD)
    ]
    catalogs = {item.name for item in known.editions if item.add}
    return [pair for pair in pairs[::step] if not catalogs & set(_needed(guide, pair[2]))]


def _needed(guide, rule):
    from giis.specs.expressions.nodes import broken_node, catalogs_of

    return catalogs_of(broken_node(guide.by_id[rule].when, guide.by_id[rule].require))


@pytest.mark.parametrize(("guide_id", "case", "rule"), [*picked(DETECTIONS, 75), *picked(INJURIES, 110)])
def test_the_synthetic_record_takes_the_same_path(guide_id, case, rule, tmp_path):
    known, guide = conformance(guide_id), load_guide(guide_id)
    data = file_of(guide_id, "base", case)
    if not giis.validate(data, guide_id, as_of=known.as_of, select=[rule]).totals.all:
        pytest.skip("this record breaks the rule only with entries that the conformance data invent")
    report = bug(guide_id, data, rule, tmp_path / "bug")
    assert report.path is not None
    assert (report.rule, report.records, report.path.verdict) == (rule, 1, "broken")
    found = giis.validate(report.file, guide_id, as_of=known.as_of)
    assert {(item.rule, item.record) for item in found.files[0].findings} >= {(rule, 1)}
    assert {item.rule for item in found.files[0].findings} == {rule, *report.others}

    catalogs = _judge(guide).catalogs
    paths = Paths(guide, catalogs, known.as_of)
    places = [position for item, position in _judge(guide).judge(texts_of(report)[0]).places if item.id == rule]
    taken = {paths.of(guide.by_id[rule], texts_of(report)[0], position).key()[:-1] for position in places}
    assert report.path.key()[:-1] in taken

    names = [variable.identifier for variable in guide.variables]
    original = dict(zip(names, next(item.record for item in known.cases if item.id == case).values(), strict=True))
    assert Secrets(guide, guide.by_id[rule], original).leaks(texts_of(report)[0]) == []
    public = {str(value) for variable in guide.variables for value in (*variable.options, *variable.specials)}
    for variable in guide.variables:
        own = original[variable.identifier]
        if variable.confidential and own not in public and own not in map(str, guide.constants.values()):
            assert texts_of(report)[0][variable.identifier] != own or own == "", variable.name


@lru_cache
def _judge_of(guide_id):
    from breaking import options_of

    from giis.synth._break_judge import Judge

    guide = load_guide(guide_id)
    return RecordJudge(guide, Judge(guide, options_of(guide)).session.options.catalogs, conformance(guide_id).as_of)


def _judge(guide):
    return _judge_of(guide.id)


def test_the_report_tells_how_to_repeat_it_and_quotes_nothing(tmp_path):
    data = file_of(DETECTIONS, "base", "depresion-formato/3")
    for language, word in (("es", "Cómo repetirlo"), ("en", "How to repeat it")):
        report = bug(DETECTIONS, data, "CDT040-formato", tmp_path / language, language=language)
        text = report.text.read_text("utf-8")
        assert word in text
        assert report.command in text
        assert load_guide(DETECTIONS).digest in text
        assert giis.__version__ in text
        base = conformance(DETECTIONS).base
        assert not [
            name for name in ("curpPaciente", "nombre", "primerApellido", "curpPrestador") if base[name] in text
        ]


def test_what_should_be_broken_keeps_its_path(tmp_path):
    data = file_of(DETECTIONS, "base", "base")
    report = bug(DETECTIONS, data, "CDT055", tmp_path / "bug", record=2, expected=True)
    assert report.path is not None
    assert report.path.verdict in ("passes", "not applicable")
    found = giis.validate(report.file, DETECTIONS, as_of=conformance(DETECTIONS).as_of)
    assert "CDT055" not in {item.rule for item in found.files[0].findings}
    paths = Paths(report.guide, _judge(report.guide).catalogs, conformance(DETECTIONS).as_of)
    assert paths.of(report.guide.by_id["CDT055"], texts_of(report)[0]).key() == report.path.key()


@pytest.mark.parametrize(
    ("rule", "more", "words"),
    [
        ("CDT055x", {}, "did you mean CDT055"),
        ("CDT019", {}, "did you mean CDT019-formato|did you mean CDT019"),
        ("CDT040-formato", {"record": 1}, "record 1 does not break CDT040-formato; broken by the records 2"),
        ("CDT040-formato", {"record": 9}, "it has 2"),
        ("CDT055", {}, "does not break CDT055; it applies to all records; if one should"),
        ("CDT040-formato", {"expected": True}, "name the record with --record"),
        ("CDT040-formato", {"expected": True, "record": 2}, "record 2 does break"),
        ("ENT-primera-vez", {}, "several guides"),
        ("CDT-registro-repetido", {"expected": True}, "two records together"),
        ("CDT-registro-repetido", {}, "does not break"),
        ("ARC-columnas", {"expected": True}, "giis generate"),
        ("ARC-columnas", {}, "does not break"),
    ],
)
def test_what_cannot_be_shown_is_told_and_nothing_written(rule, more, words, tmp_path):
    data = file_of(DETECTIONS, "base", "depresion-formato/3")
    with pytest.raises(giis.InputError, match=words):
        bug(DETECTIONS, data, rule, tmp_path / "bug", **more)
    assert list(tmp_path.iterdir()) == []


def test_which_records_a_rule_applies_to(tmp_path):
    guide = load_guide(DETECTIONS)
    rule = next(rule for rule in guide.rules if rule.id == "CDT003-fecha")
    with pytest.raises(giis.InputError, match=r"it applies to the records 1, 2"):
        bug(DETECTIONS, file_of(DETECTIONS, "base", "base"), rule.id, tmp_path / "bug")


def test_a_folder_with_files_is_left_alone(tmp_path):
    (tmp_path / "mine").write_text("x")
    with pytest.raises(giis.InputError, match="overwrite"):
        bug(DETECTIONS, file_of(DETECTIONS, "depresion-formato/3"), "CDT040-formato", tmp_path)
    assert [item.name for item in tmp_path.iterdir()] == ["mine"]


def _changed(old, new):
    return file_of(DETECTIONS, "base").replace(old, new)


HEADER = "|".join(variable.header for variable in load_guide(DETECTIONS).variables).encode()


@pytest.mark.parametrize(
    ("rule", "data"),
    [
        ("ARC-columnas", lambda: file_of(DETECTIONS, "base")[:-2] + b"|\r\n"),
        ("ARC-columnas", lambda: file_of(DETECTIONS, "base").replace(b"|142|", b"|", 1)),
        ("ARC-renglon-vacio", lambda: file_of(DETECTIONS, "base") + b"\r\n"),
        ("ARC-control", lambda: file_of(DETECTIONS, "base")[:-2] + b"\x01\r\n"),
        ("ARC-encabezado-columnas", lambda: file_of(DETECTIONS, "base").replace(b"CLUES|", b"", 1)),
        ("ARC-encabezado-falta", lambda: file_of(DETECTIONS, "base").split(b"\r\n", 1)[1]),
        ("ARC-encabezado-repetido", lambda: file_of(DETECTIONS, "base") + HEADER + b"\r\n"),
        ("ARC-encabezado-grafia", lambda: file_of(DETECTIONS, "base").replace(b"CLUES|", b"clues|", 1)),
        ("ARC-bom", lambda: b"\xef\xbb\xbf" + file_of(DETECTIONS, "base")),
        ("ARC-fin-de-linea", lambda: file_of(DETECTIONS, "base")[:-2] + b"\n"),
        ("ARC-sin-fin", lambda: file_of(DETECTIONS, "base")[:-2]),
        ("ARC-utf16", lambda: ("\ufeff" + file_of(DETECTIONS, "base").decode("windows-1252")).encode("utf-16-le")),
        ("ARC-codificacion", lambda: file_of(DETECTIONS, "base").decode("windows-1252").encode()),
        ("ARC-sin-registros", lambda: file_of(DETECTIONS)),
        ("ARC-vacio", lambda: b"\r\n"),
    ],
)
def test_faults_of_form_come_back_in_a_file_of_one_record(rule, data, tmp_path):
    original = data()
    report = bug(DETECTIONS, original, rule, tmp_path / "bug")
    assert report.records <= 2
    before = giis.validate(original, DETECTIONS, as_of=report.as_of, select=[rule], language="en")
    after = giis.validate(report.file.read_bytes(), DETECTIONS, as_of=report.as_of, select=[rule], language="en")
    assert before.totals.all and after.totals.all
    strip = str.maketrans("", "", "0123456789")
    first, second = (item.files[0].findings[0].message.en.translate(strip) for item in (before, after))
    assert first.split(";")[0].split("(")[0][:40] == second.split(";")[0].split("(")[0][:40]
    assert conformance(DETECTIONS).base["curpPaciente"].encode() not in report.file.read_bytes()


@pytest.mark.parametrize(
    ("rule", "cases", "records"),
    [("CDT-registro-repetido", ("base", "base"), 2), ("CDT-primera-vez-repetida", ("base", "base"), 2)],
)
def test_rules_on_records_together_come_back_with_the_fewest(rule, cases, records, tmp_path):
    report = bug(DETECTIONS, file_of(DETECTIONS, *cases), rule, tmp_path / "bug")
    assert report.records == records
    found = giis.validate(report.file, DETECTIONS, as_of=report.as_of)
    assert {item.rule for item in found.files[0].findings} == {rule, *report.others}


@pytest.mark.parametrize(("generic", "expected", "records"), [(2, False, 1), (0, True, 1), (1, True, 7)])
def test_a_share_comes_back_as_the_fewest_records_that_have_it_or_not(generic, expected, records, tmp_path):
    curp, name = conformance(DETECTIONS).base["curpPaciente"].encode(), b"XXXX999999XXXXXX99"
    lines = file_of(DETECTIONS, *["base"] * 10).splitlines(keepends=True)
    lines = [lines[0], *(line.replace(curp, name) if n < generic else line for n, line in enumerate(lines[1:]))]
    report = bug(DETECTIONS, b"".join(lines), "CDT-curp-generica", tmp_path / "bug", expected=expected)
    assert report.records == records
    assert sum(record["curpPaciente"] == name.decode() for record in texts_of(report)) == (generic > 0)


def test_the_command_tells_what_it_wrote_and_what_it_cannot(tmp_path, monkeypatch):
    monkeypatch.setenv("GIIS_LANG", "es")
    monkeypatch.setenv("COLUMNS", "200")
    path = tmp_path / "DE PERSONA.TXT"
    path.write_bytes(file_of(DETECTIONS, "base", "depresion-formato/3"))
    words = ["report-bug", str(path), "--as-of", conformance(DETECTIONS).as_of.isoformat(), "--rule"]
    run = CliRunner()
    done = run.invoke(app, [*words, "CDT040-formato", "-o", str(tmp_path / "bug")])
    assert done.exit_code == 0
    assert "Incumple CDT040-formato por el mismo camino." in done.stdout
    assert sorted(item.suffix for item in (tmp_path / "bug").iterdir()) == [".TXT", ".md"]
    assert "PERSONA" not in (tmp_path / "bug" / "bug.md").read_text("utf-8")
    wrong = run.invoke(app, [*words, "CDT040-format", "-o", str(tmp_path / "other")])
    assert wrong.exit_code == 2
    assert not (tmp_path / "other").exists()
