"""A file that was judged before, in a run of several: its report holds as long as the others say the same of it."""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from giis._errors import InputError
from giis._text import Text
from giis.validators.across import AcrossFold
from giis.validators.kept import Across, Part

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from giis.specs import Guide
    from giis.validators.findings import FileReport
    from giis.validators.summary import Judgement


class Answered:
    """A judgement of an earlier run.

    Parameters
    ----------
    part : Part
        What was kept of it.
    guide : Guide
        The guide that judged the file.
    again : callable
        Judges the file anew.

    Raises
    ------
    InputError
        If what was kept cannot be compared with other files here.
    """

    def __init__(self, part: Part, guide: Guide, again: Callable[[], Judgement]) -> None:
        if part.probe != probe() or part.file.guide_digest != guide.digest:
            raise _unusable()
        self._part, self.again = part, again
        items = {(item.rule.id, item.holds): item for item in guide.across}
        if not all((kept.rule, kept.holds) in items for kept in part.across):
            raise _unusable()
        self.across: Sequence[AcrossFold] = [
            AcrossFold.of(items[kept.rule, kept.holds], _frame(kept)) for kept in part.across
        ]

    @property
    def path(self) -> str:
        """What the file is called."""
        return self._part.file.path

    @property
    def met(self) -> Mapping[str, set[str]]:
        """The keys of the baseline's findings that were met, by rule."""
        return {rule: set(keys) for rule, keys in self._part.met.items()}

    def holds(self) -> bool:
        """Return whether the files of this run say of it what those of the earlier run did."""
        return all(
            (fold.asked, tuple(fold.breaches())) == (kept.asked, tuple(kept.found))
            for fold, kept in zip(self.across, self._part.across, strict=True)
        )

    def report(self) -> FileReport:
        """Return the report of the file."""
        return self._part.file


def part_of(judgement: Judgement, file: FileReport) -> Part:
    """Return what is to be kept of a judgement, and its report, once the files of the run have been compared."""
    kept = [
        Across(fold.item.rule.id, fold.item.holds, _bytes(fold.rows()), fold.asked, tuple(fold.breaches()))
        for fold in judgement.across
    ]
    met = {rule: tuple(sorted(keys)) for rule, keys in judgement.met.items()}
    return Part(file, tuple(kept), met, probe())


@cache
def probe() -> int:
    """Return the digest of known values: where it differs, digests made elsewhere mean nothing."""
    known = pl.DataFrame({"text": ["GIIS-Ñ"], "number": [2024], "small": pl.Series([7], dtype=pl.Int32)})
    return int(known.hash_rows(seed=1).reinterpret(signed=True).item())


def _bytes(rows: pl.DataFrame) -> bytes:
    stream = io.BytesIO()
    rows.write_ipc(stream, compression="zstd")
    return stream.getvalue()


def _frame(kept: Across) -> pl.DataFrame:
    """Return the rows of a fold, which were checked when they were read to be those that were written."""
    try:
        return pl.read_ipc(io.BytesIO(kept.rows))
    except pl.exceptions.PolarsError as error:
        raise _unusable() from error


def _unusable() -> InputError:
    return InputError(Text("lo guardado no se puede usar", "what was kept cannot be used"))
