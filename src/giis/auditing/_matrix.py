"""The coverage matrix of a guide: clause, rule, and the record that shows it kept, or why none can."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from giis._text import Text
from giis.auditing._model import Place
from giis.specs import Level, load_guide
from giis.validators.findings import usual_severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from giis.auditing._model import GuideAudit
    from giis.specs import Disposition, Rule
    from giis.specs.guide import Severity

MatrixState = Literal[
    "passed", "failed", "passed in part", "not evaluated", "not applicable", "not checkable", "definition"
]  # fmt: skip
_OF_FILES = (Level.STRUCTURE, Level.FILE, Level.ACROSS)
_NO_FILES = Text("la evidencia no tiene archivos de la guía", "the evidence has no files of the guide")
_NOT_ASKED = Text("ningún registro le da lugar", "no record gives rise to it")
_ALONE = Text(
    "es sobre los archivos de varias guías, y no hubo en ellos a qué aplicarla",
    "it is on the files of several guides, and there was nothing in them to ask it of",
)
_FAULTY = Text("sólo la cumplen registros que tienen otros errores", "only records with other errors keep it")


@dataclass(frozen=True, slots=True)
class Evidence:
    """How the evidence stands to one rule.

    `kept` is a record without errors of which the rule was asked and that kept it; of a rule on a whole file, the file.
    `severity` is that of this run; `broken` is the first record that broke it, of `errors` in all.
    """

    rule: Rule
    severity: Severity
    state: MatrixState
    kept: Place | None
    broken: Place | None
    errors: int
    reason: Text | None


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One statement of the guide, and one rule that checks it, or (`evidence` None) why none does."""

    statement: Disposition
    state: MatrixState
    evidence: Evidence | None
    reason: Text | None


def matrix(item: GuideAudit) -> Iterator[MatrixRow]:
    """Yield the rows of the coverage matrix of a guide, in the order of its statements.

    Parameters
    ----------
    item : GuideAudit
        The audit of the guide; it must have been made with `witnesses`.
    """
    guide = load_guide(item.id)
    known = {rule_id: _evidence(rule, item) for rule_id, rule in guide.by_id.items()}
    for statement in guide.statements:
        if not statement.rules:
            state: MatrixState = "definition" if statement.treatment == "definition" else "not checkable"
            yield MatrixRow(statement, state, None, statement.reason)
        for rule_id in statement.rules:
            found = known[rule_id]
            yield MatrixRow(statement, found.state, found, found.reason)


def _evidence(rule: Rule, item: GuideAudit) -> Evidence:
    outcomes = [(file, outcome) for file in item.files for outcome in file.outcomes if outcome.rule == rule.id]
    errors = sum(outcome.failed for _, outcome in outcomes)
    passed = [file for file, outcome in outcomes if outcome.state == "passed"]
    broken = next(
        (
            Place(file.path, finding.record)
            for file in item.files
            for finding in file.findings
            if finding.rule == rule.id
        ),
        None,
    )
    kept = item.kept.get(rule.id)
    if rule.level in _OF_FILES:
        kept = Place(passed[0].path) if passed else None
    unanswered = next(
        (entry.reason for file in item.files for entry in file.not_evaluated if entry.rule == rule.id), None
    )
    state, reason = _state(rule, item, errors=errors, kept=kept, passed=bool(passed), unanswered=unanswered)
    severity = next((outcome.severity for _, outcome in outcomes if outcome.severity), None) or usual_severity(rule)
    return Evidence(rule, severity, state, kept, broken, errors, reason)


def _state(
    rule: Rule, item: GuideAudit, *, errors: int, kept: Place | None, passed: bool, unanswered: Text | None
) -> tuple[MatrixState, Text | None]:
    """Return how the rule ended over all files of the guide, and why it shows nothing."""
    if errors:
        return "failed", unanswered
    if kept is not None:
        return ("passed in part" if unanswered else "passed"), unanswered
    if unanswered is not None:
        return "not evaluated", unanswered
    if passed:
        return "passed", _FAULTY
    if not item.files:
        return "not applicable", _NO_FILES
    return "not applicable", _ALONE if rule.level is Level.ACROSS else _NOT_ASKED
