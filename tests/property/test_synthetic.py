"""Synthetic records of guides with sub-records, whole and with values of one another: both engines agree on them."""

from __future__ import annotations

from functools import cache

import pytest
from engines import Engines
from hypothesis import given, settings
from hypothesis import strategies as st

from giis.catalogs import CatalogStore
from giis.specs import load_guide
from giis.synth import default_month, strategy

GUIDES = ("GIIS-B013-02-03", "GIIS-B014-02-03")


@cache
def engines_of(guide: str) -> Engines:
    known, store = load_guide(guide), CatalogStore()
    found = {name: store.get(name) for name in known.catalogs}
    return Engines(known, {name: item for name, item in found.items() if item}, default_month(known).last)


@cache
def records_of(guide: str) -> st.SearchStrategy[dict[str, str]]:
    return strategy(guide, size=40, seed=3)


@pytest.mark.parametrize("guide", GUIDES)
@settings(max_examples=max(settings().max_examples // 4, 10))
@given(data=st.data())
def test_engines_agree_on_valid_records_and_on_mixtures_of_them(guide: str, data: st.DataObject) -> None:
    engines = engines_of(guide)
    one, other = data.draw(st.tuples(records_of(guide), records_of(guide)))
    assert [broken for broken, _ in engines.pipeline([one])] == [frozenset()]
    names = data.draw(st.sets(st.sampled_from(sorted(one)), min_size=1, max_size=12))
    mixed = [{**one, name: other[name]} for name in sorted(names)]
    engines.must_agree([one, *mixed, {**one, **{name: other[name] for name in names}}])
