"""What each variable may hold: every text that its declaration admits, and how often it comes."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING

from giis.specs import Kind, Level
from giis.specs.expressions.nodes import (
    Attribute,
    Compare,
    Const,
    OneOf,
    Position,
    Quantified,
    Repeats,
    Term,
    Var,
    broken_node,
    catalogs_of,
    of_one_element,
    variables_of,
)
from giis.specs.values import LIST_SEPARATOR, as_written, texts
from giis.synth._choice import Choice, weighted
from giis.synth._data import Hint, persons, plausible
from giis.synth._patterns import texts_like
from giis.validators.predicate import Record, compile_python
from giis.validators.reading import reader

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from giis.catalogs import Catalog
    from giis.specs import Guide, Node, ValueSet, Variable
    from giis.synth._roles import Role
    from giis.validators.reading import Reading

_NOTHING = Hint({}, (), (), None, ())
_MOST_NUMBERS = 4_000
_MOST_LISTS = 60
_MOST_TRIED = 40_000
_GROWING, _STEP = 5, 5
"""From these years on, not every birth date but one in so many days is drawn."""
_SHORT = 3
"""So many digits are gone through one by one."""
_FEW, _MANY = 60, 1_200
"""So many texts of a variable are gone through one by one, each with so many of another."""
_EMPTY = 0.9
"""How often what may be empty is."""
_KEEPS_DEFAULT = 0.75
_OLDEST = 100
_WORDS = ("DATO DE PRUEBA", "TEXTO DE PRUEBA", "SIN OBSERVACIONES", "DATO FICTICIO", "REGISTRO DE PRUEBA")


@dataclass(frozen=True, order=True)
class Month:
    """A month, of which the records of a file are."""

    year: int
    number: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])


class Domains:
    """The texts of each variable of a guide.

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
        Keys of the units that records may come from; all that the guide admits if empty.
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
        units: Collection[str] = (),
        stand_ins: Mapping[str, Catalog] | None = None,
    ) -> None:
        self.stand_ins = stand_ins or {}
        self.guide, self.catalogs, self.month, self.as_of = guide, catalogs, month, as_of
        self._roles, self._units = roles, tuple(units)
        self._births = {role.birth for role in roles if role.birth}
        self.periods = variables_of(guide.period) if guide.period is not None else frozenset()
        self._unit_names = variables_of(guide.unit) if guide.unit is not None else frozenset()
        self._base: dict[str, Choice] = {}
        self._where: dict[tuple[str, Node, bool, str, str], Choice | None] = {}
        self._values: dict[str, dict[str, tuple[object, bool]]] = {}
        self._readers: dict[str, Callable[[str], Reading]] = {}

    @cached_property
    def _day(self) -> date:
        """A day that stands for any of the month."""
        return min(self.month.first + timedelta(14), self.as_of)

    def base(self, variable: Variable) -> Choice:
        """Return what the variable may hold by itself: what its declaration and the rules on it alone admit."""
        known = self._base.get(variable.identifier)
        if known is None:
            choice = self._declared(variable)
            kept = self._kept(variable, choice.texts)
            known = self._base[variable.identifier] = choice.only(kept) if any(kept) else choice
        return known

    def admitted(self, variable: Variable, among: ValueSet, default: ValueSet | None) -> Choice:
        """Return what `among` admits of what the variable may hold; `default` is what it usually keeps."""
        base = self.base(variable)
        if variable.kind is Kind.INTEGERS:
            values = {*among.values, *self._inside(among)}
            wanted = [text for text in base.texts if {int(part) for part in text.split(LIST_SEPARATOR)} <= values]
        else:
            wanted = self._of_set(variable, among)
        known = set(base.texts)
        chosen = [text for text in dict.fromkeys(wanted) if text in known] or list(dict.fromkeys(wanted))
        kept = set(chosen)
        choice = base.only([text in kept for text in base.texts]) if kept <= known else Choice(tuple(chosen))
        lone = self._lone(default)
        if lone is None or lone not in kept or len(kept) == 1:
            return choice
        share = self.hint(variable).default
        return _mostly(choice, lone, _KEEPS_DEFAULT if share is None else share)

    def where(
        self, variable: Variable, node: Node, truth: bool, given: tuple[Variable, str] | None = None
    ) -> Choice | None:
        """Return what the variable may hold where the condition `node` is to be `truth`.

        `given` is another variable that decides too, and what it holds. None where others decide, or no value does
        it. What only rules on the variable alone forbid is looked through too if nothing else serves.
        """
        key = (variable.identifier, node, truth, given[0].identifier if given else "", given[1] if given else "")
        if key not in self._where:
            self._where[key] = self._searched(variable, node, truth, given)
        return self._where[key]

    def other(self, variable: Variable, node: Node) -> Variable | None:
        """Return the only other variable of the record that decides `node`, if there is just one."""
        names = variables_of(node) - {variable.identifier} - self.periods
        if len(names) != 1 or of_one_element(node) or _positional(node):
            return None
        found = self.guide.by_identifier[next(iter(names))]
        if found.fields or found.group or len(self.base(found)) > _FEW:
            return None
        return found if len(self.base(variable)) <= _MANY or not _read_bare(node, variable.identifier) else None

    def hint(self, variable: Variable) -> Hint:
        """Return what is usual of the variable."""
        data = plausible()
        return data.variables.get(variable.identifier, data.types.get(variable.type, _NOTHING))

    def _lone(self, default: ValueSet | None) -> str | None:
        if default is None:
            return None
        if default.empty and not default.values:
            return ""
        return None if default.single is None else as_written(default.single)

    def _searched(
        self, variable: Variable, node: Node, truth: bool, given: tuple[Variable, str] | None
    ) -> Choice | None:
        if of_one_element(node) and variable.group is None:
            return None
        others = {given[0].identifier} if given else set()
        if not variables_of(node) <= {variable.identifier, *others, *self.periods} or self._missing(node):
            return None
        for choice in (self.base(variable), self._declared(variable)):
            kept = [answer is truth for answer in self._answers(variable, node, choice.texts, given)]
            if any(kept):
                return choice.only(kept)
        return None

    def _missing(self, node: Node) -> bool:
        return not catalogs_of(node) <= set(self.catalogs)

    def _answers(
        self, variable: Variable, node: Node, tried: Sequence[str], given: tuple[Variable, str] | None = None
    ) -> list[bool | None]:
        """Return the answer of `node` for each text, with a day of the month as date of the record."""
        ask = compile_python(node)
        values: dict[str, object] = dict.fromkeys(self.periods, self._day)
        empty: frozenset[str] = frozenset()
        if given is not None:
            values[given[0].identifier], nothing = self._read(given[0], given[1])
            empty = frozenset((given[0].identifier,)) if nothing else empty
        found: list[bool | None] = []
        entries = self._entries(variable, node)
        seen: dict[int, bool | None] = {}
        for text in tried[:_MOST_TRIED]:
            entry = id(entries.get(text)) if entries is not None and text in entries else 0
            if entry in seen:
                found.append(seen[entry])
                continue
            value, nothing = self._read(variable, text)
            names = empty | {variable.identifier} if nothing else empty
            found.append(ask(Record({**values, variable.identifier: value}, names, self.catalogs, self.as_of)))
            if entry:
                seen[entry] = found[-1]
        return found + [None] * (len(tried) - len(found))

    def _entries(self, variable: Variable, node: Node) -> Mapping[str, object] | None:
        """Return the catalogue's entries where `node` asks nothing else of the variable: most keys share theirs."""
        if variable.catalog not in self.catalogs or _read_bare(node, variable.identifier):
            return None
        return self.catalogs[variable.catalog].entries

    def _read(self, variable: Variable, text: str) -> tuple[object, bool]:
        """Return what a text is worth, and whether it is nothing at all."""
        known = self._values.setdefault(variable.identifier, {})
        if text not in known:
            if variable.identifier not in self._readers:
                self._readers[variable.identifier] = reader(variable)
            known[text] = (self._readers[variable.identifier](text).value, text == "" and variable.nullable)
        return known[text]

    def _kept(self, variable: Variable, tried: Sequence[str]) -> list[bool]:
        """Return which texts break no rule that concerns the variable alone."""
        kept = [True] * len(tried)
        for rule in self.guide.rules:
            if rule.variable != variable.identifier or rule.level is not Level.RECORD or rule.severity == "info":
                continue
            node = broken_node(rule.when, rule.require)
            alone = variables_of(node) <= {variable.identifier, *(self.periods - {variable.identifier})}
            if alone and not _positional(node) and not self._missing(node):
                broken = self._answers(variable, node, tried)
                kept = [stays and answer is not True for stays, answer in zip(kept, broken, strict=True)]
        return kept

    def _declared(self, variable: Variable) -> Choice:
        """Return what the declaration admits, rules apart."""
        hint = self.hint(variable)
        if variable.identifier in self._births:
            return self._birth_dates(variable)
        if variable.kind is Kind.DATE:
            return self._dates(variable)
        rare = frozenset(texts(set(variable.specials) - set(variable.options)))
        if variable.kind is Kind.INTEGERS:
            return self._lists(variable, hint)
        found = [*texts(variable.options), *rare]
        if variable.low is not None:
            found += self._numbers(variable, hint)
        if variable.catalog is not None and not variable.bounded:
            found += self._keys(variable, variable.catalog)
        elif not variable.bounded:
            found += self._texts(variable, hint)
        if not variable.bounded:
            spoken = self._spoken_of(variable)
            found, rare = [*found, *spoken], rare | (spoken - set(found))
        choice = weighted(found, hint.weights, rare)
        if variable.nullable:
            choice = _mostly(Choice((*choice.texts, ""), (*(choice.weights or [1.0] * len(choice)), 1.0)), "", _EMPTY if hint.default is None else hint.default)
        return _banded(choice, hint) if hint.bands else choice

    def _spoken_of(self, variable: Variable) -> frozenset[str]:
        """Return the values of the variable that the guide's conditions name, where it may hold them."""
        read = reader(variable)
        return frozenset(text for text in self._literals.get(variable.identifier, ()) if text and read(text).failed is None)

    @cached_property
    def _literals(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for rule in self.guide.rules:
            for node in broken_node(rule.when, rule.require).walk():
                match node:
                    case Compare(left=left, right=Const(value=value)):
                        found.setdefault(_name_of(left), set()).add(as_written(value))
                    case OneOf(item=item, values=values):
                        found.setdefault(_name_of(item), set()).update(texts(values))
                    case _:
                        pass
        return found

    def _numbers(self, variable: Variable, hint: Hint) -> list[str]:
        low, high = variable.low, variable.high
        step = 0.1 if variable.kind is Kind.NUMBER else 1
        count = int((high - low) / step) + 1  # type: ignore[operator]
        if count > _MOST_NUMBERS:
            step, count = step * 10, count // 10
        numbers = [round(low + place * step, 1) for place in range(count)]  # type: ignore[operator]
        return [f"{number:g}" for number in numbers]

    def _keys(self, variable: Variable, name: str) -> list[str]:
        """Return the keys of a catalogue, or what stands in for it."""
        if variable.identifier in self._unit_names and self._units:
            return list(self._units)
        catalog = self.catalogs.get(name)
        if catalog is None:
            return self._stand_in(variable, name)
        keys = catalog.sorted_keys()
        return [key for key in keys if str(int(key)) == key] if variable.kind is Kind.INTEGER else keys

    def _stand_in(self, variable: Variable, name: str) -> list[str]:
        instead = plausible().stand_ins.get(name)
        found = list(instead.keys) if instead else []
        if instead and instead.catalog in self.stand_ins:
            found += self.stand_ins[instead.catalog].sorted_keys()
        read = reader(variable)
        fitting = [text for text in found if read(text).failed is None]
        return fitting or self._like_pattern(variable)

    def _like_pattern(self, variable: Variable) -> list[str]:
        low, high = variable.length or (1, 8)
        if variable.kind is Kind.INTEGER:
            digits = variable.digits[0] if variable.digits else 4
            return [str(number) for number in range(min(10**digits, 100))]
        pattern = variable.pattern or f"[A-Z0-9]{{{low},{min(high, low + 8)}}}"
        random = Random(f"{variable.identifier} {pattern}")  # noqa: S311
        if pattern == "[0-9]+" and low == high <= _SHORT:
            return [f"{number:0{low}}" for number in range(10**low)]
        bounded = f"[0-9]{{{low},{high}}}" if pattern == "[0-9]+" else pattern
        made = texts_like(bounded, random, 300)
        read = reader(variable)
        return [text for text in made if read(text).failed is None]

    def _texts(self, variable: Variable, hint: Hint) -> list[str]:
        if hint.texts:
            return list(hint.texts)
        if variable.kind is not Kind.TEXT or variable.pattern is not None:
            return self._like_pattern(variable)
        read = reader(variable)
        return [text for text in _WORDS if read(text).failed is None] or self._like_pattern(variable)

    def _dates(self, variable: Variable) -> Choice:
        inside = variable.identifier in self.periods
        first = self.month.first if inside else self.month.first - timedelta(45)
        last = min(self.month.last, self.as_of) if inside else self.as_of
        days = [first + timedelta(place) for place in range(max((last - first).days, 0) + 1)]
        usual = {as_written(day): _of_weekday(day) for day in days} if inside else {}
        specials = texts(variable.specials)
        choice = weighted([*texts(days), *specials], usual, frozenset(specials))
        return Choice((*choice.texts, ""), (*(choice.weights or [1.0] * len(choice)), 1.0)) if variable.nullable else choice

    def _birth_dates(self, variable: Variable) -> Choice:
        last = min(self.month.last, self.as_of)
        bands = persons().ages
        found: list[str] = []
        weights: list[float] = []
        start = -1.0
        for band in bands:
            youngest, oldest = _years_before(self.month.first, int(start) + 1), _years_before(last, int(band.to) + 1)
            youngest = last if start < 0 else youngest
            step = 1 if band.to < _GROWING else _STEP
            days = [youngest - timedelta(place) for place in range(0, (youngest - oldest).days, step)]
            found += texts(days)
            weights += [band.weight / len(days)] * len(days)
            start = band.to
        specials = texts(variable.specials)
        return Choice((*found, *specials), (*weights, *[sum(weights) / 1000] * len(specials)))

    def _lists(self, variable: Variable, hint: Hint) -> Choice:
        """Return lists of values: each alone, and some together, in order."""
        many = variable.many
        exclusive = set(many.exclusive if many else ()) | set(variable.specials)
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
        rare = texts(set(variable.specials) - set(variable.options))
        usual = hint.weights or dict.fromkeys(alone, 4.0)
        return weighted([*alone, *joined, *rare], {**usual, **({} if hint.weights else {"*": 1.0 + len(joined) / 4})}, frozenset(rare))

    def _of_set(self, variable: Variable, among: ValueSet) -> list[str]:
        found = list(texts(among.values))
        if among.low is not None and among.high is not None:
            low, high = float(among.low), float(among.high)  # type: ignore[arg-type]
            found += [text for text in self.base(variable).texts if _number(text) is not None and low <= float(text) <= high]
        if among.catalog is not None:
            excluded = set(texts(among.excluded))
            found += [key for key in self._keys(variable, among.catalog) if key not in excluded]
        if among.empty:
            found.append("")
        return found

    def _inside(self, among: ValueSet) -> Iterable[int]:
        if among.low is None or among.high is None:
            return ()
        return range(int(among.low), int(among.high) + 1)  # type: ignore[arg-type]


def _name_of(node: Node) -> str:
    """Return the variable that `node` is, perhaps by another name; nothing if it is none."""
    while isinstance(node, Term):
        node = node.definition
    return node.name if isinstance(node, Var) else ""


def _positional(node: Node) -> bool:
    return any(isinstance(item, Position | Repeats | Quantified) for item in node.walk())


def _read_bare(node: Node, identifier: str) -> bool:
    """Return whether `node` asks of a variable anything but attributes of the entry that it names."""
    if isinstance(node, Attribute):
        return False
    if isinstance(node, Var) and node.name == identifier:
        return True
    return any(_read_bare(child, identifier) for child in node.children())


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _mostly(choice: Choice, text: str, share: float) -> Choice:
    """Return the choice that takes `text` with the chance `share`."""
    weights = choice.weights or tuple(1.0 for _ in choice.texts)
    others = sum(weight for item, weight in zip(choice.texts, weights, strict=True) if item != text) or 1.0
    return Choice(
        choice.texts,
        tuple(share if item == text else (1 - share) * weight / others for item, weight in zip(choice.texts, weights, strict=True)),
    )


def _banded(choice: Choice, hint: Hint) -> Choice:
    """Return the choice with one of its own for each age: values around the usual one."""
    bands = []
    for band in hint.bands:
        weights = []
        for text, weight in zip(choice.texts, choice.weights or [1.0] * len(choice), strict=True):
            number = _number(text)
            if number is None or text in hint.weights:
                weights.append(hint.weights.get(text, weight))
            else:
                weights.append(2.718281828 ** (-(((number - band.mean) / band.spread) ** 2) / 2))
        if hint.weights:
            fixed = sum(hint.weights.values())
            free = sum(w for text, w in zip(choice.texts, weights, strict=True) if text not in hint.weights) or 1.0
            weights = [
                w if text in hint.weights else w / free * max(1 - fixed, 0)
                for text, w in zip(choice.texts, weights, strict=True)
            ]
        bands.append((band.to, Choice(choice.texts, tuple(weights))))
    return Choice(choice.texts, choice.weights, tuple(bands))


def _of_weekday(day: date) -> float:
    return (1.0, 1.0, 1.0, 1.0, 0.9, 0.25, 0.08)[day.weekday()]


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
