"""From exchange files to what they show of their guides."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from giis.evidence.fold import GoalFold
from giis.evidence.result import Evidence, EvidenceFile, Shown
from giis.validators.options import BATCH_BYTES, RunOptions
from giis.validators.validate import Validation, sources_of, store_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from giis.catalogs import CatalogStore
    from giis.specs import Guide
    from giis.validators.findings import Profile, Report
    from giis.validators.summary import Progress
    from giis.validators.validate import Input


def coverage(
    source: Input,
    guide: str | Guide | None = None,
    *,
    as_of: date | None = None,
    catalogs: Path | str | CatalogStore | None = None,
    profile: Profile = "default",
    unofficial_as_errors: bool = False,
    batch_bytes: int = BATCH_BYTES,
    progress: Progress | None = None,
) -> tuple[Evidence, ...]:
    """Tell what exchange files show of their guides: which options, cases and rules their valid records exercise.

    Parameters
    ----------
    source, guide, as_of, catalogs, profile, unofficial_as_errors, batch_bytes, progress
        As in `giis.validate`. Records with an error are no evidence.

    Returns
    -------
    tuple of Evidence
        One for each guide, in the order in which the files name them; files of the same guide are taken together.

    Raises
    ------
    InputError, CatalogError, SpecError
        As `giis.validate`.
    """
    options = RunOptions(
        guide,
        as_of or date.today(),
        store_of(catalogs),
        profile=profile,
        unofficial_as_errors=unofficial_as_errors,
        max_findings=0,
        batch_bytes=batch_bytes,
    )
    sources = sources_of(source)
    validation = Validation(options, together=len(sources) > 1, progress=progress, observe=GoalFold)
    for item in sources:
        validation.add(item)
    return gathered(validation, validation.report())


def gathered(validation: Validation, report: Report) -> tuple[Evidence, ...]:
    """Return what the files of a run show, guide by guide.

    Parameters
    ----------
    validation : Validation
        A run whose files were observed by `GoalFold`.
    report : Report
        Its report.
    """
    by_guide: dict[str, list[tuple[GoalFold, EvidenceFile]]] = {}
    catalogs: dict[str, set[str]] = {}
    for judgement, file in zip(validation.judgements, report.files, strict=True):
        fold = judgement.session.observer
        if not isinstance(fold, GoalFold):
            continue
        told = EvidenceFile(file.path, file.sha256, file.records, fold.valid, file.undecided_records)
        key = f"{fold.guide.id} {fold.guide.digest}"
        by_guide.setdefault(key, []).append((fold, told))
        catalogs.setdefault(key, set()).update(judgement.session.options.catalogs)
    return tuple(_joined(files, frozenset(catalogs[key])) for key, files in by_guide.items())


def _joined(files: Sequence[tuple[GoalFold, EvidenceFile]], catalogs: frozenset[str]) -> Evidence:
    guide = files[0][0].guide
    goals = []
    for goal in files[0][0].goals:
        number = sum(fold.counts[goal.id] for fold, _ in files)
        first = next(((file.path, fold.first[goal.id]) for fold, file in files if goal.id in fold.first), None)
        goals.append(Shown(goal, number, first))
    return Evidence(guide, tuple(file for _, file in files), tuple(goals), catalogs)
