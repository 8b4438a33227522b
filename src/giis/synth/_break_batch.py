"""Breaking some records of one batch: by rules of values, records, lines and records together."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from giis.specs import Level
from giis.synth._break_lines import MIXED, beyond_ascii
from giis.synth._break_rows import Batch, RowBreaker
from giis.synth._break_share import SHARE, ShareBreaker
from giis.synth._break_together import PairBreaker

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from giis.specs import Rule
    from giis.synth._break_judge import Judge
    from giis.synth._break_pools import Pools
    from giis.synth._break_recipes import Recipes

_AGAIN = 3


class BatchBreaker:
    """Breaks records of one batch.

    Parameters
    ----------
    judge : Judge
        Judges what comes out.
    pools : Pools
        Makes candidates.
    recipes : Recipes
        How rules were broken before.
    seed : str
        What all choices are made from.
    """

    def __init__(self, judge: Judge, pools: Pools, recipes: Recipes, seed: str) -> None:
        self.judge, self.pools, self.recipes = judge, pools, recipes
        self.guide = judge.guide
        self.random = random.Random(seed)  # noqa: S311
        self._rows = RowBreaker(judge, pools, recipes, self.random.randrange(1 << 30))
        self._kinds = {item.rule.id: item for item in self.guide.file_rules}

    def broken(self, frame: pl.DataFrame, rules: Sequence[Rule], closed: Sequence[int]) -> tuple[Batch, dict[int, str]]:
        """Return the batch with as many records broken as there are `rules`, and the faults of lines by row.

        Parameters
        ----------
        frame : polars.DataFrame
            Valid records.
        rules : sequence of Rule
            The rules to break, one a record. Where one cannot be broken here, another takes its turn.
        closed : sequence of int
            Rows that stay as they are.
        """
        batch = Batch(frame, closed=frozenset(closed))
        faults: dict[int, str] = {}
        again = self._together(batch, rules)
        again += self._lines(batch, [rule for rule in rules if rule.level is Level.STRUCTURE], faults)
        single = [rule for rule in rules if rule.level in (Level.VALUE, Level.RECORD)]
        self._single(batch, single, again)
        return batch, faults

    def _together(self, batch: Batch, rules: Sequence[Rule]) -> int:
        """Break the rules on records together; return for how many that was not possible."""
        left = 0
        wanted: dict[str, int] = {}
        for rule in rules:
            if rule.level is Level.FILE:
                wanted[rule.id] = wanted.get(rule.id, 0) + 1
        if wanted:
            pairs = PairBreaker(self.judge, self.pools, self.recipes.neutral, self.random.randrange(1 << 30))
            shares = ShareBreaker(self.judge, self.pools, self.random.randrange(1 << 30))
            for name, number in wanted.items():
                item = self._kinds[name]
                left += (shares if item.kind == SHARE else pairs).apply(batch, item, number)
        return left

    def _lines(self, batch: Batch, rules: Sequence[Rule], faults: dict[int, str]) -> int:
        """Choose the lines that are written wrongly; return for how many that was not possible."""
        left = 0
        free = batch.free.arg_true().to_list()
        self.random.shuffle(free)
        odd = set(beyond_ascii(batch.frame).arg_true()) if any(rule.id == MIXED for rule in rules) else set()
        for rule in rules:
            # In UTF-8 a line differs from the others only where some have letters beyond ASCII, and others stay.
            able = [row for row in free if row in odd] if rule.id == MIXED else free
            if not able or (rule.id == MIXED and len(odd) < 2):
                left += 1
                continue
            row = able[-1]
            free.remove(row)
            odd.discard(row)
            faults[row] = rule.id
            batch.rules[row] = rule.id
        return left

    def _single(self, batch: Batch, rules: Sequence[Rule], more: int) -> None:
        """Break rules of values and records; `more` others stand in for rules that could not be broken."""
        known = [self.guide.by_id[name] for name in sorted(self.recipes.found)]
        asked = [*rules, *(self.random.choice(known) for _ in range(more if known else 0))]
        for _ in range(_AGAIN):
            if not asked:
                return
            left = self._rows.apply(batch, self._rows.assign(batch, asked))
            asked = [self.random.choice(known) for _ in left]
