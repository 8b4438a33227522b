"""The guide of a file among all that ship, and what choosing reads of them."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from giis.specs import guide_ids, load_guide, load_guide_file, outlines, registry
from giis.validators.choice import choose_guide, likeness

if TYPE_CHECKING:
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
        assert why.en == f"by the header (100 % of its {len(header)} names)"


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
