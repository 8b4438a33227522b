"""The data that make records plausible: `spec_yaml/synth/`, read once and checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from giis._errors import SpecError
from giis._resources import data_directory, short_name
from giis._yaml import Node, YamlList, YamlMap, load

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Section:
    """One mapping of a data file; a fault names file and line."""

    def __init__(self, node: Node, file: str, line: int = 1) -> None:
        if not isinstance(node, YamlMap):
            raise SpecError("a mapping is wanted here", file=file, line=line)
        self._node, self._file = node, file

    def __contains__(self, key: str) -> bool:
        return key in self._node

    def __iter__(self) -> Iterator[str]:
        return iter(self._node)

    def fault(self, key: str, what: str) -> SpecError:
        """Return the fault that `key` is not `what`."""
        return SpecError(f"{key}: {what}", file=self._file, line=self._node.lines.get(key, self._node.line))

    def section(self, key: str) -> Section:
        """Return the mapping under `key`."""
        if key not in self._node:
            raise self.fault(key, "is missing")
        return Section(self._node[key], self._file, self._node.lines[key])

    def sections(self, key: str) -> list[Section]:
        """Return the mappings listed under `key`."""
        found = self._node.get(key)
        if not isinstance(found, YamlList):
            raise self.fault(key, "a list is wanted")
        return [Section(item, self._file, line) for item, line in zip(found, found.lines, strict=True)]

    def text(self, key: str) -> str:
        """Return the text under `key`."""
        found = self._node.get(key)
        if not isinstance(found, str):
            raise self.fault(key, "a text is wanted")
        return found

    def words(self, key: str) -> tuple[str, ...]:
        """Return the words of the text under `key`, or the texts of the list there."""
        found = self._node.get(key)
        if isinstance(found, str):
            return tuple(found.split())
        if isinstance(found, YamlList) and all(isinstance(item, str) for item in found):
            return tuple(str(item) for item in found)
        raise self.fault(key, "a text or a list of texts is wanted")

    def number(self, key: str) -> float:
        """Return the number under `key`."""
        try:
            return float(self.text(key))
        except ValueError:
            raise self.fault(key, "a number is wanted") from None

    def weights(self, key: str) -> dict[str, float]:
        """Return the numbers of the mapping under `key`, by its keys."""
        inner = self.section(key)
        return {name: inner.number(name) for name in inner}

    def span(self, key: str) -> tuple[int, int]:
        """Return the ends of the range under `key`, written `low..high`."""
        match = re.fullmatch(r"([0-9]+)\.\.([0-9]+)", self.text(key))
        if match is None:
            raise self.fault(key, "a range low..high is wanted")
        return int(match[1]), int(match[2])


@dataclass(frozen=True)
class Band:
    """Values up to an age in years: how often, or around what."""

    to: float
    weight: float = 0.0
    mean: float = 0.0
    spread: float = 0.0


@dataclass(frozen=True)
class Hint:
    """What is usual of one variable.

    `weights` tells how often a value comes (`*` any other), `bands` around which number it lies by age, `texts` what a
    free text says, `default` which share keeps the default where the guide lets choose, `like` which other variable's
    value it mostly has, `sizes` how often there are so many sub-records.
    """

    weights: Mapping[str, float]
    bands: tuple[Band, ...]
    texts: tuple[str, ...]
    default: float | None
    like: tuple[str, float] | None
    sizes: tuple[float, ...]


@dataclass(frozen=True)
class Persons:
    """The words of which persons are made, and how old they are."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    surnames: tuple[str, ...]
    ages: tuple[Band, ...]
    staff_ages: tuple[int, int]
    born_mark: int
    staff_mark: int


@dataclass(frozen=True)
class StandIn:
    """The keys that are drawn where a catalogue is not at hand: those of another one, and others of the same form."""

    catalog: str | None
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Plausible:
    """What is usual: of variables by their identifier, and in the place of catalogues."""

    variables: Mapping[str, Hint]
    types: Mapping[str, Hint]
    stand_ins: Mapping[str, StandIn]
    staff: tuple[str, ...]
    """Variables that are the same in all records of one provider, though no rule says so."""


@cache
def persons() -> Persons:
    """Return the data of `persons.yaml`.

    Raises
    ------
    SpecError
        If the file is wrong.
    """
    root = _root("persons")
    given, marks = root.section("given"), root.section("marks")
    parts = [(item.words("starts"), item.words("ends")) for item in root.sections("surnames")]
    return Persons(
        women=given.words("women"),
        men=given.words("men"),
        surnames=tuple(start + end for starts, ends in parts for end in ends for start in starts),
        ages=tuple(Band(item.number("to"), item.number("weight")) for item in root.sections("ages")),
        staff_ages=root.span("staff_ages"),
        born_mark=int(marks.number("born")),
        staff_mark=int(marks.number("staff")),
    )


@cache
def plausible() -> Plausible:
    """Return the data of `plausible.yaml`.

    Raises
    ------
    SpecError
        If the file is wrong.
    """
    root = _root("plausible")
    variables, types, stand_ins = root.section("variables"), root.section("types"), root.section("stand_ins")
    return Plausible(
        {name: _hint(variables.section(name)) for name in variables},
        {name: _hint(types.section(name)) for name in types},
        {name: _stand_in(stand_ins.section(name)) for name in stand_ins},
        root.words("staff"),
    )


def _hint(section: Section) -> Hint:
    bands = section.sections("by_age") if "by_age" in section else []
    return Hint(
        weights=section.weights("weights") if "weights" in section else {},
        bands=tuple(Band(item.number("to"), 0.0, item.number("mean"), item.number("spread")) for item in bands),
        texts=section.words("texts") if "texts" in section else (),
        default=section.number("default") if "default" in section else None,
        like=(section.section("like").text("variable"), section.section("like").number("share"))
        if "like" in section
        else None,
        sizes=tuple(float(item) for item in section.words("sizes")) if "sizes" in section else (),
    )


def _stand_in(section: Section) -> StandIn:
    return StandIn(
        section.text("catalog") if "catalog" in section else None,
        section.words("keys") if "keys" in section else (),
    )


def _root(name: str) -> Section:
    path = data_directory("spec_yaml") / "synth" / f"{name}.yaml"
    return Section(load(path), short_name(path))
