"""Mending the values of rows that break rules: propose, judge again, keep what makes a row better.

A change is kept where the row has fewer findings afterwards, none of them new, and the changed variable itself has
fewer. Work is done in columns: first all proposals of a row together, then, where that fails, one after the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from giis.mending._put import filled, put
from giis.mending._state import State
from giis.mending._ways import TEXTS
from giis.validators.batch import judge
from giis.validators.columns import raw_column

if TYPE_CHECKING:
    from collections.abc import Iterable

    from giis.mending._ways import Proposals, Tier, Ways
    from giis.validators.plan import Plan

_MOST_ROUNDS = 50
"""Each round takes away a finding from every row that it goes on with; rows have no more than that in practice."""
_AT_ONCE = 20_000
"""Rows that are mended together: memory grows with it."""
CHANGES = {
    "row": pl.UInt32,
    "variable": pl.String,
    "before": pl.String,
    "after": pl.String,
    "rules": pl.String,
    "safe": pl.Boolean,
}


@dataclass
class Mender:
    """Mends rows of one run.

    Parameters
    ----------
    plan : Plan
        The rules.
    ways : Ways
        What may be proposed.
    """

    plan: Plan
    ways: Ways

    def mend(self, texts: pl.DataFrame, state: State) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return the mended texts of some rows, and the changes (see `CHANGES`; `row` counts from 0).

        Parameters
        ----------
        texts : polars.DataFrame
            The written texts, in columns `r.<identifier>`.
        state : State
            What they break.
        """
        rows = pl.int_range(texts.height, dtype=pl.UInt32, eager=True)
        parts = [self._part(texts, state, rows[start : start + _AT_ONCE]) for start in range(0, texts.height, _AT_ONCE)]
        return pl.concat([mended for mended, _ in parts]), pl.concat([log for _, log in parts])

    def _part(self, texts: pl.DataFrame, state: State, rows: pl.Series) -> tuple[pl.DataFrame, pl.DataFrame]:
        work = _Work(self.plan, self.ways, texts[rows], state.gather(rows))
        active = pl.int_range(len(rows), dtype=pl.UInt32, eager=True)
        for _ in range(_MOST_ROUNDS):
            active = work.round(active)
            if active.is_empty():
                break
        log = work.log()
        return work.texts, log.with_columns(rows.gather(log.get_column("row")).alias("row"))


@dataclass
class _Work:
    plan: Plan
    ways: Ways
    texts: pl.DataFrame
    state: State
    logs: list[pl.DataFrame] = field(default_factory=list)

    def round(self, active: pl.Series) -> pl.Series:
        """Try every tier on the rows `active`; return those that changed."""
        changed: list[pl.Series] = []
        for tier in self.ways.tiers:
            proposals = self.ways.propose(tier, self.texts[active], self.state.gather(active))
            changed += self._try(tier, active, proposals)
        return pl.concat(changed).unique().sort() if changed else active.head(0)

    def _try(self, tier: Tier, rows: pl.Series, found: Proposals) -> list[pl.Series]:
        number = found.number()
        some = (number > 0).arg_true()
        if some.is_empty():
            return []
        kept = self._trial_widened(tier, rows.gather(some), found.gather(some))
        changed = [rows.gather(some).filter(kept)]
        left = some.filter(~kept & (number.gather(some) > 1))
        # One proposal of each row at a time, those of its first variable first.
        rest = found.gather(left)
        for turn in range(max(number.gather(left).to_list(), default=0)):
            chosen = rest.turn(turn)
            some = (chosen.number() > 0).arg_true()
            tried = rows.gather(left).gather(some)
            kept = self._trial_widened(tier, tried, chosen.gather(some))
            changed.append(tried.filter(kept))
        return [part for part in changed if len(part)]

    def _trial_widened(self, tier: Tier, rows: pl.Series, proposals: Proposals) -> pl.Series:
        """Try what is proposed, and where it fails, together with what it may bring to light.

        A unit that is written wrongly may show only when the date can be read: both are mended, or neither.
        """
        kept = self._trial(tier, rows, proposals)
        if tier is not TEXTS or kept.all():
            return kept
        failed = (~kept).arg_true()
        tried, alone = rows.gather(failed), proposals.gather(failed)
        doubted = self.ways.propose(tier, self.texts[tried], self.state.gather(tried), doubted=True)
        more = (doubted.number() > 0).arg_true()
        if more.is_empty():
            return kept
        taken = self._trial(tier, tried.gather(more), alone.gather(more).beside(doubted.gather(more)))
        return kept.clone().scatter(failed.gather(more).filter(taken), True)

    def _trial(self, tier: Tier, rows: pl.Series, proposals: Proposals) -> pl.Series:
        """Judge `rows` with all that is proposed; take over those that are better, and return which these are."""
        before = self.state.gather(rows)
        texts = proposals.put_into(self.texts[rows])
        after = State.of(judge(self.plan, texts, count_applied=frozenset()))
        kept = before.better(after)
        for name, column in proposals.columns.items():
            own = self.ways.rules[name]
            told = before.doubted(own) & ~after.doubted(own)
            kept = kept & (column.is_null() | (after.number(own) < before.number(own)) | told)
        if kept.any():
            self._log(tier, rows, proposals, (before, after), kept)
            places = kept.arg_true()
            self.state.put(rows.gather(places), after.gather(places))
            self._put(rows.gather(places), texts[places], proposals.columns)
        return kept

    def _put(self, rows: pl.Series, texts: pl.DataFrame, changed: Iterable[str]) -> None:
        names = [raw_column(name) for name in changed]
        self.texts = self.texts.with_columns(
            put(self.texts.get_column(name), rows, texts.get_column(name)) for name in names
        )

    def _log(
        self, tier: Tier, rows: pl.Series, proposals: Proposals, states: tuple[State, State], kept: pl.Series
    ) -> None:
        before, after = states
        for name, column in proposals.columns.items():
            taken = kept & column.is_not_null()
            if not taken.any():
                continue
            ended = [
                pl.select(pl.when(pl.lit(before.number([rule]) > after.number([rule]))).then(pl.lit(rule))).to_series()
                for rule in self.ways.rules[name]
                if rule in before.counts
            ] or [self._asked_again(name, before, after)]
            rules = pl.select(pl.concat_str([pl.lit(item) for item in ended], separator=" ", ignore_nulls=True))
            frame = pl.DataFrame(
                {
                    "row": rows,
                    "variable": filled(name, len(rows), pl.String),
                    "before": self.texts.get_column(raw_column(name)).gather(rows),
                    "after": column,
                    "rules": rules.to_series(),
                    "safe": filled(tier.safe, len(rows), pl.Boolean),
                },
                schema=CHANGES,
            )
            self.logs.append(frame.filter(taken))

    def _asked_again(self, name: str, before: State, after: State) -> pl.Series:
        """Return the first rule of a variable that could not be asked of each row, and now is kept."""
        masks = [(rule, before.doubted([rule]) & ~after.doubted([rule])) for rule in self.ways.rules[name]]
        told = [pl.when(pl.lit(mask)).then(pl.lit(rule)) for rule, mask in masks if rule in before.doubts]
        return pl.select(pl.coalesce(told)).to_series()

    def log(self) -> pl.DataFrame:
        """Return the changes, those of one value together."""
        if not self.logs:
            return pl.DataFrame(schema=CHANGES)
        order = {name: place for place, name in enumerate(self.ways.rules)}
        joined = (
            pl.concat(self.logs)
            .group_by("row", "variable", maintain_order=True)
            .agg(
                pl.col("before").first(),
                pl.col("after").last(),
                pl.col("rules").str.join(" "),
                pl.col("safe").all(),
            )
        )
        place = pl.col("variable").replace_strict(order, return_dtype=pl.UInt32)
        return joined.filter(pl.col("before") != pl.col("after")).sort("row", place)
