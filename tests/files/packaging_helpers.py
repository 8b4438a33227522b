from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING, Any

from giis.files.packaging import Key, decrypted, encrypted

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = bytes(range(24))
KEY = Key(SECRET)
OTHER = Key(bytes(range(100, 124)))
TEXT = b"CLUES|NOMBRE|EDAD\r\nDFSSA002935|NU\xd1O|35\r\nDFSSA002935|ANA|36\r\n"


def cut(data: bytes, size: int) -> Iterator[bytes]:
    return (data[place : place + size] for place in range(0, len(data), size))


def cipher(data: bytes, key: Key = KEY) -> bytes:
    return b"".join(encrypted([data], key))


def plain(data: bytes, key: Key = KEY, size: int = 1 << 20) -> bytes:
    return b"".join(decrypted(cut(data, size), key))


def archive(*entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED, **changes: Any) -> bytes:
    """Return a ZIP with these entries; `changes` are set on each entry before it is written."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, data in entries:
            info = zipfile.ZipInfo("x", (2024, 11, 5, 10, 0, 0))
            info.filename = info.orig_filename = name
            info.compress_type = method
            for field, value in changes.items():
                setattr(info, field, value)
            made.writestr(info, data)
    return buffer.getvalue()


def patched(data: bytes, offset: int, form: str, value: int, *, local: int | None = None) -> bytes:
    """Return the ZIP `data` with a field of the first entry of its list changed, and of its local header too."""
    changed = bytearray(data)
    start = changed.index(b"PK\x01\x02")
    struct.pack_into(form, changed, start + offset, value)
    if local is not None:
        struct.pack_into(form, changed, local, value)
    return bytes(changed)
