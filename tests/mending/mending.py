"""Files that hold mistakes, and what a repair makes of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from giis.catalogs import CatalogStore
from giis.mending import Repair, repair
from giis.specs import load_guide
from outpatient import AS_OF, BASE, exchange_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

GUIDE = "GIIS-B015-04-11"
WIDTH = len(load_guide(GUIDE).variables)


def record(number: int = 0, **changes: str) -> dict[str, str]:
    """Return a valid record, unlike those of other numbers, with some values changed."""
    return {**BASE, "peso": f"{50 + number % 40}.{number // 40}", **changes}


def lines(*records: Mapping[str, str]) -> list[str]:
    """Return the lines of a file, the header first."""
    return exchange_file(records).decode("cp1252").split("\r\n")[:-1]


def file_of(lines: Iterable[str], end: str = "\r\n", encoding: str = "cp1252") -> bytes:
    """Return the file with these lines."""
    return "".join(line + end for line in lines).encode(encoding)


@dataclass
class Outcome:
    """A repair and the bytes that it wrote."""

    repair: Repair
    data: bytes

    @property
    def lines(self) -> list[str]:
        """The lines that were written."""
        return self.data.decode("cp1252").splitlines()

    def record(self, number: int) -> dict[str, str]:
        """Return a record of the output by identifier, counted from 1."""
        names = [variable.identifier for variable in load_guide(self.repair.guide).variables]
        return dict(zip(names, self.lines[number].split("|"), strict=True))

    def changes(self) -> list[tuple[Any, ...]]:
        """Return record, variable, before, after and safety of each change."""
        return self.repair.changes.select("record", "variable", "before", "after", "safety").rows()


def mend(data: bytes | Path, guide: str | None = GUIDE, **options: Any) -> Outcome:
    """Repair a file and read what was written."""
    with TemporaryDirectory() as folder:
        target = Path(folder, "CEX-DFSSA-2411.TXT")
        options = {"as_of": AS_OF, "catalogs": CatalogStore(Path(folder)), "show_values": True, **options}
        done = repair(data, target, guide, **options)
        return Outcome(done, target.read_bytes())
