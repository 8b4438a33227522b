"""Guides as data: the YAML definitions, checked and typed.

`load_guide` is the way in; the rest are the types of what it returns.
"""

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

__all__ = [
    "Case",
    "Coverage",
    "Disposition",
    "FileRule",
    "Guide",
    "Kind",
    "Level",
    "Node",
    "Rule",
    "Severity",
    "Source",
    "ValueSet",
    "Variable",
    "coverage_of",
    "guide_ids",
    "load_guide",
    "load_guide_file",
    "outlines",
]
