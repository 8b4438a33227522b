"""Conformance data of the rules on the files of several guides: one file, `across.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, ValidationError

from giis._errors import SpecError
from giis._resources import data_directory
from giis._text import Text
from giis._yaml import load
from giis.conformance._reader import load_conformance
from giis.conformance._shape import Doc, TitleDoc

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_FILE = "across.yaml"


class PartDoc(Doc):
    """One file of a case: the base record of a guide with changes."""

    guide: str
    change: dict[str, str] = Field(default={})


class TogetherDoc(Doc):
    """One case."""

    id: str
    title: TitleDoc
    files: Annotated[list[PartDoc], Field(min_length=2)]
    expect: list[str]
    passes: list[str] = Field(default=[])


class AcrossDoc(Doc):
    """The whole file."""

    conformance: Literal["giis-conformance-across/1"]
    cases: list[TogetherDoc]


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a case: its guide, its only record, and what of it differs from the guide's base record."""

    guide: str
    header: tuple[str, ...]
    record: Mapping[str, str]
    changed: frozenset[str]


@dataclass(frozen=True, slots=True)
class TogetherCase:
    """Some files and the rules on them together that they must break."""

    id: str
    title: Text
    files: tuple[Part, ...]
    expect: frozenset[str]
    passes: frozenset[str]

    @property
    def guides(self) -> frozenset[str]:
        """The guides that take part."""
        return frozenset(file.guide for file in self.files)


def load_together(folder: Path | None = None) -> tuple[TogetherCase, ...]:
    """Return the cases of several files; none if there are none.

    Parameters
    ----------
    folder : Path, optional
        Where the conformance data lie; by default those that ship.

    Raises
    ------
    SpecError
        If the file is wrong.
    """
    path = (folder or data_directory("conformance")) / _FILE
    return _load(path) if path.is_file() else ()


@lru_cache(maxsize=8)
def _load(path: Path) -> tuple[TogetherCase, ...]:
    try:
        doc = AcrossDoc.model_validate(load(path))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise SpecError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}", file=path.name) from None
    return tuple(_case(item, path) for item in doc.cases)


def _case(doc: TogetherDoc, path: Path) -> TogetherCase:
    files = tuple(_part(item, doc.id, path) for item in doc.files)
    return TogetherCase(
        doc.id, Text(doc.title.es, doc.title.en), files, frozenset(doc.expect), frozenset(doc.passes)
    )  # fmt: skip


def _part(doc: PartDoc, place: str, path: Path) -> Part:
    known = load_conformance(doc.guide, path.parent)
    if known is None:
        raise SpecError(f"{place}: there are no conformance data of {doc.guide}", file=path.name)
    if unknown := doc.change.keys() - known.base.keys():
        raise SpecError(f"{place}: unknown variable {min(unknown)!r}", file=path.name)
    return Part(doc.guide, known.header, {**known.base, **doc.change}, frozenset(doc.change))
