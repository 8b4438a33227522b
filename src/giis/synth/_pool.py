"""Scenarios: valid records that many records of a file are made after, and how often each may be used."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

import polars as pl

from giis._errors import InputError
from giis._text import Text
from giis.specs import Kind
from giis.specs.expressions.nodes import Var, variables_of
from giis.synth._asking import Question

if TYPE_CHECKING:
    from giis.specs import Guide, Node
    from giis.synth._search import Searcher

_EACH_OWN, _MOST, _PER = 300, 1_200, 100
"""So many records have a scenario each; at most so many scenarios; beyond, one more for so many records."""
_OF_LIMIT = 0.6
"""How much of a limit (so many per cent of the records) a file uses."""
_MARGIN = 1.15


@dataclass(frozen=True)
class Pool:
    """Valid records as columns `r.<identifier>`, and how a file's records are spread over them."""

    frame: pl.DataFrame
    step: int

    @property
    def size(self) -> int:
        """How many scenarios there are."""
        return self.frame.height

    def scenarios(self, records: pl.Series) -> pl.Series:
        """Return the scenario of each record (counted from 0): each in turn, in an order of its own every time."""
        turn, place = records // self.size, records % self.size
        return ((place * self.step + turn * 31) % self.size).cast(pl.UInt32)

    def turns(self, records: pl.Series) -> pl.Series:
        """Return how often the scenario of each record was used before."""
        return records // self.size


def pool_for(searcher: Searcher, count: int, seed: int) -> Pool:
    """Return the scenarios of a file of `count` records.

    Records of which a file may hold a share only (with a generic CURP, say) are kept within it.

    Raises
    ------
    InputError
        If no valid record is found.
    """
    wanted = min(count, _EACH_OWN) + max(count - _EACH_OWN, 0) // _PER
    wanted = min(wanted, _MOST)
    found = searcher.search(ceil(wanted * _MARGIN) + 1, seed)
    if not found.height:
        guide = searcher.guide.id
        raise InputError(
            Text(
                f"no se halló ningún registro de {guide} que cumpla todas las reglas con esas unidades y ese mes",
                f"no record of {guide} was found that keeps every rule with these units and that month",
            )
        )
    kept = _within_limits(searcher, _agreeing(searcher, found), count, wanted)
    return Pool(kept, _coprime(kept.height))


def _within_limits(searcher: Searcher, frame: pl.DataFrame, count: int, wanted: int) -> pl.DataFrame:
    """Return `wanted` scenarios, no more of a limited kind than keep within the limit however the file is cut."""
    size = min(wanted, frame.height)
    uses = ceil(count / size)
    keep = pl.repeat(True, frame.height, eager=True)
    for item in searcher.guide.file_rules:
        name = f"limit.{item.rule.id}"
        if name not in searcher.limited:
            continue
        variable = item.rule.variable or searcher.guide.variables[0].identifier
        mask = searcher.asker.ask(frame, [Question(name, variable, searcher.limited[name])]).broken.get(name)
        if mask is not None:
            allowed = int((item.max_percent or 0) / 100 * count * _OF_LIMIT) // uses
            rank = mask.cast(pl.Int64).cum_sum()
            keep = keep & (~mask | (rank <= allowed))
    return frame.filter(keep).head(size)


def _agreeing(searcher: Searcher, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the scenarios that agree where records are to agree on a value, and differ where none may repeat.

    Rules that compare persons are kept where these are made.
    """
    made = {name for person in searcher.people for name in person.role.made}
    for item in searcher.guide.file_rules:
        nodes = (*item.by, *((item.value,) if item.value is not None else ()))
        if item.kind not in ("constant", "unique") or not item.by or any(made & variables_of(node) for node in nodes):
            continue
        keys = pl.DataFrame([searcher.asker.texts(frame, node).alias(str(i)) for i, node in enumerate(item.by)])
        if item.kind == "constant" and item.value is not None:
            value = searcher.asker.texts(frame, item.value).alias("value")
            first = pl.col("value").first().over(keys.columns)
            kept = keys.with_columns(value).select(pl.col("value").eq_missing(first)).to_series()
            frame = frame.filter(kept)
        elif not any(is_serial(searcher.guide, node) for node in item.by):
            frame = frame.filter(keys.select(pl.struct(pl.all()).is_first_distinct()).to_series())
    return frame


def is_serial(guide: Guide, node: Node) -> bool:
    """Return whether `node` is a variable that may number the records: a text of a form, no key of a catalogue."""
    if not isinstance(node, Var):
        return False
    variable = guide.by_identifier[node.name]
    return variable.kind is Kind.TEXT and variable.pattern is not None and variable.catalog is None


def _coprime(size: int) -> int:
    """Return a step that leads through all numbers below `size`."""
    from math import gcd

    step = max(int(size * 0.618), 1)
    while gcd(step, size) != 1:
        step += 1
    return step
