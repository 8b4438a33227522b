"""A guide with every kind of variable, and the ways to convert its files there and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from converting import Trip

from giis.specs import load_guide_file
from invented import WITH_SUBRECORDS, write_guide

if TYPE_CHECKING:
    from pathlib import Path

    from giis import Guide


@pytest.fixture(scope="session")
def every_kind(tmp_path_factory: pytest.TempPathFactory) -> Guide:
    return load_guide_file(write_guide(tmp_path_factory.mktemp("guide"), [WITH_SUBRECORDS, DURATION]))


@pytest.fixture
def trip(tmp_path: Path, every_kind: Guide) -> Trip:
    return Trip(tmp_path, every_kind)


DURATION = (
    "  - name: diagnostico\n    label: {es: Diagnóstico",
    '  - name: espera\n    label: {es: Espera, en: Wait}\n    type: duration\n    nullable: "true"\n'
    "  - name: diagnostico\n    label: {es: Diagnóstico",
)
