"""Valid records for the tests of known violations: those of the conformance data, which cost no search."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

import giis
from giis.conformance import load_conformance
from giis.specs import load_guide
from giis.synth._break_judge import Judge
from giis.validators.options import RunOptions
from giis.validators.validate import store_of

if TYPE_CHECKING:
    from giis.specs import Guide
    from giis.validators.findings import Finding


def options_of(guide: Guide) -> RunOptions:
    """Return how the conformance data of a guide are judged here: with the shipped catalogues alone."""
    known = load_conformance(guide.id)
    assert known is not None
    return RunOptions(guide=guide, as_of=known.as_of, store=store_of(None))


@lru_cache
def valid_frame(guide_id: str, most: int = 300) -> pl.DataFrame:
    """Return valid records that break no rule together either: with folios of their own, and no first visit."""
    guide = load_guide(guide_id)
    known = load_conformance(guide_id)
    assert known is not None
    judge = Judge(guide, options_of(guide))
    names = [variable.identifier for variable in guide.variables]
    cases = [dict(zip(names, case.record.values(), strict=True)) for case in known.cases if not case.expect]
    for number, record in enumerate(cases):
        if "primeraVezAnio" in record:
            record["primeraVezAnio"] = "0"
        if "folio" in record:
            record["folio"] = record["folio"][:-4] + f"{number:04}"
    frame = judge.frame(cases).unique(maintain_order=True)
    frame = frame.filter(judge.verdicts(frame).counts == 0).head(most)
    while flagged := {item.record for item in findings(guide, frame) if item.record}:
        keep = [row + 1 not in flagged for row in range(frame.height)]
        frame = frame.filter(pl.Series(keep))
    return frame


def findings(guide: Guide, frame: pl.DataFrame) -> list[Finding]:
    """Return all findings of records, those on records together too."""
    table = frame.rename({name: name.removeprefix("r.") for name in frame.columns})
    options = options_of(guide)
    report = giis.validate(table, guide, as_of=options.as_of, max_findings=None)
    return list(report.files[0].findings)
