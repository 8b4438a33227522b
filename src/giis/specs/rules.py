"""From the declaration of a variable to its rules: those that its form implies and those written out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from giis._text import Text
from giis.specs import wording
from giis.specs.document import CatalogRef, RuleDoc, Values, ValueSetDoc, VariableDoc
from giis.specs.expressions.nodes import (
    TRUE,
    Call,
    CatalogDate,
    Compare,
    Const,
    Empty,
    InCatalog,
    InList,
    Kind,
    Node,
    OneOf,
    Position,
    Quantified,
    Repeats,
    Scalar,
    Var,
    all_of,
    any_of,
    broken_node,
    negation,
    variables_of,
)
from giis.specs.expressions.parser import ExpressionError, Scope, parse_condition, parse_expression
from giis.specs.guide import Case, Level, Many, Rule, ValueSet, Variable
from giis.specs.satisfiable import satisfiable
from giis.specs.values import element_kind, is_range, membership, parse_range, typed, unite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from giis.specs.assemble import Raw

DERIVED = (
    "vacio", "formato", "opciones", "rango", "catalogo", "casos", "maximo", "repetidos", "excluyentes",
    "grupo-vacio", "grupo", "grupo-minimo", "grupo-maximo", "secuencia", "repetido",
)  # fmt: skip
"""What a declaration requires without a rule of its own, in the ids' suffixes (`casos` has none)."""


@dataclass(frozen=True)
class Context:
    """What the rules of one guide share."""

    prefix: str
    scope: Scope
    by_identifier: dict[str, Variable]


def build_rules(variable: Variable, doc: VariableDoc, raw: Raw, context: Context) -> list[Rule]:
    """Return the rules of `variable`, value level first, in the order in which they are decided.

    Raises
    ------
    SpecError
        If a condition is ill-typed or names something unknown, a case can never apply, a value
        set does not fit the variable, or an id stands twice.
    """
    builder = _Builder(variable, doc, raw, context)
    rules = [*builder.value_rules(), *builder.record_rules()]
    return builder.with_clauses(rules)


def expression(raw: Raw, text: str, scope: Scope, *path: str | int, condition: bool = True) -> Node:
    """Return the tree of `text`, a fault of which is reported at `path` of `raw`.

    Raises
    ------
    SpecError
        If `text` is no well-typed expression (or no condition, where one is wanted).
    """
    try:
        return parse_condition(text, scope) if condition else parse_expression(text, scope)
    except ExpressionError as error:
        raise raw.fault(str(error), *path) from None


class _Builder:
    def __init__(self, variable: Variable, doc: VariableDoc, raw: Raw, context: Context) -> None:
        self.variable, self.doc, self.raw, self.context = variable, doc, raw, context
        self.var = Var(variable.kind, variable.identifier, variable.nullable, variable.group)
        terms = {**context.scope.terms, "this": self.var}
        self.scope = replace(context.scope, terms=terms, group=variable.group)

    def rule(self, suffix: str, level: Level, form: str, title: Text, **more: object) -> Rule:
        base = f"{self.context.prefix}{self.variable.number:03}"
        return Rule(
            id=f"{base}-{suffix}" if suffix else base,
            variable=self.variable.identifier,
            level=level,
            form=form,
            severity="error",
            title=title,
            source=self.variable.source,
            **more,  # type: ignore[arg-type]
        )

    def value_rules(self) -> Iterator[Rule]:
        """Yield the rules on the text of the value alone."""
        variable = self.variable
        if variable.fields:
            if not variable.nullable:
                yield self.rule("grupo-vacio", Level.VALUE, "grupo-vacio", wording.missing_title(variable))
            yield self.rule("grupo", Level.VALUE, "grupo", wording.form_title(variable))
            return
        if not variable.nullable:
            yield self.rule("vacio", Level.VALUE, "vacio", wording.missing_title(variable))
        if variable.kind is not Kind.TEXT or variable.length or variable.pattern:
            yield self.rule("formato", Level.VALUE, "formato", wording.form_title(variable))
        if variable.bounded:
            form = "opciones" if variable.options else "rango"
            yield self.rule(form, Level.VALUE, form, wording.domain_title(variable))

    def record_rules(self) -> Iterator[Rule]:
        """Yield the rules on the record."""
        cases = [self.case(index) for index in range(len(self.doc.cases))]
        if not any(case.admitted.catalog for case in cases):
            yield from self.catalog_rules()
        if cases:
            yield self.cases_rule(cases)
        elif isinstance(self.doc.otherwise, str | list | ValueSetDoc):
            raise self.raw.fault("otherwise without cases has no meaning", "otherwise")
        yield from self.list_rules()
        yield from self.group_rules()
        for index, doc in enumerate(self.doc.rules):
            yield self.explicit_rule(doc, index)

    def catalog_rules(self) -> Iterator[Rule]:
        variable, reference = self.variable, self.doc.catalog
        if variable.catalog is None or reference is None:
            return
        if not self.scope.catalog_known(variable.catalog):
            raise self.raw.fault(f"unknown catalogue {variable.catalog!r}", "catalog")
        known: Node = InCatalog(Kind.BOOLEAN, self.var, variable.catalog)
        if variable.specials:
            known = any_of(known, OneOf(Kind.BOOLEAN, self.var, tuple(variable.specials)))
        when = negation(Empty(Kind.BOOLEAN, self.var)) if variable.nullable else TRUE
        title = wording.catalog_title(variable)
        if not isinstance(reference, CatalogRef) or reference.dated is None:
            yield self.rule("catalogo", Level.RECORD, "catalogo", title, when=when, require=known)
            return
        day = expression(self.raw, reference.dated, self.scope, "catalog", "dated", condition=False)
        if day.kind is not Kind.DATE:
            raise self.raw.fault(f"{reference.dated!r} is no date", "catalog", "dated")
        covered = Compare(Kind.BOOLEAN, "<=", day, CatalogDate(Kind.DATE, variable.catalog))
        yield self.rule("catalogo", Level.RECORD, "catalogo", title, when=all_of(when, covered), require=known)
        newer = Text(
            f"{title.es}, aunque la edición disponible sea anterior al registro",
            f"{title.en}, even if the edition at hand is older than the record",
        )
        later = self.rule(
            "catalogo-vigencia",
            Level.RECORD,
            "catalogo",
            newer,
            when=all_of(when, negation(covered)),
            require=known,
        )
        yield replace(later, severity="warning")

    def case(self, index: int) -> Case:
        doc = self.doc.cases[index]
        if (doc.may is None) == (doc.must is None):
            raise self.raw.fault("a case has either `may` or `must`", "cases", index)
        when = expression(self.raw, doc.when, self.scope, "cases", index, "when")
        if doc.must is not None:
            return Case(when, self.values(doc.must, "cases", index, "must"))
        admitted, default = self.values(doc.may or [], "cases", index, "may"), self.default()
        try:
            return Case(when, unite(admitted, default))
        except ValueError as error:
            raise self.raw.fault(str(error), "cases", index, "may") from None

    def default(self) -> ValueSet:
        if self.doc.otherwise is None:
            raise self.raw.fault("cases need `otherwise`: the value where none of them holds", "cases")
        return self.values(self.doc.otherwise, "otherwise")

    def values(self, wanted: Values, *path: str | int) -> ValueSet:
        """Return the value set that the YAML writes at `path`."""
        try:
            return self._values(wanted)
        except ValueError as error:
            raise self.raw.fault(str(error), *path) from None

    def _values(self, wanted: Values) -> ValueSet:
        variable = self.variable
        unknown = (typed(self.doc.unknown, variable.kind),) if self.doc.unknown is not None else ()
        if wanted == "options":
            extra = tuple(value for value in unknown if value not in variable.options)
            keys = tuple(variable.options) + extra
            catalog = variable.catalog if not variable.bounded else None
            if not keys and variable.low is None and catalog is None:
                raise ValueError("`options` is asked for, but the variable has no options, range or catalogue")
            return ValueSet(keys, variable.low, variable.high, catalog)
        if wanted == "empty":
            if not variable.nullable:
                raise ValueError("`empty` is asked for, but the variable is not nullable")
            return ValueSet(empty=True)
        if isinstance(wanted, str) and is_range(wanted, variable.kind):
            low, high = parse_range(wanted, element_kind(variable.kind))
            self._check((low, high))
            return ValueSet((), low, high)
        if isinstance(wanted, ValueSetDoc):
            return self._described_set(wanted)
        listed = [wanted] if isinstance(wanted, str) else wanted
        if not listed or "" in listed:
            raise ValueError("a value set names one value at least; `empty` stands for no value")
        values = tuple(typed(item, variable.kind) for item in listed)
        self._check(values)
        return ValueSet(values)

    def _described_set(self, doc: ValueSetDoc) -> ValueSet:
        kind = self.variable.kind
        if doc.catalog is not None and not self.scope.catalog_known(doc.catalog):
            raise ValueError(f"unknown catalogue {doc.catalog!r}")
        values = tuple(typed(item, kind) for item in (*doc.values, *doc.also))
        low, high = parse_range(doc.range, element_kind(kind)) if doc.range else (None, None)
        if doc.catalog is None and not values and low is None:
            raise ValueError("a value set has a catalogue, a range or values")
        if doc.catalog is None and doc.except_:
            raise ValueError("`except` takes keys from a catalogue, and none is named")
        if doc.catalog is not None and kind not in (Kind.INTEGER, Kind.TEXT):
            raise ValueError(f"no catalogue has keys of type {kind}")
        if doc.catalog is None:
            self._check(values)
        if low is not None and high is not None:
            self._check((low, high))
        return ValueSet(values, low, high, doc.catalog, tuple(typed(item, kind) for item in doc.except_))

    def _check(self, values: tuple[Scalar, ...]) -> None:
        variable = self.variable
        if not variable.bounded:
            return
        for value in values:
            inside = variable.low is not None and variable.low <= value <= variable.high  # type: ignore[operator]
            if value not in variable.options and value not in variable.specials and not inside:
                raise ValueError(f"{value!r} is no option of {variable.name}")

    def cases_rule(self, cases: list[Case]) -> Rule:
        default = self.default()
        ways: list[Node] = []
        before: list[Node] = []
        for index, case in enumerate(cases):
            reached = all_of(*before, case.when)
            if not satisfiable(reached, self.context.by_identifier):
                raise self.raw.fault(f"this case can never apply: {self.doc.cases[index].when}", "cases", index, "when")
            ways.append(all_of(reached, membership(self.var, case.admitted)))
            before.append(negation(case.when))
        if any(doc.must is not None for doc in self.doc.cases):
            ways.append(all_of(*before, membership(self.var, default)))
        else:
            # Every case admits the default too: it is right whatever holds, even where that is unknown.
            ways.append(membership(self.var, default))
        return self.rule(
            "",
            Level.RECORD,
            "casos",
            wording.cases_title(self.variable, default),
            when=self.within_bounds(),
            require=any_of(*ways),
            cases=tuple(cases),
            otherwise=default,
        )

    def within_bounds(self) -> Node:
        """Return the condition that the value is one of those declared; what is read only within them is."""
        variable = self.variable
        if not variable.tentative or not variable.bounded:
            return TRUE
        values = tuple(dict.fromkeys((*variable.options, *variable.specials)))
        return membership(self.var, ValueSet(values, variable.low, variable.high))

    def list_rules(self) -> Iterator[Rule]:
        many, var = self.variable.many, self.var
        if many is None or self.variable.fields:
            return
        count = Call(Kind.INTEGER, "count", (var,))
        if many.maximum is not None:
            limit = Compare(Kind.BOOLEAN, "<=", count, Const(Kind.INTEGER, many.maximum))
            yield self._list_rule("maximo", TRUE, limit)
        yield self._list_rule("repetidos", TRUE, negation(Call(Kind.BOOLEAN, "repeated", (var,))))
        if many.exclusive:
            present = any_of(*(InList(Kind.BOOLEAN, Const(Kind.INTEGER, value), var) for value in many.exclusive))
            alone = Compare(Kind.BOOLEAN, "==", count, Const(Kind.INTEGER, 1))
            yield self._list_rule("excluyentes", present, alone)

    def group_rules(self) -> Iterator[Rule]:
        """Yield the rules on how many sub-records there are, and on the fields that count or identify them."""
        variable, many, var = self.variable, self.variable.many, self.var
        if variable.fields and many is not None:
            count = Quantified(Kind.INTEGER, "count", var, TRUE)
            when = negation(Empty(Kind.BOOLEAN, var)) if variable.nullable else TRUE
            for form, sign, limit in (("grupo-minimo", ">=", many.minimum), ("grupo-maximo", "<=", many.maximum)):
                if limit is not None and not (sign == ">=" and limit == 1):
                    within = Compare(Kind.BOOLEAN, sign, count, Const(Kind.INTEGER, limit))
                    yield self._list_rule(form, when, within)
            for key, names in (("sequence", (many.sequence,)), ("distinct", many.distinct)):
                for name in names:
                    if name is not None and name not in (field.identifier for field in variable.fields):
                        raise self.raw.fault(f"{name!r} is no field of {variable.name}", "many", key)
        if variable.group is None:
            return
        group = self.context.by_identifier[variable.group].many or Many()
        present = negation(Empty(Kind.BOOLEAN, var)) if variable.nullable else TRUE
        if variable.identifier == group.sequence:
            if variable.kind is not Kind.INTEGER:
                raise self.raw.fault("the field that counts sub-records is an integer", "type")
            counted = Compare(Kind.BOOLEAN, "==", var, Position(Kind.INTEGER, variable.group))
            yield self._list_rule("secuencia", TRUE, counted)
        if variable.identifier in group.distinct:
            yield self._list_rule("repetido", present, negation(Repeats(Kind.BOOLEAN, var)))

    def _list_rule(self, form: str, when: Node, require: Node) -> Rule:
        title = wording.list_title(self.variable, form)
        return self.rule(form, Level.RECORD, form, title, when=when, require=require)

    def explicit_rule(self, doc: RuleDoc, index: int) -> Rule:
        when = expression(self.raw, doc.when, self.scope, "rules", index, "when") if doc.when else TRUE
        require = expression(self.raw, doc.require, self.scope, "rules", index, "require")
        if not satisfiable(when, self.context.by_identifier):
            raise self.raw.fault(f"this rule can never apply: {doc.when}", "rules", index, "when")
        if not variables_of(broken_node(when, require)):
            raise self.raw.fault("this rule reads no variable of the record", "rules", index, "require")
        asks = any(isinstance(node, Empty) and node.variable == self.var for node in all_of(when, require).walk())
        if self.variable.nullable and not asks:
            when = all_of(negation(Empty(Kind.BOOLEAN, self.var)), when)
        rule = self.rule(
            doc.id,
            Level.RECORD,
            "regla",
            doc.title.text,
            when=when,
            require=require,
            mends=self.mends(doc, index),
            mends_safely=doc.mends_safely,
        )
        source = replace(rule.source, clauses=doc.clause or (), confidence=doc.confidence or rule.source.confidence)
        return replace(rule, source=source, **doc.stated())

    def mends(self, doc: RuleDoc, index: int) -> Node | None:
        """Return the value that mends a finding of a rule, of the variable's own kind."""
        if doc.mends is None:
            return None
        node = expression(self.raw, doc.mends, self.scope, "rules", index, "mends", condition=False)
        if node.kind is not self.variable.kind or self.variable.group is not None:
            raise self.raw.fault(f"no value of type {self.variable.kind} mends this", "rules", index, "mends")
        return node

    def with_clauses(self, rules: list[Rule]) -> list[Rule]:
        """Return `rules`, the derived ones with the paragraphs and readings that the YAML gives them."""
        present = {rule.form for rule in rules}
        for path in ("covers", "readings", "confidences"):
            for key in getattr(self.doc, path):
                if key not in DERIVED or key not in present:
                    raise self.raw.fault(f"the variable has no derived rule {key!r}", path, key)
        seen: set[str] = set()
        for rule in rules:
            if rule.id in seen:
                same = [index for index, doc in enumerate(self.doc.rules) if rule.id.endswith(f"-{doc.id}")]
                raise self.raw.fault(f"the rule id {rule.id} stands twice", "rules", same[-1], "id")
            seen.add(rule.id)
        return [self._with_clause(rule) for rule in rules]

    def _with_clause(self, rule: Rule) -> Rule:
        doc = self.doc
        if not any(rule.form in given for given in (doc.covers, doc.readings, doc.confidences)):
            return rule
        reading = self.doc.readings.get(rule.form)
        source = replace(
            rule.source,
            clauses=self.doc.covers.get(rule.form, ()),
            confidence=self.doc.confidences.get(rule.form, rule.source.confidence),
        )
        return replace(rule, source=source, reading=reading.text if reading else None)
