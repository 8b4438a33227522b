"""`giis specs docs`, and the address of its pages in settings."""

from __future__ import annotations

import json


def test_pages_are_written_and_checked(giis, tmp_path):
    folder = tmp_path / "reglas"
    asked = ("specs", "docs", "-o", folder, "B016", "A004")
    assert giis(*asked, "--check").exit_code == 1
    assert not folder.exists()
    first = giis(*asked)
    assert (first.exit_code, first.stdout) == (0, f"{folder}: 4 escritas, 0 sin cambios.\n")
    assert {path.name for path in folder.iterdir()} == {
        "README.md", "readings.md", "GIIS-B016-04-08.md", "GIIS-A004-01-07.md",
    }  # fmt: skip
    assert giis(*asked, "--check").exit_code == 0
    again = json.loads(giis(*asked, "--format", "json").stdout)
    assert (again["schema"], again["up_to_date"], len(again["unchanged"])) == ("giis-docs/1", True, 4)
    stale = giis("specs", "docs", "-o", folder, "B016", "--check", "--lang", "en")
    assert stale.exit_code == 1
    assert f"{folder}/GIIS-B016-04-08.md  out of date" in stale.stdout
    assert f"{folder}/GIIS-A004-01-07.md  no longer made" in stale.stdout


def test_what_cannot_be_done_is_told(giis, tmp_path):
    (tmp_path / "README.md").write_text("mío")
    refused = giis("specs", "docs", "-o", tmp_path, "A004")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "README.md: no lo escribió giis specs docs" in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]
    assert giis("specs", "docs", "-o", tmp_path, "A004", "--force").exit_code == 0
    assert giis("specs", "docs", "-o", tmp_path, "B999").exit_code == 2
    assert giis("specs", "docs").exit_code == 2


def test_where_pages_are_is_a_setting(giis, bad, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    asked = ("validate", bad, "--as-of", "2024-12-01", "--format", "markdown")
    (tmp_path / "giis.toml").write_text('rules-url = "https://example.org/r"\n')
    assert "](https://example.org/r/GIIS-B015-04-11.md#cex055)" in giis(*asked).stdout
    assert "](../r/GIIS-B015-04-11.md#cex055)" in giis(*asked, "--rules-url", "../r").stdout
    (tmp_path / "giis.toml").write_text('rules-url = "javascript:alert(1)"\n')
    refused = giis(*asked)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "giis.toml: rules-url: «javascript:alert(1)»" in refused.stderr
