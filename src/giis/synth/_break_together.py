"""Breaking rules on records together: a record becomes the copy of an earlier one, but for what must be alike."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import polars as pl

from giis.specs.expressions.nodes import variables_of
from giis.synth._break_judge import changed
from giis.synth._break_rows import put
from giis.validators.batch import judge
from giis.validators.plan import folded_nodes, make_questions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from giis.specs import FileRule
    from giis.synth._break_judge import Changes, Judge
    from giis.synth._break_pools import Pools
    from giis.synth._break_rows import Batch

_TRIES = 24
KINDS = ("unique", "constant")
"""Rules of which one record is told; a share is one of the whole file."""


class PairBreaker:
    """Breaks rules that two records of a file break together.

    Parameters
    ----------
    judge : Judge
        Judges what comes out.
    pools : Pools
        Gives candidates.
    neutral : sequence of changes
        Single changes after which some record broke nothing.
    seed : int
        Which rows are chosen.
    """

    def __init__(self, judge_: Judge, pools: Pools, neutral: Sequence[Changes], seed: int) -> None:
        self.judge, self.pools, self.neutral, self.seed = judge_, pools, neutral, seed

    def apply(self, batch: Batch, item: FileRule, number: int) -> int:
        """Make `number` records break a rule, each with an earlier one; return how many could not be made so."""
        rng = random.Random(f"{self.seed} {item.rule.id}")  # noqa: S311
        fitting = self._fitting(batch.frame, item) & batch.free
        models = fitting.arg_true().to_list()
        rng.shuffle(models)
        free = [row for row in batch.free.arg_true() if row > 0]
        rng.shuffle(free)
        pairs: list[tuple[int, int]] = []
        used: set[int] = set()
        for model in models:
            if len(pairs) == number:
                break
            row = next((row for row in free if row > model and row not in used), None)
            if row is None or model in used:
                continue
            used |= {row, model}
            pairs.append((model, row))
        self._pair(batch, item, pairs, rng)
        return number - len(pairs)

    def _fitting(self, frame: pl.DataFrame, item: FileRule) -> pl.Series:
        """Return which records take part in the rule."""
        nodes = dict(folded_nodes(item))
        if not nodes:
            return pl.repeat(True, frame.height, dtype=pl.Boolean, eager=True)
        plan = make_questions(self.judge.guide, self.judge.session.plan.setting, nodes)
        answers = judge(plan, frame, count_applied=frozenset()).extra
        parts = [pl.col(name) if name.endswith(".when") else pl.col(name).is_not_null() for name in nodes]
        return answers.select(pl.all_horizontal(parts).fill_null(False)).to_series()

    def _pair(self, batch: Batch, item: FileRule, pairs: list[tuple[int, int]], rng: random.Random) -> None:
        rows: list[int] = []
        changes: list[Changes] = []
        owners: list[int] = []
        for place, (model, _) in enumerate(pairs):
            for change in self._changes(item, self.judge.texts(batch.frame, model), rng):
                rows.append(model)
                changes.append(change)
                owners.append(place)
        if not rows:
            return
        counts = self.judge.verdicts(changed(batch.frame, rows, changes)).counts
        best: dict[int, int] = {}
        for index, owner in enumerate(owners):
            if owner not in best or counts[index] < counts[best[owner]]:
                best[owner] = index
        chosen = [{**self.judge.texts(batch.frame, pairs[owner][0]), **changes[index]} for owner, index in best.items()]
        batch.frame = put(batch.frame, [pairs[owner][1] for owner in best], chosen)
        batch.rules.update({pairs[owner][1]: item.rule.id for owner in best})

    def _changes(self, item: FileRule, texts: dict[str, str], rng: random.Random) -> Sequence[Changes]:
        """Return in what the copy of a record may differ from it."""
        if item.kind == "constant" and item.value is not None:
            variable = self.judge.guide.by_identifier[item.value.name]
            return [{variable.identifier: text} for text in self.pools.values(variable, texts)][:_TRIES]
        if not item.by:
            return [{}]
        kept = {name for _, node in folded_nodes(item) for name in variables_of(node)}
        others = [change for change in self.neutral if kept.isdisjoint(change)]
        return rng.sample(others, min(_TRIES, len(others))) or [{}]
