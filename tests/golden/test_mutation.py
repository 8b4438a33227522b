"""A sample of the mutants of each guide; `python tools/mutate.py` tries them all."""

from __future__ import annotations

from pathlib import Path

import pytest

from giis.conformance import conformance_ids

TOOLS = Path(__file__).resolve().parents[2] / "tools"
SAMPLE, SEED = 30, 20241101


@pytest.mark.parametrize("guide_id", conformance_ids())
def test_every_mutant_of_a_sample_is_noticed(guide_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(TOOLS))
    import mutate

    found = mutate.run(guide_id, SAMPLE, SEED)
    assert sum(map(len, found.values())) == SAMPLE
    assert not found.get(mutate.SURVIVED)
    assert not found.get(mutate.STALE)


def test_mutants_have_names_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(TOOLS))
    import _flat
    import _mutants

    found = _mutants.mutants(_flat.flat_guide("GIIS-B015-04-11"))
    assert len({mutant.name for mutant in found}) == len(found) > 2_000


def test_the_flat_guide_asks_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(TOOLS))
    import _flat

    from giis.specs import load_guide

    own, flat = load_guide("GIIS-B015-04-11"), _flat.build(_flat.flat_guide("GIIS-B015-04-11"))
    assert [(rule.id, rule.when, rule.require, rule.severity) for rule in own.rules] == [
        (rule.id, rule.when, rule.require, rule.severity) for rule in flat.rules
    ]
