"""What the guide lets stand for a variable that the source does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis.specs.values import as_written

if TYPE_CHECKING:
    from giis.specs import Guide, Variable


def default_of(guide: Guide, variable: Variable) -> str | None:
    """Return the value that the guide prescribes where no case applies, `""` for nothing; None where it has neither."""
    for rule in guide.rules:
        if rule.variable == variable.identifier and rule.otherwise is not None:
            if rule.otherwise.single is not None:
                return as_written(rule.otherwise.single)
            if rule.otherwise.empty:
                return ""
    return "" if variable.nullable else None
