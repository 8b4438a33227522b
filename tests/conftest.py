"""Settings and records that all tests share."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from giis.specs import load_guide, load_guide_file
from invented import write_guide
from outpatient import AS_OF, BASE, shipped_catalogs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from giis.catalogs import Catalog
    from giis.specs import Guide

_COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large]}
settings.register_profile("ci", max_examples=60, derandomize=True, database=None, **_COMMON)
settings.register_profile("long", max_examples=2_000, **_COMMON)
settings.load_profile(os.environ.get("GIIS_HYPOTHESIS", "ci"))


@pytest.fixture(autouse=True, scope="session")
def _nothing_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let no test see what the person who runs it has imported, or what an earlier run has found."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIIS_CATALOGS", str(tmp_path_factory.mktemp("catalogs")))
        patch.setenv("GIIS_NO_CACHE", "1")
        yield


@pytest.fixture(scope="session")
def guide() -> Guide:
    """GIIS-B015-04-11, as it ships."""
    return load_guide("GIIS-B015-04-11")


@pytest.fixture(scope="session")
def catalogs() -> Mapping[str, Catalog]:
    """The shipped catalogues, by name."""
    return shipped_catalogs()


@pytest.fixture(scope="session")
def as_of() -> date:
    """A date of registration that the base record is earlier than."""
    return AS_OF


@pytest.fixture
def base() -> dict[str, str]:
    """An invented record of GIIS-B015-04-11 that breaks no rule, by identifier."""
    return dict(BASE)


@pytest.fixture
def invented_path(tmp_path: Path) -> Callable[..., Path]:
    """Return the function that writes the small invented guide, with replacements, and returns its path."""

    def write(*edits: tuple[str, str]) -> Path:
        return write_guide(tmp_path, edits)

    return write


@pytest.fixture
def invented(invented_path: Callable[..., Path]) -> Callable[..., Guide]:
    """Return the function that loads the small invented guide, with replacements."""

    def load(*edits: tuple[str, str]) -> Guide:
        return load_guide_file(invented_path(*edits))

    return load
