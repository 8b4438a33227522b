"""Writing a dossier: one folder or one ZIP file, whole or not at all, the same for the same content."""

from __future__ import annotations

import hashlib
import shutil
import stat
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Union

from giis._errors import InputError
from giis._text import Text
from giis.auditing._hashes import sums
from giis.files import replacing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SUMS = "SHA256SUMS"
_PIECE = 1 << 20
_DAY = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_PRIVATE = (stat.S_IFREG | 0o600) << 16
Content = Union[bytes, "Copied"]


class Copied:
    """A file to be copied, which must still have the content that was audited.

    Parameters
    ----------
    path : Path
        The file.
    sha256 : str
        Its hash when it was audited.
    """

    def __init__(self, path: Path, sha256: str) -> None:
        self.path, self.sha256 = path, sha256

    def write(self, stream: BinaryIO) -> None:
        """Write the content.

        Raises
        ------
        InputError
            If the file is not what it was.
        """
        total = hashlib.sha256()
        with self.path.open("rb") as source:
            while piece := source.read(_PIECE):
                total.update(piece)
                stream.write(piece)
        if total.hexdigest() != self.sha256:
            raise InputError(
                Text(
                    f"{self.path}: el archivo cambió mientras se auditaba; no se escribió el expediente",
                    f"{self.path}: the file changed while it was audited; no dossier was written",
                )
            )


def write_dossier(target: Path, content: Mapping[str, Content], *, overwrite: bool = False) -> None:
    """Write `content` to `target`, and the hashes of all of it to `SHA256SUMS`.

    Parameters
    ----------
    target : Path
        A ZIP file, if its name ends so, else a folder.
    content : Mapping of str to bytes or Copied
        What stands under each name.
    overwrite : bool
        Whether an earlier dossier may be there.

    Raises
    ------
    InputError
        If there is something already, and it may not be replaced or is no dossier; or a file changed meanwhile.
    """
    whole = {**content, SUMS: sums(sorted((name, _digest(item)) for name, item in content.items())).encode()}
    if is_archive(target):
        _check(target, overwrite=overwrite, ours=zipfile.is_zipfile)
        with replacing(target, overwrite=overwrite) as stream:
            _archive(stream, whole)
    else:
        _check(target, overwrite=overwrite, ours=lambda path: (path / SUMS).is_file())
        _folder(target, whole)


def is_archive(target: Path) -> bool:
    """Tell whether a dossier is to be a ZIP file."""
    return target.suffix.lower() == ".zip"


def _check(target: Path, *, overwrite: bool, ours: Callable[[Path], bool]) -> None:
    if not target.parent.is_dir():
        raise InputError(Text(f"{target}: no existe la carpeta", f"{target}: there is no such folder"))
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return
    if not overwrite:
        raise InputError(
            Text(
                f"{target}: ya existe; con --overwrite se reemplaza",
                f"{target}: exists already; --overwrite replaces it",
            )
        )
    if not ours(target):
        raise InputError(
            Text(
                f"{target}: no es un expediente de giis; no se reemplaza",
                f"{target}: is no dossier of giis; it is not replaced",
            )
        )


def _digest(item: Content) -> str:
    return item.sha256 if isinstance(item, Copied) else hashlib.sha256(item).hexdigest()


def _archive(stream: BinaryIO, content: Mapping[str, Content]) -> None:
    with zipfile.ZipFile(stream, "w") as archive:
        for name in sorted(content):
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, _UNIX, _PRIVATE
            with archive.open(entry, "w", force_zip64=isinstance(content[name], Copied)) as place:
                _write(place, content[name])  # type: ignore[arg-type]


def _folder(target: Path, content: Mapping[str, Content]) -> None:
    draft = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        for name, item in content.items():
            path = draft / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as stream:
                _write(stream, item)
        if target.exists():
            old = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
            target.rename(old / "old")
            draft.rename(target)
            shutil.rmtree(old)
        else:
            draft.rename(target)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def _write(stream: BinaryIO, item: Content) -> None:
    if isinstance(item, Copied):
        item.write(stream)
    else:
        stream.write(item)
