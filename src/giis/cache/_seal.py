"""The bytes of an entry: packed, and unreadable without the very files that they speak of.

The key is made of what was asked for, of which the SHA-256 of the judged files is a part. Who has neither a file nor a
report of it cannot read what the cache holds about it.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from typing import Any

MOST_BYTES = 64 << 20
"""The largest entry, unpacked."""
_MAGIC = b"giis-cache/1\n"
_CHECK = 32


class UnreadableError(ValueError):
    """The bytes are no entry, or one of something else, or damaged."""


def name_of(asked: bytes) -> str:
    """Return what the entry for `asked` is called: 40 digits that tell nothing of it."""
    return hashlib.sha256(b"name\0" + asked).hexdigest()[:40]


def seal(asked: bytes, data: Any) -> bytes | None:
    """Return the entry that answers `asked` with `data`, plain data for JSON; None if it would be too large."""
    text = json.dumps(data, separators=(",", ":")).encode("ascii")
    if len(text) > MOST_BYTES:
        return None
    packed = zlib.compress(text, 1)
    return _MAGIC + _scrambled(asked, hashlib.sha256(packed).digest() + packed)


def unseal(asked: bytes, entry: bytes) -> Any:
    """Return the data of an entry.

    Raises
    ------
    UnreadableError
        If it is not an entry that was made for `asked`, or not as it was made.
    """
    if not entry.startswith(_MAGIC):
        raise UnreadableError
    body = _scrambled(asked, entry[len(_MAGIC) :])
    packed = body[_CHECK:]
    if hashlib.sha256(packed).digest() != body[:_CHECK]:
        raise UnreadableError
    try:
        unpacking = zlib.decompressobj()
        text = unpacking.decompress(packed, MOST_BYTES)
        if not unpacking.eof:
            raise UnreadableError
        return json.loads(text)
    except (zlib.error, ValueError, RecursionError) as error:
        raise UnreadableError from error


def _scrambled(asked: bytes, data: bytes) -> bytes:
    """Return `data` combined with the stream of SHAKE-256 over the key; doing so again gives `data` back."""
    key = hashlib.sha256(b"key\0" + asked).digest()
    stream = hashlib.shake_256(key).digest(len(data))
    both = int.from_bytes(data, "big") ^ int.from_bytes(stream, "big")
    return both.to_bytes(len(data), "big")
