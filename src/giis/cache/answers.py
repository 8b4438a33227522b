"""The answer to a run, if the same was asked before of the same bytes."""

from __future__ import annotations

import hashlib
import stat
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from giis._errors import GiisError
from giis.cache._asked import asked
from giis.cache._codec import StrangeError, decoded, encoded
from giis.cache._seal import name_of, seal, unseal
from giis.validators.baseline import use_in_run
from giis.validators.findings import FileReport, Report
from giis.validators.kept import Part
from giis.validators.keys import mark_of
from giis.validators.options import STDIN, RunOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from giis._text import Language
    from giis.cache.folder import CacheFolder

_MOST_ROWS = 16 << 20
"""Bytes of what a file holds of the rules across files, beyond which it is not kept: memory is not to grow with it."""
_FAULTS = (OSError, GiisError, TypeError, ValueError, RecursionError)
"""What keeps an answer from being found or kept, and is no fault of the run: the files are judged then."""


@dataclass(frozen=True)
class _Run:
    """What is kept of a run: the reports of its files, and the keys of a baseline that were met, by rule."""

    files: tuple[FileReport, ...]
    met: Mapping[str, tuple[str, ...]]


class Answers:
    """The answer to one run in a folder of such answers.

    A run of several files has one answer, for its files are compared with each other; beside it each file has its part,
    which holds for other runs as long as their files say the same of it. Neither what is read from
    a stream, nor confidential values, times, or what a baseline is written from, is ever kept.

    Parameters
    ----------
    folder : CacheFolder
        Where answers are kept.
    paths : sequence of str
        The files of the run, as they are called.
    options : RunOptions
        What is asked for.
    of : callable
        What is asked of the file of that name: `options`, or others.
    """

    def __init__(
        self,
        folder: CacheFolder,
        paths: Sequence[str],
        options: RunOptions,
        of: Callable[[str], RunOptions] | None = None,
    ) -> None:
        self._folder, self._paths, self._options = folder, [str(Path(path)) for path in paths], options
        self._each = [of(path) if of is not None else options for path in paths]
        refused = options.show_values or options.timing or options.collecting or STDIN in paths
        self.possible = bool(paths) and not refused

    @property
    def partial(self) -> bool:
        """Whether files of the run may be answered one by one."""
        return self.possible and len(self._paths) > 1

    def part(self, path: str) -> Part | None:
        """Return what an earlier run of several files kept of the file `path`, None if nothing."""
        if not self.partial:
            return None
        place = self._paths.index(str(Path(path)))
        try:
            status = Path(path).stat()
            if not stat.S_ISREG(status.st_mode) or not self._folder.may_hold(status.st_size):
                return None
            key = self._part_key(place, _sha256(path))
            entry = self._folder.read(status.st_size, name_of(key))
            return decoded(Part, unseal(key, entry)) if entry is not None else None
        except _FAULTS:
            return None

    def keep_parts(self, parts: Iterable[Part]) -> None:
        """Keep what a run of several files found of each, to be used by later runs of which they are a part."""
        for part in parts if self.partial else ():
            if sum(len(held.rows) for held in part.across) > _MOST_ROWS:
                continue
            with suppress(*_FAULTS):
                file = replace(part.file, seconds=0.0)
                key = self._part_key(self._paths.index(file.path), file.sha256)
                entry = seal(key, encoded(replace(part, file=file)))
                if entry is not None:
                    self._folder.write(file.size, name_of(key), entry)

    def find(self, language: Language) -> Report | None:
        """Return the report of the same run made before, None if there is none."""
        if not self.possible:
            return None
        try:
            size = self._size()
            if size is None or not self._folder.may_hold(size):
                return None
            key = self._key([_sha256(path) for path in self._paths])
            entry = self._folder.read(size, name_of(key))
            return self._report(unseal(key, entry), language) if entry is not None else None
        except _FAULTS:
            return None

    def keep(self, report: Report, met: Mapping[str, Collection[str]]) -> bool:
        """Keep `report` as the answer, and the keys of the baseline that were `met`; return whether it was possible.

        It is kept by the hashes of the bytes that were judged, whatever the files hold by now.
        """
        if not self.possible or [file.path for file in report.files] != self._paths:
            return False
        try:
            key = self._key([file.sha256 for file in report.files])
            files = [replace(file, seconds=0.0) for file in report.files]
            found = {rule: tuple(sorted(keys)) for rule, keys in met.items()}
            entry = seal(key, encoded(_Run(tuple(files), found)))
            size = sum(file.size for file in files)
            return entry is not None and self._folder.write(size, name_of(key), entry)
        except _FAULTS:
            return False

    def _size(self) -> int | None:
        """Return the bytes of all files, None if one is no file that could be read twice, such as a pipe."""
        found = [Path(path).stat() for path in self._paths]
        return sum(item.st_size for item in found) if all(stat.S_ISREG(item.st_mode) for item in found) else None

    def _key(self, digests: Sequence[str]) -> bytes:
        # Of one file alone the report tells nothing of the folder in which it lies.
        names = self._paths if len(self._paths) > 1 else [Path(path).name for path in self._paths]
        return asked(list(zip(names, digests, self._each, strict=True)))

    def _part_key(self, place: int, digest: str) -> bytes:
        return b"part\0" + asked([(self._paths[place], digest, self._each[place])])

    def _report(self, data: Any, language: Language) -> Report:
        run = decoded(_Run, data)
        if len(run.files) != len(self._paths):
            raise StrangeError
        files = [replace(file, path=path) for file, path in zip(run.files, self._paths, strict=True)]
        met = {rule: set(keys) for rule, keys in run.met.items()}
        use = use_in_run(met, files, self._options)
        keyed = mark_of(self._options.secret)
        return Report(files, self._options.as_of, language=language, baseline=use, keyed=keyed)


def _sha256(path: str) -> str:
    with Path(path).open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
