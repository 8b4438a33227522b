"""What each catalogue looks like in its official workbook: read from `spec_yaml/catalogs/importers`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, cast, get_args

from giis import _yaml
from giis._errors import CatalogError, SpecError
from giis._resources import data_directory
from giis._text import Text
from giis._yaml import YamlList, YamlMap
from giis.catalogs._model import COLUMN, NAME, Attribute, AttributeKind, KeyKind
from giis.catalogs._normal import column_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from giis._yaml import Node


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """One attribute as a column of the workbook, and which values it may hold."""

    attribute: Attribute
    heading: str
    pattern: re.Pattern[str] | None
    keep: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]
    low: int | None
    high: int | None
    optional: bool


@dataclass(frozen=True, slots=True)
class Matrix:
    """A sheet with one column for each member of a list attribute and a mark where the key has it."""

    attribute: str
    heading: re.Pattern[str]
    mark: str


@dataclass(frozen=True, slots=True)
class Declaration:
    """A catalogue that `giis` knows, whether it ships or not."""

    name: str
    title: Text
    known_as: tuple[str, ...]
    workbook: str
    recognise: tuple[str, ...]
    key: str
    key_kind: KeyKind
    key_pattern: re.Pattern[str]
    key_width: int
    label: str | None
    ship_labels: bool
    lines_by: int
    columns: tuple[ColumnRule, ...]
    matrix: Matrix | None

    @property
    def attributes(self) -> tuple[Attribute, ...]:
        """The catalogue's attributes, in order."""
        return tuple(column.attribute for column in self.columns)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings that a sheet must have; a matrix's own come from its pattern."""
        own = () if self.matrix else tuple(column.heading for column in self.columns)
        return (self.key, *((self.label,) if self.label else ()), *own)


def declarations() -> Mapping[str, Declaration]:
    """Return every declared catalogue by its name, in order of name.

    Raises
    ------
    SpecError
        If a declaration is wrong; the error names file and line.
    """
    return _read_folder(data_directory("spec_yaml") / "catalogs" / "importers")


def canonical_name(name: str) -> str:
    """Return the catalogue that people mean by `name`: any case, accents, and the guides' own names.

    Raises
    ------
    CatalogError
        If no catalogue is called so.
    """
    wanted = column_name(name)
    for declared in declarations().values():
        if wanted in (column_name(known) for known in (declared.name, *declared.known_as)):
            return declared.name
    known = ", ".join(declarations())
    raise CatalogError(
        Text(
            es=f"no se conoce el catálogo {name!r}; se conocen: {known}",
            en=f"unknown catalogue {name!r}; known are: {known}",
        )
    )


@cache
def _read_folder(folder: Path) -> Mapping[str, Declaration]:
    found = [read_declaration(_yaml.load(path), str(path)) for path in sorted(folder.glob("*.yaml"))]
    return MappingProxyType({declared.name: declared for declared in found})


def read_declaration(node: Node, file: str) -> Declaration:
    """Return the declaration in `node`; raises `SpecError` naming `file` and the line."""
    fields = _Fields(node, file)
    name = fields.text("catalog", NAME)
    key = fields.map("key")
    key_kind = key.choice("kind", get_args(KeyKind))
    label = fields.map("label", optional=True)
    columns = tuple(_column(_Fields(item, file)) for item in fields.list("attributes"))
    declared = Declaration(
        name=name,
        title=fields.pair("title"),
        known_as=fields.texts("known_as"),
        workbook=fields.text("workbook", default=""),
        recognise=tuple(column_name(text) for text in fields.texts("recognise")),
        key=key.text("column"),
        key_kind=cast("KeyKind", key_kind),
        key_pattern=key.pattern("pattern") or re.compile(r"[0-9]{1,9}" if key_kind == "integer" else r"\S{1,40}"),
        key_width=key.number("width", 0),
        label=label.text("column") if label.node else None,
        ship_labels=label.text("ship", default="false") == "true",
        lines_by=fields.number("lines_by", 0),
        columns=columns,
        matrix=_matrix(fields.map("matrix", optional=True)),
    )
    for part in (fields, key, label):
        part.done()
    names = [column.attribute.name for column in columns]
    if len(set(names)) != len(names):
        raise fields.fault("an attribute is declared twice", "attributes")
    if declared.matrix and names != [declared.matrix.attribute]:
        raise fields.fault("the matrix's attribute must be the only one", "matrix")
    return declared


def _column(fields: _Fields) -> ColumnRule:
    name = fields.text("name", COLUMN)
    kind = fields.choice("kind", get_args(AttributeKind))
    low, high = fields.range("range")
    rule = ColumnRule(
        attribute=Attribute(name, cast("AttributeKind", kind), fields.pair("label")),
        heading=fields.text("column", default=name),
        pattern=fields.pattern("pattern"),
        keep=frozenset(fields.texts("keep")),
        yes=frozenset(fields.texts("yes") or ("SI",)),
        no=frozenset(fields.texts("no") or ("NO",)),
        low=low,
        high=high,
        optional=fields.text("optional", default="false") == "true",
    )
    fields.done()
    return rule


def _matrix(fields: _Fields) -> Matrix | None:
    if not fields.node:
        return None
    heading = fields.pattern("heading")
    if heading is None or heading.groups != 1:
        raise fields.fault("a matrix needs `heading`, a pattern with one group for the number", "heading")
    matrix = Matrix(fields.text("attribute", COLUMN), heading, fields.text("mark"))
    fields.done()
    return matrix


class _Fields:
    """A mapping of a declaration, read field by field; `done` refuses what was not asked for."""

    def __init__(self, node: Node, file: str) -> None:
        if not isinstance(node, YamlMap):
            line = node.line if isinstance(node, YamlList) else 1
            raise SpecError("a mapping is expected here", file=file, line=line)
        self.node = node
        self.file = file
        self.read: set[str] = set()

    def fault(self, message: str, field: str = "") -> SpecError:
        return SpecError(message, file=self.file, line=self.node.lines.get(field, self.node.line))

    def done(self) -> None:
        for field in self.node:
            if field not in self.read:
                raise self.fault(f"unknown field {field!r}", field)

    def get(self, field: str) -> Node | None:
        self.read.add(field)
        return self.node.get(field)

    def text(self, field: str, shape: re.Pattern[str] | None = None, default: str | None = None) -> str:
        value = self.get(field)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or not value or (shape and not shape.fullmatch(value)):
            raise self.fault(f"{field!r} is missing or malformed", field)
        return value

    def choice(self, field: str, choices: tuple[str, ...]) -> str:
        value = self.text(field)
        if value not in choices:
            raise self.fault(f"{field!r} must be one of {', '.join(choices)}, not {value!r}", field)
        return value

    def number(self, field: str, default: int) -> int:
        return int(self.text(field, re.compile("[0-9]{1,3}"), str(default)))

    def range(self, field: str) -> tuple[int | None, int | None]:
        value = self.text(field, re.compile(r"[0-9]+\.\.[0-9]+"), "")
        low, _, high = value.partition("..")
        return (int(low), int(high)) if value else (None, None)

    def pattern(self, field: str) -> re.Pattern[str] | None:
        value = self.text(field, default="")
        try:
            return re.compile(value) if value else None
        except re.error as error:
            raise self.fault(f"{field!r} is no regular expression: {error}", field) from error

    def texts(self, field: str) -> tuple[str, ...]:
        value = self.get(field)
        if value is None:
            return ()
        if not isinstance(value, YamlList) or not all(isinstance(item, str) for item in value):
            raise self.fault(f"{field!r} must be a list of texts", field)
        return tuple(cast("list[str]", value))

    def pair(self, field: str) -> Text:
        fields = self.map(field)
        text = Text(es=fields.text("es"), en=fields.text("en"))
        fields.done()
        return text

    def list(self, field: str) -> YamlList:
        value = self.get(field)
        if not isinstance(value, YamlList):
            raise self.fault(f"{field!r} must be a list", field)
        return value

    def map(self, field: str, *, optional: bool = False) -> _Fields:
        value = self.get(field)
        return _Fields(YamlMap(self.node.line) if value is None and optional else value or "", self.file)
