"""Repairs of other guides than the outpatient one: sub-records, rules that name what mends them."""

from __future__ import annotations

import pytest

from giis.specs import load_guide_file
from invented import WITH_SUBRECORDS, write_guide
from mending import mend
from outpatient import AS_OF

_NAMES = ["NACIMIENTO", "FECHA", "SEXO", "APODO", "UNIDAD", "PAIS", "PESO", "MOTIVO", "NOTA_CLINICA", "DOSIS"]
_NAMES += ["RIESGOS", "DIAGNOSTICO", "GRADO", "ACTOS"]
_BASE = {
    "NACIMIENTO": "01/02/1980", "FECHA": "15/11/2024", "SEXO": "2", "APODO": "PEPA", "UNIDAD": "DFSSA002935",
    "PAIS": "142", "PESO": "60", "MOTIVO": "1", "NOTA_CLINICA": "", "DOSIS": "", "RIESGOS": "1", "DIAGNOSTICO": "J00X",
    "GRADO": "1", "ACTOS": "1#R69X#-1#&2#J189#-1#10:30",
}  # fmt: skip
_PADDED = (
    "        catalog: DIAGNOSTICO_SIS\n        confidential:",
    "        catalog: DIAGNOSTICO_SIS\n        repair: {text: [capitals], pad: X}\n        confidential:",
)
_WHOLE = (WITH_SUBRECORDS[0], WITH_SUBRECORDS[1].replace(*_PADDED))
_MENDS = (
    "        title: {es: No rebasa la edad, en: Does not exceed the age}\n",
    "        title: {es: No rebasa la edad, en: Does not exceed the age}\n"
    "        mends: plus(sexo, 1)\n        mends_safely: SAFELY\n",
)


def _mend(folder, record, edits=(_WHOLE,), **options):
    guide = load_guide_file(write_guide(folder, edits))
    line = "|".join({**_BASE, **record}[name] for name in _NAMES)
    data = f"{'|'.join(_NAMES)}\r\n{line}\r\n".encode("cp1252")
    done = mend(data, guide, unofficial_as_errors=True, **options)
    return done.repair, dict(zip(_NAMES, done.lines[1].split("|"), strict=True))


def test_the_base_record_is_right(tmp_path):
    done, _ = _mend(tmp_path, {})
    assert not [item for item in done.after.findings if not item.rule.startswith(("ARC", "TST-"))]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (" 1#R69X#-1#&2#J189#-1#10:30 ", "1#R69X#-1#&2#J189#-1#10:30"),
        ("1# R69X #-1#&2#J189#-1#10:30", "1#R69X#-1#&2#J189#-1#10:30"),
        ("01#R69#-1#&+2#j189#-1#10:30:00", "1#R69X#-1#&2#J189#-1#10:30"),
        ("1#R69X#-1#&2#J189#-1#9:30", None),  # too early, once it can be read
        ("1#R69#-1#&2#ZZZZ#-1#", "1#R69X#-1#&2#ZZZZ#-1#"),
        ("1#R69X#-1#", None),  # one of two
        ("1#R69X#-1&2#J189#-1#10:30", None),  # cannot be cut into its fields
        ("1#R69X#-1#&3#J189#-1#10:30", None),  # which number is wrong is for a person
        ("   ", ""),
    ],
)
def test_fields_of_sub_records(tmp_path, before, after):
    for unsafe in (False, True):
        done, record = _mend(tmp_path, {"ACTOS": before}, unsafe=unsafe)
        assert record == {**_BASE, "ACTOS": before if after is None else after}
        assert done.unsafe_total == 0
        assert done.changes_total == (0 if after is None else 1)


def test_a_column_with_confidential_fields_is_masked_whole(tmp_path):
    done, _ = _mend(tmp_path, {"ACTOS": "01#R69X#-1#&2#J189#-1#10:30"}, show_values=False)
    assert done.changes.row(0)[2:5] == ("ACTOS", "•••", "•••")


@pytest.mark.parametrize(
    ("safely", "unsafe", "grade"), [("true", False, "3"), ("false", False, "5"), ("false", True, "3")]
)
def test_a_rule_may_name_what_mends_it(tmp_path, safely, unsafe, grade):
    mends = (_MENDS[0], _MENDS[1].replace("SAFELY", f'"{safely}"'))
    whole = (_WHOLE[0], _WHOLE[1].replace(*mends))
    given = {"NACIMIENTO": "01/02/2021", "GRADO": "5", "PESO": "20", "ACTOS": ""}
    assert _mend(tmp_path, given, (whole,), unsafe=unsafe)[1]["GRADO"] == grade


@pytest.mark.parametrize("unsafe", [False, True])
def test_the_repair_is_done_once(tmp_path, unsafe):
    guide = load_guide_file(write_guide(tmp_path, [_WHOLE]))
    rows = [
        {"ACTOS": "01#r69#5#9:00&2#J189##"}, {"NACIMIENTO": "1980-02-01", "MOTIVO": "3"}, {"RIESGOS": "1&1"},
        {"SEXO": "1", "RIESGOS": "2", "MOTIVO": "-1"}, {"PESO": "60,5", "DOSIS": "05", "GRADO": "9"},
    ]  # fmt: skip
    lines = ["|".join({**_BASE, **row}[name] for name in _NAMES) for row in rows]
    data = "".join(f"{line}\r\n" for line in ("|".join(_NAMES), *lines)).encode("cp1252")
    first = mend(data, guide, unsafe=unsafe, as_of=AS_OF)
    again = mend(first.data, guide, unsafe=unsafe, as_of=AS_OF)
    assert first.repair.changes_total >= 2
    assert again.data == first.data
    assert again.repair.after.totals.error <= first.repair.before.totals.error
