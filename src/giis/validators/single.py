"""Judging single records in plain Python, without Polars: what the record models and other systems use.

It asks the same rules, made from the same trees, as the pipeline does; a property test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from giis.specs import Guide, Level, Rule
from giis.specs.expressions.nodes import broken_node
from giis.validators.findings import Finding, Profile, severity_of
from giis.validators.messages import Messages
from giis.validators.predicate import Evaluator, Record, compile_python
from giis.validators.reading import RecordReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from giis.catalogs import Catalog
    from giis.validators.reading import ReadRecord


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one record breaks and what could not be asked of it, in the guide's order.

    `places` tells of each rule that is broken the sub-record that breaks it, counted from 1; 0 is the record itself.
    """

    places: tuple[tuple[Rule, int], ...]
    undecided: tuple[Rule, ...]

    @property
    def broken(self) -> tuple[Rule, ...]:
        """The rules that the record breaks, each once."""
        return tuple({rule.id: rule for rule, _ in self.places}.values())


class RecordJudge:
    """Judges records of one guide, one at a time.

    Parameters
    ----------
    guide : Guide
        The guide.
    catalogs : Mapping
        The editions at hand, by name.
    as_of : date
        The date of registration.
    asked : callable
        Whether a rule is asked; all are by default.
    """

    def __init__(
        self,
        guide: Guide,
        catalogs: Mapping[str, Catalog],
        as_of: date,
        asked: Callable[[Rule], bool] = lambda rule: True,
    ) -> None:
        self.guide, self.catalogs, self.as_of = guide, catalogs, as_of
        self._reader = RecordReader(guide.variables)
        self._value_rules: dict[tuple[str, str], Rule] = {}
        self._record_rules: list[tuple[Rule, Evaluator]] = []
        for rule in guide.rules:
            if not asked(rule):
                continue
            if rule.level is Level.VALUE:
                self._value_rules[rule.variable or "", rule.form] = rule
            elif rule.level is Level.RECORD:
                self._record_rules.append((rule, compile_python(broken_node(rule.when, rule.require))))
        self._order = {rule.id: index for index, rule in enumerate(guide.rules)}

    def judge(self, texts: Mapping[str, str]) -> Verdict:
        """Return what the record breaks.

        Parameters
        ----------
        texts : Mapping
            The written values by the identifiers of the variables; a missing one is empty.
        """
        read = self._reader.read(texts)
        record = Record.of(read, self.catalogs, self.as_of)
        places = self._unusable(read, 0)
        undecided: dict[str, Rule] = {}
        for rule, evaluate in self._record_rules:
            for asked in self._asked(record, rule):
                answer = evaluate(asked) if asked is not None else None
                if asked is None or answer is None:
                    undecided[rule.id] = rule
                elif answer:
                    places.append((rule, asked.position))
        for elements in read.groups.values():
            for position, element in enumerate(elements or (), 1):
                places += self._unusable(element, position)
        places.sort(key=lambda place: (self._order[place[0].id], place[1]))
        return Verdict(tuple(places), tuple(undecided.values()))

    def _unusable(self, read: ReadRecord, position: int) -> list[tuple[Rule, int]]:
        """Return the value-level rules that a record, or the sub-record at `position`, breaks."""
        return [(self._value_rules[item], position) for item in read.failed.items() if item in self._value_rules]

    def _asked(self, record: Record, rule: Rule) -> Iterable[Record | None]:
        """Return what the rule is asked of: the record, or each of its sub-records; None where these are unknown."""
        group = self.guide.by_identifier[rule.variable or ""].group
        if group is None:
            return (record,)
        return (None,) if record.groups[group] is None else record.within(group)

    def findings(
        self,
        texts: Mapping[str, str],
        *,
        profile: Profile = "default",
        unofficial_as_errors: bool = False,
        show_values: bool = False,
    ) -> list[Finding]:
        """Return the findings of the record, each in words.

        Parameters
        ----------
        texts : Mapping
            As in `judge`.
        profile : {"default", "strict"}
            Which severities count.
        unofficial_as_errors : bool
            Whether rules whose source is not the official text may be errors.
        show_values : bool
            Whether values of confidential variables are shown.
        """
        messages = Messages(self.guide, self.catalogs, self.as_of, show_values=show_values)
        return [
            messages.of_record(
                rule,
                texts,
                severity_of(rule, profile, unofficial_as_errors=unofficial_as_errors),
                position=position,
            )
            for rule, position in self.judge(texts).places
        ]
