"""Putting pages into a folder: which are new, which stay, which are not ours; then all of them."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from giis._errors import InputError
from giis._text import Text
from giis.reports.docs import _words as d

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MARK = "<!-- giis specs docs -->\n"
"""The first line of every page: what bears it may be written again."""


@dataclass(frozen=True)
class Standing:
    """How a folder stands to the pages that belong into it, by name.

    `missing` and `stale` are to be written, `current` are as they should be, `foreign` are in the way, `left_over` were
    written once and belong there no longer.
    """

    missing: Sequence[str]
    stale: Sequence[str]
    current: Sequence[str]
    foreign: Sequence[str]
    left_over: Sequence[str]

    @property
    def up_to_date(self) -> bool:
        """Whether nothing would change."""
        return not (self.missing or self.stale or self.foreign or self.left_over)


def standing(pages: Mapping[str, str], folder: Path) -> Standing:
    """Return how `folder` stands to `pages` (name to text); nothing is written.

    Raises
    ------
    InputError
        If `folder` is no folder.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError(Text(*(told.format(path=folder) for told in d.NO_FOLDER)))
    found: dict[str, list[str]] = {name: [] for name in ("missing", "stale", "current", "foreign")}
    for name, page in pages.items():
        found[_state(folder / name, page.encode())].append(name)
    others = sorted(folder.glob("*.md")) if folder.is_dir() else []
    left_over = [path.name for path in others if path.name not in pages and _ours(path)]
    return Standing(**found, left_over=left_over)


def write_pages(pages: Mapping[str, str], folder: Path, *, force: bool = False) -> Standing:
    """Write `pages` into `folder`, which is made if there is none; a page that is as it should be is left alone.

    All pages are written aside first, and then take their places one by one.

    Raises
    ------
    InputError
        If a file is in the way that `giis specs docs` did not write, unless `force`; nothing is written then.
    OSError
        If the folder cannot be written.
    """
    found = standing(pages, folder)
    if found.foreign and not force:
        paths = ", ".join(str(folder / name) for name in found.foreign)
        raise InputError(Text(*(told.format(paths=paths) for told in d.FOREIGN)))
    folder.mkdir(parents=True, exist_ok=True)
    names = [*found.missing, *found.stale, *found.foreign]
    if names:
        with tempfile.TemporaryDirectory(prefix=".giis-", dir=folder) as aside:
            for name in names:
                (Path(aside) / name).write_bytes(pages[name].encode())
            for name in names:
                (Path(aside) / name).replace(folder / name)
    return found


def _state(path: Path, data: bytes) -> str:
    if not path.exists() and not path.is_symlink():
        return "missing"
    if path.is_symlink() or not path.is_file():
        return "foreign"
    present = path.read_bytes()
    if present == data:
        return "current"
    return "stale" if present.startswith(MARK.encode()) else "foreign"


def _ours(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(len(MARK)) == MARK.encode()
