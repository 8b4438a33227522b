"""Breaking rules on the share of records that may have something: records are given it, and stay valid otherwise."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from giis._errors import InputError
from giis._text import Text
from giis.specs.expressions.nodes import TRUE, all_of, variables_of
from giis.synth._break_judge import changed
from giis.synth._break_rows import put
from giis.validators.batch import judge
from giis.validators.plan import make_questions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from giis.specs import FileRule
    from giis.synth._break_judge import Changes, Judge
    from giis.synth._break_key import Key
    from giis.synth._break_pools import Pools
    from giis.synth._break_rows import Batch

SHARE = "share"
_HOLDS = "holds"
_TOO_FEW = Text(
    "{0} admite hasta {1:g} % de los registros y no se rebasaría: pida una proporción mayor con --invalid, y sólo esta "
    "regla con --rules",
    "{0} admits up to {1:g} % of the records, which would not be exceeded: ask for a larger share with --invalid, and "
    "for this rule alone with --rules",
)


class ShareBreaker:
    """Gives records what only a share of them may have.

    Parameters
    ----------
    judge : Judge
        Judges what comes out.
    pools : Pools
        Gives candidates.
    seed : int
        Which records are chosen.
    """

    def __init__(self, judge_: Judge, pools: Pools, seed: int) -> None:
        self.judge, self.pools, self.seed = judge_, pools, seed

    def apply(self, batch: Batch, item: FileRule, number: int) -> int:
        """Give `number` records what `item` counts; return how many were not found that stay valid with it."""
        rows = batch.free.arg_true().to_list()
        random.Random(self.seed).shuffle(rows)  # noqa: S311
        changes = self._changes(item)
        tried = [(row, change) for row in rows for change in changes]
        if not tried:
            return number
        frame = changed(batch.frame, [row for row, _ in tried], [change for _, change in tried])
        node = all_of(item.when or TRUE, item.of or TRUE)
        plan = make_questions(self.judge.guide, self.judge.session.plan.setting, {_HOLDS: node})
        holds = judge(plan, frame, count_applied=frozenset()).extra.get_column(_HOLDS).fill_null(False)
        verdicts = self.judge.verdicts(frame)
        chosen: dict[int, Changes] = {}
        for place in (holds & (verdicts.counts + verdicts.doubts == 0)).arg_true():
            row, change = tried[place]
            if row not in chosen and len(chosen) < number:
                chosen[row] = change
        if chosen:
            batch.frame = put(batch.frame, list(chosen), list(chosen.values()))
            batch.rules.update(dict.fromkeys(chosen, item.rule.id))
        return number - len(chosen)

    def _changes(self, item: FileRule) -> list[Changes]:
        """Return single changes to the values that the rule names."""
        found: list[Changes] = []
        for name in sorted(variables_of(item.of or TRUE)):
            variable = self.judge.guide.by_identifier[name]
            if variable.group is None and not variable.fields:
                found += [{name: str(value)} for value in self.pools.hints[name].literals]
        return found


def check_shares(key: Key, rules: Sequence[FileRule]) -> None:
    """Refuse a key in which a share was to be exceeded and is not.

    Raises
    ------
    InputError
        If there is such a share.
    """
    found = {item.rule for item in key.findings}
    for item in rules:
        if item.kind == SHARE and item.rule.id in key.intended.values() and item.rule.id not in found:
            values = item.rule.id, item.max_percent or 0
            raise InputError(Text(_TOO_FEW.es.format(*values), _TOO_FEW.en.format(*values)))
