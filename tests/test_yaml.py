"""The strict YAML loader: what it keeps, and what it refuses with file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from giis import _yaml
from giis._errors import SpecError

if TYPE_CHECKING:
    from pathlib import Path


def test_every_scalar_is_text() -> None:
    node = _yaml.loads("a: 010\nb: [NO, 1E05, ~, '~', 12:30]\nc:\nd: 2024-11-01\n")
    assert node == {"a": "010", "b": ["NO", "1E05", "", "~", "12:30"], "c": "", "d": "2024-11-01"}


def test_lines_are_known() -> None:
    node = _yaml.loads("# head\na: 1\nb:\n  - x\n  - y: 2\n")
    assert isinstance(node, _yaml.YamlMap)
    assert (node.line, node.lines) == (2, {"a": 2, "b": 3})
    items = node["b"]
    assert isinstance(items, _yaml.YamlList)
    assert (items.line, items.lines) == (4, [4, 5])


def test_an_empty_text_is_empty() -> None:
    assert _yaml.loads("") == _yaml.loads("# nothing\n") == ""


def test_one_key_is_read_without_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "some.yaml"
    path.write_text("a: 1\nb: [2, 3]\nc: 'not closed", encoding="utf-8")
    assert _yaml.load_key(path, "a") == "1"
    assert _yaml.load_key(path, "b") == ["2", "3"]
    with pytest.raises(SpecError, match="not valid YAML"):
        _yaml.load_key(path, "c")
    for text in ("a: 1", "[b]", "b", ""):
        path.write_text(text, encoding="utf-8")
        assert _yaml.load_key(path, "b") is None


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: &x 1", 1, "anchor"),
        ("a: 1\nb: *x", 2, "alias"),
        ("a: !!int 1", 1, "tag"),
        ("! x", 1, "tag"),
        ("a: 1\nb: 2\na: 3", 3, "stands already in line 1"),
        ("a: 1\n---\nb: 2", 2, "second document"),
        ("%YAML 1.1\n---\na: 1", 1, "directives"),
        ("<<: {a: 1}", 1, "merge"),
        ("? [a]\n: b", 1, "key must be"),
        ("a: 1\nb: c: d", 2, "not valid YAML"),
        ("a: 'x", 1, "not valid YAML"),
        ("a: \x00", 0, "not valid YAML"),
        ("a: \ud800", 0, "not valid YAML"),
        ("[" * 100_000, 1, "deeper than 40"),
        ("- " * 100_000, 1, "deeper than 40"),
        ("{a: " * 41, 1, "deeper than 40"),
    ],
)
def test_what_is_refused(text: str, line: int, message: str) -> None:
    with pytest.raises(SpecError, match=message) as caught:
        _yaml.loads(text, "some.yaml")
    assert caught.value.file == "some.yaml"
    assert caught.value.line == line


def test_size_is_bounded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(_yaml, "MAX_BYTES", 10)
    with pytest.raises(SpecError, match="larger than"):
        _yaml.loads("a: 12345678")
    path = tmp_path / "large.yaml"
    path.write_text("a: 12345678")
    with pytest.raises(SpecError, match="larger than"):
        _yaml.load(path)


def test_files(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes("\ufeffniño: sí\n".encode())
    assert _yaml.load(path) == {"niño": "sí"}
    path.write_bytes(b"a: 1\nb: \xf1\n")
    with pytest.raises(SpecError, match="UTF-8") as caught:
        _yaml.load(path)
    assert caught.value.line == 2
    with pytest.raises(SpecError, match="cannot be read"):
        _yaml.load(tmp_path / "none.yaml")


def test_the_slow_loader_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: 010\nb: [NO, ~]\nc: >-\n  x\n  y\n"
    fast = _yaml.loads(text)
    monkeypatch.setattr(_yaml, "_LOADER", yaml.SafeLoader)
    assert _yaml.loads(text) == fast
    with pytest.raises(SpecError, match="deeper than 40"):
        _yaml.loads("[" * 500)
    with pytest.raises(SpecError, match="not valid YAML"):
        _yaml.loads("a: \x00")
