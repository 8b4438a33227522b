"""Assessments: a user's answers to the controls of a checklist, in a YAML file of their own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from giis._text import Text
from giis.specs.checklist import Checklist, Control, Domain, find_checklist, load_checklist
from giis.specs.filled import FilledIn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from giis._yaml import YamlMap

State = Literal["implemented", "partial", "planned", "missing", "not_applicable"]
STATES: tuple[State, ...] = get_args(State)

_KEYS = ("assessment", "system", "operating_since", "answers")
_ANSWER_KEYS = ("state", "evidence", "owner", "date", "justification")
# What a Spanish speaker may write for a state: not admitted, but the fault tells the right word.
_SPANISH: Mapping[str, State] = {
    "implementado": "implemented",
    "implementada": "implemented",
    "parcial": "partial",
    "planeado": "planned",
    "planeada": "planned",
    "planificado": "planned",
    "planificada": "planned",
    "faltante": "missing",
    "ausente": "missing",
    "no aplica": "not_applicable",
    "no_aplica": "not_applicable",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to one control; `state` is None where nothing was."""

    control: Control
    state: State | None = None
    evidence: str = ""
    owner: str = ""
    date: date | None = None
    justification: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers of controls, by state."""

    implemented: int
    partial: int
    planned: int
    missing: int
    not_applicable: int
    unanswered: int
    without_evidence: int
    """Of those implemented or partial, how many name no evidence."""

    @property
    def controls(self) -> int:
        """All controls counted."""
        return self.applicable + self.not_applicable

    @property
    def applicable(self) -> int:
        """Controls that are not declared not applicable."""
        return self.implemented + self.partial + self.planned + self.missing + self.unanswered


@dataclass(frozen=True, slots=True)
class Assessment:
    """The answers to a checklist: one for each of its controls, in its order."""

    checklist: Checklist
    system: str
    operating_since: date | None
    answers: Mapping[str, Answer]

    def tally(self, controls: Iterable[Control] | None = None) -> Tally:
        """Return the numbers of `controls`, or of all, by state."""
        wanted = self.checklist.controls if controls is None else controls
        answers = [self.answers[control.id] for control in wanted]
        states: Counter[str] = Counter(answer.state or "unanswered" for answer in answers)
        bare = sum(answer.state in ("implemented", "partial") and not answer.evidence for answer in answers)
        return Tally(**{name: states[name] for name in (*STATES, "unanswered")}, without_evidence=bare)

    def by_domain(self) -> tuple[tuple[Domain, Tally], ...]:
        """Return each domain with its numbers."""
        return tuple((domain, self.tally(domain.controls)) for domain in self.checklist.domains)

    def months_of_operation(self, on: date) -> int | None:
        """Return the completed months from `operating_since` to `on`; None where it is not told, or is later."""
        since = self.operating_since
        if since is None or since > on:
            return None
        return (on.year - since.year) * 12 + on.month - since.month - (on.day < since.day)

    def long_enough(self, on: date) -> bool:
        """Tell whether on that day the controls have been in operation for as long as the guide wants."""
        months = self.months_of_operation(on)
        return months is not None and months >= self.checklist.months_of_operation


def load_assessment(path: Path, checklist: Checklist | None = None) -> Assessment:
    """Return the assessment that the YAML file `path` holds.

    Parameters
    ----------
    path : Path
        The file; `giis specs show GUIDE --template` writes one to fill in.
    checklist : Checklist, optional
        What it must be an assessment of; by default the checklist that it names.

    Raises
    ------
    SpecError
        If the file cannot be read or is wrong; the error names file and line.
    """
    return _Reader(path, checklist).assessment()


class _Reader(FilledIn):
    def __init__(self, path: Path, checklist: Checklist | None) -> None:
        super().__init__(path, _KEYS)
        self.checklist = self.named(checklist)

    def assessment(self) -> Assessment:
        answers = self.mapping(self.node, "answers")
        known = {control.id: control for control in self.checklist.controls}
        for key in answers:
            if key not in known:
                raise self.unknown(Text("no hay un control", "there is no control"), key, known, answers.lines[key])
        return Assessment(
            checklist=self.checklist,
            system=self.text(self.node, "system"),
            operating_since=self.day(self.node, "operating_since"),
            answers={key: self.answer(answers, control) for key, control in known.items()},
        )

    def named(self, wanted: Checklist | None) -> Checklist:
        name = self.text(self.node, "assessment")
        line = self.node.lines.get("assessment", 1)
        found = find_checklist(name) if name else None
        if found is None:
            raise self.fault(
                f"assessment: {name!r} no es una lista de verificación; escriba, por ejemplo, GIIS-A004-01-07",
                f"assessment: {name!r} is no checklist; write GIIS-A004-01-07, for instance",
                line,
            )
        if wanted is None:
            return load_checklist(found)
        if found != wanted.id:
            raise self.fault(f"evalúa {found}, no {wanted.id}", f"assesses {found}, not {wanted.id}", line)
        return wanted

    def answer(self, answers: YamlMap, control: Control) -> Answer:
        if answers.get(control.id, "") == "":
            return Answer(control)
        node = self.mapping(answers, control.id)
        self.known_keys(node, _ANSWER_KEYS)
        state = self.state(node)
        answer = Answer(
            control=control,
            state=state,
            evidence=self.text(node, "evidence"),
            owner=self.text(node, "owner"),
            date=self.day(node, "date"),
            justification=self.text(node, "justification"),
            line=answers.lines[control.id],
        )
        if state == "not_applicable" and not answer.justification:
            raise self.fault(
                f"{control.id}: lo que no aplica pide justification (declaración de aplicabilidad)",
                f"{control.id}: what is not_applicable needs a justification (statement of applicability)",
                node.lines["state"],
            )
        return answer

    def state(self, node: YamlMap) -> State | None:
        word = self.text(node, "state")
        if not word:
            return None
        for state in STATES:
            if state == word:
                return state
        meant = _SPANISH.get(word.casefold())
        names = [meant] if meant else STATES
        raise self.unknown(Text("no hay un estado", "there is no state"), word, names, node.lines["state"])
