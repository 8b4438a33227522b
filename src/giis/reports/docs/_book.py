"""What the pages of one guide share: the guide, its examples, and how it refers to its own parts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from giis.conformance import Conformance, load_conformance, load_together
from giis.reports.docs._markup import link, place_of, text
from giis.reports.docs._words import MARKS
from giis.specs import Level
from giis.specs.expressions.nodes import variables_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from giis.conformance import TogetherCase
    from giis.reports._voice import Voice
    from giis.specs import Guide, Rule, Variable


@dataclass(frozen=True)
class Book:
    """One guide in one language; `folder` holds the conformance data (default: as shipped)."""

    guide: Guide
    voice: Voice
    folder: Path | None = None

    @property
    def page(self) -> str:
        """The name of the guide's page."""
        return f"{self.guide.id}.md"

    @cached_property
    def conformance(self) -> Conformance | None:
        """The conformance data of the guide, if it has any."""
        return load_conformance(self.guide.id, self.folder)

    @cached_property
    def together(self) -> Sequence[TogetherCase]:
        """The cases of several files together."""
        return load_together(self.folder)

    @cached_property
    def readers(self) -> Mapping[str, int]:
        """How many rules on records read each variable, by identifier."""
        found: Counter[str] = Counter()
        for rule in self.guide.rules:
            if rule.level is Level.RECORD:
                nodes = [node for node in (rule.when, rule.require) if node is not None]
                found.update({name for node in nodes for name in variables_of(node)})
        return found

    def mark(self, confidence: str) -> str:
        """Return the mark of what is not from the official text, with a space before it."""
        return f" {MARKS[confidence]}" if confidence in MARKS else ""

    def rule(self, rule: Rule, page: str = "") -> str:
        """Return a link to a rule."""
        return link(text(rule.id), rule.id.lower(), page)

    def variable(self, variable: Variable, page: str = "") -> str:
        """Return a link to a variable."""
        return link(f"{variable.number} {text(variable.name)}", place_of(variable), page)
