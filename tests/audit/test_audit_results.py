"""Small folders and what an audit says of them: guides, aspects, sectors, days."""

from __future__ import annotations

from datetime import date

import pytest
from auditing_helpers import (
    A004,
    B015,
    B016,
    B017,
    CEX,
    answers,
    cex,
    codes,
    example,
    guide,
    made,
    manifest,
    state,
)  # fmt: skip

from giis import audit
from giis._errors import InputError, SpecError
from outpatient import AS_OF

PUBLIC = {"sector": "publico", "guides": [B015]}
SERVES = {"sector": "privado", "serves_public": "yes", "guides": [B015]}
SERVES_NOT = {"sector": "privado", "serves_public": "no", "guides": [B015]}
PRIVATE = {"sector": "privado", "guides": ["CEX"]}
BROKEN = cex({}, {"peso": "70,5"}, {"peso": "x"}, {"talla": "1"})
CHOSEN = [
    # files, manifest, result and reasons of B015, state and reason of the rule on sectors
    ({}, {**SERVES, "guides": []}, "not included", [], "incomplete", "nothing shown"),
    ({}, SERVES, "no verdict", ["no files"], "incomplete", "nothing shown"),
    ({CEX: cex()[: cex().index(b"\r\n") + 2]}, PUBLIC, "no verdict", ["no records"], "not applicable", "public sector"),
    ({CEX: cex()}, PUBLIC, "approved", [], "not applicable", "public sector"),
    ({CEX: cex()}, SERVES, "not approved", ["variables"], "not met", "variables lacking"),
    ({CEX: cex()}, SERVES_NOT, "approved", [], "not applicable", "private only"),
    ({CEX: cex()}, {"guides": [B015]}, "no verdict", ["variables and sector"], "incomplete", "sector not told"),
    ({CEX: cex()}, PRIVATE, "no verdict", ["variables and sector"], "incomplete", "sector not told"),
    ({CEX: BROKEN}, PUBLIC, "not approved", ["errors"], "not applicable", "public sector"),
    ({CEX: BROKEN}, SERVES, "not approved", ["errors", "variables"], "not met", "variables lacking"),
    ({CEX: cex()}, {**PUBLIC, "guides": ["CSB"]}, "not included", [], "not applicable", "public sector"),
    ({f"b/{CEX}": cex(), f"a/{CEX}": BROKEN}, PUBLIC, "not approved", ["errors"], "not applicable", "public sector"),
]


@pytest.mark.parametrize(("files", "keys", "result", "reasons", "sector", "why"), CHOSEN)
def test_the_result_of_a_guide_and_why(tmp_path, files, keys, result, reasons, sector, why):
    found = made(tmp_path, {**files, "audit.yaml": manifest(**keys)})
    item = guide(found, B015)
    assert (item.result, codes(item.reasons)) == (result, reasons)
    assert item.applied_for == (result != "not included")
    assert [file.path for file in item.files] == sorted(files)
    assert (item.degree is not None) == bool(files)
    assert (found.sector.state, codes(found.sector.reasons)) == (sector, [why])
    assert found.exit_status() == 1


def test_all_met_is_approved_and_the_exit_status_is_0(tmp_path):
    files = {CEX: cex(), "sgsi.yaml": answers(), "audit.yaml": manifest(**PUBLIC, sgsi="sgsi.yaml")}
    found = made(tmp_path, files)
    assert (found.result, found.exit_status()) == ("approved", 0)
    assert [item.state for item in found.aspects] == ["met"] * 4
    assert found.sector.state == "not applicable"
    assert (found.as_of, found.as_of_from) == (AS_OF, "manifest")
    # A004 was not asked for, so its result is not told of; its answers count as an aspect all the same
    assert guide(found, A004).result == "not included"


def test_blocking_errors_are_counted_exactly_and_placed(tmp_path):
    found = made(tmp_path, {CEX: BROKEN, "a/" + CEX: BROKEN, "audit.yaml": manifest(**PUBLIC)})
    told = {
        item.rule: (item.total, [(place.file, place.record) for place in item.places])
        for item in guide(found, B015).blocking
    }
    assert told["CEX026-formato"] == (4, [(CEX, 2), (CEX, 3), ("a/" + CEX, 2), ("a/" + CEX, 3)])
    assert told["CEX027-rango"] == (2, [(CEX, 4), ("a/" + CEX, 4)])


def test_the_degree_counts_what_records_without_errors_show(tmp_path):
    bare = {"saturacionOxigeno": "0"}
    before = made(tmp_path / "a", {CEX: cex(bare), "audit.yaml": manifest(**PUBLIC)})
    after = made(tmp_path / "b", {CEX: cex(bare, {}), "audit.yaml": manifest(**PUBLIC)})
    faulty = made(tmp_path / "c", {CEX: cex(bare, {"peso": "x"}), "audit.yaml": manifest(**PUBLIC)})
    shown = [set(guide(found, B015).degree.shown) for found in (before, after, faulty)]
    assert shown[1] - shown[0] == {"saturacionOxigeno"}
    assert shown[2] == shown[0]
    degree = guide(before, B015).degree
    assert degree.of == 106
    assert degree.implemented + len(degree.missing) == 106
    assert {"curpPaciente", "peso"} <= shown[0]
    assert "neumoniaRT" in degree.missing


def test_without_a_manifest_the_guides_are_those_of_the_files(tmp_path):
    found = made(tmp_path, {CEX: cex(), "sgsi.yaml": answers()}, as_of=AS_OF, sgsi=tmp_path / "sgsi.yaml")
    assert [item.id for item in found.applied_for] == [A004, B015]
    assert not found.given
    assert found.manifest.missing == (
        "system.name", "system.version", "system.owner", "system.contact", "sector", "serves_public", "guides", "date",
        "sgsi",
    )  # fmt: skip
    assert (guide(found, A004).result, found.as_of_from) == ("approved", "option")
    assert guide(made(tmp_path / "b", {CEX: cex()}, as_of=AS_OF), B015).result == "no verdict"


def test_an_empty_folder_has_no_verdict(tmp_path):
    found = made(tmp_path, {})
    assert (found.result, found.exit_status(), found.as_of_from) == ("no verdict", 1, "today")
    assert found.as_of == date.today()
    assert [codes(item.reasons) for item in found.aspects] == [["no guide"]] * 3 + [["no assessment"]]
    with pytest.raises(InputError, match="there is no folder"):
        audit(tmp_path / "x")
    with pytest.raises(SpecError, match=r"nothing\.yaml: cannot be read"):
        audit(tmp_path, manifest=tmp_path / "nothing.yaml")


def test_a_missing_catalogue_leaves_a_guide_without_a_verdict(tmp_path):
    found = made(
        tmp_path,
        {"CSM-DFSSA-2411.TXT": example("CSM-DFSSA-2411.TXT"), "audit.yaml": manifest(sector="publico", guides=["CSM"])},
    )
    item = guide(found, B017)
    assert (item.result, codes(item.reasons)) == ("no verdict", ["catalogs"])
    assert item.reasons[0].told["catalogs"] == ("SERVICIOS_SIS_SM",)
    assert [unchecked.catalogs for unchecked in item.unchecked] == [("SERVICIOS_SIS_SM",)]
    assert item.confidence != "official"
    assert state(found, "exchange") == "incomplete"


def test_a_unit_that_the_catalogue_lacks_leaves_rules_without_an_answer(tmp_path):
    # a unit that an edition older than the visit does not have is a warning, and what reads it has no answer
    files = {"CEX-DFSSA-2611.TXT": cex({"clues": "DFSSA999999", "fechaConsulta": "15/11/2026"})}
    found = made(tmp_path, {**files, "audit.yaml": manifest(**{**PUBLIC, "date": "2026-11-20"})})
    item = guide(found, B015)
    assert (item.result, codes(item.reasons)) == ("no verdict", ["unanswered"])


def test_thresholds_are_measured_in_each_file(tmp_path):
    generic = {"curpPaciente": "XXXX999999XXXXXX99"}
    found = made(
        tmp_path,
        {CEX: cex(*[generic] * 2, *[{}] * 8), "b/" + CEX: cex(), "audit.yaml": manifest(**PUBLIC)},
    )
    measured = {
        (item.rule, item.file): (item.count, item.total, item.exceeded) for item in guide(found, B015).thresholds
    }
    assert measured["CEX-curp-generica", CEX] == (2, 10, True)
    assert measured["CEX-curp-generica", "b/" + CEX] == (0, 1, False)
    assert "CEX-curp-generica" in {item.rule for item in guide(found, B015).blocking}


EDITIONS = [
    # day, what the manifest says, the edition meant
    ("2026-05-31", "B002", "GIIS-B002-04-05"),
    ("2026-06-01", "B002", "GIIS-B002-05-09"),
    ("2026-06-01", "EGR", "GIIS-B002-05-09"),
    ("2026-06-01", "GIIS-B002-04-05", "GIIS-B002-04-05"),
    ("2026-05-31", "GIIS-B002-05-09", "GIIS-B002-05-09"),
]


@pytest.mark.parametrize(("day", "told", "meant"), EDITIONS)
def test_the_edition_meant_is_the_one_in_force_on_the_day(tmp_path, day, told, meant):
    found = made(tmp_path, {"audit.yaml": manifest(guides=[told], date=day)})
    assert [item.id for item in found.applied_for] == [meant]
    later = {item.id: item.succeeded_by for item in found.guides if item.succeeded_by}
    assert later == ({"GIIS-B002-04-05": "GIIS-B002-05-09"} if day >= "2026-06-01" else {})


SECURITY = [
    # answers, state of the aspect, reasons
    (answers(), "met", []),
    (answers("not_applicable"), "met", []),
    (answers(first="partial"), "not met", ["controls lacking"]),
    (answers(first="planned"), "not met", ["controls lacking"]),
    (answers("", first="implemented"), "incomplete", ["controls unanswered"]),
    (answers(evidence="''"), "incomplete", ["controls without evidence"]),
    (answers(since="2024-06-01"), "met", []),
    (answers(since="2024-06-02"), "not met", ["operation too short"]),
    (answers(since="2025-01-01"), "not met", ["operation too short"]),
    (answers(since=""), "incomplete", ["operation not told"]),
]


@pytest.mark.parametrize(("told", "wanted", "reasons"), SECURITY)
def test_security_needs_every_control_and_six_months(tmp_path, told, wanted, reasons):
    files = {"sgsi.yaml": told, "audit.yaml": manifest(sgsi="sgsi.yaml", guides=["A004"], sector="publico")}
    found = made(tmp_path, files)
    (aspect,) = [item for item in found.aspects if item.id == "security"]
    assert (aspect.state, codes(aspect.reasons)) == (wanted, reasons)
    results = {"met": "approved", "not met": "not approved", "incomplete": "no verdict"}
    item = guide(found, A004)
    assert item.result == results[wanted]
    assert item.degree.implemented == found.security.tally.implemented
    assert item.degree.of == found.security.tally.applicable


def test_files_of_a_guide_that_was_not_asked_for_are_told_of(tmp_path):
    files = {CEX: cex(), "CSB-DFSSA-2411.TXT": example("CSB-DFSSA-2411.TXT"), "audit.yaml": manifest(**PUBLIC)}
    item = guide(made(tmp_path, files), B016)
    assert (item.applied_for, item.result, len(item.files)) == (False, "not included", 1)
    assert item.degree.of == 77


def test_the_fundamental_catalogues(tmp_path):
    found = made(tmp_path, {CEX: cex({"codigoCIEDiagnostico1": "ZZZ9"}), "audit.yaml": manifest(**PUBLIC)})
    told = {item.family.id: item for item in found.families}
    assert told["DIAGNOSTICOS"].state == "not met"
    assert told["DIAGNOSTICOS"].broken
    assert told["CLUES"].state == "met"
    assert [use.name for use in told["CLUES"].used] == ["ESTABLECIMIENTO_SIS"]
    assert told["CLUES"].used[0].version == date(2026, 1, 26)
    assert {name for name, item in told.items() if item.state == "not applicable"} >= {"LOCALIDADES", "RELIGION"}
    assert state(found, "catalogs") == "not met"
    assert "DIRECTORIO_SERVICIOS_AMIGABLES" in [use.name for use in found.other_catalogs if not use.loaded]


def test_the_identification_of_persons(tmp_path):
    found = made(tmp_path, {CEX: cex({}, {"nombre": "ana"}), "audit.yaml": manifest(**PUBLIC)})
    told = {item.field.id: (item.state, [one.state for one in item.carried]) for item in found.fields}
    assert told["curp"] == ("met", ["conforming"])
    assert told["nombre"] == ("not met", ["errors"])
    assert told["folio"] == ("not applicable", [])
    (elsewhere,) = [reason for item in found.aspects for reason in item.reasons if reason.code == "fields elsewhere"]
    assert elsewhere.told["fields"] == (
        "nacionalidad", "folio", "entidad_residencia", "municipio_residencia", "localidad_residencia"
    )  # fmt: skip


def test_other_files_are_told_of_and_none_is_lost(tmp_path):
    files = {
        CEX: cex(), "leame.txt": "no soy un archivo de intercambio\n", "informe.pdf": b"%PDF", "CEX.zip": b"PK",
        ".git/config": "x", "a/b/c.TXT": example("CSB-DFSSA-2411.TXT"), "audit.yaml": manifest(**PUBLIC),
        "anterior.json": "{}",
    }  # fmt: skip
    (tmp_path / "enlace").symlink_to(tmp_path / "a", target_is_directory=True)
    found = made(tmp_path, files, skipped=[tmp_path / "anterior.json"])
    assert [file.path for file in found.files] == [CEX, "a/b/c.TXT"]
    told = {item.name: item.reason.en for item in found.others}
    assert told == {
        ".git": "is a hidden folder: not read",
        "CEX.zip": "is a package: open it first with `giis unpack`",
        "audit.yaml": "is used by the audit: no evidence of exchange",
        "enlace": "is a link to another folder: not followed",
        "informe.pdf": "is no .txt file",
        "leame.txt": "is no exchange file: its first line is the header of no guide",
    }


def test_a_file_that_cannot_be_read_is_told_of_and_the_exit_status_is_2(tmp_path):
    (tmp_path / "CEX-DFSSA-2410.TXT").symlink_to(tmp_path / "nowhere.TXT")
    found = made(tmp_path, {CEX: cex(), "audit.yaml": manifest(**PUBLIC)})
    assert list(found.unread) == ["CEX-DFSSA-2410.TXT"]
    assert (found.result, found.exit_status()) == ("no verdict", 2)
