"""The documents in Markdown: both languages, links that lead somewhere, commands that exist, examples that are true."""

from __future__ import annotations

import json
import re
import shlex
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from typer.main import get_command

import giis
from giis.reports import to_json
from giis_cli._app import app

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted(
    path
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "examples").glob("*.md"),
                 *(ROOT / "conformance").glob("*.md"))
)  # fmt: skip
IN_ENGLISH_ONLY = {"spec-language.md"}
"""What only those read who write definitions."""
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_PARTS = {"&&", "||", ";", "|", "&"}


def prose(path: Path) -> str:
    return _FENCE.sub("", path.read_text("utf-8"))


@cache
def anchors(path: Path) -> set[str]:
    """Return the anchors that hosts make of the headings of a document."""
    found: dict[str, int] = {}
    told = set(re.findall(r'<a id="([^"]+)">', path.read_text("utf-8")))
    for title in re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE):
        shown = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title).strip().lower()
        slug = re.sub(r"[^\w\- ]", "", shown).replace(" ", "-")
        number = found[slug] = found.get(slug, -1) + 1
        told.add(f"{slug}-{number}" if number else slug)
    return told


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    dead = []
    for link in re.findall(r"\]\(([^)\s]+)\)", prose(path)):
        target, _, place = unquote(link).partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        file = (path.parent / target).resolve() if target else path
        if not file.exists() or (place and file.suffix == ".md" and place not in anchors(file)):
            dead.append(link)
    assert dead == []


def test_every_document_is_there_in_both_languages() -> None:
    names = {path.name for path in (ROOT / "docs").glob("*.md")}
    english = {name for name in names if not name.endswith(".es.md")}
    wanting = {name for name in english - IN_ENGLISH_ONLY if name.replace(".md", ".es.md") not in names}
    assert wanting == set()
    assert {name.replace(".es.md", ".md") for name in names if name.endswith(".es.md")} <= english
    for name in english - IN_ENGLISH_ONLY:
        other = name.replace(".md", ".es.md")
        assert f"\n[Español]({other})\n" in (ROOT / "docs" / name).read_text("utf-8")
        assert f"\n[English]({name})\n" in (ROOT / "docs" / other).read_text("utf-8")


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "docs").glob("*.es.md")))
def test_both_languages_have_the_same_parts(name: str) -> None:
    """The same commands, rows and headings stand in both; texts are as they are."""
    both = [(ROOT / "docs" / other).read_text("utf-8") for other in (name, name.replace(".es.md", ".md"))]
    ours, theirs = ([kind for kind, _ in _FENCE.findall(text)] for text in both)
    assert ours == theirs
    rows = [len(re.findall(r"^\|", text, re.MULTILINE)) for text in both]
    assert rows[0] == rows[1]


def commands() -> list[tuple[str, str]]:
    """Return the commands `giis …` in fenced blocks of shell, each with its document."""
    found = []
    for path in DOCUMENTS:
        for kind, block in _FENCE.findall(path.read_text("utf-8")):
            if kind not in ("sh", "shell", "bash", "yaml"):
                continue
            for line in block.replace("\\\n", " ").splitlines():
                for words in parted(line.strip().removeprefix("- ").removeprefix("$ ")):
                    if words and words[0].endswith("giis") and "/giis" not in words[0].replace("bin/giis", ""):
                        found.append((path.name, shlex.join(words[1:])))
    return list(dict.fromkeys(found))


def parted(line: str) -> list[list[str]]:
    """Return the commands of a line, without comments and redirections."""
    if "giis " not in line:
        return []
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|&;<>")
    lexer.whitespace_split = True
    parts: list[list[str]] = [[]]
    skip = False
    for word in lexer:
        if word in _PARTS:
            parts.append([])
        elif skip or set(word) <= set("<>"):
            skip = not skip
        else:
            parts[-1].append(word)
    return parts


def parse(words: list[str]) -> None:
    """Read the words as the command line does, and run nothing."""
    command: Any = get_command(app)
    name, parent = "giis", None
    while True:
        parent = command.make_context(name, list(words), parent=parent)
        if not hasattr(command, "resolve_command"):
            return
        name, command, words = command.resolve_command(parent, [*parent._protected_args, *parent.args])


@pytest.mark.parametrize(("document", "line"), commands())
def test_commands_exist_with_their_options(document: str, line: str) -> None:
    parse(shlex.split(line))


def test_there_are_commands_to_try() -> None:
    assert {line.split()[0] for _, line in commands()} >= {"validate", "convert", "emit", "pack", "repair", "specs"}
    for wrong in (["validate", "a.TXT", "--no-such-option"], ["specs", "shows", "B015"], ["validate"]):
        with pytest.raises(Exception, match=r"No such|Missing") as caught:
            parse(wrong)
        assert hasattr(caught.value, "format_message"), wrong


@pytest.mark.parametrize(("name", "language"), [("report.md", "en"), ("report.es.md", "es")])
def test_the_example_of_the_json_report_is_true(name: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (shown,) = (json.loads(text) for kind, text in _FENCE.findall((ROOT / "docs" / name).read_text()) if kind == "json")
    monkeypatch.chdir(ROOT)
    data = to_json(giis.validate("examples/invalid/CEX-DFSSA-2411.TXT", as_of=date(2024, 12, 2), language=language))
    _holds(shown, data)


def _holds(shown: object, data: object) -> None:
    """Whatever is shown stands in the data; `…` is left out, and a list shows some of its items."""
    if isinstance(shown, dict):
        assert isinstance(data, dict)
        for key, value in shown.items():
            _holds(value, data[key])
    elif isinstance(shown, list):
        assert isinstance(data, list)
        for item in shown:
            key = next(iter(item))
            _holds(item, next(other for other in data if other[key] == item[key]))
    elif shown != "…":
        assert shown == data
