"""What makes the records plausible: persons who agree with themselves, and values that people have."""

from __future__ import annotations

import polars as pl

GENERIC = "XXXX999999XXXXXX99"


def test_what_a_curp_tells_is_what_the_record_tells(outpatient):
    frame = outpatient.frame().filter(pl.col("curpPaciente") != GENERIC)
    curp = pl.col("curpPaciente")
    born = pl.col("fechaNacimiento").str.to_date("%d/%m/%Y")
    letters = pl.col("sexoCURP").replace_strict({"1": "H", "2": "M", "3": "X"})
    agree = (curp.str.slice(4, 6) == born.dt.strftime("%y%m%d")) & (curp.str.slice(10, 1) == letters)
    assert frame.select(agree.all()).item()


def test_ages_sexes_and_days_are_spread_as_in_a_clinic(outpatient):
    frame = outpatient.frame()
    born, seen = (pl.col(name).str.to_date("%d/%m/%Y") for name in ("fechaNacimiento", "fechaConsulta"))
    facts = frame.select(
        (seen - born).dt.total_days().mean().alias("age") / 365,
        (pl.col("sexoCURP") == "2").mean().alias("women"),
        (seen.dt.weekday() == 7).mean().alias("sundays"),
        (pl.col("sexoCURP") == pl.col("sexoBiologico")).mean().alias("agree"),
    ).row(0, named=True)
    assert 20 < facts["age"] < 50
    assert 0.4 < facts["women"] < 0.75
    assert facts["sundays"] < 0.06
    assert facts["agree"] > 0.95


def test_measures_go_with_the_age(outpatient):
    born = pl.col("fechaNacimiento").str.to_date("%d/%m/%Y")
    numbers = outpatient.frame().select(
        ((pl.lit(outpatient.month.last) - born).dt.total_days() / 365.25).alias("age"),
        *(pl.col(name).cast(pl.Float64) for name in ("peso", "talla", "sistolica", "temperatura", "glucemia")),
    )
    known = numbers.filter((pl.col("peso") != 999) & (pl.col("talla") != 999))
    adults, infants = known.filter(pl.col("age") >= 18), known.filter(pl.col("age") < 1)
    assert adults.select(pl.col("peso").is_between(25, 130).all(), pl.col("talla").is_between(125, 200).all()).row(
        0
    ) == (True, True)
    assert infants["peso"].max() < 20
    pressures = numbers.filter(pl.col("sistolica") != 0)["sistolica"]
    assert 80 < pressures.mean() < 140
    assert len(pressures) > 100


def test_limited_records_stay_few(outpatient):
    frame = outpatient.frame()
    assert frame.filter(pl.col("curpPaciente") == GENERIC).height <= 200 * 0.15
    codes = [pl.col(f"codigoCIEDiagnostico{number}") == "R69X" for number in (1, 2, 3)]
    assert frame.filter(pl.any_horizontal(codes)).height <= 200 * 0.05
