"""Judging one file from its first byte to its report."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import polars as pl

from giis._text import Text
from giis.validators.batch import Judged, judge
from giis.validators.census import Census
from giis.validators.columns import Setting, raw_column
from giis.validators.findings import (
    Breach,
    CatalogUse,
    FileReport,
    Finding,
    Fix,
    NotEvaluated,
    Profile,
    RuleOutcome,
    Totals,
    severity_of,
)
from giis.validators.folds import Fold, folds_for
from giis.validators.lines import Lines
from giis.validators.messages import Messages
from giis.validators.plan import Plan, make_plan
from giis.validators.sample import Place, Sample

if TYPE_CHECKING:
    from datetime import date

    from giis.catalogs import Catalog
    from giis.files import Batch, Issue
    from giis.specs import FileRule, Guide, Rule, Severity

Progress = Callable[[int, int | None], None]


class Records(Protocol):
    """A source of records in batches: an exchange file, or a table."""

    def __iter__(self) -> Iterator[Batch]: ...
    @property
    def issues(self) -> tuple[Issue, ...]: ...
    @property
    def issue_totals(self) -> dict[str, int]: ...
    @property
    def records(self) -> int: ...
    @property
    def bad_records(self) -> int: ...
    @property
    def sha256(self) -> str: ...
    @property
    def encoding(self) -> str: ...


@dataclass(frozen=True)
class Options:
    """What a run was asked for."""

    as_of: date
    catalogs: Mapping[str, Catalog]
    profile: Profile = "default"
    asked: Callable[[Rule], bool] = lambda rule: True
    max_findings: int | None = 1000
    show_values: bool = False
    timing: bool = False
    statistics: bool = False


@dataclass
class Counts:
    """The numbers of one rule."""

    failed: int = 0
    undecided: int = 0
    applied: int = 0


@dataclass
class Session:
    """The state of judging one file."""

    guide: Guide
    options: Options
    plan: Plan = field(init=False)
    sample: Sample = field(init=False)
    folds: list[Fold] = field(init=False)
    counts: dict[str, Counts] = field(init=False)
    census: Census = field(default_factory=Census)
    lines: Lines = field(default_factory=Lines)
    seconds: dict[str, float] = field(default_factory=dict)
    judged: int = 0
    faulty: list[pl.Series] = field(default_factory=list)
    doubtful: list[pl.Series] = field(default_factory=list)

    def __post_init__(self) -> None:
        setting = Setting(
            self.options.as_of, {name: item.version for name, item in self.options.catalogs.items()}
        )
        self.plan = make_plan(self.guide, self.options.catalogs, setting, self.options.asked)
        self.sample = Sample(self.options.max_findings)
        self.folds = folds_for(self.plan)
        self.order = {rule_id: index for index, rule_id in enumerate(self.guide.by_id)}
        self.counts = {rule_id: Counts() for rule_id in self.guide.by_id}
        self.errors = {rule.id for rule in self.guide.by_id.values() if self.severity(rule) == "error"}
        self.columns = [raw_column(variable.identifier) for variable in self.guide.variables]
        self.conditional = {check.rule.id for check in self.plan.checks if check.applies is not None}

    def severity(self, rule: Rule) -> Severity:
        """Return how severe `rule` is in this run."""
        return severity_of(rule, self.options.profile)

    def take(self, batch: Batch) -> None:
        """Judge one batch and take up what it adds."""
        frame = batch.frame
        frame.columns = self.columns
        judged = judge(
            self.plan,
            frame,
            count_applied=self._to_count(),
            seconds=self.seconds if self.options.timing else None,
        )
        self.lines.add(batch.records, batch.lines)
        self.census.add(judged.extra)
        for fold in self.folds:
            fold.add(judged.extra, batch.records, batch.digests)
        before = {self.order[name]: self.counts[name].failed for name in judged.broken}
        by_order = {self.order[name]: mask for name, mask in judged.broken.items()}
        self.sample.offer(by_order, before, frame, batch.records, batch.lines)
        self._count(judged, batch.records)

    def _to_count(self) -> frozenset[str]:
        """Return the rules of which to count where they apply: all for statistics, else those not yet seen to."""
        if self.options.statistics:
            return frozenset(self.conditional)
        return frozenset(name for name in self.conditional if not self.counts[name].applied)

    def _count(self, judged: Judged, records: pl.Series) -> None:
        self.judged += judged.height
        for name, mask in judged.broken.items():
            self.counts[name].failed += int(mask.sum())
        for name, mask in judged.undecided.items():
            self.counts[name].undecided += int(mask.sum())
        for name, number in judged.applied.items():
            self.counts[name].applied += number
        faults = [mask for name, mask in judged.broken.items() if name in self.errors]
        faulty = _any(faults, judged.height)
        doubtful = _any(list(judged.undecided.values()), judged.height)
        if faulty is not None:
            self.faulty.append(records.filter(faulty))
        if doubtful is not None:
            self.doubtful.append(records.filter(doubtful if faulty is None else doubtful & ~faulty))

    def report(
        self, path: str, records: Records, chosen: Text, extra: Sequence[Issue], size: int, seconds: float
    ) -> FileReport:
        """Return the report of the file, all of whose batches were taken.

        Parameters
        ----------
        path : str
            What the file is called in the report.
        records : Records
            The source, read to its end.
        chosen : Text
            Why this guide judged the file.
        extra : sequence of Issue
            Structural findings beside the source's own.
        size : int
            Bytes of the file.
        seconds : float
            The time that judging took.
        """
        rules = self.guide.by_id
        issues, totals = self._structural(records, extra)
        breaches = [
            (fold.item, rank, breach) for fold in self.folds for rank, breach in enumerate(self._folded(fold))
        ]
        others = [(rank, self.order[issue.code]) for rank, issue in issues]
        others += [(rank, self.order[item.rule.id]) for item, rank, _ in breaches]
        places, kept = self.sample.chosen(others)
        messages = Messages(
            self.guide, self.options.catalogs, self.options.as_of, show_values=self.options.show_values
        )
        findings = [self._record_finding(place, messages) for place in places]
        findings += [
            self._structural_finding(issue)
            for rank, issue in issues
            if (rank, self.order[issue.code]) in kept
        ]
        findings += [
            self._file_finding(item, breach, messages)
            for item, rank, breach in breaches
            if (rank, self.order[item.rule.id]) in kept
        ]
        findings.sort(
            key=lambda item: (item.record or 0, item.column or 0, self.order[item.rule], item.line or 0)
        )
        number: dict[Severity, int] = {"error": 0, "warning": 0, "info": 0}
        for name, count in self.counts.items():
            number[self.severity(rules[name])] += count.failed
        invalid = self._invalid(breaches)
        doubtful = pl.concat(self.doubtful) if self.doubtful else pl.Series(dtype=pl.UInt32)
        if len(doubtful) and len(invalid):
            doubtful = doubtful.filter(~doubtful.is_in(invalid.implode()))
        return FileReport(
            path=path,
            sha256=records.sha256,
            guide=self.guide.id,
            guide_digest=self.guide.digest,
            guide_chosen=chosen,
            encoding=records.encoding,
            size=size,
            records=records.records,
            valid_records=self.judged - len(invalid) - len(doubtful),
            undecided_records=len(doubtful),
            totals=Totals(number["error"], number["warning"], number["info"], len(findings)),
            findings=findings,
            catalogs=self._catalogs_used(),
            not_evaluated=self._not_evaluated(),
            outcomes=self._outcomes(records.records, totals),
            seconds=seconds,
            rule_seconds=dict(self.seconds),
        )

    def _structural(
        self, records: Records, extra: Sequence[Issue]
    ) -> tuple[list[tuple[int, Issue]], Mapping[str, int]]:
        totals = dict(records.issue_totals)
        for issue in extra:
            totals[issue.code] = totals.get(issue.code, 0) + 1
        ranked: list[tuple[int, Issue]] = []
        ranks: dict[str, int] = {}
        for issue in (*records.issues, *extra):
            if not self.options.asked(self.guide.by_id[issue.code]):
                continue
            ranks[issue.code] = ranks.get(issue.code, -1) + 1
            ranked.append((ranks[issue.code], issue))
        for code, total in totals.items():
            if self.options.asked(self.guide.by_id[code]):
                self.counts[code].failed = total
        return ranked, totals

    def _folded(self, fold: Fold) -> Iterable[Breach]:
        cap, count = self.options.max_findings, self.counts[fold.item.rule.id]
        count.applied = fold.asked
        kept: list[Breach] = []
        bad = fold.item.rule.id in self.errors
        numbers: list[int] = []
        for breach in fold.breaches():
            count.failed += 1
            if cap is None or len(kept) < cap:
                kept.append(breach)
            if bad and breach.record is not None:
                numbers.append(breach.record)
        if numbers:
            self.faulty.append(pl.Series(numbers, dtype=pl.UInt32))
        return kept

    def _invalid(self, breaches: Sequence[tuple[FileRule, int, Breach]]) -> pl.Series:
        """Return the numbers of the records with an error, each once."""
        if not self.faulty:
            return pl.Series(dtype=pl.UInt32)
        return pl.concat(self.faulty).unique()

    def _record_finding(self, place: Place, messages: Messages) -> Finding:
        rule = self._rule(place.order)
        texts = {
            variable.identifier: text
            for variable, text in zip(self.guide.variables, self.sample.texts[place.record], strict=True)
        }
        variable = self.guide.by_identifier[rule.variable or ""]
        text = texts[variable.identifier]
        fix: Fix | None = Fix(rule.fix, rule.fix_safe) if rule.fix else None
        if rule.require is None:
            message = messages.value_rule(rule, text)
        else:
            message, fix = messages.record_rule(rule, texts)
        return Finding(
            rule=rule.id,
            severity=self.severity(rule),
            record=place.record,
            line=place.line,
            column=variable.number,
            variable=variable.name,
            value=messages.shown_value(variable.identifier, text),
            message=message,
            fix=fix,
            confidence=rule.source.confidence,
        )

    def _structural_finding(self, issue: Issue) -> Finding:
        rule = self.guide.by_id[issue.code]
        texts = []
        for language in ("es", "en"):
            template = (rule.message or rule.title).get(language)
            hint = rule.hints.get(str(issue.params.get("hint", "")))
            if hint is not None:
                template = f"{template} {hint.get(language)}"  # type: ignore[arg-type]
            texts.append(template.format(**issue.params))
        return Finding(
            rule=rule.id,
            severity=self.severity(rule),
            record=issue.record,
            line=issue.line,
            column=issue.column,
            variable=None,
            value=issue.value,
            message=Text(*texts),
            fix=Fix(rule.fix, rule.fix_safe) if rule.fix else None,
        )

    def _file_finding(self, item: FileRule, breach: Breach, messages: Messages) -> Finding:
        rule = item.rule
        variable = self.guide.by_identifier[rule.variable] if rule.variable else None
        return Finding(
            rule=rule.id,
            severity=self.severity(rule),
            record=breach.record,
            line=self.lines.of(breach.record) if breach.record is not None else None,
            column=variable.number if variable else None,
            variable=variable.name if variable else None,
            value=None,
            message=messages.file_rule(item, breach),
            fix=Fix(rule.fix, rule.fix_safe) if rule.fix else None,
            confidence=rule.source.confidence,
        )

    def _rule(self, order: int) -> Rule:
        return list(self.guide.by_id.values())[order]

    def _catalogs_used(self) -> list[CatalogUse]:
        used = []
        for name in self.guide.catalogs:
            known = self.options.catalogs.get(name)
            used.append(
                CatalogUse(name, known.version, known.digest, known.origin)
                if known
                else CatalogUse(name, None)
            )
        return used

    def _not_evaluated(self) -> list[NotEvaluated]:
        found = []
        for check in self.plan.checks:
            count = self.counts[check.rule.id].undecided
            if not count:
                continue
            if check.missing:
                names = ", ".join(check.missing)
                reason = Text(f"falta el catálogo {names}", f"the catalogue {names} is missing")
            else:
                reason = Text(
                    "un valor que la regla lee no se pudo usar o no está en su catálogo",
                    "a value that the rule reads could not be used or is not in its catalogue",
                )
            found.append(NotEvaluated(check.rule.id, reason, count))
        return found

    def _outcomes(self, records: int, structural: Mapping[str, int]) -> list[RuleOutcome]:
        """Return how each rule that was asked ended: in exactly one state."""
        asked = {rule.id for column in self.plan.columns for rule in column.rules.values()}
        checks = {check.rule.id for check in self.plan.checks}
        folded = {fold.item.rule.id for fold in self.folds}
        outcomes = []
        for rule in self.guide.by_id.values():
            count = self.counts[rule.id]
            if rule.id in self.conditional or rule.id in folded:
                applied = count.applied
            elif rule.id in asked or rule.id in checks:
                applied = self.judged
            elif self.options.asked(rule):
                applied = records + 1
            else:
                continue
            if count.failed:
                outcomes.append(self._outcome(rule, "failed", count, applied))
            elif count.undecided:
                outcomes.append(self._outcome(rule, "not evaluated", count, applied))
            else:
                outcomes.append(
                    self._outcome(rule, "passed" if applied else "not applicable", count, applied)
                )
        return outcomes

    def _outcome(self, rule: Rule, state: str, count: Counts, applied: int) -> RuleOutcome:
        exact = applied if self.options.statistics else None
        return RuleOutcome(rule.id, state, count.failed, count.undecided, exact)  # type: ignore[arg-type]


def run(
    session: Session,
    records: Records,
    path: str,
    chosen: Text,
    *,
    size: Callable[[], int],
    name: str | None = None,
    progress: Progress | None = None,
    total: int | None = None,
) -> FileReport:
    """Read `records` to their end and return the report.

    Parameters
    ----------
    session : Session
        A fresh session of the guide.
    records : Records
        The source.
    path, chosen
        As in `Session.report`.
    size : callable
        The bytes read so far.
    name : str, optional
        The file's name, to be held against the nomenclature and the records.
    progress : callable, optional
        Called after each batch with the bytes read and `total`.
    """
    start = time.perf_counter()
    for batch in records:
        session.take(batch)
        if progress is not None:
            progress(size(), total)
    extra = session.census.issues(name, session.guide.file_types) if name is not None else ()
    return session.report(path, records, chosen, extra, size(), time.perf_counter() - start)


def _any(masks: list[pl.Series], height: int) -> pl.Series | None:
    if not masks:
        return None
    return pl.select(pl.any_horizontal(masks)).to_series()
