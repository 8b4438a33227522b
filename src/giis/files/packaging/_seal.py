"""TXT to CIF to ZIP, as one stream."""

from __future__ import annotations

import hashlib
import stat
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from giis._drafts import replacing
from giis._errors import InputError
from giis._text import Text
from giis.files.packaging._cipher import BLOCK, encrypted
from giis.files.packaging._faults import unreadable, unwritable
from giis.files.packaging._names import cipher_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from giis.files.packaging._key import Key

PIECE = 1 << 20
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_PRIVATE = (stat.S_IFREG | 0o600) << 16


@dataclass(frozen=True, slots=True)
class Sealed:
    """An archive that was written; `size` and `sha256` are those of the text in it."""

    path: Path
    size: int
    sha256: str


def seal(
    source: Path,
    target: Path,
    key: Key,
    *,
    overwrite: bool = False,
    sha256: str | None = None,
    progress: Callable[[int, int | None], None] | None = None,
) -> Sealed:
    """Encrypt `source` and write it, alone, into the ZIP file `target`; whole or not at all.

    The same bytes, name and key give the same archive (with the same version of zlib).

    Parameters
    ----------
    source, target : Path
        The exchange file and the archive. The entry is called as the archive, with `.CIF`.
    key : Key
        The key.
    overwrite : bool
        Whether `target` may be there already.
    sha256 : str, optional
        What the SHA-256 of the file must be, if it is known: that of the bytes that were judged.
    progress : callable, optional
        Called with the bytes done and those in all.

    Raises
    ------
    InputError
        If the file cannot be read or changed meanwhile, or the archive cannot be written or is there already.
    """
    try:
        stream = source.open("rb")
    except OSError as error:
        raise unreadable(source, error) from error
    with stream:
        reader = _Reader(stream, source, progress)
        entry = _entry(cipher_name(target.name), (reader.expected // BLOCK + 1) * BLOCK)
        try:
            with (
                replacing(target, overwrite=overwrite) as draft,
                zipfile.ZipFile(draft, "w") as archive,
            ):
                with archive.open(entry, "w") as place:
                    for piece in encrypted(reader.pieces(), key):
                        place.write(piece)
                reader.check(sha256)
        except OSError as error:
            raise unwritable(target, error) from error
    return Sealed(target, reader.size, reader.sha256)


def _entry(name: str, size: int) -> zipfile.ZipInfo:
    """Return an entry that tells nothing of when and where it was made."""
    entry = zipfile.ZipInfo(name, _FIRST_DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = _UNIX
    entry.external_attr = _PRIVATE
    entry.file_size = size  # by which zipfile knows whether the entry needs ZIP64
    return entry


class _Reader:
    """Reads the text once, and hashes it on the way."""

    def __init__(self, stream: BinaryIO, path: Path, progress: Callable[[int, int | None], None] | None) -> None:
        self._stream, self._path, self._progress = stream, path, progress
        self._digest = hashlib.sha256()
        self.expected = path.stat().st_size
        self.size = 0

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def pieces(self) -> Iterator[bytes]:
        while piece := self._read():
            self.size += len(piece)
            if self.size > self.expected:
                raise self._changed()
            self._digest.update(piece)
            yield piece
            if self._progress:
                self._progress(self.size, self.expected)

    def check(self, sha256: str | None) -> None:
        if self.size != self.expected or sha256 not in (None, self.sha256):
            raise self._changed()

    def _read(self) -> bytes:
        try:
            return self._stream.read(PIECE)
        except OSError as error:
            raise unreadable(self._path, error) from error

    def _changed(self) -> InputError:
        return InputError(
            Text(
                f"{self._path}: el archivo cambió mientras se revisaba y empaquetaba; no se escribió nada. Repita "
                "cuando nadie lo modifique",
                f"{self._path}: the file changed while it was checked and packed; nothing was written. Try again "
                "when nobody changes it",
            )
        )
