"""The action's own steps, run here by a shell as its host would; the hook's command, run on files."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")


@pytest.fixture
def step(tmp_path):
    """Run a step of the action, or a line, with these inputs in a folder of its own."""
    tools = tmp_path / "bin"
    tools.mkdir()
    giis = tools / "giis"
    giis.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m giis_cli "$@"\n')
    giis.chmod(0o755)

    def run(name, **variables):
        environment = {
            **os.environ,
            "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "cli")]),
            "GITHUB_OUTPUT": str(tmp_path / "output"),
            "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
            **variables,
        }
        script = STEPS[name]["run"] if name in STEPS else name
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    return run


@pytest.mark.parametrize(("which", "status"), [("good", "0"), ("bad", "1"), ("missing", "2")])
def test_the_action_validates_and_tells_the_verdict_last(step, good, bad, tmp_path, which, status):
    path = {"good": good, "bad": bad, "missing": tmp_path / "no hay.TXT"}[which]
    options = "--as-of\n2024-12-01\n"
    ran = step("Validate", GIIS_PATHS=f"{path}\n\n", GIIS_OPTIONS=options, GIIS_REPORTS="informes giis")
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "output").read_text() == f"status={status}\n"
    assert ("::error" in ran.stdout) is (which != "good")
    if which != "missing":
        reports = {item.name for item in (tmp_path / "informes giis").iterdir()}
        assert reports == {"giis.sarif", "giis.md"}
    assert step("Verdict", GIIS_STATUS=status).returncode == int(status)


def test_inputs_reach_the_shell_as_variables_only():
    assert [step["name"] for step in STEPS.values() if "${{" in step.get("run", "")] == []
    variables = " ".join(
        str(step.get("env", "")) + str(step.get("with", "")) + str(step.get("if", "")) for step in STEPS.values()
    )
    assert [name for name in ACTION["inputs"] if f"inputs.{name}" not in variables] == []


def test_the_hook_takes_exchange_files(command, good, bad):
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    words = shlex.split(hook["entry"])
    assert words[0] == "giis"
    assert command(*words[1:], "--as-of", "2024-12-01", good).returncode == 0
    assert command(*words[1:], "--as-of", "2024-12-01", good, bad).returncode == 1


@pytest.mark.parametrize("name", ["ci.md", "ci.es.md"])
def test_the_gitlab_line_of_the_docs_runs(step, good, tmp_path, name):
    job = yaml.safe_load((ROOT / "docs" / name).read_text("utf-8").split("## GitLab\n\n```yaml\n")[1].split("```")[0])
    folder = "envios" if ".es" in name else "outbox"
    (tmp_path / folder).mkdir()
    shutil.copy(good, tmp_path / folder)
    (line,) = [line for line in job["giis"]["script"] if line.startswith("giis ")]
    ran = step(f"{line} --as-of 2024-12-01")
    assert ran.returncode == 0, ran.stderr
    assert all((tmp_path / report).is_file() for report in job["giis"]["artifacts"]["reports"].values())
