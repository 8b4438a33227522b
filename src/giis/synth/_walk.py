"""A walk from a record to one that is wanted: the best single change, again and again."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from giis.validators.predicate import Record
from giis.validators.reading import RecordReader

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from giis.specs import Guide, Variable
    from giis.synth._break_pools import Pools
    from giis.validators.reading import ReadRecord

    Measure = Callable[[ReadRecord, Record], float]
    Allowed = Callable[[str, str], bool]

_STEPS = 24
_PAIRS = 1_000
_SIDEWAYS = 3
_MOST = 12_000
"""Records that one walk looks at."""


class Walk:
    """Searches values for some columns of a record.

    Parameters
    ----------
    pools : Pools
        The candidates of each variable.
    seed : int
        Which of several equally good changes is taken.
    """

    def __init__(self, pools: Pools, seed: int = 0) -> None:
        self.pools, self.seed = pools, seed
        self.guide: Guide = pools.guide

    def reach(
        self,
        texts: Mapping[str, str],
        columns: Collection[str],
        measure: Measure,
        *,
        allowed: Allowed = lambda name, text: True,
    ) -> dict[str, str] | None:
        """Return the changes of `texts` after which `measure` is 0, or None if none were found.

        Parameters
        ----------
        texts : Mapping
            The record to begin with, by identifier.
        columns : collection of str
            The columns that may be changed: all that `measure` reads.
        measure : callable
            From the record as it is read, and as conditions see it, to how far it is off.
        allowed : callable
            Whether a text may stand in a column (by identifier).
        """
        rng = random.Random(f"{self.seed} {sorted(columns)}")  # noqa: S311
        variables = [self.guide.by_identifier[name] for name in columns]
        at = _Place(self.pools, variables, texts, measure, allowed)
        sideways = 0
        for _ in range(_STEPS):
            if at.far == 0 or at.looked > _MOST:
                break
            if at.step(rng):
                sideways = 0
                continue
            if at.pair(rng):
                continue
            sideways += 1
            if sideways > _SIDEWAYS or not at.wander(rng):
                break
        return at.changes() if at.far == 0 else None


class _Place:
    """Where a search stands."""

    def __init__(
        self,
        pools: Pools,
        variables: list[Variable],
        texts: Mapping[str, str],
        measure: Measure,
        allowed: Allowed,
    ) -> None:
        self.pools, self.variables, self.measure, self.allowed = pools, variables, measure, allowed
        self.start = texts
        self.texts = dict(texts)
        self.reader = RecordReader(variables)
        self.looked = 0
        self.far = self.measured(self.texts)
        self.been = {self._key(self.texts)}
        self.equal: list[tuple[str, str]] = []

    def measured(self, texts: Mapping[str, str]) -> float:
        """Return how far off a record is."""
        self.looked += 1
        read = self.reader.read(texts)
        return self.measure(read, Record.of(read, self.pools.catalogs, self.pools.as_of))

    def changes(self) -> dict[str, str]:
        """Return what was changed."""
        return {name: text for name, text in self.texts.items() if self.start.get(name, "") != text}

    def _key(self, texts: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(texts.get(item.identifier, "") for item in self.variables)

    def _moves(self) -> Iterable[tuple[str, str]]:
        for variable in self.variables:
            for text in self.pools.values(variable, self.texts):
                if self.allowed(variable.identifier, text):
                    yield variable.identifier, text

    def step(self, rng: random.Random) -> bool:
        """Take the change that leads nearest, if one leads nearer."""
        best: list[tuple[str, str]] = []
        least = self.far
        self.equal = []
        for name, text in self._moves():
            far = self._tried(name, text)
            if far < least:
                least, best = far, []
            if far == least:
                (best if far < self.far else self.equal).append((name, text))
        if not best:
            return False
        self._take(*rng.choice(best))
        return True

    def pair(self, rng: random.Random) -> bool:
        """Take two changes at once that lead nearer, if some are found."""
        moves = list(self._moves())
        if len(moves) < 2:
            return False
        for _ in range(_PAIRS):
            (one, first), (other, second) = rng.choice(moves), rng.choice(moves)
            if one != other and self.measured({**self.texts, one: first, other: second}) < self.far:
                self._take(one, first)
                self._take(other, second)
                return True
        return False

    def wander(self, rng: random.Random) -> bool:
        """Take a change that leads no farther off, to a place where the search has not been."""
        fresh = [move for move in self.equal if self._key({**self.texts, move[0]: move[1]}) not in self.been]
        if not fresh:
            return False
        self._take(*rng.choice(fresh))
        return True

    def _tried(self, name: str, text: str) -> float:
        old = self.texts.get(name, "")
        self.texts[name] = text
        far = self.measured(self.texts)
        self.texts[name] = old
        return far

    def _take(self, name: str, text: str) -> None:
        self.texts[name] = text
        self.far = self.measured(self.texts)
        self.been.add(self._key(self.texts))
