"""What the files of one guide show together: the goals reached, and the variables implemented."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from giis.evidence.reach import unreachable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from giis._text import Text
    from giis.evidence.goals import Goal
    from giis.specs import Guide, Variable


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file that was looked at.

    `records` counts all its records, `valid` those without an error, which alone are evidence; of these, `undecided`
    have rules without an answer.
    """

    path: str
    sha256: str
    records: int
    valid: int
    undecided: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A goal, how many valid records reach it, and the first of them: path of the file, number of the record."""

    goal: Goal
    records: int
    first: tuple[str, int] | None = None

    @property
    def reached(self) -> bool:
        """Whether a valid record reaches it."""
        return self.records > 0


@dataclass(frozen=True)
class VariableEvidence:
    """What the files show of one variable; `counts` tells whether the guide's number of variables includes it.

    A column that holds sub-records is not counted by the guide, but its fields are.
    """

    variable: Variable
    goals: tuple[Shown, ...]
    counts: bool

    @property
    def implemented(self) -> bool:
        """Whether a valid record has something beyond the defaults of the variable."""
        return any(item.reached for item in self.goals if item.goal.beyond)

    @property
    def reached(self) -> int:
        """How many of its goals are reached."""
        return sum(item.reached for item in self.goals)


@dataclass(frozen=True)
class Evidence:
    """What the files of one guide show of it.

    Parameters
    ----------
    guide : Guide
        The guide.
    files : tuple of EvidenceFile
        The files that were looked at.
    goals : tuple of Shown
        Every goal of the guide, reached or not, in the order of its variables.
    catalogs : frozenset of str
        The catalogues that were at hand.
    """

    guide: Guide
    files: tuple[EvidenceFile, ...]
    goals: tuple[Shown, ...]
    catalogs: frozenset[str]

    @property
    def records(self) -> int:
        """The number of records."""
        return sum(file.records for file in self.files)

    @property
    def valid(self) -> int:
        """The number of records without an error: those that count as evidence."""
        return sum(file.valid for file in self.files)

    @property
    def undecided(self) -> int:
        """The number of valid records for which some rule had no answer."""
        return sum(file.undecided for file in self.files)

    @cached_property
    def variables(self) -> tuple[VariableEvidence, ...]:
        """What is shown of each variable; columns that hold sub-records stand before their fields."""
        by_variable: dict[str, list[Shown]] = {}
        for item in self.goals:
            by_variable.setdefault(item.goal.variable, []).append(item)
        return tuple(
            VariableEvidence(variable, tuple(by_variable.get(variable.identifier, ())), not variable.fields)
            for column in self.guide.variables
            for variable in (column, *column.fields)
            if variable.identifier in by_variable or not variable.fields
        )

    @property
    def total(self) -> int:
        """The number of variables of the guide's dictionary: M of "N of M"."""
        return len(self.guide.dictionary)

    @property
    def implemented(self) -> int:
        """The number of variables implemented: N of "N of M"."""
        return sum(item.implemented for item in self.variables if item.counts)

    @property
    def share(self) -> float:
        """The degree of compliance, from 0 to 1."""
        return self.implemented / self.total if self.total else 0.0

    @property
    def missing(self) -> tuple[Variable, ...]:
        """The variables that are not implemented."""
        return tuple(item.variable for item in self.variables if item.counts and not item.implemented)

    @property
    def reached(self) -> int:
        """The number of goals reached."""
        return sum(item.reached for item in self.goals)

    @cached_property
    def unreachable(self) -> Mapping[str, Text]:
        """The goals, of those not reached, that no valid record can reach, by id, each with the reason."""
        return unreachable(self.guide, (item.goal for item in self.goals if not item.reached), self.catalogs)

    @property
    def open(self) -> tuple[Goal, ...]:
        """The goals not reached that some record may reach."""
        return tuple(item.goal for item in self.goals if not item.reached and item.goal.id not in self.unreachable)
