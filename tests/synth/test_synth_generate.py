"""Files of synthetic records: valid by the pipeline, the same every time, and named as they should be."""

from __future__ import annotations

import io
from datetime import date

import polars as pl
import pytest
from made import made_of

import giis
from giis.files import parse_file_name
from giis.specs import guide_ids, load_guide_file
from giis.synth import Month, generate
from giis.synth._roles import roles_of
from giis.validators.functions import polars_function
from invented import WITH_SUBRECORDS, write_guide

IMPORTED = {"GIIS-B015-04-11": "pass", "GIIS-B016-04-08": "pass"}
"""Guides whose catalogues all ship; of the others some rules cannot be asked."""


@pytest.mark.parametrize("guide", guide_ids())
def test_every_guide_has_valid_records(guide, tmp_path):
    made = made_of(guide)
    path = tmp_path / made.name
    made.write(path)
    report = giis.validate(path, as_of=made.as_of)
    assert report.findings["rule"].to_list() == []
    assert report.status == IMPORTED.get(guide, "incomplete")
    assert (report.files[0].guide, report.files[0].records) == (guide, made.count)


def test_the_file_is_what_the_frames_hold(outpatient):
    stream = io.BytesIO()
    outpatient.write(stream)
    lines = stream.getvalue().decode("windows-1252").split("\r\n")
    frame = outpatient.frame()
    assert lines[0] == "|".join(variable.header for variable in outpatient.guide.variables)
    assert lines[1:-1] == ["|".join(row) for row in frame.iter_rows()]
    assert lines[-1] == ""
    assert "Ñ" in stream.getvalue().decode("windows-1252")


def test_the_size_of_batches_changes_nothing(outpatient):
    assert pl.concat(list(outpatient.frames(batch=37))).equals(outpatient.frame())


def test_the_same_seed_gives_the_same_records():
    known = made_of("GIIS-B016-04-08").frame()
    again = generate("CSB", known.height, seed=7).frame()
    other = generate("CSB", 11, seed=8).frame()
    assert again.equals(known)
    assert set(other["curpPaciente"]).isdisjoint(again["curpPaciente"])


def test_files_of_several_guides_go_together(tmp_path):
    made = [made_of(guide) for guide in ("GIIS-B015-04-11", "GIIS-B016-04-08", "GIIS-B017-04-09")]
    for item in made:
        item.write(tmp_path / item.name)
    report = giis.validate([tmp_path / item.name for item in made], as_of=max(item.as_of for item in made))
    assert report.findings["rule"].to_list() == []
    assert {file.guide for file in report.files} == {item.guide.id for item in made}


def test_one_record_keeps_the_limits_of_a_file():
    made = generate("CSB", 1, seed=3)
    report = giis.validate(made.frame(), made.guide, as_of=made.as_of)
    assert (report.status, report.totals.all) == ("pass", 0)


def test_more_records_than_scenarios_are_still_all_of_different_persons():
    made = generate("B015", 3_000, seed=2)
    frame = made.frame()
    report = giis.validate(frame, made.guide, as_of=made.as_of)
    assert (report.status, report.totals.all, made.pool.size < 500) == ("pass", 0, True)
    real = frame.filter(pl.col("curpPaciente") != made.guide.constants["CURP_GENERICA"])
    assert real["curpPaciente"].is_unique().all()
    assert frame.n_unique() == 3_000
    providers = frame.group_by("curpPrestador").agg(pl.col("tipoPersonal", "clues", "nombrePrestador").n_unique())
    assert providers.filter(pl.col("curpPrestador") != "XXXX999999XXXXXX99").drop("curpPrestador").max().row(0) == (
        1,
        1,
        1,
    )


def test_a_guide_of_ones_own_has_records_too(tmp_path):
    guide = load_guide_file(write_guide(tmp_path, [WITH_SUBRECORDS]))
    made = generate(guide, 25)
    report = giis.validate(made.frame(), guide, as_of=made.as_of)
    assert (report.status, report.totals.all, report.files[0].records) == ("pass", 0, 25)


def test_folios_number_the_records():
    assert made_of("GIIS-B013-02-03").frame()["folio"].cast(pl.Int64).to_list() == list(range(1, 41))


def test_month_units_and_day_are_those_asked_for():
    unit = generate("B015", 1).units[0]
    made = generate("B015", 11, month="2025-02", clues=[unit.lower()], as_of=date(2025, 2, 14))
    days = made.frame()["fechaConsulta"].str.to_date("%d/%m/%Y")
    assert (made.name, made.units) == (f"CEX-{unit[:5]}-2502.TXT", (unit,))
    assert set(made.frame()["clues"]) == {unit}
    assert (days.min() >= date(2025, 2, 1), days.max() <= date(2025, 2, 14)) == (True, True)


@pytest.mark.parametrize("guide", guide_ids())
def test_the_name_is_official(guide):
    made = made_of(guide)
    name = parse_file_name(made.name)
    assert name is not None
    assert (name.kind, name.prefix) == (made.guide.file_types[0], made.units[0][:5])
    assert Month(name.year, name.month) == made.month


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"clues": ["DFSSA999999"]}, "DFSSA999999 is no CLUES of the catalogue"),
        ({"clues": ["DFSSA001523", "NLSSA001234"]}, "one state and institution"),
        ({"month": "2024-13"}, "is no month"),
        ({"month": "2024-11", "as_of": date(2024, 10, 31)}, "before the month"),
    ],
)
def test_what_cannot_be_is_told(arguments, told):
    with pytest.raises(giis.InputError) as caught:
        generate("B015", 5, **arguments)
    assert told in caught.value.text.en


@pytest.mark.parametrize("guide", ["GIIS-B015-04-11", "GIIS-B013-02-03", "GIIS-B002-05-09"])
def test_a_curp_is_built_by_the_rules_and_marked_as_fictitious(guide):
    made = made_of(guide)
    for role in roles_of(made.guide):
        if role.group is not None:
            continue
        frame = made.frame().filter(pl.col(role.curp) != "XXXX999999XXXXXX99")
        curp = pl.col(role.curp)
        names = {"curp_given": role.given, "curp_first_surname": role.first, "curp_second_surname": role.second}
        asked = [polars_function(name)(curp).alias(name) for name in ("curp_check_digit", "curp_sensible", "curp_date")]
        asked += [polars_function(name)(curp, pl.col(other)).alias(name) for name, other in names.items()]
        assert frame.select(asked).select(pl.all_horizontal(pl.all().all())).item()
        marks = "98765" + "JIHGFE" + "4" if role.birth else "3D"
        assert frame.select(curp.str.slice(16, 1).is_in(list(marks)).all()).item()
