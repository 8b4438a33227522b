"""Bytes from a path, from memory or from a stream, hashed on the way, with Unicode marks recognised."""

from __future__ import annotations

import codecs
import hashlib
import io
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from giis._errors import InputError
from giis._text import Text

if TYPE_CHECKING:
    from types import TracebackType

_SNIFF = 4096
_PIECE = 1 << 20
_WIDE_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Source:
    """The bytes of one exchange file, read once from start to end.

    A stream that cannot be read twice (standard input) is wrapped once in a `Source`, which
    `read_header` looks into and an `ExchangeReader` then reads.

    Parameters
    ----------
    source : Path, str, bytes or binary stream
        The file. A stream is read from where it stands and is not closed.

    Raises
    ------
    InputError
        If the file cannot be opened or read, or the stream is not binary.
    """

    def __init__(self, source: Path | str | bytes | BinaryIO) -> None:
        self._name = str(source) if isinstance(source, (str, Path)) else "the input"
        self._owned = isinstance(source, (str, Path))
        self._digest = hashlib.sha256()
        self.size = 0
        """How many raw bytes were read so far."""
        self._ready = b""
        self._ended = False
        self._decoder: codecs.IncrementalDecoder | None = None
        self.wide = ""
        """The encoding of two or four bytes a character in which the file came, else empty."""
        self.bom = False
        """Whether the file begins with the byte order mark of UTF-8."""
        if isinstance(source, (str, Path)):
            try:
                self._stream: BinaryIO = Path(source).open("rb")  # noqa: SIM115 - closed by close()
            except OSError as error:
                raise _unreadable(self._name, error) from error
        else:
            self._stream = io.BytesIO(source) if isinstance(source, bytes) else source
        try:
            self._begin()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Source:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file if this object opened it."""
        if self._owned:
            self._stream.close()

    @property
    def sha256(self) -> str:
        """The SHA-256 of the raw bytes read so far: of the whole file once it has been read."""
        return self._digest.hexdigest()

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes, or what was looked at already if that is more; b"" at the end.

        They are the file's own bytes, without a byte order mark; a file in UTF-16 or UTF-32 comes as UTF-8.
        """
        data = self.peek(size)
        self._ready = b""
        return data

    def peek(self, size: int) -> bytes:
        """Return what comes next, `size` bytes at least unless the file ends before, without taking it."""
        if len(self._ready) < size and not self._ended:
            parts = [self._ready]
            missing = size - len(self._ready)
            while missing > 0 and not self._ended:
                part = self._decode(self._pull(missing))
                missing -= len(part)
                parts.append(part)
            self._ready = b"".join(parts)
        return self._ready

    def _begin(self) -> None:
        start = b""
        while len(start) < _SNIFF and not self._ended:
            start += self._pull(_SNIFF - len(start))
        if start.startswith(codecs.BOM_UTF8):
            self.bom = True
            start = start[len(codecs.BOM_UTF8) :]
        for mark, name in _WIDE_MARKS:
            if start.startswith(mark):
                self.wide, start = name, start[len(mark) :]
                break
        else:
            self.wide = _wide_by_zeros(start)
        if self.wide:
            self._decoder = codecs.getincrementaldecoder(self.wide)(errors="replace")
        self._ready = self._decode(start)

    def _pull(self, size: int) -> bytes:
        """Read raw bytes and hash them."""
        try:
            data: object = self._stream.read(size)
        except OSError as error:
            raise _unreadable(self._name, error) from error
        if not isinstance(data, bytes):
            raise _not_binary()
        if data:
            self._digest.update(data)
            self.size += len(data)
        else:
            self._ended = True
        return data

    def _decode(self, data: bytes) -> bytes:
        if self._decoder is None:
            return data
        return self._decoder.decode(data, self._ended).encode("utf-8", errors="replace")


def copied(source: Path | BinaryIO, target: BinaryIO) -> None:
    """Copy what can be read only once, as it stands.

    Raises
    ------
    InputError
        If it cannot be read, or is not binary.
    """
    name = str(source) if isinstance(source, Path) else "the input"
    try:
        with source.open("rb") if isinstance(source, Path) else nullcontext(source) as stream:
            while data := stream.read(_PIECE):
                if not isinstance(data, bytes):
                    raise _not_binary()
                target.write(data)
    except OSError as error:
        raise _unreadable(name, error) from error
    target.seek(0)


def _not_binary() -> InputError:
    return InputError(
        Text(
            "La entrada debe ser un flujo binario (como sys.stdin.buffer), no de texto.",
            "The input must be a binary stream (such as sys.stdin.buffer), not text.",
        )
    )


def _unreadable(name: str, error: OSError) -> InputError:
    reason = error.strerror or str(error)
    return InputError(Text(f"No se puede leer {name}: {reason}.", f"{name} cannot be read: {reason}."))


def _wide_by_zeros(start: bytes) -> str:
    """Recognise UTF-16 without its mark: Latin text has a zero in every second byte."""
    first, second = start[0::2], start[1::2]
    if len(second) < 8:
        return ""
    zeros = first.count(0) * 2 > len(first), second.count(0) * 2 > len(second)
    return {(False, True): "utf-16-le", (True, False): "utf-16-be"}.get(zeros, "")
