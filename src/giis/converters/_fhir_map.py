"""The mapping of a guide to FHIR: strict YAML whose resources look like what is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, Union

from giis._errors import InputError, SpecError
from giis._resources import data_directory, short_name
from giis._text import Text
from giis._yaml import Node, YamlList, YamlMap, load
from giis.converters._fhir_values import KINDS, Place, kind_of
from giis.specs import load_guide, load_guide_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from giis.specs import Guide, Variable

SCHEMA = "giis-fhir/1"
TAG = "guide"
"""What is added to the namespace for the system of the tag that names a Bundle's guide."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A value that is always the same."""

    value: str | int


@dataclass(frozen=True, slots=True)
class Join:
    """Several variables with a space between; only written."""

    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """What the guide calls the value of a variable; only written."""

    variable: Variable


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to another resource."""

    name: str


Template: TypeAlias = Union[Fixed, Place, Join, Label, Reference, "dict[str, Template]", "list[Template]"]


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource of a Bundle: `optional` ones are there where one of their variables is."""

    name: str
    body: dict[str, Template]
    optional: bool

    @property
    def type(self) -> str:
        """The type of the resource."""
        kind = self.body["resourceType"]
        return str(kind.value) if isinstance(kind, Fixed) else ""


@dataclass(frozen=True, slots=True)
class FhirMap:
    """How the records of a guide stand in FHIR; `places` are where each variable is read, in order."""

    guide: Guide
    namespace: str
    rest: str
    resources: tuple[Resource, ...]
    places: dict[str, tuple[Place, ...]]


def parts_of(node: Template) -> Iterator[Template]:
    """Yield `node` and all that stands in it."""
    yield node
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for item in inner:
        yield from parts_of(item)


def mapped_guides() -> list[str]:
    """Return the ids of the guides that have a mapping."""
    return sorted(path.stem for path in (data_directory("spec_yaml") / "fhir").glob("*.yaml"))


def load_map(guide: Guide, path: Path | None = None) -> FhirMap:
    """Return the mapping of a guide.

    Parameters
    ----------
    guide : Guide
        The guide.
    path : Path, optional
        The YAML file; by default the one that ships.

    Raises
    ------
    InputError
        If none ships.
    SpecError
        If it is wrong.
    """
    path = path or data_directory("spec_yaml") / "fhir" / f"{guide.id}.yaml"
    if not path.is_file():
        known = ", ".join(mapped_guides())
        raise InputError(
            Text(
                f"de {guide.id} no hay correspondencia con FHIR; la hay de {known}",
                f"there is no mapping of {guide.id} to FHIR; there is one of {known}",
            )
        )
    return _Loader(guide, path).load()


def load_map_file(path: Path) -> FhirMap:
    """Return the mapping in a file, checked against the guide that it names.

    Parameters
    ----------
    path : Path
        The YAML file, called as its guide. The guide is looked for in the folder `guides` beside the file's, then
        among those that ship.

    Raises
    ------
    SpecError
        If it is wrong, or there is no such guide.
    """
    node = load(path)
    name = node.get("guide") if isinstance(node, YamlMap) else None
    line = node.lines.get("guide", 1) if isinstance(node, YamlMap) else 1
    if not isinstance(name, str) or name != path.stem:
        raise SpecError(f"guide: must be {path.stem}, as the file is called", file=short_name(path), line=line)
    own = path.resolve().parents[1] / "guides" / f"{name}.yaml"
    try:
        guide = load_guide_file(own) if own.is_file() else load_guide(name)
    except InputError as error:
        raise SpecError(error.text, file=short_name(path), line=line) from error
    return load_map(guide, path)


class _Loader:
    def __init__(self, guide: Guide, path: Path) -> None:
        self._guide, self._path, self._file = guide, path, short_name(path)
        self._variables = {variable.identifier: variable for variable in guide.variables}
        self._references: dict[str, int] = {}

    def load(self) -> FhirMap:
        top = self._map(load(self._path), 1, {"fhir", "guide", "namespace", "rest", "resources"})
        for key, wanted in (("fhir", SCHEMA), ("guide", self._guide.id)):
            if top[key] != wanted:
                raise self._fault(f"{key}: must be {wanted}", top.lines[key])
        listed = top["resources"]
        if not isinstance(listed, YamlList) or not listed:
            raise self._fault("resources: a list is wanted", top.lines["resources"])
        resources = tuple(self._resource(item, line) for item, line in zip(listed, listed.lines, strict=True))
        names = [resource.name for resource in resources]
        for place, name in enumerate(names):
            if name in names[:place]:
                raise self._fault(f"the resource {name} stands twice", listed.lines[place])
        for name, line in self._references.items():
            if name not in names:
                raise self._fault(f"there is no resource {name}", line)
        rest = self._text(top, "rest")
        if rest not in names or resources[names.index(rest)].optional:
            raise self._fault("rest: a resource that is no optional one is wanted", top.lines["rest"])
        places: dict[str, tuple[Place, ...]] = {}
        for part in parts_of([resource.body for resource in resources]):
            if isinstance(part, Place) and part.read:
                places[part.variable.identifier] = (*places.get(part.variable.identifier, ()), part)
        return FhirMap(self._guide, self._text(top, "namespace"), rest, resources, places)

    def _resource(self, item: Node, line: int) -> Resource:
        node = self._map(item, line, {"name", "body"}, {"optional"})
        body = self._template(node["body"], node.lines["body"])
        if not isinstance(body, dict) or not isinstance(body.get("resourceType"), Fixed):
            raise self._fault("body: a mapping with a resourceType is wanted", node.lines["body"])
        if (optional := node.get("optional", "false")) not in ("true", "false"):
            raise self._fault("optional: write true or false", node.lines["optional"])
        made = Resource(self._text(node, "name"), body, optional == "true")
        read = any(isinstance(part, Place) and part.read for part in parts_of(body))
        if made.optional and not read:
            raise self._fault("an optional resource needs a $variable", line)
        return made

    def _template(self, node: Node, line: int) -> Template:
        if isinstance(node, str):
            if not node:
                raise self._fault("a value is missing", line)
            return Fixed(node)
        if isinstance(node, YamlList):
            return [self._template(item, at) for item, at in zip(node, node.lines, strict=True)]
        if not any(key.startswith("$") for key in node):
            return {key: self._template(item, node.lines[key]) for key, item in node.items()}
        return self._value(node, line)

    def _value(self, node: YamlMap, line: int) -> Template:
        head = next(key for key in node if key.startswith("$"))
        match head:
            case "$variable" | "$copy":
                return self._place(self._map(node, line, {head}, {"as", "codes", "absent"}), head)
            case "$join":
                self._map(node, line, {head}, {"absent"})
                absent = self._texts(node, "absent")
                variables = [self._variable(name, node.lines[head]) for name in self._texts(node, head)]
                return Join(tuple(Place(item, "string", False, None, frozenset(absent)) for item in variables))
            case "$label":
                return Label(self._variable(self._text(self._map(node, line, {head}), head), line))
            case "$reference":
                name = self._text(self._map(node, line, {head}), head)
                self._references.setdefault(name, line)
                return Reference(name)
            case "$integer":
                text = self._text(self._map(node, line, {head}), head)
                if not text.isdecimal():
                    raise self._fault("$integer: a number is wanted", line)
                return Fixed(int(text))
        raise self._fault(f"unknown key {head!r}", line)

    def _place(self, node: YamlMap, head: str) -> Place:
        line = node.lines[head]
        kind = kind_of(self._text(node, "as")) if "as" in node else "string"
        if kind is None:
            raise self._fault(f"as: one of {', '.join(KINDS)} is wanted", node.lines["as"])
        codes = None
        if "codes" in node:
            listed = node["codes"]
            if not isinstance(listed, YamlMap) or not listed or not all(isinstance(v, str) for v in listed.values()):
                raise self._fault("codes: a mapping from value to code is wanted", node.lines["codes"])
            codes = {key: str(code) for key, code in listed.items()}
            if len(set(codes.values())) != len(codes):
                raise self._fault("codes: two values have the same code", node.lines["codes"])
        absent = frozenset(self._texts(node, "absent"))
        variable = self._variable(self._text(node, head), line)
        return Place(variable, kind, head == "$variable", codes, absent)

    def _variable(self, name: str, line: int) -> Variable:
        if name not in self._variables:
            raise self._fault(f"{self._guide.id} has no variable {name}", line)
        return self._variables[name]

    def _map(self, node: Node, line: int, wanted: set[str], also: set[str] | None = None) -> YamlMap:
        if not isinstance(node, YamlMap):
            raise self._fault("a mapping is wanted here (key: value)", line)
        for key in node:
            if key not in wanted | (also or set()):
                raise self._fault(f"unknown key {key!r}", node.lines[key])
        if missing := sorted(wanted - set(node)):
            raise self._fault(f"the key {missing[0]!r} is missing", node.line)
        return node

    def _text(self, node: YamlMap, key: str) -> str:
        value = node[key]
        if not isinstance(value, str) or not value:
            raise self._fault(f"{key}: a text is wanted", node.lines[key])
        return value

    def _texts(self, node: YamlMap, key: str) -> list[str]:
        listed = node.get(key, YamlList())
        if not isinstance(listed, YamlList) or not all(isinstance(item, str) for item in listed):
            raise self._fault(f"{key}: a list of texts is wanted", node.lines[key])
        return [str(item) for item in listed]

    def _fault(self, message: str, line: int) -> SpecError:
        return SpecError(message, file=self._file, line=line)
