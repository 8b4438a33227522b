"""Measure `giis validate` against the hand-written baseline, whole process against whole process.

    python tests/bench/run.py [--sizes 10000 100000 1000000] [--large] [--runs 5] [--folder bench-data]

Generated files are kept in the folder and used again. Runs alternate (baseline, giis, baseline, giis ...),
so that what else the machine does falls upon both; ratios are taken pair by pair, and medians are printed.
Memory is the peak resident size of the child process. It only prints: the exit status is 0, whatever it
finds.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
KINDS = {"clean": (), "bad": ("--bad",), "bad-all": ("--bad-all",)}
LARGE = 5_000_000
TARGETS = {"ratio": 3.0, "memory": 1024.0, "bad": 2.0, "startup": 1.0}


class Run(NamedTuple):
    """One run of a child process."""

    seconds: float
    megabytes: float
    status: int
    errors: str


class Case(NamedTuple):
    """The runs of both programs on one file."""

    records: int
    kind: str
    baseline: list[Run]
    giis: list[Run]


def run(command: list[str]) -> Run:
    """Run a command and wait for it; the output goes nowhere."""
    begin = time.perf_counter()
    # This process stays small (it imports no Polars): a child inherits its peak until it is the command.
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=_environment()) as child:
        assert child.stderr is not None
        errors = child.stderr.read().decode(errors="replace")
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - begin
        child.returncode = os.waitstatus_to_exitcode(status)
    per_megabyte = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Run(seconds, usage.ru_maxrss / per_megabyte, child.returncode, errors)


def _environment() -> dict[str, str]:
    """Return the environment in which the checkout is found even where nothing is installed."""
    paths = [str(ROOT / "src"), str(ROOT / "cli"), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}


def giis_command() -> list[str]:
    """Return the installed command `giis` beside this Python, else the same from the checkout."""
    script = Path(sys.executable).with_name("giis")
    if script.exists():
        return [str(script)]
    return [sys.executable, "-c", "from giis_cli import main; main()"]


def data_file(folder: Path, records: int, kind: str, *, fresh: bool) -> Path:
    """Return the generated file, making it where it is not there yet."""
    path = folder / f"{records}-{kind}" / "CEX-DFSSA-2411.TXT"
    if fresh or not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial")
        command = [sys.executable, str(HERE / "make_file.py"), str(records), str(partial), *KINDS[kind]]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=_environment())
        partial.rename(path)
    return path


def warm(path: Path) -> None:
    """Read the file once, so that every run finds it in the system's cache."""
    with path.open("rb") as file:
        while file.read(1 << 22):
            pass


def measure(path: Path, records: int, kind: str, runs: int, giis: list[str] | None) -> Case:
    """Run both programs in turn on one file."""
    case = Case(records, kind, [], [])
    warm(path)
    for _ in range(runs):
        case.baseline.append(run([sys.executable, str(HERE / "baseline.py"), str(path)]))
        if giis:
            case.giis.append(run([*giis, "validate", str(path), "--format", "json", "--no-cache"]))
    for name, results in (("baseline", case.baseline), ("giis", case.giis)):
        failed = [result for result in results if result.status not in ((0,) if name == "baseline" else (0, 1))]
        if failed:
            last = (failed[0].errors.strip().splitlines() or ["(no message)"])[-1]
            print(f"! {name} ended with status {failed[0].status} on {path}: {last}")
    return case


def seconds(runs: list[Run]) -> float:
    return median(result.seconds for result in runs)


def megabytes(runs: list[Run]) -> float:
    return median(result.megabytes for result in runs)


def mark(value: float, target: float) -> str:
    return "" if value <= target else f" (over {target:g})"


def show_case(case: Case) -> None:
    row = f"{case.records:>9,} {case.kind:8} {seconds(case.baseline):8.2f} {megabytes(case.baseline):7.0f}"
    if case.giis:
        ratios = [b.seconds / a.seconds for a, b in zip(case.baseline, case.giis, strict=True)]
        speed = case.records / seconds(case.giis)
        middle = median(ratios)
        row += f" {seconds(case.giis):8.2f} {megabytes(case.giis):7.0f} {speed:>11,.0f}"
        row += f" {middle:6.2f} [{min(ratios):.2f}-{max(ratios):.2f}]{mark(middle, TARGETS['ratio'])}"
        row += mark(megabytes(case.giis), TARGETS["memory"])
    print(row, flush=True)


def show_relations(cases: list[Case]) -> None:
    """Print clean against bad, and how time and memory grow."""
    clean = {case.records: case for case in cases if case.kind == "clean" and case.giis}
    print("\ngiis, bad / clean                 time   memory")
    for case in cases:
        if case.kind != "clean" and case.giis and case.records in clean:
            other = clean[case.records]
            time_ratio = seconds(case.giis) / seconds(other.giis)
            memory_ratio = megabytes(case.giis) / megabytes(other.giis)
            over = mark(max(time_ratio, memory_ratio), TARGETS["bad"])
            print(f"{case.records:>9,} {case.kind:8}          {time_ratio:9.2f} {memory_ratio:8.2f}{over}")
    print("\ngiis, clean, from a size to the next     records     time   memory")
    sizes = sorted(clean)
    for small, big in pairwise(sizes):
        growth = seconds(clean[big].giis) / seconds(clean[small].giis)
        memory = megabytes(clean[big].giis) / megabytes(clean[small].giis)
        print(f"{small:>12,} -> {big:>12,} {big / small:>20.1f} {growth:8.2f} {memory:8.2f}")


def show_startup(folder: Path, giis: list[str], runs: int, *, fresh: bool) -> None:
    ten = data_file(folder, 10, "clean", fresh=fresh)
    print("\nstart-up                     seconds      MB")
    for name, command in (
        ("python -c pass", [sys.executable, "-c", "pass"]),
        ("python -c 'import polars'", [sys.executable, "-c", "import polars"]),
        ("giis --help", [*giis, "--help"]),
        ("giis --version", [*giis, "--version"]),
        ("giis validate (10 records)", [*giis, "validate", str(ten), "--format", "json", "--no-cache"]),
    ):
        results = [run(command) for _ in range(runs)]
        over = mark(seconds(results), TARGETS["startup"])
        print(f"{name:28} {seconds(results):7.2f} {megabytes(results):7.0f}{over}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000], metavar="N")
    parser.add_argument("--large", action="store_true", help=f"also {LARGE:,} clean records (2 GB on disk)")
    parser.add_argument("--kinds", nargs="+", choices=list(KINDS), default=list(KINDS))
    parser.add_argument("--runs", type=int, default=5, help="runs of each program on each file")
    parser.add_argument("--folder", type=Path, default=ROOT / "bench-data", help="where generated files are kept")
    parser.add_argument("--fresh", action="store_true", help="generate the files anew")
    options = parser.parse_args()

    giis: list[str] | None = giis_command()
    trial = run([*giis_command(), "--help"])
    if trial.status != 0:
        giis = None
        print(f"the command giis does not run yet ({' '.join(giis_command())}): only the baseline is measured\n")
    print(
        f"Python {sys.version.split()[0]}, {os.cpu_count()} processors, {options.runs} runs, medians; "
        "ratio giis / baseline"
    )
    print("                    baseline                giis")
    print("  records file      seconds      MB  seconds      MB   records/s  ratio")
    sizes = [(size, kind) for size in options.sizes for kind in options.kinds]
    if options.large:
        sizes.append((LARGE, "clean"))
    cases = []
    for size, kind in sizes:
        path = data_file(options.folder, size, kind, fresh=options.fresh)
        case = measure(path, size, kind, options.runs, giis)
        show_case(case)
        cases.append(case)
    if giis:
        show_relations(cases)
        show_startup(options.folder, giis, options.runs, fresh=options.fresh)


if __name__ == "__main__":
    main()
