"""What the parts of the page share about one file: its guide, its findings by variable, the ids of its parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from giis.reports._groups import VariableGroup, groups_of, guide_of
from giis.reports.html._tags import Child, Markup, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from giis.reports._voice import Voice
    from giis.specs import Guide, Variable
    from giis.validators.findings import FileReport, Report

State = Literal["error", "warning", "open", "good"]
_NOT_OF_IDS = re.compile(r"[^A-Za-z0-9_-]+")


class Ids:
    """Gives out ids, none of them twice."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def __call__(self, *parts: str) -> str:
        """Return an id made from `parts`."""
        name = base = _NOT_OF_IDS.sub("_", "-".join(parts))
        number = 1
        while name in self._taken:
            number += 1
            name = f"{base}.{number}"
        self._taken.add(name)
        return name


@dataclass(frozen=True)
class Counted:
    """What was found of one variable of the guide."""

    variable: Variable
    name: str
    state: State
    errors: int
    others: int
    doubted: bool
    anchor: str | None


class Sheet:
    """One file of the report."""

    def __init__(
        self, report: Report, file: FileReport, voice: Voice, number: int, ids: Ids, rules_url: str | None = None
    ) -> None:
        self.report, self.file, self.voice, self.ids, self.rules_url = report, file, voice, ids, rules_url
        self.id = ids(f"f{number}")
        self.guide: Guide | None = guide_of(file)
        self.groups: Sequence[VariableGroup] = groups_of(file, self.guide)
        self.anchors = {
            id(group): ids(self.id, str(group.column or "file") if group.variable or not group.name else group.name)
            for group in self.groups
        }

    def part(self, name: str) -> str:
        """Return the id of a section of this file; there is one of each name."""
        return f"{self.id}-part-{name}"

    def section(self, name: str, title: str, *children: Child, class_: str = "") -> Markup:
        """Return a section of this file, with its heading."""
        heading = self.part(name)
        return tag(
            "section", tag("h3", title, id=heading), *children,
            aria_labelledby=heading, class_=f"part {class_}".strip(),
        )  # fmt: skip

    @cached_property
    def counted(self) -> Sequence[Counted]:
        """Every variable that the guide counts, with what was found of it.

        A fault of a column that holds sub-records is one of each of its variables.
        """
        guide = self.guide
        if guide is None:
            return ()
        groups = {group.variable.identifier: group for group in self.groups if group.variable}
        unanswered = {item.rule for item in self.file.not_evaluated}
        unsure = {rule.variable for rule in guide.rules if rule.id in unanswered}
        found = []
        for variable in guide.dictionary:
            concerned = [name for name in (variable.identifier, variable.group) if name]
            mine = [groups[name] for name in concerned if name in groups]
            errors = sum(group.total("error") for group in mine)
            others = sum(group.total("warning") + group.total("info") for group in mine)
            doubted = any(name in unsure for name in concerned)
            state: State = "error" if errors else "warning" if others else "open" if doubted else "good"
            anchor = self.anchors[id(mine[0])] if mine else None
            found.append(Counted(variable, guide.path(variable), state, errors, others, doubted, anchor))
        return found

    @property
    def without_errors(self) -> int:
        """The number of variables without an error."""
        return sum(item.state != "error" for item in self.counted)
