"""Change every threshold, option, default and condition of a guide, one at a time, and see whether a case notices.

    python tools/mutate.py [GUIDE]                 all mutants; exit 1 if one survives
    python tools/mutate.py [GUIDE] --sample 100 --seed 7

A mutant that the loader refuses counts as noticed. One that cannot change any verdict is listed, with the reason, in
`tools/equivalent_mutants.yaml`.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from _flat import build, changed, flat_guide
from _mutants import Mutant, mutants

from giis._errors import SpecError
from giis._yaml import load
from giis.catalogs import Catalog, CatalogStore
from giis.conformance import Case, Conformance, load_conformance
from giis.specs import Guide, Level, Rule
from giis.specs.expressions.nodes import broken_node, variables_of
from giis.validators.findings import severity_of
from giis.validators.predicate import Record, compile_python
from giis.validators.reading import Reading, reader
from giis.validators.validate import validate

EQUIVALENT = Path(__file__).resolve().parent / "equivalent_mutants.yaml"


class Editions(CatalogStore):
    """The editions that the cases presuppose."""

    def __init__(self, catalogs: Mapping[str, Catalog]) -> None:
        super().__init__()
        self.given = catalogs

    def get(self, name: str) -> Catalog | None:  # noqa: D102 - as in CatalogStore
        return self.given.get(name)


@dataclass
class Asked:
    """One case, read by the guide as it is."""

    case: Case
    texts: dict[str, str]
    readings: dict[str, Reading]
    catalogs: Mapping[str, Catalog]

    def record(self, data: Conformance, changes: Mapping[str, Reading], nullable: frozenset[str]) -> Record:
        """Return the record as a mutant sees it, which reads some values otherwise."""
        readings = {**self.readings, **changes}
        empty = frozenset(name for name in nullable if self.texts[name] == "")
        values = {name: reading.value for name, reading in readings.items()}
        return Record(values, empty, self.catalogs, data.as_of)


@dataclass
class Bench:
    """The cases of a guide, ready to be asked of its mutants."""

    data: Conformance
    guide: Guide
    editions: dict[str, Catalog]
    asked: list[Asked] = field(init=False)

    def __post_init__(self) -> None:
        readers = [(variable, reader(variable)) for variable in self.guide.variables]
        self.asked = []
        for case in self.data.cases:
            texts = {variable.identifier: case.record[variable.name] for variable in self.guide.variables}
            readings = {variable.identifier: read(texts[variable.identifier]) for variable, read in readers}
            catalogs = {name: item for name, item in self.editions.items() if name not in case.missing}
            self.asked.append(Asked(case, texts, readings, catalogs))

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """The rules on values and records, by id."""
        return {rule.id: rule for rule in self.guide.rules}

    def notices(self, mutant: Guide) -> str | None:
        """Return what tells `mutant` from the guide, None if nothing does."""
        return self.by_severity(mutant) or self.by_records(mutant) or self.by_files(mutant)

    def by_severity(self, mutant: Guide) -> str | None:
        for rule in mutant.by_id.values():
            for profile in ("default", "strict"):
                expected = self.data.severity_of(rule.id, strict=profile == "strict")
                if severity_of(rule, profile) != expected:  # type: ignore[arg-type]
                    return f"the severity of {rule.id}"
        return None

    def by_records(self, mutant: Guide) -> str | None:
        own = {variable.identifier: variable for variable in self.guide.variables}
        readers = {
            variable.identifier: reader(variable)
            for variable in mutant.variables
            if variable != own[variable.identifier]
        }
        rules = {rule.id: rule for rule in mutant.rules}
        touched = {rule.variable for rule in self.guide.rules if rule.level is Level.VALUE and rule.id not in rules}
        touched |= {rule.variable for rule in mutant.rules if rule.level is Level.VALUE and rule.id not in self.rules}
        concerned = {
            rule.id: compile_python(broken_node(rule.when, rule.require))
            for rule in mutant.rules
            if rule.level is Level.RECORD and self._differs(rule, readers)
        }
        gone = {rule.id for rule in self.guide.rules if rule.level is Level.RECORD} - rules.keys()
        forms = {(rule.variable, rule.form): rule.id for rule in mutant.rules if rule.level is Level.VALUE}
        own_forms = {(rule.variable, rule.form) for rule in self.guide.rules if rule.level is Level.VALUE}
        nullable = frozenset(variable.identifier for variable in mutant.variables if variable.nullable)
        for item in self.asked:
            if gone & item.case.expect:
                return item.case.id
            fresh = {name: read(item.texts[name]) for name, read in readers.items()}
            for name in readers.keys() | touched:
                if name is None:
                    continue
                reading = fresh.get(name, item.readings[name])
                before = (name, item.readings[name].failed)
                if forms.get((name, reading.failed or "")) != (
                    self._value_rule(before) if before in own_forms else None
                ):
                    return item.case.id
            if concerned and self._told(item, item.record(self.data, fresh, nullable), concerned):
                return item.case.id
        return None

    def _value_rule(self, form: tuple[str, str | None]) -> str | None:
        return self._value_rules.get(form)

    @cached_property
    def _value_rules(self) -> dict[tuple[str | None, str | None], str]:
        return {(rule.variable, rule.form): rule.id for rule in self.guide.rules if rule.level is Level.VALUE}

    def _differs(self, rule: Rule, readers: Iterable[str]) -> bool:
        own = self.rules.get(rule.id)
        if own is None or (rule.when, rule.require) != (own.when, own.require):
            return True
        return bool(variables_of(broken_node(rule.when, rule.require)) & set(readers))

    @staticmethod
    def _told(item: Asked, record: Record, concerned: Mapping[str, Any]) -> bool:
        for rule_id, evaluate in concerned.items():
            answer = evaluate(record)
            if bool(answer) is not (rule_id in item.case.expect):
                return True
            if item.case.undecided is not None and (answer is None) is not (rule_id in item.case.undecided):
                return True
        return False

    def by_files(self, mutant: Guide) -> str | None:
        own = {item.rule.id: item for item in self.guide.file_rules}
        other = {item.rule.id: item for item in mutant.file_rules}
        concerned = {name for name in own.keys() | other.keys() if own.get(name) != other.get(name)}
        if not concerned:
            return None
        store = Editions(self.editions)
        for case in self.data.files:
            if not concerned & (case.expect | case.passes):
                continue
            report = validate(
                case.data, mutant, as_of=self.data.as_of, catalogs=store, select=[mutant.prefix]
            )
            found = {item.rule for item in report.files[0].outcomes if item.state == "failed"}
            if found != {name for name in case.expect if name in own}:
                return case.id
        return None


def make_bench(guide_id: str) -> tuple[Bench, dict[str, Any]]:
    """Return the cases of a guide and its flat form, which must agree with each other."""
    data = load_conformance(guide_id)
    if data is None:
        raise SystemExit(f"{guide_id} has no conformance data")
    flat = flat_guide(guide_id)
    guide = build(flat)
    store = CatalogStore()
    bench = Bench(data, guide, data.catalogs({name: item for name in guide.catalogs if (item := store.get(name))}))
    nothing = {rule.id: compile_python(broken_node(rule.when, rule.require)) for rule in guide.rules if rule.require}
    none = frozenset(variable.identifier for variable in guide.variables if variable.nullable)
    for item in bench.asked:
        failed = {bench._value_rules.get((name, found.failed)) for name, found in item.readings.items()} - {None}
        if bench._told(item, item.record(data, {}, none), nothing) or failed - item.case.expect:
            raise SystemExit(f"the case {item.case.id} does not hold for the guide as it is")
    return bench, flat


def equivalents(guide_id: str) -> list[tuple[re.Pattern[str], str]]:
    """Return the mutants that change no verdict, as patterns, each with the reason."""
    node: Any = load(EQUIVALENT)
    return [
        (re.compile(re.escape(item["mutant"]).replace(r"\*", ".*")), item["reason"])
        for item in node.get(guide_id, ())
    ]


def run(guide_id: str, sample: int | None = None, seed: int = 0, *, show: bool = True) -> list[str]:
    """Try the mutants of a guide, all or a sample; return the names of those that survive.

    Parameters
    ----------
    guide_id : str
        The guide.
    sample, seed : int
        How many to try, and by which seed they are drawn.
    show : bool
        Whether to print what came of it.
    """
    start = time.perf_counter()
    bench, flat = make_bench(guide_id)
    every = mutants(flat)
    chosen: Sequence[Mutant] = every
    if sample is not None and sample < len(every):
        chosen = random.Random(seed).sample(every, sample)  # noqa: S311
    known = equivalents(guide_id)
    count: Counter[str] = Counter()
    survivors: list[str] = []
    stale: list[str] = []
    for mutant in chosen:
        excused = any(pattern.fullmatch(mutant.name) for pattern, _ in known)
        try:
            found = bench.notices(build(changed(flat, mutant.path, mutant.value)))
            outcome = "noticed by a case" if found else "equivalent" if excused else "survived"
        except SpecError:
            outcome = "refused when loaded"
        count[outcome] += 1
        if outcome == "survived":
            survivors.append(mutant.name)
        elif excused and outcome != "equivalent":
            stale.append(mutant.name)
    if show:
        print(f"{guide_id}: {len(chosen):,} of {len(every):,} mutants in {time.perf_counter() - start:.0f} s")
        for outcome, number in count.most_common():
            print(f"  {number:6,} {outcome}")
        for name in survivors:
            print(f"  survived: {name}")
        for name in stale:
            print(f"  not equivalent after all: {name}")
    return survivors + stale


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("guide", nargs="?", default="GIIS-B015-04-11")
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args(arguments)
    return 1 if run(given.guide, given.sample, given.seed) else 0


if __name__ == "__main__":
    sys.exit(main())
