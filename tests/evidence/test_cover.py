"""Few records that show a guide: valid, each for what the manifest says, and the rest with a reason."""

from __future__ import annotations

import csv
import json

import pytest

import giis
from giis.catalogs import CatalogStore
from giis.evidence import goals_of
from giis.specs import load_guide
from giis.synth import _cover, cover
from giis.validators.predicate import Record, compile_python
from giis.validators.reading import RecordReader

GUIDE = "GIIS-B016-04-08"
WANTED = ("CSB007", "CSB008", "CSB015", "CSB016", "CSB022", "CSB023", "CSB025", "CSB026", "CSB035", "CSB036", "CSB046")


@pytest.fixture(scope="module")
def wanted():
    return [goal for goal in goals_of(load_guide(GUIDE)) if goal.id.startswith(WANTED)]


@pytest.fixture(scope="module")
def made(wanted):
    with pytest.MonkeyPatch.context() as patch:
        smaller(patch)
        return cover(GUIDE, goals=wanted, seed=3)


def smaller(patch):
    """Draw and search less: what is tried here are properties, which hold of any set."""
    patch.setattr(_cover, "_POOL", 40)
    patch.setattr(_cover, "_SEARCHES", ((2, 4, False), (2, 4, True)))
    patch.setattr(_cover, "_MERGES", (2,))


def test_the_records_break_nothing(made):
    report = giis.validate(made.records, GUIDE, as_of=made.as_of)
    assert (report.status, report.totals.all) == ("pass", 0)


def test_every_record_shows_what_the_manifest_says(made):
    guide, store = made.guide, CatalogStore()
    reader, catalogs = RecordReader(guide.variables), {name: store.get(name) for name in guide.catalogs}
    for texts, purpose in zip(made.records.iter_rows(named=True), made.purposes, strict=True):
        record = Record.of(reader.read(texts), catalogs, made.as_of)
        assert purpose.goals or purpose.reason
        for goal in purpose.goals:
            assert compile_python(goal.condition)(record) is True, goal.id


def test_every_goal_stands_once_or_has_a_reason(made, wanted):
    shown = [goal.id for purpose in made.purposes for goal in purpose.goals]
    assert len(shown) == len(set(shown)) == made.reached
    assert set(shown).isdisjoint(made.open)
    assert {*shown, *made.open} == {goal.id for goal in wanted}
    assert made.reached >= len(wanted) - 3
    assert "CSB008:otro" in made.open  # units of another institution
    assert "--clues" in made.open["CSB008:otro"].es


def test_the_set_is_small(made):
    assert made.least <= made.records.height <= made.least * 2
    assert made.least == sum(goal.id.startswith("CSB007:opcion") for goal in made.goals) or made.least > 3


def test_evidence_finds_in_the_records_what_the_manifest_says(made):
    (found,) = giis.coverage(made.records, GUIDE, as_of=made.as_of)
    told = {goal.id for purpose in made.purposes for goal in purpose.goals}
    assert {item.goal.id for item in found.goals if item.reached} >= told


def test_the_units_are_of_one_institution_and_the_name_is_theirs(made):
    prefixes = {key[:5] for key in made.records.get_column("clues")}
    assert prefixes == {made.units[0][:5]}
    assert made.name == f"CSB-{made.units[0][:5]}-{made.month.year % 100:02}{made.month.number:02}.TXT"


def test_the_same_seed_gives_the_same_records(wanted, monkeypatch):
    monkeypatch.setattr(_cover, "_POOL", 8)
    monkeypatch.setattr(_cover, "_SEARCHES", ((1, 2, True),))
    monkeypatch.setattr(_cover, "_MERGES", (1,))
    some = [goal for goal in wanted if goal.id.startswith("CSB022")]
    one, again = (cover(GUIDE, goals=some, seed=3) for _ in range(2))
    assert one.records.equals(again.records)
    assert [purpose.goals for purpose in one.purposes] == [purpose.goals for purpose in again.purposes]


def test_what_is_written(made, tmp_path):
    target = tmp_path / made.name
    table, document = made.write(target, language="en")
    assert (table.name, document.name) == (f"{made.name}.cover.csv", f"{made.name}.cover.json")
    report = giis.validate(target, as_of=made.as_of)
    assert (report.status, report.totals.all, report.files[0].records) == ("pass", 0, made.records.height)
    data = json.loads(document.read_text(encoding="utf-8"))
    assert data == made.manifest("en")
    assert (data["schema"], data["guide"], data["goals_shown"]) == ("giis-cover/1", GUIDE, made.reached)
    rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    told = [(row["record"], row["goal"]) for row in rows if row["record"] and row["goal"]]
    assert told == [(str(item["record"]), goal["goal"]) for item in data["records"] for goal in item["goals"]]
    assert {row["goal"]: row["reason"] for row in rows if not row["record"]} == {
        item["goal"]: item["reason"] for item in data["not_shown"]
    }
    with pytest.raises(giis.InputError, match="exists"):
        made.write(target)
    made.write(target, overwrite=True)


@pytest.mark.parametrize("options", [{"month": "2024-13"}, {"clues": ["ZZZZZ000000"]}])
def test_what_cannot_be(options):
    with pytest.raises(giis.InputError):
        cover(GUIDE, goals=[], **options)


def test_the_command_writes_a_cover(giis_command, made, tmp_path, monkeypatch):
    monkeypatch.setattr("giis.synth.cover", lambda *_, **__: made)
    done = giis_command("generate", "B016", "--cover", "-o", tmp_path / "x.txt")
    assert done.exit_code == 0, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.txt", "x.txt.cover.csv", "x.txt.cover.json"]
    assert f"{made.reached} de {len(made.goals)}" in done.stdout
    assert "CSB008:otro" in done.stdout
    again = giis_command("generate", "B016", "--cover", "-o", tmp_path / "x.txt")
    assert (again.exit_code, "--overwrite" in again.stderr) == (2, True)
    both = giis_command("generate", "B016", "--cover", "-n", "5")
    assert (both.exit_code, "--cover" in both.stderr) == (2, True)


def test_the_command_suggests_records_for_what_is_missing(giis_command, made, tmp_path, monkeypatch):
    asked = {}
    monkeypatch.setattr("giis.synth.cover", lambda guide, **options: asked.update(options, guide=guide) or made)
    source = tmp_path / "csb.txt"
    made.write(source, manifest=False)
    target = tmp_path / "missing.txt"
    done = giis_command("coverage", source, "--suggest", target, "--format", "json", "--as-of", made.as_of)
    assert done.exit_code == 0, done.stderr
    data = json.loads(done.stdout)
    assert data["suggested"]["target"] == str(target)
    missing = {goal["id"] for item in data["guides"][0]["variables"] for goal in item["goals"] if not goal["records"]}
    assert {goal.id for goal in asked["goals"]} == missing
    assert target.with_name("missing.txt.cover.json").exists()
    for wrong in (source, target, tmp_path / "none" / "x.txt"):
        asked.clear()
        again = giis_command("coverage", source, "--suggest", wrong, "--as-of", made.as_of)
        assert (again.exit_code, again.stdout, asked) == (2, "", {})
