"""Breaking chosen records of a file: each by a recipe of its rule, tried on the record itself and judged."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from giis.specs.expressions.nodes import Var
from giis.synth._break_judge import changed
from giis.synth._break_recipes import holding

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from giis.specs import Rule
    from giis.synth._break_judge import Changes, Judge
    from giis.synth._break_pools import Pools
    from giis.synth._break_recipes import Recipe, Recipes

_WAVES = 6


@dataclass
class Batch:
    """Records of which some are broken: `frame` as it becomes, `rules` by row the rule that each breaks.

    Rows that are `closed` stay as they are.
    """

    frame: pl.DataFrame
    rules: dict[int, str] = field(default_factory=dict)
    closed: frozenset[int] = frozenset()

    @property
    def free(self) -> pl.Series:
        """Which rows may still be broken."""
        mask = pl.repeat(True, self.frame.height, dtype=pl.Boolean, eager=True)
        return mask.scatter(pl.Series([*self.rules, *self.closed], dtype=pl.UInt32), False)


class RowBreaker:
    """Breaks rules of values and records.

    Parameters
    ----------
    judge : Judge
        Judges what comes out.
    pools : Pools
        Makes candidates for a record from what stands in it.
    recipes : Recipes
        How each rule was broken before.
    seed : int
        Which rows are chosen, and which recipe comes first.
    """

    def __init__(self, judge: Judge, pools: Pools, recipes: Recipes, seed: int) -> None:
        self.judge, self.pools, self.recipes, self.seed = judge, pools, recipes, seed
        self._whole: set[tuple[int, tuple[tuple[str, str], ...]]] = set()
        unique = [item for item in pools.guide.file_rules if item.kind == "unique"]
        self._identity = sorted({node.name for item in unique for node in item.by if isinstance(node, Var)})

    def assign(self, batch: Batch, rules: Sequence[Rule]) -> list[tuple[int, str]]:
        """Return a row for each of the rules (one may stand several times): one that it applies to, if any is left."""
        shuffled = pl.int_range(batch.frame.height, dtype=pl.UInt32, eager=True).shuffle(seed=self.seed)
        free = batch.free
        holds = holding(self.judge, batch.frame, {rule.id: rule for rule in rules}.values())
        wanted: dict[str, int] = {}
        for rule in rules:
            wanted[rule.id] = wanted.get(rule.id, 0) + 1
        scarce = sorted(
            wanted, key=lambda name: (int(holds[name].sum()) if name in holds else batch.frame.height, name)
        )
        found: list[tuple[int, str]] = []
        for name in scarce:
            fitting = holds.get(name, free) & free
            rows = shuffled.filter(fitting.gather(shuffled)).head(wanted[name])
            if len(rows) < wanted[name]:
                rest = shuffled.filter(free.gather(shuffled) & ~shuffled.is_in(rows.implode()))
                rows = pl.concat([rows, rest.head(wanted[name] - len(rows))])
            free = free.scatter(rows, False)
            found += [(row, name) for row in rows]
        return found

    def apply(self, batch: Batch, wanted: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
        """Break rows by the rules that they were given; return those that could not be broken so."""
        pending = list(wanted)
        best: dict[int, tuple[int, str, Changes]] = {}
        for wave in range(_WAVES):
            if not pending:
                break
            pending = self._wave(batch, pending, wave, best)
        found = [(row, rule, change) for row, (_, rule, change) in best.items()]
        left: list[tuple[int, str]] = []
        for row, rule in pending:
            whole = self._template(batch, row, rule) if row not in best else None
            if whole is not None:
                found.append((row, rule, whole))
            elif row not in best:
                left.append((row, rule))
        self._put(batch, found)
        return left

    def _wave(
        self, batch: Batch, pending: list[tuple[int, str]], wave: int, best: dict[int, tuple[int, str, Changes]]
    ) -> list[tuple[int, str]]:
        """Try one recipe on each pending row; return those for which a better one may be found."""
        rows = [row for row, _ in pending]
        tries = [self._way(batch.frame, row, rule, wave) for row, rule in pending]
        verdicts = self.judge.verdicts(changed(batch.frame, rows, [change for change, _ in tries]))
        counts = verdicts.counts
        left: list[tuple[int, str]] = []
        for place, ((row, rule), (change, least)) in enumerate(zip(pending, tries, strict=True)):
            mask = verdicts.judged.broken.get(rule)
            if mask is None or not mask[place]:
                left.append((row, rule))
                continue
            if row not in best or counts[place] < best[row][0]:
                best[row] = counts[place], rule, change
            if counts[place] > least:
                left.append((row, rule))
        return left

    def _way(self, frame: pl.DataFrame, row: int, rule: str, wave: int) -> tuple[Changes, int]:
        """Return changes of a row by one of the rule's recipes, and how many rules they broke elsewhere."""
        known = self.recipes.found[rule]
        recipe = known[(row + wave) % len(known)]
        return self._moved(frame, row, recipe), len(recipe.broken)

    def _moved(self, frame: pl.DataFrame, row: int, recipe: Recipe) -> Changes:
        """Return the changes of a recipe, made from the row's own values where they were made from the record's."""
        if len(recipe.changes) > 1:
            return recipe.changes
        ((name, text),) = recipe.changes.items()
        variable = self.pools.guide.by_identifier[name]
        if not variable.fields and text in self.pools.fixed(variable):
            return recipe.changes
        there = self.pools.moving(variable, self.judge.texts(self.recipes.bases, recipe.row))
        here = self.pools.moving(variable, self.judge.texts(frame, row))
        place = there.index(text) if text in there else len(here)
        return {name: here[place]} if place < len(here) and "|" not in here[place] else recipe.changes

    def _template(self, batch: Batch, row: int, rule: str) -> Changes | None:
        """Return a whole record by which the rule is known to be broken, if one is left that is not there yet."""
        rng = random.Random(f"{self.seed} {rule} {row}")  # noqa: S311
        known = list(self.recipes.found[rule])
        rng.shuffle(known)
        for recipe in sorted(known, key=lambda item: len(item.broken)):
            key = recipe.row, tuple(sorted(recipe.changes.items()))
            if key in self._whole:
                continue
            self._whole.add(key)
            base = self.judge.texts(self.recipes.bases, recipe.row)
            own = self.judge.texts(batch.frame, row)
            kept = {name: own[name] for name in self._identity}
            return {**base, **kept, **recipe.changes}
        return None

    @staticmethod
    def _put(batch: Batch, found: Sequence[tuple[int, str, Changes]]) -> None:
        """Put changes into the frame and note which rule each row breaks."""
        if not found:
            return
        rows = [row for row, _, _ in found]
        batch.frame = put(batch.frame, rows, [change for _, _, change in found])
        batch.rules.update({row: rule for row, rule, _ in found})


def put(frame: pl.DataFrame, rows: Sequence[int], changes: Sequence[Mapping[str, str]]) -> pl.DataFrame:
    """Return `frame` with changes in some of its rows."""
    new = changed(frame, rows, changes)
    at = pl.Series(rows, dtype=pl.UInt32)
    names = {f"r.{name}" for change in changes for name in change}
    return frame.with_columns(frame.get_column(name).scatter(at, new.get_column(name)) for name in names)
