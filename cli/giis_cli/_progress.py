"""A progress bar on stderr, only on a terminal and only for what takes longer than a second."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

    from rich.progress import Progress, TaskID

_PATIENCE = 1.0


class SlowProgress:
    """Call it with the bytes done and in all; use it as a context.

    Parameters
    ----------
    wanted : bool
        Whether to show anything at all.
    """

    def __init__(self, *, wanted: bool = True) -> None:
        self._wanted = wanted and sys.stderr.isatty()
        self._start = time.monotonic()
        self._name = ""
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def file(self, name: str) -> None:
        """Say which file comes next."""
        from giis._plain import plain

        self._name = plain(name)
        if self._progress is not None and self._task is not None:
            self._progress.remove_task(self._task)
            self._task = self._progress.add_task(self._name, total=None)

    def __call__(self, done: int, total: int | None) -> None:
        """Show how far the work is."""
        if not self._wanted:
            return
        if self._progress is None:
            if done == total or time.monotonic() - self._start < _PATIENCE:
                return
            self._begin()
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, completed=done, total=total)

    def __enter__(self) -> SlowProgress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._progress is not None:
            self._progress.stop()
            self._progress = None

    def _begin(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TaskProgressColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._progress.add_task(self._name, total=None)
        self._progress.start()
