"""The change log: every change, written as it is made; confidential values masked."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

import polars as pl

from giis._plain import plain, plain_json
from giis._version import __version__
from giis.validators.findings import MASK

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from giis.specs import Guide
    from giis.validators.options import RunOptions

SCHEMA = "giis-changes/1"
COLUMNS = {
    "record": pl.UInt32,
    "line": pl.UInt32,
    "variable": pl.String,
    "before": pl.String,
    "after": pl.String,
    "rule": pl.String,
    "safety": pl.String,
}
"""`record` and `line` are those of the input, empty for what concerns the whole file; `rule` names one or several."""
_FORMULA = r"^[=+\-@\t\r\n|%]"
_PLAIN_NUMBER = r"^[+-]?[0-9]+(?:[.,][0-9]+)?$"


def confidential_names(guide: Guide) -> list[str]:
    """Return the columns that hold what the guide marks as confidential."""
    return [
        variable.identifier
        for variable in guide.variables
        if any(item.confidential for item in (variable, *variable.fields))
    ]


def head_of(source: str, output: Path | None, guide: Guide, options: RunOptions, *, unsafe: bool) -> dict[str, Any]:
    """Return what a log says of all its changes.

    Parameters
    ----------
    source : str
        What was read, as it may be shown.
    output : Path, optional
        What is written.
    guide : Guide
        The guide that is followed.
    options : RunOptions
        The date of registration, and whether values are shown.
    unsafe : bool
        Whether unsafe changes were wanted.
    """
    return {
        "tool": {"name": "giis", "version": __version__},
        "input": source,
        "output": str(output) if output is not None else None,
        "guide": guide.id,
        "as_of": options.as_of.isoformat(),
        "unsafe": unsafe,
        "values_shown": options.show_values,
    }


def told(log: pl.DataFrame, records: pl.Series, lines: pl.Series) -> pl.DataFrame:
    """Return changes of values, as `RecordMender` tells them, as `COLUMNS`: with their records and lines."""
    return log.select(
        records.cast(pl.UInt32).alias("record"),
        lines.cast(pl.UInt32).alias("line"),
        "variable",
        "before",
        "after",
        pl.col("rules").alias("rule"),
        pl.when("safe").then(pl.lit("safe")).otherwise(pl.lit("unsafe")).alias("safety"),
    )


def masked(changes: pl.DataFrame, confidential: Sequence[str]) -> pl.DataFrame:
    """Return the changes with the values of some variables hidden; that nothing stood there is no secret."""
    hidden = pl.col("variable").is_in(list(confidential)).fill_null(False)
    return changes.with_columns(
        pl.when(hidden & (pl.col(name) != "")).then(pl.lit(MASK)).otherwise(pl.col(name)).alias(name)
        for name in ("before", "after")
    )


class CsvLog:
    """The log as CSV in UTF-8. A value that a spreadsheet would take for a formula begins with an apostrophe."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream

    def begin(self, head: Mapping[str, object]) -> None:
        """Write the names of the columns."""
        self.stream.write((",".join(COLUMNS) + "\n").encode())

    def take(self, changes: pl.DataFrame) -> None:
        """Write some changes."""
        safe = changes.with_columns(_harmless(name) for name, dtype in COLUMNS.items() if dtype == pl.String)
        self.stream.write(plain_lines(safe.write_csv(include_header=False, quote_style="necessary")).encode())

    def end(self) -> None:
        """Finish the log."""


class JsonLog:
    """The log as one JSON object, whose `changes` are a list."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self._some = False

    def begin(self, head: Mapping[str, object]) -> None:
        """Write what is said of all changes."""
        text = json.dumps({"schema": SCHEMA, **head}, ensure_ascii=False, indent=2)
        self.stream.write(plain_json(text).removesuffix("\n}").encode() + b',\n  "changes": [')

    def take(self, changes: pl.DataFrame) -> None:
        """Write some changes."""
        rules = changes.with_columns(pl.col("rule").str.split(" ").alias("rules")).drop("rule")
        for line in plain_json(rules.write_ndjson()).splitlines():
            self.stream.write((b",\n    " if self._some else b"\n    ") + line.encode())
            self._some = True

    def end(self) -> None:
        """Close the list."""
        self.stream.write(b"\n  ]\n}\n")


class DiffView:
    """The changes as a unified view: a hunk for each record, a line for each value."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self._record: tuple[int | None, int | None] | None = None

    def begin(self, head: Mapping[str, object]) -> None:
        """Write the names of both files."""
        self.stream.write(f"--- {plain(str(head['input']))}\n+++ {plain(str(head['output']))}\n".encode())

    def take(self, changes: pl.DataFrame) -> None:
        """Write some changes."""
        parts: list[str] = []
        for record, line, variable, before, after, rule, safety in changes.iter_rows():
            if (record, line) != self._record:
                self._record = record, line
                place = f"record {record}, line {line}" if record else f"line {line}" if line else "file"
                parts.append(f"@@ {place} @@\n")
            name = f"{variable}: " if variable else ""
            parts.append(f" # {rule} ({safety})\n-{name}{plain(before)}\n+{name}{plain(after)}\n")
        self.stream.write("".join(parts).encode())

    def end(self) -> None:
        """Finish the view."""


Sink = CsvLog | JsonLog | DiffView


@dataclass
class ChangeLog:
    """Takes up changes and hands them on, masked; keeps the first and counts all.

    Parameters
    ----------
    confidential : sequence of str
        Variables whose values are hidden.
    sinks : sequence
        Where changes are written.
    most : int
        How many to keep.
    """

    confidential: Sequence[str]
    sinks: Sequence[Sink] = ()
    most: int = 1000
    changes: int = 0
    mended: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often each rule was mended, by rule and safety."""
    by_safety: Counter[str] = field(default_factory=Counter)
    _kept: list[pl.DataFrame] = field(default_factory=list)
    _kept_unsafe: list[pl.DataFrame] = field(default_factory=list)

    def begin(self, head: Mapping[str, object]) -> None:
        """Tell all sinks what is said of all changes."""
        for sink in self.sinks:
            sink.begin(head)

    def end(self) -> None:
        """Finish what the sinks write."""
        for sink in self.sinks:
            sink.end()

    def take(self, changes: pl.DataFrame) -> None:
        """Take up some changes, as `COLUMNS`."""
        if changes.is_empty():
            return
        shown = masked(changes, self.confidential)
        for sink in self.sinks:
            sink.take(shown)
        room = self.most - self.changes
        if room > 0:
            self._kept.append(shown.head(room))
        unsafe = shown.filter(pl.col("safety") == "unsafe")
        room = self.most - self.by_safety["unsafe"]
        if room > 0 and unsafe.height:
            self._kept_unsafe.append(unsafe.head(room))
        self.changes += changes.height
        single = changes.select(pl.col("rule").str.split(" "), "safety").explode("rule")
        for rule, safety, number in single.group_by("rule", "safety").len().iter_rows():
            self.mended[rule, safety] += number
        for safety, number in changes.group_by("safety").len().iter_rows():
            self.by_safety[safety] += number

    @property
    def first(self) -> pl.DataFrame:
        """The first changes."""
        return pl.concat([pl.DataFrame(schema=COLUMNS), *self._kept])

    @property
    def first_unsafe(self) -> pl.DataFrame:
        """The first unsafe changes."""
        return pl.concat([pl.DataFrame(schema=COLUMNS), *self._kept_unsafe])


def plain_lines(text: str) -> str:
    """Return CSV text with what could act on a terminal written out."""
    return "\n".join(plain(line) for line in text.split("\n"))


def _harmless(name: str) -> pl.Expr:
    column = pl.col(name)
    formula = column.str.contains(_FORMULA) & ~column.str.contains(_PLAIN_NUMBER)
    return pl.when(formula).then(pl.concat_str(pl.lit("'"), column)).otherwise(column).alias(name)
