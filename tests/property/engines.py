"""Asking both engines about the same records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from giis.validators.batch import judge
from giis.validators.columns import Setting, raw_column
from giis.validators.plan import make_plan
from giis.validators.single import RecordJudge

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from giis.catalogs import Catalog
    from giis.specs import Guide

Answer = tuple[frozenset[str], frozenset[str]]
"""The ids of the rules that a record breaks, and of those that give no answer for it."""


@dataclass
class Engines:
    """The pipeline and the judge of single records, for one guide."""

    guide: Guide
    catalogs: Mapping[str, Catalog]
    as_of: date
    single: RecordJudge = field(init=False)

    def __post_init__(self) -> None:
        self.plan = make_plan(self.guide, Setting(self.as_of, self.catalogs))
        self.single = RecordJudge(self.guide, self.catalogs, self.as_of)

    def frame(self, records: Sequence[Mapping[str, str]]) -> pl.DataFrame:
        names = [variable.identifier for variable in self.guide.variables]
        columns = {raw_column(name): pl.Series([record[name] for record in records], dtype=pl.String) for name in names}
        return pl.DataFrame(columns)

    def pipeline(self, records: Sequence[Mapping[str, str]]) -> list[Answer]:
        judged = judge(self.plan, self.frame(records), count_applied=frozenset())
        return [
            (
                frozenset(name for name, mask in judged.broken.items() if mask[row]),
                frozenset(name for name, mask in judged.undecided.items() if mask[row]),
            )
            for row in range(len(records))
        ]

    def one_by_one(self, records: Sequence[Mapping[str, str]]) -> list[Answer]:
        verdicts = [self.single.judge(record) for record in records]
        return [
            (frozenset(rule.id for rule in item.broken), frozenset(rule.id for rule in item.undecided))
            for item in verdicts
        ]

    def must_agree(self, records: Sequence[Mapping[str, str]]) -> None:
        """Fail with the differing rules and the values that they read, if the engines differ."""
        for record, one, other in zip(records, self.pipeline(records), self.one_by_one(records), strict=True):
            apart = (one[0] ^ other[0]) | (one[1] ^ other[1])
            assert not apart, (
                f"{sorted(apart)}: broken {sorted(one[0] & apart)} or {sorted(other[0] & apart)}, undecided "
                f"{sorted(one[1] & apart)} or {sorted(other[1] & apart)} (Polars or Python) in {dict(record)}"
            )
