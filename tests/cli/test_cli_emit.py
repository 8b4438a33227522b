"""`giis emit` as a user meets it."""

from __future__ import annotations

import json

import polars as pl
import pytest

from giis.specs import load_guide
from outpatient import BASE

WORDS = ("--as-of", "2024-12-01")
NAME = "CEX-DFSSA-2411.TXT"


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "consultas.csv"
    pl.DataFrame([BASE, {**BASE, "peso": "60"}, {**BASE, "peso": "sesenta", "nombre": "=A1"}]).write_csv(path)
    return path


@pytest.fixture
def mapping(tmp_path):
    path = tmp_path / "mapeo.yaml"
    lines = [f"  {item.name}: {item.identifier}\n" for item in load_guide("B015").variables]
    path.write_text("mapping: giis-mapping/1\nguide: B015\nvariables:\n" + "".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize(("lang", "told"), [("es", "2 escritos, 1 excluidos"), ("en", "2 written, 1 excluded")])
def test_some_are_excluded(command, source, mapping, tmp_path, lang, told):
    done = command("emit", source, "--mapping", mapping, "-o", tmp_path / "s", "--lang", lang, *WORDS)
    assert (done.returncode, done.stderr) == (1, b"")
    out = done.stdout.decode()
    assert told in out
    assert NAME in out
    assert "CEX026-formato" in out
    assert (tmp_path / "s" / NAME).read_bytes().count(b"\r\n") == 3
    head = (tmp_path / "s" / "excluidos.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert head.startswith("registro," if lang == "es" else "record,")


def test_all_are_written(giis, source, mapping, tmp_path):
    lines = source.read_text(encoding="utf-8").splitlines()
    source.write_text("\n".join(lines[:3]), encoding="utf-8")
    done = giis(
        "emit", source, "--guide", "B015", "--mapping", mapping, "-o", tmp_path / "s", "--format", "json", *WORDS
    )
    assert done.exit_code == 0, done.output
    data = json.loads(done.stdout)
    assert (data["schema"], data["records"], data["written"], data["excluded"]) == ("giis-emit/1", 2, 2, 0)
    assert data["files"][0]["status"] == "pass"
    checked = giis("validate", tmp_path / "s" / NAME, *WORDS)
    assert checked.exit_code == 0


def test_keep_invalid_and_values(giis, source, mapping, tmp_path):
    done = giis("emit", source, "--mapping", mapping, "-o", tmp_path / "s", "--keep-invalid", "--show-values",
                "--line-end", "lf", *WORDS)  # fmt: skip
    assert done.exit_code == 1
    assert "3 escritos, 0 excluidos" in done.output
    assert (tmp_path / "s" / NAME).read_bytes().count(b"\n") == 4
    assert b"\r" not in (tmp_path / "s" / NAME).read_bytes()


@pytest.mark.parametrize(
    ("lang", "told"),
    [("es", "1 de los escritos se corrigieron: 1 cambios"), ("en", "1 of those written were mended: 1 changes")],
)
def test_repair(giis, source, mapping, tmp_path, lang, told):
    source.write_text(source.read_text(encoding="utf-8").replace("sesenta", "070.5"), encoding="utf-8")
    done = giis("emit", source, "--mapping", mapping, "-o", tmp_path / "s", "--repair", "--lang", lang, *WORDS)
    assert done.exit_code == 1  # the name =A1 stays
    assert told not in done.output
    source.write_text(source.read_text(encoding="utf-8").replace("=A1", "ANA"), encoding="utf-8")
    words = ("emit", source, "--mapping", mapping, "-o", tmp_path / "s", "--repair", "--overwrite", *WORDS)
    done = giis(*words, "--lang", lang)
    assert (done.exit_code, told in done.output, "cambios.csv" in done.output) == (0, True, True)
    assert "CEX026-formato" in done.output
    data = json.loads(giis(*words, "--unsafe", "--format", "json").stdout)
    assert {name: data["mended"][name] for name in ("records", "changes", "unsafe")} == {
        "records": 1, "changes": 1, "unsafe": 0,
    }  # fmt: skip


def test_init_then_emit(giis, source, tmp_path):
    made = giis("emit", source, "--guide", "B015", "--init", "-o", tmp_path / "m.yaml")
    assert made.exit_code == 0, made.output
    assert "106 variables con columna" in made.output
    again = giis("emit", source, "--guide", "B015", "--init", "-o", tmp_path / "m.yaml")
    assert again.exit_code == 2
    assert "ya existe" in again.output
    done = giis("emit", source, "--mapping", tmp_path / "m.yaml", "-o", tmp_path / "s", *WORDS)
    assert done.exit_code == 1
    shown = giis("emit", source, "--guide", "B015", "--init", "--lang", "en")
    assert shown.stdout.startswith("# A first mapping of consultas.csv to GIIS-B015-04-11")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--mapping", "MAP"], "falta -o"),
        (["-o", "OUT"], "falta --mapping"),
        (["--init"], "--init necesita --guide"),
        (["--init", "--mapping", "MAP", "--guide", "B015"], "no lleva --mapping"),
        (["--mapping", "MAP", "-o", "OUT", "--guide", "B016"], "el mapeo es de GIIS-B015-04-11"),
        (["--mapping", "MAP", "-o", "OUT", "--unsafe"], "--unsafe sólo va con --repair"),
        (["--mapping", "nada.yaml", "-o", "OUT"], "nada.yaml"),
        (["--mapping", "MAP", "-o", "OUT", "--package", "--key-file", "nada"], "nada"),
    ],
)
def test_unable(giis, source, mapping, tmp_path, words, told):
    given = [{"MAP": mapping, "OUT": tmp_path / "s"}.get(word, word) for word in words]
    done = giis("emit", source, *given)
    assert done.exit_code == 2
    assert told in done.output
    assert not (tmp_path / "s").exists()


def test_an_output_that_stands_there(giis, source, mapping, tmp_path):
    words = ("emit", source, "--mapping", mapping, "-o", tmp_path / "s", *WORDS)
    assert giis(*words).exit_code == 1
    refused = giis(*words)
    assert refused.exit_code == 2
    assert "--overwrite" in refused.output
    assert giis(*words, "--overwrite").exit_code == 1


def test_no_value_of_a_confidential_variable_is_told(command, source, mapping, tmp_path):
    done = command("emit", source, "--mapping", mapping, "-o", tmp_path / "s", *WORDS)
    told = done.stdout + done.stderr + (tmp_path / "s" / "excluidos.csv").read_bytes()
    assert b"=A1" not in told
    assert BASE["curpPaciente"].encode() not in told
