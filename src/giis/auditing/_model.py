"""What an audit finds: plain objects without Polars and without words; `giis.reports` puts them in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from giis._version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from giis._text import Text
    from giis.auditing._folder import OtherFile
    from giis.auditing._manifest import Manifest
    from giis.auditing._norm import Edition, Family, IdentityField, Norm
    from giis.evidence import Evidence
    from giis.specs import Assessment, Disposition, Tally
    from giis.specs.guide import Confidence, Severity
    from giis.validators.findings import CatalogUse, FileReport, Profile

Result = Literal["approved", "not approved", "no verdict", "not included"]
"""As the certificate says it, and `no verdict` where the evidence does not decide."""
State = Literal["met", "not met", "incomplete", "not applicable"]
DateFrom = Literal["option", "manifest", "today"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a result is what it is: a code, and the numbers or names that its sentence tells."""

    code: str
    told: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """A record of a file of the evidence, or (`record` None) the file."""

    file: str
    record: int | None = None


@dataclass(frozen=True, slots=True)
class Blocking:
    """An error rule that the evidence breaks: how often, and the first records; never a value."""

    rule: str
    title: Text
    variable: str | None
    total: int
    places: tuple[Place, ...]
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Threshold:
    """A rule on a share of the records of a file, and what was measured in one file."""

    rule: str
    title: Text
    severity: Severity
    file: str
    count: int
    total: int
    maximum: float

    @property
    def exceeded(self) -> bool:
        """Whether more records than may have what the rule limits."""
        return self.count * 100 > self.maximum * self.total


@dataclass(frozen=True, slots=True)
class Unchecked:
    """Rules that gave no answer for some records; `catalogs` are those that they lacked (none: an unusable value)."""

    catalogs: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Degree:
    """The degree of compliance: the variables (or controls) that the evidence shows, and those that it does not."""

    shown: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def implemented(self) -> int:
        """N of "N of M"."""
        return len(self.shown)

    @property
    def of(self) -> int:
        """M of "N of M"."""
        return len(self.shown) + len(self.missing)

    @property
    def full(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


@dataclass(frozen=True)
class GuideAudit:
    """One guide of the list: its result, as the certificate has it, and what that rests on.

    `applied_for` tells whether it was asked for; `succeeded_by` the edition that has taken its place on the day of the
    audit. Of the checklist of A004 there are no files.
    """

    edition: Edition
    name: Text
    applied_for: bool
    result: Result
    reasons: tuple[Reason, ...] = ()
    degree: Degree | None = None
    evidence: Evidence | None = None
    """What the valid records of its files show; None without files."""
    kept: Mapping[str, Place] = field(default_factory=dict)
    """The first record that keeps each rule, where that was asked for."""
    files: tuple[FileReport, ...] = ()
    blocking: tuple[Blocking, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()
    outside: tuple[Disposition, ...] = ()
    confidence: Confidence = "official"
    digest: str | None = None
    succeeded_by: str | None = None

    @property
    def id(self) -> str:
        """The guide's id."""
        return self.edition.guide

    def total(self, severity: Severity) -> int:
        """Return how many findings of `severity` its files have."""
        return sum(getattr(file.totals, severity) for file in self.files)

    @property
    def records(self) -> int:
        """The records of its files."""
        return sum(file.records for file in self.files)


@dataclass(frozen=True, slots=True)
class FamilyAudit:
    """One fundamental catalogue: the catalogues that stand for it and which guides asked for consult them.

    `state` is `not applicable` where no guide asked for consults it.
    """

    family: Family
    state: State
    used: tuple[CatalogUse, ...] = ()
    guides: tuple[str, ...] = ()
    broken: int = 0
    """Errors of rules that consult it."""
    unchecked: tuple[str, ...] = ()
    """Rules that gave no answer for want of it."""


@dataclass(frozen=True, slots=True)
class Carried:
    """How one guide carries a field of the identification: by which variable, and what the evidence shows of it."""

    guide: str
    variable: str
    state: Literal["conforming", "errors", "not shown", "not decided", "no files"]
    errors: int = 0


@dataclass(frozen=True, slots=True)
class FieldAudit:
    """One field of the minimum identification; `not applicable` where no guide asked for carries it."""

    field: IdentityField
    state: State
    carried: tuple[Carried, ...] = ()


@dataclass(frozen=True)
class Security:
    """What the self-assessment of A004 says: numbers of controls, and the months of operation until the audit."""

    assessment: Assessment
    sha256: str
    tally: Tally
    months: int | None
    months_wanted: int
    long_enough: bool


@dataclass(frozen=True, slots=True)
class Aspect:
    """One of the four aspects that the certificate evaluates: `exchange`, `catalogs`, `identification`, `security`."""

    id: str
    state: State
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class SectorRule:
    """Whether the system may serve the public sector: a private one only with all variables of the guides."""

    state: State
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Audit:
    """A self-audit: what the evidence shows of a system, and what it does not show.

    `as_of` is the day of the audit, and `as_of_from` tells who said so. `guides` are those of the list, in its order;
    `others` the files of the folder that are no exchange files, `unread` those that could not be read, with the reason.
    """

    as_of: date
    as_of_from: DateFrom
    manifest: Manifest
    norm: Norm
    guides: tuple[GuideAudit, ...]
    aspects: tuple[Aspect, ...]
    families: tuple[FamilyAudit, ...]
    other_catalogs: tuple[CatalogUse, ...]
    fields: tuple[FieldAudit, ...]
    security: Security | None
    sector: SectorRule
    files: tuple[FileReport, ...]
    others: tuple[OtherFile, ...] = ()
    unread: Mapping[str, Text] = field(default_factory=dict)
    profile: Profile = "default"
    unofficial_as_errors: bool = False
    version: str = __version__
    given: bool = True
    """Whether there is a manifest; without one the guides are those of the files."""

    @property
    def applied_for(self) -> Sequence[GuideAudit]:
        """The guides asked for."""
        return [item for item in self.guides if item.applied_for]

    @property
    def result(self) -> Result:
        """The worst of the guides and aspects: `approved` only if all of them are met."""
        results = {item.result for item in self.applied_for}
        states = {*(item.state for item in self.aspects), self.sector.state}
        if "not approved" in results or "not met" in states:
            return "not approved"
        if "no verdict" in results or "incomplete" in states or self.unread or not results:
            return "no verdict"
        return "approved"

    def exit_status(self) -> Literal[0, 1, 2]:
        """Return the exit status that it means: 0 if all is met, 2 if a file could not be read, else 1."""
        if self.unread:
            return 2
        return 0 if self.result == "approved" else 1
