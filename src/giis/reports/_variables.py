"""One variable of a guide as it is declared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from giis._plain import plain
from giis._text import Text
from giis.reports import _words as w
from giis.reports._rules import source_line
from giis.specs import Guide, Variable, wording
from giis.specs.values import as_written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from giis.reports._page import Page
    from giis.reports._voice import Voice
    from giis.specs.expressions.nodes import Scalar


def options_of(variable: Variable | None) -> list[tuple[Scalar, Text]]:
    """Return the options of `variable` and its special values, each with what it means."""
    if variable is None:
        return []
    options = [(value, Text(label, label)) for value, label in variable.options.items()]
    return options + [(value, text) for value, text in variable.specials.items() if value not in variable.options]


def write_variable(page: Page, voice: Voice, guide: Guide, variable: Variable) -> None:
    """Write name, form, domain and source of `variable`."""
    page.line((variable.name, "bold"), f" · {voice(w.VARIABLE_TITLE, number=variable.number, guide=guide.id)}")
    page.paragraph(voice.data(variable.label), style="bold")
    page.line()
    fields = fields_of(voice, guide, variable)
    indent = max(len(name) for name, _ in fields) + 4
    for name, text in fields:
        page.field(name, text, indent=indent)
    page.line()
    options = options_of(variable)
    if options:
        page.line((voice(w.OPTIONS), "bold"))
        wide = max(len(as_written(value)) for value, _ in options)
        for value, label in options:
            page.lead(f"  {as_written(value):>{wide}}  ", "cyan", voice.data(label), indent=wide + 4)
        page.line()


def variable_data(guide: Guide, variable: Variable, voice: Voice) -> dict[str, Any]:
    """Return `variable` as plain data."""
    return {
        "number": variable.number,
        "name": variable.name,
        "header": None if variable.group else variable.header,
        "group": guide.by_identifier[variable.group].name if variable.group else None,
        "header_also": list(variable.header_also),
        "label": voice(variable.label),
        "type": str(variable.kind),
        "form": voice(wording.form_phrase(variable)) if _has_form(variable) else None,
        "nullable": variable.nullable,
        "confidential": variable.confidential,
        "options": [{"value": as_written(value), "label": voice(label)} for value, label in options_of(variable)],
        "range": list(ends) if (ends := _ends(variable)) else None,
        "catalog": variable.catalog,
        "source": {
            "document": variable.source.document,
            "section": variable.source.section,
            "pages": list(variable.source.pages),
            "confidence": variable.source.confidence,
        },
        "rules": [rule.id for rule in guide.by_id.values() if rule.variable == variable.identifier],
    }


def domain(variable: Variable, voice: Voice) -> str:
    """Return the values of `variable` in few words: options, range, catalogue, or else its form."""
    if variable.options:
        values: Sequence[str] = [as_written(value) for value in variable.options]
        return ", ".join(values) if len(values) <= 8 else f"{', '.join(values[:6])} … {values[-1]}"
    if ends := _ends(variable):
        return voice(w.RANGE_LINE, low=ends[0], high=ends[1])
    if variable.catalog:
        return variable.catalog
    return voice(wording.form_phrase(variable)) if _has_form(variable) else ""


def fields_of(voice: Voice, guide: Guide, variable: Variable) -> list[tuple[str, str]]:
    """Return how `variable` is declared: pairs of what is told and the text."""
    header = variable.header
    if variable.header_also:
        others = (voice(w.ANY_HEADER) if name == "*" else name for name in variable.header_also)
        header = voice(w.ACCEPTED_HEADERS, header=header, others=", ".join(others))
    if variable.group:
        fields = [(voice(w.INSIDE), guide.by_identifier[variable.group].name)]
    else:
        fields = [(voice(w.HEADER), plain(header))]
    if _has_form(variable):
        fields.append((voice(w.FORM), voice.data(wording.form_phrase(variable))))
    if variable.pattern:
        fields.append((voice(w.PATTERN), plain(variable.pattern)))
    if ends := _ends(variable):
        fields.append((voice(w.RANGE), voice(w.RANGE_LINE, low=ends[0], high=ends[1])))
    if variable.catalog:
        fields.append((voice(w.CATALOG), variable.catalog))
    if variable.many:
        limits = [voice(w.AT_MOST, count=variable.many.maximum)] if variable.many.maximum else []
        alone = ", ".join(map(str, variable.many.exclusive))
        limits += [voice(w.STAND_ALONE, values=alone)] if alone else []
        fields.append((voice(w.LIST), "; ".join(limits)))
    fields += [
        (voice(w.NULLABLE), voice(w.YES if variable.nullable else w.NO)),
        (voice(w.CONFIDENTIAL), voice(w.YES if variable.confidential else w.NO)),
        (voice(w.SOURCE), source_line(variable.source, voice)),
    ]
    return fields


def _has_form(variable: Variable) -> bool:
    return str(variable.kind) != "text" or variable.length is not None or variable.pattern is not None


def _ends(variable: Variable) -> tuple[str, str] | None:
    if variable.low is None or variable.high is None:
        return None
    return as_written(variable.low), as_written(variable.high)
