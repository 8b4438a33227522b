"""Take the steps of the Dockerfile without Docker, and judge the examples with the result.

    python tools/try_dockerfile.py             build, then run as another user, offline, where nothing can be written
    python tools/try_dockerfile.py --list      only tell the steps

The build stage needs the package index. A folder of its own stands for the image; all of it is taken away at the end.
The run is that of another user only if root starts it, and without a network only where the system lets one be taken
away; both are told.
"""

from __future__ import annotations

import argparse
import fnmatch
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
_OWN = ("/build", "/wheels", "/opt/giis")
_USER = "10001"


class Step(NamedTuple):
    """One instruction: its word, what follows, and the stage in which it stands, counted from 1 (0: before any)."""

    word: str
    rest: str
    stage: int


def steps_of(text: str) -> list[Step]:
    """Return the instructions of a Dockerfile, with continued lines joined and comments left out."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    steps: list[Step] = []
    stage = 0
    for line in filter(str.strip, joined.split("\n")):
        word, _, rest = line.strip().partition(" ")
        stage += word == "FROM"
        steps.append(Step(word, rest.strip(), stage))
    return steps


def defaults(steps: list[Step]) -> dict[str, str]:
    """Return the arguments of the build with their defaults."""
    return {name: value for step in steps if step.word == "ARG" for name, _, value in [step.rest.partition("=")]}


def environment(steps: list[Step]) -> dict[str, str]:
    """Return the environment of the last stage."""
    last = max(step.stage for step in steps)
    pairs = [pair for step in steps if step.word == "ENV" and step.stage == last for pair in step.rest.split()]
    return dict(pair.split("=", 1) for pair in pairs)


def context(root: Path) -> list[Path]:
    """Return the files that `COPY . .` sends, by the patterns of `.dockerignore` (those that it uses)."""
    patterns = [line for line in (root / ".dockerignore").read_text("utf-8").splitlines() if line.strip("# ")]
    patterns = [line.strip() for line in patterns if not line.startswith("#")]
    kept: list[Path] = []
    for path in sorted(item for item in root.rglob("*") if item.is_file()):
        parts = path.relative_to(root).parts
        sent = True
        for pattern in patterns:
            wanted = pattern.removeprefix("!")
            own = parts[:1] if not wanted.startswith("**/") else parts
            if any(fnmatch.fnmatchcase(part, wanted.removeprefix("**/")) for part in own):
                sent = pattern.startswith("!")
        if sent:
            kept.append(path)
    return kept


def build(steps: list[Step], place: Path) -> None:
    """Take the steps of the first stage in `place`."""
    for path in context(ROOT):
        target = place / "build" / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    subprocess.run([sys.executable, "-m", "venv", place / "base"], check=True)
    tools = f"{place / 'base' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    for step in steps:
        if step.word == "RUN" and step.stage == 1:
            command = step.rest
            for own in _OWN:
                command = command.replace(own, f"{place}{own}")
            print(f"+ {step.rest}", flush=True)
            variables: dict[str, str] = {
                **os.environ,
                **defaults(steps),
                "PATH": tools,
                "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            }
            subprocess.run(["sh", "-euc", command], cwd=place / "build", env=variables, check=True)


def run(steps: list[Step], place: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the entry point of the last stage in a folder with the examples, where it can write nothing."""
    variables = {name: value.replace("/opt/giis", f"{place}/opt/giis") for name, value in environment(steps).items()}
    variables["TMPDIR"] = str(place / "data")
    entry = next(json.loads(step.rest) for step in reversed(steps) if step.word == "ENTRYPOINT")
    command = [f"{place}/opt/giis/bin/{entry[0]}", *entry[1:], *words]
    return subprocess.run([*_apart(), *command], cwd=place / "data", env=variables, capture_output=True, text=True)


def _apart() -> list[str]:
    """Return what goes before a command so that it runs as another user and without a network, as far as possible."""
    found: list[str] = []
    unshare, setpriv = shutil.which("unshare"), shutil.which("setpriv")
    if unshare and subprocess.run([unshare, "--net", "true"], capture_output=True, check=False).returncode == 0:
        found += [unshare, "--net"]
    if setpriv and os.geteuid() == 0:
        found += [setpriv, f"--reuid={_USER}", f"--regid={_USER}", "--clear-groups"]
    return found


def main() -> int:
    """Run the tool; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", action="store_true", help="only tell the steps")
    listed = parser.parse_args().list
    steps = steps_of((ROOT / "Dockerfile").read_text("utf-8"))
    if listed:
        for step in steps:
            print(step.stage, step.word, step.rest)
        return 0
    with tempfile.TemporaryDirectory(prefix="giis-image-") as name:
        place = Path(name)
        place.chmod(0o755)
        build(steps, place)
        shutil.copytree(ROOT / "examples", place / "data")
        (place / "data").chmod(0o555)
        size = sum(path.stat().st_size for path in (place / "opt").rglob("*") if path.is_file())
        print(f"/opt/giis: {size / 1e6:.0f} MB; run by: {' '.join(_apart()) or 'the same user, with a network'}")
        failed = 0
        for words, status in (
            (("--version",), 0),
            (("validate", "CEX-DFSSA-2411.TXT", "--quiet"), 0),
            (("validate", "invalid/CEX-DFSSA-2411.TXT", "--format", "sarif"), 1),
            (("validate", "CEX-DFSSA-2411.TXT", "-o", "html:no.html"), 2),
        ):
            done = run(steps, place, *words)
            failed += done.returncode != status
            told = (done.stderr or done.stdout).strip().split("\n")[0][:100]
            print(f"giis {' '.join(words)}: {done.returncode} (wanted {status})  {told}")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
