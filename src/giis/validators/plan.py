"""Which rules a run asks, how severe each is, and the Polars expression of each: made once for a run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from giis.catalogs import Catalog
from giis.specs import FileRule, Guide, Level, Node, Rule, Variable
from giis.specs.expressions.nodes import TRUE, Term, all_of, broken_node, catalogs_of
from giis.validators.columns import Setting, compile_polars, term_column
from giis.validators.lookups import Lookup, lookups_for
from giis.validators.usable import failed_form, usable, value

PERIOD, UNIT = "f.period", "f.unit"
"""Columns with the date and the unit that the file's name is compared with."""


@dataclass(frozen=True)
class Column:
    """One variable as columns: whether its texts are usable, what they are worth, and which rule they break."""

    variable: Variable
    usable: pl.Expr
    value: pl.Expr
    checked_value: pl.Expr
    failed_form: pl.Expr
    rules: Mapping[str, Rule]
    """The value-level rules that are asked, by form."""


@dataclass(frozen=True)
class Check:
    """One record-level rule as expressions: `broken` is null where it has no answer."""

    rule: Rule
    applies: pl.Expr | None
    broken: pl.Expr
    missing: tuple[str, ...]
    """Catalogues that the rule needs and the run has not."""


@dataclass(frozen=True)
class Plan:
    """Everything that judging a batch needs."""

    guide: Guide
    setting: Setting
    catalogs: Mapping[str, Catalog]
    columns: tuple[Column, ...]
    lookups: tuple[Lookup, ...]
    terms: tuple[tuple[str, pl.Expr], ...]
    checks: tuple[Check, ...]
    file_rules: tuple[FileRule, ...]
    extra: Mapping[str, pl.Expr]
    """Expressions that the file rules fold, by column name."""


def make_plan(
    guide: Guide,
    catalogs: Mapping[str, Catalog],
    setting: Setting,
    asked: Callable[[Rule], bool] = lambda rule: True,
) -> Plan:
    """Return the plan of a run.

    Parameters
    ----------
    guide : Guide
        The guide that the records are judged by.
    catalogs : Mapping
        The editions at hand, by name.
    setting : Setting
        The date of registration and the dates of the editions.
    asked : callable
        Whether a rule is asked in this run.
    """
    value_rules: dict[str, dict[str, Rule]] = {}
    checks: list[Rule] = []
    for rule in guide.rules:
        if not asked(rule):
            continue
        if rule.level is Level.VALUE and rule.variable is not None:
            value_rules.setdefault(rule.variable, {})[rule.form] = rule
        elif rule.level is Level.RECORD:
            checks.append(rule)
    file_rules = tuple(item for item in guide.file_rules if asked(item.rule))
    folded = {name: node for item in file_rules for name, node in folded_nodes(item)}
    if guide.period is not None:
        folded[PERIOD] = guide.period
    if guide.unit is not None:
        folded[UNIT] = guide.unit
    conditions = [node for rule in checks for node in (rule.when, rule.require) if node is not None]
    nodes = [*conditions, *folded.values()]
    return Plan(
        guide=guide,
        setting=setting,
        catalogs=catalogs,
        columns=tuple(
            Column(
                variable,
                usable(variable),
                value(variable, all_usable=True),
                value(variable, all_usable=False),
                failed_form(variable),
                value_rules.get(variable.identifier, {}),
            )
            for variable in guide.variables
        ),
        lookups=lookups_for(guide, nodes, catalogs),
        terms=tuple(
            (term_column(name), compile_polars(node.definition, setting))
            for name, node in _terms_of(nodes).items()
        ),
        checks=tuple(_check(rule, setting, catalogs) for rule in checks),
        file_rules=file_rules,
        extra={name: compile_polars(node, setting).alias(name) for name, node in folded.items()},
    )


def folded_nodes(item: FileRule) -> list[tuple[str, Node]]:
    """Return the conditions and values that a file rule needs of every record, by column name."""
    base = f"f.{item.rule.id}"
    found: list[tuple[str, Node]] = []
    for name in ("when", "of", "value"):
        node = getattr(item, name)
        if node is not None:
            found.append((f"{base}.{name}", node))
    found += [(f"{base}.by{index}", node) for index, node in enumerate(item.by)]
    return found


def _check(rule: Rule, setting: Setting, catalogs: Mapping[str, Catalog]) -> Check:
    needed = catalogs_of(all_of(rule.when or TRUE, rule.require or TRUE))
    when = rule.when or TRUE
    return Check(
        rule=rule,
        applies=None if when == TRUE else compile_polars(when, setting),
        broken=compile_polars(broken_node(rule.when, rule.require), setting).alias(rule.id),
        missing=tuple(sorted(needed - set(catalogs))),
    )


def _terms_of(nodes: list[Node]) -> dict[str, Term]:
    """Return the terms that `nodes` mention, each after those that it mentions itself."""
    ordered: dict[str, Term] = {}

    def visit(node: Node) -> None:
        if isinstance(node, Term) and node.name in ordered:
            return
        for child in node.children():
            visit(child)
        if isinstance(node, Term):
            ordered[node.name] = node

    for node in nodes:
        visit(node)
    return ordered
