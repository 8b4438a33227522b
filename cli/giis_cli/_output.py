"""Where output goes: data to stdout, everything else to stderr."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from giis_cli._options import Format

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console

_WIDTH = 100


def console(*, stderr: bool = False) -> Console:
    """Return the console of stdout (or stderr); 100 columns wide where neither a terminal nor `COLUMNS` tells."""
    from rich.console import Console

    class PipeConsole(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))

    stream = sys.stderr if stderr else sys.stdout
    fixed = None if stream.isatty() or os.environ.get("COLUMNS") else _WIDTH
    return PipeConsole(stderr=stderr, width=fixed, highlight=False, markup=False, emoji=False)


def write_json(data: object) -> None:
    """Write `data` as JSON to stdout, in UTF-8 whatever the locale."""
    from giis.reports import dumps

    write_text(dumps(data) + "\n")


def write_text(text: str) -> None:
    """Write `text` to stdout, in UTF-8 whatever the locale."""
    if getattr(sys.stdout, "buffer", None) is None:
        sys.stdout.write(text)
    else:
        write_bytes(text.encode("utf-8"))


def write_bytes(data: bytes) -> None:
    """Write `data` to stdout as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)


def present(output: Format, data: Callable[[], object], render: Callable[[Console], None]) -> None:
    """Write to stdout what the user asked for: `data` as JSON, or what `render` prints."""
    with writing():
        if output is Format.json:
            write_json(data())
        else:
            render(console())


@contextmanager
def writing() -> Iterator[None]:
    """Write to stdout in this block: a reader that has gone away (`| head`) is no error."""
    try:
        yield
        sys.stdout.flush()
    except OSError as error:
        if error.errno != errno.EPIPE and not (os.name == "nt" and error.errno == errno.EINVAL):
            raise
        _silence()


def _silence() -> None:
    """Send what is left to nowhere, so that the interpreter does not complain when it flushes at its end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def never_fail_on_characters() -> None:
    """Show what the encoding of a terminal lacks as `?` instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if (stream.encoding or "").lower().replace("-", "") != "utf8":
            with suppress(AttributeError, ValueError):
                stream.reconfigure(errors="replace")  # type: ignore[union-attr]
