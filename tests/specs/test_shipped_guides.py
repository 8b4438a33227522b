"""Every guide that ships: ids, texts, paragraphs, and the digest of its official document."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import giis
from giis._errors import InputError
from giis._resources import data_directory
from giis.specs import Guide, Level, coverage_of, guide_ids, load_guide
from giis.specs.folder import guide_paths

DIGESTS = Path(__file__).parents[3] / "shared" / "guides"


@pytest.fixture(params=guide_ids())
def shipped(request: pytest.FixtureRequest) -> Guide:
    return load_guide(request.param)


def test_shipped_guides_are_well_formed(shipped: Guide) -> None:
    path = data_directory("spec_yaml") / "guides" / f"{shipped.id}.yaml"
    assert path.is_file()
    listed = [*shipped.rules, *(item.rule for item in shipped.file_rules)]
    assert not [name for name, count in Counter(rule.id for rule in listed).items() if count > 1]
    number = {item.identifier: item.number for item in shipped.by_identifier.values()}
    for rule in shipped.rules:
        found = re.fullmatch(r"([A-Z]{3})([0-9]{3})(-[a-z0-9]+(-[a-z0-9]+)*)?", rule.id)
        assert found, rule.id
        assert (found[1], int(found[2])) == (shipped.prefix, number[rule.variable or ""]), rule.id
        assert (rule.id == rule.id[:6]) is (rule.form == "casos")
    for item in shipped.file_rules:
        assert re.fullmatch(rf"{shipped.prefix}(-[a-z0-9]+)+", item.rule.id), item.rule.id
    for rule in shipped.structure:
        assert re.fullmatch(r"ARC(-[a-z0-9]+)+", rule.id), rule.id
    assert [item.number for item in shipped.dictionary] == list(range(1, len(shipped.dictionary) + 1))


def test_shipped_texts_are_there_in_both_languages(shipped: Guide) -> None:
    for rule in shipped.by_id.values():
        texts = [rule.title, rule.why, rule.fix, rule.reading, rule.message, *rule.hints.values()]
        for text in texts:
            assert text is None or all(part.strip() == part and part for part in text), rule.id
    for variable in shipped.variables:
        assert all(0 < len(part) <= 80 for part in variable.label), variable.name
        assert variable.source.section, variable.name


def test_shipped_paragraphs_are_all_counted(shipped: Guide) -> None:
    count = coverage_of(shipped)
    assert count.statements == len(shipped.statements)
    for item in shipped.statements:
        checked = item.treatment in ("record", "file")
        assert checked == bool(item.rules), item.place
        assert checked or item.reason is not None, item.place
        assert all(rule in shipped.by_id for rule in item.rules), item.place


def test_a_guide_is_the_digest_of_its_document(shipped: Guide) -> None:
    """The lines of the digests' field `rule` are the paragraphs of the column Validación, where they are kept apart."""
    path = DIGESTS / f"{shipped.id}.json"
    if not path.is_file():
        pytest.skip("the digests of the official documents are not beside this repository (../shared/guides)")
    digest = json.loads(path.read_text(encoding="utf-8"))
    counted = Counter(item.variable for item in shipped.statements if item.variable)
    fields = digest["fields"]
    # A digest lists the columns or, each by itself, the variables that share one.
    listed = shipped.variables if len(fields) == len(shipped.variables) else shipped.dictionary
    assert [item.name for item in listed] == [field["name"] for field in fields]
    if digest["header"] is not None:  # where the header of a guide is not known, its names are written in capitals
        assert [item.header for item in shipped.variables] == digest["header"]
    told = [
        part
        for column, field in zip(listed, fields, strict=True)
        for part in (field["composite"]["subfields"] if column.fields else (field,))
    ]
    paragraphs = {part["name"]: len(part["rule"].splitlines()) for part in told}
    if max(paragraphs.values()) > 1:
        assert {item.name: counted[item.name] for item in shipped.dictionary} == paragraphs
    tolerated = {field["name"] for field in fields if "" in _tolerated(field.get("domain") or {})}
    nullable = [item.name for item in shipped.variables if item.nullable]
    unsure = {field["name"] for field in fields if field.get("nullable_note")}  # more likely with a default
    assert [name for name in nullable if name not in tolerated] == [
        name for name in digest["nullable"] if name not in unsure
    ]


def _tolerated(domain: dict[str, Any]) -> list[str]:
    """Return the values that the guide is not known to want nor to refuse."""
    found = [domain.get(key, ()) for key in ("tolerated", "tolerated_otherwise")]
    return [value for values in found if isinstance(values, list) for value in values]


@pytest.mark.parametrize("name", ["GIIS-B015-04-11", "giis-b015-04-11", "B015", "b015", "CEX", " cex "])
def test_names_of_a_guide(name: str) -> None:
    assert load_guide(name).id == "GIIS-B015-04-11"
    assert giis.load_guide(name) is not None


@pytest.mark.parametrize("name", ["", "B999", "GIIS", "04", "../GIIS-B015-04-11", "*"])
def test_an_unknown_guide(name: str) -> None:
    with pytest.raises(InputError, match=r"unknown guide .*GIIS-B015-04-11"):
        load_guide(name)


def test_a_guide_of_ones_own_is_called_by_its_path() -> None:
    path = guide_paths()["GIIS-B015-04-11"]
    assert load_guide(str(path)).id == giis.load_guide(str(path)).id == "GIIS-B015-04-11"
    with pytest.raises(InputError, match=r"no definition file 'GIIS-B015-04-11\.yaml'"):
        load_guide("GIIS-B015-04-11.yaml")


def test_levels(shipped: Guide) -> None:
    assert {rule.level for rule in shipped.rules} == {Level.VALUE, Level.RECORD}
    for rule in shipped.rules:
        assert (rule.require is None) is (rule.level is Level.VALUE), rule.id
