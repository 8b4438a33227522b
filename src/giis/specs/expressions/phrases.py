"""A condition as text for people: in general (what is required) and for one record (what is the case).

The same tree that is compiled to Polars and to Python is read here; nothing is written by hand a second time.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from giis._text import Language, Text
from giis.specs.expressions.functions import SIGNATURES
from giis.specs.expressions.nodes import (
    TRUE,
    And,
    AsOf,
    Attribute,
    Between,
    Call,
    CatalogDate,
    Compare,
    Const,
    Empty,
    InCatalog,
    InList,
    Kind,
    Node,
    Not,
    OneOf,
    Or,
    Position,
    Quantified,
    Repeats,
    Scalar,
    Term,
    Var,
    variables_of,
)

if TYPE_CHECKING:
    from giis.specs.guide import Guide

_COMPARISONS: dict[str, tuple[Text, Text]] = {
    "==": (Text("{0} es {1}", "{0} is {1}"), Text("{0} no es {1}", "{0} is not {1}")),
    "<": (
        Text("{0} es menor que {1}", "{0} is less than {1}"),
        Text("{0} no es menor que {1}", "{0} is not less than {1}"),
    ),
    "<=": (
        Text("{0} es menor o igual que {1}", "{0} is at most {1}"),
        Text("{0} es mayor que {1}", "{0} is greater than {1}"),
    ),
    ">": (
        Text("{0} es mayor que {1}", "{0} is greater than {1}"),
        Text("{0} no es mayor que {1}", "{0} is not greater than {1}"),
    ),
    ">=": (
        Text("{0} es mayor o igual que {1}", "{0} is at least {1}"),
        Text("{0} es menor que {1}", "{0} is less than {1}"),
    ),
}
_DATES: dict[str, tuple[Text, Text]] = {
    "==": _COMPARISONS["=="],
    "<": (
        Text("{0} es anterior a {1}", "{0} is before {1}"),
        Text("{0} no es anterior a {1}", "{0} is not before {1}"),
    ),
    "<=": (
        Text("{0} no es posterior a {1}", "{0} is not after {1}"),
        Text("{0} es posterior a {1}", "{0} is after {1}"),
    ),
    ">": (
        Text("{0} es posterior a {1}", "{0} is after {1}"),
        Text("{0} no es posterior a {1}", "{0} is not after {1}"),
    ),
    ">=": (
        Text("{0} no es anterior a {1}", "{0} is not before {1}"),
        Text("{0} es anterior a {1}", "{0} is before {1}"),
    ),
}
_LIMITS = {
    "A": ("years", Text("{0} años", "{0} years")),
    "M": ("months", Text("{0} meses", "{0} months")),
    "D": ("days", Text("{0} días", "{0} days")),
    "H": ("days", Text("{0} días", "{0} days")),
}
"""By the unit of a limit of age: the function that counts the age in it, and how a number of it reads."""
_LIMIT = re.compile(r"([0-9]{3})([AMDH])")
_HIDDEN = "•••"
_BETWEEN = (
    Text("{0} está entre {1} y {2}", "{0} is between {1} and {2}"),
    Text("{0} no está entre {1} y {2}", "{0} is not between {1} and {2}"),
)
_ONE_OF = (Text("{0} es {1}", "{0} is {1}"), Text("{0} no es {1}", "{0} is not {1}"))
_EVERY = (
    Text("cada valor de {0} es {1}", "each value of {0} is {1}"),
    Text("algún valor de {0} no es {1}", "some value of {0} is not {1}"),
)
_IN_LIST = (Text("{0} está en {1}", "{0} is in {1}"), Text("{0} no está en {1}", "{0} is not in {1}"))
_IN_CATALOG = (
    Text("{0} está en el catálogo {1}", "{0} is in the catalogue {1}"),
    Text("{0} no está en el catálogo {1}", "{0} is not in the catalogue {1}"),
)
_EMPTY = (Text("{0} está vacía", "{0} is empty"), Text("{0} trae un valor", "{0} has a value"))
_SOME = Text("en algún subregistro de {0}, {1}", "in some sub-record of {0}, {1}")
_QUANTIFIED = {
    ("any", True): (_SOME, True),
    ("any", False): (Text("en ningún subregistro de {0}, {1}", "in no sub-record of {0}, {1}"), True),
    ("all", True): (Text("en cada subregistro de {0}, {1}", "in each sub-record of {0}, {1}"), True),
    ("all", False): (_SOME, False),
}
"""By function and truth: the phrase, and whether the inner condition is told as holding."""
_COUNT = Text("el número de subregistros de {0}", "the number of sub-records of {0}")
_COUNT_OF = Text("el número de subregistros de {0} en que {1}", "the number of sub-records of {0} in which {1}")
_POSITION = Text("la posición del subregistro", "the position of the sub-record")
_REPEATS = (
    Text("{0} repite un subregistro anterior", "{0} repeats an earlier sub-record"),
    Text("{0} no repite un subregistro anterior", "{0} repeats no earlier sub-record"),
)
_FLAG = (Text("{0} es SI", "{0} is SI"), Text("{0} es NO", "{0} is NO"))
_WORDS = {
    "es": ("y", "o", "ni", "de", "la fecha de registro"),
    "en": ("and", "or", "nor", "of", "the date of registration"),
}

Answer = Callable[[Node], Any]
"""From a node to its value in one record; None where it has none."""


class Phrases:
    """Reads conditions of one guide aloud.

    Parameters
    ----------
    guide : Guide
        Gives names, labels and units.
    language : {"es", "en"}
        The language of the text.
    answer : callable, optional
        The values of one record; with it the phrases carry them.
    shown : callable, optional
        Whether the value of a variable (by identifier) may be shown; all may by default.
    own : str, optional
        The variable that the finding stands on: its value is told there, so it is not told again.
    """

    def __init__(
        self,
        guide: Guide,
        language: Language,
        answer: Answer | None = None,
        shown: Callable[[str], bool] = lambda name: True,
        own: str | None = None,
    ) -> None:
        self._guide, self._language, self._own = guide, language, own
        self._answer, self._shown = answer, shown
        self._and, self._or, self._nor, self._of, self._as_of = _WORDS[language]

    def condition(self, node: Node, truth: bool = True) -> str:
        """Return the whole of `node`, or of its negation, as one phrase."""
        match node:
            case Not(item=item):
                return self.condition(item, not truth)
            case Term(kind=Kind.BOOLEAN, definition=definition):
                return self.condition(definition, truth)
            case And(items=items) | Or(items=items):
                joint = isinstance(node, And) is truth
                parts = [
                    f"({text})" if _compound(item, truth) is not None and _compound(item, truth) is not joint else text
                    for item in items
                    for text in (self.condition(item, truth),)
                ]
                return f" {self._and if joint else self._or} ".join(parts)
            case Const(kind=Kind.BOOLEAN, value=value):
                always, never = ("siempre", "nunca") if self._language == "es" else ("always", "never")
                return always if bool(value) is truth else never
            case _:
                return self._atom(node, truth)

    def reasons(self, node: Node) -> list[str]:
        """Return the atoms that make `node` what it is in the record, each as a phrase with its values."""
        if self._answer is None:
            return [self.condition(node)]
        return list(dict.fromkeys(text for _, text in self._reasons(node, self._answer)))

    def outer_reasons(self, node: Node) -> list[str]:
        """Return the reasons that speak of more than the finding's own variable, by the labels of terms."""
        if self._answer is None:
            return [self.condition(node)]
        own = {self._own}
        found = self._reasons(node, self._answer, labelled=True)
        return list(dict.fromkeys(text for atom, text in found if variables_of(atom) - own))

    def _reasons(self, node: Node, answer: Answer, *, labelled: bool = False) -> list[tuple[Node, str]]:
        truth = answer(node)
        match node:
            case Not(item=item):
                return self._reasons(item, answer, labelled=labelled)
            case Term(kind=Kind.BOOLEAN, name=name, definition=definition):
                label = self._guide.term_labels.get(name)
                if labelled and truth is True and label is not None:
                    return [(node, label.get(self._language))]
                return self._reasons(definition, answer, labelled=labelled)
            case And(items=items) | Or(items=items):
                decisive = isinstance(node, Or)
                if truth is decisive:
                    deciding = [item for item in items if answer(item) is decisive]
                    if decisive:
                        deciding = deciding[:1]
                    return [found for item in deciding for found in self._reasons(item, answer, labelled=labelled)]
                return [found for item in items for found in self._reasons(item, answer, labelled=labelled)]
            case Const():
                return []
            case _:
                return [] if truth is None else [(node, self._atom(node, truth))]

    def _atom(self, node: Node, truth: bool) -> str:
        match node:
            case Compare(operator="!=", left=left, right=right):
                return self._compare("==", left, right, not truth)
            case Compare(operator=operator, left=left, right=right):
                return self._compare(operator, left, right, truth)
            case Between(item=item, low=low, high=high):
                parts = (self.operand(item), self._constant(low, None), self._constant(high, item))
                return self._form(_BETWEEN, truth, *parts)
            case OneOf(item=item, values=values):
                many = item.kind is Kind.INTEGERS
                named = self._values(values, item, truth or many)
                return self._form(_EVERY if many else _ONE_OF, truth, self._subject(item, truth), named)
            case InList(item=item, container=container):
                return self._form(_IN_LIST, truth, self.operand(item), self.operand(container))
            case InCatalog(item=item, catalog=catalog):
                return self._form(_IN_CATALOG, truth, self.operand(item), catalog)
            case Empty(variable=variable):
                return self._form(_EMPTY, truth, self._name(variable))
            case Quantified(function=function, group=group, condition=condition):
                form, holds = _QUANTIFIED[function, truth]
                inner = Phrases(self._guide, self._language).condition(condition, holds)
                return form.get(self._language).format(self._name(group), inner)
            case Repeats(variable=variable):
                return self._form(_REPEATS, truth, self.operand(variable))
            case Call(function="meets_lower" | "meets_upper", arguments=(limit, birth, at)):
                return self._test(node.function, truth, self._limit(limit, birth, at))
            case Call(function=function, arguments=arguments):
                return self._test(function, truth, tuple(self._constant(item, None) for item in arguments))
            case _:
                return self._form(_FLAG, truth, self._name(node))

    def _test(self, function: str, truth: bool, operands: tuple[str, ...]) -> str:
        signature = SIGNATURES[function]
        form = (signature.holds if truth else signature.fails) or Text("", "")
        return form.get(self._language).format(*operands)

    def _form(self, forms: tuple[Text, Text], truth: bool, *parts: str) -> str:
        return forms[0 if truth else 1].get(self._language).format(*parts)

    def _compare(self, operator: str, left: Node, right: Node, truth: bool) -> str:
        forms = _DATES if left.kind is Kind.DATE else _COMPARISONS
        if self._answer is not None and not (self._open(left) and self._open(right)):
            # What is compared with a confidential value may tell it.
            other = self._name(right)
            if truth and operator == "==" and isinstance(right, Const) and not self._public(right.value):
                other = _HIDDEN
            return self._form(forms[operator], truth, self._name(left), other)
        subject = self._subject(left, truth and operator == "==")
        return self._form(forms[operator], truth, subject, self._constant(right, left))

    def _open(self, node: Node) -> bool:
        """Return whether the value of `node` may be shown."""
        return isinstance(node, Term) or all(self._shown(name) for name in variables_of(node))

    def _public(self, value: Scalar) -> bool:
        return value in self._guide.constants.values()

    def _limit(self, limit: Node, birth: Node, at: Node) -> tuple[str, str]:
        """Return a limit of age and, where there is a record, the age in the limit's unit."""
        value = self._answer(limit) if self._answer is not None else None
        match = _LIMIT.fullmatch(value) if isinstance(value, str) else None
        if match is None or self._answer is None:
            return self._name(limit), ""
        function, unit = _LIMITS[match[2]]
        number = int(match[1]) // 24 if match[2] == "H" else int(match[1])
        age = self._answer(Call(Kind.INTEGER, function, (birth, at)))
        form = unit.get(self._language)
        return form.format(number), f" ({form.format(age)})"

    def _subject(self, node: Node, told: bool) -> str:
        """Return `node`, with its value unless the phrase tells it anyway."""
        return self._name(node) if told else self.operand(node)

    def operand(self, node: Node) -> str:
        """Return `node` by name, with its value where there is a record."""
        name = self._name(node)
        value = self._value(node)
        return name if value is None else f"{name} ({value})"

    def _value(self, node: Node) -> str | None:
        if self._answer is None or isinstance(node, Const) or (isinstance(node, Var) and node.name == self._own):
            return None
        value = self._answer(node)
        if value is None:
            return None
        return self._written(value, node) if self._open(node) else None

    def _written(self, value: Any, like: Node | None) -> str:
        from giis.specs.values import as_written

        if isinstance(value, tuple):
            return ", ".join(as_written(item) for item in value)
        text = as_written(value)
        if isinstance(like, Term) and like.name in self._guide.term_units:
            return f"{text} {self._guide.term_units[like.name].get(self._language)}"
        label = self._guide.by_identifier[like.name].describe(value) if isinstance(like, Var) else None
        return f"{text}, {label.get(self._language)}" if label else text

    def _constant(self, node: Node, like: Node | None) -> str:
        """Return `node`; a literal with the label that it has as a value of `like`."""
        if not isinstance(node, Const):
            return self.operand(node)
        return self._literal(node.value, like)

    def _literal(self, value: Scalar, like: Node | None) -> str:
        from giis.specs.values import as_written

        text = as_written(value)
        if isinstance(like, Term) and like.name in self._guide.term_units:
            return f"{text} {self._guide.term_units[like.name].get(self._language)}"
        if isinstance(like, Var):
            label = self._guide.by_identifier[like.name].describe(value)
            if label:
                return f"{text} ({label.get(self._language)})"
        return text if text else "«»"

    def _values(self, values: tuple[Scalar, ...], item: Node, truth: bool) -> str:
        written = [self._literal(value, item) for value in values]
        if len(written) == 1:
            return written[0]
        return f"{', '.join(written[:-1])} {self._or if truth else self._nor} {written[-1]}"

    def _name(self, node: Node) -> str:
        match node:
            case Var(name=name):
                return self._guide.by_identifier[name].name
            case Term(name=name):
                label = self._guide.term_labels.get(name)
                return label.get(self._language) if label else self._name(node.definition)
            case Attribute(variable=variable, name=name):
                return f"{name} {self._of} {self._name(variable)}"
            case AsOf():
                return self._as_of
            case Position():
                return _POSITION.get(self._language)
            case Quantified(function="count", group=group, condition=condition):
                form = _COUNT if condition == TRUE else _COUNT_OF
                inner = Phrases(self._guide, self._language).condition(condition)
                return form.get(self._language).format(self._name(group), inner)
            case CatalogDate(catalog=catalog):
                return f"{'la edición de' if self._language == 'es' else 'the edition of'} {catalog}"
            case Call(function=function, arguments=arguments):
                phrase = SIGNATURES[function].phrase or Text(function, function)
                return phrase.get(self._language).format(*(self._constant(item, None) for item in arguments))
            case Const(value=value):
                return self._literal(value, None)
            case _:
                return self.condition(node)


def _compound(node: Node, truth: bool) -> bool | None:
    """Return whether `node` reads as a conjunction (True) or a disjunction (False); None for an atom."""
    match node:
        case Not(item=item):
            return _compound(item, not truth)
        case Term(kind=Kind.BOOLEAN, definition=definition):
            return _compound(definition, truth)
        case And():
            return truth
        case Or():
            return not truth
        case _:
            return None
