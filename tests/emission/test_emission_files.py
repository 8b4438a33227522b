"""The files that are written: names, bytes, counts, what stands in the way; and the list of what was left out."""

from __future__ import annotations

import pytest
from emission_helpers import GUIDE, NAME, emitted, excluded, identity, mapped, official, reasons, records, rows

import giis
from giis.emission import _job
from outpatient import AS_OF


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_the_bytes_are_those_of_the_official_file(tmp_path):
    changes = [{"peso": str(50 + number), "nombre": "ANGELA ÑÜ"} for number in range(3)]
    done = emitted(rows(*changes), identity(), tmp_path / "a" / "b")
    assert (done.records, done.written, done.excluded, done.exit_status()) == (3, 3, 0, 0)
    assert (tmp_path / "a" / "b" / NAME).read_bytes() == official(changes)
    assert names(tmp_path / "a" / "b") == [NAME, "excluidos.csv"]
    assert excluded(done) == []
    assert done.files[0].report.status == "pass"


def test_line_ends(tmp_path):
    emitted(rows({}), identity(), tmp_path, line_end="\n")
    assert (tmp_path / NAME).read_bytes() == official([{}]).replace(b"\r\n", b"\n")


def test_a_file_for_each_institution_and_month(tmp_path, monkeypatch):
    monkeypatch.setattr(_job, "ROWS", 3)
    dates = ["15/11/2024", "14/10/2024", "13/10/2024", "01/11/2024", "30/10/2024"] * 2
    clues = ["DFSSA002071", "DFSSA002071", "ASSSA000211", "ASSSA000211", "DFSSA003401"] * 2
    changes = [
        {"fechaConsulta": day, "clues": unit, "peso": str(60 + number)}
        for number, (day, unit) in enumerate(zip(dates, clues, strict=True))
    ]
    done = emitted(rows(*changes), identity(), tmp_path)
    assert [(item.path.name, item.records) for item in done.files] == [
        ("CEX-ASSSA-2410.TXT", 2), ("CEX-ASSSA-2411.TXT", 2), ("CEX-DFSSA-2410.TXT", 4), ("CEX-DFSSA-2411.TXT", 2),
    ]  # fmt: skip
    assert [item["peso"] for item in records(tmp_path / "CEX-DFSSA-2410.TXT")] == ["61", "64", "66", "69"]
    report = giis.validate(tmp_path, as_of=AS_OF)
    assert report.status == "pass"
    assert sum(item.records for item in report) == done.written == 10


def test_records_with_errors_are_listed_and_left_out(tmp_path):
    changes = [{"numero": "a1"}, {"numero": "=B2", "peso": "x"}, {"numero": "a3", "curpPaciente": "MAL", "talla": "1"},
               {"numero": "a4", "peso": "60"}]  # fmt: skip
    done = emitted(rows(*changes), identity(head="record: numero\n"), tmp_path)
    assert (done.records, done.written, done.excluded, done.exit_status()) == (4, 2, 2, 1)
    listed = excluded(done)
    assert [(line["registro"], line["clave"], line["regla"], line["escrito"]) for line in listed] == [
        ("2", "'=B2", "CEX026-formato", "no"), ("3", "a3", "CEX009-formato", "no"), ("3", "a3", "CEX027-rango", "no"),
    ]  # fmt: skip
    assert [line["valor"] for line in listed] == ["x", "•••", "1"]
    assert [line["columnas"] for line in listed] == ["peso", "curpPaciente", "talla"]
    assert done.reasons == {"CEX026-formato": 1, "CEX009-formato": 1, "CEX027-rango": 1}
    assert "MAL" not in done.excluded_path.read_text(encoding="utf-8")
    shown = emitted(rows(*changes), identity(), tmp_path, overwrite=True, show_values=True)
    assert ("3", "CEX009-formato", "MAL") in reasons(shown)


def test_records_with_errors_are_written_when_asked(tmp_path):
    changes = [{}, {"peso": "x"}, {"clues": "nada", "peso": "y"}, {"nombre": "A|B", "peso": "61"}]
    done = emitted(rows(*changes), identity(), tmp_path, keep_invalid=True)
    assert (done.records, done.written, done.excluded, done.invalid, done.exit_status()) == (4, 2, 2, 1, 1)
    assert (tmp_path / NAME).read_bytes() == official(changes[:2])
    assert done.files[0].report.status == "fail"
    assert {(line["registro"], line["escrito"], line["regla"]) for line in excluded(done)} >= {
        ("2", "sí", "CEX026-formato"), ("3", "no", "ARC-nombre"), ("4", "no", "ARC-separador"),
    }  # fmt: skip


def test_nothing_to_write(tmp_path):
    done = emitted(rows({"peso": "x"}), identity(), tmp_path)
    assert (done.written, done.files, names(tmp_path)) == (0, (), ["excluidos.csv"])
    empty = emitted(__import__("polars").DataFrame(rows({})).clear(), identity(), tmp_path / "n")
    assert (empty.records, empty.exit_status()) == (0, 0)


@pytest.mark.parametrize("standing", [NAME, "excluidos.csv"])
def test_what_stands_there_is_not_replaced_unasked(tmp_path, standing):
    (tmp_path / standing).write_text("de antes")
    with pytest.raises(giis.InputError, match="exists already; nothing was written"):
        emitted(rows({}), identity(), tmp_path)
    assert names(tmp_path) == [standing]
    assert (tmp_path / standing).read_text() == "de antes"
    emitted(rows({}), identity(), tmp_path, overwrite=True)
    assert names(tmp_path) == [NAME, "excluidos.csv"]


def test_a_fault_on_the_way_leaves_nothing(tmp_path, monkeypatch):
    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(_job, "unwritable", fail)
    with pytest.raises(RuntimeError):
        emitted(rows({}), identity(), tmp_path / "nueva")
    assert not (tmp_path / "nueva").exists()


def test_rules_on_all_records_leave_out_what_breaks_them(tmp_path, invented):
    guide = invented()
    head = "mapping: giis-mapping/1\nguide: GIIS-B999-01-01\n"
    columns = [item.identifier for item in guide.variables]
    mapping = head + "variables:\n" + "".join(f"  {name}: {name}\n" for name in columns)
    base = {"nacimiento": "01/01/1980", "fecha": "15/11/2024", "sexo": "3", "apodo": "ANA", "unidad": "DFSSA002071",
            "pais": "142", "peso": "60", "motivo": "-1", "nota_clinica": "", "dosis": "1", "riesgos": "-1",
            "diagnostico": "J00X"}  # fmt: skip
    source = [base, {**base, "apodo": "EVA"}, {**base}, {**base, "apodo": "LUZ"}, {**base, "apodo": "EVA"}]
    done = emitted(source, mapping, tmp_path, guide=guide)
    assert (done.written, done.excluded) == (3, 2)
    assert [(line["registro"], line["regla"]) for line in excluded(done)] == [("3", "TST-unico"), ("5", "TST-unico")]
    assert done.files[0].report.status == "pass"
    kept = (tmp_path / "TST-DFSSA-2411.TXT").read_text(encoding="cp1252").splitlines()
    assert [line.split("|")[3] for line in kept[1:]] == ["ANA", "EVA", "LUZ"]
    every = emitted(source, mapping, tmp_path, guide=guide, keep_invalid=True, overwrite=True)
    assert (every.written, every.exit_status()) == (5, 1)


def test_packages(tmp_path):
    key = tmp_path / "transferencia.jks"
    key.write_bytes(bytes(range(100)))
    done = emitted(rows({}), identity(), tmp_path / "x", package=True, key_file=key)
    assert names(tmp_path / "x") == ["CEX-DFSSA-2411.TXT", "CEX-DFSSA-2411.ZIP", "excluidos.csv"]
    back = tmp_path / "back"
    back.mkdir()
    giis.unpack(done.files[0].package, key, output=back)
    assert (back / NAME).read_bytes() == (tmp_path / "x" / NAME).read_bytes()
    failed = emitted(rows({"peso": "x"}), identity(), tmp_path / "y", package=True, key_file=key, keep_invalid=True)
    assert failed.files[0].package is None
    with pytest.raises(giis.InputError):
        emitted(rows({}), identity(), tmp_path / "z", package=True, key_file=tmp_path / "no")
    assert not (tmp_path / "z").exists()


def test_the_default_of_the_guide(tmp_path):
    done = emitted(rows({}), identity("planSeguridad", "codigoCIEDiagnostico2"), tmp_path)
    assert done.defaults == ("codigoCIEDiagnostico2", "planSeguridad")
    assert (tmp_path / NAME).read_bytes() == official([{}])


def test_progress_reaches_its_end(tmp_path):
    seen: list[tuple[int, int | None]] = []
    emitted(rows({}, {"peso": "60"}), mapped("migrante", "{constant: '0'}"), tmp_path,
            progress=lambda done, total: seen.append((done, total)))  # fmt: skip
    assert seen[0] == (2, 4)
    assert seen[-1] == (4, 4)


@pytest.mark.parametrize(("faults", "lines"), [(20, 20), (21, 21), (30, 21)])
def test_many_reasons_of_a_record_are_counted(tmp_path, monkeypatch, faults, lines):
    integers = [item.identifier for item in GUIDE.variables if item.type == "integer"][:faults]
    monkeypatch.setattr("giis.emission._emit.severity_of", only_forms)
    done = emitted(rows({}, dict.fromkeys(integers, "x")), identity(), tmp_path, language="en", keep_invalid=True)
    listed = done.excluded_path.read_text(encoding="utf-8-sig").splitlines()[1:]
    assert len(listed) == lines
    assert (listed[-1].startswith("2,,yes,…,") and listed[-1].endswith(",and 10 more reasons")) == (faults == 30)
    assert sum(done.reasons.values()) == faults


def only_forms(rule, *_, **__):
    return "error" if rule.form == "formato" else "warning"
