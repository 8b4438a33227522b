"""What each catalogue looks like in its official workbook: read from `spec_yaml/catalogs/importers`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, cast, get_args

from giis import _yaml
from giis._errors import CatalogError, SpecError
from giis._near import nearest
from giis._resources import data_directory
from giis._text import Text
from giis.catalogs._fields import Fields
from giis.catalogs._model import COLUMN, NAME, Attribute, AttributeKind, KeyKind
from giis.catalogs._normal import column_name, fold

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from giis._yaml import Node


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the workbook: the headings that it may have, and whether it may be missing."""

    headings: tuple[str, ...]
    absent: bool = False
    width: int = 0

    @property
    def heading(self) -> str:
        """The first of its headings, for messages."""
        return self.headings[0]

    @property
    def names(self) -> tuple[str, ...]:
        """Its headings in the form in which they are compared."""
        return tuple(column_name(heading) for heading in self.headings)


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """One attribute as a column of the workbook, and which values it may hold."""

    attribute: Attribute
    column: Column
    pattern: re.Pattern[str] | None
    keep: frozenset[str]
    read_as: Mapping[str, str]
    yes: frozenset[str]
    no: frozenset[str]
    low: int | None
    high: int | None
    optional: bool


@dataclass(frozen=True, slots=True)
class Key:
    """How the key is made: of one column or of several, each with its width."""

    columns: tuple[Column, ...]
    kind: KeyKind
    pattern: re.Pattern[str]
    ignore: re.Pattern[str] | None
    alone: int

    @property
    def name(self) -> str:
        """The columns' names, joined."""
        return "_".join(
            column_name(column.heading) if " " in column.heading else column.heading for column in self.columns
        )


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
    key: Key
    label: Column | None
    ship_labels: bool
    lines_by: int
    all_sheets: bool
    repeats: bool
    columns: tuple[ColumnRule, ...]
    matrix: Matrix | None

    @property
    def attributes(self) -> tuple[Attribute, ...]:
        """The catalogue's attributes, in order."""
        return tuple(column.attribute for column in self.columns)

    @property
    def wanted(self) -> tuple[Column, ...]:
        """The columns that are looked for: of the key, of the label, of each attribute (a matrix finds its own)."""
        own = () if self.matrix else tuple(rule.column for rule in self.columns)
        return (*self.key.columns, *((self.label,) if self.label else ()), *own)


def declarations() -> Mapping[str, Declaration]:
    """Return every declared catalogue by its name, in order of name.

    Raises
    ------
    SpecError
        If a declaration is wrong; the error names file and line.
    """
    found = {path.stem: _read(path) for path in sorted(_folder().glob("*.yaml"))}
    return MappingProxyType(found)


def declaration(name: str) -> Declaration | None:
    """Return the declaration of the catalogue `name`, None if it is not declared; no other file is read.

    Raises
    ------
    SpecError
        If the declaration is wrong; the error names file and line.
    """
    path = _folder() / f"{name}.yaml"
    return _read(path) if NAME.fullmatch(name) and path.is_file() else None


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
    near, known = nearest(name, declarations()), ", ".join(declarations())
    raise CatalogError(
        Text(
            es=f"no se conoce el catálogo {name!r}{near.es}; se conocen: {known}",
            en=f"unknown catalogue {name!r}{near.en}; known are: {known}",
        )
    )


def _folder() -> Path:
    return data_directory("spec_yaml") / "catalogs" / "importers"


@cache
def _read(path: Path) -> Declaration:
    declared = read_declaration(_yaml.load(path), str(path))
    if declared.name != path.stem:
        raise SpecError(f"the file of {declared.name} must be called so", file=str(path), line=1)
    return declared


def read_declaration(node: Node, file: str) -> Declaration:
    """Return the declaration in `node`; raises `SpecError` naming `file` and the line."""
    fields = Fields(node, file)
    name = fields.text("catalog", NAME)
    label = fields.map("label", optional=True)
    columns = tuple(_rule(Fields(item, file)) for item in fields.list("attributes"))
    declared = Declaration(
        name=name,
        title=fields.pair("title"),
        known_as=fields.texts("known_as"),
        workbook=fields.text("workbook", default=""),
        recognise=tuple(column_name(text) for text in fields.texts("recognise")),
        key=_key(fields.map("key")),
        label=Column(label.one_or_more("column"), label.flag("absent")) if label.node else None,
        ship_labels=label.flag("ship"),
        lines_by=fields.number("lines_by", 0),
        all_sheets=fields.text("sheets", re.compile("all|one"), "one") == "all",
        repeats=fields.flag("repeats"),
        columns=columns,
        matrix=_matrix(fields.map("matrix", optional=True)),
    )
    for part in (fields, label):
        part.done()
    names = [column.attribute.name for column in columns]
    if len(set(names)) != len(names):
        raise fields.fault("an attribute is declared twice", "attributes")
    if declared.matrix and names != [declared.matrix.attribute]:
        raise fields.fault("the matrix's attribute must be the only one", "matrix")
    if declared.key.alone and names:
        raise fields.fault("a part of the key can stand alone only where there are no attributes", "key")
    return declared


def _key(fields: Fields) -> Key:
    kind = fields.choice("kind", get_args(KeyKind))
    if "columns" in fields.node:
        parts = tuple(Fields(item, fields.file) for item in fields.list("columns"))
        columns = tuple(Column(part.one_or_more("column"), width=part.number("width", 0)) for part in parts)
        for part, column in zip(parts, columns, strict=True):
            part.done()
            if not column.width:
                raise part.fault("a part of the key needs its `width`")
    else:
        columns = (Column(fields.one_or_more("column"), width=fields.number("width", 0)),)
    key = Key(
        columns=columns,
        kind=cast("KeyKind", kind),
        pattern=fields.pattern("pattern") or re.compile(r"[0-9]{1,9}" if kind == "integer" else r"\S{1,40}"),
        ignore=fields.pattern("ignore"),
        alone=fields.number("alone", 0),
    )
    fields.done()
    if not columns or (key.alone and key.alone >= len(columns)):
        raise fields.fault("a key needs columns, and fewer of them that stand alone", "columns")
    return key


def _rule(fields: Fields) -> ColumnRule:
    name = fields.text("name", COLUMN)
    kind = fields.choice("kind", get_args(AttributeKind))
    low, high = fields.range("range")
    rule = ColumnRule(
        attribute=Attribute(name, cast("AttributeKind", kind), fields.pair("label")),
        column=Column(fields.one_or_more("column", name), fields.flag("absent"), fields.number("width", 0)),
        pattern=fields.pattern("pattern"),
        keep=frozenset(fields.texts("keep")),
        read_as=MappingProxyType({fold(word): meant for word, meant in fields.words("read_as").items()}),
        yes=frozenset(fields.texts("yes") or ("SI",)),
        no=frozenset(fields.texts("no") or ("NO",)),
        low=low,
        high=high,
        optional=fields.flag("optional"),
    )
    fields.done()
    return rule


def _matrix(fields: Fields) -> Matrix | None:
    if not fields.node:
        return None
    heading = fields.pattern("heading")
    if heading is None or heading.groups != 1:
        raise fields.fault("a matrix needs `heading`, a pattern with one group for the number", "heading")
    matrix = Matrix(fields.text("attribute", COLUMN), heading, fields.text("mark"))
    fields.done()
    return matrix
