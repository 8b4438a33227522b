"""The guides that `giis` knows: their list, their variables, and how much of each is checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from giis._errors import InputError, SpecError
from giis._resources import data_directory
from giis.reports import _words as w
from giis.reports._page import Page, Part
from giis.reports._plain import plain
from giis.reports._variables import domain, variable_data, write_variable
from giis.reports.explain import rules_of
from giis.specs import Disposition, Guide, Severity, Variable, coverage_of, load_guide_file

if TYPE_CHECKING:
    from giis.reports._voice import Voice
    from pathlib import Path
    from collections.abc import Iterable, Sequence
    from rich.console import Console

_TREATMENTS = ("record", "file", "outside", "definition")
_STYLE = {"record": "green", "file": "green", "outside": "yellow", "definition": "dim"}


def render_list(guides: Sequence[Guide], console: Console, voice: Voice) -> None:
    """Print the guides: id, date, files, variables, rules, and the share of statements that are checked."""
    page = Page(console)
    heads = (
        w.GUIDE, w.FILE_TYPES_COLUMN, w.PUBLISHED_COLUMN, w.VARIABLES_COLUMN, w.RULES_COLUMN, w.COVERED_COLUMN,
        w.NAME_COLUMN,
    )  # fmt: skip
    rows: list[tuple[Part, ...]] = []
    for guide in guides:
        coverage = coverage_of(guide)
        rows.append(
            (
                (guide.id, "bold"),
                ", ".join(guide.file_types),
                voice.day(guide.published),
                f"{coverage.variables:,}",
                f"{coverage.rules:,}",
                f"{coverage.share:.1%}",
                voice.data(guide.name),
            )
        )
    page.table([voice(head) for head in heads], rows, right=(3, 4, 5))
    page.print()


def list_data(guides: Sequence[Guide], voice: Voice) -> dict[str, Any]:
    """Return the list of guides as plain data."""
    return {
        "schema": "giis-guides/1",
        "language": voice.language,
        "guides": [_facts(guide, voice) for guide in guides],
    }


def render_guide(guide: Guide, console: Console, voice: Voice) -> None:
    """Print one guide: its facts, and its variables with what they may hold."""
    page = Page(console)
    page.line((guide.id, "bold"), f" · {voice.data(guide.name)}")
    variables, rules = voice.count(len(guide.variables), w.VARIABLE), voice.count(len(guide.by_id), w.RULE)
    facts = voice(
        w.GUIDE_FACTS,
        subsystem=guide.subsystem,
        published=voice.day(guide.published),
        types=", ".join(guide.file_types),
        variables=variables,
        rules=rules,
    )
    page.paragraph(facts, style="dim")
    if guide.source.confidence in w.CONFIDENCE:
        page.paragraph(voice(w.CONFIDENCE[guide.source.confidence]), style="yellow")
    page.line()
    heads = (w.NUMBER_COLUMN, w.VARIABLE_COLUMN, w.RULES_COLUMN, w.LABEL_COLUMN)
    rows: list[tuple[Part, ...]] = []
    section = None
    for variable in guide.variables:
        if variable.source.section != section and rows:
            rows.append(("", "", "", ""))
        section = variable.source.section
        told = voice.data(variable.label)
        if values := domain(variable, voice):
            told += f" · {plain(values)}"
        rows.append(
            (str(variable.number), (variable.name, "bold"), str(len(rules_of(guide, variable))), told)
        )
    page.table([voice(head) for head in heads], rows, right=(0, 2))
    page.line()
    for text in guide.readings.values():
        page.lead(f"{voice(w.READING)}: ", "dim", voice.data(text), indent=len(voice(w.READING)) + 2)
        page.line()
    page.print()


def guide_data(guide: Guide, voice: Voice) -> dict[str, Any]:
    """Return one guide as plain data."""
    variables = [variable_data(guide, variable, voice) for variable in guide.variables]
    return {
        "schema": "giis-guide/1",
        "language": voice.language,
        **_facts(guide, voice),
        "variables_list": variables,
    }


def variable_of(guide: Guide, name: str) -> Variable:
    """Return the variable of `guide` called `name`.

    Raises
    ------
    InputError
        If it has none; the message tells the nearest names.
    """
    import difflib

    try:
        return guide.variable(name)
    except KeyError:
        folded = {item.name.casefold(): item.name for item in guide.variables}
        near = [folded[item] for item in difflib.get_close_matches(name.casefold(), folded, n=3)]
        hint = f"; did you mean {', '.join(near)}?" if near else ""
        raise InputError(f"{guide.id} has no variable {name!r}{hint}") from None


def render_variable(guide: Guide, variable: Variable, console: Console, voice: Voice) -> None:
    """Print one variable as declared, and the rules on it."""
    page = Page(console)
    write_variable(page, voice, guide, variable)
    styles: dict[Severity, str] = {"error": "red", "warning": "yellow", "info": "cyan"}
    heads = (w.RULE_COLUMN, w.SEVERITY_FIELD, w.REQUIRES)
    rows: list[tuple[Part, ...]] = [
        (
            (rule.id, "bold"),
            (voice(w.SEVERITY_WORD[rule.severity]), styles[rule.severity]),
            voice.data(rule.title),
        )
        for rule in rules_of(guide, variable)
    ]
    page.table([voice(head) for head in heads], rows)
    page.print()


def render_coverage(guide: Guide, console: Console, voice: Voice, *, listed: bool = False) -> None:
    """Print how many of the guide's statements are treated how; `listed`: each of them too."""
    page = Page(console)
    coverage = coverage_of(guide)
    page.line((voice(w.COVERAGE_TITLE, guide=guide.id), "bold"))
    page.line()
    heads = (w.STATEMENTS_COLUMN, w.TREATMENT_COLUMN)
    rows = [
        (f"{getattr(coverage, name):,}", (voice(w.TREATMENT[name]), _STYLE[name])) for name in _TREATMENTS
    ]
    page.table([voice(head) for head in heads], [*rows, (f"{coverage.statements:,}", "")], right=(0,))
    page.line()
    page.paragraph(
        voice(
            w.COVERAGE_LINE,
            checked=coverage.record + coverage.file,
            checkable=coverage.checkable,
            share=coverage.share,
        )
    )
    page.line()
    outside = [item for item in guide.statements if item.treatment == "outside"]
    for item in guide.statements if listed else outside:
        _write_statement(page, voice, item)
    if not listed:
        page.line()
        page.paragraph(voice(w.LIST_HINT), style="dim")
    page.print()


def coverage_data(guide: Guide, voice: Voice) -> dict[str, Any]:
    """Return the coverage of the guide, every statement included, as plain data."""
    coverage = coverage_of(guide)
    return {
        "schema": "giis-coverage/1",
        "language": voice.language,
        "guide": guide.id,
        "guide_hash": guide.digest,
        "statements": coverage.statements,
        "counts": {name: getattr(coverage, name) for name in _TREATMENTS},
        "share": round(coverage.share, 4),
        "list": [
            {
                "place": item.place,
                "treatment": item.treatment,
                "variable": item.variable,
                "rules": list(item.rules),
                "says": voice(item.says) if item.says else None,
                "reason": voice(item.reason) if item.reason else None,
                "reading": voice(item.reading) if item.reading else None,
            }
            for item in guide.statements
        ],
    }


@dataclass(frozen=True, slots=True)
class Check:
    """What checking one definition came to: `fault` is None where it is sound."""

    path: Path
    fault: SpecError | None


def check(path: Path | None = None) -> list[Check]:
    """Load definitions of guides and return what is wrong with them.

    Parameters
    ----------
    path : Path, optional
        The YAML file of a guide, or a folder of them (a `guides` folder in it is looked into); by default
        all that ship.

    Raises
    ------
    InputError
        If there is nothing to check at `path`.
    """
    return [_checked(file) for file in _definitions(path or data_directory("spec_yaml"))]


def render_checks(checks: Iterable[Check], console: Console, voice: Voice) -> None:
    """Print one line `file:line: what is wrong` for each faulty definition, and the sum of it."""
    page = Page(console)
    done = list(checks)
    faulty = [item for item in done if item.fault is not None]
    for text in dict.fromkeys(str(item.fault) for item in faulty):
        page.line(plain(text))
    files = voice.count(len(done), w.FILE)
    told = voice(w.SPECS_BAD, faults=len(faulty), files=files) if faulty else voice(w.SPECS_GOOD, files=files)
    page.line((told, "red" if faulty else "green"))
    page.print()


def checks_data(checks: Iterable[Check], voice: Voice) -> dict[str, Any]:
    """Return the checks as plain data."""
    return {
        "schema": "giis-spec-check/1",
        "language": voice.language,
        "files": [
            {
                "path": str(item.path),
                "fault": {"file": item.fault.file, "line": item.fault.line, "message": item.fault.message}
                if item.fault
                else None,
            }
            for item in checks
        ],
    }


def _facts(guide: Guide, voice: Voice) -> dict[str, Any]:
    coverage = coverage_of(guide)
    return {
        "guide": guide.id,
        "guide_hash": guide.digest,
        "name": voice(guide.name),
        "subsystem": guide.subsystem,
        "date": guide.published.isoformat(),
        "file_types": list(guide.file_types),
        "confidence": guide.source.confidence,
        "variables": coverage.variables,
        "rules": coverage.rules,
        "coverage": round(coverage.share, 4),
    }


def _write_statement(page: Page, voice: Voice, item: Disposition) -> None:
    place = f"{item.place} {item.variable or ''}".strip()
    treatment = voice(w.TREATMENT[item.treatment])
    page.line((f"  {place}", "bold"), "  ", (treatment, _STYLE[item.treatment]))
    if item.says:
        page.paragraph(voice.data(item.says), indent=4)
    if item.rules:
        page.paragraph(", ".join(item.rules), indent=4, style="dim")
    if item.reason:
        page.paragraph(voice.data(item.reason), indent=4, style="" if item.treatment == "outside" else "dim")


def _definitions(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise InputError(f"{str(path)!r} does not exist; give the YAML of a guide, or a folder of them")
    folder = path / "guides" if (path / "guides").is_dir() else path
    found = sorted(folder.glob("*.yaml"))
    if not found:
        raise InputError(f"the folder {str(folder)!r} holds no definition (*.yaml) of a guide")
    return found


def _checked(path: Path) -> Check:
    try:
        load_guide_file(path)
    except SpecError as error:
        return Check(path, error)
    return Check(path, None)
