"""A rule in words: what it requires and where the guide says so, from the same tree that is checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis.reports import _words as w
from giis.reports._page import ranges
from giis.specs import FileRule, Guide, Node, Rule, Source, ValueSet, Variable, wording
from giis.specs.expressions.nodes import TRUE, variables_of
from giis.specs.expressions.phrases import Phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from giis.reports._voice import Voice

_MOST_RELATED = 12


def requirement(rule: Rule, guide: Guide, voice: Voice) -> list[str]:
    """Return what `rule` requires, a sentence a line; empty where its title says it all."""
    folded = next((item for item in guide.file_rules if item.rule.id == rule.id), None)
    phrases = Phrases(guide, voice.language)
    if folded is not None:
        return list(_of_file(folded, guide, phrases, voice))
    if rule.cases and rule.variable is not None:
        return list(_of_cases(rule, guide.by_identifier[rule.variable], phrases, voice))
    if rule.require is None:
        return []
    required = phrases.condition(rule.require)
    if rule.when is None or rule.when == TRUE:
        return [voice(w.ALWAYS, requirement=required)]
    return [voice(w.IF_THEN, condition=phrases.condition(rule.when), requirement=required)]


def source_line(source: Source, voice: Voice) -> str:
    """Return guide, section, page and paragraphs of `source`."""
    if not source.document:
        return voice(w.ANY_GUIDE)
    parts = [source.document]
    if source.section:
        parts.append(voice(w.SECTION, section=source.section))
    for numbers, noun, form in ((source.pages, w.PAGE, w.PAGES), (source.clauses, w.PARAGRAPH, w.CLAUSES)):
        if numbers:
            word = voice(noun.one if len(numbers) == 1 else noun.many)
            parts.append(voice(form, word=word, numbers=ranges(list(numbers), limit=20)))
    return ", ".join(parts)


def variables_read(rule: Rule, guide: Guide) -> list[str]:
    """Return the names of the columns that `rule` reads, its own first; a field is read in its column."""
    folded = next((item for item in guide.file_rules if item.rule.id == rule.id), None)
    nodes = [node for node in (rule.when, rule.require) if node is not None]
    if folded is not None:
        nodes += [node for node in (folded.when, folded.of, folded.value) if node is not None]
        nodes += folded.by
    read = {name for node in nodes for name in variables_of(node)}
    if rule.variable is not None:
        read.add(rule.variable)
    ordered = sorted(read, key=lambda name: (name != rule.variable, guide.by_identifier[name].number))
    found = (guide.by_identifier[name] for name in ordered)
    return list(dict.fromkeys(guide.by_identifier[item.group or item.identifier].name for item in found))


def related(rule: Rule, guide: Guide) -> list[str]:
    """Return the ids of other rules: of the same statements of the guide, then of the same variable."""
    stated = (item.rules for item in guide.statements if rule.id in item.rules)
    shared = [rules for rules in stated if len(rules) <= _MOST_RELATED]
    same = [item.id for item in guide.by_id.values() if rule.variable and item.variable == rule.variable]
    found = dict.fromkeys([*(rule_id for rules in shared for rule_id in rules), *same])
    return [rule_id for rule_id in found if rule_id != rule.id]


def _of_cases(rule: Rule, variable: Variable, phrases: Phrases, voice: Voice) -> Iterator[str]:
    for case in rule.cases:
        yield _case(case.when, case.admitted, variable, phrases, voice)
    if rule.otherwise is not None:
        yield voice(w.OTHERWISE, values=voice(wording.set_phrase(rule.otherwise, variable)))


def _case(when: Node, admitted: ValueSet, variable: Variable, phrases: Phrases, voice: Voice) -> str:
    values = voice(wording.set_phrase(admitted, variable))
    return voice(w.CASE, condition=phrases.condition(when), values=values)


def _of_file(item: FileRule, guide: Guide, phrases: Phrases, voice: Voice) -> Iterator[str]:
    if item.kind == "share" and item.of is not None:
        yield voice(w.SHARE, percent=item.max_percent, of=phrases.condition(item.of))
    by = voice.join([phrases.operand(node) for node in item.by], w.AND)
    if item.kind == "constant" and item.value is not None:
        yield voice(w.CONSTANT, by=by, value=phrases.operand(item.value))
    if item.kind == "unique":
        yield voice(w.UNIQUE, by=by) if item.by else voice(w.UNIQUE_RECORD)
    if item.when is not None and item.when != TRUE:
        yield voice(w.ONLY_WHEN, condition=phrases.condition(item.when))
