"""The shape of a mapping: which keys it may have and what stands under them.

Names, types and values are checked by `giis.emission._compile`, which knows the guide and the source.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from giis.specs.document import Document, Flag, Identifier, Title
from giis.tables._model import Format

SCHEMA = "giis-mapping/1"
WAYS = ("column", "constant", "expression", "cases", "records", "position", "default")
"""The keys of which a value has exactly one."""


class PlaceDoc(Document):
    """How the source is read."""

    format: Format | None = None
    separator: Annotated[str, StringConstraints(pattern=r"^[ -~\t]$")] | None = None
    encoding: str | None = None
    sheet: str | None = None
    table: str | None = None
    query: str | None = None


class TableDoc(PlaceDoc):
    """A second table: a file beside the mapping, or one of the source's database, or of another."""

    path: str | None = None
    url: str | None = None
    key: str
    columns: dict[str, Any] = {}


class ColumnDoc(Document):
    """What a column of the source is."""

    as_: Identifier | None = Field(default=None, alias="as")
    type: Literal["text", "integer", "decimal", "date"] = "text"
    date: str | list[str] = []
    decimal: Literal[",", "."] = "."
    nothing: list[str] = []


class SplitDoc(Document):
    """One part of a text."""

    separator: Annotated[str, StringConstraints(min_length=1)]
    part: Literal["first", "last", "rest"] | Annotated[int, Field(ge=1, le=100)]


class LookupDoc(Document):
    """A value of a second table, found by its key."""

    table: str
    value: str


class UnknownDoc(Document):
    """What is written for a code that the table lacks."""

    value: str


class ValueDoc(Document):
    """Where the value of a variable comes from, and what is done with it."""

    column: str | list[str] | None = None
    join: str = " "
    constant: str | None = None
    expression: str | None = None
    cases: list[Any] = []
    otherwise: Any = None
    records: Any = None
    position: Flag = False
    default: Flag = False
    split: SplitDoc | None = None
    slice: str | None = None
    list_: Annotated[str, StringConstraints(min_length=1)] | None = Field(default=None, alias="list")
    lookup: LookupDoc | None = None
    codes: str | dict[str, str] | None = None
    unknown: Literal["error", "keep", "empty"] | UnknownDoc = "error"
    date: str | list[str] = []
    decimal: Literal[",", "."] = "."
    upper: Flag = False
    accents: Literal["keep", "remove"] = "keep"
    pad: Annotated[int, Field(ge=1, le=100)] | None = None
    if_empty: str | None = None

    @model_validator(mode="after")
    def _one_way(self) -> ValueDoc:
        given = [name for name in WAYS if getattr(self, name) not in (None, [], False)]
        if len(given) != 1:
            raise ValueError(f"give exactly one of {', '.join(WAYS)}; given: {', '.join(given) or 'none'}")
        return self


class CaseDoc(ValueDoc):
    """A value that is taken where a condition holds."""

    when: str


class RecordsDoc(Document):
    """The sub-records of a column: of a list in the source, or of a second table."""

    column: str | None = None
    table: str | None = None
    key: str | None = None
    order: str | None = None
    where: str | None = None
    fields: dict[str, Any]

    @model_validator(mode="after")
    def _one_place(self) -> RecordsDoc:
        if (self.column is None) == (self.table is None):
            raise ValueError("give `column` (a list) or `table` (a second table)")
        if (self.table is None) != (self.key is None):
            raise ValueError("`key` names the column of the source that a `table` is joined by")
        if self.order is not None and self.table is None:
            raise ValueError("`order` is a column of a `table`")
        return self


class MappingDoc(Document):
    """A mapping file."""

    mapping: Literal["giis-mapping/1"]
    guide: Title
    file_type: str | None = None
    source: PlaceDoc = PlaceDoc()
    record: str | None = None
    nothing: list[str] = []
    columns: dict[str, Any] = {}
    tables: dict[Identifier, Any] = {}
    codes: dict[Identifier, dict[str, str]] = {}
    variables: dict[str, Any]
