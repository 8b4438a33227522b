"""The published records as rows of a source: what is valid is written as it is, the rest is listed with its rules."""

from __future__ import annotations

import polars as pl
import pytest
from emission_helpers import excluded
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import giis
from effort import a_part_of_the_examples
from giis.conformance import conformance_ids, load_conformance
from giis.emission._fits import file_names
from giis.specs import load_guide
from giis.specs.values import parse_date


def mapping_of(guide, columns):
    lines = [f"  {item.name}: {columns[item.name]}\n" for item in guide.variables]
    return f"mapping: giis-mapping/1\nguide: {guide.id}\nvariables:\n" + "".join(lines)


def plain(record):
    """Return whether nothing of a record is changed by reading it: spaces around a value are no part of it."""
    return all(value == value.strip() for value in record.values())


def misdated(guide, case):
    """Return whether a record breaks the form of a date: some such dates can be read, and are written well."""
    dated = {rule.id for rule in guide.rules if rule.form == "formato"
             and guide.by_identifier[rule.variable].type in ("date", "time", "duration")}  # fmt: skip
    return bool(case.expect & dated)


@pytest.mark.parametrize("guide_id", conformance_ids())
def test_the_records_of_every_guide(tmp_path, guide_id):
    data, guide = load_conformance(guide_id), load_guide(guide_id)
    cases = [case for case in data.cases if not case.missing and plain(case.record) and not misdated(guide, case)]
    names = {item.name: f"c{number}" for number, item in enumerate(guide.variables)}
    source = pl.DataFrame(
        [{"case": case.id, **{names[name]: value for name, value in case.record.items()}} for case in cases]
    )
    done = giis.emit(
        source, mapping_of(guide, names), tmp_path, guide, as_of=data.as_of, catalogs=data.store(),
        unofficial_as_errors=True,
    )  # fmt: skip
    assert done.records == len(cases) == done.written + done.excluded
    listed: dict[int, set[str]] = {}
    for line in excluded(done):
        listed.setdefault(int(line["registro"]), set()).add(line["regla"])
    together = {item.rule.id for item in guide.file_rules}
    written = {line for item in done.files for line in item.path.read_text(encoding="cp1252").splitlines()[1:]}
    for number, case in enumerate(cases, 1):
        wanted = {rule for rule in case.expect if data.severity_of(rule) == "error" and not rule.startswith("ARC")}
        found = listed.get(number, set())
        text = "|".join(case.record[item.name] for item in guide.variables)
        if not nameable(guide, case.record) and not wanted:
            assert found == {"ARC-nombre"}, case.id
        else:
            assert found - together == wanted, case.id
        assert (text in written) == (not found) or found <= together, case.id


def nameable(guide, record):
    day = guide.by_identifier[guide.terms["fecha_atencion"].name].name
    try:
        when = parse_date(record[day])
    except ValueError:
        return True
    return file_names("XXX", pl.Series([record["clues"]]), pl.Series([when])).item() is not None


GUIDE = load_guide("B015")
DATA = load_conformance("GIIS-B015-04-11")
VALID = [
    case.record for case in DATA.cases
    if not case.expect and not case.missing and plain(case.record) and nameable(GUIDE, case.record)
]  # fmt: skip
FORMATS = st.sampled_from(["csv", "ansi", "jsonl", "parquet"])


@settings(a_part_of_the_examples(2), phases=[Phase.explicit, Phase.generate])
@given(
    st.lists(st.sampled_from(VALID), min_size=1, max_size=8, unique_by=lambda item: tuple(item.values())),
    st.permutations(range(len(GUIDE.variables))), FORMATS, st.sampled_from(",;\t|"),
)  # fmt: skip
def test_valid_records_come_out_as_they_went_in(tmp_path_factory, chosen, order, form, separator):
    folder = tmp_path_factory.mktemp("e")
    names = {item.name: f"columna {number}" for number, item in enumerate(GUIDE.variables)}
    columns = [names[GUIDE.variables[place].name] for place in order]
    source = pl.DataFrame([{names[name]: value for name, value in record.items()} for record in chosen]).select(columns)
    path = folder / f"a.{form.replace('ansi', 'csv')}"
    if form == "parquet":
        source.write_parquet(path)
    elif form == "jsonl":
        source.write_ndjson(path)
    else:
        text = source.write_csv(separator=separator)
        path.write_bytes(text.encode("cp1252" if form == "ansi" else "utf-8"))
    done = giis.emit(path, mapping_of(GUIDE, names), folder / "x", as_of=DATA.as_of, catalogs=DATA.store())
    wanted = ["|".join(record[item.name] for item in GUIDE.variables) for record in chosen]
    written = [line for item in done.files for line in item.path.read_text(encoding="cp1252").splitlines()[1:]]
    together = {item.rule.id for item in GUIDE.file_rules}
    left_out = {int(line["registro"]) for line in excluded(done)}
    assert {line["regla"] for line in excluded(done)} <= together, "visits of one patient may contradict each other"
    assert sorted(written) == sorted(line for number, line in enumerate(wanted, 1) if number not in left_out)
    assert done.excluded == len(left_out)
    shares = {item.rule.id for item in GUIDE.file_rules if item.kind == "share"}
    errors = {found.rule for item in done.files for found in item.report.findings if found.severity == "error"}
    assert errors <= shares, "a share of the records is the fault of none of them"
