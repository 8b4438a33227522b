"""A guide whose official header writes one token over two columns (B002 of 2026: PRIMERAPELLIDO)."""

from __future__ import annotations

from datetime import date

import pytest

import giis
from giis.conformance import load_conformance
from giis.specs import load_guide

GUIDE = "GIIS-B002-05-09"
AS_OF = date(2026, 6, 30)


@pytest.fixture(scope="module")
def case() -> dict[str, str]:
    found = load_conformance(GUIDE)
    assert found is not None
    return dict(next(item.record for item in found.cases if item.id == "valido-lesion"))


def test_the_header_is_right_and_nothing_is_swapped(case: dict[str, str]) -> None:
    header = [variable.header for variable in load_guide(GUIDE).variables]
    assert header.count("PRIMERAPELLIDO") == 2
    for written in (header, [*header[:52], "CAUSAEXTERNA", *header[53:]]):
        content = "\r\n".join(["|".join(written), "|".join(case.values()), ""]).encode("windows-1252")
        (file,) = giis.validate(content, as_of=AS_OF).files
        assert (file.guide, list(file.findings)) == (GUIDE, [])


def test_a_record_is_written_back_the_same(case: dict[str, str]) -> None:
    record = giis.load_guide(GUIDE).model.from_line("|".join(case.values()), as_of=AS_OF)
    assert record.line == "|".join(case.values())
    assert len(record.texts) == len(case)
    assert (record.texts["PRIMERAPELLIDO"], record.texts["CAUSAEXTERNA"]) == (
        case["primerApellido"],
        case["causaExterna"],
    )


def test_the_confidence_of_an_include_reaches_the_fields_of_sub_records() -> None:
    fields = {item.name: item for item in load_guide("GIIS-B002-04-05").dictionary}
    assert fields["numeroProducto"].source.confidence == "inferred"
    assert fields["codigoCieComorbilidad"].source.confidence == "official-shared"
