"""Judging changed records many at a time: the pipeline's own verdict on each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from giis.validators.batch import judge
from giis.validators.columns import raw_column
from giis.validators.validate import Validation

if TYPE_CHECKING:
    from giis.specs import Guide
    from giis.validators.batch import Judged
    from giis.validators.options import RunOptions
    from giis.validators.session import Session

Changes = Mapping[str, str]
"""New texts by the identifiers of the variables."""


@dataclass(frozen=True)
class Verdicts:
    """What rows of records break.

    `judged` is the pipeline's outcome; `counts` the number of rules that each row breaks. `lacking` are the rules that
    cannot be asked for want of a catalogue.
    """

    judged: Judged
    height: int
    lacking: frozenset[str] = frozenset()

    @cached_property
    def counts(self) -> pl.Series:
        """How many rules each row breaks."""
        masks = list(self.judged.broken.values())
        if not masks:
            return pl.repeat(0, self.height, dtype=pl.UInt32, eager=True)
        return pl.select(pl.sum_horizontal(mask.cast(pl.UInt32) for mask in masks)).to_series()

    @cached_property
    def doubts(self) -> pl.Series:
        """How many rules could not be asked of each row, though their catalogues are at hand."""
        masks = [mask for name, mask in self.judged.undecided.items() if name not in self.lacking]
        if not masks:
            return pl.repeat(0, self.height, dtype=pl.UInt32, eager=True)
        return pl.select(pl.sum_horizontal(mask.cast(pl.UInt32) for mask in masks)).to_series()

    def rows(self, rule_id: str) -> pl.Series:
        """Return the rows that break a rule."""
        mask = self.judged.broken.get(rule_id)
        return mask.arg_true() if mask is not None else pl.Series(dtype=pl.UInt32)

    def of_row(self, row: int) -> list[str]:
        """Return the ids of the rules that a row breaks."""
        return [name for name, mask in self.judged.broken.items() if mask[row]]


class Judge:
    """Judges frames of records by all rules of a guide.

    Parameters
    ----------
    guide : Guide
        The guide.
    options : RunOptions
        The day, the catalogues, and how severe rules are.
    """

    def __init__(self, guide: Guide, options: RunOptions) -> None:
        self.guide = guide
        self.session: Session = Validation(options, together=False).session(guide, options)
        self.lacking = frozenset(check.rule.id for check in self.session.plan.checks if check.missing)
        self.columns = [raw_column(variable.identifier) for variable in guide.variables]

    def verdicts(self, frame: pl.DataFrame) -> Verdicts:
        """Return what each row of `frame` breaks; its columns are the written texts, in the order of the guide."""
        judged = judge(self.session.plan, frame, count_applied=frozenset())
        return Verdicts(judged, frame.height, self.lacking)

    def frame(self, records: Sequence[Mapping[str, str]]) -> pl.DataFrame:
        """Return records, by identifier, as a frame."""
        names = [variable.identifier for variable in self.guide.variables]
        columns = {raw_column(name): [record.get(name, "") for record in records] for name in names}
        return pl.DataFrame(columns, schema=dict.fromkeys(self.columns, pl.String))

    def texts(self, frame: pl.DataFrame, row: int) -> dict[str, str]:
        """Return one row of a frame by identifier."""
        names = [variable.identifier for variable in self.guide.variables]
        return dict(zip(names, frame.row(row), strict=True))


def changed(bases: pl.DataFrame, rows: Sequence[int], changes: Sequence[Changes]) -> pl.DataFrame:
    """Return the `rows` of `bases`, each with its changes."""
    frame = bases[pl.Series(rows, dtype=pl.UInt32)] if len(rows) else bases.clear()
    places: dict[str, tuple[list[int], list[str]]] = {}
    for index, change in enumerate(changes):
        for name, text in change.items():
            at, texts = places.setdefault(raw_column(name), ([], []))
            at.append(index)
            texts.append(text)
    columns = [
        frame.get_column(name).scatter(pl.Series(at, dtype=pl.UInt32), pl.Series(texts, dtype=pl.String))
        for name, (at, texts) in places.items()
    ]
    return frame.with_columns(columns)
