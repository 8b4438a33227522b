"""What there is to show of a guide: every option, default, case and rule of it, as conditions on a record.

The goals follow from the guide alone. Together they are its branches: records that reach all of them take every option
of every variable, every case of every statement, and meet every rule both where it applies and where it does not.
Implements no paragraph of a guide; it says which paragraphs a file exercises.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from giis.specs.expressions.nodes import (
    TRUE,
    Between,
    Call,
    Compare,
    Const,
    Empty,
    InList,
    Kind,
    Node,
    OneOf,
    Quantified,
    Scalar,
    Var,
    all_of,
    negation,
)
from giis.specs.values import as_written, element_kind, membership

if TYPE_CHECKING:
    from collections.abc import Iterator

    from giis.specs import Case, Guide, Rule, ValueSet, Variable

Form = Literal[
    "opcion", "especial", "vacio", "valor", "minimo", "maximo", "caso", "otro", "aplica", "no-aplica"
]  # fmt: skip
"""What a goal is made from; it stands in the goal's id."""


@dataclass(frozen=True, slots=True)
class Goal:
    """One thing that a record can show.

    Parameters
    ----------
    id : str
        Stable: the variable's or the rule's id, a colon, the form, and what it is about: `CEX055:opcion=2`,
        `CEX055:caso=1`, `CEX055:otro`, `CEX043-sexo:aplica`.
    form : str
        What it is made from: `opcion` (the value is this option), `especial` (a default or sentinel that is no option),
        `vacio` (nothing stands there), `valor` (a value beyond the defaults, of a variable without options), `minimo`,
        `maximo` (an end of the range), `caso` (a case decides, and the value is beyond the default), `otro` (no case
        applies), `aplica`, `no-aplica` (a rule applies and is kept; it does not apply).
    variable : str
        The identifier of the variable.
    condition : Node
        What holds for a record that reaches it. Of a field of sub-records: for some sub-record.
    inner : Node
        The same of a sub-record; of another variable it is the condition itself.
    rule : str or None
        The rule of which it is, for the forms that have one.
    value : scalar, optional
        The option, special value or end of the range.
    case : int
        The number of the case, counted from 1; 0 for the other forms.
    beyond : bool
        Whether a valid record that reaches it shows that the variable is implemented: it has something beyond its
        defaults.
    """

    id: str
    form: Form
    variable: str
    condition: Node
    inner: Node
    rule: str | None = None
    value: Scalar | None = None
    case: int = 0
    beyond: bool = False


def goals_of(guide: Guide) -> tuple[Goal, ...]:
    """Return the goals of a guide, in the order of its variables.

    Parameters
    ----------
    guide : Guide
        The guide.
    """
    rules: dict[str, list[Rule]] = {}
    for rule in guide.rules:
        if rule.form in ("casos", "regla"):
            rules.setdefault(rule.variable or "", []).append(rule)
    return tuple(
        goal
        for column in guide.variables
        for variable in (column, *column.fields)
        for goal in _Maker(guide, variable, rules.get(variable.identifier, [])).goals()
    )


def defaults_of(guide: Guide, variable: Variable) -> tuple[Scalar, ...]:
    """Return the values that say nothing of `variable`: its sentinels, and the one that it has where no case applies.

    What stands where no case applies is no default if it is a choice between several values.
    """
    rule = next((item for item in guide.rules if item.form == "casos" and item.variable == variable.identifier), None)
    return _defaults(variable, rule)


def _defaults(variable: Variable, cases: Rule | None) -> tuple[Scalar, ...]:
    default = cases.otherwise.single if cases is not None and cases.otherwise is not None else None
    return tuple(dict.fromkeys((*variable.specials, *(() if default is None else (default,)))))


class _Maker:
    """Makes the goals of one variable."""

    def __init__(self, guide: Guide, variable: Variable, rules: list[Rule]) -> None:
        self.variable = variable
        self.base = f"{guide.prefix}{variable.number:03}"
        self.var = Var(variable.kind, variable.identifier, variable.nullable, variable.group)
        group = guide.by_identifier[variable.group] if variable.group else None
        self.group = Var(group.kind, group.identifier, group.nullable) if group else None
        self.cases = next((rule for rule in rules if rule.form == "casos"), None)
        self.explicit = [rule for rule in rules if rule.form == "regla"]
        self.defaults = _defaults(variable, self.cases)

    def goals(self) -> Iterator[Goal]:
        if self.variable.kind is not Kind.RECORDS:
            yield from self.of_values()
        elif self.variable.nullable:
            yield self.goal("vacio", Empty(Kind.BOOLEAN, self.var))
        yield from self.of_cases()
        for rule in self.explicit:
            yield from self.of_rule(rule)

    def goal(
        self,
        form: Form,
        inner: Node,
        *,
        rule: str | None = None,
        value: Scalar | None = None,
        case: int = 0,
        beyond: bool = False,
    ) -> Goal:
        told = f"={as_written(value)}" if form in ("opcion", "especial") and value is not None else ""
        about = told or (f"={case}" if case else "")
        condition = inner if self.group is None else Quantified(Kind.BOOLEAN, "any", self.group, inner)
        name = f"{rule or self.base}:{form}{about}"
        return Goal(name, form, self.variable.identifier, condition, inner, rule, value, case, beyond)

    # What stands there

    def of_values(self) -> Iterator[Goal]:
        variable = self.variable
        for value in variable.options:
            yield self.goal("opcion", self.has(value), value=value, beyond=value not in self.defaults)
        for value in self.defaults:
            if value not in variable.options:
                yield self.goal("especial", self.has(value), value=value)
        if variable.nullable:
            yield self.goal("vacio", Empty(Kind.BOOLEAN, self.var))
        if variable.options:
            return
        yield self.goal("valor", all_of(self.filled(), self.beyond_defaults()), beyond=True)
        for form, end in (("minimo", variable.low), ("maximo", variable.high)):
            if end is not None and end not in self.defaults:
                yield self.goal("minimo" if form == "minimo" else "maximo", self.has(end), value=end, beyond=True)

    def has(self, value: Scalar) -> Node:
        """Return the condition that the value is `value`, or of a list, that it is one of its elements."""
        constant = Const(element_kind(self.var.kind), value)
        if self.var.kind is Kind.INTEGERS:
            return InList(Kind.BOOLEAN, constant, self.var)
        return Compare(Kind.BOOLEAN, "==", self.var, constant)

    def filled(self) -> Node:
        """Return the condition that there is a usable value, within the range where there is one."""
        low, high, kind = self.variable.low, self.variable.high, self.var.kind
        if kind is Kind.INTEGERS:
            number = Call(Kind.INTEGER, "count", (self.var,))
            return Compare(Kind.BOOLEAN, ">=", number, Const(Kind.INTEGER, 1))
        if low is not None and high is not None:
            return Between(Kind.BOOLEAN, self.var, Const(kind, low), Const(kind, high))
        # A value is equal to itself; what is unusable or empty is not.
        return Compare(Kind.BOOLEAN, "==", self.var, self.var)

    def beyond_defaults(self) -> Node:
        """Return the condition that the value is none of the defaults."""
        if not self.defaults:
            return TRUE
        if self.var.kind is Kind.INTEGERS:
            return all_of(*(negation(self.has(value)) for value in self.defaults))
        return negation(OneOf(Kind.BOOLEAN, self.var, self.defaults))

    # What decides

    def of_cases(self) -> Iterator[Goal]:
        if self.cases is None or self.cases.otherwise is None:
            return
        before: list[Node] = []
        for number, case in enumerate(self.cases.cases, 1):
            taken = all_of(*before, case.when, self.taken(case, self.cases.otherwise))
            yield self.goal("caso", taken, rule=self.cases.id, case=number)
            before.append(negation(case.when))
        none = all_of(*before, membership(self.var, self.cases.otherwise))
        yield self.goal("otro", none, rule=self.cases.id)

    def taken(self, case: Case, otherwise: ValueSet) -> Node:
        """Return the condition that the value is one that the case admits, beyond the default where it admits more."""
        wanted = admitted_beyond(case, otherwise)
        within = membership(self.var, wanted)
        default = otherwise.single
        if default is not None and default not in wanted.values:
            return all_of(negation(OneOf(Kind.BOOLEAN, self.var, (default,))), within)
        return within

    def of_rule(self, rule: Rule) -> Iterator[Goal]:
        when = rule.when or TRUE
        yield self.goal("aplica", all_of(when, rule.require or TRUE), rule=rule.id)
        if when != TRUE:
            yield self.goal("no-aplica", negation(when), rule=rule.id)


def admitted_beyond(case: Case, otherwise: ValueSet) -> ValueSet:
    """Return what a case admits beyond the default: all that it admits, if that is the default alone.

    Parameters
    ----------
    case : Case
        A case of a statement.
    otherwise : ValueSet
        What is wanted where no case applies; it is a default if it is one value, or nothing.
    """
    admitted, default = case.admitted, otherwise.single
    values = tuple(value for value in admitted.values if default is None or value != default)
    spread = admitted.low is not None or admitted.catalog is not None
    if not values and not spread:
        return admitted
    return replace(admitted, values=values, empty=admitted.empty and not otherwise.empty)
