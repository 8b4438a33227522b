"""Random numbers in columns: fixed by a seed, the name of the draw and the number of the row, and by nothing else.

The mixing is splitmix64, written out in whole numbers, so that the same numbers come with any version of Polars, any
number of threads and any size of batch.
"""

from __future__ import annotations

import hashlib

import polars as pl

_GOLDEN = 0x9E3779B97F4A7C15
_FIRST = 0xBF58476D1CE4E5B9
_SECOND = 0x94D049BB133111EB
_UNIT = 1 << 53


class Dice:
    """Numbers as columns.

    Parameters
    ----------
    seed : int or str
        What tells two runs apart.
    """

    def __init__(self, seed: int | str) -> None:
        self.seed = seed

    def bits(self, rows: pl.Series, *name: str | int) -> pl.Series:
        """Return 64 random bits (UInt64) for each row number; `name` tells the draws apart."""
        text = "\0".join(map(str, (self.seed, *name)))
        salt = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")
        mixed = pl.col("row").cast(pl.UInt64) * _number(_GOLDEN) + _number(salt)
        mixed = (mixed ^ (mixed // (1 << 30))) * _number(_FIRST)
        mixed = (mixed ^ (mixed // (1 << 27))) * _number(_SECOND)
        return pl.DataFrame({"row": rows}).select(mixed ^ (mixed // (1 << 31))).to_series()

    def below(self, rows: pl.Series, count: int, *name: str | int) -> pl.Series:
        """Return whole numbers from 0 to `count` - 1 (UInt32)."""
        return (self.bits(rows, *name) // (1 << 16) % count).cast(pl.UInt32)

    def unit(self, rows: pl.Series, *name: str | int) -> pl.Series:
        """Return numbers from 0 to below 1 (Float64)."""
        return (self.bits(rows, *name) // (1 << 11)).cast(pl.Float64) / _UNIT


def _number(value: int) -> pl.Expr:
    return pl.lit(value, dtype=pl.UInt64)
