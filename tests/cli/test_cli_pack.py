"""`giis pack` and `giis unpack` as a user meets them: in a process of their own."""

from __future__ import annotations

import base64
import json
import shutil
import sys
import zipfile
from pathlib import Path

import pytest

import giis

SECRET = b"\xfe\xed" + b"la llave secreta de todos"
WORDS = ("--as-of", "2024-12-01")
NAME = "CEX-DFSSA-2411"
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture
def key(tmp_path):
    path = tmp_path / "llaves" / "transferencia.jks"
    path.parent.mkdir()
    path.write_bytes(SECRET + bytes(1000))
    return path


def gives_the_key_away(*outputs: bytes) -> bool:
    told = b"".join(outputs)
    forms = [SECRET[2:24], SECRET[:24].hex().encode(), base64.b64encode(SECRET[:24])]
    return any(form in told for form in forms)


def names(folder):
    return sorted(path.name for path in folder.iterdir() if path.is_file())


@pytest.mark.parametrize("lang", ["es", "en"])
def test_there_and_back(command, good, key, tmp_path, lang):
    sent, received = tmp_path / "envios", tmp_path / "recibidos"
    sent.mkdir()
    received.mkdir()
    packed = command("pack", good, "--key-file", key, "-o", sent, "--lang", lang, *WORDS)
    assert (packed.returncode, packed.stderr) == (0, b""), packed.stderr
    assert "3DES-ECB" in packed.stdout.decode()
    with zipfile.ZipFile(sent / f"{NAME}.ZIP") as archive:
        assert archive.namelist() == [f"{NAME}.CIF"]
    environment = {"GIIS_KEY_FILE": str(key)}
    opened = command("unpack", sent / f"{NAME}.ZIP", "-o", received, "--lang", lang, env=environment)
    assert (opened.returncode, opened.stderr) == (0, b""), opened.stderr
    assert (received / f"{NAME}.TXT").read_bytes() == good.read_bytes()
    assert not gives_the_key_away(packed.stdout, opened.stdout)


def test_beside_the_file_and_never_over_it(command, good, key):
    assert command("pack", good, "--key-file", key, *WORDS).returncode == 0
    archive = good.with_suffix(".ZIP")
    first = archive.read_bytes()
    again = command("pack", good, "--key-file", key, *WORDS)
    assert again.returncode == 2
    assert "--overwrite" in again.stderr.decode()
    assert command("pack", good, "--key-file", key, "--overwrite", *WORDS).returncode == 0
    assert archive.read_bytes() == first
    back = command("unpack", archive, "--key-file", key)
    assert back.returncode == 2
    assert "--overwrite" in back.stderr.decode()
    assert names(good.parent) == [f"{NAME}.TXT", f"{NAME}.ZIP"]


def test_a_file_with_errors(command, bad, key):
    result = command("pack", bad, "--key-file", key, *WORDS)
    assert result.returncode == 1
    assert "NO PASA" in result.stdout.decode()
    assert "no se empaquetó" in result.stderr.decode()
    assert names(bad.parent) == [f"{NAME}.TXT"]
    data = json.loads(command("pack", bad, "--key-file", key, "--format", "json", *WORDS).stdout)
    assert (data["written"], data["status"], data["path"]) == (False, "fail", None)
    assert data["report"]["schema"] == "giis-report/1"
    forced = command("pack", bad, "--key-file", key, "--force", "--format", "json", *WORDS)
    assert forced.returncode == 0
    assert "--force" in forced.stderr.decode()
    data = json.loads(forced.stdout)
    assert (data["written"], data["status"], data["forced"]) == (True, "fail", True)
    assert len(data["warnings"]) == 1
    back = bad.parent / "o"
    back.mkdir()
    assert command("unpack", bad.with_suffix(".ZIP"), "--key-file", key, "-o", back).returncode == 0
    assert (back / bad.name).read_bytes() == bad.read_bytes()


def test_a_file_that_cannot_be_judged(command, tmp_path, key):
    path = tmp_path / "CEX-DFSSA-2411.TXT"
    path.write_bytes(b"A|B\r\n1|2\r\n")
    path = path.rename(tmp_path / "datos.txt")
    result = command("pack", path, "--key-file", key, *WORDS)
    assert result.returncode == 2
    assert names(tmp_path) == ["datos.txt"]
    forced = command("pack", path, "--key-file", key, "--force", *WORDS)
    assert forced.returncode == 0
    told = forced.stderr.decode()
    assert "sin revisar" in told
    assert "TTT-EEIII-AAMM.TXT" in told
    opened = command("unpack", tmp_path / "datos.ZIP", "--key-file", key, "--overwrite", "--format", "json")
    assert opened.returncode == 0
    assert len(json.loads(opened.stdout)["warnings"]) == 1
    assert (tmp_path / "datos.TXT").read_bytes() == b"A|B\r\n1|2\r\n"


@pytest.mark.parametrize("data", [b"", b"A|B", b"\0" * 50, b"\xff\xfe"])
def test_force_packs_anything(command, tmp_path, key, data):
    path = tmp_path / f"{NAME}.TXT"
    path.write_bytes(data)
    assert command("pack", path, "--key-file", key, "--guide", "B015", *WORDS).returncode in (1, 2)
    assert names(tmp_path) == [path.name]
    forced = command("pack", path, "--key-file", key, "--guide", "B015", "--force", *WORDS)
    assert forced.returncode == 0, forced.stderr
    path.unlink()
    assert command("unpack", tmp_path / f"{NAME}.ZIP", "--key-file", key, "--force").returncode == 0
    assert path.read_bytes() == data


def test_what_could_not_be_checked(command, tmp_path, key):
    found = [path for path in EXAMPLES.glob("*.TXT") if giis.validate(path).status == "incomplete"]
    if not found:
        pytest.skip("no example lacks a catalogue any more")
    path = tmp_path / found[0].name
    shutil.copy(found[0], path)
    result = command("pack", path, "--key-file", key)
    assert result.returncode == 1
    assert "--allow-incomplete" in result.stderr.decode()
    assert names(tmp_path) == [path.name]
    assert command("pack", path, "--key-file", key, "--allow-incomplete").returncode == 0
    forced = command("pack", path, "--key-file", key, "--force", "--overwrite")
    assert forced.returncode == 0
    assert "--force" in forced.stderr.decode()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("pack", "{good}"), "GIIS_KEY_FILE"),
        (("pack", "{good}", "--key-file", "{good}"), "mismo archivo"),
        (("pack", "{good}", "--key-file", "nada.jks"), "nada.jks"),
        (("pack", "{good}", "--key-file", "{short}"), "demasiado corto"),
        (("pack", "nada.TXT", "--key-file", "{key}"), "nada.TXT"),
        (("pack", "{folder}", "--key-file", "{key}"), "no es un archivo"),
        (("pack", "{good}", "--key-file", "{key}", "-o", "nada"), "no es una carpeta"),
        (("pack", "{good}", "--key-file", "{key}", "--as-of", "ayer"), "--as-of"),
        (("pack", "{good}", "--key-file", "{key}", "--guide", "B999"), "B999"),
        (("pack", "{zip}", "--key-file", "{key}"), "ya está empaquetado"),
        (("pack",), "falta el argumento"),
        (("unpack", "{good}", "--key-file", "{key}"), ".CIF"),
        (("unpack", "{zip}", "--key-file", "{key}"), "no es un archivo ZIP"),
        (("unpack", "nada.ZIP", "--key-file", "{key}"), "nada.ZIP"),
        (("unpack", "{zip}"), "GIIS_KEY_FILE"),
    ],
)
def test_what_cannot_be_done(command, good, key, tmp_path, words, told):
    short, package = tmp_path / "corta.jks", tmp_path / "malo.ZIP"
    short.write_bytes(SECRET[:23])
    package.write_bytes(b"nada")
    places = {"good": good, "key": key, "short": short, "zip": package, "folder": tmp_path}
    before = names(tmp_path)
    result = command(*(word.format(**places) for word in words))
    assert result.returncode == 2
    message = result.stderr.decode()
    assert message.startswith("giis: ")
    assert told in message
    assert "Traceback" not in message
    assert not gives_the_key_away(result.stderr, result.stdout)
    assert names(tmp_path) == before


def test_another_key(command, good, key, tmp_path):
    assert command("pack", good, "--key-file", key, *WORDS).returncode == 0
    other = tmp_path / "otra.jks"
    other.write_bytes(bytes(range(200, 240)))
    good.unlink()
    for debug in ("", "1"):
        result = command("unpack", good.with_suffix(".ZIP"), "--key-file", other, env={"GIIS_DEBUG": debug})
        assert result.returncode == 2
        assert "la llave no sea la correcta" in result.stderr.decode()
        assert not gives_the_key_away(result.stderr)
        assert not good.exists()


def test_another_name_of_the_archive(command, good, key):
    assert command("pack", good, "--key-file", key, *WORDS).returncode == 0
    renamed = good.with_suffix(".ZIP").rename(good.with_name("CEX-DFSSA-2410.ZIP"))
    result = command("unpack", renamed, "--key-file", key)
    assert result.returncode == 0
    assert f"{NAME}.CIF" in result.stderr.decode()
    assert good.with_name("CEX-DFSSA-2410.TXT").read_bytes() == good.read_bytes()


@pytest.mark.skipif(sys.platform != "linux", reason="needs a folder that is not writable, and /dev/full")
def test_a_name_with_characters_for_terminals(command, good, key):
    strange = good.rename(good.with_name("CEX\x1b[2J.TXT"))
    result = command("pack", strange, "--key-file", key, *WORDS)
    assert result.returncode == 2
    assert b"\x1b" not in result.stderr + result.stdout


def test_the_library(good, bad, key, tmp_path):
    made = giis.pack(good, key, as_of=giis.validate(good).as_of)
    assert (made.path, made.status, made.forced) == (good.with_suffix(".ZIP"), "pass", False)
    assert made.report is not None
    assert made.sha256 == made.report.files[0].sha256
    folder = tmp_path / "o"
    folder.mkdir()
    back = giis.unpack(made.path, key, output=folder)
    assert (back.path, back.sha256, back.status) == (folder / good.name, made.sha256, "not judged")
    with pytest.raises(giis.RefusedError) as error:
        giis.pack(bad, key)
    assert error.value.report.status == "fail"
    assert giis.pack(bad, key, force=True).forced
    with pytest.raises(giis.InputError):
        giis.pack("a\0b.TXT", key)


@pytest.mark.parametrize("name", ["pack", "unpack"])
@pytest.mark.parametrize(("lang", "word"), [("es", "Ejemplos:"), ("en", "Examples:")])
def test_help(command, name, lang, word):
    result = command(name, "--help", env={"GIIS_LANG": lang})
    assert result.returncode == 0
    assert word in result.stdout.decode()
