"""The result of each guide of the list, as the certificate has it, and what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis.auditing._model import Blocking, Degree, GuideAudit, Place, Reason, Result, Threshold, Unchecked
from giis.specs import load_guide

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from giis.auditing._norm import Edition
    from giis.evidence import Evidence
    from giis.specs import Guide
    from giis.validators.findings import FileReport

_FIRST = 5
"""How many records are named of each broken rule."""


def guide_audit(
    edition: Edition,
    files: Sequence[FileReport],
    evidence: Evidence | None,
    *,
    kept: Mapping[str, Place],
    applied_for: bool,
    all_variables: bool | None,
    succeeded_by: str | None = None,
) -> GuideAudit:
    """Return the audit of one guide.

    Parameters
    ----------
    edition : Edition
        The guide.
    files : sequence of FileReport
        Its files.
    evidence : Evidence or None
        What they show; None without files.
    kept : Mapping
        The first record that keeps each rule, where that was asked for.
    applied_for : bool
        Whether the guide was asked for.
    all_variables : bool or None
        Whether the system must show all variables of the guide, as one of the private sector that serves the public
        one; None where that is not told.
    succeeded_by : str, optional
        The edition that has taken its place.
    """
    guide = load_guide(edition.guide)
    missing = guide.dictionary if evidence is None else evidence.missing
    lacking = {item.identifier for item in missing}
    degree = Degree(
        shown=tuple(guide.path(item) for item in guide.dictionary if item.identifier not in lacking),
        missing=tuple(guide.path(item) for item in missing),
    )
    blocking, unchecked = _blocking(guide, files), _unchecked(files)
    result, reasons = _result(blocking, unchecked, files, degree, all_variables)
    return GuideAudit(
        edition=edition,
        name=guide.name,
        applied_for=applied_for,
        result=result if applied_for else "not included",
        reasons=tuple(reasons) if applied_for else (),
        degree=degree if files else None,
        evidence=evidence,
        kept=kept,
        files=tuple(files),
        blocking=tuple(blocking),
        thresholds=tuple(_thresholds(guide, files)),
        unchecked=tuple(unchecked),
        outside=tuple(item for item in guide.statements if item.treatment == "outside"),
        confidence=guide.source.confidence,
        digest=guide.digest,
        succeeded_by=succeeded_by,
    )


def _result(
    blocking: Sequence[Blocking],
    unchecked: Sequence[Unchecked],
    files: Sequence[FileReport],
    degree: Degree,
    all_variables: bool | None,
) -> tuple[Result, list[Reason]]:
    """Return the result of a guide that was asked for, with the reasons.

    Errors decide against it; without any, what could not be evaluated leaves it without a verdict. Variables that are
    not shown decide only where all of them are wanted.
    """
    if not sum(file.records for file in files):
        return "no verdict", [Reason("no records" if files else "no files")]
    against: list[Reason] = []
    open_: list[Reason] = []
    if blocking:
        against.append(Reason("errors", {"errors": sum(item.total for item in blocking), "rules": len(blocking)}))
    if not degree.full:
        told = {"missing": len(degree.missing), "of": degree.of}
        if all_variables:
            against.append(Reason("variables", told))
        elif all_variables is None:
            open_.append(Reason("variables and sector", told))
    catalogs = sorted({name for item in unchecked for name in item.catalogs})
    if catalogs:
        rules = {rule for item in unchecked if item.catalogs for rule in item.rules}
        open_.append(Reason("catalogs", {"catalogs": tuple(catalogs), "rules": len(rules)}))
    unusable = {rule for item in unchecked if not item.catalogs for rule in item.rules}
    if unusable:
        open_.append(Reason("unanswered", {"rules": len(unusable)}))
    if against:
        return "not approved", [*against, *open_]
    return ("no verdict" if open_ else "approved"), open_


def _blocking(guide: Guide, files: Iterable[FileReport]) -> list[Blocking]:
    """Return the rules with errors in the order of the guide, with exact numbers and the first records of each."""
    totals: dict[str, int] = {}
    places: dict[str, list[Place]] = {}
    for file in files:
        for outcome in file.outcomes:
            if outcome.failed and outcome.severity == "error":
                totals[outcome.rule] = totals.get(outcome.rule, 0) + outcome.failed
        for finding in file.findings:
            known = places.setdefault(finding.rule, [])
            place = Place(file.path, finding.record)
            if finding.severity == "error" and len(known) < _FIRST and place not in known:
                known.append(place)
    return [
        Blocking(rule.id, rule.title, rule.variable, totals[rule.id], tuple(places.get(rule.id, ())), confidence)
        for rule in guide.by_id.values()
        if rule.id in totals
        for confidence in (rule.source.confidence,)
    ]


def _thresholds(guide: Guide, files: Iterable[FileReport]) -> list[Threshold]:
    found: list[Threshold] = []
    for file in files:
        severities = {outcome.rule: outcome.severity for outcome in file.outcomes}
        for share in file.shares:
            rule = guide.by_id[share.rule]
            severity = severities.get(share.rule) or rule.severity
            found.append(
                Threshold(rule.id, rule.title, severity, file.path, share.count, share.total, share.maximum)
            )  # fmt: skip
    return found


def _unchecked(files: Iterable[FileReport]) -> list[Unchecked]:
    """Return the rules that gave no answer, by the catalogues that they lacked, those with an unusable value last."""
    rules: dict[tuple[str, ...], dict[str, None]] = {}
    for file in files:
        for item in file.not_evaluated:
            rules.setdefault(tuple(item.missing), {})[item.rule] = None
    ordered = sorted(rules, key=lambda names: (not names, names))
    return [Unchecked(names, tuple(rules[names])) for names in ordered]
