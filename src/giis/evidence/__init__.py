"""What exchange files show of a guide: its goals, and which of them valid records reach."""

from giis.evidence.fold import GoalFold
from giis.evidence.goals import Form, Goal, goals_of
from giis.evidence.reach import unreachable
from giis.evidence.result import Evidence, EvidenceFile, Shown, VariableEvidence
from giis.evidence.run import coverage, gathered
from giis.evidence.words import said

__all__ = [
    "Evidence",
    "EvidenceFile",
    "Form",
    "Goal",
    "GoalFold",
    "Shown",
    "VariableEvidence",
    "coverage",
    "gathered",
    "goals_of",
    "said",
    "unreachable",
]
