"""A rule or a variable explained: what the guide asks, where it says so, and how that looks in a record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from giis._plain import plain
from giis._text import Text
from giis.reports import _words as w
from giis.reports._examples import example_data, examples, write_examples
from giis.reports._page import Page
from giis.reports._rules import related, requirement, source_line, variables_read
from giis.reports._summary import SEVERITY_STYLE
from giis.reports._unknown import UnknownNameError, unknown
from giis.reports._variables import options_of, variable_data, write_variable
from giis.specs import Guide, Rule, Variable, guide_ids, load_guide
from giis.specs.values import as_written
from giis.validators.findings import severity_of, usual_severity

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from giis.reports._voice import Voice

SCHEMA = "giis-explain/1"
_OPTIONS_SHOWN = 40
_FORM_ONLY = ("vacio", "formato")


@dataclass(frozen=True)
class Subject:
    """What is to be explained: a rule (`rule` given) or a variable, and the other guides that have it too."""

    guide: Guide
    rule: Rule | None
    variable: Variable | None
    also: tuple[str, ...] = ()


def find(name: str, guide: str | None = None) -> Subject:
    """Return the rule or the variable called `name`.

    Parameters
    ----------
    name : str
        The id of a rule (`CEX043-sexo`), or a variable by name, header or number (`CEX043`).
    guide : str, optional
        The guide to look in; by default all that ship, of which the last that knows the name is taken.

    Raises
    ------
    InputError
        If there is no such rule or variable; the message tells the nearest names.
    """
    guides = [load_guide(guide)] if guide else [load_guide(known) for known in guide_ids()]
    found = [subject for known in guides if (subject := _in(known, name))]
    if not found:
        raise _unknown(name, guides)
    chosen = found[-1]
    also = tuple(subject.guide.id for subject in found[:-1])
    return Subject(chosen.guide, chosen.rule, chosen.variable, also)


def render(subject: Subject, console: Console, voice: Voice, folder: Path | None = None) -> None:
    """Print the explanation on `console`; `folder` holds the conformance cases (default: as shipped)."""
    page = Page(console)
    if subject.rule is not None:
        _write_rule(page, voice, subject.guide, subject.rule, folder)
    elif subject.variable is not None:
        write_variable(page, voice, subject.guide, subject.variable)
        _write_rules(page, voice, subject.guide, subject.variable)
    if subject.also:
        page.paragraph(voice(w.ALSO_IN, guides=", ".join(subject.also)), style="dim")
    page.print()


def to_json(subject: Subject, voice: Voice, folder: Path | None = None) -> dict[str, Any]:
    """Return the explanation as plain data."""
    guide = subject.guide
    data: dict[str, Any] = {"schema": SCHEMA, "guide": guide.id, "language": voice.language}
    if subject.rule is not None:
        data["rule"] = rule_data(subject.rule, guide, voice, folder)
    elif subject.variable is not None:
        data["variable"] = variable_data(guide, subject.variable, voice)
        data["rules"] = [rule_data(rule, guide, voice, folder) for rule in rules_of(guide, subject.variable)]
    return data


def rule_data(rule: Rule, guide: Guide, voice: Voice, folder: Path | None = None) -> dict[str, Any]:
    """Return one rule as plain data."""
    passing, failing = examples(guide, rule, folder)
    read = variables_read(rule, guide)
    variable = guide.by_identifier[rule.variable] if rule.variable else None
    return {
        "id": rule.id,
        "title": voice(rule.title),
        "severity": usual_severity(rule),
        "unofficial_as_errors": severity_of(rule, "default"),
        "profiles": dict(rule.profiles),
        "level": str(rule.level),
        "variable": variable.name if variable else None,
        "requires": requirement(rule, guide, voice),
        "options": [{"value": as_written(value), "label": voice(label)} for value, label in options_of(variable)],
        "source": {
            "document": rule.source.document,
            "section": rule.source.section,
            "pages": list(rule.source.pages),
            "paragraphs": list(rule.source.clauses),
            "confidence": rule.source.confidence,
        },
        "reading": voice(rule.reading) if rule.reading else None,
        "why": voice(rule.why) if rule.why else None,
        "fix": {"text": voice(rule.fix), "safe": rule.fix_safe} if rule.fix else None,
        "examples": {
            "passes": example_data(passing, read, voice),
            "fails": example_data(failing, read, voice),
        },
        "related": related(rule, guide),
        "lifecycle": rule.lifecycle,
        "since": rule.since,
    }


def rules_of(guide: Guide, variable: Variable) -> list[Rule]:
    """Return the rules whose findings are put on `variable`, in the order of the guide."""
    return [rule for rule in guide.by_id.values() if rule.variable == variable.identifier]


def _in(guide: Guide, name: str) -> Subject | None:
    wanted = name.strip().casefold()
    try:
        variable = guide.variable(name)
    except KeyError:
        variable = None
    for rule_id, rule in guide.by_id.items():
        # `CEX055` is a rule and a variable's number: the rule, if there is one, says more.
        if rule_id.casefold() == wanted:
            return Subject(guide, rule, None)
    return Subject(guide, None, variable) if variable else None


def _unknown(name: str, guides: list[Guide]) -> UnknownNameError:
    known = {rule_id for guide in guides for rule_id in guide.by_id}
    known |= {variable.name for guide in guides for variable in guide.variables}
    what = Text("ninguna guía tiene la regla o variable", "no guide has the rule or variable")
    if len(guides) == 1:
        guide = guides[0].id
        what = Text(f"{guide} no tiene la regla o variable", f"{guide} has no rule or variable")
    return unknown(what, name, known)


def _write_rule(page: Page, voice: Voice, guide: Guide, rule: Rule, folder: Path | None) -> None:
    usual = usual_severity(rule)
    style = SEVERITY_STYLE[usual]
    page.line((rule.id, f"bold {style}"), f" · {guide.id}")
    page.paragraph(voice.data(rule.title), style="bold")
    page.line()
    severity = voice(w.SEVERITY_MEANS[usual])
    if usual != severity_of(rule, "default"):
        severity += f" ({voice(w.UNOFFICIAL, severity=voice(w.SEVERITY_WORD[rule.severity]))})"
    for profile, other in rule.profiles.items():
        word = voice(w.SEVERITY_WORD[other])
        severity += f" ({voice(w.STRICT, profile=profile, severity=word)})"
    fields = [(voice(w.VARIABLE.one).capitalize(), _variable_line(guide, rule, voice))] if rule.variable else []
    fields += [
        (voice(w.SEVERITY_FIELD), severity),
        (voice(w.DECIDED), voice(w.LEVEL[rule.level])),
        (voice(w.SINCE), voice(w.SINCE_LINE, since=rule.since, lifecycle=voice(w.LIFECYCLE[rule.lifecycle]))),
    ]
    indent = max(len(name) for name, _ in fields) + 4
    for name, text in fields:
        page.field(name, text, indent=indent)
    page.line()
    _section(page, voice(w.REQUIRES), requirement(rule, guide, voice) or [voice(rule.title)])
    origin = [source_line(rule.source, voice)]
    if rule.source.confidence in w.CONFIDENCE:
        origin.append(voice(w.CONFIDENCE_NOTE, text=voice(w.CONFIDENCE[rule.source.confidence])))
    _section(page, voice(w.SOURCE), origin)
    for title, told in ((w.READING, rule.reading), (w.WHY, rule.why)):
        if told:
            _section(page, voice(title), [voice.data(told)])
    if rule.fix:
        form = w.FIX_IS_SAFE if rule.fix_safe else w.FIX_IS_UNSAFE
        _section(page, voice(w.FIX), [f"{voice.sentence(rule.fix)} {voice(form)}"])
    variable = guide.by_identifier[rule.variable] if rule.variable and rule.form not in _FORM_ONLY else None
    _write_options(page, voice, variable)
    write_examples(page, voice, guide, rule, folder)
    if others := related(rule, guide):
        _section(page, voice(w.RELATED), [", ".join(others)])


def _variable_line(guide: Guide, rule: Rule, voice: Voice) -> str:
    variable = guide.by_identifier[rule.variable or ""]
    return f"{variable.number} {variable.name} · {voice.data(variable.label)}"


def _section(page: Page, title: str, lines: list[str]) -> None:
    page.line((title, "bold"))
    for line in lines:
        page.paragraph(plain(line), indent=2)
    page.line()


def _write_options(page: Page, voice: Voice, variable: Variable | None) -> None:
    options = options_of(variable)
    if not options:
        return
    page.line((voice(w.OPTIONS), "bold"))
    wide = max(len(as_written(value)) for value, _ in options)
    for value, label in options[:_OPTIONS_SHOWN]:
        page.lead(f"  {as_written(value):>{wide}}  ", "cyan", voice.data(label), indent=wide + 4)
    if len(options) > _OPTIONS_SHOWN:
        page.line("  ", (voice(w.MORE, count=len(options) - _OPTIONS_SHOWN), "dim"))
    page.line()


def _write_rules(page: Page, voice: Voice, guide: Guide, variable: Variable) -> None:
    for rule in rules_of(guide, variable):
        usual = usual_severity(rule)
        page.line((rule.id, f"bold {SEVERITY_STYLE[usual]}"), f" · {voice(w.SEVERITY_WORD[usual])}")
        page.paragraph(voice.data(rule.title), indent=2)
        for line in requirement(rule, guide, voice):
            page.paragraph(plain(line), indent=4, style="dim")
        if rule.reading:
            page.paragraph(f"{voice(w.READING)}: {voice.data(rule.reading)}", indent=4, style="dim")
        page.line()
