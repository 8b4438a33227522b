"""Sets of texts to draw from, each as likely as it is usual."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from math import exp
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from giis.synth._data import Hint

_SELDOM = 0.97
"""How much less often than others a rare text comes."""


@dataclass(frozen=True)
class Choice:
    """Texts and how often each comes; all alike where no weights are given.

    `bands` are choices that stand in the place of this one for who is at most so many years old, the youngest first.
    """

    texts: tuple[str, ...]
    weights: tuple[float, ...] = ()
    bands: tuple[tuple[float, Choice], ...] = field(default=())

    @cached_property
    def _texts(self) -> pl.Series:
        return pl.Series(self.texts, dtype=pl.String)

    @cached_property
    def _ends(self) -> pl.Series:
        total = sum(self.weights)
        return (pl.Series(self.weights, dtype=pl.Float64).cum_sum() / total)[:-1]

    def __len__(self) -> int:
        return len(self.texts)

    def sample(self, unit: pl.Series, ages: pl.Series, *, even: bool = False) -> pl.Series:
        """Return a text for each number of `unit` (0 to below 1).

        Parameters
        ----------
        unit : polars.Series
            What decides.
        ages : polars.Series
            Years, in the same order; only read where the choice depends on the age.
        even : bool
            Draw all texts alike.
        """
        if self.bands and not even:
            return self._by_age(unit, ages)
        if even or not self.weights or len(self.texts) == 1:
            places = (unit * len(self.texts)).cast(pl.UInt32)
        else:
            places = self._ends.search_sorted(unit, side="right")
        return self._texts.gather(places)

    def _by_age(self, unit: pl.Series, ages: pl.Series) -> pl.Series:
        drawn = pl.DataFrame({"age": ages, **{f"{i}": c.sample(unit, ages) for i, (_, c) in enumerate(self.bands)}})
        chosen = pl.coalesce(
            [pl.when(pl.col("age") < to + 1).then(pl.col(f"{place}")) for place, (to, _) in enumerate(self.bands)]
            + [pl.col(f"{len(self.bands) - 1}")]
        )
        return drawn.select(chosen).to_series()

    def only(self, kept: Sequence[bool]) -> Choice:
        """Return the choice among the texts that are `kept`."""
        texts = tuple(text for text, stays in zip(self.texts, kept, strict=True) if stays)
        weights = (
            tuple(weight for weight, stays in zip(self.weights, kept, strict=True) if stays) if self.weights else ()
        )
        if weights and not sum(weights):
            weights = ()
        known = set(texts)
        bands = tuple(
            (to, inner.only([text in known for text in inner.texts]))
            for to, inner in self.bands
            if not known.isdisjoint(inner.texts)
        )
        return Choice(texts, weights, bands if len(bands) == len(self.bands) else ())


def weighted(texts: Sequence[str], usual: Mapping[str, float], rare: frozenset[str] = frozenset()) -> Choice:
    """Return the choice among `texts`, as often as `usual` tells.

    Parameters
    ----------
    texts : sequence of str
        What may be drawn.
    usual : Mapping
        The weight of a text, and under `*` that of all others together.
    rare : frozenset of str
        Texts that come seldom where `usual` does not tell.
    """
    distinct = tuple(dict.fromkeys(texts))
    if not usual and rare.isdisjoint(distinct):
        return Choice(distinct)
    others = [text for text in distinct if text not in usual]
    seldom = sum(text in rare for text in others)
    each = usual.get("*", float(max(len(others) - seldom, 1))) / max(len(others) - seldom * _SELDOM, 1)
    weights = tuple(usual.get(text, each * (1 - _SELDOM if text in rare else 1)) for text in distinct)
    return Choice(distinct, weights if sum(weights) > 0 else ())


def banded(choice: Choice, hint: Hint) -> Choice:
    """Return the choice with one of its own for each age: values around the usual one."""
    bands = []
    for band in hint.bands:
        weights = []
        for text, weight in zip(choice.texts, choice.weights or [1.0] * len(choice), strict=True):
            number = number_of(text)
            if number is None or text in hint.weights:
                weights.append(hint.weights.get(text, weight))
            else:
                weights.append(exp(-(((number - band.mean) / band.spread) ** 2) / 2))
        if hint.weights:
            fixed = sum(hint.weights.values())
            free = sum(w for text, w in zip(choice.texts, weights, strict=True) if text not in hint.weights) or 1.0
            weights = [
                w if text in hint.weights else w / free * max(1 - fixed, 0)
                for text, w in zip(choice.texts, weights, strict=True)
            ]
        bands.append((band.to, Choice(choice.texts, tuple(weights))))
    return Choice(choice.texts, choice.weights, tuple(bands))


def mostly(choice: Choice, text: str, share: float) -> Choice:
    """Return the choice that takes `text` with the chance `share`."""
    bands = tuple((to, mostly(inner, text, share)) for to, inner in choice.bands)
    weights = choice.weights or tuple(1.0 for _ in choice.texts)
    others = sum(weight for item, weight in zip(choice.texts, weights, strict=True) if item != text) or 1.0
    return Choice(
        choice.texts,
        tuple(
            share if item == text else (1 - share) * weight / others
            for item, weight in zip(choice.texts, weights, strict=True)
        ),
        bands,
    )


def number_of(text: str) -> float | None:
    """Return the number that a text is, None if it is none."""
    try:
        return float(text)
    except ValueError:
        return None
