"""Which rules a run asks, how severe each is, and the Polars expression of each: made once for a run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from giis.specs import FileRule, Guide, Level, Node, Rule, Variable
from giis.specs.expressions.nodes import (
    TRUE,
    Between,
    Call,
    Quantified,
    Term,
    broken_node,
    catalogs_of,
    of_one_element,
    variables_of,
)
from giis.validators.columns import Setting, ages_of, compile_polars, dtype_of, term_column
from giis.validators.elements import Inner
from giis.validators.functions import LIMITS
from giis.validators.lookups import Lookup, lookups_for
from giis.validators.usable import ColumnReading, number_reading, text_reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

PERIOD, UNIT = "f.period", "f.unit"
"""Columns with the date and the unit that the file's name is compared with."""


@dataclass(frozen=True)
class Column:
    """One variable as columns: whether its texts are usable, what they are worth, and which rule they break."""

    variable: Variable
    rules: Mapping[str, Rule]
    """The value-level rules that are asked, by form."""

    def reading(self, dtype: pl.DataType) -> ColumnReading:
        """Return how the column is read when it comes as `dtype`."""
        return self._as_text if dtype == pl.String else self._as_number

    # Of most columns, one of the two is needed.

    @cached_property
    def _as_text(self) -> ColumnReading:
        return text_reading(self.variable)

    @cached_property
    def _as_number(self) -> ColumnReading:
        return number_reading(self.variable)


@dataclass(frozen=True)
class Table:
    """How rows of written texts are read: of records, or of the sub-records of one column."""

    columns: tuple[Column, ...]
    lookups: tuple[Lookup, ...]


@dataclass(frozen=True)
class Group:
    """A column that holds sub-records, and how their fields are read."""

    variable: Variable
    table: Table


@dataclass(frozen=True)
class Check:
    """One record-level rule as expressions: `broken` is null where it has no answer."""

    rule: Rule
    applies: pl.Expr | None
    broken: pl.Expr
    missing: tuple[str, ...]
    """Catalogues that the rule needs and the run has not."""


@dataclass(frozen=True)
class Stage:
    """Columns that are derived together: from those of the record, and from what its sub-records answer."""

    columns: tuple[pl.Expr, ...]
    inner: tuple[Inner, ...]


@dataclass(frozen=True)
class Section:
    """Rules that are asked together of the same rows.

    `columns` names the variables that these rules read, where each combination of their values is asked once;
    nothing stands there if every row is asked. `inside` are the rules that are asked of each sub-record, by their
    column; `extra` are expressions that the file rules fold, by column name.
    """

    columns: tuple[str, ...]
    derived: tuple[Stage, ...]
    """Terms and shared function calls, in stages each of which reads only earlier ones."""
    checks: tuple[Check, ...]
    inside: Mapping[str, tuple[Check, ...]]
    extra: Mapping[str, pl.Expr]


@dataclass(frozen=True)
class Plan:
    """Everything that judging a batch needs."""

    guide: Guide
    setting: Setting
    table: Table
    groups: tuple[Group, ...]
    sections: tuple[Section, ...]
    file_rules: tuple[FileRule, ...]

    @property
    def checks(self) -> tuple[Check, ...]:
        """The record-level rules of all sections."""
        return tuple(
            check
            for section in self.sections
            for checks in (section.checks, *section.inside.values())
            for check in checks
        )

    @property
    def extra(self) -> tuple[str, ...]:
        """The columns that the file rules fold."""
        return tuple(name for section in self.sections for name in section.extra)


def make_plan(
    guide: Guide,
    setting: Setting,
    asked: Callable[[Rule], bool] = lambda rule: True,
    *,
    each_row: bool = False,
    across: bool = False,
    questions: Mapping[str, Node] | None = None,
) -> Plan:
    """Return the plan of a run.

    Parameters
    ----------
    guide : Guide
        The guide that the records are judged by.
    setting : Setting
        The date of registration and the editions at hand.
    asked : callable
        Whether a rule is asked in this run.
    each_row : bool
        Ask every rule of every row, so that rows can be counted and times compared.
    across : bool
        Keep what the rules on the files of several guides compare.
    questions : Mapping, optional
        What to answer of every record besides, by the name of the column of `Judged.extra` to put it into.
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
    together = (*guide.file_rules, *(guide.across if across else ()))
    file_rules = tuple(item for item in together if asked(item.rule))
    folded = {name: node for item in file_rules for name, node in folded_nodes(item)}
    if guide.period is not None:
        folded[PERIOD] = guide.period
    if guide.unit is not None:
        folded[UNIT] = guide.unit
    folded.update(questions or {})
    broken = {rule.id: broken_node(rule.when, rule.require) for rule in checks}
    groups = () if each_row else guide.repeating
    lookups = lookups_for(guide, [*broken.values(), *folded.values()], setting.catalogs)

    def table(variables: tuple[Variable, ...]) -> Table:
        names = {variable.identifier for variable in variables}
        return Table(
            tuple(Column(variable, value_rules.get(variable.identifier, {})) for variable in variables),
            tuple(lookup for lookup in lookups if lookup.identifier in names),
        )

    return Plan(
        guide=guide,
        setting=setting,
        table=table(guide.variables),
        groups=tuple(Group(variable, table(variable.fields)) for variable in guide.variables if variable.fields),
        sections=tuple(
            _section(guide, columns, rules, broken, folded if not columns else {}, setting)
            for columns, rules in _grouped(checks, broken, groups).items()
        ),
        file_rules=file_rules,
    )


def make_questions(guide: Guide, setting: Setting, nodes: Mapping[str, Node]) -> Plan:
    """Return a plan that asks no rules, but gives the answers of `nodes` for every record, as `Judged.extra`.

    Parameters
    ----------
    guide : Guide
        The guide whose variables and terms the nodes read.
    setting : Setting
        The date of registration and the editions at hand.
    nodes : Mapping
        What to answer, by the name of the column to put it into.
    """
    lookups = lookups_for(guide, list(nodes.values()), setting.catalogs)

    def table(variables: tuple[Variable, ...]) -> Table:
        names = {variable.identifier for variable in variables}
        wanted = tuple(lookup for lookup in lookups if lookup.identifier in names)
        return Table(tuple(Column(variable, {}) for variable in variables), wanted)

    return Plan(
        guide=guide,
        setting=setting,
        table=table(guide.variables),
        groups=tuple(Group(variable, table(variable.fields)) for variable in guide.variables if variable.fields),
        sections=(_section(guide, (), [], {}, nodes, setting),),
        file_rules=(),
    )


def _grouped(
    rules: list[Rule], broken: Mapping[str, Node], groups: tuple[tuple[str, ...], ...]
) -> dict[tuple[str, ...], list[Rule]]:
    """Return the rules that read only the variables of a group, by group, and the others under ()."""
    found: dict[tuple[str, ...], list[Rule]] = {(): []}
    for rule in rules:
        node = broken[rule.id]
        reads = variables_of(node)
        fitting = () if catalogs_of(node) else next((group for group in groups if reads <= set(group)), ())
        found.setdefault(fitting, []).append(rule)
    return found


def _section(
    guide: Guide,
    columns: tuple[str, ...],
    rules: list[Rule],
    broken: Mapping[str, Node],
    folded: Mapping[str, Node],
    setting: Setting,
) -> Section:
    derived = _derived([*(broken[rule.id] for rule in rules), *folded.values()])
    shared = {node: name for name, node in derived.items()}
    setting = replace(setting, shared=shared)
    by_group: dict[str | None, list[Rule]] = {}
    for rule in rules:
        by_group.setdefault(guide.by_identifier[rule.variable or ""].group, []).append(rule)
    return Section(
        columns=columns,
        derived=tuple(_stage(level, setting) for level in _levels(derived)),
        checks=tuple(_check(rule, broken[rule.id], setting) for rule in by_group.pop(None, ())),
        inside={
            name: tuple(_check(rule, broken[rule.id], setting) for rule in inner)
            for name, inner in by_group.items()
            if name
        },
        extra={
            name: compile_polars(node, setting).cast(dtype_of(node.kind)).alias(name) for name, node in folded.items()
        },
    )


def _stage(level: Mapping[str, Node], setting: Setting) -> Stage:
    columns: list[pl.Expr] = []
    inner: list[Inner] = []
    for name, node in level.items():
        own = replace(setting, shared=_without(setting.shared, node))
        if isinstance(node, Quantified):
            inner.append(Inner(name, node.group.name, node.function, compile_polars(node.condition, own)))
        else:
            columns.append(compile_polars(node, own).alias(name))
    return Stage(tuple(columns), tuple(inner))


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


def _check(rule: Rule, broken: Node, setting: Setting) -> Check:
    when = rule.when or TRUE
    needed = catalogs_of(when) | catalogs_of(rule.require or TRUE)
    return Check(
        rule=rule,
        applies=None if when == TRUE else compile_polars(when, setting),
        broken=compile_polars(broken, setting).alias(rule.id),
        missing=tuple(sorted(needed - set(setting.catalogs))),
    )


def _derived(nodes: list[Node]) -> dict[str, Node]:
    """Return what is computed once and kept as a column, each after what it reads itself.

    These are the definitions of the terms that `nodes` mention, what they ask of all sub-records of a column, and the
    calls of functions on the record that are needed more than once.
    """
    ordered: dict[Node, str | None] = {}
    calls: Counter[Node] = Counter()

    def visit(node: Node) -> None:
        call = isinstance(node, Call) and not of_one_element(node)
        if call:
            calls[node] += 1
        if node in ordered:
            return
        for child in node.children():
            visit(child)
        if isinstance(node, Between):
            visit(node.item)
        if isinstance(node, Call) and node.function in LIMITS:
            for age in ages_of(node):
                visit(age)
        if isinstance(node, Term):
            ordered[node.definition] = term_column(node.name)
        elif call or isinstance(node, Quantified):
            ordered[node] = None

    for node in nodes:
        visit(node)
    return {
        name or f"c.{index}": node
        for index, (node, name) in enumerate(ordered.items())
        if name is not None or calls[node] > 1 or isinstance(node, Quantified)
    }


def _levels(derived: Mapping[str, Node]) -> list[dict[str, Node]]:
    """Return `derived` in stages, each of which reads only what earlier ones hold."""
    level: dict[Node, int] = {}
    stages: list[dict[str, Node]] = []
    for name, node in derived.items():
        below = [level[item] for item in _read_by(node) if item is not node and item in level]
        level[node] = max(below, default=-1) + 1
        if level[node] == len(stages):
            stages.append({})
        stages[level[node]][name] = node
    return stages


def _read_by(node: Node) -> Iterator[Node]:
    """Yield `node`, all below it, and the ages that a comparison with a limit of age reads."""
    for item in node.walk():
        yield item
        if isinstance(item, Call) and item.function in LIMITS:
            yield from ages_of(item)


def _without(shared: Mapping[Node, str], node: Node) -> dict[Node, str]:
    return {other: name for other, name in shared.items() if other != node}
