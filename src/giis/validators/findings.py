"""What a run finds, and the one verdict that log, report and exit status share.

Plain objects without Polars; `Report.findings` is the only thing that imports it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from giis._version import __version__
from giis.specs.guide import UNOFFICIAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    import polars as pl

    from giis._text import Language, Text
    from giis.specs.guide import Confidence, Rule, Severity
    from giis.validators.baseline import BaselineUse

Status = Literal["pass", "fail", "incomplete"]
FailOn = Literal["error", "warning", "never"]
Profile = Literal["default", "strict"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
MASK = "•••"
_NUMBERS = ("error", "warning", "info", "shown", "known")


def severity_of(
    rule: Rule,
    profile: Profile,
    *,
    unofficial_as_errors: bool = True,
    severities: Mapping[str, Severity] | None = None,
) -> Severity:
    """Return how severe `rule` is under `profile`.

    A rule whose source is not the official text is no more than a warning, unless `unofficial_as_errors`. What
    `severities` says of the rule, or of the nearest beginning of its id up to a hyphen, stands before all that.
    """
    name = rule.id if severities else ""
    while severities and name:
        if name in severities:
            return severities[name]
        name = name.rpartition("-")[0]
    severity = rule.profiles.get(profile, rule.severity)
    doubted = rule.source.confidence in UNOFFICIAL and not unofficial_as_errors
    return "warning" if doubted and severity == "error" else severity


def usual_severity(rule: Rule) -> Severity:
    """Return how severe `rule` is for who asks for nothing else."""
    return severity_of(rule, "default", unofficial_as_errors=False)


@dataclass(frozen=True, slots=True)
class Fix:
    """How to mend a finding; `value` is what should stand there, where that is certain."""

    text: Text
    safe: bool
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One violation of one rule, by a record or by the file (`record` is None).

    `column` is the number of the variable in the line, `value` the written text (`MASK` where the variable is
    confidential and values were not asked for). `start` and `end` are the first character of the value in the line,
    from 1, and the one after it (None where its length is confidential). `key` is the same for the same fault of a
    record of the same content, wherever that stands, and tells nothing of it; None where the content of the record is
    not known. `suppressed` is the justification of a finding that is known and accepted; None for the others.
    """

    rule: str
    severity: Severity
    record: int | None
    line: int | None
    column: int | None
    variable: str | None
    value: str | None
    message: Text
    fix: Fix | None = None
    confidence: Confidence = "official"
    key: str | None = None
    start: int | None = None
    end: int | None = None
    suppressed: str | None = None


@dataclass(frozen=True, slots=True)
class Breach:
    """One violation of a file rule.

    `record` is the record that it is put on (None: the file); `other` the earlier record that it
    contradicts or repeats, `where` the file in which it stands, if that is another; `numbers` what the message tells.
    """

    record: int | None
    other: int | None = None
    numbers: tuple[int, ...] = ()
    where: str | None = None


@dataclass(frozen=True, slots=True)
class NotEvaluated:
    """A rule that gave no answer for some records, and why; `missing` are the catalogues that it lacked."""

    rule: str
    reason: Text
    records: int
    missing: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """How one rule ended for one file.

    `applied` counts the records that it was asked of, `failed` and `undecided` those that broke it and those
    that it could not answer for; `known` the findings that a baseline holds, which count nowhere else. `severity` is
    how severe it was in this run.
    """

    rule: str
    state: Literal["passed", "failed", "not applicable", "not evaluated"]
    failed: int
    undecided: int
    applied: int | None = None
    severity: Severity | None = None
    known: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the `total` records asked have what at most `maximum` per cent of them may have."""

    rule: str
    count: int
    total: int
    maximum: float


@dataclass(frozen=True, slots=True)
class Strip:
    """Where in the file the records with errors and those undecided are: their exact numbers in each `size` records."""

    size: int
    errors: tuple[int, ...]
    undecided: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CatalogUse:
    """An edition of a catalogue that judged the file, or (`version` None) one that was missing."""

    name: str
    version: date | None
    digest: str | None = None
    origin: str | None = None

    @property
    def loaded(self) -> bool:
        """Whether the catalogue was at hand."""
        return self.version is not None


@dataclass(frozen=True, slots=True)
class Totals:
    """Exact numbers of findings, whether shown or not; those that a baseline holds are in `known` alone."""

    error: int = 0
    warning: int = 0
    info: int = 0
    shown: int = 0
    known: int = 0

    @property
    def all(self) -> int:
        """All findings but the known ones."""
        return self.error + self.warning + self.info


@dataclass(frozen=True)
class FileReport:
    """The judgement of one file.

    A record is either valid, or undecided (no error, but a rule gave no answer), or has an error, known or not.
    `known` are the shown ones of the findings that a baseline holds; they are not in `findings`.
    """

    path: str
    sha256: str
    guide: str | None
    guide_digest: str | None
    guide_chosen: Text
    encoding: str
    size: int
    records: int
    valid_records: int
    undecided_records: int
    totals: Totals
    findings: Sequence[Finding]
    catalogs: Sequence[CatalogUse]
    not_evaluated: Sequence[NotEvaluated]
    outcomes: Sequence[RuleOutcome]
    seconds: float = 0.0
    rule_seconds: Mapping[str, float] = field(default_factory=dict)
    shares: Sequence[Share] = ()
    strip: Strip | None = None
    known: Sequence[Finding] = ()

    @property
    def status(self) -> Status:
        """`fail` if any error was found, else `incomplete` if rules gave no answer where one was needed.

        Where findings are known, what they keep other rules of their record from answering is known too.
        """
        if self.totals.error:
            return "fail"
        unanswered = any(item.missing or not self.totals.known for item in self.not_evaluated)
        return "incomplete" if unanswered or self.undecided_records else "pass"

    def capped(self, most: int | None) -> FileReport:
        """Return the report with no more than `most` findings shown, the first of every rule before the next ones."""
        if most is None or max(len(self.findings), len(self.known)) <= most:
            return self
        order = {outcome.rule: place for place, outcome in enumerate(self.outcomes)}
        seen: dict[str, int] = {}
        ranked: list[tuple[int, int, int]] = []
        for place, finding in enumerate(self.findings):
            rank = seen[finding.rule] = seen.get(finding.rule, -1) + 1
            ranked.append((rank, order.get(finding.rule, len(order)), place))
        kept = sorted(place for _, _, place in sorted(ranked)[:most])
        totals = replace(self.totals, shown=len(kept))
        found = [self.findings[place] for place in kept]
        return replace(self, totals=totals, findings=found, known=self.known[:most])


@dataclass(frozen=True)
class Report:
    """The judgement of a run: one report a file, and one verdict.

    `keyed` tells with which secret the keys of findings were made, if with one; it tells nothing else of it.
    """

    files: Sequence[FileReport]
    as_of: date
    version: str = __version__
    values_shown: bool = False
    language: Language = "es"
    baseline: BaselineUse | None = None
    keyed: str | None = None

    @property
    def status(self) -> Status:
        """The worst status of the files."""
        found = {item.status for item in self.files}
        return "fail" if "fail" in found else "incomplete" if "incomplete" in found else "pass"

    @property
    def valid(self) -> bool:
        """Whether every file passed."""
        return self.status == "pass"

    @property
    def totals(self) -> Totals:
        """The totals of all files together."""
        return Totals(*(sum(getattr(item.totals, name) for item in self.files) for name in _NUMBERS))

    def capped(self, most: int | None) -> Report:
        """Return the report with no more than `most` findings of each file shown; totals stay."""
        return replace(self, files=[file.capped(most) for file in self.files])

    def __iter__(self) -> Iterator[FileReport]:
        return iter(self.files)

    def exit_status(self, *, fail_on: FailOn = "error", allow_incomplete: bool = False) -> Literal[0, 1]:
        """Return the exit status that the verdict means: 0, or 1 for what `fail_on` and `incomplete` name."""
        if fail_on == "never":
            return 0
        if self.totals.error or (fail_on == "warning" and self.totals.warning):
            return 1
        return 1 if self.status == "incomplete" and not allow_incomplete else 0

    @cached_property
    def findings(self) -> pl.DataFrame:
        """The shown findings as a Polars DataFrame, one a row, in the order of files and records.

        Its columns are `path`, `rule`, `severity`, `record`, `line`, `column`, `variable`, `value`, `message`
        and `fix`; the texts are in the report's language.
        """
        import polars as pl

        schema = {
            "path": pl.String,
            "rule": pl.String,
            "severity": pl.String,
            "record": pl.UInt32,
            "line": pl.UInt32,
            "column": pl.UInt16,
            "variable": pl.String,
            "value": pl.String,
            "message": pl.String,
            "fix": pl.String,
        }
        rows = [
            (
                item.path,
                found.rule,
                found.severity,
                found.record,
                found.line,
                found.column,
                found.variable,
                found.value,
                found.message.get(self.language),
                found.fix.text.get(self.language) if found.fix else None,
            )
            for item in self.files
            for found in item.findings
        ]
        return pl.DataFrame(rows, schema=schema, orient="row")
