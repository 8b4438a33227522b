"""What the package promises to its users: names, lightness, and the README's two commands."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import giis

ROOT = Path(__file__).resolve().parents[1]


def test_the_public_names_are_these():
    assert sorted(giis.__all__) == [
        "Audit", "BugReport", "Catalog", "CatalogError", "CatalogStore", "Conversion", "DraftMapping", "Emission",
        "Evidence", "FileReport", "Finding", "GiisError", "Guide", "InputError", "InternalError", "MendedRule",
        "Package", "RecordModel", "RefusedError", "Repair", "Report", "Rule", "SpecError", "Synthetic", "Text",
        "Variable", "__version__", "audit", "convert", "coverage", "draft_mapping", "emit", "generate", "guide_ids",
        "load_guide", "pack", "repair", "report_bug", "strategy", "unpack", "validate",
    ]  # fmt: skip
    assert all(getattr(giis, name) is not None for name in giis.__all__)
    with pytest.raises(AttributeError):
        giis.nothing  # noqa: B018


@pytest.mark.parametrize("code", ["import giis", "import giis_cli", "import giis; giis.guide_ids()"])
def test_what_needs_no_polars_imports_none(code):
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; {code}; print('polars' in sys.modules)"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("name", ["README.md", "README.es.md"])
def test_the_readme_begins_with_two_commands(name):
    block = re.search(r"^```\w*\n(.*?)^```", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert block is not None
    commands = [line for line in block[1].splitlines() if line.strip() and not line.startswith(("git clone", "cd "))]
    assert len(commands) == 2
    assert "giis validate examples/" in commands[0]
    assert "pytest" in commands[1]


def test_one_record_of_the_library_in_a_few_lines():
    report = giis.validate(ROOT / "examples" / "CEX-DFSSA-2411.TXT")
    assert (report.status, report.totals.all, report.findings.height) == ("pass", 0, 0)
    broken = giis.validate(ROOT / "examples" / "invalid" / "CEX-DFSSA-2411.TXT", language="en")
    assert broken.status == "fail"
    assert broken.findings.columns[:4] == ["path", "rule", "severity", "record"]
