"""From the YAML to cases: records completed, tables opened, files written."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NoReturn

from pydantic import ValidationError

from giis._errors import SpecError
from giis._resources import data_directory
from giis._text import Text
from giis._yaml import load
from giis.conformance._editions import Edition
from giis.conformance._model import Case, Conformance, FileCase
from giis.conformance._shape import BASE, LEVELS, ConformanceDoc
from giis.conformance._text import file_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from giis.conformance._shape import CaseDoc, ChangeDoc, FileDoc, RecordsDoc


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
        doc = ConformanceDoc.model_validate(load(path))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise SpecError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}", file=path.name) from None
    return _Reader(doc, path.name).read()


class _Reader:
    def __init__(self, doc: ConformanceDoc, file: str) -> None:
        self.doc, self.file = doc, file
        self.bases: dict[str, Mapping[str, str]] = {BASE: doc.base}

    def read(self) -> Conformance:
        doc = self.doc
        for name, base in doc.bases.items():
            self.bases[name] = self.record(base, f"bases.{name}")
        cases = tuple(case for item in doc.cases for case in self.rows(item))
        files = tuple(self.file_case(item) for item in doc.files)
        self.unique(case.id for case in cases)
        self.unique(case.id for case in files)
        return Conformance(
            guide=doc.guide,
            as_of=doc.as_of,
            header=tuple(doc.header),
            severity={level: frozenset(doc.severity.get(level, ())) for level in LEVELS},
            editions=tuple(Edition(name, item.version, item.add) for name, item in doc.catalogs.items()),
            base=doc.base,
            cases=cases,
            files=files,
        )

    def fault(self, place: str, message: str) -> NoReturn:
        raise SpecError(f"{place}: {message}", file=self.file)

    def unique(self, ids: Iterable[str]) -> None:
        seen: set[str] = set()
        for name in ids:
            if name in seen:
                self.fault(name, "this id stands twice")
            seen.add(name)

    def record(self, doc: ChangeDoc, place: str, more: Mapping[str, str] | None = None) -> dict[str, str]:
        if doc.origin not in self.bases:
            self.fault(place, f"there is no base {doc.origin!r} before it")
        change = {**doc.change, **(more or {})}
        if unknown := change.keys() - self.doc.base.keys():
            self.fault(place, f"unknown variable {min(unknown)!r}")
        return {**self.bases[doc.origin], **change}

    def rows(self, doc: CaseDoc) -> Iterator[Case]:
        columns = doc.change_each
        sizes = {len(values) for values in columns.values()}
        if len(sizes) > 1 or 0 in sizes:
            self.fault(doc.id, "the lists of change_each must be equally long, and not empty")
        rows = zip(*columns.values(), strict=True) if columns else [()]
        decided = frozenset(doc.undecided) if doc.undecided is not None else None
        for number, row in enumerate(rows, 1):
            record = self.record(doc, doc.id, dict(zip(columns, row, strict=True)))
            yield Case(
                id=f"{doc.id}/{number}" if columns else doc.id,
                title=Text(doc.title.es, doc.title.en),
                record=record,
                changed=frozenset(name for name, value in record.items() if self.doc.base[name] != value),
                expect=frozenset(doc.expect),
                passes=frozenset(doc.passes),
                undecided=frozenset() if decided is None and not doc.expect else decided,
                missing=frozenset(doc.missing),
            )

    def file_case(self, doc: FileDoc) -> FileCase:
        data = file_bytes(
            self.doc.header,
            (record.values() for item in doc.records for record in self.repeated(item, doc.id)),
            doc.text,
            encoding=doc.encoding,
            bom=doc.bom,
            line_end=doc.line_end,
        )
        title = Text(doc.title.es, doc.title.en)
        return FileCase(doc.id, title, doc.name, data, frozenset(doc.expect), frozenset(doc.passes))

    def repeated(self, doc: RecordsDoc, place: str) -> Iterator[Mapping[str, str]]:
        for number in range(doc.repeat):
            yield self.record(doc, place, {name: str(first + number) for name, first in doc.rising.items()})
