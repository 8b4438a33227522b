"""From the YAML of a guide to the checked `Guide`."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, replace
from keyword import iskeyword, kwlist
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from giis.specs.assemble import Parts, Raw, assemble, raw_from
from giis.specs.document import AcrossDoc, ConstantsDoc, FileRuleDoc, GuideDoc, StatementDoc, TermDoc, VariableDoc
from giis.specs.expressions.nodes import Kind, Node, Scalar, Term, Var
from giis.specs.expressions.parser import Scope, Symbol
from giis.specs.forms import KINDS, build_variable, identifier_of
from giis.specs.guide import Disposition, FileRule, Guide, Level, Rule, Source, Variable
from giis.specs.rules import Context, build_rules, expression
from giis.specs.statements import disposition_of, dispositions_of
from giis.specs.together import across_rules, file_rule
from giis.specs.values import parse_date

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pydantic_core import ErrorDetails

    from giis._text import Text
    from giis._yaml import YamlMap

Model = TypeVar("Model", bound=BaseModel)
_RESERVED = ("this", "as_of", "catalog", "position")


@dataclass(frozen=True)
class Library:
    """What a guide may refer to outside its own file."""

    read_block: Callable[[str], tuple[YamlMap, str]]
    code_list: Callable[[str], Mapping[str, str]]
    attribute_kind: Callable[[str, str], Kind]
    catalog_known: Callable[[str], bool]
    structure: tuple[Rule, ...]
    across: tuple[Raw, ...] = ()
    """The rules on files of several guides."""


def build_guide(data: YamlMap, file: str, library: Library) -> Guide:
    """Return the guide that `data`, the content of the YAML file `file`, defines.

    Raises
    ------
    SpecError
        For the first fault found, with file and line.
    """
    return _Builder(data, file, library).build()


def shaped(model: type[Model], raw: Raw) -> Model:
    """Return the keys of `raw` as `model`.

    Raises
    ------
    SpecError
        If a key is missing, unknown, or of the wrong form.
    """
    try:
        return model.model_validate(raw.data)
    except ValidationError as error:
        first = _telling(error.errors(include_url=False))
        path = tuple(first["loc"])
        message = {"extra_forbidden": "unknown key", "missing": "this key is missing"}.get(
            first["type"], str(first["msg"]).removeprefix("Value error, ")
        )
        raise raw.fault(f"{'.'.join(map(str, path))}: {message}", *path) from None


def _telling(errors: Sequence[ErrorDetails]) -> ErrorDetails:
    """Return the error that tells most: of those under the first key, an unknown key, else the deepest."""
    key = errors[0]["loc"][:1]
    near = [error for error in errors if error["loc"][:1] == key]
    unknown = [error for error in errors if error["type"] == "extra_forbidden"]
    return max(near, key=lambda error: len(error["loc"])) if not unknown else unknown[0]


@dataclass(frozen=True)
class _Declared:
    """A variable as the YAML declares it, and the fields of its sub-records."""

    doc: VariableDoc
    raw: Raw
    fields: tuple[_Declared, ...] = ()

    @property
    def identifier(self) -> str:
        return self.doc.identifier or identifier_of(self.doc.name)


class _Builder:
    def __init__(self, data: YamlMap, file: str, library: Library) -> None:
        self.data, self.file, self.library = data, file, library
        self.raw = raw_from(data, file)
        self.doc = shaped(GuideDoc, self.raw)
        self.parts: Parts = assemble(data, file, library.read_block)
        self.source = Source(self.doc.source.document, confidence=self.doc.source.confidence)
        self.sentinels = {key: text.text for key, text in self.doc.sentinels.items()}
        self.constants = self.all_constants()

    def build(self) -> Guide:
        declared = [self.declared(raw) for raw in self.parts.variables]
        scope = self.scope(declared)
        terms, labels, units = self.terms(scope)
        scope = replace(scope, terms=terms)
        variables = self.variables(declared)
        pairs = [
            pair
            for variable, item in zip(variables, declared, strict=True)
            for pair in ((variable, item), *zip(variable.fields, item.fields, strict=True))
        ]
        self.unique(pairs)
        context = Context(self.doc.prefix, scope, {variable.identifier: variable for variable, _ in pairs})
        file_rules = self.file_rules(scope)
        across = across_rules(
            self.library.across,
            [shaped(AcrossDoc, raw) for raw in self.library.across],
            self.doc.guide,
            scope,
            self.source,
        )
        rules: list[Rule] = []
        statements: list[Disposition] = []
        for variable, item in pairs:
            own = build_rules(variable, item.doc, item.raw, context)
            rules += own
            folded = [item.rule for item in (*file_rules, *across) if item.rule.variable == variable.identifier]
            statements += dispositions_of(variable, item.doc, item.raw, self.doc.prefix, [*own, *folded])
        known = {rule.id: rule for rule in (*rules, *self.library.structure)}
        known |= {item.rule.id: item.rule for item in (*file_rules, *across)}
        said: dict[str, StatementDoc] = {}
        places = {item.place for item in statements}
        for raw in self.list_of("statements"):
            statement = shaped(StatementDoc, raw)
            found = disposition_of(statement, raw, known)
            for rule_id in found.rules:
                said.setdefault(rule_id, statement)
            if found.place in places:
                raise raw.fault(f"the statement {found.place} stands twice", "id")
            places.add(found.place)
            statements.append(found)
        return Guide(
            id=self.doc.guide,
            name=self.doc.name.text,
            subsystem=self.doc.subsystem,
            published=self.doc.date,
            prefix=self.doc.prefix,
            file_types=tuple(self.doc.file_types),
            source=self.source,
            variables=tuple(variables),
            terms=terms,
            term_labels=labels,
            term_units=units,
            rules=tuple(rules),
            file_rules=tuple(replace(item, rule=self.placed(item.rule, said)) for item in file_rules),
            across=tuple(replace(item, rule=self.placed(item.rule, said)) for item in across),
            structure=tuple(self.placed(rule, said) for rule in self.library.structure),
            statements=tuple(statements),
            readings={name: text.text for name, text in self.doc.readings.items()},
            digest="",
            constants=self.constants,
            period=self.named(scope, "period", Kind.DATE),
            repeating=self.repeating(scope),
            unit=self.named(scope, "unit", Kind.TEXT),
        )

    def declared(self, raw: Raw) -> _Declared:
        doc = shaped(VariableDoc, raw)
        return _Declared(doc, raw, tuple(self.declared(field) for field in raw.items("fields")))

    def variables(self, declared: Sequence[_Declared]) -> list[Variable]:
        """Return the columns with their fields, numbered as the guide's dictionary does."""
        known = (self.source, self.library.code_list, self.sentinels)
        variables: list[Variable] = []
        number = 1
        for column, item in enumerate(declared, 1):
            variable = build_variable(item.doc, item.raw, number, column, *known)
            fields = tuple(
                build_variable(field.doc, field.raw, number + place, column, *known, group=variable.identifier)
                for place, field in enumerate(item.fields)
            )
            number += len(fields) or 1
            variables.append(replace(variable, fields=fields))
        return variables

    def all_constants(self) -> dict[str, Scalar | tuple[Scalar, ...]]:
        """Return the constants of the guide and its blocks; the guide's own go before."""
        found: dict[str, Scalar | tuple[Scalar, ...]] = {}
        for raw in self.parts.constants:
            for name, value in shaped(ConstantsDoc, raw).constants.items():
                try:
                    found.setdefault(name, _constant(value))
                except ValueError as error:
                    raise raw.fault(f"the constant {name}: {error}", "constants", name) from None
        return found

    def placed(self, rule: Rule, said: Mapping[str, StatementDoc]) -> Rule:
        """Return `rule`, with the place of the statement that names it where it tells none of its own."""
        statement = said.get(rule.id)
        if statement is None or rule.source.pages:
            return rule
        section = rule.source.section or statement.section
        source = replace(rule.source, document=self.source.document, section=section, pages=statement.pages)
        if rule.level is Level.STRUCTURE and statement.confidence is not None:
            source = replace(source, confidence=statement.confidence)
        return replace(rule, source=source)

    def list_of(self, key: str) -> list[Raw]:
        value = self.data.get(key)
        return [raw_from(item, self.file) for item in value] if isinstance(value, list) else []

    def scope(self, declared: Sequence[_Declared]) -> Scope:
        symbols: dict[str, Symbol] = {}
        for item in declared:
            self.add_symbol(symbols, item)
            for field in item.fields:
                if field.fields:
                    raise field.raw.fault("sub-records hold no sub-records", "fields")
                self.add_symbol(symbols, field, item.identifier)
        return Scope(symbols, {}, self.constants, self.library.attribute_kind, self.library.catalog_known)

    def add_symbol(self, symbols: dict[str, Symbol], item: _Declared, group: str | None = None) -> None:
        doc, raw, identifier = item.doc, item.raw, item.identifier
        catalog = doc.catalog if isinstance(doc.catalog, str) or doc.catalog is None else doc.catalog.name
        if catalog is not None and not self.library.catalog_known(catalog):
            raise raw.fault(f"unknown catalogue {catalog!r}", "catalog")
        if not identifier.isidentifier() or iskeyword(identifier) or identifier in _RESERVED:
            raise raw.fault(f"expressions cannot call a variable {identifier!r}; give it an identifier", "name")
        if identifier in self.constants:
            raise raw.fault(f"the name {identifier!r} is taken by a constant", "name")
        symbols[identifier] = Symbol(KINDS[doc.type], doc.nullable, catalog, group)

    def terms(self, scope: Scope) -> tuple[dict[str, Term | Var], dict[str, Text], dict[str, Text]]:
        terms: dict[str, Term | Var] = {}
        labels: dict[str, Text] = {}
        units: dict[str, Text] = {}
        known = replace(scope, terms=terms)
        for raw, doc in self.ordered_terms():
            taken = (terms, scope.variables, scope.constants, _RESERVED, kwlist)
            if any(doc.name in names for names in taken):
                raise raw.fault(f"the name {doc.name!r} is taken", "name")
            node = expression(raw, doc.is_, known, "is", condition=False)
            terms[doc.name] = node if isinstance(node, Var) else Term(node.kind, doc.name, node)
            if doc.label is not None:
                labels[doc.name] = doc.label.text
            if doc.unit is not None:
                units[doc.name] = doc.unit.text
        return terms, labels, units

    def repeating(self, scope: Scope) -> tuple[tuple[str, ...], ...]:
        for group in self.doc.repeating:
            for name in group:
                symbol = scope.variables.get(name)
                if symbol is None or symbol.nullable:
                    raise self.raw.fault(f"{name!r} is no variable, or one that may be empty", "repeating")
        return tuple(tuple(group) for group in self.doc.repeating)

    def named(self, scope: Scope, key: str, kind: Kind) -> Node | None:
        text = self.raw.data.get(key)
        if text is None:
            return None
        node = expression(self.raw, str(text), scope, key, condition=False)
        if node.kind is not kind:
            raise self.raw.fault(f"{key} must be of type {kind}", key)
        return node

    def ordered_terms(self) -> list[tuple[Raw, TermDoc]]:
        """Return the terms so that each stands after those that it mentions, wherever they are declared."""
        waiting = {doc.name: (raw, doc) for raw in self.parts.terms for doc in (shaped(TermDoc, raw),)}
        ordered: list[tuple[Raw, TermDoc]] = []
        while waiting:
            ready = [name for name, (_, doc) in waiting.items() if not (_names_in(doc.is_) & (set(waiting) - {name}))]
            if not ready:
                raw, doc = next(iter(waiting.values()))
                raise raw.fault(f"the term {doc.name!r} depends on itself through other terms", "is")
            ordered += [waiting.pop(name) for name in ready]
        return ordered

    def unique(self, pairs: Sequence[tuple[Variable, _Declared]]) -> None:
        """Refuse names that stand twice; a header may, if the variable has another name of its own (`header_also`)."""
        seen: dict[str, str] = {}
        names: set[str] = set()
        for variable, item in pairs:
            if variable.name in names:
                raise item.raw.fault(f"the variable {variable.name!r} stands twice", "name")
            names.add(variable.name)
            own = {variable.identifier.casefold()}
            if variable.group is None and not variable.header_also:
                own.add(variable.header.casefold())
            for name in sorted(own):
                if seen.setdefault(name, variable.name) != variable.name:
                    raise item.raw.fault(f"{name!r} stands already for {seen[name]}", "name")

    def file_rules(self, scope: Scope) -> tuple[FileRule, ...]:
        found: dict[str, FileRule] = {}
        for raw in self.parts.file_rules:
            rule = file_rule(shaped(FileRuleDoc, raw), raw, scope, self.doc.prefix, self.source)
            if rule.rule.id in found:
                raise raw.fault(f"the rule id {rule.rule.id} stands twice", "id")
            found[rule.rule.id] = rule
        return tuple(found.values())


def _names_in(text: str) -> set[str]:
    """Return the names that the expression `text` mentions; none where it cannot be read."""
    try:
        return {node.id for node in ast.walk(ast.parse(text.strip(), mode="eval")) if isinstance(node, ast.Name)}
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()


def _constant(value: str | list[str]) -> Scalar | tuple[Scalar, ...]:
    """Return a constant: a number or a date where it is written as one, else text."""
    if isinstance(value, list):
        return tuple(_scalar(item) for item in value)
    return _scalar(value)


def _scalar(text: str) -> Scalar:
    if re.fullmatch(r"[0-9]{2}/[0-9]{2}/[0-9]{4}", text):
        return parse_date(text)
    if text.lstrip("-").isdigit() and (text == "0" or not text.lstrip("-").startswith("0")):
        return int(text)
    return text
