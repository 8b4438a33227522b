from __future__ import annotations

import time

import pytest

from giis_cli._paths import expand
from giis_cli._progress import SlowProgress


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name in ("b.txt", "a.TXT", "c.csv", "sub/d.txt", "[x].txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("")
    (tmp_path / "vacía").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("given", "found", "missing"),
    [
        (["b.txt"], ["b.txt"], []),
        (["."], ["[x].txt", "a.TXT", "b.txt"], []),
        (["*.txt"], ["[x].txt", "b.txt"], []),
        (["**/*.txt"], ["[x].txt", "b.txt", "sub/d.txt"], []),
        (["[x].txt"], ["[x].txt"], []),
        (["c.csv", "b.txt", "*.t*", "b.txt"], ["c.csv", "b.txt", "[x].txt"], []),
        (["-", "-", "b.txt"], ["-", "b.txt"], []),
        (["nada", "n*.txt", "vacía"], [], ["nada", "n*.txt", "vacía"]),
    ],
)
def test_expand(folder, given, found, missing):
    told, gone = expand(given)
    assert told == found
    assert list(gone) == missing
    assert len(set(gone.values())) == len(gone)


class Terminal:
    def __init__(self) -> None:
        self.text = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.text += text
        return len(text)

    def flush(self) -> None:
        pass


@pytest.mark.parametrize(("after", "wanted", "shown"), [(0.0, True, False), (5.0, True, True), (5.0, False, False)])
def test_progress_appears_only_after_a_second(monkeypatch, after, wanted, shown):
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    start = time.monotonic()
    with SlowProgress(wanted=wanted) as progress:
        progress.file("[bold]x\x1b[2J.txt")
        monkeypatch.setattr(time, "monotonic", lambda: start + after)
        progress(1, 10)
        progress.file("otro.txt")
        progress(2, None)
    assert bool(terminal.text) is shown
    assert "\x1b[2J" not in terminal.text


def test_progress_stays_silent_without_a_terminal(capsys):
    with SlowProgress() as progress:
        progress._start -= 10
        progress(1, 2)
    assert capsys.readouterr().err == ""
