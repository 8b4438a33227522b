"""What identifies a finding wherever its record stands: the rule and what the record holds, told as a hash."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import polars as pl

    class _Digest(Protocol):
        def copy(self) -> _Digest: ...
        def update(self, data: bytes, /) -> None: ...
        def hexdigest(self) -> str: ...


_SPACE = "giis-finding/1"
_LENGTH = 32
_MARK = 8
_SEPARATOR = "|"


def key_of(rule: str, *content: str, secret: str = "") -> str:
    """Return the key of a finding of `rule` on what `content` holds: equal for equal content, and telling none of it.

    It is a SHA-256, cut to 128 bits, of all the content together; with a `secret` it is the HMAC of it, so that only
    who has the secret can tell whether a record that they have, or guess, is the one. The content of a finding on a
    record is the sub-record (0: none) and the line of the record; that of a finding on the whole file is the SHA-256
    of the file.
    """
    digest = _digest(secret)
    for part in (_SPACE, rule, *content):
        digest.update(_framed(part))
    return digest.hexdigest()[:_LENGTH]


def keys_of(rule: str, lines: Iterable[str], positions: Sequence[int] | None = None, secret: str = "") -> list[str]:
    """Return the keys of the findings of `rule` on records, as `key_of` gives them one by one."""
    started: dict[int, _Digest] = {}
    keys = []
    for place, line in enumerate(lines):
        position = 0 if positions is None else positions[place]
        if position not in started:
            started[position] = _digest(secret)
            started[position].update(_framed(_SPACE) + _framed(rule) + _framed(str(position)))
        digest = started[position].copy()
        digest.update(_framed(line))
        keys.append(digest.hexdigest()[:_LENGTH])
    return keys


def mark_of(secret: str) -> str | None:
    """Return eight digits by which keys tell with which secret they were made, None without one."""
    return key_of("", secret=secret)[:_MARK] if secret else None


def line_of(texts: Iterable[str]) -> str:
    """Return a record as a line, its texts in the order of the guide."""
    return _SEPARATOR.join(texts)


def lines_of(frame: pl.DataFrame) -> pl.Series:
    """Return the records of a batch as lines, as `line_of` gives them one by one."""
    import polars as pl

    return frame.select(pl.concat_str(pl.all().cast(pl.String), separator=_SEPARATOR)).to_series()


def _digest(secret: str) -> _Digest:
    return hmac.new(secret.encode("utf-8", "surrogatepass"), digestmod=hashlib.sha256) if secret else hashlib.sha256()


def _framed(text: str) -> bytes:
    data = text.encode("utf-8", "surrogatepass")
    return len(data).to_bytes(8, "big") + data
