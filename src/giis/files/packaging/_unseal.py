"""ZIP or CIF to TXT, as one stream; the text must look like an exchange file."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from giis._drafts import replacing
from giis._errors import InputError
from giis._text import Text
from giis.files.packaging._cipher import PaddingError, decrypted
from giis.files.packaging._faults import unwritable
from giis.files.packaging._open import MAX_SIZE, open_cipher
from giis.files.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from giis.files.packaging._key import Key

_HEAD = 1 << 16
_LINE_END = re.compile(rb"[\r\n]")
_CONTROL = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]")
_USUAL = re.compile(rb"[A-Za-z0-9_ |]")


@dataclass(frozen=True, slots=True)
class Unsealed:
    """A text that was written; `entry` is the name of the CIF in the archive (None: it was no archive)."""

    path: Path
    size: int
    sha256: str
    entry: str | None


def unseal(
    source: Path,
    target: Path,
    key: Key,
    *,
    overwrite: bool = False,
    any_text: bool = False,
    max_size: int = MAX_SIZE,
    progress: Callable[[int, int | None], None] | None = None,
) -> Unsealed:
    """Decrypt the CIF `source`, or the one in the ZIP `source`, and write the text; whole or not at all.

    Parameters
    ----------
    source, target : Path
        The file received, and the text file.
    key : Key
        The key.
    overwrite : bool
        Whether `target` may be there already.
    any_text : bool
        Whether to write what does not look like an exchange file.
    max_size : int
        How many bytes the CIF may have.
    progress : callable, optional
        Called with the bytes done and those in all.

    Raises
    ------
    InputError
        If the archive is not what it should be, the key does not fit, or the text cannot be written.
    """
    digest = hashlib.sha256()
    size = 0
    with open_cipher(source, max_size) as cipher:
        pieces = _told(cipher.pieces, cipher.size, progress)
        try:
            with replacing(target, overwrite=overwrite) as draft:
                for piece in _plausible(decrypted(pieces, key), source, any_text=any_text):
                    size += len(piece)
                    digest.update(piece)
                    draft.write(piece)
        except OSError as error:
            raise unwritable(target, error) from error
        return Unsealed(target, size, digest.hexdigest(), cipher.entry)


def looks_like_exchange(start: bytes) -> bool:
    """Return whether a text that begins so may be an exchange file: its first line has names parted by `|`."""
    with Source(start) as source:
        text = source.peek(_HEAD).lstrip()
    line = _LINE_END.split(text, maxsplit=1)[0]
    usual = len(_USUAL.findall(line))
    return b"|" in line and _CONTROL.search(line) is None and usual * 4 >= len(line) * 3


def _plausible(pieces: Iterator[bytes], path: Path, *, any_text: bool) -> Iterator[bytes]:
    """Hold the first bytes back until they show that the key was the right one."""
    head = b""
    try:
        for piece in pieces:
            head += piece
            if len(head) >= _HEAD:
                break
        if not any_text and not looks_like_exchange(head):
            raise _wrong_key(path)
        yield head
        yield from pieces
    except PaddingError:
        raise _cut(path) if looks_like_exchange(head) else _wrong_key(path) from None


def _told(pieces: Iterator[bytes], total: int, progress: Callable[[int, int | None], None] | None) -> Iterator[bytes]:
    done = 0
    for piece in pieces:
        yield piece
        done += len(piece)
        if progress:
            progress(done, total)


def _wrong_key(path: Path) -> InputError:
    return InputError(
        Text(
            f"{path}: lo descifrado no parece un archivo de intercambio; lo más probable es que la llave no sea la "
            "correcta. No se escribió nada",
            f"{path}: what was decrypted does not look like an exchange file; most likely the key is not the right "
            "one. Nothing was written",
        )
    )


def _cut(path: Path) -> InputError:
    return InputError(
        Text(
            f"{path}: el final no se pudo descifrar: el CIF está incompleto o dañado. No se escribió nada",
            f"{path}: the end could not be decrypted: the CIF is cut short or damaged. Nothing was written",
        )
    )
