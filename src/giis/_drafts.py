"""Files that appear whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def replacing(path: Path, *, overwrite: bool = True) -> Iterator[BinaryIO]:
    """Give a private file beside `path` that takes its place at the end, or vanishes on an error.

    Parameters
    ----------
    path : Path
        Its file can be read by its owner only, or as the file that it replaces.
    overwrite : bool
        Whether there may be such a file already.

    Raises
    ------
    FileExistsError
        If there is a file already, or came to be meanwhile, and `overwrite` is false.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "w+b") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if not overwrite:
            _place_new(draft, path)
            return
        if path.exists():
            draft.chmod(path.stat().st_mode & 0o777)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _place_new(draft: Path, path: Path) -> None:
    """Move `draft` to `path`, where nothing may stand, not even since it was looked for."""
    if os.name == "nt":
        draft.rename(path)  # which refuses there to replace a file
        return
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        draft.replace(path)
    else:
        draft.unlink()
