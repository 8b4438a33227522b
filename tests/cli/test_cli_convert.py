"""`giis convert`: words, exit status, and where everything goes."""

from __future__ import annotations

import json

import pytest

from outpatient import BASE, exchange_file

CANARY = BASE["curpPaciente"]


def test_there_and_back(giis, good, tmp_path):
    away = giis("convert", good, tmp_path / "a.parquet", "--labels")
    assert away.exit_code == 0
    assert "1 registro de GIIS-B015-04-11" in away.stdout
    assert "confidenciales" in away.stderr
    back = giis("convert", tmp_path / "a.parquet", tmp_path / "back.txt", "--lang", "en")
    assert back.exit_code == 0
    assert "identical, byte for byte" in back.stdout
    assert "confidential" in back.stderr
    assert (tmp_path / "back.txt").read_bytes() == good.read_bytes()


def test_what_was_kept_as_text_is_counted_and_not_shown(giis, tmp_path):
    path = tmp_path / "CEX-DFSSA-2411.TXT"
    path.write_bytes(exchange_file([BASE | {"fechaConsulta": "31/02/2024", "peso": "70.0"}, BASE]))
    done = giis("convert", path, tmp_path / "a.csv")
    assert "1 valor no es del tipo de su variable; se guardó su texto: fechaConsulta 1" in done.stdout
    assert (
        "1 valor está escrito de otro modo que el usual (como 5.0); se guardó también su texto: peso 1" in done.stdout
    )
    assert "31/02/2024" not in done.output
    data = json.loads(giis("convert", path, tmp_path / "a.csv", "--overwrite", "--format", "json").stdout)
    assert data == {
        "source": str(path), "target": str(tmp_path / "a.csv"), "from": "exchange", "to": "csv",
        "guide": "GIIS-B015-04-11", "records": 2, "skipped": 0, "untyped": {"fechaConsulta": 1},
        "rewritten": {"peso": 1}, "identical": None,
    }  # fmt: skip


def test_a_changed_table_is_not_identical(giis, good, tmp_path):
    giis("convert", good, tmp_path / "a.csv")
    text = (tmp_path / "a.csv").read_text("utf-8")
    (tmp_path / "a.csv").write_text(text.replace("61.5", "62"), "utf-8")
    done = giis("convert", tmp_path / "a.csv", tmp_path / "b.txt")
    assert (done.exit_code, "no es idéntico" in done.stdout) == (0, True)


def test_the_formats_can_be_told(giis, good, tmp_path):
    assert giis("convert", good, tmp_path / "a", "--to", "jsonl").exit_code == 0
    assert giis("convert", tmp_path / "a", tmp_path / "b", "--from", "jsonl", "--to", "exchange").exit_code == 0
    assert (tmp_path / "b").read_bytes() == good.read_bytes()


@pytest.mark.parametrize(("lang", "words"), [("es", "ya existe; con --overwrite"), ("en", "exists already; --over")])
def test_what_exists_is_kept(giis, good, tmp_path, lang, words):
    (tmp_path / "a.csv").write_text("mine")
    done = giis("convert", good, tmp_path / "a.csv", "--lang", lang)
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in done.stderr
    assert (tmp_path / "a.csv").read_text() == "mine"


def test_broken_records_are_refused_and_named_by_line(giis, tmp_path):
    path = tmp_path / "CEX-DFSSA-2411.TXT"
    path.write_bytes(exchange_file([BASE]) + f"{CANARY}|1\r\n".encode())
    done = giis("convert", path, tmp_path / "a.csv")
    assert done.exit_code == 2
    assert "1 de 2 registros no tienen las 106 columnas" in done.stderr
    assert "renglones 3" in done.stderr
    assert CANARY not in done.output
    assert not (tmp_path / "a.csv").exists()
    done = giis("convert", path, tmp_path / "a.csv", "--skip-broken")
    assert (done.exit_code, "1 registro roto quedó fuera" in done.stdout) == (0, True)


def test_the_help_names_every_format(giis):
    done = giis("convert", "--help")
    assert done.exit_code == 0
    assert all(word in done.stdout for word in ("exchange|csv|jsonl|parquet|xlsx|sql", "--labels", "sqlite:///"))


@pytest.mark.parametrize("word", ["--from", "--to"])
def test_an_unknown_format_is_a_fault_of_use(giis, good, tmp_path, word):
    assert giis("convert", good, tmp_path / "a.csv", word, "doc").exit_code == 2


def test_fhir_there_and_back(giis, good, tmp_path):
    away = giis("convert", good, tmp_path / "a.ndjson", "--to", "fhir", "--labels")
    assert (away.exit_code, "confidenciales" in away.stderr) == (0, True)
    assert json.loads((tmp_path / "a.ndjson").read_text("utf-8"))["resourceType"] == "Bundle"
    back = giis("convert", tmp_path / "a.ndjson", tmp_path / "b.txt", "--from", "fhir", "--lang", "en")
    assert "identical, byte for byte" in back.stdout
    assert (tmp_path / "b.txt").read_bytes() == good.read_bytes()
