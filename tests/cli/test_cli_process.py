"""What only a process of its own shows: pipes, streams, encodings, and what is imported."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from giis import __version__

AS_OF = ("--as-of", "2024-12-01")


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("validate", "{bad}", *AS_OF), 1),
        (("validate", "{good}", *AS_OF, "--format", "json"), 0),
        (("specs", "show", "B015"), 0),
        (("catalogs", "show", "DIAGNOSTICO_SIS", "--format", "json"), 0),
    ],
)
def test_a_reader_that_goes_away_is_no_error(command, good, bad, words, status):
    places = {"{good}": str(good), "{bad}": str(bad)}
    reader = subprocess.Popen([sys.executable, "-c", "pass"], stdin=subprocess.PIPE)
    reader.wait()
    result = command(
        *(places.get(word, word) for word in words),
        capture_output=False,
        stdout=reader.stdin,
        stderr=subprocess.PIPE,
    )
    reader.stdin.close()
    assert result.stderr == b""
    assert result.returncode == status


@pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/full")
def test_a_full_disk_is_told(command, good):
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        result = command("validate", good, *AS_OF, capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert result.returncode == 2
    assert result.stderr.startswith(b"giis: ")
    assert b"Traceback" not in result.stderr


def test_stdin_and_stdout_are_bytes(command, good):
    result = command("validate", "-", *AS_OF, "--format", "json", input=good.read_bytes())
    data = json.loads(result.stdout.decode("utf-8"))
    assert data["files"][0]["path"] == "-"
    assert data["status"] == "pass"
    assert result.stderr == b""


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_any_encoding_of_the_terminal_will_do(command, bad, encoding):
    environment = {"PYTHONIOENCODING": encoding, "GIIS_LANG": "es"}
    text = command("validate", bad, *AS_OF, env=environment)
    assert text.returncode == 1
    assert b"NO PASA" in text.stdout
    data = command("validate", bad, *AS_OF, "--format", "json", env=environment)
    assert "dígitos" in data.stdout.decode("utf-8")
    for words in (("--help",), ("nada",)):
        assert b"Traceback" not in command(*words, env=environment).stderr


@pytest.mark.parametrize(("language", "word"), [("es", "Revisa"), ("en", "Check")])
def test_help_is_in_the_language_of_the_environment(command, language, word):
    result = command("--help", env={"GIIS_LANG": language})
    assert word in result.stdout.decode("utf-8")


@pytest.mark.parametrize("words", [("--help",), ("--version",)])
def test_help_and_version_import_nothing_heavy(words):
    code = (
        "import sys\n"
        "from giis_cli import main\n"
        f"sys.argv = ['giis', *{words!r}]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "named = {'polars', 'pydantic', 'typer.rich_utils', 'yaml', 'giis.specs', 'giis.catalogs', 'giis.reports'}\n"
        "heavy = named & set(sys.modules)\n"
        "sys.exit(f'imported: {heavy}' if heavy else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "words", [("explain", "CEX043-sexo"), ("specs", "show", "B015"), ("catalogs", "search", "PAIS", "mexico")]
)
def test_what_judges_no_file_does_without_polars(words):
    code = (
        "import sys\n"
        "from giis_cli import main\n"
        f"sys.argv = ['giis', *{words!r}]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "sys.exit('polars' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_version(command):
    assert command("--version").stdout.decode().strip() == f"giis {__version__}"


def test_no_arguments_show_the_help(command):
    result = command(env={"GIIS_LANG": "en"})
    assert result.returncode == 2
    assert b"giis validate" in result.stdout + result.stderr
