"""The cases of a guide, ready to tell its mutants from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from giis.specs import Level
from giis.specs.expressions.nodes import broken_node, variables_of
from giis.validators.findings import severity_of
from giis.validators.predicate import Record, compile_python
from giis.validators.reading import reader
from giis.validators.validate import validate

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from giis.catalogs import Catalog
    from giis.conformance import Case, Conformance
    from giis.specs import Guide, Rule
    from giis.validators.predicate import Evaluator
    from giis.validators.reading import Reading

Readings = dict[str, "Reading"]


@dataclass(frozen=True)
class Asked:
    """One case, its texts by identifier, and what the guide as it is reads in them."""

    case: Case
    texts: Mapping[str, str]
    readings: Readings
    catalogs: Mapping[str, Catalog]

    def told(self, answers: Mapping[str, bool | None]) -> bool:
        """Tell whether the answers, of broken or not by rule, are other than the case wants."""
        wanted, open_ = self.case.expect, self.case.undecided
        return any(
            bool(answer) is not (name in wanted) or (open_ is not None and (answer is None) is not (name in open_))
            for name, answer in answers.items()
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
        readers = _readers(guide, [variable.identifier for variable in guide.variables])
        catalogs = {
            missing: data.store(missing).named(guide.catalogs) for missing in {case.missing for case in data.cases}
        }
        self.asked = []
        for case in data.cases:
            texts = {variable.identifier: case.record[variable.name] for variable in guide.variables}
            readings = {name: read(texts[name]) for name, read in readers.items()}
            self.asked.append(Asked(case, texts, readings, catalogs[case.missing]))
        self.check()

    def check(self) -> None:
        """Raise ValueError if a case does not hold for the guide as it is."""
        evaluators = {rule.id: _evaluator(rule) for rule in self.rules.values() if rule.level is Level.RECORD}
        nullable = _nullable(self.guide)
        for item in self.asked:
            forms = {self.own_forms.get((name, found.failed)) for name, found in item.readings.items()} - {None}
            values = {rule_id for rule_id in item.case.expect if self.rules[rule_id].level is Level.VALUE}
            if forms != values or self._answers_otherwise(item, {}, evaluators, nullable):
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
        own = self.guide.by_identifier
        readers = _readers(mutant, [name for name, other in mutant.by_identifier.items() if other != own[name]])
        rules = {rule.id: rule for rule in mutant.rules if rule.level is Level.RECORD}
        gone = {name for name, rule in self.rules.items() if rule.level is Level.RECORD} - rules.keys()
        evaluators = {name: _evaluator(rule) for name, rule in rules.items() if self._differs(rule, readers)}
        forms, nullable = _value_rules(mutant), _nullable(mutant)
        touched = {name for name, _ in forms.keys() ^ self.own_forms.keys()} | readers.keys()
        for item in self.asked:
            fresh = {name: read(item.texts[name]) for name, read in readers.items()}
            for name in touched:
                before = item.readings[name]
                if forms.get((name, fresh.get(name, before).failed)) != self.own_forms.get((name, before.failed)):
                    return item.case.id
            if gone & item.case.expect or self._answers_otherwise(item, fresh, evaluators, nullable):
                return item.case.id
        return None

    def _answers_otherwise(
        self, item: Asked, fresh: Readings, evaluators: Mapping[str, Evaluator], nullable: frozenset[str]
    ) -> bool:
        if not evaluators:
            return False
        values = {name: found.value for name, found in {**item.readings, **fresh}.items()}
        empty = frozenset(name for name in nullable if item.texts[name] == "")
        record = Record(values, empty, item.catalogs, self.data.as_of)
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


def _readers(guide: Guide, names: Collection[str]) -> dict[str, Callable[[str], Reading]]:
    return {name: reader(guide.by_identifier[name]) for name in names}


def _evaluator(rule: Rule) -> Evaluator:
    return compile_python(broken_node(rule.when, rule.require))


def _nullable(guide: Guide) -> frozenset[str]:
    return frozenset(variable.identifier for variable in guide.variables if variable.nullable)


def _value_rules(guide: Guide) -> dict[tuple[str, str | None], str]:
    return {(rule.variable or "", rule.form): rule.id for rule in guide.rules if rule.level is Level.VALUE}
