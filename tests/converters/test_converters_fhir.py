"""Records as Bundles of FHIR R4: what is written, that it is FHIR, and that it comes back byte by byte."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from converting import PLAIN, VALUES
from fhir.resources.R4B.bundle import Bundle
from hypothesis import given
from hypothesis import strategies as st

import giis
from changes import changed_records, values_of
from effort import a_part_of_the_examples
from giis.conformance import load_conformance
from giis.converters import _fhir
from outpatient import BASE, exchange_file

ROOT = Path(__file__).resolve().parents[2]
GUIDE = giis.load_guide("GIIS-B015-04-11")
NAMES = [variable.identifier for variable in GUIDE.variables]
CODES = {
    "Encounter": {"status": {"finished"}},
    "Patient": {"gender": {"male", "female", "other", "unknown"}},
    "Observation": {"status": {"final"}},
}
"""The value sets that FHIR requires and the library does not check."""


def there_and_back(folder: Path, data: bytes, name: str = "a.ndjson", every: int = 1, **options: object) -> list[dict]:
    """Convert a file there and back, prove its bytes, and return its Bundles, `every` so many checked as a whole."""
    (folder / "CEX-DFSSA-2411.TXT").write_bytes(data)
    giis.convert(folder / "CEX-DFSSA-2411.TXT", folder / name, GUIDE, target_format="fhir", overwrite=True, **options)
    made = giis.convert(folder / name, folder / "back.txt", source_format="fhir", overwrite=True)
    assert (folder / "back.txt").read_bytes() == data
    assert made.identical
    text = (folder / name).read_text("utf-8")
    bundles = [json.loads(line) for line in text.splitlines()] if name.endswith("ndjson") else [json.loads(text)]
    for bundle in bundles[::every]:
        check(bundle)
    return bundles


def check(bundle: dict) -> None:
    Bundle.model_validate(bundle)
    resources = [entry["resource"] for entry in bundle["entry"]]
    if resources and resources[0]["resourceType"] == "Bundle":
        for inner in resources:
            check(inner)
        return
    urls = {entry["fullUrl"] for entry in bundle["entry"]}
    assert len(urls) == len(resources)
    assert set(references(bundle)) <= urls
    for resource in resources:
        for key, codes in CODES.get(resource["resourceType"], {}).items():
            assert resource.get(key, next(iter(codes))) in codes


def references(node: object) -> list[str]:
    if isinstance(node, dict):
        inner = [found for item in node.values() for found in references(item)]
        return [node["reference"], *inner] if "reference" in node else inner
    return [found for item in node for found in references(item)] if isinstance(node, list) else []


def written(record: dict[str, str], folder: Path, **options: object) -> dict[str, list[dict]]:
    """Return the resources of one record by type."""
    found: dict[str, list[dict]] = {}
    for entry in there_and_back(folder, exchange_file([record]), **options)[0]["entry"]:
        found.setdefault(entry["resource"]["resourceType"], []).append(entry["resource"])
    return found


def rest(resources: dict[str, list[dict]], name: str) -> list[object]:
    """Return the values of the extensions of a variable."""
    url = f"urn:x-giis:fhir/variable/{name}"
    found = [item for item in resources["Encounter"][0]["extension"] if item["url"] == url]
    return [value for item in found for key, value in item.items() if key != "url"]


def quantities(resources: dict[str, list[dict]]) -> dict[str, tuple[object, str]]:
    """Return value and unit of every measure by its first LOINC code."""
    parts = [part for item in resources.get("Observation", []) for part in item.get("component", [item])]
    return {
        part["code"]["coding"][0]["code"]: (part["valueQuantity"]["value"], part["valueQuantity"]["code"])
        for part in parts
    }


def test_every_record_of_the_conformance_data(tmp_path):
    data = load_conformance(GUIDE.id)
    assert data is not None
    records = {tuple(case.record.values()) for case in data.cases}
    records = [dict(zip(NAMES, record, strict=True)) for record in sorted(records)]
    records = [record for record in records if not any(sign in text for text in record.values() for sign in "|\r\n")]
    assert len(records) > 500
    there_and_back(tmp_path, exchange_file(records), every=10)


@a_part_of_the_examples(3)
@given(data=st.data())
def test_any_change_of_a_record(data):
    signs = st.characters(codec="cp1252", exclude_characters="|\r\n")
    record = dict(BASE)
    for name in data.draw(st.lists(st.sampled_from(NAMES), max_size=12, unique=True)):
        likely = [*VALUES, *(text for text in values_of(GUIDE.by_identifier[name]) if "|" not in text)]
        record[name] = data.draw(st.sampled_from(likely) | st.text(signs, max_size=8))
    try:
        raw = exchange_file([record, BASE])
    except UnicodeEncodeError:
        return
    with tempfile.TemporaryDirectory() as folder:
        there_and_back(Path(folder), raw, labels=data.draw(st.booleans()))


@pytest.mark.parametrize("name", ["a.ndjson", "a.json"])
def test_records_that_differ_in_many_ways(tmp_path, monkeypatch, name):
    monkeypatch.setattr(_fhir, "ROWS", 7)
    records = [item for item in changed_records(60, 11) if all(sign not in "".join(item.values()) for sign in "|\n")]
    there_and_back(tmp_path, exchange_file(records), name)


@pytest.mark.parametrize("name", ["a.ndjson", "a.json"])
def test_a_file_without_records(tmp_path, name):
    there_and_back(tmp_path, exchange_file([]), name)


@pytest.mark.parametrize("name", ["a.ndjson", "a.json"])
def test_without_the_metadata_the_tag_tells_the_guide(tmp_path, name):
    data = exchange_file([BASE, BASE | {"peso": "70.0"}])
    there_and_back(tmp_path, data, name)
    (tmp_path / f"{name}.giis.json").unlink()
    made = giis.convert(tmp_path / name, tmp_path / "b.txt", source_format="fhir")
    assert ((tmp_path / "b.txt").read_bytes(), made.guide, made.identical) == (data, GUIDE.id, None)


def test_the_persons(tmp_path):
    made = written(BASE, tmp_path)
    patient, practitioner = made["Patient"][0], made["Practitioner"][0]
    curp = {"use": "official", "system": "urn:oid:2.16.840.1.113883.4.629"}
    assert patient["identifier"] == [curp | {"value": "GAMA890520MDFRRN08"}]
    assert practitioner["identifier"] == [curp | {"value": "TOVL800312HDFRGS07"}]
    url = "http://hl7.org/fhir/StructureDefinition/"
    assert patient["name"] == [
        {
            "use": "official",
            "family": "GARCIA MORALES",
            "_family": {
                "extension": [
                    {"url": f"{url}humanname-fathers-family", "valueString": "GARCIA"},
                    {"url": f"{url}humanname-mothers-family", "valueString": "MORALES"},
                ]
            },
            "given": ["ANA"],
        }
    ]
    assert (patient["gender"], patient["birthDate"]) == ("female", "1989-05-20")
    assert patient["extension"] == [
        {"url": f"{url}patient-birthPlace", "valueAddress": {"state": "MX-CMX", "country": "MX"}}
    ]
    assert made["PractitionerRole"][0]["code"][0]["coding"][0]["code"] == "2"
    assert made["Organization"][0]["identifier"][0]["value"] == "DFSSA002935"


def test_the_visit(tmp_path):
    record = BASE | {"primeraVezDiagnostico2": "1", "codigoCIEDiagnostico2": "E119", "codigoCIEDiagnostico3": "MT01"}
    made = written(record, tmp_path)
    encounter = made["Encounter"][0]
    assert (encounter["class"]["code"], encounter["period"]) == ("AMB", {"start": "2024-11-15"})
    assert encounter["serviceType"]["coding"][0]["code"] == "8"
    assert [item["rank"] for item in encounter["diagnosis"]] == [1, 2, 3]
    codes = [[(item["system"], item["code"]) for item in one["code"]["coding"]] for one in made["Condition"]]
    icd, own = "http://hl7.org/fhir/sid/icd-10", "urn:x-giis:fhir/CodeSystem/DIAGNOSTICO_SIS"
    assert codes == [[(icd, "J00"), (own, "J00X")], [(icd, "E11.9"), (own, "E119")], [(own, "MT01")]]


def test_the_measures(tmp_path):
    made = written(BASE | {"glucemia": "95", "peso": "61.5"}, tmp_path)
    assert quantities(made) == {
        "29463-7": (61.5, "kg"), "8302-2": (162, "cm"), "8280-0": (78, "cm"), "8480-6": (118, "mm[Hg]"),
        "8462-4": (76, "mm[Hg]"), "8867-4": (70, "/min"), "9279-1": (16, "/min"), "8310-5": (36.4, "Cel"),
        "2708-6": (97, "%"), "2339-0": (95, "mg/dL"),
    }  # fmt: skip
    panel = next(item for item in made["Observation"] if "component" in item)
    assert panel["code"]["coding"][0]["code"] == "85354-9"
    assert all(item["effectiveDateTime"] == "2024-11-15" for item in made["Observation"])
    assert not rest(made, "peso")


UNKNOWN = {"peso": "999", "talla": "999"} | dict.fromkeys(
    ["circunferenciaCintura", "sistolica", "diastolica", "frecuenciaCardiaca", "frecuenciaRespiratoria", "temperatura",
     "saturacionOxigeno", "glucemia"], "0")  # fmt: skip


def test_what_is_unknown_is_no_observation_and_is_kept(tmp_path):
    made = written(BASE | UNKNOWN, tmp_path)
    assert "Observation" not in made
    for name, text in UNKNOWN.items():
        assert rest(made, name) == [{"system": f"urn:x-giis:fhir/CodeSystem/{name}", "code": text}]


def test_who_has_no_curp_and_no_second_surname(tmp_path):
    made = written(BASE | {"curpPaciente": "XXXX999999XXXXXX99", "segundoApellido": "XX"}, tmp_path)
    patient = made["Patient"][0]
    assert "identifier" not in patient
    assert patient["name"][0]["family"] == "GARCIA"
    assert rest(made, "curpPaciente") == ["XXXX999999XXXXXX99"]
    assert rest(made, "segundoApellido") == ["XX"]


def test_the_rest_stands_in_extensions_of_its_type(tmp_path):
    made = written(BASE | {"derechohabiencia": "2&10", "peso": "70.50", "lineaVida": "01", "nombre": " A\\"}, tmp_path)
    assert [item["code"] for item in rest(made, "derechohabiencia")] == ["2", "10"]
    assert rest(made, "peso") == ["70.50"]
    assert quantities(made)["29463-7"] == (70.5, "kg")
    assert rest(made, "lineaVida") == ["01"]
    assert rest(made, "nombre") == [" A\\\\"]
    assert rest(made, "numeroSobresVSOPromocion") == [0]
    assert rest(made, "tipoMedicion")[0]["code"] == "-1"
    assert not rest(made, "codigoCIEDiagnostico2")


def test_labels_are_what_the_guide_calls_the_codes(tmp_path):
    made = written(BASE | {"genero": "2"}, tmp_path, labels=True)
    assert (
        made["PractitionerRole"][0]["code"][0]["coding"][0]["display"] == GUIDE.by_identifier["tipoPersonal"].options[2]
    )
    assert rest(made, "primeraVezAnio")[0]["display"] == "NO"
    assert "display" not in rest(written(BASE | {"genero": "2"}, tmp_path), "primeraVezAnio")[0]


def test_every_variable_stands_somewhere_once(tmp_path):
    made = written(BASE | {"genero": "2", "codigoCIEDiagnostico2": "E119"}, tmp_path)
    kept = {item["url"].rpartition("/")[2] for item in made["Encounter"][0]["extension"]}
    told = set(_fhir.load_map(GUIDE).places)
    assert told & kept == {"glucemia"}
    assert told | kept == set(NAMES)


def test_the_same_record_has_the_same_addresses(tmp_path):
    first, again = (there_and_back(tmp_path, exchange_file([BASE, BASE])) for _ in range(2))
    assert first == again
    assert first[0]["entry"][0]["fullUrl"] != first[1]["entry"][0]["fullUrl"]


def test_another_format_between(trip, tmp_path):
    data = exchange_file([BASE | {"peso": "5.0", "fechaConsulta": "2024-01-05"}])
    there_and_back(tmp_path, data)
    giis.convert(tmp_path / "a.ndjson", tmp_path / "a.parquet", source_format="fhir")
    giis.convert(tmp_path / "a.parquet", tmp_path / "b.ndjson", target_format="fhir")
    giis.convert(tmp_path / "b.ndjson", tmp_path / "b.txt", source_format="fhir")
    assert (tmp_path / "b.txt").read_bytes() == data
    with pytest.raises(giis.InputError, match=r"no mapping of .* there is one of GIIS-B015-04-11"):
        giis.convert(tmp_path / "TST.TXT", tmp_path / "c", trip_file(trip, tmp_path), target_format="fhir")


def trip_file(trip, folder: Path) -> giis.Guide:
    (folder / "TST.TXT").write_bytes(trip.bytes_of([PLAIN]))
    return trip.guide
