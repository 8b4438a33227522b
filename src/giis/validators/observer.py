"""Looking on while the records of a file are judged: questions of one's own, answered in the same pass."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from giis.specs import Guide

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from giis.specs import Node


class Observer(Protocol):
    """Asks something of every record of a file while it is judged, and takes the answers batch by batch."""

    @property
    def questions(self) -> Mapping[str, Node]:
        """What to answer of every record, by the name of its column; names that begin with `f.` are taken."""

    def take(self, answers: pl.DataFrame, records: pl.Series, faulty: pl.Series | None) -> None:
        """Take up one batch; batches come in the order of the file.

        Parameters
        ----------
        answers : polars.DataFrame
            The answers, a row for each record, among other columns.
        records : polars.Series
            The numbers of the records.
        faulty : polars.Series or None
            Which records have an error; None if none has.
        """


Observe = Callable[[Guide, str], Observer]
"""Gives the observer of a file, from its guide and its path."""
