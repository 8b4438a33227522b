"""`giis validate --watch`: again when something was saved, not before it is whole, until the user ends it."""

from __future__ import annotations

import os

import pytest

from giis_cli import _watching
from giis_cli._watching import follow, look

AS_OF = ("--as-of", "2024-12-01")


@pytest.mark.parametrize(
    ("seen", "times"),
    [
        ("aaaa", 1),
        ("abbb", 2),
        ("abcccc", 2),  # still being written when it is first seen
        ("abbbbacaaa", 3),
        ("abbccc", 2),  # changed once more before it is read
        ("", 0),
    ],
)
def test_it_acts_once_for_each_change_that_has_settled(seen, times):
    """One letter is what the files look like at one look; a change during the work is seen after it."""
    looks, acted = iter(seen), []

    def look_again():
        try:
            return next(looks)
        except StopIteration:
            raise KeyboardInterrupt from None

    with pytest.raises(KeyboardInterrupt):
        follow(lambda: acted.append(1), look_again, lambda: None)
    assert len(acted) == times


def test_a_look_tells_whatever_happens_to_a_file(tmp_path):
    one, two = tmp_path / "1.txt", tmp_path / "2.txt"
    seen = [look([str(one)])]
    one.write_text("a")
    seen.append(look([str(one)]))
    os.utime(one, (5, 5))
    seen.append(look([str(one)]))
    two.write_text("b")
    os.utime(two, (5, 5))
    two.replace(one)  # as editors do that write another file first
    seen.append(look([str(one)]))
    assert len(set(seen)) == len(seen)
    assert look([str(one)]) == seen[-1]


@pytest.fixture
def watched(giis, monkeypatch):
    """Run with `--watch`; before each look after the first, do the next of these things, and end after the last."""

    def run(*words, then=()):
        things = iter(then)

        def sleep(seconds):
            try:
                next(things)()
            except StopIteration:
                raise KeyboardInterrupt from None

        monkeypatch.setattr(_watching.time, "sleep", sleep)
        return giis("validate", *words, *AS_OF, "--watch")

    return run


def nothing():
    pass


def test_a_saved_file_is_judged_again(watched, bad, good, tmp_path):
    def save():
        bad.write_bytes(good.read_bytes())

    result = watched(bad.parent, "-q", then=(nothing, save, nothing, nothing))
    lines = result.stdout.splitlines()
    assert [line.split(": ")[1].split(" ")[0] for line in lines] == ["NO", "PASA"]
    assert result.exit_code == 0
    assert result.stderr.count("1 archivo · se revisa al guardar · Ctrl-C termina") == 2
    assert "\x1b" not in result.output  # no screen to clear


def test_files_that_come_and_go(watched, bad, good):
    other = bad.parent / "CEX-DFSSA-2412.TXT"
    result = watched(
        bad.parent, "-q",
        then=(lambda: other.write_bytes(good.read_bytes()), nothing, bad.unlink, nothing, other.unlink, nothing),
    )  # fmt: skip
    assert [line.split(" · ")[1] for line in result.stderr.splitlines() if "Ctrl-C" in line] == [
        "1 archivo",
        "2 archivos",
        "1 archivo",
        "0 archivos",
    ]
    assert "no tiene archivos .txt" in result.stderr
    assert result.exit_code == 0


def test_wrong_settings_are_told_and_mended(watched, bad, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    settings = tmp_path / "giis.toml"
    settings.write_text("ingore = []")
    result = watched(bad, "-q", then=(lambda: settings.write_text('ignore = ["CEX055"]'), nothing))
    assert "no existe esta clave; ¿quiso decir 'ignore'?" in result.stderr
    assert "NO PASA" in result.stdout
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [(("-",), "entrada estándar"), (("x.txt", "--write-baseline", "k.yaml"), "--write-baseline")],
)
def test_what_cannot_be_watched_is_refused(watched, words, told):
    result = watched(*words)
    assert result.exit_code == 2
    assert told in result.stderr
