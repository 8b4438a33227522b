"""The security-management system (GIIS-A004): what the self-assessment declares, and the months that it operates."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from giis.auditing._model import Aspect, Degree, GuideAudit, Reason, Result, Security, State
from giis.specs import load_assessment, load_checklist

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from giis.auditing._norm import Edition


def read_security(path: Path, on: date) -> Security:
    """Return what the answers in the file `path` say on the day `on`.

    Raises
    ------
    SpecError
        If the file cannot be read or is wrong; the error names file and line.
    """
    found = load_assessment(path)
    return Security(
        assessment=found,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        tally=found.tally(),
        months=found.months_of_operation(on),
        months_wanted=found.checklist.months_of_operation,
        long_enough=found.long_enough(on),
    )


def aspect(security: Security | None) -> Aspect:
    """Return what the self-assessment comes to.

    Every control that applies must be declared implemented, with its evidence, and the system must operate for as long
    as the guide wants; what is not answered leaves it open.
    """
    if security is None:
        return Aspect("security", "incomplete", (Reason("no assessment"),))
    tally = security.tally
    against: list[Reason] = []
    open_: list[Reason] = []
    if lacking := tally.partial + tally.planned + tally.missing:
        against.append(Reason("controls lacking", {"controls": lacking, "of": tally.applicable}))
    if not security.long_enough:
        told = {"months": security.months or 0, "wanted": security.months_wanted}
        if security.assessment.operating_since is None:
            open_.append(Reason("operation not told", {"wanted": security.months_wanted}))
        else:
            against.append(Reason("operation too short", told))
    if tally.unanswered:
        open_.append(Reason("controls unanswered", {"controls": tally.unanswered}))
    if tally.without_evidence:
        open_.append(Reason("controls without evidence", {"controls": tally.without_evidence}))
    state: State = "not met" if against else "incomplete" if open_ else "met"
    return Aspect("security", state, (*against, *open_))


def checklist_audit(edition: Edition, security: Security | None, found: Aspect, *, applied_for: bool) -> GuideAudit:
    """Return the result of the guide that is a checklist, from what its aspect comes to."""
    checklist = security.assessment.checklist if security else load_checklist(edition.guide)
    results: dict[State, Result] = {"met": "approved", "not met": "not approved"}
    answers = security.assessment.answers.values() if security else ()
    applicable = [item for item in answers if item.state != "not_applicable"]
    degree = Degree(
        shown=tuple(item.control.id for item in applicable if item.state == "implemented"),
        missing=tuple(item.control.id for item in applicable if item.state != "implemented"),
    )
    return GuideAudit(
        edition=edition,
        name=checklist.name,
        applied_for=applied_for,
        result=results.get(found.state, "no verdict") if applied_for else "not included",
        reasons=found.reasons if applied_for else (),
        degree=degree if security else None,
        confidence=checklist.source.confidence,
        digest=checklist.digest,
    )
