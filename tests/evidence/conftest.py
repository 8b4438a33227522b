"""Running the command in this process."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from giis_cli._app import app


@pytest.fixture
def giis_command(monkeypatch):
    monkeypatch.setenv("GIIS_LANG", "es")
    monkeypatch.setenv("COLUMNS", "120")
    runner = CliRunner()

    def run(*words):
        return runner.invoke(app, [str(word) for word in words], prog_name="giis")

    return run
