"""Names in a delivery: X.TXT, X.CIF and X.ZIP; and which names are safe to make a file of."""

from __future__ import annotations

import re
from pathlib import PurePath

from giis._errors import InputError
from giis._plain import plain
from giis._text import Text

TEXT, CIPHER, ARCHIVE = ".TXT", ".CIF", ".ZIP"
_LONGEST = 200
_DEVICES = re.compile(r"(CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])(\..*)?", re.IGNORECASE)
_FORBIDDEN = frozenset('/\\:*?"<>|')


def archive_name(name: str) -> str:
    """Return the name of the archive of the text file `name`.

    Raises
    ------
    InputError
        If the file is packed already, or has a name that not every system can hold.
    """
    return _base(name, refused=(CIPHER, ARCHIVE)) + ARCHIVE


def cipher_name(name: str) -> str:
    """Return the name of the ciphertext of the text file or archive `name`."""
    return _base(name) + CIPHER


def text_name(name: str) -> str:
    """Return the name of the text file in the archive or ciphertext `name`.

    Raises
    ------
    InputError
        If it is neither, or has a name that not every system can hold.
    """
    package_kind(PurePath(name))
    return _base(name) + TEXT


def package_kind(path: PurePath) -> str:
    """Return `.ZIP` or `.CIF`, whatever the case in which `path` has it.

    Raises
    ------
    InputError
        If it has neither.
    """
    kind = path.suffix.upper()
    if kind not in (CIPHER, ARCHIVE):
        raise InputError(
            Text(
                f"{path}: no es un .ZIP ni un .CIF; indique el archivo recibido",
                f"{path}: is no .ZIP and no .CIF; name the file received",
            )
        )
    return kind


def is_safe(name: str) -> bool:
    """Return whether `name` is a plain file name on every system: no path, no control, no device."""
    return (
        0 < len(name) <= _LONGEST
        and not _FORBIDDEN & set(name)
        and plain(name) == name
        and name.strip(" .") == name
        and _DEVICES.fullmatch(name) is None
    )


def _base(name: str, refused: tuple[str, ...] = ()) -> str:
    path = PurePath(name)
    if path.suffix.upper() in refused:
        raise InputError(
            Text(
                f"{path.name}: ya está empaquetado o cifrado; se empaqueta el archivo de texto",
                f"{path.name}: is packed or encrypted already; it is the text file that is packed",
            )
        )
    if not is_safe(path.name):
        raise InputError(
            Text(
                f"el nombre {path.name!r} no sirve para un archivo en todos los sistemas; cámbielo",
                f"the name {path.name!r} does not do for a file on every system; change it",
            )
        )
    return path.stem
