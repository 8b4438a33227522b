"""Two audits of one system held against each other: what was gained, what was lost, and what is still missing."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from giis._errors import InputError
from giis._text import Text
from giis.reports.audits.json import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DIFF = "giis-audit-diff/1"
_RESULTS = {"not approved": 0, "no verdict": 1, "approved": 2}
_STATES = {"not met": 0, "incomplete": 1, "met": 2}
_CONTROLS = {"missing": 0, "unanswered": 0, "planned": 1, "partial": 2, "implemented": 3, "not_applicable": 3}
_NEEDED = ("guides", "aspects", "sector_rule", "as_of", "tool", "norm", "result", "evidence")


@dataclass(frozen=True)
class GuideChange:
    """What changed of one guide: result, variables, findings and coverage, before and after.

    `gained` are the variables (or controls) that the newer evidence shows and the older did not, `lost` the reverse,
    `missing` those that neither shows.
    """

    guide: str
    before: str
    after: str
    degree_before: tuple[int, int] | None
    degree_after: tuple[int, int] | None
    errors_before: int
    errors_after: int
    goals_before: int
    goals_after: int
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def changed(self) -> bool:
        """Whether anything differs."""
        pairs = (
            (self.before, self.after), (self.degree_before, self.degree_after),
            (self.errors_before, self.errors_after), (self.goals_before, self.goals_after),
        )  # fmt: skip
        return bool(self.gained or self.lost) or any(old != new for old, new in pairs)

    @property
    def worse(self) -> bool:
        """Whether a variable was lost, or the result is worse."""
        return bool(self.lost) or _fell(self.before, self.after, _RESULTS)


@dataclass(frozen=True)
class StateChange:
    """The state of an aspect, of the rule on sectors or of a control, before and after."""

    id: str
    before: str
    after: str


@dataclass(frozen=True)
class AuditDiff:
    """What changed from one audit to another; `differing` are the circumstances in which they differ."""

    before: str
    after: str
    days: tuple[str, str]
    guides: Sequence[GuideChange]
    aspects: Sequence[StateChange]
    controls: Sequence[StateChange]
    differing: Sequence[str] = field(default=())

    @property
    def status(self) -> str:
        """`lost` if something is worse, `same` if nothing differs, else `gained`."""
        fell = any(_fell(item.before, item.after, _STATES) for item in self.aspects)
        fell |= any(_fell(item.before, item.after, _CONTROLS) for item in self.controls)
        if fell or any(item.worse for item in self.guides):
            return "lost"
        changed = any(item.before != item.after for item in (*self.aspects, *self.controls))
        return "gained" if changed or any(item.changed for item in self.guides) else "same"

    def exit_status(self) -> int:
        """Return 0 if nothing was lost, else 1."""
        return 1 if self.status == "lost" else 0


def parse(text: str, name: str) -> dict[str, Any]:
    """Return a JSON audit; `name` stands for its file in errors.

    Raises
    ------
    InputError
        If it is no audit.
    """
    try:
        data = json.loads(text)
        if data["schema"] != SCHEMA:
            raise KeyError
        _ = [data[key] for key in _NEEDED]
        for item in data["guides"]:
            _ = item["guide"], item["result"], item["totals"]["error"], item["degree"], item["coverage"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(
            Text(
                f"{name}: no es una auditoría {SCHEMA}; se hace con giis audit CARPETA -o {name}",
                f"{name}: is no audit {SCHEMA}; giis audit FOLDER -o {name} makes one",
            )
        ) from error
    return dict(data)


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> AuditDiff:
    """Return what changed from the audit `old` to the audit `new`, both as `parse` returns them."""
    left = {item["guide"]: item for item in old["guides"]}
    right = {item["guide"]: item for item in new["guides"]}
    names = list(dict.fromkeys((*right, *left)))
    states = {item["id"]: item["state"] for item in old["aspects"]} | {"sector": old["sector_rule"]["state"]}
    later = {item["id"]: item["state"] for item in new["aspects"]} | {"sector": new["sector_rule"]["state"]}
    return AuditDiff(
        before=old["result"],
        after=new["result"],
        days=(old["as_of"], new["as_of"]),
        guides=[_guide(name, left.get(name), right.get(name)) for name in names],
        aspects=[StateChange(name, states.get(name, "incomplete"), state) for name, state in later.items()],
        controls=_controls(old, new),
        differing=_differing(old, new, left, right),
    )


def to_json(diff: AuditDiff) -> dict[str, Any]:
    """Return the comparison as plain data."""
    return {
        "schema": DIFF,
        "status": diff.status,
        "before": {"as_of": diff.days[0], "result": diff.before},
        "after": {"as_of": diff.days[1], "result": diff.after},
        "differing": list(diff.differing),
        "guides": [{**asdict(item), "changed": item.changed, "worse": item.worse} for item in diff.guides],
        "aspects": [asdict(item) for item in diff.aspects],
        "controls": [asdict(item) for item in diff.controls],
    }


def _guide(name: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> GuideChange:
    shown, known = _shown(old), _shown(new)
    gained = tuple(item for item in known if item not in shown)
    missing = tuple((new or {}).get("degree", {}).get("missing", ()) if new and new["degree"] else ())
    return GuideChange(
        guide=name,
        before=old["result"] if old else "not included",
        after=new["result"] if new else "not included",
        degree_before=_degree(old),
        degree_after=_degree(new),
        errors_before=old["totals"]["error"] if old else 0,
        errors_after=new["totals"]["error"] if new else 0,
        goals_before=_goals(old),
        goals_after=_goals(new),
        gained=gained,
        lost=tuple(item for item in shown if item not in known),
        missing=tuple(item for item in missing if item not in shown),
    )


def _shown(item: Mapping[str, Any] | None) -> list[str]:
    return list(item["degree"]["shown"]) if item and item["degree"] else []


def _degree(item: Mapping[str, Any] | None) -> tuple[int, int] | None:
    found = item["degree"] if item else None
    return (found["implemented"], found["of"]) if found else None


def _goals(item: Mapping[str, Any] | None) -> int:
    return int(item["coverage"]["reached"]) if item and item["coverage"] else 0


def _controls(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[StateChange]:
    """Return the controls whose state differs; none if one of the audits has no self-assessment."""
    before = (old.get("security") or {}).get("controls", {})
    after = (new.get("security") or {}).get("controls", {})
    if not before or not after:
        return []
    return [StateChange(name, before.get(name, "unanswered"), state) for name, state in after.items()
            if before.get(name, "unanswered") != state]  # fmt: skip


def _differing(
    old: Mapping[str, Any], new: Mapping[str, Any], left: Mapping[str, Any], right: Mapping[str, Any]
) -> list[str]:
    both = left.keys() & right.keys()
    before, after = _editions(old), _editions(new)
    told = (
        ("version", old["tool"] != new["tool"]),
        ("norm", old["norm"] != new["norm"]),
        ("guide", any(left[name].get("guide_hash") != right[name].get("guide_hash") for name in both)),
        ("catalogs", any(before[name] != after[name] for name in before.keys() & after.keys())),
    )
    return [name for name, differs in told if differs]


def _editions(audit: Mapping[str, Any]) -> dict[str, Any]:
    uses = [use for item in audit.get("catalogs", ()) for use in item["used"]] + list(audit.get("other_catalogs", ()))
    return {use["name"]: (use["version"], use["digest"]) for use in uses}


def _fell(before: str, after: str, order: Mapping[str, int]) -> bool:
    return before in order and after in order and order[after] < order[before]
