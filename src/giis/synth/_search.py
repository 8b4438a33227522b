"""The search of valid records of a guide: what is prepared once, and what is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from giis.specs import Level
from giis.specs.expressions.nodes import TRUE, all_of
from giis.synth._asking import Asker, Question, as_rule
from giis.synth._data import plausible
from giis.synth._declared import Declared
from giis.synth._domains import Domains
from giis.synth._identity import identities
from giis.synth._moves import Moves
from giis.synth._roles import roles_of
from giis.synth._run import Run
from giis.validators.columns import Setting
from giis.validators.findings import severity_of
from giis.validators.plan import make_plan

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    import polars as pl

    from giis.catalogs import Catalog, CatalogStore
    from giis.specs import Guide, Node
    from giis.synth._month import Month
    from giis.synth._moves import Move
    from giis.validators.plan import Plan

_ROUNDS = 40
_START = 24


@dataclass(frozen=True)
class Pin:
    """What each record must satisfy beside the rules: `node` is to be `truth`."""

    node: Node
    truth: bool = True


@dataclass(frozen=True)
class Wanted:
    """What is searched for; see `search`."""

    pins: tuple[Pin, ...] = ()
    fixed: Mapping[str, str] = field(default_factory=dict)
    expected: frozenset[str] = frozenset()


class Searcher:
    """Searches records of one guide; one searcher may search several times.

    Parameters
    ----------
    guide : Guide
        The definition.
    store : CatalogStore
        The editions at hand.
    month : Month
        The month of the records.
    as_of : date
        The date of registration; the last day of the month by default.
    units : collection of str
        Keys of the units that records may come from; all that the guide admits by default.
    """

    def __init__(
        self,
        guide: Guide,
        store: CatalogStore,
        month: Month,
        *,
        as_of: date | None = None,
        units: Collection[str] = (),
    ) -> None:
        self.guide, self.month, self.store = guide, month, store
        catalogs = _at_hand(store, guide.catalogs)
        self.setting = Setting(as_of or month.last, catalogs)
        self.roles = roles_of(guide)
        instead = _at_hand(store, (item.catalog for item in plausible().stand_ins.values() if item.catalog))
        declared = Declared(guide, catalogs, self.roles, month, self.setting.as_of, units, instead)
        self.asker = Asker(guide, self.setting)
        self.domains = Domains(declared, self.asker)
        self.people = identities(guide, self.roles, catalogs, self.domains)
        self.moves = Moves(guide, self.domains, self.roles)
        self._mending: dict[str, tuple[tuple[Move, ...], tuple[Move, ...]]] = {}
        self.rules = {
            rule.id: rule
            for rule in guide.rules
            if rule.level in (Level.VALUE, Level.RECORD) and severity_of(rule, "default") != "info"
        }

    @cached_property
    def limited(self) -> dict[str, Node]:
        """What only so many records of a file may be: these are found, and no more than there happen to be."""
        found: dict[str, Node] = {}
        for item in self.guide.file_rules:
            if item.kind == "share" and item.of is not None:
                found[f"limit.{item.rule.id}"] = all_of(item.when or TRUE, item.of)
        return found

    @cached_property
    def plan(self) -> Plan:
        """How all rules of a record are asked together, and what only so many records may be."""
        home = self.guide.variables[0].identifier
        limits = [as_rule(Question(name, home, node)) for name, node in self.limited.items()]
        rules = (*self.guide.rules, *limits)
        extended = replace(self.guide, rules=rules, file_rules=(), across=(), period=None, unit=None)
        asked = {*self.rules, *self.limited}
        return make_plan(extended, self.setting, lambda rule: rule.id in asked)

    @cached_property
    def start(self) -> tuple[pl.DataFrame, Mapping[str, bool]]:
        """Some valid records, and which rules cannot be asked for want of a catalogue: where pinned searches start."""
        run = Run(self, Wanted(), 0)
        return run.found(_START, _ROUNDS), run.missing

    def mending(self, name: str) -> tuple[tuple[Move, ...], tuple[Move, ...]]:
        """Return the moves that may mend a finding of a rule; see `Moves.mending`."""
        if name not in self._mending:
            self._mending[name] = self.moves.mending(self.rules[name])
        return self._mending[name]

    def search(self, count: int, seed: int, wanted: Wanted | None = None, *, rounds: int = _ROUNDS) -> pl.DataFrame:
        """Return up to `count` records that keep every rule; columns `r.<identifier>`, all texts."""
        return Run(self, wanted or Wanted(), seed).found(count, rounds)


def _at_hand(store: CatalogStore, names: Iterable[str]) -> dict[str, Catalog]:
    found = {name: store.get(name) for name in names}
    return {name: catalog for name, catalog in found.items() if catalog is not None}
