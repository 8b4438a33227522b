"""How each rule of a guide can be broken: changes of valid records, found by trying them on the pipeline.

A rule's own tree says which columns matter; what is tried there are the candidates of `Pools`. First single changes of
one record, then of records to which the rule applies, then a search for several changes at once. Kept are changes
after which the rule is broken, those first after which it is the only one.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from giis.specs import Level
from giis.specs.expressions.nodes import TRUE, broken_node, catalogs_of, variables_of
from giis.synth._break_judge import changed
from giis.synth._distance import distance
from giis.synth._walk import Walk
from giis.validators.batch import judge
from giis.validators.plan import make_questions
from giis.validators.predicate import Record
from giis.validators.reading import RecordReader

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from giis.specs import Guide, Rule
    from giis.synth._break_judge import Changes, Judge, Verdicts
    from giis.synth._break_pools import Pools
    from giis.synth._distance import Distance
    from giis.synth._walk import Measure
    from giis.validators.reading import ReadRecord

_KEPT = 6
_BASES = 3
_STARTS = 3
_LOOKED_AT = 200
_ROUNDS = 3
_CALMING = 400


@dataclass(frozen=True)
class Recipe:
    """One way to break a rule: `changes` of the valid record in `row`, after which the rules `broken` are broken."""

    rule: str
    row: int
    changes: Changes
    broken: tuple[str, ...]

    @property
    def alone(self) -> bool:
        """Whether the rule is the only one that is broken."""
        return len(self.broken) == 1


class Recipes:
    """Finds recipes for the rules of values and records.

    Parameters
    ----------
    judge : Judge
        Judges candidates.
    pools : Pools
        Gives candidates.
    bases : polars.DataFrame
        Valid records, as texts in the order of the guide.
    seed : int
        Which of many candidates are taken.
    """

    def __init__(self, judge: Judge, pools: Pools, bases: pl.DataFrame, seed: int = 0) -> None:
        self.judge, self.pools, self.bases, self.seed = judge, pools, bases, seed
        self.guide: Guide = judge.guide
        self.found: dict[str, list[Recipe]] = {}
        self._tried: set[tuple[int, str]] = set()
        pools.learn(bases)

    def of(self, rules: Sequence[Rule]) -> dict[str, list[Recipe]]:
        """Return recipes by the ids of `rules`; those that could not be broken are not in it."""
        self._tried.clear()
        if self.bases.height and rules:
            self._singles({0: self._columns(rules)}, rules)
            open_rules = self._open(rules)
            if open_rules:
                self._singles(self._where_they_apply(open_rules), open_rules)
            self._search([rule for rule in rules if rule.id not in self.found])
            self._calm([rule for rule in rules if rule.id in self.found and not self.found[rule.id][0].alone])
        return {rule.id: self.found[rule.id] for rule in rules if rule.id in self.found}

    @cached_property
    def neutral(self) -> list[Changes]:
        """Single changes of the first base after which nothing is broken and no rule is without an answer."""
        texts = self.judge.texts(self.bases, 0)
        changes: list[Changes] = []
        for variable in self.guide.variables:
            fixed = [] if variable.fields else self.pools.fixed(variable)
            changes += [{variable.identifier: text} for text in fixed if text != texts[variable.identifier]]
        verdicts = self.judge.verdicts(changed(self.bases, [0] * len(changes), changes))
        quiet = (verdicts.counts + verdicts.doubts == 0).arg_true()
        return [changes[row] for row in quiet]

    def _open(self, rules: Iterable[Rule]) -> list[Rule]:
        return [rule for rule in rules if rule.id not in self.found or not self.found[rule.id][0].alone]

    def _columns(self, rules: Iterable[Rule]) -> list[str]:
        """Return the columns that the rules read, in the order of the guide."""
        wanted = {name for rule in rules for name in columns_of(self.guide, rule)}
        return [variable.identifier for variable in self.guide.variables if variable.identifier in wanted]

    def _singles(self, columns: dict[int, list[str]], rules: Sequence[Rule]) -> None:
        """Try every candidate in the named columns of the bases, one change each."""
        rows: list[int] = []
        changes: list[Changes] = []
        for row, names in columns.items():
            texts = self.judge.texts(self.bases, row)
            for name in names:
                if (row, name) in self._tried:
                    continue
                self._tried.add((row, name))
                for text in self.pools.values(self.guide.by_identifier[name], texts):
                    rows.append(row)
                    changes.append({name: text})
        self._harvest(rows, changes, rules)

    def _harvest(self, rows: list[int], changes: list[Changes], rules: Iterable[Rule]) -> None:
        """Judge changed bases, and keep those that break one of the rules."""
        if not rows:
            return
        verdicts = self.judge.verdicts(changed(self.bases, rows, changes))
        rng = random.Random(f"{self.seed} {len(rows)}")  # noqa: S311
        for rule in rules:
            self._keep(rule, verdicts, rows, changes, rng)

    def _keep(
        self, rule: Rule, verdicts: Verdicts, rows: list[int], changes: list[Changes], rng: random.Random
    ) -> None:
        hits = verdicts.rows(rule.id)
        if not len(hits):
            return
        ranked = pl.DataFrame({"row": hits, "count": verdicts.counts[hits], "doubts": verdicts.doubts[hits]})
        least = ranked.filter(pl.col("count") == pl.col("count").min()).filter(
            pl.col("doubts") == pl.col("doubts").min()
        )
        places = least.get_column("row").to_list()
        chosen = sorted(rng.sample(places, min(_KEPT, len(places))))
        fresh = [Recipe(rule.id, rows[at], changes[at], tuple(verdicts.of_row(at))) for at in chosen]
        known = self.found.get(rule.id, [])
        self.found[rule.id] = sorted([*known, *fresh], key=lambda recipe: len(recipe.broken))[: 2 * _KEPT]

    @cached_property
    def _records(self) -> list[tuple[ReadRecord, Record]]:
        """The bases as conditions see them."""
        reader = RecordReader(self.guide.variables)
        reads = [reader.read(self.judge.texts(self.bases, row)) for row in range(min(self.bases.height, _LOOKED_AT))]
        return [(read, Record.of(read, self.pools.catalogs, self.pools.as_of)) for read in reads]

    def _nearest(self, rule: Rule, number: int) -> list[int]:
        """Return the bases of which fewest sub-conditions keep `rule` from being broken."""
        rng = random.Random(f"{self.seed} {rule.id}")  # noqa: S311
        rows = list(range(len(self._records)))
        rng.shuffle(rows)
        if rule.level is Level.RECORD:
            measure = breaking(self.guide, rule)
            far = [measure(*item) for item in self._records]
            rows.sort(key=lambda row: far[row])
        else:
            column = self.guide.by_identifier[rule.variable or ""]
            name = column.group or column.identifier
            rows.sort(key=lambda row: not self._records[row][0].texts.get(name))
        return rows[:number]

    def _where_they_apply(self, rules: Sequence[Rule]) -> dict[int, list[str]]:
        """Return the bases nearest to breaking each of the rules, with the columns that it reads."""
        found: dict[int, list[str]] = {}
        for rule in rules:
            for row in self._nearest(rule, _BASES):
                names = found.setdefault(row, [])
                names += [name for name in self._columns([rule]) if name not in names]
        return found

    def _search(self, rules: Sequence[Rule]) -> None:
        """Search several changes at once for rules that no single change broke."""
        rows: list[int] = []
        changes: list[Changes] = []
        for rule in rules:
            if rule.level is not Level.RECORD or self.missing(rule):
                continue
            measure, columns = breaking(self.guide, rule), self._columns([rule])
            for row in self._nearest(rule, _STARTS):
                found = Walk(self.pools, self.seed).reach(self.judge.texts(self.bases, row), columns, measure)
                if found:
                    rows.append(row)
                    changes.append(found)
                    break
        self._harvest(rows, changes, rules)

    def _calm(self, rules: Sequence[Rule]) -> None:
        """Try further changes of the columns that the other broken rules read, so that only the rule is left."""
        for _ in range(_ROUNDS):
            rows: list[int] = []
            changes: list[Changes] = []
            loud = [rule for rule in rules if not self.found[rule.id][0].alone]
            for rule in loud:
                self._calmer(rule, rows, changes)
            self._harvest(rows, changes, loud)

    def _calmer(self, rule: Rule, rows: list[int], changes: list[Changes]) -> None:
        recipe = self.found[rule.id][0]
        others = [self.guide.by_id[name] for name in recipe.broken if name != rule.id]
        texts = {**self.judge.texts(self.bases, recipe.row), **recipe.changes}
        own = set(recipe.changes)
        tries: list[Changes] = []
        for name in self._columns(others):
            if name in own:
                continue
            variable = self.guide.by_identifier[name]
            tries += [{**recipe.changes, name: text} for text in self.pools.values(variable, texts)]
        rng = random.Random(f"{self.seed} {rule.id}")  # noqa: S311
        chosen = rng.sample(tries, min(_CALMING, len(tries)))
        rows += [recipe.row] * len(chosen)
        changes += chosen

    def missing(self, rule: Rule) -> tuple[str, ...]:
        """Return the catalogues that a rule needs and the run has not."""
        needed = catalogs_of(broken_node(rule.when, rule.require))
        return tuple(sorted(needed - set(self.pools.catalogs)))


def columns_of(guide: Guide, rule: Rule) -> list[str]:
    """Return the columns that `rule` reads or stands on; for a field, the column of its sub-records."""
    names = set(variables_of(broken_node(rule.when, rule.require)))
    if rule.variable is not None:
        names.add(rule.variable)
    known = guide.by_identifier
    return sorted({known[name].group or name for name in names}, key=lambda name: known[name].column)


def breaking(guide: Guide, rule: Rule) -> Measure:
    """Return the measure that is 0 where a record breaks `rule`, in one of its sub-records if it is a field's."""
    far = distance(broken_node(rule.when, rule.require), truth=True)
    return inside(guide, rule, far)


def inside(guide: Guide, rule: Rule, far: Distance) -> Measure:
    """Return the measure `far` of a record, or, for a rule on a field, of the nearest of its sub-records."""
    group = guide.by_identifier[rule.variable or ""].group if rule.variable else None
    if group is None:
        return lambda read, record: far(record)

    def nearest(read: ReadRecord, record: Record) -> float:
        if not record.groups.get(group):
            return _NO_ELEMENT
        return min(far(element) for element in record.within(group))

    return nearest


_NO_ELEMENT = 500.0


def holding(judge_: Judge, frame: pl.DataFrame, rules: Iterable[Rule]) -> dict[str, pl.Series]:
    """Return which rows of `frame` the rules with a condition apply to; rules on sub-records are left out."""
    guide, plan = judge_.guide, judge_.session.plan
    nodes = {
        rule.id: rule.when
        for rule in rules
        if rule.when is not None and rule.when != TRUE and guide.by_identifier[rule.variable or ""].group is None
    }
    if not nodes:
        return {}
    questions = make_questions(guide, plan.setting, nodes)
    extra = judge(questions, frame, count_applied=frozenset()).extra
    return {name: extra.get_column(name).fill_null(False) for name in nodes}
