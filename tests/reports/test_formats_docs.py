"""The pages on the formats say what the registry says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from giis.reports import FORMATS

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("page", ["formats.md", "formats.es.md"])
def test_the_table_of_formats(page):
    text = (DOCS / page).read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([\w-]+)` \| [^|]+ \| ([0-9,]+) \|", text, re.MULTILINE)
    assert {name: int(number.replace(",", "")) for name, number in rows} == {
        name: item.cap for name, item in FORMATS.items()
    }


@pytest.mark.parametrize("page", ["formats.md", "formats.es.md"])
def test_the_example_of_the_library_runs(page, tmp_path, monkeypatch):
    (block,) = re.findall(r"```python\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)
    monkeypatch.chdir(tmp_path)
    example = (DOCS.parent / "examples" / "invalid" / "CEX-DFSSA-2411.TXT").read_bytes()
    (tmp_path / "examples" / "invalid").mkdir(parents=True)
    (tmp_path / "examples" / "invalid" / "CEX-DFSSA-2411.TXT").write_bytes(example)
    exec(block, {})  # noqa: S102 (our own)
    assert len(list(tmp_path.glob("*.json"))) == len(list(tmp_path.glob("*.xlsx"))) == 1
