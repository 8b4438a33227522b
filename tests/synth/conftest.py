"""What the tests of synthetic records share."""

from __future__ import annotations

import pytest
from made import made_of

from giis.specs import load_guide
from giis.synth import Searcher, default_month
from giis.validators.validate import store_of


@pytest.fixture(scope="session")
def outpatient():
    return made_of("GIIS-B015-04-11")


@pytest.fixture(scope="session")
def searcher():
    """Several searches in one guide, prepared once."""
    guide = load_guide("B015")
    return Searcher(guide, store_of(None), default_month(guide))
