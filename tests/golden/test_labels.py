"""Texts that the YAML repeats from a catalogue: they are the catalogue's labels, without accents."""

from __future__ import annotations

import unicodedata

import pytest

from giis.catalogs import CatalogStore
from giis.specs import load_guide

LISTS = [
    ("GIIS-B013-02-03", "AGENTES", "AGENTE_LESION"),
    ("GIIS-B013-02-03", "AREAS", "AREA_ANATOMICA"),
    ("GIIS-B013-02-03", "CONSECUENCIAS", "CONSECUENCIA_LESION"),
]


def without_accents(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.replace("Ñ", "\0"))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(plain.replace("\0", "Ñ").split())


@pytest.mark.parametrize(("guide_id", "constant", "name"), LISTS)
def test_a_list_of_labels_holds_those_of_the_catalogue(guide_id: str, constant: str, name: str) -> None:
    listed = load_guide(guide_id).constants[constant]
    catalog = CatalogStore().get(name)
    assert catalog is not None
    assert isinstance(listed, tuple)
    assert {without_accents(label) for label in catalog.labels.values()} <= set(listed)
