from __future__ import annotations

import json
import os
import threading

import pytest

AS_OF = ("--as-of", "2024-12-01")
CANARIES = ("GARCIA", "García", "gama890520mdfrrn08")


@pytest.fixture
def mendable(tmp_path):
    from outpatient import BASE, exchange_file

    path = tmp_path / "lote" / "CEX-DFSSA-2411.TXT"
    path.parent.mkdir()
    records = [{**BASE, "peso": "70,5", "primerApellido": "García"}, {**BASE, "talla": "160", "planSeguridad": "1"}]
    path.write_bytes(exchange_file(records))
    return path


@pytest.fixture
def out(tmp_path):
    path = tmp_path / "corregido" / "CEX-DFSSA-2411.TXT"
    path.parent.mkdir()
    return path


def test_summary_logs_and_status(giis, mendable, out):
    before = mendable.read_bytes()
    result = giis("repair", mendable, "-o", out, *AS_OF)
    assert result.exit_code == 1
    words = ["NO PASA", "2 leídos, 2 escritos", "2 cambios: 2 seguros, 0 por revisar", "3 antes, 1 después"]
    words += ["CEX026-formato", "CEX011-caracteres", "CEX055", "--unsafe"]
    assert [word for word in words if word not in result.stdout] == []
    assert not [word for word in CANARIES if word in result.output]
    assert mendable.read_bytes() == before
    assert sorted(path.name for path in out.parent.iterdir()) == [
        "CEX-DFSSA-2411.TXT", "CEX-DFSSA-2411.changes.csv", "CEX-DFSSA-2411.changes.json",
    ]  # fmt: skip
    assert giis("validate", out, *AS_OF).exit_code == 1


def test_unsafe_changes_are_each_listed(giis, mendable, out):
    result = giis("repair", mendable, "-o", out, "--unsafe", *AS_OF, "--lang", "en")
    assert result.exit_code == 0
    assert "1 → -1" in result.stdout
    assert "Unsafe changes" in result.stdout
    assert giis("validate", out, *AS_OF).exit_code == 0


def test_diff_alone_writes_nothing(giis, mendable):
    result = giis("repair", mendable, "--diff", *AS_OF)
    assert result.exit_code == 1
    assert "-peso: 70,5\n+peso: 70.5\n" in result.stdout
    assert "-primerApellido: •••\n+primerApellido: •••" in result.stdout
    assert "no se indicó -o" in result.stdout
    assert [path.name for path in mendable.parent.iterdir()] == [mendable.name]


def test_values_are_shown_only_if_asked(giis, mendable):
    result = giis("repair", mendable, "--diff", "--show-values", *AS_OF)
    assert "-primerApellido: García\n+primerApellido: GARCIA" in result.stdout
    assert "confidenciales" in result.stderr


def test_report_follows(giis, mendable, out):
    result = giis("repair", mendable, "-o", out, "--report", "--no-log", *AS_OF)
    assert "Hallazgos por variable" in result.stdout
    assert [path.name for path in out.parent.iterdir()] == [out.name]


def test_json(giis, mendable, out, tmp_path):
    log = tmp_path / "otro.csv"
    result = giis("repair", mendable, "-o", out, "--format", "json", "--report", "--log", log, *AS_OF)
    data = json.loads(result.stdout)
    assert data["schema"] == "giis-repair/1"
    assert data["records"] == {"read": 2, "written": 2, "joined": 0, "repeated_headers": 0}
    assert (data["changes_total"], data["totals"]["before"]["error"], data["totals"]["after"]["error"]) == (2, 3, 1)
    assert data["changes"][0]["rule"] == ["CEX011-caracteres"]
    assert data["changes"][0]["before"] == "•••"
    assert [item["rule"] for item in data["remains"]] == ["CEX055"]
    assert data["report"]["schema"] == "giis-report/1"
    assert data["logs"] == [str(log)]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "-o"),
        (("-o", "IN"), "es el archivo que se lee"),
        (("-o", "IN", "--overwrite"), "es el archivo que se lee"),
        (("--diff", "--format", "json"), "--diff es texto"),
        (("--diff", "--guide", "B999"), "B999"),
        (("--diff", "--as-of", "ayer"), "--as-of"),
        (("--diff", "--line-end", "cr"), "--line-end"),
    ],
)
def test_what_cannot_be_done(giis, mendable, words, told):
    result = giis("repair", mendable, *(mendable if word == "IN" else word for word in words))
    assert result.exit_code == 2
    assert told in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("words", [("-",), ("-", "-o", "-"), ("FILE", "-o", "-")])
def test_standard_input_and_output(giis, mendable, out, words):
    giis("repair", mendable, "-o", out, *AS_OF)
    result = giis("repair", *(mendable if word == "FILE" else word for word in words), *AS_OF,
                  input=mendable.read_bytes())  # fmt: skip
    assert (result.exit_code, result.stdout_bytes) == (1, out.read_bytes())
    assert "2 cambios: 2 seguros" in result.stderr
    assert [path.name for path in mendable.parent.iterdir()] == [mendable.name]


def test_standard_input_to_a_file_or_a_view(giis, mendable, out):
    data = mendable.read_bytes()
    result = giis("repair", "-", "-o", out, *AS_OF, input=data)
    assert (result.exit_code, "2 cambios" in result.stdout) == (1, True)
    assert json.loads(out.with_suffix(".changes.json").read_text(encoding="utf-8"))["input"] == "-"
    result = giis("repair", "-", "--diff", *AS_OF, input=data)
    assert "-peso: 70,5\n+peso: 70.5\n" in result.stdout
    assert "--- -\n" in result.stdout


@pytest.mark.parametrize("words", [("--diff", "-o", "-"), ("--format", "json")])
def test_standard_output_takes_one_thing(giis, words):
    result = giis("repair", "-", *words, *AS_OF, input=b"")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "la salida estándar" in result.stderr


def test_a_pipe_is_read_once(giis, mendable, out):
    giis("repair", mendable, "-o", out, *AS_OF)
    wanted = out.read_bytes()
    pipe = mendable.parent / "pipe"
    os.mkfifo(pipe)
    feeder = threading.Thread(target=lambda: pipe.write_bytes(mendable.read_bytes()))
    feeder.start()
    result = giis("repair", pipe, "-o", out, "--overwrite", *AS_OF)
    feeder.join()
    assert (result.exit_code, out.read_bytes()) == (1, wanted)


def test_an_output_that_exists(giis, mendable, out):
    out.write_text("mío")
    result = giis("repair", mendable, "-o", out, *AS_OF)
    assert (result.exit_code, out.read_text()) == (2, "mío")
    assert "--overwrite" in result.stderr
    assert giis("repair", mendable, "-o", out, "--overwrite", *AS_OF).exit_code == 1


def test_line_end_and_encoding(giis, good, out):
    assert giis("repair", good, "-o", out, "--line-end", "lf", "--encoding", "utf-8", *AS_OF).exit_code == 0
    assert out.read_bytes() == good.read_bytes().replace(b"\r\n", b"\n")


@pytest.mark.parametrize(
    ("options", "status"), [((), 1), (("--fail-on", "never"), 0), (("--unsafe", "--fail-on", "warning"), 0)]
)
def test_exit_status(giis, mendable, out, options, status):
    assert giis("repair", mendable, "-o", out, *AS_OF, *options).exit_code == status


@pytest.mark.parametrize(("lang", "word"), [("es", "Ejemplos:"), ("en", "Examples:")])
def test_help_has_examples(command, lang, word):
    done = command("repair", "--help", env={"GIIS_LANG": lang}, text=True, encoding="utf-8")
    assert done.returncode == 0
    assert word in done.stdout
    assert "giis repair CEX-DFSSA-2410.TXT --diff" in done.stdout
