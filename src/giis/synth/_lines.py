"""Writing records made after scenarios as lines: what does not change of a scenario is joined once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from giis.files.writer import encoded
from giis.synth._columns import NUMBER
from giis.synth._people import vocabulary_texts
from giis.validators.columns import raw_column

if TYPE_CHECKING:
    from collections.abc import Collection

    from giis.files.writer import Encoding, LineEnd
    from giis.specs import Guide

_SEPARATOR = "|"
_NEVER = "\x01"
"""What parts the columns of a table that has one column."""


class Lines:
    """The lines of a file.

    Parameters
    ----------
    guide : Guide
        The guide, in whose order the values stand.
    scenarios : polars.DataFrame
        Columns `r.<identifier>`, one row a scenario.
    changing : collection of str
        The columns that differ between the records of one scenario.
    line_end, encoding
        How lines end and are encoded.
    """

    def __init__(
        self,
        guide: Guide,
        scenarios: pl.DataFrame,
        changing: Collection[str],
        line_end: LineEnd,
        encoding: Encoding,
    ) -> None:
        self._guide, self._scenarios, self._changing = guide, scenarios, frozenset(changing)
        self._line_end, self._encoding = line_end, encoding

    def header(self) -> bytes:
        """Return the first line: the official names."""
        names = _SEPARATOR.join(variable.header for variable in self._guide.variables)
        return encoded(names + self._line_end, self._encoding, _SEPARATOR, 0)

    def of(self, changing: pl.DataFrame, written: int) -> bytes:
        """Return the lines of records: their scenarios (`s.number`) and what changes; `written` stand before them."""
        pieces, order = self._pieces
        scenario = changing.get_column(NUMBER)
        left = iter(pieces)
        parts = [changing.get_column(name) if name is not None else next(left).gather(scenario) for name in order]
        named = pl.DataFrame([part.alias(str(place)) for place, part in enumerate(parts)])
        text = named.select(pl.concat_str(pl.all(), separator=_SEPARATOR)).write_csv(
            include_header=False, separator=_NEVER, quote_style="never", line_terminator=self._line_end
        )
        return self._encoded(text, written)

    def _encoded(self, text: str, written: int) -> bytes:
        """Encode lines; where no two letters beyond ASCII meet, none can be read otherwise than it is written."""
        if self._encoding == "windows-1252" and self._plain:
            try:
                return text.encode(self._encoding)
            except UnicodeEncodeError:
                pass
        return encoded(text, self._encoding, _SEPARATOR, written)

    @cached_property
    def _plain(self) -> bool:
        texts = [*self._pieces[0], *vocabulary_texts()]
        return not any(series.str.contains("[^\\x00-\\x7F]{2}").any() for series in texts)

    @cached_property
    def _pieces(self) -> tuple[list[pl.Series], list[str | None]]:
        """What stands in a line between the columns that change: of each scenario in one piece."""
        pieces: list[pl.Series] = []
        order: list[str | None] = []
        run: list[str] = []
        columns = [raw_column(variable.identifier) for variable in self._guide.variables]
        for column in [*columns, None]:
            if column is not None and column not in self._changing:
                run.append(column)
                continue
            if run:
                pieces.append(self._scenarios.select(pl.concat_str(run, separator=_SEPARATOR)).to_series())
                order.append(None)
                run = []
            if column is not None:
                order.append(column)
        return pieces, order
