"""Rules on the files of several guides together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from giis import validate
from giis.conformance import load_conformance

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from giis.validators.findings import FileReport

GUIDES = {
    "CEX": "GIIS-B015-04-11",
    "CSB": "GIIS-B016-04-08",
    "CSM": "GIIS-B017-04-09",
    "CPF": "GIIS-B018-04-09",
    "CDT": "GIIS-B019-04-09",
}
PERSON = ("curpPaciente", "clues", "curpPrestador")
FIRST = "ENT-primera-vez"
PROGRAMME = "ENT-programa-por-prestador"


def judged(
    folder: Path, *files: tuple[str, Sequence[Mapping[str, str]]], same: bool = True, **options: object
) -> list[FileReport]:
    """Judge a file for each (type, changes of its base record); the patient is the same in all of them."""
    paths = []
    for index, (kind, changes) in enumerate(files):
        data = load_conformance(GUIDES[kind])
        assert data is not None
        first = load_conformance(GUIDES[files[0][0]])
        assert first is not None
        shared = {name: first.base[name] for name in PERSON} if same else {}
        lines = ["|".join(data.header)]
        lines += ["|".join({**data.base, **shared, **change}.values()) for change in changes]
        paths.append(folder / f"{index}-{kind}.txt")
        paths[-1].write_bytes("\r\n".join([*lines, ""]).encode("cp1252"))
    return list(validate(paths, select=["ENT"], **options).files)  # type: ignore[arg-type]


def found(reports: Sequence[FileReport]) -> list[tuple[str, str, int | None]]:
    return [(report.path.rsplit("/", 1)[-1], item.rule, item.record) for report in reports for item in report.findings]


@pytest.mark.parametrize("other", ["CSB", "CSM", "CPF", "CDT"])
def test_a_first_attention_is_one_over_all_formats(tmp_path: Path, other: str) -> None:
    first, again = {"primeraVezAnio": "1"}, {"primeraVezAnio": "0"}
    assert found(judged(tmp_path, ("CEX", [first]), (other, [first]))) == [(f"1-{other}.txt", FIRST, 1)]
    assert found(judged(tmp_path, ("CEX", [first]), (other, [again]))) == []
    assert found(judged(tmp_path, ("CEX", [again, first]), (other, [again, first]))) == [(f"1-{other}.txt", FIRST, 2)]


def test_the_finding_names_both_places(tmp_path: Path) -> None:
    first = {"primeraVezAnio": "1"}
    _, second = judged(tmp_path, ("CEX", [{"primeraVezAnio": "0"}, first]), ("CSB", [first]))
    (item,) = second.findings
    assert (item.record, item.line, item.variable) == (1, 2, "primeraVezAnio")
    assert item.message.es == f"repite el registro 2 de {tmp_path / '0-CEX.txt'}"
    assert item.message.en == f"it repeats record 2 of {tmp_path / '0-CEX.txt'}"
    assert (second.totals.error, second.valid_records, second.status) == (1, 0, "fail")


@pytest.mark.parametrize(
    "change",
    [{"clues": "DFSSA002935"}, {"curpPaciente": "XXXX999999XXXXXX99"}, {"fechaConsulta": "15/01/2023"}],
    ids=["another unit", "generic CURP", "another year"],
)
def test_what_is_another_first_attention(tmp_path: Path, change: dict[str, str]) -> None:
    first = {"primeraVezAnio": "1"}
    assert found(judged(tmp_path, ("CEX", [first]), ("CSB", [{**first, **change}]))) == []


def test_within_one_file_other_rules_look(tmp_path: Path) -> None:
    first = {"primeraVezAnio": "1"}
    assert found(judged(tmp_path, ("CEX", [first, first]), ("CSB", [{"primeraVezAnio": "0"}]))) == []
    three = judged(tmp_path, ("CEX", [first]), ("CSB", [first, first]), ("CDT", [first]))
    assert found(three) == [("1-CSB.txt", FIRST, 1), ("1-CSB.txt", FIRST, 2), ("2-CDT.txt", FIRST, 1)]


def test_a_provider_has_one_programme(tmp_path: Path) -> None:
    reports = judged(tmp_path, ("CEX", [{"programaSMyMG": "1"}]), ("CSB", [{"programaSMyMG": "0"}]))
    assert (("1-CSB.txt", PROGRAMME, 1)) in found(reports)
    assert {item.severity for report in reports for item in report.findings if item.rule == PROGRAMME} == {"warning"}
    same = judged(tmp_path, ("CEX", [{"programaSMyMG": "1"}]), ("CSB", [{"programaSMyMG": "1"}]))
    assert PROGRAMME not in {rule for _, rule, _ in found(same)}


def test_one_file_alone_has_nothing_to_compare(tmp_path: Path) -> None:
    (report,) = judged(tmp_path, ("CEX", [{"primeraVezAnio": "1"}]))
    assert {item.state for item in report.outcomes} == {"not applicable"}
    assert report.status == "pass"


def test_order_of_files_and_size_of_batches_do_not_matter(tmp_path: Path) -> None:
    first = {"primeraVezAnio": "1"}
    files = (("CEX", [{"primeraVezAnio": "0"}] * 40 + [first]), ("CSB", [first] * 2))
    assert found(judged(tmp_path, *files, batch_bytes=2_000)) == found(judged(tmp_path, *files))
    reports = judged(tmp_path, *files, max_findings=1)
    assert [report.totals.error for report in reports] == [0, 2]
    assert [report.totals.shown for report in reports] == [0, 1]
