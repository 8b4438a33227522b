"""Synthetic records, from the specs alone: valid, plausible, of persons who do not exist.

`generate(guide, count, …)` makes a file's worth of them, however large: its `Synthetic` has `.frame()`, `.frames()`,
`.write(path)`, `.name`, and keeps the rules on the whole file too (shares, providers, repeats).

`strategy(guide, …)` offers such records to Hypothesis.

`cover(guide, …)` finds few records that together show every option, case and rule of the guide: its `Cover` has
`.records`, `.purposes`, `.open` and `.write(path)`.

The search
----------
`search(guide, count, …)` returns up to `count` records (a Polars frame of texts, one column a variable, called by its
identifier) that keep every rule: no error, no warning, and no rule left unasked that need not be. It returns fewer
where it does not find so many.

- `pins`: conditions that each record must satisfy as well: trees of the expression language (`Case.when`, what
  `giis.specs.expressions.parser.parse_condition` gives, `broken_node(rule.when, rule.require)` …), or `Pin(node,
  False)` for what must not hold. A condition on a field of sub-records is to hold for one of them.
- `fixed`: texts of variables, by identifier, that every record has.
- `expected`: ids of rules whose findings do not count. A record that breaks a rule R is found with a pin on
  `broken_node(R.when, R.require)` and R expected.
- `units`: keys of units (CLUES) from which records may come. The rest tells month, day, seed and catalogues.

`Searcher(guide, store, month)` does the same for several searches with one preparation: `.search(count, seed,
Wanted(pins, fixed, expected))`; its frames have the columns `r.<identifier>` that `giis.validators.batch.judge` reads.
The same arguments give the same records.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from giis.specs import Guide, load_guide
from giis.synth._cover import cover
from giis.synth._cover_set import Cover, Purpose, cover_files
from giis.synth._generate import Synthetic, generate
from giis.synth._month import Month, default_month, month_of
from giis.synth._search import Pin, Searcher, Wanted
from giis.synth._strategy import strategy
from giis.validators.validate import store_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    import polars as pl

    from giis.catalogs import CatalogStore
    from giis.specs import Node
    from giis.synth._break_key import Key
    from giis.synth._break_run import Wish, write_broken
    from giis.synth._bug_result import BugReport
    from giis.synth._bug_run import report_bug

__all__ = [
    "BugReport",
    "Cover",
    "Key",
    "Month",
    "Pin",
    "Purpose",
    "Searcher",
    "Synthetic",
    "Wanted",
    "Wish",
    "cover",
    "cover_files",
    "default_month",
    "generate",
    "month_of",
    "report_bug",
    "search",
    "strategy",
    "write_broken",
]
_HOMES = {
    "BugReport": "giis.synth._bug_result",
    "Key": "giis.synth._break_key",
    "Wish": "giis.synth._break_run",
    "report_bug": "giis.synth._bug_run",
    "write_broken": "giis.synth._break_run",
}


def __getattr__(name: str) -> Any:
    """Load what breaks records and shows verdicts when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'giis.synth' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def search(
    guide: str | Guide,
    count: int,
    *,
    seed: int = 0,
    month: Month | str | None = None,
    as_of: date | None = None,
    catalogs: Path | str | CatalogStore | None = None,
    units: Collection[str] = (),
    pins: Sequence[Pin | Node] = (),
    fixed: Mapping[str, str] | None = None,
    expected: Collection[str] = (),
    rounds: int = 40,
) -> pl.DataFrame:
    """Search records that keep every rule of a guide.

    Parameters
    ----------
    guide : str or Guide
        The guide, as `load_guide` takes it.
    count : int
        How many records.
    seed : int
        What tells two searches apart.
    month : Month or str, optional
        The month of the records (`AAAA-MM`); by default the first whole one in which the guide was in force.
    as_of : date, optional
        The date of registration; the last day of the month by default.
    catalogs : path or CatalogStore, optional
        Where imported catalogues lie; the user's own folder by default.
    units : collection of str
        Keys of the units that records may come from; all that the guide admits by default.
    pins, fixed, expected
        What each record must satisfy besides, texts that it has, and rules that it may break; see the package.
    rounds : int
        How often what is at fault is changed and judged again.

    Returns
    -------
    polars.DataFrame
        The records, at most `count`: a text column for each variable, called by its identifier.

    Raises
    ------
    InputError
        If the guide, the month or a variable is unknown.
    """
    known = guide if isinstance(guide, Guide) else load_guide(guide)
    when = month_of(month) if isinstance(month, str) else month or default_month(known)
    searcher = Searcher(known, store_of(catalogs), when, as_of=as_of, units=units)
    wanted = Wanted(
        tuple(pin if isinstance(pin, Pin) else Pin(pin) for pin in pins), dict(fixed or {}), frozenset(expected)
    )
    found = searcher.search(count, seed, wanted, rounds=rounds)
    return found.rename({name: name.removeprefix("r.") for name in found.columns})
