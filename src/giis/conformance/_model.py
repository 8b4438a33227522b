"""Conformance data as plain objects: every row of a table is a case, and every record is complete."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from giis.conformance._editions import Edition, Editions

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from giis._text import Text


@dataclass(frozen=True, slots=True)
class Case:
    """One record and what it must break.

    `record` holds all values by the names of the variables; `changed` tells in which it differs from the
    base record. `undecided` is None where nothing is said of the rules that cannot be answered. `missing`
    names the catalogues that are taken away.
    """

    id: str
    title: Text
    record: Mapping[str, str]
    changed: frozenset[str]
    expect: frozenset[str]
    passes: frozenset[str]
    undecided: frozenset[str] | None
    missing: frozenset[str]


@dataclass(frozen=True, slots=True)
class FileCase:
    """One file and the rules that it must break; `name` is None for a file without a name."""

    id: str
    title: Text
    name: str | None
    data: bytes
    expect: frozenset[str]
    passes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Conformance:
    """The conformance data of one guide."""

    guide: str
    as_of: date
    header: tuple[str, ...]
    severity: Mapping[str, frozenset[str]]
    editions: tuple[Edition, ...]
    base: Mapping[str, str]
    cases: tuple[Case, ...]
    files: tuple[FileCase, ...]

    def store(self, missing: Collection[str] = ()) -> Editions:
        """Return the catalogues that the cases presuppose, without those that are `missing`."""
        return Editions(self.editions, missing)

    def severity_of(self, rule_id: str, *, strict: bool = False) -> str:
        """Return `error`, `warning` or `info`: how severe a breach of the rule is."""
        if strict and rule_id in self.severity["strict"]:
            return "error"
        return next((level for level in ("warning", "info") if rule_id in self.severity[level]), "error")

    def example(self, rule_id: str) -> tuple[Case | None, Case | None]:
        """Return a record that passes a rule and one that breaks it, the plainest ones.

        Either is None where there is no such case (rules on whole files have none).
        """
        passing = (case for case in self.cases if rule_id in case.passes)
        failing = (case for case in self.cases if rule_id in case.expect)
        return (
            min(passing, key=lambda case: len(case.changed), default=None),
            min(failing, key=lambda case: (len(case.expect), len(case.changed)), default=None),
        )
