"""Records that would be excluded are mended first, as `giis repair` mends files."""

from __future__ import annotations

import csv
import json
import random

import pytest
from emission_helpers import GUIDE, NAME, emitted, identity, mapped, official, reasons, records, rows

import giis
from outpatient import AS_OF, BASE

CHANGES = [
    {},
    {"peso": "70,5", "primerApellido": "García"},
    {"peso": "sesenta"},
    {"primerApellido": "García", "peso": "x", "talla": "164"},
    {"planSeguridad": "1", "talla": "165"},
    {"nombre": "ANA\nLUZ", "talla": "166"},
    {"nombre": "A|B", "talla": "167"},
]
MENDED = [
    ("2", "primerApellido", "•••", "•••", "CEX011-caracteres", "safe"),
    ("2", "peso", "70,5", "70.5", "CEX026-formato", "safe"),
    ("6", "nombre", "•••", "•••", "CEX010-caracteres", "safe"),
]


def logged(folder) -> list[tuple[str, ...]]:
    with (folder / "cambios.csv").open(encoding="utf-8", newline="") as stream:
        lines = list(csv.DictReader(stream))
    assert {line["line"] for line in lines} <= {""}
    names = ("record", "variable", "before", "after", "rule", "safety")
    return [tuple(line[name] for name in names) for line in lines]


def test_what_can_be_mended_is_written(tmp_path):
    done = emitted(rows(*CHANGES), identity(), tmp_path, repair=True)
    assert (done.records, done.written, done.excluded, done.invalid) == (7, 3, 4, 0)
    assert [(item["peso"], item["primerApellido"], item["nombre"]) for item in records(tmp_path / NAME)] == [
        ("61.5", "GARCIA", "ANA"), ("70.5", "GARCIA", "ANA"), ("61.5", "GARCIA", "ANA LUZ"),
    ]  # fmt: skip
    assert logged(tmp_path) == MENDED
    # What stays excluded stays as it came, with all its reasons.
    assert sorted(line[:2] for line in reasons(done)) == [
        ("3", "CEX026-formato"), ("4", "CEX011-caracteres"), ("4", "CEX026-formato"), ("5", "CEX055"),
        ("7", "ARC-separador"), ("7", "CEX010-caracteres"),
    ]  # fmt: skip
    told = done.mended
    assert told is not None
    assert (told.records, told.changes, told.unsafe) == (2, 3, 0)
    assert {(item.rule, item.safety, item.count) for item in told.rules} == {
        (rule, safety, 1) for *_, rule, safety in MENDED
    }
    assert [path.name for path in told.logs] == ["cambios.csv", "cambios.json"]
    data = json.loads(told.logs[1].read_text(encoding="utf-8"))
    assert (data["schema"], data["guide"], data["output"]) == ("giis-changes/1", GUIDE.id, str(tmp_path))
    assert [(str(item["record"]), item["variable"]) for item in data["changes"]] == [line[:2] for line in MENDED]
    assert done.data()["mended"]["changes"] == 3


def test_unsafe_changes_and_values_are_shown_if_asked(tmp_path):
    done = emitted(rows(*CHANGES), identity(), tmp_path, repair=True, unsafe=True, show_values=True)
    assert (done.written, done.mended.unsafe) == (4, 1)
    assert ("5", "planSeguridad", "1", "-1", "CEX055", "unsafe") in logged(tmp_path)
    assert ("2", "primerApellido", "García", "GARCIA", "CEX011-caracteres", "safe") in logged(tmp_path)
    with pytest.raises(giis.InputError, match="repair only"):
        emitted(rows({}), identity(), tmp_path / "n", unsafe=True)


def test_without_it_nothing_is_mended_or_logged(tmp_path):
    done = emitted(rows(*CHANGES), identity(), tmp_path)
    assert (done.written, done.mended, done.data()["mended"]) == (1, None, None)
    assert sorted(path.name for path in tmp_path.iterdir()) == [NAME, "excluidos.csv"]


def test_a_valid_record_stays_as_it_is(tmp_path):
    warned = {"curpPrestador": "TOVL800312HDFRGS08"}  # its check digit is wrong: a warning
    done = emitted(rows(warned), identity(), tmp_path, repair=True)
    assert (done.written, done.mended.changes) == (1, 0)
    assert (tmp_path / NAME).read_bytes() == official([warned])


def test_what_the_mapping_could_not_make_is_not_guessed(tmp_path):
    mapping = mapped("sexoCURP", "{column: sexo, codes: {M: '2', H: '1'}}")
    done = emitted(rows({"sexo": "M"}, {"sexo": "02", "peso": "60,5"}), mapping, tmp_path, repair=True)
    assert (done.written, done.mended.changes) == (1, 0)
    assert ("2", "MAP-codigo", "02") in reasons(done)


def test_a_date_that_can_be_read_in_one_way_is(tmp_path):
    dates = ["1989-05-20 ", "20.05.1989", "05/20/1989", "05-06-1989", "mayo"]
    source = [{"fechaNacimiento": text, "talla": str(150 + place)} for place, text in enumerate(dates)]
    done = emitted(rows(*source), identity(), tmp_path, repair=True)
    assert [item["fechaNacimiento"] for item in records(tmp_path / NAME)] == ["20/05/1989"] * 3
    assert [line[:2] for line in reasons(done)] == [("4", "MAP-fecha"), ("5", "MAP-fecha")]
    assert [line[:2] for line in logged(tmp_path)] == [("2", "fechaNacimiento"), ("3", "fechaNacimiento")]


def test_a_mended_record_never_drives_out_another(tmp_path):
    """The first two claim the patient's first attention of the year: the one that was mended goes."""
    first = {"primeraVezAnio": "1", "peso": "60,5"}
    done = emitted(rows(first, {"primeraVezAnio": "1"}), identity(), tmp_path, repair=True)
    assert [line[:2] for line in reasons(done)] == [("1", "CEX-primera-vez-repetida")]
    assert (done.written, done.excluded, done.mended.changes, logged(tmp_path)) == (1, 1, 0, [])
    assert (tmp_path / NAME).read_bytes() == official([{"primeraVezAnio": "1"}])


def test_all_or_nothing_with_the_log_too(tmp_path):
    (tmp_path / "cambios.json").write_text("de antes")
    with pytest.raises(giis.InputError, match="exists already"):
        emitted(rows(*CHANGES), identity(), tmp_path, repair=True)
    assert [path.name for path in tmp_path.iterdir()] == ["cambios.json"]
    emitted(rows(*CHANGES), identity(), tmp_path, repair=True, overwrite=True)


VALUES = {
    "nombre": ["ana", " ANA", "ANA  LUZ", "Ánà", "A9", ""],
    "segundoApellido": ["", "xx", "Peña"],
    "fechaNacimiento": ["1989-05-20", "20.05.1989", "05/20/1989", "06-05-1989"],
    "entidadNacimiento": ["9", "009", "77"],
    "codigoCIEDiagnostico1": ["j00", "J00", "j00x", "J0"],
    "planSeguridad": ["1", "-01"],
    "sexoCURP": ["1", "9"],
}


@pytest.mark.parametrize("unsafe", [False, True])
def test_it_mends_as_repair_does(tmp_path, unsafe):
    """Records that a repair makes valid are those that are written, alike; the others are excluded."""
    dice = random.Random(f"{unsafe}")  # noqa: S311
    source = [
        {name: dice.choice(VALUES[name]) for name in dice.sample(sorted(VALUES), dice.choice((0, 1, 1, 2, 3)))}
        | {"peso": f"{40 + number // 10}{dice.choice('.,')}{number % 10}"}
        for number in range(150)
    ]
    done = emitted(rows(*source), identity(), tmp_path / "a", repair=True, unsafe=unsafe)
    assert done.records == done.written + done.excluded == 150
    giis.repair(official(source), tmp_path / "r.txt", GUIDE, unsafe=unsafe, as_of=AS_OF)
    kept = emitted([BASE | item for item in records(tmp_path / "r.txt")], identity(), tmp_path / "b")
    assert 60 < kept.written < 150
    assert done.written == kept.written
    assert (tmp_path / "a" / NAME).read_bytes() == (tmp_path / "b" / NAME).read_bytes()
