"""Records of the conformance data, and what plain Python says of the goals that they reach."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from giis.evidence import goals_of
from giis.validators.findings import severity_of
from giis.validators.predicate import Record, compile_python
from giis.validators.reading import RecordReader
from giis.validators.single import RecordJudge

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from giis.catalogs import Catalog
    from giis.conformance import Conformance
    from giis.specs import Guide


def records_of(data: Conformance, guide: Guide, most: int) -> list[dict[str, str]]:
    """Return the base record and others of the conformance data, right and wrong, by identifier: `most` at most."""
    names = [variable.identifier for variable in guide.variables]
    cases = [case.record for case in data.cases if not case.missing]
    chosen = [data.base, *cases[:: max(1, len(cases) // most)]]
    return [dict(zip(names, record.values(), strict=True)) for record in chosen[:most]]


def counted_plainly(
    guide: Guide, records: Iterable[Mapping[str, str]], catalogs: Mapping[str, Catalog], as_of: date
) -> tuple[Counter[str], dict[str, int], int]:
    """Return how many valid records reach each goal, the first of each, and how many are valid: one by one."""
    judge = RecordJudge(guide, catalogs, as_of)
    reader = RecordReader(guide.variables)
    asked = [(goal.id, compile_python(goal.condition)) for goal in goals_of(guide)]
    counts: Counter[str] = Counter()
    first: dict[str, int] = {}
    valid = 0
    for number, texts in enumerate(records, 1):
        broken = judge.judge(texts).broken
        if any(severity_of(rule, "default", unofficial_as_errors=True) == "error" for rule in broken):
            continue
        valid += 1
        record = Record.of(reader.read(texts), catalogs, as_of)
        for name, condition in asked:
            if condition(record) is True:
                counts[name] += 1
                first.setdefault(name, number)
    return counts, first, valid
