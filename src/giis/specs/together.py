"""The rules on records taken together: those of one file, and those of the files of several guides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis.specs.document import AcrossDoc, FileRuleDoc
from giis.specs.expressions.nodes import Kind, Node, Var, variables_of
from giis.specs.guide import FileRule, Level, Rule, Source
from giis.specs.rules import expression

if TYPE_CHECKING:
    from collections.abc import Sequence

    from giis.specs.assemble import Raw
    from giis.specs.expressions.parser import Scope

ACROSS_PREFIX = "ENT"
"""Rules on the files of several guides (entre archivos) have ids of their own."""
_NEEDS: dict[str, tuple[str, ...]] = {
    "share": ("of", "max_percent"),
    "constant": ("value", "by"),
    "unique": ("by",),
    "reference": ("by", "named"),
}


def file_rule(doc: FileRuleDoc, raw: Raw, scope: Scope, prefix: str, source: Source) -> FileRule:
    """Return the rule on the records of one file that `doc` declares.

    Raises
    ------
    SpecError
        If a key is missing or does not fit the kind of the rule, or an expression is wrong.
    """
    _check(doc, raw, scope)
    rule = _rule(doc, f"{prefix}-{doc.id}", Level.FILE, source)
    return _folded(rule, doc, raw, scope, doc.by)


def across_rules(
    raws: Sequence[Raw], docs: Sequence[AcrossDoc], guide: str, scope: Scope, source: Source
) -> tuple[FileRule, ...]:
    """Return the rules on files of several guides in which the records of `guide` take part.

    Raises
    ------
    SpecError
        As `file_rule`.
    """
    found: list[FileRule] = []
    for raw, doc in zip(raws, docs, strict=True):
        if _is_one_of(guide, doc.guides):
            _check(doc, raw, scope)
            rule = _rule(doc, f"{ACROSS_PREFIX}-{doc.id}", Level.ACROSS, source)
            found.append(_folded(rule, doc, raw, scope, doc.by))
        elif doc.named is not None and _is_one_of(guide, doc.named.guides):
            rule = _rule(doc, f"{ACROSS_PREFIX}-{doc.id}", Level.ACROSS, source, variable=False)
            by = _keys(doc.named.by, raw, scope, "named", "by")
            found.append(FileRule(rule=rule, kind=doc.kind, by=by, holds=True))
    return tuple(found)


def _is_one_of(guide: str, names: Sequence[str]) -> bool:
    return guide in names or guide.split("-")[1] in names


def _check(doc: FileRuleDoc, raw: Raw, scope: Scope) -> None:
    needs = _NEEDS[doc.kind]
    for key in needs:
        if not raw.data.get(key):
            raise raw.fault(f"a rule of kind {doc.kind} needs {key}")
    for key in {"of", "max_percent", "value", "by", "named"} - {*needs}:
        if key in raw.data:
            raise raw.fault(f"a rule of kind {doc.kind} has no {key}", key)
    if doc.by == "record" and (doc.kind != "unique" or isinstance(doc, AcrossDoc)):
        raise raw.fault("this rule names the values in `by`", "by")
    if doc.variable is not None and doc.variable not in scope.variables:
        raise raw.fault(f"unknown variable {doc.variable!r}", "variable")


def _folded(rule: Rule, doc: FileRuleDoc, raw: Raw, scope: Scope, by: Sequence[str] | str) -> FileRule:
    value = expression(raw, doc.value, scope, "value", condition=False) if doc.value else None
    if value is not None and not isinstance(value, Var):
        raise raw.fault("value must be a variable", "value")
    return FileRule(
        rule=rule,
        kind=doc.kind,
        when=expression(raw, doc.when, scope, "when") if doc.when else None,
        of=expression(raw, doc.of, scope, "of") if doc.of else None,
        max_percent=doc.max_percent,
        value=value,
        by=() if isinstance(by, str) else _keys(by, raw, scope, "by"),
    )


def _keys(by: Sequence[str], raw: Raw, scope: Scope, *path: str) -> tuple[Node, ...]:
    nodes = tuple(expression(raw, text, scope, *path, index, condition=False) for index, text in enumerate(by))
    for index, node in enumerate(nodes):
        if node.kind in (Kind.INTEGERS, Kind.RECORDS) or not variables_of(node):
            raise raw.fault("a single value of the record is wanted", *path, index)
    return nodes


def _rule(doc: FileRuleDoc, rule_id: str, level: Level, source: Source, *, variable: bool = True) -> Rule:
    return Rule(
        id=rule_id,
        variable=doc.variable if variable else None,
        level=level,
        form=doc.kind,
        source=Source(
            source.document, doc.section, doc.pages, doc.clause, confidence=doc.confidence or source.confidence
        ),
        **doc.stated(),
    )
