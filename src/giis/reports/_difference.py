"""What two guides, usually two editions of one, have not in common: variables and rules added, removed and changed.

Variables are told apart by their names and rules by variable and suffix, because the numbers in their ids move.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from giis.reports import _words_diff as w
from giis.reports._rules import requirement
from giis.specs import wording
from giis.specs.guide import Level
from giis.specs.values import as_written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from giis._text import Text
    from giis.reports._voice import Voice
    from giis.specs import Guide, Rule, Variable


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not as it was; what is not there is empty."""

    what: str
    label: Text
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class VariablePair:
    """A variable of both guides that is not the same in both."""

    old: Variable
    new: Variable
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class RulePair:
    """A rule of both guides that is not the same in both."""

    old: Rule
    new: Rule
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs between two guides."""

    old: Guide
    new: Guide
    added_variables: tuple[Variable, ...]
    removed_variables: tuple[Variable, ...]
    changed_variables: tuple[VariablePair, ...]
    added_rules: tuple[Rule, ...]
    removed_rules: tuple[Rule, ...]
    changed_rules: tuple[RulePair, ...]

    @property
    def empty(self) -> bool:
        """Whether the guides ask the same."""
        return not any(
            (
                self.added_variables,
                self.removed_variables,
                self.changed_variables,
                self.added_rules,
                self.removed_rules,
                self.changed_rules,
            )
        )

    def of_own_variable(self, rule: Rule) -> bool:
        """Return whether `rule` is on a variable that the other guide has not."""
        only = {item.identifier for item in (*self.added_variables, *self.removed_variables)}
        return rule.variable in only


def difference(old: Guide, new: Guide, voice: Voice) -> Difference:
    """Return what differs from `old` to `new`, put in words by `voice`."""
    before, after = _variables(old), _variables(new)
    rules_before, rules_after = _rules(old), _rules(new)
    moved = _moved(list(before), list(after))
    pairs = [VariablePair(before[name], after[name], ()) for name in after if name in before]
    changed = [
        VariablePair(pair.old, pair.new, found)
        for pair in pairs
        if (found := tuple(_variable_changes(pair.old, pair.new, voice, moved=pair.new.name in moved)))
    ]
    rules = [
        RulePair(rules_before[key], rules_after[key], found)
        for key in rules_after
        if key in rules_before and (found := tuple(_rule_changes(rules_before[key], old, rules_after[key], new, voice)))
    ]
    return Difference(
        old,
        new,
        tuple(after[name] for name in after if name not in before),
        tuple(before[name] for name in before if name not in after),
        tuple(changed),
        tuple(rules_after[key] for key in rules_after if key not in rules_before),
        tuple(rules_before[key] for key in rules_before if key not in rules_after),
        tuple(rules),
    )


def _variables(guide: Guide) -> dict[str, Variable]:
    """Return columns and fields by the guide's names, in order."""
    return {item.name: item for column in guide.variables for item in (column, *column.fields)}


def _rules(guide: Guide) -> Mapping[tuple[str, str], Rule]:
    """Return the rules of the guide itself by variable and suffix."""
    found = {}
    for rule in guide.by_id.values():
        if rule.level in (Level.STRUCTURE, Level.ACROSS):
            continue
        variable = guide.by_identifier[rule.variable].name if rule.variable else ""
        number, _, suffix = rule.id.partition("-")
        whole = "-" if number == guide.prefix else ""
        found[variable, whole + suffix] = rule
    return found


def _moved(before: list[str], after: list[str]) -> set[str]:
    """Return the names that stand in another order among those that both lists have."""
    old = [name for name in before if name in set(after)]
    new = [name for name in after if name in set(before)]
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return set(new) - {name for block in blocks for name in new[block.b : block.b + block.size]}


def _variable_changes(old: Variable, new: Variable, voice: Voice, *, moved: bool) -> Iterator[Change]:
    if moved:
        yield Change("place", w.PLACE, str(old.column), str(new.column))
    tellers: tuple[tuple[str, Text, Callable[[Variable], str]], ...] = (
        ("label", w.LABEL, lambda item: voice.data(item.label)),
        ("header", w.HEADER, lambda item: "" if item.group else ", ".join((item.header, *item.header_also))),
        ("form", w.FORM, lambda item: voice.data(wording.form_phrase(item))),
        ("pattern", w.PATTERN, lambda item: item.pattern or ""),
        ("range", w.RANGE, _range),
        ("catalog", w.CATALOG, lambda item: item.catalog or ""),
        ("nullable", w.NULLABLE, lambda item: voice(w.YES if item.nullable else w.NO)),
        ("confidential", w.CONFIDENTIAL, lambda item: voice(w.YES if item.confidential else w.NO)),
        ("limits", w.LIMITS, _limits),
        ("confidence", w.SOURCE, lambda item: voice(w.CONFIDENCE[item.source.confidence])),
    )
    for what, label, tell in tellers:
        if tell(old) != tell(new):
            yield Change(what, label, tell(old), tell(new))
    lists = (_meanings(old, voice), _meanings(new, voice))
    gone, come = ([text for key, text in one.items() if other.get(key) != text] for one, other in (lists, lists[::-1]))
    if gone or come:
        yield Change("options", w.OPTIONS, ", ".join(gone), ", ".join(come))


def _range(variable: Variable) -> str:
    if variable.low is None or variable.high is None:
        return ""
    return f"{as_written(variable.low)}..{as_written(variable.high)}"


def _limits(variable: Variable) -> str:
    many = variable.many
    if many is None:
        return ""
    return f"{many.minimum or 0}..{many.maximum or '∞'}"


def _meanings(variable: Variable, voice: Voice) -> dict[str, str]:
    """Return the options and special values, each with what it means."""
    named = {as_written(value): label for value, label in variable.options.items()}
    named |= {as_written(value): voice.data(text) for value, text in variable.specials.items()}
    return {value: f"{value} {label}" for value, label in named.items()}


def _rule_changes(old: Rule, before: Guide, new: Rule, after: Guide, voice: Voice) -> Iterator[Change]:
    if old.severity != new.severity:
        words = (voice(w.SEVERITY[rule.severity]) for rule in (old, new))
        yield Change("severity", w.SEVERITY_LABEL, *words)
    if old.source.confidence != new.source.confidence:
        words = (voice(w.CONFIDENCE[rule.source.confidence]) for rule in (old, new))
        yield Change("confidence", w.SOURCE, *words)
    if _asked(old, before) != _asked(new, after):
        told = (" ".join(requirement(rule, guide, voice)) for rule, guide in ((old, before), (new, after)))
        yield Change("condition", w.CONDITION, *told)
    written = old.form == "regla" or old.level is Level.FILE
    if written and old.title != new.title:
        yield Change("title", w.TITLE, voice.data(old.title), voice.data(new.title))


def _asked(rule: Rule, guide: Guide) -> object:
    """Return all that decides a rule, the meaning of its terms and constants included."""
    folded = next((item for item in guide.file_rules if item.rule.id == rule.id), None)
    of_file = (folded.kind, folded.when, folded.of, folded.max_percent, folded.value, folded.by) if folded else None
    return rule.when, rule.require, rule.cases, rule.otherwise, of_file
