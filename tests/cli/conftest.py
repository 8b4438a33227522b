"""Files to judge and ways to run the command."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from giis_cli._app import app
from outpatient import BASE, exchange_file

ROOT = Path(__file__).resolve().parents[2]
AS_OF = ("--as-of", "2024-12-01")
CANARY = "GAMA890520MDFRRN08"


@pytest.fixture(autouse=True)
def _spanish(monkeypatch):
    monkeypatch.setenv("GIIS_LANG", "es")
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.delenv("GIIS_DEBUG", raising=False)


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "CEX-DFSSA-2411.TXT"
    path.write_bytes(exchange_file([BASE]))
    return path


@pytest.fixture
def bad(tmp_path):
    path = tmp_path / "malo" / "CEX-DFSSA-2411.TXT"
    path.parent.mkdir()
    other = {**BASE, "planSeguridad": "1", "peso": "70,5"}
    path.write_bytes(exchange_file([other, {**other, "talla": "1"}]))
    return path


@pytest.fixture
def giis():
    """Run the command in this process."""
    runner = CliRunner()

    def run(*words, **options):
        return runner.invoke(app, [str(word) for word in words], prog_name="giis", **options)

    return run


@pytest.fixture
def command():
    """Run the command in a process of its own."""

    def run(*words, **options):
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "cli")]),
            "PYTHONIOENCODING": "utf-8",
            **options.pop("env", {}),
        }
        options.setdefault("capture_output", True)
        return subprocess.run(
            [sys.executable, "-m", "giis_cli", *map(str, words)], env=environment, check=False, **options
        )

    return run
