"""Bundles that others made or changed: read where they are plain, refused where they are not."""

from __future__ import annotations

import builtins
import copy
import json
from typing import TYPE_CHECKING

import pytest

import giis
from giis.converters._fhir_map import load_map
from giis.converters._fhir_read import BundleReader
from outpatient import BASE, exchange_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

GUIDE = giis.load_guide("GIIS-B015-04-11")
NAMES = [variable.identifier for variable in GUIDE.variables]


@pytest.fixture
def bundle(tmp_path: Path) -> dict:
    source = tmp_path / "CEX-DFSSA-2411.TXT"
    source.write_bytes(exchange_file([BASE | {"peso": "70.50", "talla": "999"}]))
    giis.convert(source, tmp_path / "a.ndjson", target_format="fhir")
    return json.loads((tmp_path / "a.ndjson").read_text("utf-8"))


def back(bundle: object, folder: Path) -> dict[str, str]:
    """Return the record that a Bundle is converted to."""
    (folder / "b.json").write_text(bundle if isinstance(bundle, str) else json.dumps(bundle, indent=1), "utf-8")
    giis.convert(folder / "b.json", folder / "b.txt", GUIDE, source_format="fhir", overwrite=True)
    line = (folder / "b.txt").read_text("cp1252").splitlines()[1]
    return dict(zip(NAMES, line.split("|"), strict=True))


def of(bundle: dict, kind: str, code: str = "") -> dict:
    """Return the resource of a type, and with a code."""
    found = [entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind]
    return next(item for item in found if code in json.dumps(item.get("code", "")))


def test_a_changed_element_is_heeded(bundle, tmp_path):
    assert back(bundle, tmp_path)["peso"] == "70.50"
    of(bundle, "Observation", "29463-7")["valueQuantity"]["value"] = 81.2
    of(bundle, "Patient")["birthDate"] = "1990-01-31"
    of(bundle, "Patient")["name"][0]["given"] = ["ANA", "LUZ"]
    made = back(bundle, tmp_path)
    assert (made["peso"], made["fechaNacimiento"], made["nombre"]) == ("81.2", "31/01/1990", "ANA LUZ")
    assert made["talla"] == "999"


def test_a_measure_that_is_taken_out_or_put_in_is_heeded(bundle, tmp_path):
    weight = copy.deepcopy(of(bundle, "Observation", "29463-7"))
    bundle["entry"] = [item for item in bundle["entry"] if "29463-7" not in json.dumps(item["resource"].get("code"))]
    height = weight | {"code": {"coding": [{"system": "http://loinc.org", "code": "8302-2"}]}}
    height["valueQuantity"] = {"value": 162, "system": "http://unitsofmeasure.org", "code": "cm"}
    bundle["entry"].append({"fullUrl": "urn:uuid:00000000-0000-4000-8000-000000000000", "resource": height})
    made = back(bundle, tmp_path)
    assert (made["peso"], made["talla"]) == ("", "162")


def test_a_bundle_of_another_system(tmp_path):
    quantity = {"value": 36.50, "unit": "°C", "system": "http://unitsofmeasure.org", "code": "Cel"}
    loinc = {"system": "http://loinc.org", "code": "59408-5"}
    made = {
        "resourceType": "Bundle",
        "type": "transaction",
        "entry": [
            {"resource": item, "request": {"method": "POST", "url": item["resourceType"]}}
            for item in (
                {"resourceType": "Patient", "id": "p", "gender": "male",
                 "name": [{"family": "A B", "given": ["C", "D"]}, ],
                 "identifier": [{"system": "urn:oid:2.16.840.1.113883.4.629", "value": "X"},
                                {"system": "http://other", "value": "1"}]},
                {"resourceType": "Encounter", "id": "e", "status": "finished", "subject": {"reference": "Patient/p"},
                 "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
                 "period": {"start": "2024-10-15T09:30:00-06:00"},
                 "diagnosis": [{"condition": {"reference": "Condition/c"}, "rank": 1}]},
                {"resourceType": "Condition", "id": "c", "subject": {"reference": "Patient/p"},
                 "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "J06.9"}]}},
                {"resourceType": "Observation", "status": "final", "valueQuantity": quantity,
                 "code": {"coding": [{"system": "http://loinc.org", "code": "8310-5"}]}},
                {"resourceType": "Observation", "status": "final", "code": {"coding": [loinc]},
                 "valueQuantity": quantity | {"value": 98, "unit": "%", "code": "%"}},
            )
        ],
    }  # fmt: skip
    record = back(made, tmp_path)
    assert {name: text for name, text in record.items() if text} == {
        "curpPaciente": "X", "nombre": "C D", "sexoCURP": "1", "fechaConsulta": "15/10/2024", "temperatura": "36.5",
        "codigoCIEDiagnostico1": "J069", "saturacionOxigeno": "98",
    }  # fmt: skip


def edit(kind: str, code: str, change: Callable[[dict], object]) -> Callable[[dict], object]:
    return lambda bundle: change(of(bundle, kind, code))


def double(kind: str, code: str = "") -> Callable[[dict], object]:
    return lambda bundle: bundle["entry"].append({"resource": of(bundle, kind, code)})


def without(kind: str) -> Callable[[dict], object]:
    def change(bundle: dict) -> None:
        bundle["entry"] = [item for item in bundle["entry"] if item["resource"]["resourceType"] != kind]

    return change


def unknown(resource: dict) -> None:
    resource["extension"].append({"url": "urn:x-giis:fhir/variable/nada", "valueInteger": 1})


WRONG = {
    "grams": (edit("Observation", "29463-7", lambda item: item["valueQuantity"].update(code="g")), "code must be 'kg'"),
    "no unit": (edit("Observation", "29463-7", lambda item: item["valueQuantity"].pop("code")), "code must be 'kg'"),
    "retracted": (edit("Observation", "29463-7", lambda item: item.update(status="entered-in-error")), "'final'"),
    "emergency": (edit("Encounter", "", lambda item: item["class"].update(code="EMER")), "class.code must be 'AMB'"),
    "planned": (edit("Encounter", "", lambda item: item.update(status="planned")), "'finished'"),
    "two weights": (double("Observation", "29463-7"), "stands more than once"),
    "two encounters": (double("Encounter"), "stands more than once"),
    "no encounter": (without("Encounter"), "there is no Encounter"),
    "no patient": (without("Patient"), "leads to no such resource"),
    "two CURPs": (edit("Patient", "", lambda item: item["identifier"].extend(item["identifier"])), "more than once"),
    "unknown variable": (edit("Encounter", "", unknown), "'nada' is no variable"),
    "a variable twice": (edit("Encounter", "", lambda item: item["extension"].extend(item["extension"])), "more than"),
    "no FHIR": (edit("Encounter", "", lambda item: item.update(nonsense=1)), r"not FHIR R4: .*nonsense"),
    "no class": (edit("Encounter", "", lambda item: item.pop("class")), "not FHIR R4: .*class"),
    "another guide": (lambda bundle: bundle["meta"]["tag"][0].update(code="GIIS-B016-04-08"), "of the guide GIIS-B016"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_not_clear_is_refused(bundle, tmp_path, name):
    change, message = WRONG[name]
    change(bundle)
    with pytest.raises(giis.InputError, match=message) as error:
        back(bundle, tmp_path)
    assert error.value.text.es != error.value.text.en
    assert "Bundle 1" in str(error.value)
    assert BASE["curpPaciente"] not in str(error.value)
    assert not (tmp_path / "b.txt").exists()


TEXTS = {
    "no JSON": "x",
    "a list": "[]",
    "another resource": '{"resourceType": "Patient"}',
    "no number": '{"resourceType": "Bundle", "type": "collection", "total": NaN}',
    "half": '{"resourceType": "Bundle", "type": "collection"',
    "deep": '{"a":' * 100_000,
    "a bad line": '{"resourceType": "Bundle", "type": "collection", "entry": [{"resource": {"resourceType":'
    ' "Encounter", "status": "finished", "class": {"code": "AMB", "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode"}}}]}'
    "\nx",
    "no end": '{"resourceType":"Bundle","type":"collection","entry":[\n',
}


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_no_bundle_is_refused(tmp_path, name):
    with pytest.raises(giis.InputError, match=r"no Bundle of FHIR|its end is missing"):
        back(TEXTS[name], tmp_path)
    assert not (tmp_path / "b.txt").exists()


def test_odd_types_are_no_values():
    reader = BundleReader(load_map(GUIDE))
    encounter = {"resourceType": "Encounter", "period": [], "subject": "x", "extension": ["x", {"url": 5}]}
    made = reader.texts({"entry": [{"resource": encounter}, 5, {"resource": 7}]}, "a")
    assert set(made) == {""}


@pytest.mark.parametrize("way", ["there", "back"])
def test_a_missing_library_is_named(bundle, tmp_path, monkeypatch, way):
    found = builtins.__import__

    def refuse(name, *others):
        if name.split(".")[0] == "fhir":
            raise ImportError(name)
        return found(name, *others)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(giis.InputError, match=r"giis\[fhir\]"):
        if way == "back":
            back(bundle, tmp_path)
        else:
            giis.convert(tmp_path / "CEX-DFSSA-2411.TXT", tmp_path / "c.ndjson", target_format="fhir")
    assert not (tmp_path / "c.ndjson").exists()
