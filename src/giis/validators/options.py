"""What a run is asked for: plain values, without Polars."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from giis.catalogs import CatalogStore
    from giis.specs import Guide, Severity
    from giis.validators.baseline import Baseline
    from giis.validators.findings import Profile

STDIN = "-"
TABLE = "<records>"
"""What a table is called where a file has its path."""
BATCH_BYTES = 20 << 20


@dataclass(frozen=True)
class RunOptions:
    """What a run asks for; see `validate`."""

    guide: str | Guide | None
    as_of: date
    store: CatalogStore
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    profile: Profile = "default"
    unofficial_as_errors: bool = False
    max_findings: int | None = 1000
    show_values: bool = False
    batch_bytes: int = BATCH_BYTES
    timing: bool = False
    statistics: bool = False
    severities: Mapping[str, Severity] = field(default_factory=dict)
    baseline: Baseline | None = None
    collecting: bool = False
    secret: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if not isinstance(self.as_of, date):
            raise TypeError(f"as_of is a datetime.date, not {type(self.as_of).__name__}")
