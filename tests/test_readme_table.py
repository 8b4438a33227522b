"""The table of guides in both READMEs is what the definitions say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest

from giis._text import Language
from giis.specs import checklist_ids, guide_ids

if TYPE_CHECKING:
    from types import ModuleType

TOOLS = Path(__file__).resolve().parents[1] / "tools"
LANGUAGES = get_args(Language)


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(TOOLS))
    import readme_table

    return readme_table


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_is_not_out_of_date(tool: Any, language: Language) -> None:
    text = tool.READMES[language].read_text(encoding="utf-8")
    assert tool.updated(text, language, examples=None) == text, "run: python tools/readme_table.py"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_guide_and_checklist_has_a_row(tool: Any, language: Language) -> None:
    rows = tool.table(language, examples=None).splitlines()
    assert [row.split(" | ")[0] for row in rows[2:]] == [f"| {name}" for name in (*guide_ids(), *checklist_ids())]
    assert len({row.count("|") for row in rows}) == 1


def test_what_is_said_of_an_example_is_kept_where_it_cannot_be_judged(tool: Any, tmp_path: Path) -> None:
    text = f"# giis\n\n{tool.BEGIN}\n\n| GIIS-B015-04-11 | CEX | 9 | 9 | well |\n\n{tool.END}\nafter\n"
    for examples in (None, tmp_path / "absent"):
        found = tool.updated(text, "en", examples=examples)
        row = next(line for line in found.splitlines() if line.startswith("| GIIS-B015-04-11 |"))
        assert row.endswith("| well |")
        assert "| 106 |" in row
        assert found.endswith(f"{tool.END}\nafter\n")
    assert "| none at hand |" in tool.updated(text, "en", examples=tmp_path)


@pytest.mark.parametrize("text", ["no comments", "<!-- end of guides -->"])
def test_a_readme_without_the_comments_is_refused(tool: Any, text: str) -> None:
    with pytest.raises(ValueError, match="the table stands between"):
        tool.updated(text, "en", examples=None)
