"""A sample of the mutants of each guide; `python tools/mutate.py` tries them all."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from giis.conformance import conformance_ids

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))

from mutate import run

SAMPLE, SEED = 100, 20241101


@pytest.mark.parametrize("guide_id", conformance_ids())
def test_every_mutant_of_a_sample_is_noticed(guide_id: str) -> None:
    assert run(guide_id, SAMPLE, SEED) == []
