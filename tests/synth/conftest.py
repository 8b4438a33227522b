"""One file of synthetic records for each guide, made once."""

from __future__ import annotations

from functools import cache

import pytest

from giis.specs import load_guide
from giis.synth import Searcher, default_month, generate
from giis.validators.validate import store_of

SIZES = {"GIIS-B015-04-11": 200}
"""How many records of a guide are made; of the others fewer, for the time that it takes."""
FEW = 40


@cache
def made_of(guide):
    return generate(guide, SIZES.get(guide, FEW), seed=7)


@pytest.fixture(scope="session")
def outpatient():
    return made_of("GIIS-B015-04-11")


@pytest.fixture(scope="session")
def searcher():
    """Several searches in one guide, prepared once."""
    guide = load_guide("B015")
    return Searcher(guide, store_of(None), default_month(guide))
