"""Random numbers as Polars expressions."""

from __future__ import annotations

from zlib import crc32

import polars as pl


class Dice:
    """Random numbers as expressions: fixed by seed, name and the number in column `of`."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def bits(self, name: str, of: str = "_i") -> pl.Expr:
        return pl.col(of).hash(self.seed * 2**32 + crc32(name.encode()))

    def below(self, count: int, name: str, of: str = "_i") -> pl.Expr:
        """A whole number from 0 to `count` - 1."""
        return (self.bits(name, of) % count).cast(pl.Int64)

    def between(self, low: int, high: int, name: str, of: str = "_i") -> pl.Expr:
        return low + self.below(high - low + 1, name, of)

    def skewed(self, count: int, name: str, of: str = "_i") -> pl.Expr:
        """A whole number from 0 to `count` - 1, the small ones more often."""
        part = self.bits(name, of) % 65_536
        return ((part * part * count) // 2**32).cast(pl.Int64)

    def chance(self, percent: float, name: str, of: str = "_i") -> pl.Expr:
        return self.bits(name, of) % 10_000 < int(percent * 100)

    def choose(self, options: list[int] | list[str], name: str, of: str = "_i") -> pl.Expr:
        return pl.lit(pl.Series(options)).gather(self.below(len(options), name, of))

    def may(
        self, condition: pl.Expr, options: list[int], name: str, *, default: int = -1, percent: float = 30
    ) -> pl.Expr:
        """An option where `condition` holds (for `percent` of the records), else the default."""
        return pl.when(condition & self.chance(percent, name + "?")).then(self.choose(options, name)).otherwise(default)

    def must(self, condition: pl.Expr, options: list[int], name: str, *, default: int = -1) -> pl.Expr:
        """An option wherever `condition` holds, else the default."""
        return pl.when(condition).then(self.choose(options, name)).otherwise(default)
