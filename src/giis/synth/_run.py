"""One search: draw, judge, change what the findings speak of, and judge again."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import polars as pl

from giis._errors import InputError
from giis._text import Text
from giis.specs.expressions.nodes import Kind, Quantified, Var, negation, of_one_element, variables_of
from giis.synth._asking import Question, as_rule
from giis.synth._change import Changer
from giis.synth._columns import NUMBER, PLACE
from giis.synth._dice import Dice
from giis.synth._draw import Drawer
from giis.validators.batch import judge
from giis.validators.columns import POSITION, ROW, raw_column
from giis.validators.plan import make_plan

if TYPE_CHECKING:
    from giis.specs import Guide, Node
    from giis.synth._moves import Move
    from giis.synth._search import Searcher, Wanted
    from giis.validators.batch import Judged

_PIN, _WISH, _LIMITED = 4.0, 0.5, 0.05
"""What a pin that does not hold costs, a rule that could not be asked, and what few records may be; a finding: 1."""
_GOOD = 0.25
"""A record that costs less is kept."""
_OFTEN_UNDECIDED = 0.3
_PERSISTS = 0.15
"""How often a change for the worse stays: a way out of a dead end."""
_SPARE = 1.35
_DERIVED = 2
_TRIED, _FEWEST_TRIES, _MOST_TRIES = 3_000, 4, 24
"""How many changed records are judged at once, and how many of each record."""
_ALL, _OWN = 0.6, 0.5
"""How often all rules at fault are seen to at once, and how often one of them by its own variable."""
_EVEN = (0.1, 0.3, 0.5)
"""The share of draws in which all values are alike, round by round: what is rare is found too."""


class Run:
    """One search."""

    def __init__(self, searcher: Searcher, wanted: Wanted, seed: int) -> None:
        self.searcher, self.wanted = searcher, wanted
        guide = searcher.guide
        columns = {variable.identifier for variable in guide.variables}
        unknown = [name for name in wanted.fixed if name not in columns]
        if unknown:
            raise InputError(
                Text(f"{guide.id} no tiene la variable {unknown[0]!r}", f"{guide.id} has no variable {unknown[0]!r}")
            )
        self.random = Random(seed)  # noqa: S311
        self.dice = Dice(seed)
        self.drawer = Drawer(guide, searcher.domains, searcher.asker, searcher.people, self.dice, wanted.fixed)
        nodes = [_of_record(guide, pin.node) for pin in wanted.pins]
        self.pins = {
            f"pin.{index}": Question(f"pin.{index}", _home(guide, node), node) for index, node in enumerate(nodes)
        }
        self.truths = {f"pin.{index}": pin.truth for index, pin in enumerate(wanted.pins)}
        asked = [as_rule(Question(q.id, q.variable, _opposite(q.node, self.truths[q.id]))) for q in self.pins.values()]
        limits = [
            as_rule(Question(name, guide.variables[0].identifier, node)) for name, node in searcher.limited.items()
        ]
        extended = replace(
            guide, rules=(*guide.rules, *asked, *limits), file_rules=(), across=(), period=None, unit=None
        )
        rules = {*searcher.rules, *self.pins, *searcher.limited} - wanted.expected
        self.plan = make_plan(extended, searcher.setting, lambda rule: rule.id in rules)
        self.unavoidable: frozenset[str] = frozenset()
        self._changer = Changer(self.drawer)
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
            if int((costs < _GOOD).sum()) >= count:
                break
            self.drawer.even = _EVEN[step % len(_EVEN)]
            bad = (costs >= _GOOD).arg_true()
            good = frame.filter(costs < _GOOD)
            changed, judged = self._round(frame[bad], _of_rows(judged, bad))
            frame = pl.concat([changed, good])
            costs = pl.concat([self._costs(judged), pl.repeat(0.0, good.height, dtype=pl.Float64, eager=True)])
        return frame.filter(costs < _GOOD).sort(PLACE).drop(NUMBER, PLACE).head(count)

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
        limited = self.searcher.limited
        for name, mask in judged.broken.items():
            cost = _PIN if name in self.pins else _LIMITED if name in limited else 1.0
            total = total + mask.fill_null(value=False).cast(pl.Float64) * cost
        for name, mask in judged.undecided.items():
            if name in self.pins or (name not in self.unavoidable and name not in limited):
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
        passed = {*self.unavoidable, *self.searcher.limited}
        open_rules = {name: mask for name, mask in judged.undecided.items() if name not in passed}
        faults = {name: mask for name, mask in judged.broken.items() if name not in passed}
        for masks in (faults, open_rules):
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
            frame = self._changer.apply(frame, move, pl.Series(rows, dtype=pl.UInt32), judged.inside.get(name))
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
                frame = self._changer.apply(frame, move, open_rows, None)
            frame = self.drawer.persons(frame)
        return frame


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
