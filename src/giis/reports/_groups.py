"""The findings of a file by variable and rule, with exact totals whether they are shown or not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from giis._errors import GiisError
from giis.specs import Guide, Rule, Severity, Variable, load_guide
from giis.validators.findings import SEVERITIES, FileReport, Finding, Fix, usual_severity

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass
class RuleGroup:
    """The findings of one rule."""

    id: str
    rule: Rule | None
    severity: Severity
    total: int
    findings: list[Finding] = field(default_factory=list)


@dataclass
class VariableGroup:
    """The findings of one variable, or (`variable` None) of the file as a whole."""

    variable: Variable | None
    name: str | None
    rules: list[RuleGroup]

    def total(self, severity: Severity) -> int:
        """Return how many findings of `severity` there are."""
        return sum(rule.total for rule in self.rules if rule.severity == severity)

    @property
    def column(self) -> int:
        """The number of the variable in the line; 0 for the file as a whole."""
        return self.variable.number if self.variable else 0


def guide_of(file: FileReport) -> Guide | None:
    """Return the guide that judged `file`, or None if it is not at hand."""
    try:
        return load_guide(file.guide) if file.guide else None
    except GiisError:
        return None


def groups_of(file: FileReport, guide: Guide | None) -> list[VariableGroup]:
    """Return the findings of `file` by variable, in the order of the columns, the file as a whole first."""
    rules = _rule_groups(file, guide)
    found: dict[str | None, VariableGroup] = {}
    for group in rules:
        name = group.findings[0].variable if group.findings else group.rule.variable if group.rule else None
        variable = _variable(name, guide)
        key = variable.identifier if variable else name
        fresh = VariableGroup(variable, variable.name if variable else name, [])
        found.setdefault(key, fresh).rules.append(group)
    ordered = sorted(found.values(), key=lambda item: (item.column, item.name or ""))
    for item in ordered:
        item.rules.sort(key=lambda rule: SEVERITIES.index(rule.severity))
    return ordered


def by_message(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Return `findings` in lists that have message and fix in common, in the order of their first."""
    told: dict[object, list[Finding]] = {}
    for finding in findings:
        told.setdefault((finding.message, finding.fix), []).append(finding)
    return list(told.values())


def common_fix(findings: Sequence[Finding]) -> Fix | None:
    """Return the fix that all of `findings` have, if it is one and the same."""
    fixes = {finding.fix for finding in findings}
    return fixes.pop() if len(fixes) == 1 else None


def _rule_groups(file: FileReport, guide: Guide | None) -> list[RuleGroup]:
    by_rule: dict[str, list[Finding]] = {}
    for finding in file.findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    failed = {item.rule: item.failed for item in file.outcomes if item.failed}
    severities = {item.rule: item.severity for item in file.outcomes}
    order = {rule_id: place for place, rule_id in enumerate(guide.by_id)} if guide else {}
    found: list[RuleGroup] = []
    for rule_id in sorted({*by_rule, *failed}, key=lambda name: (order.get(name, len(order)), name)):
        shown = by_rule.get(rule_id, [])
        rule = guide.by_id.get(rule_id) if guide else None
        known = severities.get(rule_id) or (usual_severity(rule) if rule else "error")
        severity = shown[0].severity if shown else known
        found.append(RuleGroup(rule_id, rule, severity, max(failed.get(rule_id, 0), len(shown)), shown))
    return found


def _variable(name: str | None, guide: Guide | None) -> Variable | None:
    if name is None or guide is None:
        return None
    try:
        return guide.variable(name)
    except KeyError:
        return None
