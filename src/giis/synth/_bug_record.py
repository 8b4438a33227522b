"""A synthetic record that takes a given path through a rule, with everything else at its default."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from giis.specs.values import as_written
from giis.synth._break_judge import changed
from giis.synth._break_recipes import columns_of
from giis.synth._walk import Walk
from giis.validators.predicate import Record, compile_python
from giis.validators.reading import RecordReader
from giis.validators.single import RecordJudge

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import polars as pl

    from giis.specs import Guide
    from giis.synth._break_judge import Judge
    from giis.synth._break_pools import Pools
    from giis.synth._bug_path import Path, Paths
    from giis.synth._bug_secret import Secrets

_STARTS = 6
_ROUNDS = 4
_MOST = 1_500


@dataclass(frozen=True)
class Made:
    """A synthetic record: its texts by identifier, the rules that it breaks, and how much is not at its default."""

    texts: Mapping[str, str]
    broken: tuple[str, ...]
    set_by_path: int


class Maker:
    """Makes records that take a path.

    Parameters
    ----------
    judge : Judge
        Judges candidates.
    pools : Pools
        Gives candidates.
    paths : Paths
        Follows records through the rule.
    bases : polars.DataFrame
        Valid synthetic records.
    secrets : Secrets
        What may not stand in the record.
    """

    def __init__(self, judge: Judge, pools: Pools, paths: Paths, bases: pl.DataFrame, secrets: Secrets) -> None:
        self.judge, self.pools, self.paths, self.bases, self.secrets = judge, pools, paths, bases, secrets
        self.guide = judge.guide
        self._single = RecordJudge(self.guide, pools.catalogs, pools.as_of)
        self._reader = RecordReader(self.guide.variables)
        self._defaults = defaults_of(self.guide)

    def make(self, path: Path) -> Made | None:
        """Return the plainest record found that takes `path`, None if none was found."""
        columns = columns_of(self.guide, path.rule)
        texts = [self.judge.texts(self.bases, row) for row in range(self.bases.height)]
        texts = [item for item in texts if not self.secrets.leaks(item)]
        texts = [item for item in texts if not self._shared(item)] or texts
        ranked = sorted(texts, key=lambda item: (self._far(path, item), self._unusual(item)))
        for strictly in (True, False):
            found = [made for made in self._tried(path, ranked, columns, strictly) if made is not None]
            if found:
                return min(found, key=_rank)
        return None

    def _tried(
        self, path: Path, bases: list[dict[str, str]], columns: list[str], strictly: bool
    ) -> Iterator[Made | None]:
        """Yield what a walk from each of the nearest bases leads to, until one breaks nothing beside the rule."""
        measure = self.paths.measure(path)

        def allowed(name: str, text: str) -> bool:
            return self.secrets.allowed(name, text, strictly=strictly)

        for seed, base in enumerate(bases[:_STARTS]):
            changes = Walk(self.pools, seed).reach(base, columns, measure, allowed=allowed)
            made = self._finished(path, base, {**base, **changes}) if changes is not None else None
            yield made
            if made is not None and len(made.broken) <= (path.verdict == "broken"):
                return

    def follows(self, path: Path, texts: Mapping[str, str]) -> bool:
        """Return whether a record takes `path`, in one of its sub-records if the rule stands on a field."""
        return self._far(path, texts) == 0

    def broken(self, texts: Mapping[str, str]) -> tuple[str, ...]:
        """Return the ids of the rules that a record breaks."""
        return tuple(rule.id for rule in self._single.judge(texts).broken)

    def _far(self, path: Path, texts: Mapping[str, str]) -> float:
        read = self._reader.read(texts)
        return self.paths.measure(path)(read, Record.of(read, self.pools.catalogs, self.pools.as_of))

    def _shared(self, texts: Mapping[str, str]) -> bool:
        """Return whether a file of this record alone breaks a rule on the share of some records."""
        read = self._reader.read(texts)
        record = Record.of(read, self.pools.catalogs, self.pools.as_of)
        nodes = [item.of for item in self.guide.file_rules if item.of is not None]
        return any(compile_python(node)(record) is True for node in nodes)

    def _unusual(self, texts: Mapping[str, str]) -> int:
        """Return how many values are not the default of their variable."""
        return sum(texts.get(name, "") != text for name, text in self._defaults.items())

    def _finished(self, path: Path, base: Mapping[str, str], texts: dict[str, str]) -> Made | None:
        texts = self._back(path, base, texts)
        texts = self._calmed(path, texts)
        texts = self._plain(path, texts)
        texts = self._unlike(path, texts)
        if not self.follows(path, texts) or self.secrets.leaks(texts):
            return None
        return Made(texts, self.broken(texts), self._unusual(texts))

    def _back(self, path: Path, base: Mapping[str, str], texts: dict[str, str]) -> dict[str, str]:
        """Return the record with every change taken back that the path does not need."""
        for name in [name for name, text in texts.items() if base.get(name) != text]:
            tried = {**texts, name: base[name]}
            if self.follows(path, tried):
                texts = tried
        return texts

    def _plain(self, path: Path, texts: dict[str, str]) -> dict[str, str]:
        """Return the record with defaults wherever path and verdict stay as they are."""
        before = set(self.broken(texts))
        for name, default in self._defaults.items():
            if texts[name] == default:
                continue
            tried = {**texts, name: default}
            if self._shared(tried) and not self._shared(texts):
                continue
            if self.follows(path, tried) and set(self.broken(tried)) <= before:
                texts, before = tried, set(self.broken(tried))
        return texts

    def _calmed(self, path: Path, texts: dict[str, str]) -> dict[str, str]:
        """Return the record with further changes after which it breaks fewer rules beside the one in question."""
        for _ in range(_ROUNDS):
            others = [name for name in self.broken(texts) if name != path.rule.id]
            if not others:
                break
            columns = {name for rule in others for name in columns_of(self.guide, self.guide.by_id[rule])}
            better = self._best_change(path, texts, columns, len(others) + (path.verdict == "broken"))
            if better is None:
                break
            texts = better
        return texts

    def _unlike(self, path: Path, texts: dict[str, str]) -> dict[str, str]:
        """Return the record with other values in the place of those that the original has too."""
        for name in self.secrets.shared(texts):
            most = len(self.broken(texts)) + 1
            texts = self._best_change(path, texts, {name}, most) or texts
        return texts

    def _best_change(self, path: Path, texts: dict[str, str], columns: set[str], most: int) -> dict[str, str] | None:
        """Return the record with that change in one of the columns that leaves fewest rules broken, below `most`."""
        changes = [
            {name: text}
            for name in sorted(columns)
            for text in self.pools.values(self.guide.by_identifier[name], texts)
            if self.secrets.allowed(name, text)
        ][:_MOST]
        if not changes:
            return None
        counts = self.judge.verdicts(changed(self.judge.frame([texts]), [0] * len(changes), changes)).counts
        for row in counts.arg_sort():
            if counts[row] >= most:
                return None
            tried = {**texts, **changes[row]}
            if self.follows(path, tried):
                return tried
        return None


def _rank(made: Made) -> tuple[int, int]:
    return len(made.broken), made.set_by_path


def defaults_of(guide: Guide) -> dict[str, str]:
    """Return the text that stands where nothing is to be told of a variable, of the columns that have such a text.

    It is nothing where that is allowed, else what the guide gives for the unknown; what stands where no
    case holds goes before both.
    """
    found = {item.identifier: as_written(next(iter(item.specials))) for item in guide.variables if item.specials}
    found |= {variable.identifier: "" for variable in guide.variables if variable.nullable}
    for rule in guide.rules:
        name, otherwise = rule.variable or "", rule.otherwise
        if otherwise is not None and guide.by_identifier[name].group is None:
            found.pop(name, None)
            if otherwise.single is not None:
                found[name] = as_written(otherwise.single)
            elif otherwise.empty:
                found[name] = ""
    return found
