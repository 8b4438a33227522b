"""Reading the conformance data of a guide: records and files, and what each must break.

The form of the data is told at the top of each file in `conformance/`, for people and for other systems. Here a
file becomes plain objects: every row of a table is a case of its own, and every record is complete.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, NoReturn

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from giis import _yaml
from giis._conformance_text import Edit, Encoding, LineEnd, file_bytes
from giis._errors import SpecError
from giis._resources import data_directory
from giis._text import Text
from giis.catalogs import Catalog
from giis.catalogs import Attribute as CatalogAttribute

FORMAT = "giis-conformance/1"
_BASE = "base"


@dataclass(frozen=True, slots=True)
class Case:
    """One record and what it must break.

    `record` holds all values by the names of the variables; `changed` tells in which it differs from the record
    `base`. `undecided` is None where nothing is said of the rules that cannot be answered.
    """

    id: str
    title: Text
    record: Mapping[str, str]
    changed: frozenset[str]
    expect: frozenset[str]
    passes: frozenset[str]
    undecided: frozenset[str] | None
    missing: frozenset[str]


@dataclass(frozen=True, slots=True)
class FileCase:
    """One file and the rules that it must break; `name` is None for a file without a name."""

    id: str
    title: Text
    name: str | None
    data: bytes
    expect: frozenset[str]
    passes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Edition:
    """What the cases presuppose of a catalogue: its date, and entries beside the published ones."""

    name: str
    version: date
    add: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Conformance:
    """The conformance data of one guide."""

    guide: str
    as_of: date
    header: tuple[str, ...]
    severity: Mapping[str, frozenset[str]]
    editions: tuple[Edition, ...]
    base: Mapping[str, str]
    cases: tuple[Case, ...]
    files: tuple[FileCase, ...]

    def catalogs(self, given: Mapping[str, Catalog]) -> dict[str, Catalog]:
        """Return the editions `given` with the dates and entries that the cases presuppose."""
        found = dict(given)
        for edition in self.editions:
            found[edition.name] = _extended(found.get(edition.name), edition)
        return found

    def severity_of(self, rule_id: str, *, strict: bool = False) -> str:
        """Return `error`, `warning` or `info`: how severe a breach of the rule is."""
        if strict and rule_id in self.severity["strict"]:
            return "error"
        return next((level for level in ("warning", "info") if rule_id in self.severity[level]), "error")

    def example(self, rule_id: str) -> tuple[Case | None, Case | None]:
        """Return a record that passes a rule and one that breaks it, as plain as there are; None where there is none."""
        passing = [case for case in self.cases if rule_id in case.passes]
        failing = [case for case in self.cases if rule_id in case.expect]
        return (
            min(passing, key=lambda case: len(case.changed), default=None),
            min(failing, key=lambda case: (len(case.expect), len(case.changed)), default=None),
        )


def conformance_ids() -> tuple[str, ...]:
    """Return the ids of the guides whose conformance data ship with the package, in order."""
    return tuple(sorted(path.stem for path in data_directory("conformance").glob("GIIS-*.yaml")))


def load_conformance(guide_id: str, folder: Path | None = None) -> Conformance | None:
    """Return the conformance data of a guide.

    Parameters
    ----------
    guide_id : str
        The full id, such as `GIIS-B015-04-11`.
    folder : Path, optional
        Where the files lie; by default those that ship.

    Returns
    -------
    Conformance or None
        None if the guide has none.

    Raises
    ------
    SpecError
        If the file is wrong.
    """
    path = (folder or data_directory("conformance")) / f"{guide_id}.yaml"
    return _load(path) if path.is_file() else None


@lru_cache(maxsize=8)
def _load(path: Path) -> Conformance:
    try:
        shape = _Shape.model_validate(_yaml.load(path))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise SpecError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}", file=path.name) from None
    return _Reader(shape, path.name).read()


class _Doc(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Title(_Doc):
    es: Annotated[str, StringConstraints(min_length=1)]
    en: Annotated[str, StringConstraints(min_length=1)]


class _Change(_Doc):
    origin: str = Field(default=_BASE, alias="from")
    change: dict[str, str] = {}


class _BaseDoc(_Change):
    title: _Title


class _CaseDoc(_BaseDoc):
    id: str
    change_each: dict[str, list[str]] = {}
    missing: list[str] = []
    expect: list[str]
    passes: list[str] = []
    undecided: list[str] | None = None


class _Records(_Change):
    repeat: int = 1
    rising: dict[str, int] = {}


class _FileDoc(_Doc):
    id: str
    title: _Title
    name: str | None = None
    records: list[_Records]
    encoding: Encoding = "windows-1252"
    bom: bool = False
    line_end: LineEnd = "crlf"
    text: list[Edit] = []
    expect: list[str]
    passes: list[str] = []


class _EditionDoc(_Doc):
    version: date
    add: dict[str, dict[str, str]] = {}


class _Shape(_Doc):
    conformance: Literal["giis-conformance/1"]
    guide: str
    as_of: date
    catalogs: dict[str, _EditionDoc] = {}
    severity: dict[Literal["warning", "info", "strict"], list[str]]
    header: list[str]
    base: dict[str, str]
    bases: dict[str, _BaseDoc] = {}
    cases: list[_CaseDoc]
    files: list[_FileDoc] = []


class _Reader:
    """Completes the records, and opens the tables."""

    def __init__(self, shape: _Shape, file: str) -> None:
        self.shape, self.file = shape, file
        self.bases: dict[str, Mapping[str, str]] = {_BASE: shape.base}

    def read(self) -> Conformance:
        shape = self.shape
        for name, doc in shape.bases.items():
            self.bases[name] = self.record(doc, f"bases.{name}")
        cases = tuple(case for doc in shape.cases for case in self.rows(doc))
        files = tuple(self.file_case(doc) for doc in shape.files)
        for found in (cases, files):
            ids = [item.id for item in found]  # type: ignore[attr-defined]
            if len(set(ids)) < len(ids):
                self.fault(next(name for name in ids if ids.count(name) > 1), "this id stands twice")
        return Conformance(
            guide=shape.guide,
            as_of=shape.as_of,
            header=tuple(shape.header),
            severity={level: frozenset(shape.severity.get(level, ())) for level in ("warning", "info", "strict")},  # type: ignore[call-overload]
            editions=tuple(Edition(name, doc.version, doc.add) for name, doc in shape.catalogs.items()),
            base=shape.base,
            cases=cases,
            files=files,
        )

    def fault(self, place: str, message: str) -> NoReturn:
        raise SpecError(f"{place}: {message}", file=self.file)

    def record(self, doc: _Change, place: str, more: Mapping[str, str] | None = None) -> dict[str, str]:
        if doc.origin not in self.bases:
            self.fault(place, f"there is no base {doc.origin!r} before it")
        change = {**doc.change, **(more or {})}
        if unknown := change.keys() - self.shape.base.keys():
            self.fault(place, f"unknown variable {min(unknown)!r}")
        return {**self.bases[doc.origin], **change}

    def rows(self, doc: _CaseDoc) -> Iterator[Case]:
        rows: list[dict[str, str]] = [{}]
        if doc.change_each:
            sizes = {len(values) for values in doc.change_each.values()}
            if len(sizes) > 1 or 0 in sizes:
                self.fault(doc.id, "the lists of change_each must be equally long, and not empty")
            names = list(doc.change_each)
            rows = [dict(zip(names, row, strict=True)) for row in zip(*doc.change_each.values(), strict=True)]
        for number, row in enumerate(rows, 1):
            record = self.record(doc, doc.id, row)
            decided = frozenset(doc.undecided) if doc.undecided is not None else None
            yield Case(
                id=f"{doc.id}/{number}" if doc.change_each else doc.id,
                title=Text(doc.title.es, doc.title.en),
                record=record,
                changed=frozenset(name for name, value in record.items() if self.shape.base[name] != value),
                expect=frozenset(doc.expect),
                passes=frozenset(doc.passes),
                undecided=frozenset() if decided is None and not doc.expect else decided,
                missing=frozenset(doc.missing),
            )

    def file_case(self, doc: _FileDoc) -> FileCase:
        records = [values for item in doc.records for values in self.repeated(item, doc.id)]
        data = file_bytes(
            self.shape.header, records, doc.text, encoding=doc.encoding, bom=doc.bom, line_end=doc.line_end
        )
        title = Text(doc.title.es, doc.title.en)
        return FileCase(doc.id, title, doc.name, data, frozenset(doc.expect), frozenset(doc.passes))

    def repeated(self, doc: _Records, place: str) -> Iterator[Iterable[str]]:
        for number in range(doc.repeat):
            rising = {name: str(first + number) for name, first in doc.rising.items()}
            yield self.record(doc, place, rising).values()


def _extended(catalog: Catalog | None, edition: Edition) -> Catalog:
    if catalog is None:
        keys = dict.fromkeys(edition.add, ())
        return Catalog(edition.name, edition.version, "key", "text", (), FORMAT, "user", keys, {}, "")
    entries = dict(catalog.entries)
    for key, values in edition.add.items():
        entries[key] = tuple(_value(attribute, values.get(attribute.name)) for attribute in catalog.attributes)
    return replace(catalog, version=edition.version, entries=entries)


def _value(attribute: CatalogAttribute, text: str | None) -> str | int | bool | tuple[int, ...] | None:
    if text is None:
        return None
    match attribute.kind:
        case "flag":
            return text == "yes"
        case "integer":
            return int(text)
        case "integers":
            return tuple(int(item) for item in text.split())
        case _:
            return text
