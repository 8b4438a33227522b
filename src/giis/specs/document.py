"""The shape of the YAML: which keys a definition may have and what stands under them.

These models check form only; names, types and coverage are checked by `giis.specs.build`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
)

from giis._text import Text
from giis.specs.guide import Confidence, Lifecycle, Safety, Severity, TextRepair
from giis.specs.values import parse_numbers

Title = Annotated[str, StringConstraints(min_length=1)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
RuleId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
GuideId = Annotated[str, StringConstraints(pattern=r"^GIIS-[AB][0-9]{3}-[0-9]{2}-[0-9]{2}$")]


def _numbers(value: object) -> object:
    return parse_numbers(value) if isinstance(value, str) else value


Numbers = Annotated[tuple[int, ...], BeforeValidator(_numbers)]
Count = Annotated[int, Field(ge=0, le=1_000)]
Profiles = dict[Annotated[str, StringConstraints(pattern=r"^strict$")], Severity]
"""Severity under another profile than the default one."""


def _flag(value: object) -> object:
    if value not in ("true", "false", True, False):
        raise ValueError("write true or false")
    return value in ("true", True)


Flag = Annotated[bool, BeforeValidator(_flag)]


class Document(BaseModel):
    """Base of all shapes: an unknown key is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class TextDoc(Document):
    """One text in both languages."""

    es: Annotated[str, StringConstraints(min_length=1)]
    en: Annotated[str, StringConstraints(min_length=1)]

    @property
    def text(self) -> Text:
        """The text as the rest of the program carries it."""
        return Text(self.es, self.en)


class OptionsRef(Document):
    """Options taken from `code_lists/`, all or some of them."""

    list: str
    only: Numbers | None = None


def _options_form(value: object) -> str:
    """Tell a reference to a list from options written out, so that a fault is told of the right one."""
    return "reference" if isinstance(value, dict) and "list" in value else "codes"


Options = Annotated[
    Annotated[OptionsRef, Tag("reference")] | Annotated[dict[str, Title], Tag("codes")],
    Discriminator(_options_form),
]


class ValueSetDoc(Document):
    """A set of values that is more than a list of literals."""

    catalog: str | None = None
    values: list[str] = []
    range: str | None = None
    except_: list[str] = Field(default=[], alias="except")
    also: list[str] = []


Values = list[str] | ValueSetDoc | str


class CaseDoc(Document):
    """One case of a statement with conditions."""

    when: str
    may: Values | None = None
    must: Values | None = None


class CatalogRef(Document):
    """A catalogue whose editions are compared with a date of the record."""

    name: str
    dated: str | None = None


class ManyDoc(Document):
    """Limits of a list of values, or of sub-records."""

    min: Annotated[int, Field(ge=1)] | None = None
    max: Annotated[int, Field(ge=1)] | None = None
    exclusive: list[str] = []
    sequence: str | None = None
    """The field that counts the sub-records: 1, 2, 3 …"""
    distinct: list[str] = []
    """Fields that no two sub-records share."""


class RepairDoc(Document):
    """How values of a variable may be mended, beyond what its type tells."""

    text: list[TextRepair] = []
    pad: Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]$")] | None = None
    empty: Annotated[str, StringConstraints(min_length=1)] | None = None
    follows: Safety = "unsafe"


class StatedDoc(Document):
    """What every rule says of itself, whatever it asks."""

    title: TextDoc
    severity: Severity = "error"
    profile: Profiles = {}
    reading: TextDoc | None = None
    why: TextDoc | None = None
    fix: TextDoc | None = None
    lifecycle: Lifecycle = "stable"
    since: str = "0.1.0"

    def stated(self) -> dict[str, Any]:
        """Return it under the names that `Rule` has for it."""
        texts = {name: getattr(self, name) for name in ("title", "reading", "why", "fix")}
        return {
            **{name: doc.text if doc else None for name, doc in texts.items()},
            "severity": self.severity,
            "profiles": self.profile,
            "lifecycle": self.lifecycle,
            "since": self.since,
        }


class RuleDoc(StatedDoc):
    """One further statement about a variable."""

    id: RuleId
    when: str | None = None
    require: str
    clause: Numbers | None = None
    confidence: Confidence | None = None
    mends: str | None = None
    """The value that mends the finding."""
    mends_safely: Flag = False


class ReasonDoc(Document):
    """Why paragraphs of the guide are not checked."""

    clause: Numbers
    reason: TextDoc


class VariableDoc(Document):
    """One variable of a guide."""

    name: Title
    identifier: Identifier | None = None
    header: str | None = None
    header_also: list[str] = []
    label: TextDoc
    section: str = ""
    pages: Numbers = ()
    confidence: Confidence | None = None
    type: Literal["integer", "decimal", "text", "date", "time", "duration", "integers", "records"]
    digits: str | None = None
    length: str | None = None
    pattern: str | None = None
    nullable: Flag = False
    confidential: Flag = False
    options: Options = {}
    range: str | None = None
    unknown: str | None = None
    not_applicable: str | None = None
    catalog: CatalogRef | str | None = None
    many: ManyDoc | None = None
    fields: list[Any] = []
    """The variables of each sub-record, as `VariableDoc`; they are shaped one by one."""
    cases: list[CaseDoc] = []
    otherwise: Values | None = None
    rules: list[RuleDoc] = []
    repair: RepairDoc | None = None
    clauses: Count = 0
    covers: dict[str, Numbers] = {}
    outside: list[ReasonDoc] = []
    definitions: list[ReasonDoc] = []
    reading: TextDoc | None = None
    readings: dict[str, TextDoc] = {}
    """Readings of derived rules, by their form (`casos`, `rango` …)."""
    confidences: dict[str, Confidence] = {}
    """How good the source of derived rules is, by their form, where it is not as good as the variable's."""


class TermDoc(Document):
    """A derived value."""

    name: Identifier
    is_: str = Field(alias="is")
    label: TextDoc | None = None
    unit: TextDoc | None = None


class StatementDoc(Document):
    """A statement of the guide outside the variables' column."""

    id: Annotated[str, StringConstraints(pattern=r"^G[0-9]{2,3}$")]
    section: str
    pages: Numbers = ()
    confidence: Confidence | None = None
    """How good its source is; the rules `ARC-…` that it places take it over."""
    says: TextDoc
    rules: list[str] = []
    outside: TextDoc | None = None
    definition: TextDoc | None = None
    reading: TextDoc | None = None


class FileRuleDoc(StatedDoc):
    """A statement about all records together."""

    id: RuleId
    kind: Literal["share", "constant", "unique", "reference"]
    when: str | None = None
    of: str | None = None
    max_percent: Annotated[float, Field(ge=0, le=100)] | None = None
    value: str | None = None
    by: list[str] | Literal["record"] = []
    variable: str | None = None
    clause: Numbers = ()
    section: str = ""
    pages: Numbers = ()
    confidence: Confidence | None = None


class NamedDoc(Document):
    """Whose records must have what others name."""

    guides: list[str]
    by: list[str]


class AcrossDoc(FileRuleDoc):
    """A statement about the records of several guides together."""

    kind: Literal["constant", "unique", "reference"]
    guides: list[str]
    named: NamedDoc | None = None


class SourceDoc(Document):
    """The document that a guide is taken from."""

    document: str
    confidence: Confidence


class ConstantsDoc(Document):
    """Names for values, of a guide or a block."""

    constants: dict[Identifier, str | list[str]] = {}


class GuideDoc(ConstantsDoc):
    """One guide file; `variables` and `terms` are assembled before this shape is checked."""

    guide: GuideId
    name: TextDoc
    subsystem: str
    date: date
    prefix: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    file_types: list[str]
    source: SourceDoc
    period: str | None = None
    """The date that the month in the file's name speaks of."""
    unit: str | None = None
    """The variable whose first five characters the file's name begins with."""
    repeating: list[list[str]] = []
    """Variables that repeat together from record to record, such as those of the provider."""
    sentinels: dict[str, TextDoc] = {}
    terms: list[TermDoc] = []
    variables: list[Any]
    readings: dict[str, TextDoc] = {}
    statements: list[StatementDoc] = []
    file_rules: list[FileRuleDoc] = []
