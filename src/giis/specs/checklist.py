"""Checklists: a guide without an exchange file, assessed control by control (`spec_yaml/checklists/`)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Annotated, NamedTuple

from pydantic import Field, StringConstraints

from giis._errors import InputError
from giis._resources import data_directory, short_name
from giis._text import Text
from giis._yaml import load
from giis.specs.assemble import Raw, raw_from
from giis.specs.build import shaped
from giis.specs.document import Count, Document, GuideId, SourceDoc, TextDoc
from giis.specs.guide import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_KINDS = {1: "a domain", 2: "an objective", 3: "a control"}


class _Numbered(Document):
    id: Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]*(\.[1-9][0-9]*)*$")]
    title: TextDoc


class ControlDoc(_Numbered):
    """One control."""

    question: TextDoc
    evidence: TextDoc


class ObjectiveDoc(_Numbered):
    """One objective and its controls."""

    controls: Annotated[list[ControlDoc], Field(min_length=1)]


class DomainDoc(_Numbered):
    """One domain and its objectives."""

    objectives: Annotated[list[ObjectiveDoc], Field(min_length=1)]


class CountsDoc(Document):
    """How many domains, objectives and controls there are."""

    domains: Count
    objectives: Count
    controls: Count


class ChecklistDoc(Document):
    """One checklist file."""

    checklist: GuideId
    name: TextDoc
    source: SourceDoc
    counts: CountsDoc
    """What the file holds; it is counted."""
    stated: CountsDoc
    """What the guide is said to hold; a difference needs the reading `counts`."""
    months_of_operation: Count
    readings: dict[str, TextDoc] = Field(default={})
    domains: Annotated[list[DomainDoc], Field(min_length=1)]


class Counts(NamedTuple):
    """How many domains, objectives and controls there are."""

    domains: int
    objectives: int
    controls: int


@dataclass(frozen=True, slots=True)
class Control:
    """A measure of security: what an assessor asks, and what counts as evidence of it."""

    id: str
    title: Text
    question: Text
    evidence: Text

    @property
    def controls(self) -> tuple[Control, ...]:
        """The control itself, so that every part of a checklist has controls."""
        return (self,)


@dataclass(frozen=True, slots=True)
class Objective:
    """What a group of controls is for."""

    id: str
    title: Text
    controls: tuple[Control, ...]


@dataclass(frozen=True, slots=True)
class Domain:
    """A field of security."""

    id: str
    title: Text
    objectives: tuple[Objective, ...]

    @property
    def controls(self) -> tuple[Control, ...]:
        """The controls of all its objectives."""
        return tuple(control for objective in self.objectives for control in objective.controls)


ChecklistPart = Domain | Objective | Control


@dataclass(frozen=True)
class Checklist:
    """A guide that is assessed control by control.

    `counts` is what it holds, `stated` what the guide is said to hold; where they differ,
    `readings["counts"]` says why. `months_of_operation` is how long the controls must have been in operation.
    """

    id: str
    name: Text
    source: Source
    counts: Counts
    stated: Counts
    months_of_operation: int
    readings: Mapping[str, Text]
    domains: tuple[Domain, ...]
    digest: str

    @cached_property
    def controls(self) -> tuple[Control, ...]:
        """All controls, in order."""
        return tuple(control for domain in self.domains for control in domain.controls)

    @cached_property
    def parts(self) -> Mapping[str, ChecklistPart]:
        """Domains, objectives and controls by their numbers, in order."""
        return {part.id: part for part in self._walk()}

    def _walk(self) -> Iterator[ChecklistPart]:
        for domain in self.domains:
            yield domain
            for objective in domain.objectives:
                yield objective
                yield from objective.controls


def checklist_ids() -> tuple[str, ...]:
    """Return the ids of the checklists that ship with the package, in order."""
    return tuple(sorted(path.stem for path in _folder().glob("GIIS-*.yaml")))


def find_checklist(name: str) -> str | None:
    """Return the id of the checklist called `name` (`GIIS-A004-01-07`, `A004`), or None if there is none."""
    wanted = name.strip().upper()
    found = [known for known in checklist_ids() if wanted in (known, known.split("-")[1])]
    return found[-1] if found else None


def load_checklist(name: str) -> Checklist:
    """Return the checklist called `name`, by its full id or its middle (`A004`).

    Raises
    ------
    InputError
        If no checklist that ships with the package is called so.
    SpecError
        If its definition is wrong.
    """
    found = find_checklist(name)
    if found is None:
        known = ", ".join(checklist_ids())
        raise InputError(
            Text(
                f"lista de verificación desconocida: {name!r}; se conocen {known}",
                f"unknown checklist {name!r}; known: {known}",
            )
        )
    return load_checklist_file(_folder() / f"{found}.yaml")


@lru_cache(maxsize=8)
def load_checklist_file(path: Path) -> Checklist:
    """Return the checklist that the YAML file `path` defines.

    Raises
    ------
    SpecError
        If a key is missing, unknown or of the wrong form, a number stands twice or in the wrong place, or
        the file holds other counts than it declares; the error names file and line.
    """
    raw = raw_from(load(path), short_name(path), 1)
    doc = shaped(ChecklistDoc, raw)
    _check_numbers(doc, raw)
    domains = tuple(_domain(domain) for domain in doc.domains)
    objectives = [objective for domain in domains for objective in domain.objectives]
    _check_counts(doc, raw, Counts(len(domains), len(objectives), sum(len(item.controls) for item in objectives)))
    return Checklist(
        id=doc.checklist,
        name=doc.name.text,
        source=Source(doc.source.document, confidence=doc.source.confidence),
        counts=_counts(doc.counts),
        stated=_counts(doc.stated),
        months_of_operation=doc.months_of_operation,
        readings={name: text.text for name, text in doc.readings.items()},
        domains=domains,
        digest=hashlib.sha256(path.read_bytes()).hexdigest(),
    )


def no_exchange_file(checklist: str) -> Text:
    """Return what to tell somebody who wants exchange files judged by `checklist`."""
    return Text(
        f"{checklist} no tiene archivo de intercambio: es una lista de verificación de la seguridad; "
        f"véala con «giis specs show {checklist}»",
        f"{checklist} has no exchange file: it is a checklist on security; see `giis specs show {checklist}`",
    )


def _folder() -> Path:
    return data_directory("spec_yaml") / "checklists"


def _domain(doc: DomainDoc) -> Domain:
    return Domain(doc.id, doc.title.text, tuple(_objective(item) for item in doc.objectives))


def _objective(doc: ObjectiveDoc) -> Objective:
    controls = (Control(item.id, item.title.text, item.question.text, item.evidence.text) for item in doc.controls)
    return Objective(doc.id, doc.title.text, tuple(controls))


def _counts(doc: CountsDoc) -> Counts:
    return Counts(doc.domains, doc.objectives, doc.controls)


def _check_numbers(doc: ChecklistDoc, raw: Raw) -> None:
    seen: set[str] = set()
    for number, above, path in _numbers(doc):
        if number in seen:
            raise raw.fault(f"the number {number} stands twice", *path, "id")
        if number.rpartition(".")[0] != above:
            kind = _KINDS[len(path) // 2]
            wanted = f"{above}.1, {above}.2 …" if above else "5, 6 …"
            raise raw.fault(f"{number} is not the number of {kind} here (such as {wanted})", *path, "id")
        seen.add(number)


def _numbers(doc: ChecklistDoc) -> Iterator[tuple[str, str, tuple[str | int, ...]]]:
    """Walk over the numbers: each, the number that it stands under, and its place."""
    for one, domain in enumerate(doc.domains):
        yield domain.id, "", ("domains", one)
        for two, objective in enumerate(domain.objectives):
            place = ("domains", one, "objectives", two)
            yield objective.id, domain.id, place
            for three, control in enumerate(objective.controls):
                yield control.id, objective.id, (*place, "controls", three)


def _check_counts(doc: ChecklistDoc, raw: Raw, held: Counts) -> None:
    for name, declared, counted in zip(Counts._fields, _counts(doc.counts), held, strict=True):
        if declared != counted:
            raise raw.fault(f"{declared} {name} are declared, the file holds {counted}", "counts", name)
    if doc.stated != doc.counts and "counts" not in doc.readings:
        raise raw.fault("what is stated differs from what the file holds: say why in the reading `counts`", "stated")
