"""The smallest set found of valid records that show all of a guide: branch coverage of the guide.

A random pool gives most of it; what it does not show is searched for, beginning with records that show something of
the same variable; then few records are chosen that together show what all of them show, and it is tried to do the work
of two of them with one. The set keeps the rules on all records together too.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import polars as pl

from giis._errors import InputError, InternalError
from giis._text import Text
from giis.evidence import goals_of
from giis.specs import Guide, load_guide
from giis.specs.expressions.nodes import broken_node, catalogs_of, variables_of
from giis.synth._cover_set import Cover, Purpose
from giis.synth._covering import Covering
from giis.synth._month import Month, default_month, month_of
from giis.synth._search import Searcher
from giis.synth._units import units_for
from giis.synth._variety import units_of_variety
from giis.validators.validate import store_of, validate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

    from giis.catalogs import CatalogStore
    from giis.evidence import Goal

_POOL = 600
"""How many records are drawn before anything is searched for."""
_SEARCHES = ((2, 6, False), (3, 8, False), (3, 10, True), (3, 14, True))
"""Search by search: how many records are tried for each goal still open, how often they are changed, and whether they
may be such as a file may have but a share of."""
_AGAIN = (3, 12)
"""The same where records had to be left out."""
_MENDED = 6
"""How often records are left out that break a rule on all records together."""
_MERGES = (4, 6, 8)
"""How often records are changed to do the work of two, merge by merge."""
_NOT_FOUND = Text(
    "la búsqueda no encontró un registro válido que lo muestre", "the search found no valid record that shows it"
)
_OTHER_UNIT = Text(
    "{reason}; quizá lo haya en otra institución (--clues)", "{reason}; another institution may have one (--clues)"
)
_WITH_CATALOG = Text(
    "{reason}; quizá lo haya con el catálogo {names}, que falta",
    "{reason}; there may be one with the catalogue {names}, which is missing",
)
_FOR_SHARE = Text(
    "para que se cumpla {rule}: a lo más {percent:g} % de los registros",
    "so that {rule} is kept: at most {percent:g} % of the records",
)


def cover(
    guide: str | Guide,
    *,
    goals: Sequence[Goal] | None = None,
    seed: int = 0,
    month: Month | str | None = None,
    clues: Sequence[str] = (),
    as_of: date | None = None,
    catalogs: Path | str | CatalogStore | None = None,
    progress: Callable[[int, int | None], None] | None = None,
) -> Cover:
    """Return few valid records that together show every goal for which one was found.

    The same arguments, guide and catalogues give the same records.

    Parameters
    ----------
    guide : str or Guide
        The guide, as `load_guide` takes it.
    goals : sequence of Goal, optional
        What is to be shown; by default all goals of the guide, of `giis.evidence.goals_of`.
    seed : int
        What tells two searches apart.
    month : Month or str, optional
        The month of the records (`AAAA-MM`); by default the first whole one in which the guide was in force.
    clues : sequence of str
        Keys of the units that the records come from, all of one state and institution; by default all units of the
        state and institution where most of the guide's conditions on the unit can hold.
    as_of : date, optional
        The date of registration; the last day of the month by default.
    catalogs : path or CatalogStore, optional
        Where imported catalogues lie; the user's own folder by default.
    progress : callable, optional
        Called with the number of goals shown so far and that of all.

    Raises
    ------
    InputError
        If the guide, the month or a unit is unknown, or no valid record is found.
    """
    known = guide if isinstance(guide, Guide) else load_guide(guide)
    when = month_of(month) if isinstance(month, str) else month or default_month(known)
    store = store_of(catalogs)
    every = Searcher(known, store, when, as_of=as_of)
    wanted = tuple(goals) if goals is not None else goals_of(known)
    units = units_for(every, clues, 1, seed) if clues else units_of_variety(every, wanted)
    searcher = Searcher(known, store, when, as_of=as_of, units=units)
    found = Covering(searcher, wanted, seed, progress)
    found.add(searcher.search(_POOL, seed))
    random = Random(f"{seed} cover")  # noqa: S311
    if not found.frame.height:
        raise InputError(
            Text(f"no se encontró ningún registro válido de {known.id}", f"no valid record of {known.id} was found")
        )
    for copies, rounds, limited in _SEARCHES:
        found.search(copies, rounds, random, limited=limited)
    for rounds in _MERGES:
        if len(found.chosen()) > _least(known, found.goals, found.shown):
            found.merge(rounds, random)
    for _ in range(_MENDED):
        made, rows = _made(found, units)
        faults = _faults(made, store)
        if not faults:
            return made
        found.ban(rows[record - 1] for record in faults)
        found.search(*_AGAIN, random, limited=True)
    raise InternalError(f"no cover of {known.id} keeps the rules on all records together")


def _made(found: Covering, units: tuple[str, ...]) -> tuple[Cover, list[int]]:
    """Return the set as it is chosen now, and which of the records found it consists of."""
    searcher = found.searcher
    guide = searcher.guide
    rows, shown = found.chosen(), found.shown
    filling = found.filling(rows)
    purposes = [Purpose(tuple(goals)) for goals in found.purposes(rows)]
    for _, rule, percent in filling:
        purposes.append(Purpose((), Text(*(text.format(rule=rule, percent=percent) for text in _FOR_SHARE))))
    order = [*rows, *(row for row, _, _ in filling)]
    records = found.frame[order]
    made = Cover(
        guide=guide,
        records=records.select(pl.col(f"r.{item.identifier}").alias(item.identifier) for item in guide.variables),
        purposes=tuple(purposes),
        goals=found.goals,
        open={
            goal.id: found.impossible.get(goal.id) or _why_open(searcher, goal)
            for goal in found.goals
            if goal.id not in shown
        },
        least=_least(guide, found.goals, shown),
        units=units,
        month=searcher.month,
        as_of=searcher.setting.as_of,
        seed=found.seed,
        catalogs=searcher.setting.catalogs,
    )
    return made, order


def _why_open(searcher: Searcher, goal: Goal) -> Text:
    """Return why no record shows a goal: other units and other catalogues are not tried."""
    guide = searcher.guide
    own = [broken_node(rule.when, rule.require) for rule in guide.rules if rule.variable == goal.variable]
    missing = {name for node in own for name in catalogs_of(node)} - set(searcher.setting.catalogs)
    if missing:
        names = ", ".join(sorted(missing))
        return Text(*(text.format(reason=_NOT_FOUND[at], names=names) for at, text in enumerate(_WITH_CATALOG)))
    if guide.unit is not None and variables_of(guide.unit) & variables_of(goal.condition):
        return Text(*(text.format(reason=_NOT_FOUND[at]) for at, text in enumerate(_OTHER_UNIT)))
    return _NOT_FOUND


def _least(guide: Guide, goals: Sequence[Goal], shown: set[str]) -> int:
    """Return the most values of one variable that the records show, of which each record has one."""
    values: dict[str, int] = {}
    for goal in goals:
        variable = guide.by_identifier[goal.variable]
        if variable.group is None and variable.many is None and goal.form in ("opcion", "especial", "vacio"):
            values[goal.variable] = values.get(goal.variable, 0) + (goal.id in shown)
    return max(values.values(), default=0)


def _faults(made: Cover, store: CatalogStore) -> list[int]:
    """Return the numbers of the records that break a rule on all records together, as the pipeline finds.

    Raises
    ------
    InternalError
        If it finds anything else: what is made is to be valid.
    """
    report = validate(made.records, made.guide, as_of=made.as_of, catalogs=store, max_findings=None)
    findings = [finding for file in report.files for finding in file.findings if finding.severity != "info"]
    together = {item.rule.id for item in made.guide.file_rules}
    wrong = sorted({item.rule for item in findings if item.rule not in together or item.record is None})
    if wrong:
        raise InternalError(f"the cover of {made.guide.id} breaks {', '.join(wrong)}")
    return sorted({item.record for item in findings if item.record is not None})
