"""A report as JUnit XML: a suite for each file, a case for each rule."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from giis.reports import _output_words as o
from giis.reports._neutral import relative, xml
from giis.reports._told import Failed, Told
from giis.reports._voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from giis.reports.outputs import Asked
    from giis.validators.findings import FileReport, Report, RuleOutcome

_SHOWN = 10
_FAILING = {"error": ("error",), "warning": ("error", "warning"), "never": ("error",)}


def render_junit(report: Report, asked: Asked) -> Iterator[str]:
    """Yield `report` as XML.

    It keeps to what the schema of the Jenkins project (junit-10.xsd) admits. Findings that are no failure of the run,
    such as warnings, stand in the output of a case that passes.
    """
    voice = Voice(asked.language)
    suites = [_Suite(Told.of(file, voice), asked, known=report.baseline is not None) for file in report.files]
    number = sum(len(suite.file.outcomes) for suite in suites) + len(asked.unjudged)
    failures = sum(suite.failures for suite in suites)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    counts = {"tests": number, "failures": failures, "errors": len(asked.unjudged)}
    yield f"<testsuites{_attributes(name='giis', **counts)}>\n"
    for suite in suites:
        yield from suite.lines()
    for path, reason in asked.unjudged.items():
        yield f"<testsuite{_attributes(name=relative(path, asked.root), tests=1, failures=0, errors=1, skipped=0)}>\n"
        yield f"<testcase{_attributes(name=voice(o.FILE), classname='giis')}>"
        yield f"<error{_attributes(message=reason, type='giis')}/></testcase>\n</testsuite>\n"
    yield "</testsuites>\n"


class _Suite:
    """The suite of one file."""

    def __init__(self, told: Told, asked: Asked, *, known: bool) -> None:
        self._known = known
        self.told, self.asked = told, asked
        self.file: FileReport = told.file
        self.path = relative(self.file.path, asked.root)
        self._failing = _FAILING[asked.fail_on]
        self._failed = {item.rule.id: item for item in told.failed}
        self._reasons = {item.rule: told.voice.data(item.reason) for item in self.file.not_evaluated}
        self.failures = sum(self._fails(outcome) for outcome in self.file.outcomes)
        self.skipped = sum(outcome.state in ("not evaluated", "not applicable") for outcome in self.file.outcomes)

    def _fails(self, outcome: RuleOutcome) -> bool:
        item = self._failed.get(outcome.rule)
        return outcome.state == "failed" and item is not None and item.rule.severity in self._failing

    def lines(self) -> Iterator[str]:
        """Yield the suite."""
        file = self.file
        counts = {"tests": len(file.outcomes), "failures": self.failures, "errors": 0, "skipped": self.skipped}
        time = {"time": f"{file.seconds:.3f}"} if self.asked.timing else {}
        yield f"<testsuite{_attributes(name=self.path, file=self.path, **counts, **time)}>\n<properties>\n"
        facts = {
            "guide": file.guide, "guide_hash": file.guide_digest, "sha256": file.sha256, "records": file.records,
            "valid_records": file.valid_records, "undecided_records": file.undecided_records, "status": file.status,
            "errors": file.totals.error, "warnings": file.totals.warning, "notices": file.totals.info,
            **({"known": file.totals.known} if self._known else {}),
        }  # fmt: skip
        for name, value in facts.items():
            yield f"<property{_attributes(name=name, value='' if value is None else value)}/>\n"
        yield "</properties>\n"
        for outcome in file.outcomes:
            yield from self._case(outcome)
        if left := self.told.left_out():
            yield f"<system-out>{escape(xml(left))}</system-out>\n"
        yield "</testsuite>\n"

    def _case(self, outcome: RuleOutcome) -> Iterator[str]:
        item = self._failed.get(outcome.rule)
        variable = item.variable.name if item else self._variable(outcome.rule)
        place = ".".join(part for part in (self.file.guide or "giis", variable) if part)
        seconds = self.file.rule_seconds.get(outcome.rule)
        time = {} if seconds is None or not self.asked.timing else {"time": f"{seconds:.6f}"}
        name = f"{outcome.rule}: {self.told.title(outcome.rule)}"
        yield f"<testcase{_attributes(name=name, classname=place, **time)}"
        inner = self._outcome(outcome, item)
        yield f">{inner}</testcase>\n" if inner else "/>\n"

    def _outcome(self, outcome: RuleOutcome, item: Failed | None) -> str:
        if outcome.state in ("not evaluated", "not applicable"):
            said = self._reasons.get(outcome.rule) or self.told.voice(o.STATE[outcome.state])
            return f"<skipped{_attributes(message=said)}/>"
        if item is None or outcome.state != "failed":
            return ""
        text = escape("\n".join(xml(line) for line in self._details(item)))
        if not self._fails(outcome):
            return f"<system-out>{text}</system-out>"
        return f"<failure{_attributes(message=self.told.of_rule(item), type=item.rule.severity)}>{text}</failure>"

    def _details(self, item: Failed) -> list[str]:
        told = [self.told.count(item)]
        for finding in item.rule.findings[:_SHOWN]:
            place = f"{self.path}:{finding.line}: " if finding.line else ""
            value = f" [{finding.value}]" if finding.value else ""
            told.append(f"{place}{self.told.message(finding)}{value}")
        return told

    def _variable(self, rule_id: str) -> str | None:
        rule = self.told.guide.by_id.get(rule_id) if self.told.guide else None
        return rule.variable if rule else None


def _attributes(**values: object) -> str:
    return "".join(f" {name}={quoteattr(xml(str(value)))}" for name, value in values.items())
