"""The folder of the cache: private files, each whole or not there, the oldest taken away where they grow too many."""

from __future__ import annotations

import os
import re
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from giis._drafts import replacing

if TYPE_CHECKING:
    from collections.abc import Iterator

ENVIRONMENT = "GIIS_CACHE_DIR"
MOST_BYTES = 256 << 20
"""How much the entries of a folder may take together."""
MOST_SECONDS = 30 * 24 * 3600
"""How long an entry stays that nobody asks for."""
_ENTRY = re.compile(r"[0-9a-f]{1,16}-[0-9a-f]{40}\.giis")
_DRAFT = re.compile(r"\.[0-9a-f]{1,16}-[0-9a-f]{40}\.giis\..+")
_DRAFT_SECONDS = 3600
_LARGEST = MOST_BYTES // 4


@dataclass(frozen=True)
class Contents:
    """What a folder holds: how many entries, their bytes, and when the one used longest ago was used."""

    entries: int
    size: int
    oldest: float | None


@dataclass(frozen=True)
class _Entry:
    path: str
    size: int
    used: float


class CacheFolder:
    """Reads and writes entries by name. Whatever keeps it from doing so is no fault: there is no answer then.

    Parameters
    ----------
    path : Path
        The folder; it is made, for its owner alone, when something is first written.
    most_bytes : int
        How much the entries may take together.
    """

    def __init__(self, path: Path, most_bytes: int = MOST_BYTES) -> None:
        self.path, self.most_bytes = path, most_bytes

    def may_hold(self, size: int) -> bool:
        """Return whether there is any entry on files of `size` bytes together."""
        prefix = f"{size:x}-"
        return any(Path(entry.path).name.startswith(prefix) for entry in self._entries())

    def read(self, size: int, name: str) -> bytes | None:
        """Return the entry `name` on files of `size` bytes, None if there is none that this user wrote."""
        path = self._place(size, name)
        try:
            with path.open("rb") as stream:
                status = os.fstat(stream.fileno())
                if not _own(status) or status.st_size > _LARGEST:
                    return None
                data = stream.read()
        except OSError:
            return None
        with suppress(OSError):
            os.utime(path)
        return data

    def write(self, size: int, name: str, data: bytes) -> bool:
        """Write the entry `name`, and make room; return whether it was possible."""
        if len(data) > min(_LARGEST, self.most_bytes):
            return False
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            with replacing(self._place(size, name)) as stream:
                stream.write(data)
        except OSError:
            return False
        self._make_room()
        return True

    def contents(self) -> Contents:
        """Return what the folder holds."""
        entries = list(self._entries())
        oldest = min((entry.used for entry in entries), default=None)
        return Contents(len(entries), sum(entry.size for entry in entries), oldest)

    def clear(self) -> Contents:
        """Take all entries away, and nothing else; return what was taken.

        Raises
        ------
        OSError
            If one cannot be taken away.
        """
        found = self.contents()
        for pattern in (_ENTRY, _DRAFT):
            for entry in self._entries(pattern):
                Path(entry.path).unlink(missing_ok=True)
        return found

    def _place(self, size: int, name: str) -> Path:
        return self.path / f"{size:x}-{name}.giis"

    def _entries(self, pattern: re.Pattern[str] = _ENTRY) -> Iterator[_Entry]:
        try:
            with os.scandir(self.path) as inside:
                for item in inside:
                    if pattern.fullmatch(item.name) and item.is_file(follow_symlinks=False):
                        status = item.stat(follow_symlinks=False)
                        yield _Entry(item.path, status.st_size, status.st_mtime)
        except OSError:
            return

    def _make_room(self) -> None:
        """Take away what nobody asked for in a long time, then the oldest entries that are too many."""
        now = time.time()
        entries = sorted(self._entries(), key=lambda entry: entry.used, reverse=True)
        total = 0
        for entry in entries:
            total += entry.size
            if total > self.most_bytes or now - entry.used > MOST_SECONDS:
                _remove(entry.path)
                total -= entry.size
        for draft in self._entries(_DRAFT):
            if now - draft.used > _DRAFT_SECONDS:
                _remove(draft.path)


def user_folder() -> Path | None:
    """Return the folder of the cache: that of `GIIS_CACHE_DIR`, else the platform's; None where there is no home."""
    if named := os.environ.get(ENVIRONMENT):
        return Path(named)
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "giis" / "cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "giis"
    base = Path(os.environ.get("XDG_CACHE_HOME") or "")
    return (base if base.is_absolute() else home / ".cache") / "giis"


def _own(status: os.stat_result) -> bool:
    return not hasattr(os, "geteuid") or status.st_uid == os.geteuid()


def _remove(path: str) -> None:
    with suppress(OSError):
        Path(path).unlink()
