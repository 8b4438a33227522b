"""Writing a file with known violations: records broken batch by batch, the whole judged, the key written beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from giis._errors import InputError
from giis._text import Text
from giis.files import replacing
from giis.specs import Level
from giis.synth._break_base import valid_records
from giis.synth._break_batch import BatchBreaker
from giis.synth._break_choice import NOT_FOUND, breakable, chosen_rules, in_turn, shuffled, why_not
from giis.synth._break_judge import Judge
from giis.synth._break_key import Key, editions_of, expected_of
from giis.synth._break_lines import WITHOUT_RECORD, FaultyWriter
from giis.synth._break_pools import Pools
from giis.synth._break_recipes import Recipes
from giis.synth._break_share import SHARE, check_shares
from giis.synth._judged import judged_stream
from giis.validators.validate import layout_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path
    from typing import BinaryIO

    import polars as pl

    from giis.specs import Guide, Rule
    from giis.synth._break_key import Expected
    from giis.validators.options import RunOptions
    from giis.validators.summary import Judgement

_TRIES = 12
_TOO_OFTEN = 3
"""So often a rule may fail to be broken as it should before it is passed over."""


@dataclass(frozen=True)
class Wish:
    """What is asked of a file with known violations.

    Parameters
    ----------
    guide : Guide
        The guide.
    options : RunOptions
        The day and the catalogues by which the file is judged.
    frames : callable
        Gives the valid records from the first on, batch by batch, each time it is called: columns
        `r.<identifier>`, all texts.
    records : int
        How many they are.
    share : float
        The share of them to break, above 0 and at most 1.
    seed : int
        What all choices are made from.
    rules : sequence of str
        The rules to break, as ids, beginnings of ids or patterns; all by default.
    """

    guide: Guide
    options: RunOptions
    frames: Callable[[], Iterable[pl.DataFrame]]
    records: int
    share: float
    seed: int
    rules: Sequence[str] = ()


def write_broken(wish: Wish, target: Path, *, overwrite: bool = False) -> Key:
    """Write an exchange file of which a share of the records is broken, and its key beside it.

    The key stands in `FILE.key.csv` and `FILE.key.json`. What it says is what the pipeline finds in the file as it was
    written; records that were not to be broken have no finding, and each broken one has that of its rule.

    Parameters
    ----------
    wish : Wish
        What is wanted.
    target : Path
        The file to write.
    overwrite : bool
        Whether files may be replaced.

    Raises
    ------
    InputError
        If the share is none, a rule is unknown, none of the rules can be broken, or a file cannot be written.
    """
    if not 0 < wish.share <= 1:
        raise InputError(
            Text(
                f"la proporción de registros con fallas debe ser mayor que 0 y a lo sumo 1, no {wish.share:g}",
                f"the share of broken records must be above 0 and at most 1, not {wish.share:g}",
            )
        )
    keys = key_paths(target)
    for path in (target, *keys):
        if path.exists() and not overwrite:
            raise InputError(Text(f"{path} ya existe; use --overwrite", f"{path} is there already; use --overwrite"))
    work = Breaker(wish)
    try:
        with replacing(target, overwrite=overwrite) as stream:
            key = work.write(stream, target.name)
            for path, data in zip(keys, (key.csv(), key.json()), strict=True):
                with replacing(path, overwrite=overwrite) as beside:
                    beside.write(data)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(
            Text(f"{target} no se puede escribir: {reason}", f"{target} cannot be written: {reason}")
        ) from error
    return key


def key_paths(target: Path) -> list[Path]:
    """Return where the key of a file stands."""
    return [target.with_name(f"{target.name}.key.{kind}") for kind in ("csv", "json")]


class Breaker:
    """Breaks a share of the records of a file.

    Parameters
    ----------
    wish : Wish
        What is wanted.

    Raises
    ------
    InputError
        If a rule is unknown, or none can be broken.
    """

    def __init__(self, wish: Wish) -> None:
        self.wish = wish
        self.judge = Judge(wish.guide, wish.options)
        self.pools = Pools(wish.guide, self.judge.session.options.catalogs, wish.options.as_of, wish.seed)
        first = next(iter(wish.frames()), self.judge.frame([]))
        self.recipes = Recipes(self.judge, self.pools, valid_records(self.judge, first), wish.seed)
        self.number = max(1, round(wish.share * wish.records)) if wish.records else 0
        chosen, self.unbroken = breakable(wish.guide, chosen_rules(wish.guide, wish.rules), wish.rules)
        self.chosen = shuffled(chosen, wish.seed)
        self.order = self._in_turn()

    def _in_turn(self) -> list[Rule]:
        """Return the rule of each broken record; rules for which no way was found are noted and passed over."""
        while True:
            left = [rule for rule in self.chosen if rule.id not in self.unbroken]
            order = in_turn(left, self.number)
            fresh = list(
                {rule.id: rule for rule in order if needs_recipe(rule) and rule.id not in self.recipes.found}.values()
            )
            found = self.recipes.of(fresh) if fresh else {}
            failed = [rule for rule in fresh if rule.id not in found]
            if not failed:
                return order
            self.unbroken |= {rule.id: why_not(rule, self.recipes) for rule in failed}

    def write(self, stream: BinaryIO, name: str) -> Key:
        """Write the file and return its key; what breaks more than its own record is taken back and another broken.

        Parameters
        ----------
        stream : binary stream
            An empty file, which can be read again.
        name : str
            What the file will be called.
        """
        banned: set[int] = set()
        failures: dict[str, int] = {}
        for _ in range(_TRIES):
            stream.seek(0)
            stream.truncate()
            intended = self._pass(stream, banned)
            key = self._key(judged_stream(stream, name, self.wish.guide, self.wish.options), intended)
            lost, loud = not_broken(key), culprits(key)
            if not lost and not loud:
                check_shares(key, self.wish.guide.file_rules)
                break
            banned |= lost | loud
            for record in lost:
                failures[intended[record]] = failures.get(intended[record], 0) + 1
            often = {rule for rule, number in failures.items() if number >= _TOO_OFTEN and rule not in self.unbroken}
            if often:
                self.unbroken |= dict.fromkeys(often, NOT_FOUND)
                self.order = self._in_turn()
        return key

    def _pass(self, stream: BinaryIO, banned: set[int]) -> dict[int, str]:
        """Write all records once, and return which rule each broken one is to break."""
        wish = self.wish
        writer = FaultyWriter(stream, layout_of(wish.guide))
        intended: dict[int, str] = {}
        done = 0
        for number, frame in enumerate(wish.frames()):
            last = done + frame.height
            share = self.order[self.number * done // wish.records : self.number * last // wish.records]
            closed = [record - done - 1 for record in banned if done < record <= last]
            breaker = BatchBreaker(self.judge, self.pools, self.recipes, f"{wish.seed} {number}")
            batch, faults = breaker.broken(frame, share, closed)
            writer.write(batch.frame, faults)
            intended |= {done + row + 1: rule for row, rule in batch.rules.items()}
            done = last
        return intended

    def _key(self, judgement: Judgement, intended: dict[int, str]) -> Key:
        wish = self.wish
        findings, other = expected_of(judgement)
        marked = [replace(item, intended=_meant(item, intended)) for item in findings]
        return Key(
            guide=wish.guide,
            as_of=wish.options.as_of,
            records=judgement.records.records,
            share=wish.share,
            seed=wish.seed,
            intended=intended,
            findings=marked,
            unbroken={rule: self.unbroken[rule] for rule in wish.guide.by_id if rule in self.unbroken},
            catalogs=editions_of(judgement),
            other=other,
        )


def _meant(item: Expected, intended: Mapping[int, str]) -> bool:
    """Return whether a finding is of the rule that its record, or its line or the file, was made to break."""
    return item.rule in intended.values() if item.record is None else intended.get(item.record) == item.rule


def needs_recipe(rule: Rule) -> bool:
    """Return whether a rule is one of values or records, for which a way to break it is sought."""
    return rule.level in (Level.VALUE, Level.RECORD)


def not_broken(key: Key) -> set[int]:
    """Return the records that do not break the rule that they were to break."""
    found = {item.record for item in key.findings if item.intended}
    shares = {item.rule.id for item in key.guide.file_rules if item.kind == SHARE}
    without = {*WITHOUT_RECORD, *shares}
    return {record for record, rule in key.intended.items() if record not in found and rule not in without}


def culprits(key: Key) -> set[int]:
    """Return the broken records on whose account another one has a finding."""
    others = [item.record for item in key.findings if item.record is not None and item.record not in key.intended]
    return {key.other[record] for record in others if record in key.other} & key.intended.keys()
