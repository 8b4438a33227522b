"""The mapping to FHIR is data, loaded strictly; another guide needs no Python."""

from __future__ import annotations

import json

import pytest
from converting import PLAIN
from fhir.resources.R4B.bundle import Bundle

import giis
from giis._resources import data_directory
from giis.converters._fhir import _parsed
from giis.converters._fhir_map import load_map, mapped_guides
from giis.converters._fhir_read import BundleReader
from giis.converters._fhir_write import BundleWriter

GUIDE = giis.load_guide("GIIS-B015-04-11")
SHIPPED = (data_directory("spec_yaml") / "fhir" / f"{GUIDE.id}.yaml").read_text("utf-8")
FAULTS = [
    ("fhir: giis-fhir/1", "fhir: giis-fhir/2", "fhir: must be giis-fhir/1"),
    ("guide: GIIS-B015-04-11", "guide: GIIS-B016-04-08", "guide: must be GIIS-B015-04-11"),
    ("rest: encounter", "rest: nothing", "rest: a resource that is no optional one"),
    ("rest: encounter", "rest: weight", "rest: a resource that is no optional one"),
    ("rest: encounter", "rest: encounter\nmore: x", "unknown key 'more'"),
    ("namespace: urn:x-giis:fhir\n", "", "the key 'namespace' is missing"),
    ("name: patient\n", "name: unit\n", "the resource unit stands twice"),
    ("{$reference: unit}", "{$reference: clinic}", "there is no resource clinic"),
    ("{$variable: peso, as: decimal}", "{$variable: weight, as: decimal}", "has no variable weight"),
    ("{$variable: peso, as: decimal}", "{$variable: peso, as: float}", "as: one of string, code"),
    ("{$variable: peso, as: decimal}", "{$variable: peso, kind: decimal}", "unknown key 'kind'"),
    ("{$variable: peso, as: decimal}", "{$value: peso}", r"unknown key '\$value'"),
    ("{$variable: peso, as: decimal}", "{$copy: peso, as: decimal}", r"an optional resource needs a \$variable"),
    ("{$variable: peso, as: decimal}", '""', "a value is missing"),
    ("{$integer: \"1\"}", "{$integer: one}", "a number is wanted"),
    ("codes: {\"1\": male", "codes: {\"1\": female", "two values have the same code"),
    ("codes: {\"142\": MX}", "codes: MX", "codes: a mapping"),
    ("absent: [XX]", "absent: XX", "absent: a list of texts"),
    ("optional: \"true\"", "optional: \"yes\"", "optional: write true or false"),
    ("resourceType: Encounter", "resource: Encounter", "body: a mapping with a resourceType"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), FAULTS, ids=[item[2] for item in FAULTS])
def test_a_fault_is_told_with_its_line(tmp_path, old, new, message):
    assert old in SHIPPED
    path = tmp_path / "map.yaml"
    path.write_text(SHIPPED.replace(old, new, 1), "utf-8")
    with pytest.raises(giis.SpecError, match=message) as error:
        load_map(GUIDE, path)
    assert error.value.line > 0


@pytest.mark.parametrize("guide", mapped_guides())
def test_what_ships_is_sound(guide):
    mapping = load_map(giis.load_guide(guide))
    assert mapping.guide.id == guide
    before: list[str] = []
    for resource in mapping.resources:
        assert resource.name not in before
        before.append(resource.name)


ANOTHER = """\
fhir: giis-fhir/1
guide: {guide}
namespace: urn:x-test
rest: visit
resources:
  - name: visit
    body:
      resourceType: Encounter
      status: finished
      class: {{system: http://terminology.hl7.org/CodeSystem/v3-ActCode, code: AMB}}
      period:
        start: {{$variable: fecha, as: date}}
      subject: {{$reference: who}}
  - name: who
    body:
      resourceType: Patient
      birthDate: {{$variable: nacimiento, as: date}}
      gender: {{$variable: sexo, codes: {{"1": male, "2": female}}}}
"""


def test_another_guide_needs_only_a_file(every_kind, tmp_path):
    path = tmp_path / "map.yaml"
    path.write_text(ANOTHER.format(guide=every_kind.id), "utf-8")
    mapping = load_map(every_kind, path)
    texts = [PLAIN.get(variable.identifier, "1") for variable in every_kind.variables]
    bundle = BundleWriter(mapping, labels=True).bundle(1, texts)
    Bundle.model_validate(bundle)
    patient = bundle["entry"][1]["resource"]
    assert patient == {"resourceType": "Patient", "birthDate": "1989-05-20", "gender": "female"}
    parsed = _parsed(json.dumps(bundle).encode())
    assert parsed is not None
    assert BundleReader(mapping).texts(parsed, "a") == texts
