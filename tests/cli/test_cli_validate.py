from __future__ import annotations

import json

import pytest

from outpatient import BASE, exchange_file

AS_OF = ("--as-of", "2024-12-01")
CONFIDENTIAL = ("GAMA890520MDFRRN0", "GARCIA", "MORALES")


@pytest.fixture
def incomplete(tmp_path, monkeypatch):
    """A file that would pass, had the rules the catalogue that they need."""
    from giis._text import Text
    from giis.validators import validate as engine
    from giis.validators.findings import FileReport, NotEvaluated, Totals

    told = FileReport(
        "x.txt", "", "GIIS-B015-04-11", "", Text("", ""), "windows-1252", 1, 1, 0, 1, Totals(), (), (),
        (NotEvaluated("CEX074", Text("falta", "missing"), 1),), (),
    )  # fmt: skip
    monkeypatch.setattr(engine.Validation, "add", lambda self, *given: None)
    monkeypatch.setattr(engine, "reports", lambda judgements: [told])
    path = tmp_path / "x.txt"
    path.write_text("x")
    return path


@pytest.mark.parametrize(
    ("which", "options", "status"),
    [
        ("good", (), 0),
        ("bad", (), 1),
        ("bad", ("--fail-on", "never"), 0),
        ("bad", ("--exit-zero",), 0),
        ("bad", ("--exit-zero", "--fail-on", "warning"), 0),
        ("bad", ("--exit-zero", "--select", "CEX9999"), 2),
        ("bad", ("--fail-on", "warning"), 1),
        ("bad", ("--quiet",), 1),
        ("bad", ("--format", "json"), 1),
        ("bad", ("--select", "CEX001"), 0),
        ("bad", ("--ignore", "CEX055", "--ignore", "CEX026,CEX027"), 0),
        ("incomplete", (), 1),
        ("incomplete", ("--allow-incomplete",), 0),
        ("incomplete", ("--fail-on", "never"), 0),
    ],
)
def test_exit_status(giis, request, which, options, status):
    result = giis("validate", request.getfixturevalue(which), *AS_OF, *options)
    assert result.exit_code == status, result.output


def test_warnings_fail_where_asked(giis, tmp_path):
    path = tmp_path / "otro nombre.txt"
    path.write_bytes(exchange_file([BASE]))
    assert giis("validate", path, *AS_OF).exit_code == 0
    assert giis("validate", path, *AS_OF, "--fail-on", "warning").exit_code == 1


def test_text(giis, bad):
    result = giis("validate", bad, *AS_OF)
    words = ["NO PASA", "GIIS-B015-04-11", "55 planSeguridad", "CEX026-formato", "70,5", "2024-12-01"]
    assert [word for word in words if word not in result.stdout] == []
    assert result.stderr == ""


def test_json_alone_goes_to_stdout(giis, bad):
    result = giis("validate", bad, *AS_OF, "--format", "json", "--show-values", "--lang", "en")
    data = json.loads(result.stdout)
    assert data["status"] == "fail"
    assert data["values_shown"] is True
    assert data["as_of"] == "2024-12-01"
    assert "confidential" in result.stderr
    assert {item["rule"] for item in data["files"][0]["findings"]} >= {"CEX055", "CEX026-formato"}


def test_json_is_the_same_every_time(giis, bad):
    first, second = (giis("validate", bad, *AS_OF, "--format", "json").stdout for _ in range(2))
    assert first == second


def test_statistics_and_timing(giis, good):
    result = giis("validate", good, *AS_OF, "--statistics", "--timing", "--format", "json")
    (file,) = json.loads(result.stdout)["files"]
    assert {item["rule"] for item in file["rules"]} >= {"CEX055", "CEX043-sexo", "ARC-columnas"}
    assert file["seconds"] >= 0
    assert "cumplida" in giis("validate", good, *AS_OF, "--statistics").stdout


@pytest.mark.parametrize("name", ["text", "json"])
def test_confidential_values_stay_out_unless_asked(giis, tmp_path, name):
    path = tmp_path / "CEX-DFSSA-2411.TXT"
    broken = {
        **BASE,
        "nombre": "GARCIA9",
        "primerApellido": "",
        "segundoApellido": "MORALES ",
        "sexoCURP": "1",
    }
    path.write_bytes(exchange_file([broken, {**broken, "curpPaciente": "GAMA890520MDFRRN0"}]))
    hidden = giis("validate", path, *AS_OF, "--format", name, "--statistics")
    assert [value for value in CONFIDENTIAL if value in hidden.output] == []
    shown = giis("validate", path, *AS_OF, "--format", name, "--show-values")
    assert [value for value in CONFIDENTIAL if value not in shown.output] == []


@pytest.mark.parametrize(("options", "shown"), [((), 5), (("--max-findings", "0"), 0), (("--max-findings", "2"), 2)])
def test_the_cap_leaves_totals_exact(giis, bad, options, shown):
    result = giis("validate", bad, *AS_OF, *options, "--select", "CEX026,CEX027,CEX055", "--format", "json")
    (file,) = json.loads(result.stdout)["files"]
    assert file["totals"] == {"error": 5, "warning": 0, "info": 0, "shown": shown}
    assert len(file["findings"]) == shown


def test_folders_globs_and_stdin(giis, good, bad, tmp_path):
    (tmp_path / "otro.csv").write_text("x")
    assert giis("validate", tmp_path, *AS_OF, "--quiet").stdout == f"{good}: PASA\n"
    both = giis("validate", tmp_path, tmp_path / "*" / "*.TXT", good, *AS_OF, "--quiet")
    assert [line.split(":")[0] for line in both.stdout.splitlines()] == [str(good), str(bad)]
    assert both.exit_code == 1
    piped = giis("validate", "-", *AS_OF, "--quiet", input=good.read_bytes())
    assert (piped.stdout, piped.exit_code) == ("-: PASA\n", 0)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nada.txt",), "no existe"),
        (("nada*.txt",), "ningún archivo corresponde"),
        (("{folder}",), "no tiene archivos .txt"),
        (("{good}", "--guide", "B999"), "B999"),
        (("{good}", "--select", "CEX043-sezo"), "CEX043-sexo"),
        (("{good}", "--ignore", "CEX9999"), "CEX9999"),
        (("{good}", "--as-of", "01/12/2024"), "aaaa-mm-dd"),
        (("{good}", "--as-of", ""), "aaaa-mm-dd"),
        (("{good}", "--as-of", "20241201"), "aaaa-mm-dd"),
        (("{good}", "--as-of", "2024-02-30"), "aaaa-mm-dd"),
        (("{good}", "--catalogs", "no-such-folder"), "no-such-folder"),
        (("{strange}",), "--guide"),
        ((), "falta el argumento"),
        (("{good}", "--max-findings", "-1"), "--max-findings"),
        (("{good}", "--max-findings", "x"), "entero"),
        (("{good}", "--format", "xml"), "--format"),
        (("{good}", "--fromat", "json"), "--format"),
    ],
)
def test_what_cannot_be_done_is_one_message_and_status_two(giis, good, tmp_path, words, told):
    folder = tmp_path / "vacía"
    folder.mkdir()
    strange = tmp_path / "strange.dat"
    strange.write_text("a|b|c\r\n1|2|3\r\n")
    places = {"{good}": good, "{folder}": folder, "{strange}": strange}
    result = giis("validate", *(places.get(word, word) for word in words))
    assert result.exit_code == 2
    assert told in result.stderr
    assert "Traceback" not in result.output
    assert result.stdout == ""
    assert result.stderr.startswith("giis: ")


def test_one_bad_path_does_not_silence_the_others(giis, good, bad):
    result = giis("validate", "nada.txt", good, bad, *AS_OF)
    assert result.exit_code == 2
    assert "no existe" in result.stderr
    assert "NO SE PUDO REVISAR" in result.stdout
    assert "NO PASA" in result.stdout
    data = json.loads(giis("validate", "nada.txt", good, *AS_OF, "--format", "json").stdout)
    assert data["status"] == "incomplete"
    assert data["unjudged"][0]["path"] == "nada.txt"
    assert len(data["files"]) == 1


def test_what_is_wrong_with_the_options_is_told_once(giis, good, bad):
    result = giis("validate", good, bad, "--select", "CEX9999")
    assert result.stderr.count("CEX9999") == 1


@pytest.mark.parametrize("kind", [ValueError, ZeroDivisionError, MemoryError])
@pytest.mark.parametrize("debug", [False, True])
def test_a_fault_of_giis_is_no_verdict_and_shows_no_value(giis, good, monkeypatch, kind, debug):
    from giis.validators import validate as engine

    def fail(self, *given):
        raise kind("GAMA890520MDFRRN08")

    monkeypatch.setattr(engine.Validation, "add", fail)
    if debug:
        monkeypatch.setenv("GIIS_DEBUG", "1")
    result = giis("validate", good)
    assert result.exit_code == 2
    assert "no es un veredicto" in result.stderr
    assert ("Traceback" in result.stderr) is debug
    assert ("GAMA890520MDFRRN08" in result.output) is debug
    assert result.stdout == ""


def test_a_panic_beside_exception_is_caught_too(giis, good, monkeypatch):
    from giis.validators import validate as engine

    class Panic(BaseException):
        pass

    def fail(self, *given):
        raise Panic

    monkeypatch.setattr(engine.Validation, "add", fail)
    result = giis("validate", good)
    assert result.exit_code == 2
    assert "Panic" in result.stderr


def test_interruption(giis, good, monkeypatch):
    from giis.validators import validate as engine

    def fail(self, *given):
        raise KeyboardInterrupt

    monkeypatch.setattr(engine.Validation, "add", fail)
    assert giis("validate", good).exit_code == 130


@pytest.mark.parametrize(
    ("environment", "options", "word"),
    [
        ({"GIIS_LANG": "en"}, (), "PASS"),
        ({"GIIS_LANG": "", "LC_ALL": "en_US.UTF-8"}, (), "PASS"),
        ({"GIIS_LANG": "", "LC_ALL": "es_MX.UTF-8"}, (), "PASA"),
        ({"GIIS_LANG": "en"}, ("--lang", "es"), "PASA"),
    ],
)
def test_language(giis, good, environment, options, word):
    assert giis("validate", good, *AS_OF, "--quiet", *options, env=environment).stdout == f"{good}: {word}\n"
