"""The guide of a file among all that ship, and what choosing reads of them."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from giis.specs import guide_ids, load_guide, load_guide_file, outlines, registry
from giis.validators.choice import choose_guide, likeness

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from giis.specs import Guide


def headers(name: str) -> list[str]:
    return [variable.header for variable in load_guide(name).variables]


@pytest.mark.parametrize("name", guide_ids())
def test_a_guide_is_told_by_its_header(name: str) -> None:
    header, kinds = headers(name), load_guide(name).file_types
    for file_name in (None, "x.txt", *(f"{kind}-DFSSA-2411.TXT" for kind in kinds)):
        chosen, why = choose_guide(None, header, file_name)
        assert headers(chosen.id) == header
        assert why.en.split(";")[0] == f"by the header (100 % of its {len(header)} names)"


@pytest.mark.parametrize("name", guide_ids())
def test_a_header_with_a_strange_name_is_told_too(name: str) -> None:
    header = ["x", *headers(name)[1:]]
    chosen, _ = choose_guide(None, header, None)
    assert headers(chosen.id) == headers(name)


def test_guides_of_different_file_types_have_different_headers() -> None:
    for one, other in combinations(outlines(), 2):
        if not one.file_types & other.file_types:
            assert likeness(one.headers, other.headers) < 0.8, (one.id, other.id)


def test_outlines_say_what_the_guides_say() -> None:
    assert tuple(item.id for item in outlines()) == guide_ids()
    for item in outlines():
        assert list(item.headers) == headers(item.id)
        assert item.file_types == set(load_guide(item.id).file_types)
        assert item.since == load_guide(item.id).published


@pytest.mark.parametrize("wanted", [None, "CEX"])
def test_other_guides_are_not_built(wanted: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    header = ["x", *headers("CEX")[1:]]
    built: set[str] = set()

    def build(path: Path) -> Guide:
        built.add(path.stem)
        return load_guide_file(path)

    monkeypatch.setattr(registry, "load_guide_file", build)
    chosen, _ = choose_guide(wanted, header, "CEX-DFSSA-2411.TXT")
    assert built == {chosen.id}


OLD, NEW = "GIIS-B002-04-05", "GIIS-B002-05-09"


def damaged(header: list[str]) -> list[str]:
    return [f"?{place}" for place in range(len(header))]


@pytest.mark.parametrize("name", [OLD, NEW])
@pytest.mark.parametrize("file_name", ["EGR-DFSSA-2605.TXT", "EGR-DFSSA-2606.TXT", "EGR-DFSSA-2401.txt", "EGR.txt"])
@pytest.mark.parametrize("spoil", [list, damaged, lambda header: [token.lower() for token in header]])
def test_the_number_of_columns_tells_the_edition(name: str, file_name: str, spoil: Callable[..., list[str]]) -> None:
    header = spoil(headers(name))
    chosen, why = choose_guide(None, header, file_name)
    assert chosen.id == name
    assert why.en.endswith(f"; the edition, by the number of columns ({len(header)})")
    assert why.es.endswith(f"; la edición, por el número de columnas ({len(header)})")


@pytest.mark.parametrize("name", [OLD, NEW])
@pytest.mark.parametrize("damage", [lambda header: header[:-1], lambda header: [*header, "OTRA"]])
def test_a_header_of_another_length_is_that_of_the_edition_most_like_it(
    name: str, damage: Callable[[list[str]], list[str]]
) -> None:
    chosen, why = choose_guide(None, damage(headers(name)), "EGR-DFSSA-2605.TXT")
    assert chosen.id == name
    assert why.en.endswith("; the edition most like it")


@pytest.mark.parametrize(
    ("month", "edition", "told"),
    [
        ("2607", NEW, "by the month of the name (2026-07); in force since 2026-06-01"),
        ("2606", NEW, "by the month of the name (2026-06); in force since 2026-06-01"),
        ("2605", OLD, "by the month of the name (2026-05); in force since 2022-07-15"),
        ("2207", OLD, "by the month of the name (2022-07); in force since 2022-07-15"),
        ("2206", OLD, "the oldest edition, for none was in force in 2022-06"),
    ],
)
def test_where_the_header_tells_nothing_the_month_of_the_name_does(month: str, edition: str, told: str) -> None:
    chosen, why = choose_guide(None, ["?"], f"EGR-DFSSA-{month}.TXT")
    assert chosen.id == edition
    assert why.en.startswith("by the file's name (EGR); the ")
    assert why.en.endswith(told)
    assert month[:2] in why.es


def test_without_a_month_the_newest_edition_is_taken() -> None:
    chosen, why = choose_guide(None, ["?"], "EGR.TXT")
    assert chosen.id == NEW
    assert why.es == "por el nombre del archivo (EGR); la edición más reciente"


@pytest.mark.parametrize("wanted", [OLD, NEW])
def test_the_edition_that_is_asked_for_is_taken(wanted: str) -> None:
    chosen, why = choose_guide(wanted, headers(OLD), "EGR-DFSSA-2607.TXT")
    assert chosen.id == wanted
    assert why.es == "la indicada con --guide"
