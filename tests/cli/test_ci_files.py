"""The action's own steps, run here by a shell as its host would; the hook's command, run on files."""

from __future__ import annotations

import os
import re
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
        assert reports == {"giis.sarif", "giis.html"}
        summary = (tmp_path / "summary.md").read_text()
        assert ("CEX055" in summary) is (which == "bad")
    assert step("Verdict", GIIS_STATUS=status).returncode == int(status)


def test_names_are_taken_as_they_are(step, good, tmp_path):
    folder = tmp_path / "mis envíos (1)"
    folder.mkdir()
    shutil.copy(good, folder / "CEX-DFSSA-2411.TXT")
    odd = "-x $(touch malo) `id`;.TXT"
    shutil.copy(good, tmp_path / odd)
    paths = f"  \nmis envíos (1)\n{odd}\n*envíos*/CEX*.TXT\n"
    ran = step("Validate", GIIS_PATHS=paths, GIIS_OPTIONS="--as-of\n2024-12-01\n\n--lang\nen\n", GIIS_REPORTS="-r")
    assert (tmp_path / "output").read_text() == "status=0\n", ran.stderr
    assert f"file={odd},title=giis ARC-nombre::" in ran.stdout
    assert {path.name for path in tmp_path.iterdir()} >= {odd, "-r"}
    assert not (tmp_path / "malo").exists()


def test_no_path_is_a_fault_of_use(step, tmp_path):
    assert step("Validate", GIIS_PATHS="\n", GIIS_OPTIONS="", GIIS_REPORTS="r").returncode == 0
    assert (tmp_path / "output").read_text() == "status=2\n"


@pytest.mark.parametrize("tools", ["bin", "Scripts"])
def test_the_action_installs_into_an_environment_of_its_own(step, tmp_path, tools):
    fake = tmp_path / "bin" / "python3"
    fake.write_text(
        f'#!/bin/sh\nmkdir -p "$3/{tools}"\nprintf \'#!/bin/sh\\necho "$@" > "$ASKED"\' > "$3/{tools}/python"\n'
        f'chmod +x "$3/{tools}/python"\necho "$1 $2"\n'
    )
    fake.chmod(0o755)
    temp, asked = tmp_path / "a b", tmp_path / "asked"
    ran = step(
        "Install", RUNNER_TEMP=str(temp), GITHUB_ACTION_PATH="/la acción", GITHUB_PATH=str(tmp_path / "path"),
        ASKED=str(asked),
    )  # fmt: skip
    assert (ran.returncode, ran.stdout) == (0, "-m venv\n"), ran.stderr
    assert asked.read_text().split(" ", 2)[:2] == ["-m", "pip"]
    assert asked.read_text().endswith(" /la acción\n")
    assert (tmp_path / "path").read_text() == f"{temp}/giis/{tools}\n"


def test_inputs_reach_the_shell_as_variables_only():
    assert [step["name"] for step in STEPS.values() if "${{" in step.get("run", "")] == []
    variables = " ".join(
        str(step.get("env", "")) + str(step.get("with", "")) + str(step.get("if", "")) for step in STEPS.values()
    )
    assert [name for name in ACTION["inputs"] if f"inputs.{name}" not in variables] == []


def test_the_hook_takes_exchange_files(command, good, bad):
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    wanted = re.compile(hook["files"])
    names = [str(path.relative_to(ROOT)) for path in (ROOT / "examples").rglob("*") if path.suffix == ".TXT"]
    assert [name for name in names if not wanted.search(name)] == []
    assert [
        name for name in ("requirements.txt", "a/LICENSE.TXT", "CEX-DFSSA-2411.TXT.md") if wanted.search(name)
    ] == []
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


@pytest.fixture
def dockerfile(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    import try_dockerfile

    return try_dockerfile, try_dockerfile.steps_of((ROOT / "Dockerfile").read_text("utf-8"))


def test_the_image_runs_without_root_network_or_place_to_write(dockerfile):
    _, steps = dockerfile
    last = [step for step in steps if step.stage == 2]
    assert [step.word for step in last] == ["FROM", "COPY", "ENV", "USER", "WORKDIR", "ENTRYPOINT", "CMD"]
    told = {step.word: step.rest for step in last}
    assert re.fullmatch(r"[1-9][0-9]{3,}:[1-9][0-9]{3,}", told["USER"])
    assert told["COPY"].startswith("--from=build ")
    (base,) = {step.rest.partition(" ")[0] for step in steps if step.word == "FROM"}
    assert base == "${BASE}"
    assert re.search(r"^ARG BASE=python:3\.\d+-slim-\w+$", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)


def test_the_image_is_made_of_what_the_wheel_needs(dockerfile):
    tool, _ = dockerfile
    sent = {path.relative_to(ROOT).parts[0] for path in tool.context(ROOT)}
    assert sent == {"pyproject.toml", "README.md", "LICENSE", "src", "cli", "spec_yaml", "conformance"}
    assert not [path for path in tool.context(ROOT) if "__pycache__" in path.parts]
    assert tool.steps_of("FROM a AS b\n# c\nRUN x \\\n  && y\nFROM d\nENV A=1 B=2\n")[1] == ("RUN", "x && y", 1)
    assert tool.environment(tool.steps_of("FROM a\nENV A=1\nFROM d\nENV B=2 \\\n C=3\n")) == {"B": "2", "C": "3"}
