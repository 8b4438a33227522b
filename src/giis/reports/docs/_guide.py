"""The page of a guide: its facts, variables, terms, constants, catalogues, what is not checked, and every rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis._plain import plain
from giis.catalogs import declaration, shipped
from giis.reports import _words as w
from giis.reports._variables import domain, fields_of, options_of
from giis.reports.docs import _words as d
from giis.reports.docs._index import INDEX
from giis.reports.docs._markup import anchor, code, heading, link, place_of, table, text
from giis.reports.docs._rule import rule_lines
from giis.reports.explain import rules_of
from giis.specs import Kind, Level, coverage_of
from giis.specs.expressions.nodes import Var, catalogs_of
from giis.specs.expressions.phrases import Phrases
from giis.specs.values import as_written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from giis.reports.docs._book import Book
    from giis.specs import Rule, Variable

_VALUES_SHOWN = 40
_OF_RECORD = (Level.VALUE, Level.RECORD)


def guide_lines(book: Book) -> list[str]:
    """Return the page of a guide."""
    voice, guide = book.voice, book.guide
    parts = [
        (d.COVERAGE, "coverage", _coverage(book)),
        (d.VARIABLES, "variables", _variables(book)),
        (d.TERMS, "terms", _terms(book)),
        (d.CONSTANTS, "constants", _constants(book)),
        (d.CATALOGS, "catalogs", _catalogs(book)),
        (d.READINGS, "readings", _readings(book)),
        (d.OUTSIDE, "outside", _outside(book)),
        (d.RULES_BY_VARIABLE, "rules", list(_by_variable(book))),
        *(
            (d.LEVELS[level], f"rules-{level}", [line for rule in rules for line in rule_lines(rule, book)])
            for level, rules in _other_rules(book).items()
        ),
    ]
    lines = [f"# {text(guide.id)}", "", f"**{text(voice.data(guide.name))}**", "", f"[{voice(d.BACK)}]({INDEX})"]
    lines += ["", text(_facts(book)), ""]
    if guide.source.confidence in w.CONFIDENCE:
        lines += [text(voice.sentence(w.CONFIDENCE[guide.source.confidence])), ""]
    lines += [voice(d.MARKS_ABOUT), ""]
    lines += [f"- {link(voice(title), name)}" for title, name, told in parts if told]
    for title, name, told in parts:
        if told:
            lines += ["", *heading(2, voice(title), name), *told]
    return lines


def _facts(book: Book) -> str:
    voice, guide = book.voice, book.guide
    return voice(
        w.GUIDE_FACTS,
        subsystem=guide.subsystem,
        published=voice.day(guide.published),
        types=", ".join(guide.file_types),
        variables=voice.count(len(guide.dictionary), w.VARIABLE),
        rules=voice.count(len(guide.by_id), w.RULE),
    )


def _coverage(book: Book) -> list[str]:
    voice, coverage = book.voice, coverage_of(book.guide)
    checked = coverage.record + coverage.file
    told = voice(w.COVERAGE_LINE, checked=checked, checkable=coverage.checkable, share=coverage.share)
    rows = [(f"{getattr(coverage, name):,}", voice(words)) for name, words in w.TREATMENT.items()]
    return [text(told), "", *table([voice(w.STATEMENTS_COLUMN), voice(w.TREATMENT_COLUMN)], rows, numbers=(0,))]


def _variables(book: Book) -> list[str]:
    voice = book.voice
    heads = (
        w.NUMBER_COLUMN, w.VARIABLE_COLUMN, w.LABEL_COLUMN, d.VALUES_COLUMN, w.NULLABLE, w.CONFIDENTIAL,
        w.RULES_COLUMN,
    )  # fmt: skip
    rows = [_variable_row(variable, book) for item in book.guide.variables for variable in (item, *item.fields)]
    return table([voice(head) for head in heads], rows, numbers=(0, 6))


def _variable_row(variable: Variable, book: Book) -> tuple[str, ...]:
    voice = book.voice
    name = link(text(variable.name), place_of(variable)) + book.mark(variable.source.confidence)
    return (
        str(variable.number),
        f"└ {name}" if variable.group else name,
        text(voice.data(variable.label)),
        text(plain(domain(variable, voice))),
        voice(w.YES if variable.nullable else w.NO),
        voice(w.YES if variable.confidential else w.NO),
        str(len(rules_of(book.guide, variable))),
    )


def _terms(book: Book) -> list[str]:
    voice, guide = book.voice, book.guide
    phrases = Phrases(guide, voice.language)
    rows = []
    for name, node in guide.terms.items():
        label, unit = guide.term_labels.get(name), guide.term_units.get(name)
        if isinstance(node, Var):
            told = voice(d.SAME_AS, name=guide.by_identifier[node.name].name)
        else:
            inner = node.definition
            told = phrases.condition(inner) if inner.kind is Kind.BOOLEAN else phrases.operand(inner)
        means = voice.data(label) if label else ""
        rows.append((code(name, cell=True), text(f"{means} ({voice.data(unit)})" if unit else means), text(told)))
    heads = [voice(head) for head in (w.NAME_COLUMN, d.MEANS_COLUMN, d.VALUE_COLUMN)]
    return [voice(d.TERMS_ABOUT), "", *table(heads, rows)] if rows else []


def _constants(book: Book) -> list[str]:
    voice = book.voice
    rows = []
    for name, value in book.guide.constants.items():
        values = [as_written(item) for item in (value if isinstance(value, tuple) else (value,))]
        told = ", ".join(code(item, cell=True) for item in values[:_VALUES_SHOWN])
        if len(values) > _VALUES_SHOWN:
            told += f" {voice(d.MORE_VALUES, count=len(values) - _VALUES_SHOWN)}"
        rows.append((code(name, cell=True), told))
    return table([voice(w.NAME_COLUMN), voice(d.VALUE_COLUMN)], rows) if rows else []


def _catalogs(book: Book) -> list[str]:
    voice, guide = book.voice, book.guide
    at_hand = shipped()
    rows = []
    for name in guide.catalogs:
        declared = declaration(name)
        using = [item for item in guide.dictionary if item.catalog == name]
        asked = {
            rule.variable
            for rule in guide.rules
            if any(name in catalogs_of(node) for node in (rule.when, rule.require) if node is not None)
        }
        using += [guide.by_identifier[item] for item in asked if item and guide.by_identifier[item] not in using]
        using.sort(key=lambda item: (item.number, item.name))
        edition = f"{voice(d.SHIPS)}, {at_hand[name].isoformat()}" if name in at_hand else voice(d.IMPORT)
        told = ", ".join(link(text(item.name), place_of(item)) for item in using)
        rows.append((text(name), text(voice.data(declared.title)) if declared else "", edition, told))
    heads = (w.CATALOG_NAME_COLUMN, w.NAME_COLUMN, d.SHIPS_COLUMN, d.VARIABLES_THAT_USE)
    return table([voice(head) for head in heads], rows) if rows else []


def _readings(book: Book) -> list[str]:
    voice = book.voice
    return [f"- {text(voice.data(told))}" for told in book.guide.readings.values()]


def _outside(book: Book) -> list[str]:
    voice = book.voice
    found = [item for item in book.guide.statements if item.treatment == "outside"]
    rows = []
    for item in found:
        named = text(item.variable or "")
        said = f" {text(voice.data(item.says))}" if item.says else ""
        rows.append((f"{text(item.place)} {named}{said}".strip(), text(voice.data(item.reason))))
    heads = [voice(d.WHERE_COLUMN), voice(d.WHY_COLUMN)]
    return [voice(d.OUTSIDE_ABOUT), "", *table(heads, rows)] if rows else []


def _by_variable(book: Book) -> Iterator[str]:
    for column in book.guide.variables:
        for variable in (column, *column.fields):
            yield from _variable(variable, book)
            for rule in rules_of(book.guide, variable):
                if rule.level in _OF_RECORD:
                    yield from rule_lines(rule, book)


def _variable(variable: Variable, book: Book) -> Iterator[str]:
    voice = book.voice
    yield anchor(place_of(variable))
    yield f"### {variable.number} {text(variable.name)}{book.mark(variable.source.confidence)}"
    yield ""
    yield f"**{text(voice.data(variable.label))}**"
    yield ""
    in_table = [voice(name) for name in (w.NULLABLE, w.CONFIDENTIAL, w.SOURCE)]  # the source stands by the rules
    fields = fields_of(voice, book.guide, variable)
    yield from (f"- {name}: {text(told)}" for name, told in fields if name not in in_table)
    if options := options_of(variable):
        told = "; ".join(
            f"{code(as_written(value))} {text(voice.data(label))}" for value, label in options[:_VALUES_SHOWN]
        )
        more = len(options) - _VALUES_SHOWN
        yield f"- {voice(w.OPTIONS)}: {told}" + (f" {voice(d.MORE_VALUES, count=more)}" if more > 0 else "")
    yield ""


def _other_rules(book: Book) -> dict[str, list[Rule]]:
    rules = book.guide.by_id.values()
    return {level: [rule for rule in rules if rule.level == level] for level in d.LEVELS}
