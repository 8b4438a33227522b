"""Judging what was written: the bytes of each file, with the rules on all its records together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from giis._errors import InternalError
from giis.validators.validate import Validation

if TYPE_CHECKING:
    from collections.abc import Callable

    from giis._text import Language
    from giis.emission._excluded import Excluded
    from giis.emission._spool import Draft, Spool
    from giis.specs import Guide
    from giis.validators.findings import Breach, FileReport
    from giis.validators.options import RunOptions
    from giis.validators.session import Session


def verified(
    draft: Draft, guide: Guide, options: RunOptions, language: Language, spool: Spool, excluded: Excluded, *,
    keep_invalid: bool, columns: Callable[[str], tuple[str, ...]], mended: pl.Series,
    progress: Callable[[int, int | None], None] | None,
) -> FileReport:  # fmt: skip
    """Return the report of a draft, the records that break a rule together having been taken out.

    Of two records that contradict each other the later one goes, but one that was mended (their numbers in the source
    are `mended`) before one that was not.

    Raises
    ------
    InternalError
        If the bytes are judged otherwise than the records were.
    """
    while True:
        validation = Validation(options, together=False, progress=progress)
        validation.add(draft.path)
        report = validation.report(language).files[0]
        session = validation.judgements[0].session
        source = pl.concat(draft.records)
        changed = frozenset((source.is_in(mended.implode()).arg_true() + 1).to_list())
        together = _together(session, changed)
        wrong = {number for _, numbers in together for number in numbers}
        if not keep_invalid:
            _check(session, report, draft)
        if not wrong or keep_invalid:
            return report
        lines = []
        for rule_id, numbers in together:
            rule = guide.by_id[rule_id]
            name = guide.by_identifier[rule.variable].name if rule.variable else ""
            own = columns(rule.variable) if rule.variable else ()
            lines.append(excluded.reason(rule_id, name, own, rule.title, source.gather([n - 1 for n in numbers])))
        excluded.write(lines, pl.Series(dtype=pl.Int64))
        spool.drop(draft, wrong)
        if not draft.count:
            return report


def _together(session: Session, mended: frozenset[int]) -> list[tuple[str, list[int]]]:
    """Return the records that the rules on all records find fault with, by rule."""
    found = []
    for fold in session.folds:
        rule_id = fold.item.rule.id
        if rule_id in session.errors:
            numbers = {_at_fault(breach, mended) for breach in fold.breaches()} - {None}
            if numbers:
                found.append((rule_id, sorted(number for number in numbers if number is not None)))
    return found


def _at_fault(breach: Breach, mended: frozenset[int]) -> int | None:
    """Return the record that goes; None where a rule is broken by no record in particular."""
    other = breach.other if breach.record not in mended and breach.other in mended else None
    return other or breach.record


def _check(session: Session, report: FileReport, draft: Draft) -> None:
    """Make sure that no record has an error of its own, and that none is missing."""
    folded = {fold.item.rule.id for fold in session.folds}
    own = sorted(name for name in session.errors - folded if session.counts[name].failed)
    if own or report.records != draft.count:
        raise InternalError(f"{draft.name} is judged otherwise than its records were ({', '.join(own) or 'counts'})")
