"""Open a ZIP or CIF file from anywhere: nothing that it says of itself is believed."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from giis._errors import InputError
from giis._text import Text
from giis.files.packaging._cipher import BLOCK
from giis.files.packaging._faults import unreadable
from giis.files.packaging._names import CIPHER, is_safe, package_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MAX_SIZE = 1 << 36
"""How many bytes an archive may hold (64 GiB), unless the caller says otherwise."""

MAX_RATIO = 100  # inflated to packed; honest ciphertext stays below 5
MIN_SUSPICIOUS = 100_000_000  # a smaller entry may have any ratio
PIECE = 1 << 20

_START = b"PK\x03\x04"
_END = b"PK\x05\x06"
_END_SIZE = 22
_LONGEST_TAIL = _END_SIZE + 0xFFFF
_LONGEST_LIST = 46 + 3 * 0xFFFF  # one entry with the longest name, extra fields and comment
_END64_PLACE, _END64 = b"PK\x06\x07", b"PK\x06\x06"
_END64_PLACE_SIZE, _END64_SIZE = 20, 56
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Cipher:
    """A ciphertext: the name of its entry (None: it is a file of its own), its size, and its bytes."""

    entry: str | None
    size: int
    pieces: Iterator[bytes]


@contextmanager
def open_cipher(path: Path, max_size: int = MAX_SIZE) -> Iterator[Cipher]:
    """Give the ciphertext of `path`, a `.ZIP` with one `.CIF`, or a `.CIF`.

    Raises
    ------
    InputError
        If it is neither, is damaged, or is made to do harm; while the pieces are read too.
    """
    kind = package_kind(path)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise _refused(path, "no es un archivo", "is not a file")
        stream = path.open("rb")
    except OSError as error:
        raise unreadable(path, error) from error
    with stream:
        if kind == CIPHER:
            size = path.stat().st_size
            _check_size(path, size, max_size)
            yield Cipher(None, size, _pieces(path, stream.read, size))
            return
        archive, entry = _the_entry(path, stream, max_size)
        with archive, _opened(path, archive, entry) as inside:
            yield Cipher(entry.filename, entry.file_size, _pieces(path, inside.read, entry.file_size))


def _the_entry(path: Path, stream: BinaryIO, max_size: int) -> tuple[zipfile.ZipFile, zipfile.ZipInfo]:
    try:
        _check_list(path, stream)
        archive = zipfile.ZipFile(stream)
    except OSError as error:
        raise unreadable(path, error) from error
    except _DAMAGES as error:
        raise _damaged(path) from error
    entries = archive.infolist()
    if len(entries) != 1:
        raise _not_one(path)
    if entries[0].compress_size > archive.start_dir:  # more than there is before the list
        raise _damaged(path)
    _check_entry(path, entries[0], max_size)
    return archive, entries[0]


def _check_list(path: Path, stream: BinaryIO) -> None:
    """Refuse an archive whose list of entries is not that of one entry, before the list is read into memory."""
    if stream.read(len(_START)) != _START:
        raise _refused(path, "no es un archivo ZIP, o está vacío", "is not a ZIP file, or an empty one")
    length = stream.seek(0, 2)
    start = stream.seek(max(0, length - _LONGEST_TAIL))
    tail = stream.read(_LONGEST_TAIL)
    end = tail.rfind(_END)
    if end < 0 or len(tail) - end < _END_SIZE:
        raise _damaged(path)
    entries, size = struct.unpack_from("<10xHL", tail, end)
    place = end - _END64_PLACE_SIZE
    if place >= 0 and tail.startswith(_END64_PLACE, place):
        (offset,) = struct.unpack_from("<8xQ", tail, place)
        if not 0 <= offset <= start + place - _END64_SIZE:
            raise _damaged(path)
        stream.seek(offset)
        large = stream.read(_END64_SIZE)
        if not large.startswith(_END64):
            raise _damaged(path)
        entries, size = struct.unpack_from("<32xQQ", large)
    if entries != 1 or size > _LONGEST_LIST:
        raise _not_one(path)
    stream.seek(0)


def _check_entry(path: Path, entry: zipfile.ZipInfo, max_size: int) -> None:
    name = entry.orig_filename
    if not is_safe(name):
        raise _refused(
            path,
            f"el archivo que lleva dentro tiene un nombre o una ruta que no se admite: {name!r}",
            f"the file in it has a name or path that is not admitted: {name!r}",
        )
    if not name.upper().endswith(CIPHER):
        raise _refused(path, f"lleva {name!r} y no un .CIF", f"it holds {name!r} and no .CIF")
    if entry.flag_bits & _ENCRYPTED:
        raise _refused(
            path, "pide una contraseña de ZIP; el envío no la lleva", "it wants a ZIP password; deliveries have none"
        )
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG) or entry.is_dir():
        raise _refused(path, "lleva un enlace o una carpeta y no un archivo", "it holds a link or folder and no file")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _refused(path, "está comprimido de una forma que no se admite", "it is packed in a way not admitted")
    if entry.header_offset != 0:
        raise _refused(path, "tiene datos ajenos antes del .CIF", "it has other data before the .CIF")
    if entry.file_size > MIN_SUSPICIOUS and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
        raise _refused(
            path,
            "al descomprimirse crece de forma sospechosa (posible bomba ZIP)",
            "it grows suspiciously when unpacked (perhaps a zip bomb)",
        )
    _check_size(path, entry.file_size, max_size)


def _check_size(path: Path, size: int, max_size: int) -> None:
    if size > max_size:
        raise _refused(
            path,
            f"al abrirse ocuparía {size:,} bytes y el máximo es {max_size:,}",
            f"unpacked it would have {size:,} bytes and the most is {max_size:,}",
        )
    if size == 0 or size % BLOCK:
        raise _refused(
            path,
            f"el CIF está incompleto o dañado: tiene {size:,} bytes, que no son bloques enteros de {BLOCK}",
            f"the CIF is cut short or damaged: it has {size:,} bytes, no whole number of blocks of {BLOCK}",
        )


@contextmanager
def _opened(path: Path, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[BinaryIO]:
    try:
        stream = archive.open(entry)
    except OSError as error:
        raise unreadable(path, error) from error
    except _DAMAGES as error:
        raise _damaged(path) from error
    with stream:
        yield stream  # type: ignore[misc]


def _pieces(path: Path, read: Callable[[int], bytes], size: int) -> Iterator[bytes]:
    """Yield the bytes: exactly as many as were declared."""
    done = 0
    while True:
        try:
            piece = read(PIECE)
        except OSError as error:
            raise unreadable(path, error) from error
        except _DAMAGES as error:
            raise _damaged(path) from error
        done += len(piece)
        if done > size or (not piece and done < size):
            raise _damaged(path)
        if not piece:
            return
        yield piece


def _refused(path: Path, es: str, en: str) -> InputError:
    return InputError(Text(f"{path}: {es}", f"{path}: {en}"))


def _not_one(path: Path) -> InputError:
    return _refused(
        path,
        "debe llevar un solo archivo, el .CIF, y no es así",
        "must hold one file alone, the .CIF, and does not",
    )


def _damaged(path: Path) -> InputError:
    return _refused(
        path,
        "el ZIP está incompleto o dañado; pida que se lo envíen de nuevo",
        "the ZIP is cut short or damaged; ask for it again",
    )
