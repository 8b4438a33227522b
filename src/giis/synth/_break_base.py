"""Where the valid records come from that are changed until they break a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis.conformance import load_conformance

if TYPE_CHECKING:
    import polars as pl

    from giis.synth._break_judge import Judge

_MOST = 300


def valid_records(judge: Judge) -> pl.DataFrame:
    """Return records that break nothing and leave as little as can be without an answer, the plainest first.

    They are the valid ones of the conformance data, judged with the catalogues at hand.
    """
    guide = judge.guide
    known = load_conformance(guide.id)
    if known is None:
        return judge.frame([])
    names = [variable.identifier for variable in guide.variables]
    records = [known.base, *(case.record for case in known.cases if not case.expect)]
    frame = judge.frame([dict(zip(names, record.values(), strict=True)) for record in records])
    verdicts = judge.verdicts(frame)
    doubts = verdicts.doubts
    return frame.filter((verdicts.counts == 0) & (doubts <= doubts[0])).unique(maintain_order=True).head(_MOST)
