"""One search: draw, judge, change what the findings speak of, and judge again."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import polars as pl

from giis._errors import InputError
from giis._text import Text
from giis.specs.expressions.nodes import negation
from giis.synth._asking import Question, of_rows
from giis.synth._change import Changer
from giis.synth._columns import NUMBER, PLACE, put
from giis.synth._dice import Dice
from giis.synth._draw import Drawer
from giis.synth._moves import aimed
from giis.synth._pins import Grounds, home_of, of_record, one_way
from giis.validators.batch import judge
from giis.validators.columns import raw_column

if TYPE_CHECKING:
    from giis.synth._moves import Move
    from giis.synth._search import Searcher, Wanted
    from giis.validators.batch import Judged

_PIN, _WISH, _LIMITED = 4.0, 0.5, 0.05
"""What a pin that does not hold costs, a rule that could not be asked, and what few records may be; a finding: 1."""
GOOD = 0.25
"""A record that costs less is kept."""
_OFTEN_UNDECIDED = 0.3
_PERSISTS = 0.15
"""How often a change for the worse stays: a way out of a dead end."""
_SPARE, _MORE = 1.25, 8
"""How many records are drawn for one that is wanted, and how many more."""
_SEEMLY = 4
"""How often what goes by age is drawn again until it keeps every rule."""
_WAYS = 6
"""In so many ways pins are tried for at once."""
_PINNED = 0.3
"""The share of draws in which all values are alike where pins are to hold."""
_DERIVED = 2
_TRIED, _FEWEST_TRIES, _MOST_TRIES = 3_000, 4, 24
"""How many changed records are judged at once, and how many of each record."""
_ALL, _OWN = 0.6, 0.5
"""How often all rules at fault are seen to at once, and how often one of them by its own variable."""
EVEN = (0.1, 0.3, 0.5)
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
        grounds = Grounds(searcher.domains, self.drawer.cases, wanted.expected)
        nodes = [grounds.of(of_record(guide, pin.node), pin.truth) for pin in wanted.pins]
        self.pins: dict[str, Question] = {
            f"pin.{index}": Question(f"pin.{index}", home_of(guide, node), node) for index, node in enumerate(nodes)
        }
        self._asked = [Question(pin.id, pin.variable, negation(pin.node)) for pin in self.pins.values()]
        self.missing: dict[str, bool] = dict(searcher.start[1]) if self._starts else {}
        self._changer = Changer(self.drawer)
        self._known: dict[str, tuple[tuple[Move, ...], tuple[Move, ...]]] = {}
        self._chances = self._places = 0

    def found(self, count: int, rounds: int) -> pl.DataFrame:
        """Search until `count` records are found, or the rounds are over."""
        if not count:
            return pl.DataFrame(schema={raw_column(v.identifier): pl.String for v in self.searcher.guide.variables})
        frame, judged = self._drawn(int(count * _SPARE) + _MORE)
        found: list[pl.DataFrame] = []
        left = count
        for step in range(rounds):
            costs = self._costs(frame, judged)
            found.append(frame.filter(costs < GOOD))
            left -= found[-1].height
            if left <= 0:
                break
            bad = (costs >= GOOD).arg_true()
            if not len(bad):
                frame, judged = self._drawn(left + _MORE)
                continue
            nearest = bad.gather(costs.gather(bad).arg_sort()).head(2 * left + _MORE).sort()
            self.drawer.even = EVEN[step % len(EVEN)]
            frame, judged = self._round(frame[nearest], of_rows(judged, nearest))
        else:
            found.append(frame.filter(self._costs(frame, judged) < GOOD))
        whole = pl.concat(found).sort(PLACE).head(count)
        if not self.wanted.pins and not self.wanted.fixed and not self.wanted.expected:
            whole = self._seemly(whole)
        return whole.drop(NUMBER, PLACE)

    def _seemly(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return valid records with what goes by age, or is like another value, drawn again: both may have changed."""
        self.drawer.even = 0.0
        hints = [(variable, self.searcher.domains.hint(variable)) for variable in self.searcher.guide.variables]
        by_age = [variable for variable, hint in hints if hint.bands]
        for variables in (by_age, *([variable] for variable, hint in hints if hint.like)):
            rows = pl.int_range(frame.height, dtype=pl.UInt32, eager=True)
            for _ in range(_SEEMLY):
                changed = frame
                for variable in variables:
                    changed = self.drawer.variable(changed, variable, rows)
                changed = changed[rows]
                good = self._costs(changed, self._judge(changed)) < GOOD
                for variable in variables:
                    texts = changed.get_column(raw_column(variable.identifier)).filter(good)
                    frame = put(frame, variable.identifier, rows.filter(good), texts)
                rows = rows.filter(~good)
                if not len(rows):
                    break
        return frame

    def _drawn(self, count: int) -> tuple[pl.DataFrame, Judged]:
        """Return new records, and what the judgement says of them."""
        places = pl.int_range(self._places, self._places + count, dtype=pl.UInt64, eager=True)
        self._places += count
        self.drawer.even = _PINNED if self.pins else 0.0
        if self._starts:
            known = self.searcher.start[0]
            frame = known[(places % known.height).cast(pl.UInt32)].with_columns(places.alias(NUMBER))
            frame = frame.with_columns(pl.lit(text).alias(raw_column(name)) for name, text in self.wanted.fixed.items())
            frame = self.drawer.persons(frame)
        else:
            frame = self.drawer.first(places)
        frame = frame.with_columns(places.alias(PLACE))
        if self.pins:
            frame = self._towards_pins(frame)
        return frame, self._judge(frame)

    @property
    def _starts(self) -> bool:
        """Whether the search starts from valid records: those that pins are to hold for are never far from one."""
        return bool(self.wanted.pins or self.wanted.fixed) and self.searcher.start[0].height > 0

    def _judge(self, frame: pl.DataFrame) -> Judged:
        """Return what the rules, and the pins, say of the records."""
        judged = judge(self.searcher.plan, frame, count_applied=frozenset())
        broken, undecided = judged.broken, judged.undecided
        if self._asked:
            pinned = self.searcher.asker.ask(frame, self._asked)
            broken, undecided = broken | pinned.broken, undecided | pinned.undecided
        expected = self.wanted.expected
        return replace(
            judged,
            broken={name: mask for name, mask in broken.items() if name not in expected},
            undecided={name: mask for name, mask in undecided.items() if name not in expected},
        )

    def _unavoidable(self, frame: pl.DataFrame, name: str, mask: pl.Series) -> bool:
        """Return whether a rule cannot be asked of many records that have a value there: a catalogue is missing.

        Told once, by the first records of which the rule could not be asked.
        """
        if name not in self.missing:
            guide = self.searcher.guide
            rule = self.searcher.rules[name]
            column = guide.by_identifier[rule.variable or ""].group or rule.variable or ""
            there = int((frame.get_column(raw_column(column)) != "").sum())
            self.missing[name] = int(mask.sum()) >= there * _OFTEN_UNDECIDED
        return self.missing[name]

    def _costs(self, frame: pl.DataFrame, judged: Judged) -> pl.Series:
        total = pl.repeat(0.0, judged.height, dtype=pl.Float64, eager=True)
        limited = self.searcher.limited
        for name, mask in judged.broken.items():
            cost = _PIN if name in self.pins else _LIMITED if name in limited else 1.0
            total = total + mask.fill_null(value=False).cast(pl.Float64) * cost
        for name, mask in judged.undecided.items():
            if name in self.pins or (name not in limited and not self._unavoidable(frame, name, mask)):
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
        changing = self._changed(changing, of_rows(judged, homes.filter(new)))
        for _ in range(_DERIVED):
            derived = self._derive(changing, self._judge(changing))
            if derived is None:
                break
            changing = derived
        tried = pl.concat([kept, changing])
        judged = self._judge(tried)
        luck = self.dice.unit(homes, "luck", self._chances)
        stuck = self.dice.unit(homes, "stuck", self._chances) < _PERSISTS
        costs = self._costs(tried, judged) + luck / 8 + (stuck & ~new).cast(pl.Float64)
        best = (
            pl.DataFrame({"home": homes, "cost": costs, "at": pl.int_range(len(homes), dtype=pl.UInt32, eager=True)})
            .sort("home", "cost")
            .group_by("home", maintain_order=True)
            .agg(pl.col("at").first())
            .get_column("at")
        )
        return tried[best], of_rows(judged, best)

    def _changed(self, frame: pl.DataFrame, judged: Judged) -> pl.DataFrame:
        """Return `frame` with changes in every record that the rules at fault suggest: of all of them, or of one."""
        broken: list[list[str]] = [[] for _ in range(frame.height)]
        limited = self.searcher.limited
        faults = {name: mask for name, mask in judged.broken.items() if name not in limited}
        open_rules = {
            name: mask
            for name, mask in judged.undecided.items()
            if name in self.pins or (name not in limited and not self._unavoidable(frame, name, mask))
        }
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
                found = moves.towards(self.pins[name].node, True)
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
        """Return `frame` with every pin tried for, each part of the records in another way."""
        rows = pl.int_range(frame.height, dtype=pl.UInt32, eager=True)
        for question in self.pins.values():
            for part in range(_WAYS):
                for atom, wanted in one_way(question.node, True, self.random):
                    moves = aimed(self.searcher.moves.towards(atom, wanted))
                    if moves:
                        frame = self._changer.apply(
                            frame, self.random.choice(moves), rows.filter(rows % _WAYS == part), None
                        )
        return self.drawer.persons(frame)
