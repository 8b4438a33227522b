"""Change each threshold, option, default and condition of a guide, and see whether a case notices.

    python tools/mutate.py [GUIDE]                        try all mutants; exit 1 if one survives
    python tools/mutate.py [GUIDE] --sample 100 --seed 7  try some of them

A mutant is one change. One that is refused when it loads counts as noticed. Those that can change no verdict
are listed, each with the reason, in `tools/equivalent_mutants.yaml`.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from _bench import Bench
from _flat import build, changed, flat_guide
from _mutants import Mutant, mutants

from giis._errors import SpecError
from giis._yaml import load
from giis.conformance import load_conformance

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

EQUIVALENT = Path(__file__).resolve().parent / "equivalent_mutants.yaml"
REFUSED, NOTICED, EXCUSED, STALE, SURVIVED = (
    "refused when loaded",
    "noticed by a case",
    "equivalent",
    "listed as equivalent, yet noticed",
    "survived",
)


def equivalents(guide_id: str) -> list[re.Pattern[str]]:
    """Return the names of the mutants that change no verdict, as patterns."""
    node: Any = load(EQUIVALENT)
    listed = (*node["shared"], *node.get(guide_id, ()))
    return [re.compile(re.escape(item["mutant"]).replace(r"\*", ".*")) for item in listed]


def outcomes(bench: Bench, flat: dict[str, Any], chosen: Sequence[Mutant]) -> Iterator[tuple[Mutant, str]]:
    """Yield each mutant with what came of it."""
    known = equivalents(bench.guide.id)
    for mutant in chosen:
        excused = any(pattern.fullmatch(mutant.name) for pattern in known)
        try:
            noticed = bench.notices(build(changed(flat, mutant.path, mutant.value))) is not None
        except SpecError:
            yield mutant, STALE if excused else REFUSED
            continue
        if noticed:
            yield mutant, STALE if excused else NOTICED
        else:
            yield mutant, EXCUSED if excused else SURVIVED


def run(guide_id: str, sample: int | None = None, seed: int = 0) -> dict[str, list[str]]:
    """Try the mutants of a guide.

    Parameters
    ----------
    guide_id : str
        The guide.
    sample, seed : int
        How many to try (default: all), and the seed by which they are drawn.

    Returns
    -------
    dict
        The names of the mutants by what came of them.
    """
    data = load_conformance(guide_id)
    if data is None:
        raise SystemExit(f"{guide_id} has no conformance data")
    flat = flat_guide(guide_id)
    bench = Bench(data, build(flat))
    chosen = mutants(flat)
    if sample is not None and sample < len(chosen):
        chosen = random.Random(seed).sample(chosen, sample)  # noqa: S311 - no secret
    found: dict[str, list[str]] = defaultdict(list)
    for mutant, outcome in outcomes(bench, flat, chosen):
        found[outcome].append(mutant.name)
    return dict(found)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("guide", nargs="?", default="GIIS-B015-04-11")
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args(arguments)
    start = time.perf_counter()
    found = run(given.guide, given.sample, given.seed)
    total = sum(len(names) for names in found.values())
    print(f"{given.guide}: {total:,} mutants in {time.perf_counter() - start:.0f} s")
    for outcome in (NOTICED, REFUSED, EXCUSED, STALE, SURVIVED):
        print(f"{len(found.get(outcome, ())):7,} {outcome}")
    for outcome in (STALE, SURVIVED):
        for name in found.get(outcome, ()):
            print(f"  {outcome}: {name}")
    return 1 if SURVIVED in found or STALE in found else 0


if __name__ == "__main__":
    sys.exit(main())
