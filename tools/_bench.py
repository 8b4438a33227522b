"""The cases of a guide, ready to tell its mutants from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from giis.specs import Level
from giis.specs.expressions.nodes import broken_node, variables_of
from giis.validators.findings import severity_of
from giis.validators.predicate import Record, compile_python
from giis.validators.reading import ReadRecord, RecordReader
from giis.validators.validate import validate

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from giis.catalogs import Catalog
    from giis.conformance import Case, Conformance
    from giis.specs import Guide, Rule

    Answer = tuple[bool, bool]
    """Whether a rule is broken, and whether it could not be answered."""
    Asker = Callable[[Record], Answer]


@dataclass(frozen=True)
class Asked:
    """One case, its texts by identifier, and what the guide as it is reads in them."""

    case: Case
    texts: Mapping[str, str]
    read: ReadRecord
    catalogs: Mapping[str, Catalog]

    def told(self, answers: Mapping[str, Answer]) -> bool:
        """Tell whether the answers, by rule, are other than the case wants."""
        wanted, open_ = self.case.expect, self.case.undecided
        return any(
            broken is not (name in wanted) or (open_ is not None and undecided is not (name in open_))
            for name, (broken, undecided) in answers.items()
        )


class Bench:
    """The cases of a guide, read once.

    Parameters
    ----------
    data : Conformance
        The cases.
    guide : Guide
        The guide as it is.

    Raises
    ------
    ValueError
        If a case does not hold for the guide as it is.
    """

    def __init__(self, data: Conformance, guide: Guide) -> None:
        self.data, self.guide = data, guide
        self.rules = {rule.id: rule for rule in guide.rules}
        self.own_forms = _value_rules(guide)
        self.store = data.store()
        reader = RecordReader(guide.variables)
        catalogs = {
            missing: data.store(missing).named(guide.catalogs) for missing in {case.missing for case in data.cases}
        }
        self.asked = []
        for case in data.cases:
            texts = {variable.identifier: case.record[variable.name] for variable in guide.variables}
            self.asked.append(Asked(case, texts, reader.read(texts), catalogs[case.missing]))
        self.check()

    def check(self) -> None:
        """Raise ValueError if a case does not hold for the guide as it is."""
        evaluators = {
            rule.id: _evaluator(rule, self.guide) for rule in self.rules.values() if rule.level is Level.RECORD
        }
        for item in self.asked:
            values = {rule_id for rule_id in item.case.expect if self.rules[rule_id].level is Level.VALUE}
            if _unusable(item.read, self.own_forms) != values or self._answers_otherwise(item, item.read, evaluators):
                raise ValueError(f"the case {item.case.id} does not hold for the guide as it is")

    def notices(self, mutant: Guide) -> str | None:
        """Return the case (or the rule, by its severity) that tells `mutant` from the guide, if any does."""
        return self._severity(mutant) or self._record(mutant) or self._file(mutant)

    def _severity(self, mutant: Guide) -> str | None:
        for rule in mutant.by_id.values():
            usual, strict = severity_of(rule, "default"), severity_of(rule, "strict")
            if (usual, strict) != (
                self.data.severity_of(rule.id),
                self.data.severity_of(rule.id, strict=True),
            ):
                return rule.id
        return None

    def _record(self, mutant: Guide) -> str | None:
        own = {variable.identifier: variable for variable in self.guide.variables}
        changed = [variable for variable in mutant.variables if variable != own.get(variable.identifier)]
        reader = RecordReader(changed)
        named = {item.identifier for variable in changed for item in (variable, *variable.fields)}
        rules = {rule.id: rule for rule in mutant.rules if rule.level is Level.RECORD}
        gone = {name for name, rule in self.rules.items() if rule.level is Level.RECORD} - rules.keys()
        evaluators = {name: _evaluator(rule, mutant) for name, rule in rules.items() if self._differs(rule, named)}
        forms = _value_rules(mutant)
        touched = bool(changed) or forms != self.own_forms
        for item in self.asked:
            read = _replaced(item.read, reader.read(item.texts), named) if changed else item.read
            if touched and _unusable(read, forms) != _unusable(item.read, self.own_forms):
                return item.case.id
            if gone & item.case.expect or self._answers_otherwise(item, read, evaluators):
                return item.case.id
        return None

    def _answers_otherwise(self, item: Asked, read: ReadRecord, evaluators: Mapping[str, Asker]) -> bool:
        if not evaluators:
            return False
        record = Record.of(read, item.catalogs, self.data.as_of)
        return item.told({name: evaluate(record) for name, evaluate in evaluators.items()})

    def _differs(self, rule: Rule, changed: Collection[str]) -> bool:
        own = self.rules.get(rule.id)
        if own is None or (rule.when, rule.require) != (own.when, own.require):
            return True
        return not variables_of(broken_node(rule.when, rule.require)).isdisjoint(changed)

    def _file(self, mutant: Guide) -> str | None:
        own = {item.rule.id: item for item in self.guide.file_rules}
        other = {item.rule.id: item for item in mutant.file_rules}
        concerned = {name for name in own.keys() | other.keys() if own.get(name) != other.get(name)}
        for case in self.data.files if concerned else ():
            named = case.expect | case.passes
            if named and named.isdisjoint(concerned):
                continue
            report = validate(case.data, mutant, as_of=self.data.as_of, catalogs=self.store, select=[mutant.prefix])
            found = {item.rule for item in report.files[0].outcomes if item.state == "failed"}
            if found != case.expect & own.keys():
                return case.id
        return None


def _evaluator(rule: Rule, guide: Guide) -> Asker:
    """Return the function that asks a record, or each of its sub-records, whether it breaks `rule`."""
    evaluate = compile_python(broken_node(rule.when, rule.require))
    group = guide.by_identifier[rule.variable or ""].group

    def ask(record: Record) -> Answer:
        if group is None:
            answers = [evaluate(record)]
        elif record.groups[group] is None:
            answers = [None]
        else:
            answers = [evaluate(part) for part in record.within(group)]
        return any(answers), None in answers

    return ask


def _replaced(read: ReadRecord, fresh: ReadRecord, named: Collection[str]) -> ReadRecord:
    """Return `read` with the columns that `fresh` holds in the place of its own."""
    failed = {name: form for name, form in read.failed.items() if name not in named}
    return ReadRecord(
        values={**read.values, **fresh.values},
        empty=frozenset(name for name in read.empty if name not in named) | fresh.empty,
        failed={**failed, **fresh.failed},
        texts=read.texts,
        groups={**read.groups, **fresh.groups},
    )


def _unusable(read: ReadRecord, forms: Mapping[tuple[str, str | None], str]) -> set[str]:
    """Return the value-level rules that the record and its sub-records break."""
    parts = [read, *(part for elements in read.groups.values() for part in elements or ())]
    return {forms[item] for part in parts for item in part.failed.items() if item in forms}


def _value_rules(guide: Guide) -> dict[tuple[str, str | None], str]:
    return {(rule.variable or "", rule.form): rule.id for rule in guide.rules if rule.level is Level.VALUE}
