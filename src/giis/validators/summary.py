"""From the first byte of a file to its report: reading it all, and summing up what was found."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, Protocol

import polars as pl

from giis._text import Text
from giis.specs import Level
from giis.validators.across import AcrossFold, compare
from giis.validators.findings import CatalogUse, FileReport, Finding, NotEvaluated, RuleOutcome, Share, Totals
from giis.validators.folds import ShareFold
from giis.validators.messages import Messages
from giis.validators.places import Places
from giis.validators.strip import stretches

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from concurrent.futures import Future

    from giis.files import Batch, Issue
    from giis.specs import Rule, Severity
    from giis.validators.again import Answered
    from giis.validators.baseline import Entry
    from giis.validators.batch import Judged
    from giis.validators.findings import Breach
    from giis.validators.folds import Fold
    from giis.validators.session import Session

Progress = Callable[[int, int | None], None]
_WORKERS = 2
"""Batches judged side by side: Polars has stretches on one core, which another batch fills."""
State = Literal["passed", "failed", "not applicable", "not evaluated"]


class Records(Protocol):
    """A source of records in batches: an exchange file, or a table. What it found is known at its end."""

    def __iter__(self) -> Iterator[Batch]:
        """Yield the well-formed records in batches."""

    @property
    def issues(self) -> tuple[Issue, ...]:
        """The structural findings to show."""

    @property
    def issue_totals(self) -> dict[str, int]:
        """The exact numbers of structural findings, by code."""

    @property
    def records(self) -> int:
        """The number of records, those left out included."""

    @property
    def sha256(self) -> str:
        """The SHA-256 of what was read."""

    @property
    def encoding(self) -> str:
        """How its text is encoded."""

    @property
    def order(self) -> tuple[int, ...] | None:
        """Which column of the guide, from 0, each column of a line is; None where there are no lines."""


@dataclass(frozen=True)
class Judgement:
    """A file whose records were all judged; what its report says may depend on the other files of the run."""

    session: Session
    records: Records
    path: str
    chosen: Text
    size: int
    seconds: float
    name_issues: Sequence[Issue]

    @property
    def across(self) -> Sequence[AcrossFold]:
        """What the file holds of the rules across files."""
        return [fold for fold in self.session.folds if isinstance(fold, AcrossFold)]

    @property
    def met(self) -> Mapping[str, set[str]]:
        """The keys of the baseline's findings that were met, by rule."""
        return self.session.known.met if self.session.known is not None else {}

    def report(self) -> FileReport:
        """Return the report of the file; once, after the files of the run have been compared."""
        summary = _Summary(self.session, self.records, self.name_issues)
        return summary.report(self.path, self.chosen, self.size, self.seconds)


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
) -> Judgement:
    """Read `records` to their end and judge them.

    Parameters
    ----------
    session : Session
        A fresh session of the guide.
    records : Records
        The source.
    path : str
        What the file is called in the report.
    chosen : Text
        Why this guide judges the file.
    size : callable
        The bytes read so far.
    name : str, optional
        The file's name, to be held against the nomenclature and the records.
    progress : callable, optional
        Called after each batch with the bytes read and `total`.
    total : int, optional
        The bytes in all, where they are known.
    """
    start = time.perf_counter()
    for batch, judged in _judged(session, records):
        session.take(batch, judged)
        if progress is not None:
            progress(size(), total)
    issues = session.census.issues(name, session.guide.file_types) if name is not None else ()
    return Judgement(session, records, path, chosen, size(), time.perf_counter() - start, issues)


def reports(judgements: Sequence[Judgement | Answered]) -> list[FileReport]:
    """Return the reports of the files of a run, in their order, once they have been compared."""
    return [judgement.report() for judgement in judgements]


def compare_all(judgements: Sequence[Judgement | Answered]) -> None:
    """Ask the rules on several files of the files of a run, in their order."""
    together: dict[str, list[tuple[str, AcrossFold]]] = {}
    for judgement in judgements:
        for fold in judgement.across:
            together.setdefault(fold.item.rule.id, []).append((judgement.path, fold))
    for folds in together.values():
        compare(folds)


def _judged(session: Session, records: Records) -> Iterator[tuple[Batch, Judged]]:
    """Yield the batches in their order with what was found, a few of them being judged side by side."""
    workers = 1 if session.options.timing else _WORKERS
    waiting: deque[tuple[Batch, Future[Judged]]] = deque()
    with ThreadPoolExecutor(workers, thread_name_prefix="giis-judge") as pool:
        for batch in records:
            waiting.append((batch, pool.submit(session.judge, batch)))
            if len(waiting) > workers:
                first, future = waiting.popleft()
                yield first, future.result()
        while waiting:
            first, future = waiting.popleft()
            yield first, future.result()


class _Summary:
    """Sums up a session whose batches were all taken."""

    def __init__(self, session: Session, records: Records, extra: Sequence[Issue]) -> None:
        self.session, self.records = session, records
        self.accepted: dict[str, Entry] = {}
        self.issues = self._structural((*records.issues, *extra), extra)
        self.breaches = [
            (fold.item, rank, breach)
            for fold in session.folds
            if not fold.item.holds
            for rank, breach in enumerate(self._folded(fold))
        ]

    def report(self, path: str, chosen: Text, size: int, seconds: float) -> FileReport:
        session = self.session
        findings = self._findings()
        number: dict[Severity, int] = {"error": 0, "warning": 0, "info": 0}
        for name, count in session.counts.items():
            number[session.severity(session.guide.by_id[name])] += count.failed
        known = sum(count.known for count in session.counts.values())
        invalid = pl.concat(session.faulty).unique() if session.faulty else pl.Series(dtype=pl.UInt32)
        doubtful = pl.concat(session.doubtful) if session.doubtful else pl.Series(dtype=pl.UInt32)
        if len(doubtful) and len(invalid):
            doubtful = doubtful.filter(~doubtful.is_in(invalid.implode()))
        return FileReport(
            path=path,
            sha256=self.records.sha256,
            guide=session.guide.id,
            guide_digest=session.guide.digest,
            guide_chosen=chosen,
            encoding=self.records.encoding,
            size=size,
            records=self.records.records,
            valid_records=session.judged - len(invalid) - len(doubtful),
            undecided_records=len(doubtful),
            totals=Totals(number["error"], number["warning"], number["info"], len(findings), known),
            findings=findings,
            catalogs=self._catalogs_used(),
            not_evaluated=self._not_evaluated(),
            outcomes=self._outcomes(),
            seconds=seconds,
            rule_seconds=dict(session.seconds),
            shares=self._shares(),
            strip=stretches(
                self.records.records, [*session.gaps.numbers(self.records.records), *session.faulty], doubtful
            ),
            known=self._findings(known=True) if known else (),
        )

    def _structural(self, issues: Sequence[Issue], extra: Sequence[Issue]) -> list[tuple[int, Issue]]:
        """Count the structural findings that were asked for, and return those to show with their ranks."""
        session = self.session
        totals = dict(self.records.issue_totals)
        for issue in extra:
            totals[issue.code] = totals.get(issue.code, 0) + 1
        asked = {code for code in totals if session.options.asked(session.guide.by_id[code])}
        for code in asked:
            self._count_of_file(session.guide.by_id[code], totals[code])
        ranks: dict[str, int] = {}
        ranked: list[tuple[int, Issue]] = []
        for issue in issues:
            if issue.code in asked:
                ranks[issue.code] = ranks.get(issue.code, -1) + 1
                ranked.append((ranks[issue.code], issue))
        return ranked

    def _folded(self, fold: Fold) -> list[Breach]:
        """Count the breaches of a rule on all records, and return those to show."""
        session, rule_id = self.session, fold.item.rule.id
        cap, count = session.options.max_findings, session.counts[rule_id]
        count.applied = fold.asked
        failed = 0
        kept: list[Breach] = []
        numbers: list[int] = []
        for breach in fold.breaches():
            failed += 1
            if cap is None or len(kept) < cap:
                kept.append(breach)
            if rule_id in session.errors and breach.record is not None:
                numbers.append(breach.record)
        if numbers:
            session.faulty.append(pl.Series(numbers, dtype=pl.UInt32))
        self._count_of_file(fold.item.rule, failed)
        return kept

    def _count_of_file(self, rule: Rule, number: int) -> None:
        """Count the findings of a rule on the whole file: as known, if they are."""
        session = self.session
        entry = session.known.of_file(rule, self.records.sha256) if session.known is not None and number else None
        if entry is None:
            session.counts[rule.id].failed = number
        else:
            session.counts[rule.id].known = number
            self.accepted[rule.id] = entry

    def _findings(self, *, known: bool = False) -> list[Finding]:
        """Return the findings to show: those that count, or those that are known."""
        session = self.session
        options, order = session.options, session.order
        structural = [
            (rank, order[issue.code], issue) for rank, issue in self.issues if (issue.code in self.accepted) is known
        ]
        folded = [
            (rank, order[item.rule.id], item, breach)
            for item, rank, breach in self.breaches
            if (item.rule.id in self.accepted) is known
        ]
        others = [(rank, position) for rank, position, _ in structural]
        others += [(rank, position) for rank, position, _, _ in folded]
        sample = session.known_sample if known else session.sample
        places, kept = sample.chosen(others)
        messages = Messages(session.guide, options.catalogs, options.as_of, show_values=options.show_values)
        rules = list(session.guide.by_id.values())
        names = [variable.identifier for variable in session.guide.variables]
        marks = Places(session.guide, self.records.order, options.secret)
        findings: list[Finding] = []
        for place in places:
            rule, written = rules[place.order], sample.texts[place.record]
            texts = dict(zip(names, written, strict=True))
            found = messages.of_record(rule, texts, session.severity(rule), place.record, place.line, place.position)
            findings.append(marks.of_record(found, rule.variable, written, place.position))
        for rank, position, issue in structural:
            if (rank, position) in kept:
                rule = rules[position]
                findings.append(marks.of_file(messages.of_structure(rule, issue, session.severity(rule)), issue.digest))
        for rank, position, item, breach in folded:
            if (rank, position) in kept:
                line = session.lines.of(breach.record) if breach.record is not None else None
                findings.append(marks.of_file(messages.of_file(item, breach, session.severity(item.rule), line)))
        if known:
            findings = [replace(item, suppressed=self._justification(item)) for item in findings]
        return sorted(findings, key=lambda item: (item.record or 0, item.column or 0, order[item.rule], item.line or 0))

    def _shares(self) -> list[Share]:
        """Return how many records have what only a share of them may have."""
        return [
            Share(fold.item.rule.id, fold.count, fold.total, fold.item.max_percent or 0)
            for fold in self.session.folds
            if isinstance(fold, ShareFold)
        ]

    def _justification(self, finding: Finding) -> str:
        """Return why a known finding is accepted."""
        if finding.rule in self.accepted:
            return self.accepted[finding.rule].justification
        known = self.session.known
        return known.justification(finding.rule, finding.key) if known and finding.key else ""

    def _catalogs_used(self) -> list[CatalogUse]:
        session = self.session
        used = []
        for name in session.guide.catalogs:
            known = session.options.catalogs.get(name)
            used.append(
                CatalogUse(name, known.version, known.digest, known.origin) if known else CatalogUse(name, None)
            )
        return used

    def _not_evaluated(self) -> list[NotEvaluated]:
        session = self.session
        found = []
        for check in session.plan.checks:
            count = session.counts[check.rule.id].undecided
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
            found.append(NotEvaluated(check.rule.id, reason, count, tuple(check.missing)))
        return sorted(found, key=lambda item: session.order[item.rule])

    def _outcomes(self) -> list[RuleOutcome]:
        """Return how each rule that was asked ended: in exactly one state."""
        session = self.session
        exact = session.options.statistics
        outcomes = []
        for rule in session.guide.by_id.values():
            applied = self._applied(rule)
            if applied is None:
                continue
            count = session.counts[rule.id]
            state: State = "passed" if applied else "not applicable"
            if count.failed or count.undecided:
                state = "failed" if count.failed else "not evaluated"
            told = applied if exact else None
            found = (count.failed, count.undecided, told, session.severity(rule), count.known)
            outcomes.append(RuleOutcome(rule.id, state, *found))
        return outcomes

    def _applied(self, rule: Rule) -> int | None:
        """Return how many records a rule was asked of, None if it was not asked in this run."""
        session = self.session
        if not session.options.asked(rule):
            return None
        if rule.id in session.conditional or rule.level in (Level.FILE, Level.ACROSS):
            return session.counts[rule.id].applied
        return max(self.records.records, 1) if rule.level is Level.STRUCTURE else session.judged
