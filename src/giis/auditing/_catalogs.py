"""The fundamental catalogues of Apéndice Normativo A: which editions judged the evidence, and what is not checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis.auditing._model import Aspect, FamilyAudit, Reason, State
from giis.specs import load_guide
from giis.specs.expressions.nodes import catalogs_of
from giis.validators.findings import CatalogUse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from giis.auditing._model import GuideAudit
    from giis.auditing._norm import Family, Norm
    from giis.catalogs import CatalogStore
    from giis.specs import Rule


def families(norm: Norm, guides: Sequence[GuideAudit], store: CatalogStore) -> tuple[FamilyAudit, ...]:
    """Return each fundamental catalogue as the guides asked for consult it.

    Parameters
    ----------
    norm : Norm
        The list of fundamental catalogues.
    guides : sequence of GuideAudit
        The guides asked for that have exchange files.
    store : CatalogStore
        The catalogues.
    """
    consulted = {item.id: load_guide(item.id).catalogs for item in guides}
    return tuple(_family(family, guides, consulted, store) for family in norm.families)


def other_catalogs(norm: Norm, guides: Sequence[GuideAudit], store: CatalogStore) -> tuple[CatalogUse, ...]:
    """Return the catalogues that the guides asked for consult and the appendix does not name, in order of name."""
    named = {name for family in norm.families for name in family.catalogs}
    consulted = {name for item in guides for name in load_guide(item.id).catalogs}
    return tuple(_use(name, store) for name in sorted(consulted - named))


def aspect(found: Sequence[FamilyAudit]) -> Aspect:
    """Return what the use of the fundamental catalogues comes to."""
    asked = [item for item in found if item.state != "not applicable"]
    reasons: list[Reason] = []
    if not asked:
        return Aspect("catalogs", "incomplete", (Reason("no guide"),))
    if broken := sum(item.broken for item in asked):
        reasons.append(Reason("catalog errors", {"errors": broken}))
    if missing := sorted(use.name for item in asked for use in item.used if not use.loaded):
        reasons.append(Reason("catalogs missing", {"catalogs": tuple(missing)}))
    states = {item.state for item in asked}
    state: State = "not met" if "not met" in states else "incomplete" if "incomplete" in states else "met"
    return Aspect("catalogs", state, tuple(reasons))


def _family(
    family: Family, guides: Sequence[GuideAudit], consulted: dict[str, tuple[str, ...]], store: CatalogStore
) -> FamilyAudit:
    users = tuple(item.id for item in guides if set(family.catalogs) & set(consulted[item.id]))
    names = [name for name in family.catalogs if any(name in consulted[guide] for guide in users)]
    used = tuple(_use(name, store) for name in names)
    if not users:
        return FamilyAudit(family, "not applicable")
    rules = {
        rule.id for item in guides for rule in load_guide(item.id).rules if _catalogs(rule) & set(family.catalogs)
    }  # fmt: skip
    broken = sum(item.total for guide in guides for item in guide.blocking if item.rule in rules)
    unchecked = sorted(
        {rule for guide in guides for item in guide.unchecked if set(item.catalogs) & set(names) for rule in item.rules}
    )
    empty = not any(guide.records for guide in guides if guide.id in users)
    undecided = empty or unchecked or not all(use.loaded for use in used)
    state: State = "not met" if broken else "incomplete" if undecided else "met"
    return FamilyAudit(family, state, used, users, broken, tuple(unchecked))


def _catalogs(rule: Rule) -> frozenset[str]:
    """Return the catalogues that a rule consults."""
    return frozenset(name for node in (rule.when, rule.require) if node is not None for name in catalogs_of(node))


def _use(name: str, store: CatalogStore) -> CatalogUse:
    known = store.get(name)
    return CatalogUse(name, known.version, known.digest, known.origin) if known else CatalogUse(name, None)
