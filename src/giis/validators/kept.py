"""What is kept of a judged file that was one of several: plain values, without Polars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from giis.validators.findings import Breach, FileReport  # noqa: TC001 - who reads it back asks for these types

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Across:
    """What a file holds of a rule across files (`rows`, a table in Arrow's format), and what the others said of it.

    `holds` tells whether its records are those that others name; `asked` and `found` are the outcome.
    """

    rule: str
    holds: bool
    rows: bytes
    asked: int
    found: tuple[Breach, ...]


@dataclass(frozen=True)
class Part:
    """The report of a file, what it depends on of other files, and the keys of a baseline that were met.

    `probe` tells whether digests of this machine are those of the machine that made it.
    """

    file: FileReport
    across: tuple[Across, ...]
    met: Mapping[str, tuple[str, ...]]
    probe: int
