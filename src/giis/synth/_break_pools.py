"""Candidate values of each variable: what its form, its catalogue and the rules that read it tell apart."""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from giis.specs import Kind, Variable
from giis.specs.codes import code_ranges
from giis.specs.values import FIELD_SEPARATOR, LIST_SEPARATOR, as_written
from giis.synth._break_forms import edges, malformed
from giis.synth._break_hints import Hints, hints_of
from giis.synth._break_texts import curps, names, parts, spans
from giis.validators.reading import reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import polars as pl

    from giis.catalogs import Catalog
    from giis.specs import Guide

_KEYS = 24
_BY_ATTRIBUTE = 3
_MOST_VALUES = 14
_BY_RANGE = 3
_DAY = timedelta(days=1)


class Pools:
    """Candidate texts for the variables of one guide.

    Parameters
    ----------
    guide : Guide
        The guide.
    catalogs : Mapping
        The editions at hand, by name.
    as_of : date
        The date of registration.
    seed : int
        Which keys of a large catalogue are taken.
    """

    def __init__(self, guide: Guide, catalogs: Mapping[str, Catalog], as_of: date, seed: int = 0) -> None:
        self.guide, self.catalogs, self.as_of, self.seed = guide, catalogs, as_of, seed
        self._fixed: dict[str, tuple[str, ...]] = {}
        self.samples: dict[str, str] = {}
        """One column of sub-records each, as some record has it."""

    @cached_property
    def hints(self) -> dict[str, Hints]:
        """What the rules ask of each variable."""
        return hints_of(self.guide)

    def learn(self, records: pl.DataFrame) -> None:
        """Take up how columns of sub-records look in valid records: a model for those that have none."""
        for variable, column in zip(self.guide.variables, records, strict=True):
            if variable.fields and records.height:
                self.samples[variable.identifier] = max(column.to_list(), key=len)

    def values(self, variable: Variable, texts: Mapping[str, str]) -> list[str]:
        """Return candidates for `variable` in the record with `texts` (by identifier), the record's own left out."""
        own = texts.get(variable.identifier, "")
        if variable.fields:
            found = dict.fromkeys(self._columns(variable, texts))
        else:
            found = dict.fromkeys((*self.fixed(variable), *self.relative(variable, own, texts)))
        found.pop(own, None)
        return [text for text in found if "|" not in text and "\n" not in text]

    def moving(self, variable: Variable, texts: Mapping[str, str]) -> list[str]:
        """Return the candidates that depend on the record, each in its place; most records have as many."""
        own = texts.get(variable.identifier, "")
        return list(self._columns(variable, texts) if variable.fields else self.relative(variable, own, texts))

    def fixed(self, variable: Variable) -> tuple[str, ...]:
        """Return the candidates that are the same for every record."""
        name = variable.identifier
        if name not in self._fixed:
            self._fixed[name] = tuple(dict.fromkeys(self._of_guide(variable)))
        return self._fixed[name]

    def _of_guide(self, variable: Variable) -> Iterator[str]:
        hints = self.hints[variable.identifier]
        yield from (text for text, _ in malformed(variable))
        yield from edges(variable)
        for value in hints.literals:
            yield from _near(value)
        named = [as_written(value) for value in variable.options]
        for ranges in hints.codes:
            yield from _in_ranges(ranges, named, random.Random(self.seed))  # noqa: S311
        yield from self._keys(variable, hints)
        if variable.kind is Kind.TEXT:
            for size in hints.sizes:
                yield from ("A" * (size + step) for step in (0, 1))
            for number in hints.minutes:
                yield from (f"{at // 60:02}:{at % 60:02}" for at in (number - 1, number, number + 1) if at >= 0)

    def _keys(self, variable: Variable, hints: Hints) -> Iterator[str]:
        """Yield keys of the variable's catalogues, some for each value of an attribute that rules read, and no key."""
        rng = random.Random(f"{self.seed} {variable.identifier}")  # noqa: S311
        listed = dict.fromkeys((*hints.catalogs, *([variable.catalog] if variable.catalog else ())))
        for catalog in (self.catalogs[name] for name in listed if name in self.catalogs):
            keys = list(catalog.entries)
            fitting = [key for key in keys if reader(variable)(key).failed is None]
            yield from rng.sample(fitting, min(_KEYS, len(fitting)))
            for name in (name for owner, name in hints.attributes if owner == catalog.name):
                yield from self._by_attribute(catalog, name, fitting, rng)
            for ranges in hints.codes:
                yield from _in_ranges(ranges, fitting, rng)
            yield from _no_keys(variable, catalog, fitting)
        if not any(name in self.catalogs for name in listed):
            for ranges in hints.codes:
                yield from (low.ljust(4, "0") for low, _ in code_ranges(ranges)[:_BY_RANGE])

    @staticmethod
    def _by_attribute(catalog: Catalog, name: str, keys: list[str], rng: random.Random) -> Iterator[str]:
        groups: dict[object, list[str]] = {}
        for key in keys:
            groups.setdefault(catalog.get(key, name), []).append(key)
        chosen = list(groups)
        if len(chosen) > _MOST_VALUES:
            chosen = rng.sample(chosen, _MOST_VALUES)
        for value in chosen:
            yield from rng.sample(groups[value], min(_BY_ATTRIBUTE, len(groups[value])))

    def relative(self, variable: Variable, own: str, texts: Mapping[str, str]) -> Iterator[str]:
        """Yield candidates that depend on what else stands in the record."""
        hints = self.hints[variable.identifier]
        yield from (texts.get(peer, "") for peer in hints.peers)
        if variable.kind is Kind.DATE:
            yield from self._dates(variable, hints, texts)
        elif variable.kind is Kind.NUMBER or variable.kind is Kind.INTEGER:
            for peer in hints.peers:
                number = texts.get(peer, "")
                if number.lstrip("-").isdigit():
                    yield from (str(int(number) + step) for step in (-1, 1))
        elif variable.kind is Kind.TEXT and not variable.options:
            yield from parts(own, hints)
            if any(name.startswith("name_") for name in hints.functions):
                yield from names(own)
            if "curp_structure" in hints.functions:
                yield from curps(own)

    def _dates(self, variable: Variable, hints: Hints, texts: Mapping[str, str]) -> Iterator[str]:
        days = [self.as_of, *(day for peer in hints.peers if (day := _day(texts.get(peer, ""))) is not None)]
        others = [item for item in self.guide.variables if item.kind is Kind.DATE and item is not variable]
        days += [day for item in others if (day := _day(texts.get(item.identifier, ""))) is not None]
        for day in dict.fromkeys(days):
            yield from (as_written(day + step * _DAY) for step in (-1, 0, 1))
        yield from spans(hints.ages, texts, self.as_of)

    def _columns(self, variable: Variable, texts: Mapping[str, str]) -> Iterator[str]:
        """Yield other contents of a column of sub-records: fewer, more, repeated, and with other values in them."""
        own = texts.get(variable.identifier, "")
        elements = _cut(own) if own else []
        model = _cut(self.samples.get(variable.identifier, ""))
        width = len(variable.fields)
        if not elements or any(len(item) != width for item in elements):
            elements = model if all(len(item) == width for item in model) else [["1"] * width]
        yield ""
        joined = self._joined
        yield joined(variable, elements)
        yield own + FIELD_SEPARATOR
        yield FIELD_SEPARATOR.join(elements[0][:-1]) if width > 1 else FIELD_SEPARATOR
        yield joined(variable, elements[:1])
        yield joined(variable, [*elements, elements[0]])
        yield joined(variable, [*elements, elements[0]], counted=False)
        most = variable.many.maximum if variable.many and variable.many.maximum else 1
        yield joined(variable, elements * (most + 1))
        for place, field in enumerate(variable.fields):
            inner = {**texts, **{item.identifier: elements[-1][at] for at, item in enumerate(variable.fields)}}
            for value in self.values(field, inner):
                if LIST_SEPARATOR in value or FIELD_SEPARATOR in value:
                    continue
                for target in {0, len(elements) - 1}:
                    changed = [list(item) for item in elements]
                    changed[target][place] = value
                    yield joined(variable, changed, counted=False)
                if place and len(elements) < most:
                    added = list(elements[0])
                    added[place] = value
                    yield joined(variable, [*elements, added])

    @staticmethod
    def _joined(variable: Variable, elements: list[list[str]], *, counted: bool = True) -> str:
        """Return sub-records as they are written, the field that counts them counting anew."""
        names = [field.identifier for field in variable.fields]
        sequence = variable.many.sequence if variable.many else None
        if counted and sequence in names:
            place = names.index(sequence)
            elements = [[*item[:place], str(number), *item[place + 1 :]] for number, item in enumerate(elements, 1)]
        return LIST_SEPARATOR.join(FIELD_SEPARATOR.join(item) for item in elements)


def _cut(column: str) -> list[list[str]]:
    return [item.split(FIELD_SEPARATOR) for item in column.split(LIST_SEPARATOR)]


def _near(value: object) -> Iterator[str]:
    """Yield a literal and its neighbours as an exchange file writes them."""
    if isinstance(value, bool):
        return
    if isinstance(value, int):
        yield from (str(value + step) for step in (0, -1, 1))
    elif isinstance(value, float):
        yield from (as_written(round(value + step, 3)) for step in (0, -0.1, 0.1, -1, 1))
    elif isinstance(value, date):
        yield from (as_written(value + step * _DAY) for step in (0, -1, 1))
    else:
        yield str(value)


def _in_ranges(ranges: str, keys: list[str], rng: random.Random) -> Iterator[str]:
    for low, high in code_ranges(ranges):
        inside = [key for key in keys if low <= key[: len(low)] <= high]
        yield from rng.sample(inside, min(_BY_RANGE, len(inside)))


def _no_keys(variable: Variable, catalog: Catalog, keys: list[str]) -> Iterator[str]:
    """Yield well-formed texts that are no key."""
    read = reader(variable)
    made = [key[:-1] + last for key in keys[:2] for last in "019ZX"] + ["999", "9999", "99", "Z999", "ZZ99"]
    yield from [text for text in made if text not in catalog and read(text).failed is None][:3]


def _day(text: str) -> date | None:
    try:
        return date(int(text[6:]), int(text[3:5]), int(text[:2]))
    except ValueError:
        return None
