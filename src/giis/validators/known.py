"""The known findings of one file: told from the others by columns, counted, and some of them kept to be shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from giis.specs import Level
from giis.validators.columns import POSITION, ROW
from giis.validators.keys import key_of, keys_of, lines_of
from giis.validators.sample import Found

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from giis.specs import Rule
    from giis.validators.baseline import Baseline, Entry


@dataclass
class Known:
    """Which findings of a file are known.

    Parameters
    ----------
    baseline : Baseline
        The known findings.
    day : date
        The day of the run, by which an entry may have expired.
    collecting : bool
        Whether the keys of all findings are to be kept, so that they can be written.
    secret : str
        What the keys are made with; see `key_of`.
    """

    baseline: Baseline
    day: date
    collecting: bool = False
    secret: str = field(default="", repr=False)
    met: dict[str, set[str]] = field(default_factory=dict)
    found: dict[str, set[str]] = field(default_factory=dict)

    def parted(self, found: Mapping[str, Found], frame: pl.DataFrame) -> tuple[dict[str, Found], dict[str, Found]]:
        """Return the findings of a batch that count, and those that are known, by rule."""
        fresh = dict(found)
        known: dict[str, Found] = {}
        asked = [name for name in found if self.collecting or name in self.baseline.by_rule]
        if not asked:
            return fresh, known
        rows = pl.select(pl.any_horizontal([found[name].mask for name in asked]).arg_true()).to_series()
        lines = lines_of(frame[rows])
        place = pl.Series([None], dtype=pl.UInt32).new_from_index(0, frame.height)
        place = place.scatter(rows, pl.int_range(len(rows), dtype=pl.UInt32, eager=True))
        for name in asked:
            mask = self._known(name, found[name], lines, place)
            if mask is not None:
                fresh[name], known[name] = _split(found[name], mask)
        return {name: item for name, item in fresh.items() if item.count}, known

    def _known(self, name: str, found: Found, lines: pl.Series, place: pl.Series) -> pl.Series | None:
        """Return which findings of a rule are known, None if none is."""
        if found.inside is None:
            texts, positions = lines.gather(place.filter(found.mask)), None
        else:
            texts = lines.gather(place.gather(found.inside.get_column(ROW)))
            positions = found.inside.get_column(POSITION).to_list()
        keys = keys_of(name, texts, positions, self.secret)
        if self.collecting:
            self.found.setdefault(name, set()).update(keys)
        entries = self.baseline.by_rule.get(name, {})
        met = {key for key in keys if key in entries}
        self.met.setdefault(name, set()).update(met)
        holding = {key for key in met if not entries[key].expired(self.day)}
        return pl.Series([key in holding for key in keys]) if holding else None

    def of_file(self, rule: Rule, sha256: str) -> Entry | None:
        """Return the entry by which the findings of `rule` on the whole file are known: those of these very bytes.

        What several files say against each other is never known: it may change though the file does not.
        """
        if rule.level is Level.ACROSS:
            return None
        key = key_of(rule.id, sha256, secret=self.secret)
        if self.collecting:
            self.found.setdefault(rule.id, set()).add(key)
        entry = self.baseline.by_rule.get(rule.id, {}).get(key)
        if entry is not None:
            self.met.setdefault(rule.id, set()).add(key)
        return None if entry is None or entry.expired(self.day) else entry

    def justification(self, rule: str, key: str) -> str:
        """Return why a finding is accepted."""
        return self.baseline.by_rule[rule][key].justification


def _split(found: Found, known: pl.Series) -> tuple[Found, Found]:
    """Return the findings that are not `known`, and those that are; `known` has an item for each finding."""
    if found.inside is not None:
        parts = found.inside.filter(~known), found.inside.filter(known)
        fresh, old = (Found(_rows(part.get_column(ROW), len(found.mask)), part) for part in parts)
        return fresh, old
    old_mask = _rows(found.mask.arg_true().filter(known), len(found.mask))
    return Found(found.mask & ~old_mask), Found(old_mask)


def _rows(rows: pl.Series, height: int) -> pl.Series:
    return pl.repeat(False, height, eager=True).scatter(rows.unique(), True)
