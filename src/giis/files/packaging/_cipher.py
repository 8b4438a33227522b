"""DESede/ECB/PKCS#5, piece by piece; what `cryptography` brings is loaded when it is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from giis._errors import InputError
from giis._text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from giis.files.packaging._key import Key

BLOCK = 8

_MISSING = Text(
    "para empaquetar y desempaquetar falta cryptography: pip install 'giis[pack]'",
    "cryptography is needed to pack and unpack: pip install 'giis[pack]'",
)
_REFUSED = Text(
    "la biblioteca de cifrado de este equipo no ofrece Triple DES en modo ECB, que la entrega exige (puede estar "
    "en modo FIPS); use otro equipo",
    "the cryptographic library of this machine offers no Triple DES in ECB mode, which the delivery demands (it may "
    "be in FIPS mode); use another machine",
)


class PaddingError(Exception):
    """The end of a ciphertext does not decrypt to a padding."""


def check_cipher() -> None:
    """Make sure that the cipher is at hand.

    Raises
    ------
    InputError
        If `cryptography` is not installed, or its library refuses the cipher.
    """
    _context(bytes(range(24))).encryptor()


def encrypted(pieces: Iterable[bytes], key: Key) -> Iterator[bytes]:
    """Yield the ciphertext of `pieces`; it is as long as they are, filled up to a whole block, at least one byte."""
    cipher = _context(key.reveal()).encryptor()
    size = 0
    for piece in pieces:
        size += len(piece)
        yield cipher.update(piece)
    fill = BLOCK - size % BLOCK
    yield cipher.update(bytes([fill]) * fill) + cipher.finalize()


def decrypted(pieces: Iterable[bytes], key: Key) -> Iterator[bytes]:
    """Yield the plaintext of `pieces`.

    Raises
    ------
    PaddingError
        At the end, if it is no padding or the ciphertext has no whole number of blocks.
    """
    cipher = _context(key.reveal()).decryptor()
    size = 0
    kept = b""
    for piece in pieces:
        size += len(piece)
        plain = kept + cipher.update(piece)
        if len(plain) > BLOCK:
            yield plain[:-BLOCK]
            plain = plain[-BLOCK:]
        kept = plain
    if size % BLOCK or len(kept) != BLOCK:
        raise PaddingError
    fill = kept[-1]
    if not 1 <= fill <= BLOCK or kept[-fill:] != bytes([fill]) * fill:
        raise PaddingError
    yield kept[:-fill]


def _context(secret: bytes) -> Any:
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.ciphers import Cipher
        from cryptography.hazmat.primitives.ciphers.modes import ECB

        triple_des = _triple_des()
    except ImportError as error:
        raise InputError(_MISSING) from error
    try:
        cipher = Cipher(triple_des(secret), ECB())  # noqa: S305 - the regulation asks for it
        cipher.encryptor()
    except UnsupportedAlgorithm as error:
        raise InputError(_REFUSED) from error
    return cipher


def _triple_des() -> Any:
    """Return the class from where it has stood since version 43, else from where it stood before."""
    try:
        from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
    except ImportError:
        from cryptography.hazmat.primitives.ciphers.algorithms import TripleDES
    return TripleDES
