"""The shape of the YAML, as each file of conformance data tells at its top."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from giis.conformance._text import Edit, Encoding, LineEnd

BASE = "base"
Level = Literal["warning", "info", "strict"]
LEVELS: tuple[Level, ...] = ("warning", "info", "strict")


class Doc(BaseModel):
    """Base of all shapes: an unknown key is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class TitleDoc(Doc):
    """What a case tries."""

    es: Annotated[str, StringConstraints(min_length=1)]
    en: Annotated[str, StringConstraints(min_length=1)]


class ChangeDoc(Doc):
    """A record, as a change of another."""

    origin: str = Field(default=BASE, alias="from")
    change: dict[str, str] = {}


class BaseDoc(ChangeDoc):
    """A further valid record."""

    title: TitleDoc


class CaseDoc(BaseDoc):
    """One case, or a table of them."""

    id: str
    change_each: dict[str, list[str]] = {}
    missing: list[str] = []
    expect: list[str]
    passes: list[str] = []
    undecided: list[str] | None = None


class RecordsDoc(ChangeDoc):
    """Some records of a file."""

    repeat: int = 1
    rising: dict[str, int] = {}


class FileDoc(Doc):
    """One file."""

    id: str
    title: TitleDoc
    name: str | None = None
    records: list[RecordsDoc]
    encoding: Encoding = "windows-1252"
    bom: bool = False
    line_end: LineEnd = "crlf"
    text: list[Edit] = []
    expect: list[str]
    passes: list[str] = []


class EditionDoc(Doc):
    """What is presupposed of a catalogue."""

    version: date
    add: dict[str, dict[str, str]] = {}


class ConformanceDoc(Doc):
    """A whole file of conformance data."""

    conformance: Literal["giis-conformance/1"]
    guide: str
    as_of: date
    catalogs: dict[str, EditionDoc] = {}
    severity: dict[Level, list[str]]
    header: list[str]
    base: dict[str, str]
    bases: dict[str, BaseDoc] = {}
    cases: list[CaseDoc]
    files: list[FileDoc] = []
