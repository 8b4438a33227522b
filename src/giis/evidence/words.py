"""What a goal is, in words of both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis._text import Language, Text
from giis.evidence.goals import admitted_beyond, defaults_of
from giis.specs import wording
from giis.specs.expressions.nodes import TRUE
from giis.specs.expressions.phrases import Phrases
from giis.specs.values import as_written

if TYPE_CHECKING:
    from giis.evidence.goals import Goal
    from giis.specs import Guide, Rule, Variable

_OPTION = Text("{name} es {value}", "{name} is {value}")
_IN_LIST = Text("{name} incluye {value}", "{name} includes {value}")
_SPECIAL = Text("{name} lleva su valor especial {value}", "{name} has its special value {value}")
_EMPTY = Text("{name} está vacía", "{name} is empty")
_VALUE = Text("{name} lleva un valor{beyond}", "{name} has a value{beyond}")
_BEYOND = Text(" distinto de {values}", " other than {values}")
_LOW = Text("{name} lleva el mínimo de su rango, {value}", "{name} has the least of its range, {value}")
_HIGH = Text("{name} lleva el máximo de su rango, {value}", "{name} has the most of its range, {value}")
_CASE = Text(
    "{name}, caso {number}: si {when}, lleva {admitted}", "{name}, case {number}: if {when}, it has {admitted}"
)
_OTHERWISE = Text("{name}: ningún caso se cumple, y lleva {default}", "{name}: no case applies, and it has {default}")
_APPLIES = Text("{rule} aplica y se cumple: {title}", "{rule} applies and is kept: {title}")
_NOT = Text("{rule} no aplica: {when}", "{rule} does not apply: {when}")


def said(guide: Guide, goal: Goal) -> Text:
    """Return what a record shows that reaches `goal`.

    Parameters
    ----------
    guide : Guide
        The guide of the goal.
    goal : Goal
        What there is to show.
    """
    return Text(_Speaker(guide, "es").goal(goal), _Speaker(guide, "en").goal(goal))


class _Speaker:
    def __init__(self, guide: Guide, language: Language) -> None:
        self.guide, self.language = guide, language
        self.phrases = Phrases(guide, language)

    def goal(self, goal: Goal) -> str:
        variable = self.guide.by_identifier[goal.variable]
        rule = self.guide.by_id[goal.rule] if goal.rule else None
        name = self.guide.path(variable)
        if rule is not None:
            return self.of_rule(goal, rule, name)
        match goal.form:
            case "opcion":
                return self.fill(_IN_LIST if variable.many else _OPTION, name=name, value=self.value(goal))
            case "especial":
                return self.fill(_SPECIAL, name=name, value=self.value(goal))
            case "vacio":
                return self.fill(_EMPTY, name=name)
            case "minimo" | "maximo":
                return self.fill(_LOW if goal.form == "minimo" else _HIGH, name=name, value=self.value(goal))
            case _:
                return self.fill(_VALUE, name=name, beyond=self.beyond(variable))

    def of_rule(self, goal: Goal, rule: Rule, name: str) -> str:
        variable = self.guide.by_identifier[goal.variable]
        match goal.form:
            case "caso" if rule.otherwise is not None:
                case = rule.cases[goal.case - 1]
                when = self.phrases.condition(case.when)
                admitted = wording.set_phrase(admitted_beyond(case, rule.otherwise), variable).get(self.language)
                return self.fill(_CASE, name=name, number=goal.case, when=when, admitted=admitted)
            case "otro" if rule.otherwise is not None:
                default = wording.set_phrase(rule.otherwise, variable).get(self.language)
                return self.fill(_OTHERWISE, name=name, default=default)
            case "aplica":
                return self.fill(_APPLIES, rule=rule.id, title=rule.title.get(self.language))
            case _:
                when = self.phrases.condition(rule.when or TRUE, truth=False)
                return self.fill(_NOT, rule=rule.id, when=when)

    def fill(self, text: Text, **parts: object) -> str:
        return text.get(self.language).format(**parts)

    def value(self, goal: Goal) -> str:
        if goal.value is None:
            return ""
        label = self.guide.by_identifier[goal.variable].describe(goal.value)
        return as_written(goal.value) + (f" ({label.get(self.language)})" if label else "")

    def beyond(self, variable: Variable) -> str:
        values = [as_written(value) for value in defaults_of(self.guide, variable)]
        if not values:
            return ""
        word = "y" if self.language == "es" else "and"
        return self.fill(_BEYOND, values=wording.join(values, word))
