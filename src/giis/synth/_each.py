"""Searching valid records for many conditions at once: each record is to satisfy one of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from giis.synth._columns import NUMBER, PLACE
from giis.synth._search import _EVEN, _of_rows, Pin, Wanted, _Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from giis.specs import Node
    from giis.synth._search import Searcher
    from giis.validators.batch import Judged


def search_each(
    searcher: Searcher, conditions: Sequence[Node], seed: int, *, copies: int = 3, rounds: int = 20
) -> pl.DataFrame:
    """Return valid records, for each condition one at least where one was found; columns `r.<identifier>`.

    Parameters
    ----------
    searcher : Searcher
        Who searches.
    conditions : sequence of Node
        Conditions on the record.
    seed : int
        What tells two searches apart.
    copies : int
        How many records are tried for each condition side by side.
    rounds : int
        How often the records are changed and judged again.
    """
    return _EachRun(searcher, conditions, seed).found_each(copies, rounds)


class _EachRun(_Run):
    """One search, in which the record at place p is to satisfy condition p modulo their number."""

    def __init__(self, searcher: Searcher, conditions: Sequence[Node], seed: int) -> None:
        super().__init__(searcher, Wanted(tuple(Pin(node) for node in conditions)), seed)
        self._own = {name: index for index, name in enumerate(self.pins)}

    def found_each(self, copies: int, rounds: int) -> pl.DataFrame:
        numbers = pl.int_range(len(self.pins) * copies, dtype=pl.UInt64, eager=True)
        self.drawer.even = _EVEN[1]
        frame = self._towards_pins(self.drawer.first(numbers).with_columns(numbers.alias(PLACE)))
        judged = self._judge(frame)
        self._note_unavoidable(judged)
        found = [frame.clear()]
        for step in range(rounds):
            solved = self._costs(judged) == 0
            found.append(frame.filter(solved))
            done = self._pins_of(found[-1]).unique()
            still = (~solved & ~self._pins_of(frame).is_in(done.implode())).arg_true()
            if not len(still):
                return self._texts(found)
            self.drawer.even = _EVEN[step % len(_EVEN)]
            frame, judged = self._round(frame[still], _of_rows(judged, still))
        found.append(frame.filter(self._costs(judged) == 0))
        return self._texts(found)

    def _pins_of(self, frame: pl.DataFrame) -> pl.Series:
        return frame.get_column(PLACE) % len(self._own)

    def _texts(self, found: list[pl.DataFrame]) -> pl.DataFrame:
        return pl.concat(found).sort(PLACE).drop(NUMBER, PLACE)

    def _note_unavoidable(self, judged: Judged) -> None:
        often = judged.height * 0.9
        self.unavoidable = frozenset(name for name, mask in judged.undecided.items() if int(mask.sum()) > often)

    def _judge(self, frame: pl.DataFrame) -> Judged:
        judged = super()._judge(frame)
        mine = self._pins_of(frame)
        return replace(
            judged,
            broken={name: self._of_own(name, mask, mine) for name, mask in judged.broken.items()},
            undecided={name: self._of_own(name, mask, mine) for name, mask in judged.undecided.items()},
        )

    def _of_own(self, name: str, mask: pl.Series, mine: pl.Series) -> pl.Series:
        index = self._own.get(name)
        return mask if index is None else mask & (mine == index)

    def _towards_pins(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return `frame` with a change for each atom of the record's own condition, where it does not hold."""
        judged = self._judge(frame)
        for name in self._own:
            fails = (judged.broken.get(name), judged.undecided.get(name))
            rows = pl.concat([mask.fill_null(value=False).arg_true() for mask in fails if mask is not None] or [_NO_ROWS])
            for move in self._moves(name) if len(rows) else ():
                frame = self._apply(frame, move, rows.unique().sort(), None)
        return self.drawer.persons(frame)


_NO_ROWS = pl.Series([], dtype=pl.UInt32)
