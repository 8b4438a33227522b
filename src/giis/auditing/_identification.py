"""The minimum identification of persons (Tabla 1): which variables carry it, and what the evidence shows of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis.auditing._model import Aspect, Carried, FieldAudit, Reason, State
from giis.specs import load_guide

if TYPE_CHECKING:
    from collections.abc import Sequence

    from giis.auditing._model import GuideAudit
    from giis.auditing._norm import IdentityField, Norm
    from giis.specs import Variable


def fields(norm: Norm, guides: Sequence[GuideAudit]) -> tuple[FieldAudit, ...]:
    """Return each field of Tabla 1 as the guides asked for, which have exchange files, carry it."""
    return tuple(_field(item, guides) for item in norm.fields)


def aspect(found: Sequence[FieldAudit]) -> Aspect:
    """Return what the identification of persons comes to."""
    asked = [item for item in found if item.state != "not applicable"]
    if not asked:
        return Aspect("identification", "incomplete", (Reason("no guide"),))
    states = {item.state for item in asked}
    state: State = "not met" if "not met" in states else "incomplete" if "incomplete" in states else "met"
    reasons = [
        Reason(code, {"fields": named})
        for code, carried in (("field errors", {"errors"}), ("fields not shown", {"not shown", "not decided"}))
        if (named := tuple(item.field.id for item in asked if carried & {one.state for one in item.carried}))
    ]
    unseen = dict.fromkeys(one.guide for item in asked for one in item.carried if one.state == "no files")
    if unseen:
        reasons.append(Reason("guides unseen", {"guides": tuple(unseen)}))
    elsewhere = tuple(item.field.id for item in found if item.state == "not applicable" or item.field.stands_for)
    if elsewhere:
        reasons.append(Reason("fields elsewhere", {"fields": elsewhere}))
    return Aspect("identification", state, tuple(reasons))


def _field(item: IdentityField, guides: Sequence[GuideAudit]) -> FieldAudit:
    carried: list[Carried] = []
    for audit in guides:
        variable = item.carrier(load_guide(audit.id))
        if variable is not None:
            carried.append(_carried(audit, variable))
    states = {one.state for one in carried}
    if not carried:
        return FieldAudit(item, "not applicable")
    state: State = "not met" if "errors" in states else "met" if states == {"conforming"} else "incomplete"
    return FieldAudit(item, state, tuple(carried))


def _carried(audit: GuideAudit, variable: Variable) -> Carried:
    """Return how a variable of a guide stands in the evidence: errors first, then what is not shown or not decided."""
    if not audit.files:
        return Carried(audit.id, variable.name, "no files")
    errors = sum(item.total for item in audit.blocking if item.variable == variable.identifier)
    if errors:
        return Carried(audit.id, variable.name, "errors", errors)
    evidence = audit.evidence
    if evidence is None or variable in evidence.missing:
        return Carried(audit.id, variable.name, "not shown")
    unanswered = {rule for item in audit.unchecked for rule in item.rules}
    own = {rule.id for rule in load_guide(audit.id).rules if rule.variable == variable.identifier}
    return Carried(audit.id, variable.name, "not decided" if own & unanswered else "conforming")
