"""`giis validate` with its cache: the same bytes as without it, or none at all; and `giis cache`."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from giis.cache import answers
from giis.conformance import load_conformance
from giis.reports import FORMATS
from giis.validators.validate import Validation
from outpatient import BASE

ROOT = Path(__file__).resolve().parents[2]
AS_OF = ("--as-of", "2024-12-01")
SIS = {"CEX": "GIIS-B015-04-11", "CSB": "GIIS-B016-04-08", "CPF": "GIIS-B018-04-09"}
CANARY = "GAMA890520MDFRRN08"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.delenv("GIIS_NO_CACHE", raising=False)
    monkeypatch.setenv("GIIS_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def judged(monkeypatch):
    """The files that were really judged, one after the other."""
    names = []
    stream = Validation._stream

    def noting(self, given, path, name, options):
        names.append(name or path)
        return stream(self, given, path, name, options)

    monkeypatch.setattr(Validation, "_stream", noting)
    return names


def entries(folder):
    return sorted(folder.iterdir()) if folder.exists() else []


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("more", [(), ("--statistics", "--max-findings", "3")])
def test_the_same_bytes_in_every_format(giis, folder, judged, bad, tmp_path, lang, more):
    def run(place, *words):
        (tmp_path / place).mkdir()
        outputs = [word for name in FORMATS for word in ("-o", f"{name}:{tmp_path / place / name}")]
        result = giis("validate", bad, *AS_OF, "--lang", lang, *more, "-o", "text", *outputs, *words)
        told = [result.exit_code, result.stdout, result.stderr.replace(f"/{place}/", "/")]
        return told, {name: (tmp_path / place / name).read_bytes() for name in FORMATS}

    plain = run("plain", "--no-cache")
    assert (entries(folder), judged) == ([], [bad.name])
    first, second = run("first"), run("second")
    assert judged == [bad.name] * 2
    assert len(entries(folder)) == 1
    assert first == plain
    assert second == plain


def test_another_folder_language_or_format_is_the_same_question(giis, folder, judged, bad, tmp_path):
    giis("validate", bad, *AS_OF, "--max-findings", "9")
    (tmp_path / "otra").mkdir()
    moved = tmp_path / "otra" / bad.name
    shutil.copy(bad, moved)
    result = giis("validate", moved, *AS_OF, "--max-findings", "9", "--lang", "en", "--format", "json")
    assert judged == [bad.name]
    assert json.loads(result.stdout)["files"][0]["path"] == str(moved)


@pytest.mark.parametrize(
    "words",
    [
        ("--as-of", "2024-12-02"),
        (*AS_OF, "--profile", "strict"),
        (*AS_OF, "--unofficial-as-errors"),
        (*AS_OF, "--select", "CEX055"),
        (*AS_OF, "--ignore", "CEX055"),
        (*AS_OF, "--max-findings", "1"),
        (*AS_OF, "--statistics"),
        (*AS_OF, "--guide", "CEX"),
        (*AS_OF, "--format", "csv"),  # which shows more findings
    ],
)
def test_another_question_is_asked_anew(giis, folder, judged, bad, words):
    giis("validate", bad, *AS_OF)
    giis("validate", bad, *words)
    assert judged == [bad.name] * 2
    giis("validate", bad, *words)
    assert judged == [bad.name] * 2


def test_a_changed_file_is_judged_anew(giis, folder, judged, bad, good):
    giis("validate", bad, *AS_OF)
    whole = bad.read_bytes()
    bad.write_bytes(whole.replace(b"70,5", b"70.5"))  # of the same size
    assert "CEX026" not in giis("validate", bad, *AS_OF).stdout
    shutil.copy(good, bad)
    assert giis("validate", bad, *AS_OF).exit_code == 0
    assert len(judged) == 3
    bad.write_bytes(whole)
    assert giis("validate", bad, *AS_OF).exit_code == 1
    assert len(judged) == 3


@pytest.mark.parametrize(
    "words",
    [("--show-values",), ("--timing",), ("--no-cache",), ("--write-baseline", "known.yaml")],
    ids=lambda words: words[0],
)
def test_what_is_never_kept(giis, folder, judged, bad, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    for number in (1, 2):
        giis("validate", bad, *AS_OF, *words)
        assert (len(judged), entries(folder)) == (number, [])


def test_standard_input_is_never_kept(giis, folder, judged, bad):
    for number in (1, 2):
        giis("validate", "-", *AS_OF, input=bad.read_bytes())
        assert (len(judged), entries(folder)) == (number, [])


@pytest.mark.skipif(os.name == "nt", reason="named pipes of POSIX")
def test_a_pipe_is_read_once(command, folder, bad, tmp_path):
    pipe = tmp_path / bad.name
    os.mkfifo(pipe)
    with subprocess.Popen(["cp", str(bad), str(pipe)]):
        done = command("validate", pipe, *AS_OF, "-q", env={"GIIS_CACHE_DIR": str(folder)})
    assert b"NO PASA" in done.stdout, done.stderr


def test_the_environment_the_settings_and_the_command_line(giis, folder, judged, bad, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIIS_NO_CACHE", "1")
    giis("validate", bad, *AS_OF)
    assert entries(folder) == []
    giis("validate", bad, *AS_OF, "--cache")
    assert len(entries(folder)) == 1
    monkeypatch.delenv("GIIS_NO_CACHE")
    (tmp_path / "giis.toml").write_text("cache = false")
    giis("validate", bad, *AS_OF)
    assert len(judged) == 3
    giis("validate", bad, *AS_OF, "--cache")
    assert len(judged) == 3
    (tmp_path / "giis.toml").write_text('cache-dir = "own"')
    giis("validate", bad, *AS_OF)
    assert len(judged) == 3  # the environment stands before the settings
    monkeypatch.delenv("GIIS_CACHE_DIR")
    giis("validate", bad, *AS_OF)
    assert len(entries(tmp_path / "own")) == 1
    giis("validate", bad, *AS_OF, "--cache-dir", tmp_path / "given")
    assert len(entries(tmp_path / "given")) == 1


def test_settings_by_path_are_part_of_the_question(giis, folder, judged, bad, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for text in ('severity = {CEX055 = "info"}', '[paths."*.TXT"]\nseverity = {CEX055 = "info"}', "", 'lang = "en"'):
        (tmp_path / "giis.toml").write_text(text)
        giis("validate", bad, *AS_OF)
    assert len(judged) == 2  # what holds for the file is what counts, not where that is said


def test_damaged_entries_are_no_answers(giis, folder, judged, bad):
    plain = giis("validate", bad, *AS_OF).stdout
    (entry,) = entries(folder)
    whole = entry.read_bytes()
    for number, damaged in enumerate((b"", whole[:100], whole[:-1] + b"x", b"giis-cache/1\n", b"\0" * len(whole)), 2):
        entry.write_bytes(damaged)
        assert giis("validate", bad, *AS_OF).stdout == plain
        assert len(judged) == number
        assert entry.read_bytes() == whole  # mended


def test_a_folder_that_cannot_be_written_is_no_fault(giis, bad, tmp_path):
    (tmp_path / "file").write_text("")
    result = giis("validate", bad, *AS_OF, "--cache", "--cache-dir", tmp_path / "file" / "x")
    assert (result.exit_code, result.stderr) == (1, "")


def test_of_a_run_that_failed_for_a_file_the_others_are_kept(giis, folder, judged, bad, tmp_path):
    strange = tmp_path / "x.txt"
    strange.write_text("a|b\n1|2\n")
    told = [giis("validate", bad, strange, *AS_OF) for _ in range(2)]
    assert (told[0].exit_code, told[0].stdout, told[0].stderr) == (2, told[1].stdout, told[1].stderr)
    assert judged == [bad.name, strange.name, strange.name]
    assert len(entries(folder)) == 1


def write_sis(folder, kind, first, programme="0", end="\r\n"):
    """Write a file of a format of the SIS with one patient in it, always the same, and return its name."""
    data = load_conformance(SIS[kind])
    shared = {name: BASE[name] for name in ("curpPaciente", "clues", "curpPrestador")}
    record = {**data.base, **shared, "primeraVezAnio": first, "programaSMyMG": programme}
    name = f"{kind}-DFSSA-2411.TXT"
    (folder / name).write_bytes(end.join(["|".join(data.header), "|".join(record.values()), ""]).encode("cp1252"))
    return name


def test_files_are_answered_one_by_one_while_the_others_say_the_same(giis, folder, judged, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    dice = random.Random(5)  # noqa: S311 (no secret)
    asked = 0
    for _ in range(25):
        kinds = dice.sample(list(SIS), dice.randint(2, 3))
        paths = [
            write_sis(tmp_path, kind, dice.choice("01"), dice.choice("01"), dice.choice(["\n", "\r\n"]))
            for kind in kinds
        ]
        words = ("validate", *paths, *AS_OF, "--format", "json", "--max-findings", "4")
        before = len(judged)
        cached = giis(*words)
        asked += len(judged) - before
        plain = giis(*words, "--no-cache")
        assert (cached.exit_code, cached.stdout, cached.stderr) == (plain.exit_code, plain.stdout, plain.stderr)
    assert asked < (len(judged) - asked) * 0.8


def test_files_of_one_run_are_answered_together(giis, folder, judged, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    cex, csb = (write_sis(tmp_path, kind, "1") for kind in ("CEX", "CSB"))

    def run(*paths):
        del judged[:]
        return giis("validate", *paths, "--select", "ENT", *AS_OF).stdout, list(judged)

    assert "ENT-primera-vez" not in run(cex)[0] + run(csb)[0]
    both, asked = run(cex, csb)
    assert "repite el registro 1 de CEX" in both
    assert asked == [cex, csb]
    assert run(cex, csb) == (both, [])
    other, asked = run(csb, cex)  # now CEX comes later, and both say something else
    assert "repite el registro 1 de CSB" in other
    assert sorted(asked) == [cex, csb]
    assert run(csb, cex) == (other, [])
    assert run(csb)[1] == []
    write_sis(tmp_path, "CEX", "1", end="\n")  # other bytes, of which the other file learns nothing
    assert run(csb, cex)[1] == [cex]
    write_sis(tmp_path, "CEX", "0")
    changed, asked = run(cex, csb)
    assert "repite" not in changed
    assert asked == [cex]


def test_what_is_kept_of_one_of_several_files_is_bounded(giis, folder, judged, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(answers, "_MOST_ROWS", 10)
    paths = [write_sis(tmp_path, kind, "1") for kind in ("CEX", "CSB")]
    giis("validate", *paths, *AS_OF)
    assert len(entries(folder)) == 1  # the run as a whole
    giis("validate", *paths, *AS_OF)
    assert judged == paths


def test_known_findings_are_answered_alike(giis, folder, judged, bad, tmp_path):
    known = tmp_path / "known.yaml"
    giis("validate", bad, *AS_OF, "--write-baseline", known)
    words = ("validate", bad, *AS_OF, "--baseline", known, "--format", "json")
    first = giis(*words)
    assert first.exit_code == 0
    assert giis(*words).stdout == first.stdout
    assert len(judged) == 2
    known.write_text(re.sub("justification: ''", "justification: sabido", known.read_text()))
    assert giis(*words).stdout != first.stdout
    known.write_text(re.sub("expires: ''", "expires: '2020-01-01'", known.read_text()))
    expired = giis(*words)
    assert expired.exit_code == 1
    assert giis(*words).stdout == expired.stdout
    assert len(judged) == 4


def test_no_confidential_value_is_kept(giis, folder, bad, monkeypatch):
    kept = []
    seal = answers.seal
    monkeypatch.setattr(answers, "seal", lambda asked, data: kept.append(str(data)) or seal(asked, data))
    bad.write_bytes(bad.read_bytes().replace(CANARY.encode(), b"GAMA890520MDFRRN0X"))
    assert "•••" in giis("validate", bad, *AS_OF).stdout
    assert "•••" in kept[0]
    assert not re.search("GAMA|GARCIA|MORALES", kept[0])
    (entry,) = entries(folder)
    assert not re.search(b"GAMA|CEX|planSeguridad", entry.read_bytes() + entry.name.encode())


def test_an_answer_needs_no_polars(giis, folder, bad, tmp_path):
    outputs = [word for name in FORMATS for word in ("-o", f"{name}:{tmp_path / name}")]
    words = ["validate", str(bad), *AS_OF, "--baseline", str(tmp_path / "known.yaml"), *outputs]
    (tmp_path / "known.yaml").write_text("schema: giis-baseline/1\nknown: []\n")
    giis(*words)
    assert len(entries(folder)) == 1
    code = (
        "import sys\nfrom giis_cli._app import app\n"
        "try:\n    app(sys.argv[1:])\n"
        "finally:\n    print('polars' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "cli")])},
    )  # fmt: skip
    assert (done.returncode, done.stdout.strip()) == (1, "False"), done.stderr


def test_the_cache_is_told_and_cleared(giis, folder, bad, good):
    assert json.loads(giis("cache", "info", "--format", "json").stdout) == {
        "folder": str(folder), "entries": 0, "bytes": 0,
    }  # fmt: skip
    for path in (bad, good):
        giis("validate", path, *AS_OF)
    told = giis("cache", "info")
    assert re.search(r"^Respuestas +2$", told.stdout, re.MULTILINE)
    assert "Sin uso desde" in told.stdout
    assert giis("cache", "clear").stdout.startswith("Se quitaron 2 respuestas")
    assert entries(folder) == []
    assert giis("cache", "clear", "--lang", "en").stdout.startswith("0 answers")
