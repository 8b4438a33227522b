"""The search of valid records: draw, judge, change what the findings speak of, and judge again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random
from typing import TYPE_CHECKING

import polars as pl

from giis._errors import InputError
from giis._text import Text
from giis.specs import Level
from giis.specs.expressions.nodes import Kind, Quantified, Var, negation, of_one_element, variables_of
from giis.specs.values import as_written
from giis.synth._asking import Asker, Question, as_rule
from giis.synth._columns import NUMBER, PLACE, opened, put
from giis.synth._data import plausible
from giis.synth._dice import Dice
from giis.synth._domains import Domains, Month
from giis.synth._draw import Drawer
from giis.synth._identity import identities
from giis.synth._moves import Moves
from giis.synth._roles import roles_of
from giis.validators.batch import judge
from giis.validators.columns import POSITION, ROW, Setting, raw_column
from giis.validators.findings import severity_of
from giis.validators.plan import make_plan

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from giis.catalogs import Catalog, CatalogStore
    from giis.specs import Guide, Node, Variable
    from giis.synth._identity import Identity
    from giis.synth._moves import Move
    from giis.validators.batch import Judged

_PIN, _WISH = 4.0, 0.5
"""What a pin that does not hold costs, and a rule that could not be asked; a finding costs one."""
_OFTEN_UNDECIDED = 0.3
_PERSISTS = 0.15
"""How often a change for the worse stays: a way out of a dead end."""
_SPARE = 1.35
_DERIVED = 2
_MOST_TEXTS = 40
"""How many texts of another variable are looked at one by one."""
_TRIED, _FEWEST_TRIES, _MOST_TRIES = 3_000, 4, 24
"""How many changed records are judged at once, and how many of each record."""
_ALL, _OWN = 0.6, 0.5
"""How often all rules at fault are seen to at once, and how often one of them by its own variable."""
_EVEN = (0.1, 0.3, 0.5)
"""The share of draws in which all values are alike, round by round: what is rare is found too."""


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
        self.guide, self.month = guide, month
        catalogs = _at_hand(store, guide.catalogs)
        self.setting = Setting(as_of or month.last, catalogs)
        self.roles = roles_of(guide)
        instead = _at_hand(store, (item.catalog for item in plausible().stand_ins.values() if item.catalog))
        self.domains = Domains(guide, catalogs, self.roles, month, self.setting.as_of, units, instead)
        self.people = identities(guide, self.roles, catalogs, self.domains)
        self.asker = Asker(guide, self.setting)
        self.moves = Moves(guide, self.domains, self.roles)
        self._mending: dict[str, tuple[tuple[Move, ...], tuple[Move, ...]]] = {}
        self._rules = {
            rule.id: rule
            for rule in guide.rules
            if rule.level in (Level.VALUE, Level.RECORD) and severity_of(rule, "default") != "info"
        }

    def mending(self, name: str) -> tuple[tuple[Move, ...], tuple[Move, ...]]:
        """Return the moves that may mend a finding of a rule; see `Moves.mending`."""
        if name not in self._mending:
            self._mending[name] = self.moves.mending(self._rules[name])
        return self._mending[name]

    def search(self, count: int, seed: int, wanted: Wanted | None = None, *, rounds: int = 40) -> pl.DataFrame:
        """Return up to `count` records that keep every rule; columns `r.<identifier>`, all texts."""
        run = _Run(self, wanted or Wanted(), seed)
        return run.found(count, rounds)


class _Run:
    """One search."""

    def __init__(self, searcher: Searcher, wanted: Wanted, seed: int) -> None:
        self.searcher, self.wanted = searcher, wanted
        guide = searcher.guide
        columns = {variable.identifier for variable in guide.variables}
        unknown = [name for name in wanted.fixed if name not in columns]
        if unknown:
            raise InputError(Text(f"{guide.id} no tiene la variable {unknown[0]!r}", f"{guide.id} has no variable {unknown[0]!r}"))
        self.random = Random(seed)  # noqa: S311
        self.dice = Dice(seed)
        self.drawer = Drawer(guide, searcher.domains, searcher.asker, searcher.people, self.dice, wanted.fixed)
        nodes = [_of_record(guide, pin.node) for pin in wanted.pins]
        self.pins = {f"pin.{index}": Question(f"pin.{index}", _home(guide, node), node) for index, node in enumerate(nodes)}
        self.truths = {f"pin.{index}": pin.truth for index, pin in enumerate(wanted.pins)}
        asked = [as_rule(Question(q.id, q.variable, _opposite(q.node, self.truths[q.id]))) for q in self.pins.values()]
        extended = replace(guide, rules=(*guide.rules, *asked), file_rules=(), across=(), period=None, unit=None)
        rules = {*searcher._rules, *self.pins} - wanted.expected  # noqa: SLF001
        self.plan = make_plan(extended, searcher.setting, lambda rule: rule.id in rules)
        self.order = {rule.id: index for index, rule in enumerate(extended.rules)}
        self.unavoidable: frozenset[str] = frozenset()
        self._known: dict[str, tuple[tuple[Move, ...], tuple[Move, ...]]] = {}
        self._chances = 0

    def found(self, count: int, rounds: int) -> pl.DataFrame:
        """Search until `count` records are found, or the rounds are over."""
        if not count:
            return pl.DataFrame(schema={raw_column(v.identifier): pl.String for v in self.searcher.guide.variables})
        numbers = pl.int_range(int(count * _SPARE) + 4, dtype=pl.UInt64, eager=True)
        frame = self.drawer.first(numbers).with_columns(numbers.alias(PLACE))
        if self.pins:
            self.drawer.even = 0.3
            frame = self._towards_pins(frame)
        judged = self._judge(frame)
        self.unavoidable = self._unavoidable(frame, judged)
        costs = self._costs(judged)
        for step in range(rounds):
            if int((costs == 0).sum()) >= count:
                break
            self.drawer.even = _EVEN[step % len(_EVEN)]
            bad = (costs > 0).arg_true()
            good = frame.filter(costs == 0)
            changed, judged = self._round(frame[bad], _of_rows(judged, bad))
            frame = pl.concat([changed, good])
            costs = pl.concat([self._costs(judged), pl.repeat(0.0, good.height, dtype=pl.Float64, eager=True)])
        return frame.filter(costs == 0).sort(PLACE).drop(NUMBER, PLACE).head(count)

    def _judge(self, frame: pl.DataFrame) -> Judged:
        return judge(self.plan, frame, count_applied=frozenset())

    def _unavoidable(self, frame: pl.DataFrame, judged: Judged) -> frozenset[str]:
        """Return the rules that cannot be asked of most records which have a value there: a catalogue is missing."""
        guide = self.searcher.guide
        found: set[str] = set()
        for name, mask in judged.undecided.items():
            rule = self.searcher.guide.by_id.get(name)
            if rule is None or rule.variable is None:
                continue
            column = guide.by_identifier[rule.variable].group or rule.variable
            there = int((frame.get_column(raw_column(column)) != "").sum())
            if int(mask.sum()) >= there * _OFTEN_UNDECIDED:
                found.add(name)
        return frozenset(found)

    def _costs(self, judged: Judged) -> pl.Series:
        total = pl.repeat(0.0, judged.height, dtype=pl.Float64, eager=True)
        for name, mask in judged.broken.items():
            total = total + mask.fill_null(value=False).cast(pl.Float64) * (_PIN if name in self.pins else 1.0)
        for name, mask in judged.undecided.items():
            if name in self.pins or name not in self.unavoidable:
                total = total + mask.cast(pl.Float64) * (_PIN if name in self.pins else _WISH)
        return total

    def _round(self, frame: pl.DataFrame, judged: Judged) -> tuple[pl.DataFrame, Judged]:
        """Return the best of several changes of each record, itself among them, and what the judgement says of it."""
        tries = min(max(_TRIED // frame.height, _FEWEST_TRIES), _MOST_TRIES)
        rows = pl.int_range(frame.height, dtype=pl.UInt32, eager=True)
        homes = pl.concat([rows] * tries)
        turns = pl.int_range(len(homes), dtype=pl.UInt32, eager=True) // frame.height
        self._chances += 1
        tried = frame[homes]
        numbers = self.dice.bits(tried.get_column(NUMBER), "turn", self._chances)
        numbers = self.dice.bits(numbers + turns.cast(pl.UInt64), "again", self._chances)
        new = turns > 0
        tried = tried.with_columns(pl.when(new).then(numbers).otherwise(NUMBER).alias(NUMBER))
        kept, changing = tried.filter(~new), tried.filter(new)
        changing = self._changed(changing, _of_rows(judged, homes.filter(new)))
        for _ in range(_DERIVED):
            derived = self._derive(changing, self._judge(changing))
            if derived is None:
                break
            changing = derived
        tried = pl.concat([kept, changing])
        judged = self._judge(tried)
        luck = self.dice.unit(homes, "luck", self._chances)
        stuck = self.dice.unit(homes, "stuck", self._chances) < _PERSISTS
        costs = self._costs(judged) + luck / 8 + (stuck & ~new).cast(pl.Float64)
        best = (
            pl.DataFrame({"home": homes, "cost": costs, "at": pl.int_range(len(homes), dtype=pl.UInt32, eager=True)})
            .sort("home", "cost")
            .group_by("home", maintain_order=True)
            .agg(pl.col("at").first())
            .get_column("at")
        )
        return tried[best], _of_rows(judged, best)

    def _changed(self, frame: pl.DataFrame, judged: Judged) -> pl.DataFrame:
        """Return `frame` with changes in every record that the rules at fault suggest: of all of them, or of one."""
        broken: list[list[str]] = [[] for _ in range(frame.height)]
        open_rules = {name: mask for name, mask in judged.undecided.items() if name not in self.unavoidable}
        for masks in (judged.broken, open_rules):
            for name, mask in masks.items():
                for row in mask.fill_null(value=False).arg_true().to_list():
                    broken[row].append(name)
        chosen: dict[tuple[str, bool, int], list[int]] = {}
        for row, names in enumerate(broken):
            together = len(names) > 1 and self.random.random() < _ALL
            for name in names if together else names and [self.random.choice(names)]:
                own = together or self.random.random() < _OWN
                moves = self._moves(name)[0 if own else 1]
                if moves:
                    chosen.setdefault((name, own, self.random.randrange(len(moves))), []).append(row)
        for (name, own, index), rows in chosen.items():
            move = self._moves(name)[0 if own else 1][index]
            frame = self._apply(frame, move, pl.Series(rows, dtype=pl.UInt32), judged.inside.get(name))
        return self.drawer.persons(frame)

    def _moves(self, name: str) -> tuple[tuple[Move, ...], tuple[Move, ...]]:
        """Return the moves that may mend a rule, or a pin: those of its own variable, and all."""
        if name not in self._known:
            moves = self.searcher.moves
            if name in self.pins:
                found = moves.towards(self.pins[name].node, self.truths[name])
                self._known[name] = (found, found)
            else:
                self._known[name] = self.searcher.mending(name)
        return self._known[name]

    def _apply(self, frame: pl.DataFrame, move: Move, rows: pl.Series, inside: pl.DataFrame | None) -> pl.DataFrame:
        variable, drawer = move.variable, self.drawer
        if move.generic is not None:
            return self._with_curp(frame, variable, rows, generic=move.generic)
        if move.copy is not None:
            return self._copied(frame, variable, move.copy, rows)
        if variable.fields:
            if move.drop:
                return put(frame, variable.identifier, rows, pl.repeat("", len(rows), eager=True))
            return drawer.group(frame, variable, rows, move.grow or 0)
        if variable.group is not None:
            return drawer.fields(frame, variable, move.choice, self._places(frame, move, rows, inside))
        if move.choice is not None:
            return drawer.pick(frame, variable, move.choice, rows)
        if move.atom is not None:
            return self._together(frame, variable, move.atom, rows)
        return drawer.variable(frame, variable, rows)

    def _together(self, frame: pl.DataFrame, variable: Variable, atom: tuple[Node, bool], rows: pl.Series) -> pl.DataFrame:
        """Return `frame` with values that go together with those of the other variable of a condition."""
        domains = self.searcher.domains
        other = domains.other(variable, atom[0])
        assert other is not None  # noqa: S101
        texts = frame.get_column(raw_column(other.identifier)).gather(rows)
        for text in texts.unique().sort().to_list()[:_MOST_TEXTS]:
            choice = domains.where(variable, *atom, (other, text))
            if choice is not None:
                frame = self.drawer.pick(frame, variable, choice, rows.filter(texts == text))
        return frame

    def _places(self, frame: pl.DataFrame, move: Move, rows: pl.Series, inside: pl.DataFrame | None) -> pl.DataFrame:
        """Return the sub-records that a move concerns: those at fault, or one by chance of each record."""
        group = self.searcher.guide.by_identifier[move.variable.group or ""]
        parts = opened(frame, group).select(ROW, POSITION).filter(pl.col(ROW).is_in(rows.implode()))
        if inside is not None and inside.height:
            fault = inside.select(ROW, POSITION)
            at = parts.join(fault, on=[ROW, POSITION], how="semi", maintain_order="left")
            if at.height:
                return at
        if move.every or not parts.height:
            return parts
        self._chances += 1
        luck = self.dice.unit(frame.get_column(NUMBER).gather(parts.get_column(ROW)), "place", self._chances)
        sizes = pl.len().over(ROW)
        return parts.with_columns(luck.alias("luck")).filter(
            pl.col(POSITION) == (pl.col("luck") * sizes).cast(pl.Int64) + 1
        ).select(ROW, POSITION)  # fmt: skip

    def _with_curp(self, frame: pl.DataFrame, variable: Variable, rows: pl.Series, *, generic: bool) -> pl.DataFrame:
        """Return `frame` with or without the text in the place of a CURP; who gets a CURP is described anew."""
        role = next(role for role in self.searcher.roles if role.curp == variable.identifier)
        text = role.generic[0] if generic else ""
        if role.group is not None:
            return frame
        frame = put(frame, role.curp, rows, pl.repeat(text, len(rows), eager=True))
        if not generic:
            for person in self.searcher.people:
                if person.role == role:
                    frame = self._describable(frame, person, rows)
        return frame

    def _describable(self, frame: pl.DataFrame, person: Identity, rows: pl.Series) -> pl.DataFrame:
        """Return `frame` with birth date, sex and state that a CURP can tell, where they are not so."""
        role = person.role
        for name, known in ((role.sex, person.letters), (role.state, person.states), (role.birth, None)):
            if name is None:
                continue
            variable = self.searcher.guide.by_identifier[name]
            base = self.searcher.domains.base(variable)
            specials = {as_written(value) for value in variable.specials}
            kept = [text in known if known is not None else text not in specials for text in base.texts]
            texts = frame.get_column(raw_column(name)).gather(rows)
            allowed = [text for text, stays in zip(base.texts, kept, strict=True) if stays]
            wrong = rows.filter(~texts.is_in(allowed))
            if len(wrong) and allowed:
                frame = self.drawer.pick(frame, variable, base.only(kept), wrong)
        return frame

    def _copied(self, frame: pl.DataFrame, variable: Variable, node: Node, rows: pl.Series) -> pl.DataFrame:
        """Return `frame` with the value of an expression in a variable, where it has one."""
        if variable.identifier in self.wanted.fixed:
            return frame
        values = self.searcher.asker.texts(frame[rows], node)
        known = values.is_not_null()
        return put(frame, variable.identifier, rows.filter(known), values.filter(known))

    def _derive(self, frame: pl.DataFrame, judged: Judged) -> pl.DataFrame | None:
        """Return `frame` with new values where the cases want others; None where they want none."""
        changed = False
        for variable in self.searcher.guide.variables:
            rule = self.drawer.cases.get(variable.identifier)
            mask = judged.broken.get(rule.id) if rule is not None else None
            if mask is not None and mask.any():
                frame = self.drawer.variable(frame, variable, mask.fill_null(value=False).arg_true())
                changed = True
        return self.drawer.persons(frame) if changed else None

    def _towards_pins(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return `frame` with every pin tried for: a change for each of its atoms."""
        rows = pl.int_range(frame.height, dtype=pl.UInt32, eager=True)
        for name in self.pins:
            judged = self.searcher.asker.ask(frame, [self.pins[name]])
            mask = judged.broken.get(name, pl.repeat(False, frame.height, eager=True)).fill_null(value=False)
            open_rows = rows.filter(~mask if self.truths[name] else mask)
            for move in self._moves(name)[1]:
                frame = self._apply(frame, move, open_rows, None)
            frame = self.drawer.persons(frame)
        return frame


def _at_hand(store: CatalogStore, names: Iterable[str]) -> dict[str, Catalog]:
    found = {name: store.get(name) for name in names}
    return {name: catalog for name, catalog in found.items() if catalog is not None}


def _of_record(guide: Guide, node: Node) -> Node:
    """Return `node` as a condition on the record: what is asked of a sub-record is to hold for one of them."""
    if not of_one_element(node):
        return node
    fields = [guide.by_identifier[name] for name in variables_of(node)]
    group = guide.by_identifier[next(field.group for field in fields if field.group)]
    return Quantified(Kind.BOOLEAN, "any", Var(Kind.RECORDS, group.identifier, group.nullable), node)


def _home(guide: Guide, node: Node) -> str:
    """Return a variable of the record that `node` reads: where the pin stands."""
    names = sorted(variables_of(node), key=list(guide.by_identifier).index)
    if not names:
        raise InputError(Text("esta condición no lee ninguna variable", "this condition reads no variable"))
    return next((name for name in names if guide.by_identifier[name].group is None), names[0])


def _opposite(node: Node, truth: bool) -> Node:
    return negation(node) if truth else node


def _of_rows(judged: Judged, rows: pl.Series) -> Judged:
    """Return what was found of these rows alone, counted anew."""
    at = pl.DataFrame({ROW: rows, "new": pl.int_range(len(rows), dtype=pl.UInt32, eager=True)})
    inside = {
        name: places.join(at, on=ROW, maintain_order="left").select(pl.col("new").alias(ROW), POSITION)
        for name, places in judged.inside.items()
    }
    return replace(
        judged,
        broken={name: mask.gather(rows) for name, mask in judged.broken.items()},
        undecided={name: mask.gather(rows) for name, mask in judged.undecided.items()},
        inside=inside,
        height=len(rows),
    )
