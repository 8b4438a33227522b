"""The key: the first bytes of the file that the authority hands out. It is never shown, copied or kept."""

from __future__ import annotations

import base64
import binascii
import os
from pathlib import Path
from typing import NoReturn

from giis._errors import InputError
from giis._text import Text

ENVIRONMENT = "GIIS_KEY_FILE"
"""The environment variable that names the key file; it holds a path."""
IN_ENVIRONMENT = "GIIS_KEY"
"""The environment variable that holds the key itself in base64: for hosts that give secrets in no other way."""

KEY_BYTES = 24


class Key:
    """The 24 bytes of a key; neither `repr` nor `pickle` gives them away.

    Parameters
    ----------
    secret : bytes
        At least 24 bytes; what follows them is dropped.

    Raises
    ------
    InputError
        If there are fewer.
    """

    __slots__ = ("_secret",)

    def __init__(self, secret: bytes) -> None:
        if len(secret) < KEY_BYTES:
            raise InputError(
                Text(
                    f"la llave necesita {KEY_BYTES} bytes y hay {len(secret)}",
                    f"the key needs {KEY_BYTES} bytes and there are {len(secret)}",
                )
            )
        self._secret = bytes(secret[:KEY_BYTES])

    def __repr__(self) -> str:
        return "Key(•••)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a key is not copied or stored")

    def reveal(self) -> bytes:
        """Return the bytes, for the cipher."""
        return self._secret


def read_key(path: Path | str | None = None) -> Key:
    """Return the key of a key file, or of the environment.

    Parameters
    ----------
    path : Path or str, optional
        The key file, such as `transferencia.jks`; by default the one that `GIIS_KEY_FILE` names, else the
        bytes that `GIIS_KEY` holds in base64.

    Raises
    ------
    InputError
        If there is none, it cannot be read, or it has fewer than 24 bytes.
    """
    named = path or os.environ.get(ENVIRONMENT)
    if not named and (given := os.environ.get(IN_ENVIRONMENT)):
        return _decoded(given)
    if not named:
        raise InputError(
            Text(
                f"falta la llave: indique su archivo (como transferencia.jks) con --key-file, o en {ENVIRONMENT}",
                f"the key is missing: name its file (such as transferencia.jks) with --key-file, or in {ENVIRONMENT}",
            )
        )
    try:
        with Path(named).open("rb", buffering=0) as stream:
            secret = b""
            # A pipe (`--key-file <(…)`) may give its bytes in pieces.
            while len(secret) < KEY_BYTES and (piece := stream.read(KEY_BYTES - len(secret))):
                secret += piece
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(
            Text(
                f"no se puede leer el archivo de la llave {str(named)!r}: {reason}",
                f"the key file {str(named)!r} cannot be read: {reason}",
            )
        ) from None
    except ValueError:
        raise InputError(
            Text(
                "la ruta del archivo de la llave no es lícita",
                "the path of the key file is not a valid one",
            )
        ) from None
    if len(secret) < KEY_BYTES:
        raise InputError(
            Text(
                f"el archivo de la llave {str(named)!r} es demasiado corto: tiene {len(secret)} bytes y se usan los "
                f"primeros {KEY_BYTES}",
                f"the key file {str(named)!r} is too short: it has {len(secret)} bytes and the first {KEY_BYTES} "
                "are used",
            )
        )
    return Key(secret)


def _decoded(text: str) -> Key:
    try:
        return Key(base64.b64decode("".join(text.split()), validate=True))
    except (binascii.Error, ValueError):
        raise InputError(
            Text(
                f"{IN_ENVIRONMENT} no es base64 (base64 -w0 transferencia.jks)",
                f"{IN_ENVIRONMENT} is not base64 (base64 -w0 transferencia.jks)",
            )
        ) from None
