"""What the declaration of a variable admits, and how often it comes; the rules are not asked here."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING

from giis.specs import Kind
from giis.specs.codes import code_ranges
from giis.specs.expressions.nodes import Call, Compare, Const, Node, OneOf, Term, Var, broken_node, variables_of
from giis.specs.values import LIST_SEPARATOR, as_written, texts
from giis.synth._choice import Choice, banded, mostly, weighted
from giis.synth._data import Hint, persons, plausible
from giis.synth._patterns import texts_like
from giis.validators.reading import reader

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from giis.catalogs import Catalog
    from giis.specs import Guide, Variable
    from giis.synth._month import Month
    from giis.synth._roles import Role

_NOTHING = Hint({}, (), (), None, None, ())
_MOST_NUMBERS = 4_000
_MOST_LISTS = 60
_MADE = 300
"""How many texts are made of the form of a pattern."""
_GROWING, _STEP = 5, 5
"""From these years on, not every birth date but one in so many days is drawn."""
_SHORT = 3
"""So many digits are gone through one by one."""
_EMPTY = 0.9
"""How often what may be empty is."""
_BEFORE = 45
"""Days before the month on which other dates than that of the record may be."""
_FILLED = "X"
"""What fills up a code of three characters, as ICD-10 does."""
_WEEKDAYS = (1.0, 1.0, 1.0, 1.0, 0.9, 0.25, 0.08)
_WORDS = ("DATO DE PRUEBA", "TEXTO DE PRUEBA", "SIN OBSERVACIONES", "DATO FICTICIO", "REGISTRO DE PRUEBA")


class Declared:
    """The texts that the declarations of a guide admit.

    Parameters
    ----------
    guide, catalogs
        The definition, and the catalogues at hand by name.
    roles : sequence of Role
        The persons that a record describes.
    month : Month
        The month of the records.
    as_of : date
        The date of registration.
    units : collection of str
        Keys of the units that records may come from; all if empty.
    stand_ins : Mapping of str to Catalog
        Catalogues whose keys are drawn where one is not at hand.
    """

    def __init__(
        self,
        guide: Guide,
        catalogs: Mapping[str, Catalog],
        roles: Sequence[Role],
        month: Month,
        as_of: date,
        units: Collection[str],
        stand_ins: Mapping[str, Catalog],
    ) -> None:
        self.guide, self.catalogs, self.month, self.as_of = guide, catalogs, month, as_of
        self._units, self._stand_ins = tuple(units), stand_ins
        self._known: dict[str, Choice] = {}
        self._births = {role.birth for role in roles if role.birth}
        self.periods = variables_of(guide.period) if guide.period is not None else frozenset()
        self._unit_names = variables_of(guide.unit) if guide.unit is not None else frozenset()

    def hint(self, variable: Variable) -> Hint:
        """Return what is usual of the variable."""
        data = plausible()
        return data.variables.get(variable.identifier, data.types.get(variable.type, _NOTHING))

    def of(self, variable: Variable) -> Choice:
        """Return what the declaration of a variable admits."""
        known = self._known.get(variable.identifier)
        if known is None:
            known = self._known[variable.identifier] = self._of(variable)
        return known

    def _of(self, variable: Variable) -> Choice:
        hint = self.hint(variable)
        if variable.identifier in self._births:
            return self._birth_dates(variable)
        if variable.kind is Kind.INTEGERS:
            return self._lists(variable, hint)
        choice = self._dates(variable) if variable.kind is Kind.DATE else self._values(variable, hint)
        if variable.nullable:
            weights = choice.weights or (1.0,) * len(choice)
            choice = mostly(Choice((*choice.texts, ""), (*weights, 1.0)), "", self.empty_share(variable))
        return banded(choice, hint) if hint.bands else choice

    def empty_share(self, variable: Variable) -> float:
        """Return how often a variable that may be empty is."""
        share = self.hint(variable).default
        return _EMPTY if share is None else share

    def keys(self, variable: Variable, name: str) -> list[str]:
        """Return the keys of a catalogue, or what stands in for it."""
        if variable.identifier in self._unit_names and self._units:
            return list(self._units)
        catalog = self.catalogs.get(name)
        if catalog is None:
            return self._stand_in(variable, name)
        keys = catalog.sorted_keys()
        return [key for key in keys if str(int(key)) == key] if variable.kind is Kind.INTEGER else keys

    def _values(self, variable: Variable, hint: Hint) -> Choice:
        rare = [text for text in texts(variable.specials) if text not in texts(variable.options)]
        found = [*texts(variable.options), *rare]
        if variable.low is not None:
            found += self._numbers(variable)
        if variable.catalog is not None and not variable.bounded:
            found += self.keys(variable, variable.catalog)
        elif not variable.bounded:
            found += self._texts(variable, hint)
        if not variable.bounded:
            known = set(found)
            spoken = [text for text in self._spoken_of(variable) if text not in known]
            found, rare = found + spoken, rare + spoken
        return weighted(found, hint.weights, frozenset(rare))

    def _spoken_of(self, variable: Variable) -> list[str]:
        """Return the values of the variable that the guide's conditions name, where it may hold them."""
        read = reader(variable)
        named = self._literals.get(variable.identifier, {})
        return [text for text in named if text and read(text).failed is None]

    @cached_property
    def _literals(self) -> dict[str, dict[str, None]]:
        found: dict[str, dict[str, None]] = {}
        for rule in self.guide.rules:
            for node in broken_node(rule.when, rule.require).walk():
                match node:
                    case Compare(left=left, right=Const(value=value)):
                        found.setdefault(_name_of(left), {})[as_written(value)] = None
                    case OneOf(item=item, values=values):
                        found.setdefault(_name_of(item), {}).update(dict.fromkeys(texts(values)))
                    case _:
                        pass
        return found

    def _numbers(self, variable: Variable) -> list[str]:
        low, high = float(variable.low or 0), float(variable.high or 0)  # type: ignore[arg-type]
        step = 0.1 if variable.kind is Kind.NUMBER else 1.0
        while (high - low) / step > _MOST_NUMBERS:
            step *= 10
        return [f"{round(low + place * step, 1):g}" for place in range(int(round((high - low) / step, 6)) + 1)]

    def _stand_in(self, variable: Variable, name: str) -> list[str]:
        instead = plausible().stand_ins.get(name)
        found = list(instead.keys) if instead else []
        catalog = self._stand_ins.get(instead.catalog or "") if instead else None
        if catalog is not None:
            found += catalog.sorted_keys()
        found += self._of_ranges(variable, found)
        read = reader(variable)
        fitting = [text for text in found if read(text).failed is None]
        return fitting or self._like_pattern(variable)

    def _of_ranges(self, variable: Variable, known: Sequence[str]) -> list[str]:
        """Return codes for the ranges of codes that rules name and none of the known ones lies in."""
        named = self._ranges.get(variable.identifier, {})
        size = variable.length[1] if variable.length else 0
        return [
            low.ljust(size, _FILLED)
            for low, high in named
            if not any(low <= text[: len(low)] <= high for text in known) and len(low) <= size
        ]

    @cached_property
    def _ranges(self) -> dict[str, dict[tuple[str, str], None]]:
        found: dict[str, dict[tuple[str, str], None]] = {}
        for rule in self.guide.rules:
            for node in broken_node(rule.when, rule.require).walk():
                match node:
                    case Call(function="cie", arguments=(item, Const(value=str(ranges)))):
                        found.setdefault(_name_of(item), {}).update(dict.fromkeys(code_ranges(ranges)))
                    case _:
                        pass
        return found

    def _like_pattern(self, variable: Variable) -> list[str]:
        if variable.kind is Kind.INTEGER:
            digits = variable.digits[0] if variable.digits else 4
            return [str(number) for number in range(min(10**digits, 100))]
        low, high = variable.length or (1, 8)
        pattern = variable.pattern or f"[A-Z0-9]{{{low},{min(high, low + 8)}}}"
        if pattern == "[0-9]+":
            if low == high <= _SHORT:
                return [f"{number:0{low}}" for number in range(10**low)]
            pattern = f"[0-9]{{{low},{high}}}"
        random = Random(f"{variable.identifier} {pattern}")  # noqa: S311
        read = reader(variable)
        return [text for text in texts_like(pattern, random, _MADE) if read(text).failed is None]

    def _texts(self, variable: Variable, hint: Hint) -> list[str]:
        if hint.texts:
            return list(hint.texts)
        if variable.kind is not Kind.TEXT or variable.pattern is not None:
            return self._like_pattern(variable)
        read = reader(variable)
        return [text for text in _WORDS if read(text).failed is None] or self._like_pattern(variable)

    def _dates(self, variable: Variable) -> Choice:
        inside = variable.identifier in self.periods
        first = self.month.first if inside else self.month.first - timedelta(_BEFORE)
        last = min(self.month.last, self.as_of) if inside else self.as_of
        days = [first + timedelta(place) for place in range(max((last - first).days, 0) + 1)]
        usual = {as_written(day): _WEEKDAYS[day.weekday()] for day in days} if inside else {}
        specials = texts(variable.specials)
        return weighted([*texts(days), *specials], usual, frozenset(specials))

    def _birth_dates(self, variable: Variable) -> Choice:
        last = min(self.month.last, self.as_of)
        found: list[str] = []
        weights: list[float] = []
        start = -1
        for band in persons().ages:
            youngest = last if start < 0 else _years_before(self.month.first, start + 1)
            oldest = _years_before(last, int(band.to) + 1)
            step = 1 if band.to < _GROWING else _STEP
            days = [youngest - timedelta(place) for place in range(0, (youngest - oldest).days, step)]
            found += texts(days)
            weights += [band.weight / len(days)] * len(days)
            start = int(band.to)
        specials = texts(variable.specials)
        return Choice((*found, *specials), (*weights, *[sum(weights) / 1000] * len(specials)))

    def _lists(self, variable: Variable, hint: Hint) -> Choice:
        """Return lists of values: each alone, and some together, in order."""
        many = variable.many
        exclusive = {*(many.exclusive if many else ()), *variable.specials}
        free = [value for value in variable.options if value not in exclusive]
        most = min(many.maximum if many and many.maximum else 3, len(free))
        random = Random(variable.identifier)  # noqa: S311
        joined: dict[str, None] = {}
        for _ in range(_MOST_LISTS * 2):
            size = random.randint(2, max(most, 2))
            if size <= most and len(joined) < _MOST_LISTS:
                chosen = sorted(random.sample(free, size), key=free.index)
                joined[LIST_SEPARATOR.join(texts(chosen))] = None
        alone = texts([*free, *(value for value in variable.options if value in exclusive)])
        rare = [text for text in texts(variable.specials) if text not in alone]
        usual = hint.weights or {**dict.fromkeys(alone, 4.0), "*": 1.0 + len(joined) / 4}
        return weighted([*alone, *joined, *rare], usual, frozenset(rare))


def _name_of(node: Node) -> str:
    """Return the variable that `node` is, perhaps by another name; nothing if it is none."""
    while isinstance(node, Term):
        node = node.definition
    return node.name if isinstance(node, Var) else ""


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
