"""Every single change of a threshold, option, default or condition of a guide."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from _mutant_expressions import Domains, expression_mutants

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from _flat import Path, Plain


@dataclass(frozen=True)
class Mutant:
    """One change: what stands at `path` of the flat guide becomes `value` (None: it goes)."""

    name: str
    path: Path
    value: Plain | None


def mutants(flat: dict[str, Any]) -> list[Mutant]:
    """Return all mutants of a flat guide, in its order; no two have the same name."""
    finder = _Finder(flat)
    found: dict[str, Mutant] = {}
    for mutant in finder.all():
        name, number = mutant.name, 1
        while name in found:
            number += 1
            name = f"{mutant.name} #{number}"
        found[name] = Mutant(name, mutant.path, mutant.value)
    return list(found.values())


class _Finder:
    def __init__(self, flat: dict[str, Any]) -> None:
        self.flat = flat
        self.domains: Domains = {
            variable.get("identifier") or re.sub(r"\W", "_", variable["name"]): tuple(_domain(variable))
            for column in flat["variables"]
            for variable in (column, *column.get("fields", ()))
            if variable.get("options")
        }

    def all(self) -> Iterator[Mutant]:
        for name, value in self.flat.get("constants", {}).items():
            yield from _constant(f"constants.{name}", ("constants", name), value)
        for index, term in enumerate(self.flat["terms"]):
            yield from self.expression(f"terms.{term['name']}", ("terms", index, "is"), term["is"])
        for index, variable in enumerate(self.flat["variables"]):
            yield from _Variable(variable, ("variables", index), self).all()
        for index, rule in enumerate(self.flat["file_rules"]):
            yield from self.file_rule(rule, ("file_rules", index))

    def expression(self, place: str, path: Path, text: str) -> Iterator[Mutant]:
        own = {**self.domains, "this": self.domains.get(place.split(".", 1)[0], ())}
        if not own["this"]:
            del own["this"]
        for what, changed in expression_mutants(text, own):
            yield Mutant(f"{place}: {what}", path, changed)

    def rule(self, place: str, path: Path, rule: dict[str, Any]) -> Iterator[Mutant]:
        """Yield the changes of a written-out rule, of a record or of the file."""
        yield Mutant(f"{place}: drop", path, None)
        for key in ("when", "require", "of"):
            if key in rule:
                yield from self.expression(f"{place}.{key}", (*path, key), rule[key])
        if "when" in rule:
            yield Mutant(f"{place}.when: drop", (*path, "when"), None)
        for severity in {"error", "warning", "info"} - {rule.get("severity", "error")}:
            yield Mutant(f"{place}.severity: {severity}", (*path, "severity"), severity)
        if "profile" in rule:
            yield Mutant(f"{place}.profile: drop", (*path, "profile"), None)

    def file_rule(self, rule: dict[str, Any], path: Path) -> Iterator[Mutant]:
        place = f"file_rules.{rule['id']}"
        yield from self.rule(place, path, rule)
        if "max_percent" in rule:
            limit = float(rule["max_percent"])
            for other in (limit - 1, limit - 0.5, limit + 0.5, limit + 1):
                yield Mutant(f"{place}.max_percent: {other}", (*path, "max_percent"), str(other))
        if isinstance(rule.get("by"), list):
            for index, column in enumerate(rule["by"]):
                yield Mutant(f"{place}.by: without {column}", (*path, "by", index), None)


class _Variable:
    """The changes of one variable."""

    def __init__(self, variable: dict[str, Any], path: Path, finder: _Finder) -> None:
        self.variable, self.path, self.finder = variable, path, finder
        self.place = variable.get("identifier") or re.sub(r"\W", "_", variable["name"])

    def all(self) -> Iterator[Mutant]:
        yield from self.limits()
        yield from self.options()
        yield from self.defaults()
        yield from self.many()
        if "cases" in self.variable:
            yield Mutant(f"{self.place}.cases: drop", self.path, self.without_cases())
        for index, case in enumerate(self.variable.get("cases", ())):
            yield from self.case(index, case)
        for index, rule in enumerate(self.variable.get("rules", ())):
            yield from self.finder.rule(f"{self.place}.{rule['id']}", (*self.path, "rules", index), rule)
        for index, field in enumerate(self.variable.get("fields", ())):
            yield from _Variable(field, (*self.path, "fields", index), self.finder).all()

    def without_cases(self) -> dict[str, Plain]:
        """Return the variable with the same values, but nothing said of when they apply."""
        default = self.variable["otherwise"]
        kept = {key: value for key, value in self.variable.items() if key not in ("cases", "otherwise")}
        return kept | ({"unknown": default} if _is_number(default) and "unknown" not in kept else {})

    def set(self, key: str, value: Plain | None) -> Mutant:
        shown = "drop" if value is None else value
        return Mutant(f"{self.place}.{key}: {shown}", (*self.path, key), value)

    def limits(self) -> Iterator[Mutant]:
        variable = self.variable
        places = int(variable["digits"].partition(".")[2] or 0) if "digits" in variable else 0
        if "range" in variable:
            yield from (self.set("range", text) for text in _ranges(variable["range"], places))
            yield self.set("range", None)
        if "length" in variable:
            low, _, high = variable["length"].partition("..")
            yield from (self.set("length", text) for text in _ranges(f"{low}..{high or low}", 0))
            yield self.set("length", None)
        if "digits" in variable:
            parts = variable["digits"].split(".")
            for index, part in enumerate(parts):
                for other in (int(part) - 1, int(part) + 1):
                    yield self.set("digits", ".".join([*parts[:index], str(other), *parts[index + 1 :]]))
            yield self.set("digits", None)
        yield self.set("nullable", None if variable.get("nullable") == "true" else "true")
        if "catalog" in variable:
            yield self.set("catalog", None)
            if isinstance(variable["catalog"], dict):
                yield self.set("catalog", variable["catalog"]["name"])

    def options(self) -> Iterator[Mutant]:
        options = self.variable.get("options", {})
        path = (*self.path, "options")
        for key in options:
            yield Mutant(f"{self.place}.options: without {key}", (*path, key), None)
        for key in _neighbours(_domain(self.variable)) if options else ():
            yield Mutant(f"{self.place}.options: with {key}", (*path, key), "OTRA")

    def defaults(self) -> Iterator[Mutant]:
        for key in ("unknown", "not_applicable", "otherwise"):
            value = self.variable.get(key)
            if value is None:
                continue
            yield self.set(key, None)
            if isinstance(value, list):
                for items, what in _lists(value, _domain(self.variable)):
                    yield Mutant(f"{self.place}.{key}: {what}", (*self.path, key), items)
                continue
            others: set[str] = {"-1", "0", *self.variable.get("options", {})}
            if _is_number(value):
                others |= {str(int(value) + step) for step in (-1, 1)}
            if key == "otherwise":
                others |= {"options"} if self.variable.get("options") or "range" in self.variable else set()
                others |= {"empty"} if self.variable.get("nullable") == "true" else set()
            yield from (self.set(key, other) for other in sorted(others - {value}))

    def many(self) -> Iterator[Mutant]:
        many = self.variable.get("many")
        if many is None:
            return
        if "max" in many:
            for other in (int(many["max"]) - 1, int(many["max"]) + 1):
                yield Mutant(f"{self.place}.many.max: {other}", (*self.path, "many", "max"), str(other))
            yield Mutant(f"{self.place}.many.max: drop", (*self.path, "many", "max"), None)
        if "min" in many:
            for other in (int(many["min"]) - 1, int(many["min"]) + 1):
                yield Mutant(f"{self.place}.many.min: {other}", (*self.path, "many", "min"), str(other))
            yield Mutant(f"{self.place}.many.min: drop", (*self.path, "many", "min"), None)
        if "sequence" in many:
            yield Mutant(f"{self.place}.many.sequence: drop", (*self.path, "many", "sequence"), None)
        for index, name in enumerate(many.get("distinct", ())):
            yield Mutant(f"{self.place}.many.distinct: without {name}", (*self.path, "many", "distinct", index), None)
        exclusive = many.get("exclusive", [])
        for sequence, what in _lists(exclusive, self.variable.get("options", {})):
            yield Mutant(f"{self.place}.many.exclusive: {what}", (*self.path, "many", "exclusive"), sequence)

    def case(self, index: int, case: dict[str, Any]) -> Iterator[Mutant]:
        path, place = (*self.path, "cases", index), f"{self.place}.cases.{index + 1}"
        if len(self.variable["cases"]) > 1:
            yield Mutant(f"{place}: drop", path, None)
        yield from self.finder.expression(f"{place}.when", (*path, "when"), case["when"])
        key = "may" if "may" in case else "must"
        other = {"may": "must", "must": "may"}[key]
        yield Mutant(f"{place}: {other}", path, {"when": case["when"], other: case[key]})
        for value, what in self.sets(case[key], spare=self.variable["otherwise"] if key == "may" else None):
            yield Mutant(f"{place}.{key}: {what}", (*path, key), value)

    def sets(self, value: Any, spare: str | None) -> Iterator[tuple[Plain, str]]:
        """Yield the value sets next to `value`; `spare` is admitted anyway."""
        domain = [item for item in _domain(self.variable) if item != spare]
        if value == "options" and "range" in self.variable:
            yield from ((text, text) for text in _inner(self.variable["range"]))
        elif value == "options":
            listed = list(self.variable.get("options", ())) or domain
            yield from (pair for pair in _lists(listed, ()) if pair[0])
        elif value == "empty":
            yield "options", "options"
        elif isinstance(value, str):
            yield from ((text, text) for text in _ranges(value, 0))
        elif isinstance(value, list):
            yield from _lists(value, domain)
            yield "options", "options"
        elif isinstance(value, dict):
            excluded = value.get("except", [])
            numbers = [int(item) for item in excluded if self.variable["type"] == "integer"]
            near = [str(number + step) for number in numbers for step in (-1, 1)]
            for items, what in _lists(excluded, near):
                yield value | {"except": items}, f"except {what}"


def _constant(place: str, path: Path, value: str | list[str]) -> Iterator[Mutant]:
    if isinstance(value, list):
        for items, what in _lists(value, ()):
            yield Mutant(f"{place}: {what}", path, items)
    else:
        yield Mutant(f"{place}: other", path, value[:-1] + ("8" if value.endswith("9") else "9"))


def _domain(variable: dict[str, Any]) -> Iterator[str]:
    """Yield the values that the variable may have, where they can be told one by one."""
    yield from variable.get("options", ())
    for key in ("unknown", "not_applicable", "otherwise"):
        value = variable.get(key)
        if isinstance(value, str) and _is_number(value) and value not in variable.get("options", ()):
            yield value


def _is_number(text: object) -> bool:
    return isinstance(text, str) and re.fullmatch(r"-?[0-9]+", text) is not None


def _neighbours(values: Iterable[str]) -> list[str]:
    known = {int(value) for value in values if _is_number(value)}
    return [str(number) for number in sorted({value + step for value in known for step in (-1, 1)} - known)]


def _lists(items: list[str], others: Iterable[str]) -> Iterator[tuple[list[Plain], str]]:
    for index, item in enumerate(items):
        yield [*items[:index], *items[index + 1 :]], f"without {item}"
    for other in others:
        if other not in items:
            yield [*items, other], f"with {other}"


def _ranges(text: str, places: int) -> Iterator[str]:
    """Yield the ranges with one end moved by the smallest step."""
    low, _, high = text.partition("..")
    step = 10**-places
    for move in (-step, step):
        yield f"{float(low) + move:.{places}f}..{high}"
        yield f"{low}..{float(high) + move:.{places}f}"


def _inner(text: str) -> Iterator[str]:
    low, _, high = text.partition("..")
    if _is_number(low):
        yield f"{int(low) + 1}..{high}"
        yield f"{low}..{int(high) - 1}"
