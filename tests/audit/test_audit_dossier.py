"""The dossier: its hashes, its matrices, what it must not hold, and how it is written."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import subprocess
import zipfile
from functools import cache

import pytest
from auditing_helpers import B015, CEX, ROOT, answers, cex, guide, made, manifest, write

from giis._errors import InputError
from giis.auditing import Copied, definitions, matrix, program, sums, write_dossier
from giis.reports.audits.dossier import MATRIX_COLUMNS, contents
from giis.specs import Level, load_guide

FILES = {
    CEX: cex({}, {"peso": "x"}, {"saturacionOxigeno": "0"}),
    "b/CEX-DFSSA-2410.TXT": cex({"fechaConsulta": "15/10/2024"}),
    "sgsi.yaml": answers(),
    "audit.yaml": manifest(sector="publico", guides=["B015", "B016"], sgsi="sgsi.yaml"),
}
COMMAND = "giis audit evidencia"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write(tmp_path_factory.mktemp("evidence"), FILES)


@pytest.fixture(scope="module")
def found(folder):
    return made(folder, {}, witnesses=True)


@pytest.fixture(scope="module")
def held(found, folder):
    return contents(found, language="es", command=COMMAND, answers=folder / "sgsi.yaml")


def listed(text: str) -> dict[str, str]:
    return {name: digest for digest, name in (line.split("  ", 1) for line in text.splitlines())}


def rows(held, name: str = B015) -> list[dict[str, str]]:
    text = held[f"coverage/{name}.csv"].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_every_file_stands_in_the_sums_with_its_hash(tmp_path, held):
    write_dossier(tmp_path / "d", held)
    written = {
        path.relative_to(tmp_path / "d").as_posix(): path for path in (tmp_path / "d").rglob("*") if path.is_file()
    }
    told = listed((tmp_path / "d" / "SHA256SUMS").read_text())
    assert told == {
        name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in written.items() if name != "SHA256SUMS"
    }
    assert set(written) == {
        "README.md", "SHA256SUMS", "audit.html", "audit.json", "coverage/GIIS-B015-04-11.csv",
        "coverage/GIIS-B016-04-08.csv", "hashes/catalogs.csv", "hashes/definitions.sha256", "hashes/evidence.sha256",
        "hashes/program.sha256", "inputs/audit.yaml", "inputs/sgsi.yaml",
    }  # fmt: skip
    done = subprocess.run(["sha256sum", "-c", "--strict", "--quiet", "SHA256SUMS"], cwd=tmp_path / "d", check=False)
    assert done.returncode == 0


def test_the_hashes_are_those_of_evidence_definitions_and_program(held):
    evidence = listed(held["hashes/evidence.sha256"].decode())
    assert evidence == {name: hashlib.sha256(FILES[name]).hexdigest() for name in (CEX, "b/CEX-DFSSA-2410.TXT")}
    told = definitions()
    assert len(told) == len(list((ROOT / "spec_yaml").rglob("*.yaml")))
    guide_file = ROOT / "spec_yaml" / "guides" / f"{B015}.yaml"
    assert told[f"guides/{B015}.yaml"] == hashlib.sha256(guide_file.read_bytes()).hexdigest()
    own = program()
    source = ROOT / "src" / "giis" / "auditing" / "_hashes.py"
    assert own["giis/auditing/_hashes.py"] == hashlib.sha256(source.read_bytes()).hexdigest()
    catalogs = list(csv.DictReader(io.StringIO(held["hashes/catalogs.csv"].decode("utf-8-sig"))))
    assert [item["catalog"] for item in catalogs] == list(load_guide(B015).catalogs)
    assert {item["edition"] == "" for item in catalogs} == {True, False}


ODD = [("a b.txt", "a b.txt"), ("a\\b", "a\\\\b"), ("a\nb", "a\\nb"), ("ñ", "ñ")]


@pytest.mark.parametrize(("name", "written"), ODD)
def test_odd_names_are_written_as_sha256sum_writes_them(tmp_path, name, written):
    digest = hashlib.sha256(b"x").hexdigest()
    text = sums([(name, digest)])
    assert text == ("\\" if name != written else "") + f"{digest}  {written}\n"
    (tmp_path / name).write_bytes(b"x")
    (tmp_path / "S").write_text(text)
    done = subprocess.run(["sha256sum", "-c", "--strict", "--quiet", "S"], cwd=tmp_path, check=False)
    assert done.returncode == 0


def test_the_matrix_has_every_statement_and_every_rule_of_it(held):
    told = rows(held)
    assert tuple(told[0]) == MATRIX_COLUMNS
    wanted = [(item.place, rule) for item in load_guide(B015).statements for rule in (item.rules or ("",))]
    assert [(row["place"], row["rule"]) for row in told] == wanted
    assert all(row["reason"] for row in told if not row["rule"])
    assert all(row["evidence_file"] for row in told if row["state"] == "cumplida")
    assert all(row["reason"] for row in told if row["state"] in ("no aplicó", "sin evaluar", "no se puede revisar"))
    assert {row["state"] for row in rows(held, "GIIS-B016-04-08")} == {"no aplicó", "no se puede revisar", "definición"}


def test_the_evidence_of_a_rule_is_a_record_without_errors_of_which_it_was_asked(found):
    item = guide(found, B015)
    told = {row.evidence.rule.id: row.evidence for row in matrix(item) if row.evidence}
    broken = told["CEX026-formato"]
    assert (broken.state, broken.errors, broken.broken.record) == ("failed", 1, 2)
    for evidence in told.values():
        if evidence.kept is not None and evidence.kept.record is not None:
            assert (evidence.kept.file, evidence.kept.record) != (CEX, 2)
        if evidence.rule.level is Level.STRUCTURE:
            assert evidence.kept is None or evidence.kept.record is None
    assert (told["CEX001-catalogo"].state, told["CEX001-catalogo"].kept.record) == ("passed", 1)
    # of the second diagnosis there is none, so nothing is asked of it
    assert (told["CEX046-sexo"].state, told["CEX046-sexo"].kept) == ("not applicable", None)


def test_a_zip_file_has_the_same_content_and_always_the_same_bytes(tmp_path, held):
    write_dossier(tmp_path / "one.zip", held)
    write_dossier(tmp_path / "two.zip", held)
    write_dossier(tmp_path / "d", held)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            assert archive.read(name) == (tmp_path / "d" / name).read_bytes()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_nothing_is_replaced_unless_asked_for_and_then_only_a_dossier(tmp_path, held):
    write_dossier(tmp_path / "d", held)
    with pytest.raises(InputError, match="exists already"):
        write_dossier(tmp_path / "d", held)
    write_dossier(tmp_path / "d", {"a": b"1"}, overwrite=True)
    assert sorted(path.name for path in (tmp_path / "d").iterdir()) == ["SHA256SUMS", "a"]
    write(tmp_path / "mine", {"x": "keep"})
    for target, name in ((tmp_path / "mine", "x"), (tmp_path / "mine" / "y.zip", "y.zip")):
        (tmp_path / "mine" / "y.zip").write_bytes(b"no zip")
        with pytest.raises(InputError, match="is no dossier"):
            write_dossier(target, {"a": b"1"}, overwrite=True)
        assert (tmp_path / "mine" / name).exists()
    with pytest.raises(InputError, match="no such folder"):
        write_dossier(tmp_path / "none" / "d", held)


@pytest.mark.parametrize("target", ["d", "d.zip"])
def test_a_file_that_changed_meanwhile_leaves_no_dossier(tmp_path, target):
    write(tmp_path, {"x": "before"})
    item = Copied(tmp_path / "x", hashlib.sha256(b"before").hexdigest())
    (tmp_path / "x").write_text("after")
    with pytest.raises(InputError, match="changed while it was audited"):
        write_dossier(tmp_path / target, {"x": item})
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_the_evidence_itself_is_copied_only_when_asked_for(tmp_path, found, folder, held):
    assert not [name for name in held if name.startswith("evidence/")]
    assert "no lleva valores" in held["README.md"].decode()
    full = contents(found, language="es", command=COMMAND, evidence=folder)
    write_dossier(tmp_path / "d", full)
    assert (tmp_path / "d" / "evidence" / CEX).read_bytes() == FILES[CEX]
    assert "datos de pacientes" in (tmp_path / "d" / "README.md").read_text("utf-8")


@cache
def secrets() -> list[str]:
    """Return the values of persons that the evidence has in confidential variables, long enough to be told apart."""
    from outpatient import BASE

    loaded = load_guide(B015)
    return [BASE[item.identifier] for item in loaded.variables if item.confidential and len(BASE[item.identifier]) > 4]


def test_no_value_of_a_person_stands_anywhere(held):
    assert len(secrets()) >= 3
    for name, item in held.items():
        text = (item.path.read_bytes() if isinstance(item, Copied) else item).decode("utf-8")
        assert [value for value in secrets() if re.search(rf"\b{value}\b", text)] == [], name
