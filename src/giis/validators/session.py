"""The state of judging one file: batches go in, counts and a sample of findings stay."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from giis.specs import Level
from giis.validators.across import AcrossFold
from giis.validators.batch import Judged, judge
from giis.validators.census import Census
from giis.validators.columns import raw_column
from giis.validators.findings import Profile, severity_of
from giis.validators.folds import FOLDS, Fold
from giis.validators.known import Known
from giis.validators.lines import Lines
from giis.validators.sample import Found, Sample
from giis.validators.strip import Gaps

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from giis.catalogs import Catalog
    from giis.files import Batch
    from giis.specs import Guide, Rule, Severity
    from giis.validators.baseline import Baseline
    from giis.validators.observer import Observer
    from giis.validators.plan import Plan


@dataclass(frozen=True)
class Options:
    """What a run was asked for."""

    as_of: date
    catalogs: Mapping[str, Catalog]
    profile: Profile = "default"
    unofficial_as_errors: bool = False
    severities: Mapping[str, Severity] = field(default_factory=dict)
    asked: Callable[[Rule], bool] = lambda rule: True
    max_findings: int | None = 1000
    show_values: bool = False
    timing: bool = False
    statistics: bool = False
    baseline: Baseline | None = None
    collecting: bool = False
    secret: str = field(default="", repr=False)


@dataclass
class Counts:
    """The numbers of one rule."""

    failed: int = 0
    undecided: int = 0
    applied: int = 0
    known: int = 0


@dataclass
class Session:
    """The state of judging one file."""

    guide: Guide
    options: Options
    plan: Plan
    observer: Observer | None = None
    sample: Sample = field(init=False)
    known_sample: Sample = field(init=False)
    known: Known | None = None
    folds: list[Fold] = field(init=False)
    counts: dict[str, Counts] = field(init=False)
    census: Census = field(default_factory=Census)
    lines: Lines = field(default_factory=Lines)
    seconds: dict[str, float] = field(default_factory=dict)
    judged: int = 0
    faulty: list[pl.Series] = field(default_factory=list)
    doubtful: list[pl.Series] = field(default_factory=list)
    gaps: Gaps = field(default_factory=Gaps)

    def __post_init__(self) -> None:
        options = self.options
        self.sample = Sample(options.max_findings)
        self.known_sample = Sample(options.max_findings)
        if options.baseline is not None:
            self.known = Known(options.baseline, options.as_of, options.collecting, options.secret)
        self.folds = folds_for(self.plan)
        self.order = {rule_id: index for index, rule_id in enumerate(self.guide.by_id)}
        self.counts = {rule_id: Counts() for rule_id in self.guide.by_id}
        self.errors = {rule.id for rule in self.guide.by_id.values() if self.severity(rule) == "error"}
        self.columns = [raw_column(variable.identifier) for variable in self.guide.variables]
        self.conditional = {check.rule.id for check in self.plan.checks if check.applies is not None}
        inside = {field.identifier for variable in self.guide.variables for field in variable.fields}
        self.conditional |= {rule.id for rule in self.guide.rules if rule.variable in inside}

    def severity(self, rule: Rule) -> Severity:
        """Return how severe `rule` is in this run."""
        options = self.options
        return severity_of(
            rule,
            options.profile,
            unofficial_as_errors=options.unofficial_as_errors,
            severities=options.severities,
        )

    def judge(self, batch: Batch) -> Judged:
        """Judge one batch; the session is only read, so that batches may be judged side by side."""
        batch.frame.columns = self.columns
        seconds = self.seconds if self.options.timing else None
        return judge(self.plan, batch.frame, count_applied=self._to_count(), seconds=seconds)

    def take(self, batch: Batch, judged: Judged) -> None:
        """Take up what a batch adds; batches come in the order of the file."""
        self.lines.add(batch.records, batch.lines)
        self.gaps.add(batch.records)
        self.census.add(judged.extra)
        for fold in self.folds:
            fold.add(judged.extra, batch.records, batch.digests)
        found = {name: Found(mask, judged.inside.get(name)) for name, mask in judged.broken.items()}
        if self.known is not None:
            found, known = self.known.parted(found, batch.frame)
            self._offer(self.known_sample, known, {name: self.counts[name].known for name in known}, batch)
            for name, item in known.items():
                self.counts[name].known += item.count
        self._offer(self.sample, found, {name: self.counts[name].failed for name in found}, batch)
        for name, item in found.items():
            self.counts[name].failed += item.count
        self._count(judged, batch.records)

    def _offer(self, sample: Sample, found: Mapping[str, Found], before: Mapping[str, int], batch: Batch) -> None:
        by_order = {self.order[name]: item for name, item in found.items()}
        sample.offer(
            by_order,
            {self.order[name]: number for name, number in before.items()},
            batch.frame,
            batch.records,
            batch.lines,
        )

    def _to_count(self) -> frozenset[str]:
        """Return the rules of which to count where they apply: all for statistics, else those not yet seen to."""
        if self.options.statistics:
            return frozenset(self.conditional)
        return frozenset(name for name in self.conditional if not self.counts[name].applied)

    def _count(self, judged: Judged, records: pl.Series) -> None:
        self.judged += judged.height
        for name, mask in judged.undecided.items():
            self.counts[name].undecided += int(mask.sum())
        for name, number in judged.applied.items():
            self.counts[name].applied += number
        faults = [mask for name, mask in judged.broken.items() if name in self.errors]
        faulty = _any(faults, judged.height)
        doubtful = _any(list(judged.undecided.values()), judged.height)
        if self.observer is not None:
            self.observer.take(judged.extra, records, faulty)
        if faulty is not None:
            self.faulty.append(records.filter(faulty))
        if doubtful is not None:
            self.doubtful.append(records.filter(doubtful if faulty is None else doubtful & ~faulty))


def _any(masks: list[pl.Series], height: int) -> pl.Series | None:
    if not masks:
        return None
    return pl.select(pl.any_horizontal(masks)).to_series()


def folds_for(plan: Plan) -> list[Fold]:
    """Return a fresh fold for each rule of the plan on records taken together."""
    return [AcrossFold(item) if item.rule.level is Level.ACROSS else FOLDS[item.kind](item) for item in plan.file_rules]
