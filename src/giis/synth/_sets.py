"""Small sets of records that together reach all goals: greedy, by columns, then without what is superfluous."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

_STARTS = 12
"""How many sets are made, of which the smallest is kept."""


def small_set(reached: pl.DataFrame, dear: pl.Series, seed: int) -> list[int]:
    """Return rows that together have all that any row has, few of them.

    Parameters
    ----------
    reached : polars.DataFrame
        A boolean column for each goal, a row for each record.
    dear : polars.Series
        Which rows are to be taken only where no other does.
    seed : int
        What ties are decided by.
    """
    wanted = [name for name in reached.columns if reached.get_column(name).any()]
    matrix = reached.select(wanted)
    random = Random(seed)  # noqa: S311
    sets = [_one_set(matrix, dear, rarest_first=start % 2 == 0, random=random) for start in range(_STARTS)]
    return min(sets, key=lambda rows: (sum(bool(dear[row]) for row in rows), len(rows)))


def purposes(reached: pl.DataFrame, rows: Sequence[int]) -> list[list[str]]:
    """Return for each of the rows what it is there for: every goal once, with the row that has the fewest others.

    Parameters
    ----------
    reached : polars.DataFrame
        As in `small_set`.
    rows : sequence of int
        The rows of a set.
    """
    chosen = reached[list(rows)]
    told: list[list[str]] = [[] for _ in rows]
    by_goal = {name: chosen.get_column(name).arg_true().to_list() for name in chosen.columns}
    for name, places in by_goal.items():
        if len(places) == 1:
            told[places[0]].append(name)
    for name, places in by_goal.items():
        if len(places) > 1:
            told[max(places, key=lambda place: (len(told[place]) > 0, -place))].append(name)
    order = {name: index for index, name in enumerate(chosen.columns)}
    return [sorted(names, key=order.__getitem__) for names in told]


def _one_set(matrix: pl.DataFrame, dear: pl.Series, *, rarest_first: bool, random: Random) -> list[int]:
    luck = pl.Series([random.random() for _ in range(matrix.height)], dtype=pl.Float64)
    handicap = luck - dear.cast(pl.Float64) * (matrix.width + 1)
    columns = {name: matrix.get_column(name) for name in matrix.columns}
    often = {name: int(column.sum()) for name, column in columns.items()}
    # Each goal that is reached is taken out of the rows' counts once.
    gains = matrix.select(pl.sum_horizontal(pl.all().cast(pl.Float64))).to_series() + handicap
    rows: list[int] = []
    open_goals = sorted(columns, key=lambda name: often[name])
    while open_goals:
        able = gains
        if rarest_first:
            able = pl.select(pl.when(columns[open_goals[0]]).then(gains)).to_series()
        row = able.arg_max()
        if row is None:
            break
        met = [name for name in open_goals if columns[name][row]]
        if not met:  # what gains most is a dear row's handicap away: take the next goal by itself
            rarest_first = True
            continue
        rows.append(row)
        for name in met:
            gains = gains - columns[name].cast(pl.Float64)
        open_goals = [name for name in open_goals if name not in set(met)]
    return _needed(matrix, rows, dear)


def _needed(matrix: pl.DataFrame, rows: list[int], dear: pl.Series) -> list[int]:
    """Return the rows without those whose goals the others have, the dear and the poor ones first."""
    chosen = matrix[rows]
    have = {name: int(chosen.get_column(name).sum()) for name in chosen.columns}
    goals = [[name for name in chosen.columns if chosen.get_column(name)[place]] for place in range(len(rows))]
    kept = set(range(len(rows)))
    for place in sorted(kept, key=lambda place: (not dear[rows[place]], len(goals[place]))):
        if all(have[name] > 1 for name in goals[place]):
            kept.discard(place)
            for name in goals[place]:
                have[name] -= 1
    return [row for place, row in enumerate(rows) if place in kept]
