"""Guides as data: the YAML definitions, checked and typed.

`load_guide` is the way in, and `load_checklist` for the guide that has no exchange file; the rest are the types of
what they return.
"""

from typing import TYPE_CHECKING, Any

from giis.specs.expressions.nodes import Kind, Node
from giis.specs.guide import (
    Case,
    Disposition,
    FileRule,
    Guide,
    Level,
    Rule,
    Severity,
    Source,
    ValueSet,
    Variable,
)
from giis.specs.outline import outlines
from giis.specs.registry import guide_ids, load_guide, load_guide_file
from giis.specs.statements import Coverage, coverage_of

if TYPE_CHECKING:
    from giis.specs.assessment import Answer, Assessment, Tally, load_assessment
    from giis.specs.checklist import (
        Checklist,
        ChecklistPart,
        Control,
        Domain,
        Objective,
        checklist_ids,
        find_checklist,
        load_checklist,
        load_checklist_file,
    )

__all__ = [
    "Answer",
    "Assessment",
    "Case",
    "Checklist",
    "ChecklistPart",
    "Control",
    "Coverage",
    "Disposition",
    "Domain",
    "FileRule",
    "Guide",
    "Kind",
    "Level",
    "Node",
    "Objective",
    "Rule",
    "Severity",
    "Source",
    "Tally",
    "ValueSet",
    "Variable",
    "checklist_ids",
    "coverage_of",
    "find_checklist",
    "guide_ids",
    "load_assessment",
    "load_checklist",
    "load_checklist_file",
    "load_guide",
    "load_guide_file",
    "outlines",
]


def __getattr__(name: str) -> Any:
    """Load checklists and assessments when they are first asked for: a validation never needs them."""
    if name in __all__:
        from giis.specs import assessment, checklist

        return getattr(assessment if hasattr(assessment, name) else checklist, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
