"""Small sets of records that together reach all goals: greedy, from several starts, and without what is superfluous.

What a record reaches is a number with a bit for each goal, so that a thousand records are gone through quickly.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import polars as pl

_STARTS = 16
"""How many sets are made, of which the smallest is kept."""


def reached_by(answers: pl.DataFrame) -> list[int]:
    """Return for each row a number in which bit i tells whether column i is true."""
    rows = [0] * answers.height
    for index, name in enumerate(answers.columns):
        bit = 1 << index
        for row in answers.get_column(name).arg_true().to_list():
            rows[row] |= bit
    return rows


def small_set(reached: Sequence[int], dear: Collection[int], seed: int) -> list[int]:
    """Return rows that together reach all that any row reaches, few of them.

    Parameters
    ----------
    reached : sequence of int
        What each row reaches, as `reached_by` gives it.
    dear : collection of int
        Rows to be taken only where no other does.
    seed : int
        What ties are decided by.
    """
    random = Random(seed)  # noqa: S311
    hidden = frozenset(dear)
    rarest = _by_rarity(reached)
    sets = [_one_set(reached, hidden, rarest if start % 2 == 0 else (), random) for start in range(_STARTS)]
    return min(sets, key=lambda rows: (len(hidden.intersection(rows)), len(rows)))


def purposes(reached: Sequence[int], rows: Sequence[int]) -> list[list[int]]:
    """Return for each of the rows the goals for which it is there, by number: each goal with one row.

    A goal that several rows reach stands with the first of them.
    """
    told: list[list[int]] = []
    before = 0
    for row in rows:
        new = reached[row] & ~before
        told.append(bits_of(new))
        before |= new
    return told


def bits_of(number: int) -> list[int]:
    """Return the places of the bits that are set, the lowest first."""
    return [index for index, digit in enumerate(reversed(f"{number:b}")) if digit == "1"]


def _one_set(reached: Sequence[int], dear: frozenset[int], rarest: Sequence[int], random: Random) -> list[int]:
    """Return one set: the rarest goals first, where these are told, else whatever comes next."""
    able = list(range(len(reached)))
    random.shuffle(able)
    able.sort(key=lambda row: row in dear)  # of equals, the first is taken
    wanted = _all(reached)
    rows: list[int] = []
    while wanted:
        bit = next((1 << goal for goal in rarest if wanted >> goal & 1), wanted)
        fitting = [row for row in able if reached[row] & bit]
        cheap = [row for row in fitting if row not in dear]
        best = max(cheap or fitting, key=lambda row: (reached[row] & wanted).bit_count())
        rows.append(best)
        wanted &= ~reached[best]
    return _needed(reached, rows, dear)


def _needed(reached: Sequence[int], rows: list[int], dear: frozenset[int]) -> list[int]:
    """Return the rows without those whose goals the others reach: the dear ones go first, then the poor ones."""
    kept = list(rows)
    for row in sorted(rows, key=lambda row: (row not in dear, reached[row].bit_count())):
        others = _all([reached[other] for other in kept if other != row])
        if not reached[row] & ~others:
            kept.remove(row)
    return kept


def _by_rarity(reached: Sequence[int]) -> list[int]:
    count: dict[int, int] = {}
    for bits in reached:
        for goal in bits_of(bits):
            count[goal] = count.get(goal, 0) + 1
    return sorted(count, key=lambda goal: (count[goal], goal))


def _all(reached: Sequence[int]) -> int:
    found = 0
    for bits in reached:
        found |= bits
    return found
