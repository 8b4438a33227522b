"""The smallest files that break, or keep, the rules on all records of a file together."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from giis._errors import InputError
from giis._text import Text
from giis.specs.expressions.nodes import TRUE, Compare, Kind, all_of, negation, variables_of
from giis.synth._break_judge import changed
from giis.synth._distance import distance
from giis.synth._walk import Walk
from giis.validators.folds import ShareFold
from giis.validators.plan import folded_nodes

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from giis.specs import FileRule, Node
    from giis.synth._break_judge import Judge
    from giis.synth._break_pools import Pools
    from giis.validators.predicate import Record
    from giis.validators.reading import ReadRecord
    from giis.validators.summary import Judgement

Texts = dict[str, str]
_NO_PAIR = Text(
    "que dos registros no incumplan juntos {0} no se puede reducir a un archivo pequeño: no se sabe cuál de los "
    "otros debería contradecirlo",
    "that two records together do not break {0} cannot be made into a small file: which of the others should "
    "contradict it is not known",
)
NOT_MADE = Text(
    "no se halló un archivo sintético que recorra el mismo camino por {0}",
    "no synthetic file was found that takes the same path through {0}",
)


class TogetherMaker:
    """Makes small files for rules on records together.

    Parameters
    ----------
    judge : Judge
        Judges candidates.
    pools : Pools
        Gives candidates.
    bases : polars.DataFrame
        Valid synthetic records.
    """

    def __init__(self, judge: Judge, pools: Pools, bases: pl.DataFrame) -> None:
        self.judge, self.pools, self.bases = judge, pools, bases
        self.guide = judge.guide

    def broken(self, item: FileRule) -> list[Texts]:
        """Return the fewest records that break `item` together."""
        when = item.when or TRUE
        if item.kind == "share":
            return [self._one(item, all_of(when, item.of or TRUE))]
        first = self._one(item, all_of(when, *_present(item)))
        return [first, self._second(item, first)]

    def kept(self, item: FileRule, judgement: Judgement) -> list[Texts]:
        """Return the fewest records that keep a rule on a share as the file does: with as many as may have it, or none.

        Raises
        ------
        InputError
            If the rule is one of pairs of records.
        """
        fold = next(fold for fold in judgement.session.folds if fold.item.rule.id == item.rule.id)
        if not isinstance(fold, ShareFold):
            raise InputError(Text(_NO_PAIR.es.format(item.rule.id), _NO_PAIR.en.format(item.rule.id)))
        when, of = item.when or TRUE, item.of or TRUE
        if not fold.count:
            return [self._one(item, all_of(when, negation(of)))]
        others = self._several(item, all_of(when, negation(of)), fewest(item) - 1)
        return [self._one(item, all_of(when, of)), *others]

    def _one(self, item: FileRule, node: Node) -> Texts:
        return self._several(item, node, 1)[0]

    def _several(self, item: FileRule, node: Node, number: int) -> list[Texts]:
        """Return records for which `node` holds, those first that break least."""
        far = distance(node, truth=True)

        def measure(read: ReadRecord, record: Record) -> float:
            return far(record)

        names = {self.guide.by_identifier[name].group or name for name in variables_of(node)}
        columns = sorted(names, key=lambda name: self.guide.by_identifier[name].column)
        found: list[Texts] = []
        for row in range(self.bases.height):
            base = self.judge.texts(self.bases, row)
            changes = Walk(self.pools, row).reach(base, columns, measure)
            if changes is not None:
                found.append({**base, **changes})
            if len(found) >= number + 8:
                break
        if len(found) < number:
            raise InputError(Text(NOT_MADE.es.format(item.rule.id), NOT_MADE.en.format(item.rule.id)))
        counts = self.judge.verdicts(self.judge.frame(found)).counts
        return [found[place] for place in counts.arg_sort(descending=False)[:number]]

    def _second(self, item: FileRule, first: Mapping[str, str]) -> Texts:
        """Return the record that breaks `item` together with `first`: its copy, but for what must differ."""
        kept = {name for _, node in folded_nodes(item) for name in variables_of(node)}
        if item.kind == "constant" and item.value is not None:
            names = [item.value.name]
        elif item.by:
            names = [
                item.identifier for item in self.guide.variables if item.identifier not in kept and not item.fields
            ]
        else:
            return dict(first)
        changes: list[Mapping[str, str]] = [
            {name: text} for name in names for text in self.pools.values(self.guide.by_identifier[name], first)
        ]
        counts = self.judge.verdicts(changed(self.judge.frame([first]), [0] * len(changes), changes)).counts
        return {**first, **changes[counts.arg_sort()[0]]}


def fewest(item: FileRule) -> int:
    """Return how many records there must be for one of them to be within the share."""
    return ceil(100 / (item.max_percent or 100))


def _present(item: FileRule) -> list[Node]:
    """Return conditions that hold only where the values that records agree on are there."""
    return [Compare(Kind.BOOLEAN, "==", node, node) for node in item.by]
