"""What the formats for programs tell alike: a finding, a rule and what is left out, each in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from giis.reports import _output_words as o
from giis.reports import _words as w
from giis.reports._groups import RuleGroup, VariableGroup, groups_of, guide_of
from giis.validators.findings import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from giis.reports._voice import Voice
    from giis.specs import Guide
    from giis.validators.findings import FileReport, Finding

_RECORDS_TOLD = 10
_RULES_TOLD = 20


@dataclass(frozen=True)
class Failed:
    """A rule that was broken, its variable, and its findings, of which some may not be shown."""

    rule: RuleGroup
    variable: VariableGroup

    @property
    def shown(self) -> int:
        """How many of its findings are shown."""
        return len(self.rule.findings)

    @property
    def first(self) -> Finding | None:
        """The first finding that is shown."""
        return self.rule.findings[0] if self.rule.findings else None


@dataclass(frozen=True)
class Told:
    """The report of one file, put in words of one language."""

    file: FileReport
    guide: Guide | None
    voice: Voice
    failed: Sequence[Failed]
    """The broken rules: the most severe first, then those with most findings."""

    @classmethod
    def of(cls, file: FileReport, voice: Voice) -> Told:
        """Return what is told of `file`."""
        guide = guide_of(file)
        found = [Failed(rule, group) for group in groups_of(file, guide) for rule in group.rules]
        found.sort(key=lambda item: (SEVERITIES.index(item.rule.severity), -item.rule.total, item.rule.id))
        return cls(file, guide, voice, found)

    def title(self, rule: str) -> str:
        """Return the title of a rule, or its id."""
        known = self.guide.by_id.get(rule) if self.guide else None
        return self.voice.data(known.title) if known else rule

    def message(self, finding: Finding) -> str:
        """Return the variable and what was found in it, and how to mend it."""
        said = self.voice.data(finding.message)
        if finding.variable and not said.startswith(finding.variable):
            said = f"{finding.variable}: {said}"
        if finding.fix:
            form = w.FIX_SAFE if finding.fix.safe else w.FIX_UNSAFE
            said = f"{said.rstrip('.')}. {self.voice(form, text=self.voice.data(finding.fix.text))}"
        return said

    def of_rule(self, failed: Failed) -> str:
        """Return what the first finding of a rule says, and of how many findings it is the first."""
        first = failed.first
        said = self.message(first) if first else self.title(failed.rule.id)
        return f"{said} ({self.count(failed)})" if failed.rule.total > 1 or not first else said

    def count(self, failed: Failed) -> str:
        """Return how many findings a rule has, and the first records."""
        told = self.voice.count(failed.rule.total, w.FINDING)
        records = list(dict.fromkeys(item.record for item in failed.rule.findings if item.record is not None))
        if not records:
            return told
        some = ", ".join(f"{record:,}" for record in records[:_RECORDS_TOLD])
        more = "…" if len(records) > _RECORDS_TOLD or failed.shown < failed.rule.total else ""
        noun = w.RECORD.one if len(records) == 1 and not more else w.RECORD.many
        return f"{told}: {self.voice(noun)} {some}{more}"

    def not_evaluated(self) -> list[str]:
        """Return a sentence for each reason why rules gave no answer."""
        by_reason: dict[str, list[str]] = {}
        for item in self.file.not_evaluated:
            by_reason.setdefault(self.voice.data(item.reason), []).append(item.rule)
        told = []
        for reason, rules in by_reason.items():
            more = "…" if len(rules) > _RULES_TOLD else ""
            counted = self.voice.count(len(rules), w.RULE)
            told.append(
                self.voice(o.WITHOUT_ANSWER, rules=counted, reason=reason, told=", ".join(rules[:_RULES_TOLD]) + more)
            )
        return told

    def left_out(self) -> str | None:
        """Return how many of all findings are shown, if not all are."""
        totals = self.file.totals
        if totals.shown >= totals.all:
            return None
        return self.voice(w.SHOWING_ALL, shown=totals.shown, total=totals.all)
