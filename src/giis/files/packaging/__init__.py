"""The delivery of exchange files: TXT, encrypted to CIF, alone in a ZIP, all of the same base name.

The cipher is Triple DES in ECB mode, which is weak; it is used here, and nowhere else, because the regulation asks for
it. `docs/packaging.md` tells what follows from that.
"""

from giis.files.packaging._cipher import BLOCK, check_cipher, decrypted, encrypted
from giis.files.packaging._faults import exists
from giis.files.packaging._key import ENVIRONMENT, KEY_BYTES, Key, read_key
from giis.files.packaging._names import archive_name, text_name
from giis.files.packaging._open import MAX_SIZE
from giis.files.packaging._seal import Sealed, seal
from giis.files.packaging._unseal import Unsealed, unseal

__all__ = [
    "BLOCK",
    "ENVIRONMENT",
    "KEY_BYTES",
    "MAX_SIZE",
    "Key",
    "Sealed",
    "Unsealed",
    "archive_name",
    "check_cipher",
    "decrypted",
    "encrypted",
    "exists",
    "read_key",
    "seal",
    "text_name",
    "unseal",
]
