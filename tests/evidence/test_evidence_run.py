"""Goals counted in the pipeline are those that plain Python counts; several files, several guides, the degree."""

from __future__ import annotations

from pathlib import Path

import pytest
from evidence_helpers import counted_plainly, records_of
from hypothesis import given, settings
from hypothesis import strategies as st

import giis
from changes import values_of
from giis.conformance import conformance_ids, load_conformance
from giis.specs import load_guide
from outpatient import AS_OF, BASE, exchange_file, shipped_catalogs

EXAMPLES = Path(__file__).parents[2] / "examples"


def counts(evidence):
    return {item.goal.id: item.records for item in evidence.goals if item.records}


@pytest.mark.parametrize("name", [name for name in conformance_ids() if name != "GIIS-B002-04-05"])
def test_the_fold_counts_as_plain_python_does(name):
    data, guide = load_conformance(name), load_guide(name)
    records, store = records_of(data, guide, 16), data.store()
    expected, first, valid = counted_plainly(guide, records, store.named(guide.catalogs), data.as_of)
    (found,) = giis.coverage(records, guide, as_of=data.as_of, catalogs=store, unofficial_as_errors=True)
    assert counts(found) == expected
    assert {item.goal.id: item.first[1] for item in found.goals if item.first} == first
    assert (found.valid, found.records) == (valid, len(records))
    assert 0 < valid < len(records)


_VARIABLES = load_guide("GIIS-B015-04-11").variables
changed = st.lists(
    st.sampled_from(_VARIABLES).flatmap(
        lambda variable: st.tuples(st.just(variable.identifier), st.sampled_from(values_of(variable) or ("0",)))
    ),
    max_size=6,
).map(lambda changes: {**BASE, **dict(changes)})


@settings(max_examples=2)
@given(records=st.lists(changed, min_size=1, max_size=12))
def test_the_fold_counts_as_plain_python_does_on_random_records(guide, records):
    expected, _, valid = counted_plainly(guide, records, shipped_catalogs(), AS_OF)
    (found,) = giis.coverage(records, guide, as_of=AS_OF)
    assert (counts(found), found.valid) == (expected, valid)


@pytest.mark.parametrize(
    ("name", "degree"),
    [
        ("CDT-DFSSA-2411.TXT", (84, 92)),
        ("CEX-DFSSA-2411.TXT", (79, 106)),
        ("CSB-DFSSA-2411.TXT", (67, 77)),
        ("EGR-DFSSA-2606.TXT", (84, 97)),
        ("LES-DFSSA-2411.TXT", (80, 82)),
    ],
)
def test_the_degree_of_the_examples(name, degree):
    (found,) = giis.coverage(EXAMPLES / name)
    assert (found.implemented, found.total) == degree
    assert len(found.missing) == found.total - found.implemented
    assert found.share == pytest.approx(degree[0] / degree[1])


def test_files_of_a_guide_are_added_up_and_guides_are_not(tmp_path):
    one, two = {**BASE, "genero": "1"}, {**BASE, "genero": "2", "cartillaSalud": "1"}
    bad = {**BASE, "genero": "3", "planSeguridad": "1"}
    for name, records in (("a", [BASE, bad]), ("b", [one, two, one])):
        (tmp_path / f"{name}.txt").write_bytes(exchange_file(records))
    (tmp_path / "c.txt").write_bytes((EXAMPLES / "CSB-DFSSA-2411.TXT").read_bytes())
    dental, both = giis.coverage([tmp_path / f"{name}.txt" for name in "cab"], as_of=AS_OF)
    assert (dental.guide.id, both.guide.id) == ("GIIS-B016-04-08", "GIIS-B015-04-11")
    assert [(Path(file.path).name, file.records, file.valid) for file in both.files] == [
        ("a.txt", 2, 1),
        ("b.txt", 3, 3),
    ]
    shown = {item.goal.id: item for item in both.goals}
    assert [shown[f"CEX022:opcion={value}"].records for value in (0, 1, 2, 3)] == [1, 2, 1, 0]
    assert shown["CEX022:opcion=1"].first == (str(tmp_path / "b.txt"), 1)
    assert shown["CEX022:opcion=0"].first == (str(tmp_path / "a.txt"), 1)


def test_the_size_of_the_batches_changes_nothing():
    records = [{**BASE, "genero": str(number % 8), "cartillaSalud": str(number % 2)} for number in range(40)]
    data = exchange_file(records)
    (whole,) = giis.coverage(data, as_of=AS_OF)
    (small,) = giis.coverage(data, as_of=AS_OF, batch_bytes=2_000)
    assert whole.goals == small.goals


def test_no_valid_record_shows_nothing():
    (found,) = giis.coverage(exchange_file([{**BASE, "peso": "x"}]), as_of=AS_OF)
    assert (found.valid, found.implemented, found.reached) == (0, 0, 0)
    assert all(not item.reached for item in found.variables)
    (none,) = giis.coverage(exchange_file([]), as_of=AS_OF)
    assert (none.records, none.implemented) == (0, 0)


def test_what_is_open_is_neither_reached_nor_out_of_reach(guide):
    (found,) = giis.coverage([dict(BASE)], guide, as_of=AS_OF)
    names = {goal.id for goal in found.open}
    assert names.isdisjoint(found.unreachable)
    assert names.isdisjoint(counts(found))
    assert len(names) + len(found.unreachable) + found.reached == len(found.goals)
    assert set(found.unreachable) == {"CEX025-amigable-unidad:aplica"}
