"""Package exchange files for delivery, once they are judged, and take packages apart.

The bytes are made by `giis.files.packaging`; what is added here is that no file with errors is packed.
"""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from giis._errors import CatalogError, GiisError, InputError
from giis._text import Text
from giis.files.names import name_issue
from giis.files.packaging import MAX_SIZE, archive_name, check_cipher, read_key, seal, text_name, unseal
from giis.files.packaging import exists as there_already
from giis.validators.validate import validate

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from giis.catalogs import CatalogStore
    from giis.files.packaging import Key
    from giis.specs import Guide
    from giis.validators.findings import Report

    Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Package:
    """What `pack` or `unpack` wrote.

    Parameters
    ----------
    source, path : Path
        What was read, and what was written.
    size : int
        The bytes of the text, before encryption.
    sha256 : str
        Their SHA-256: the same on both sides of a delivery.
    warnings : tuple of Text
        What is unusual about it.
    report : Report or None
        The judgement of the text that was packed; None if there is none.
    forced : bool
        Whether only `force` made it be written.
    """

    source: Path
    path: Path
    size: int
    sha256: str
    warnings: tuple[Text, ...] = ()
    report: Report | None = None
    forced: bool = False

    @property
    def status(self) -> Literal["pass", "fail", "incomplete", "not judged"]:
        """The verdict on the text."""
        return self.report.status if self.report else "not judged"


class RefusedError(GiisError):
    """A file with errors, or one that could not be judged wholly, was not packed; `report` tells why."""

    def __init__(self, message: Text, report: Report) -> None:
        super().__init__(message)
        self.report = report


def pack(
    path: Path | str,
    key_file: Path | str | None = None,
    *,
    output: Path | str | None = None,
    overwrite: bool = False,
    force: bool = False,
    allow_incomplete: bool = False,
    guide: str | Guide | None = None,
    as_of: date | None = None,
    catalogs: Path | str | CatalogStore | None = None,
    progress: Progress | None = None,
) -> Package:
    """Judge an exchange file, encrypt it (CIF) and write it, alone, into a ZIP of the same base name.

    Parameters
    ----------
    path : Path or str
        The text file.
    key_file : Path or str, optional
        The key file, such as `transferencia.jks`; by default that of `GIIS_KEY_FILE`, else of `GIIS_KEY`.
    output : Path or str, optional
        The folder of the archive; by default that of the text.
    overwrite : bool
        Whether to replace an archive that is there.
    force : bool
        Whether to pack a file with errors, or one that cannot be judged, all the same.
    allow_incomplete : bool
        Whether to pack a file without errors for which some rule gave no answer.
    guide, as_of, catalogs, progress
        As `validate` takes them.

    Returns
    -------
    Package
        What was written, with the report.

    Raises
    ------
    RefusedError
        If the file has errors; nothing is written.
    InputError
        If the file, the key or the guide cannot be used, or the archive cannot be written.
    """
    source = Path(path)
    check_cipher()
    target = _target(source, output, archive_name(source.name), overwrite=overwrite)
    key = _key(key_file, source)
    warnings = _name_warnings(source.name)
    report: Report | None = None
    try:
        report = validate(source, guide, as_of=as_of, catalogs=catalogs, progress=progress)
    except (InputError, CatalogError) as error:
        if not force:
            raise
        warnings.append(
            Text(f"se empaquetó sin revisar (--force): {error.text.es}", f"packed unchecked (--force): {error.text.en}")
        )
    failed = report is None or bool(report.exit_status(allow_incomplete=allow_incomplete))
    if report is not None and failed:
        if not force:
            raise RefusedError(_refusal(source, report), report)
        warnings.append(_forced(report))
    judged = report.files[0].sha256 if report is not None else None
    made = seal(source, target, key, overwrite=overwrite, sha256=judged, progress=progress)
    return Package(source, made.path, made.size, made.sha256, tuple(warnings), report, forced=failed)


def unpack(
    path: Path | str,
    key_file: Path | str | None = None,
    *,
    output: Path | str | None = None,
    overwrite: bool = False,
    force: bool = False,
    max_size: int = MAX_SIZE,
    progress: Progress | None = None,
) -> Package:
    """Take a package apart: a ZIP with one CIF, or a CIF, to the text of the same base name.

    The text is not judged: `validate` does that.

    Parameters
    ----------
    path : Path or str
        The file received, `.ZIP` or `.CIF`.
    key_file : Path or str, optional
        The key file; by default that of `GIIS_KEY_FILE`, else of `GIIS_KEY`.
    output : Path or str, optional
        The folder of the text; by default that of the package.
    overwrite : bool
        Whether to replace a text that is there.
    force : bool
        Whether to write what does not look like an exchange file.
    max_size : int
        How many bytes the package may hold.
    progress : callable, optional
        Called with the bytes done and those in all.

    Returns
    -------
    Package
        What was written.

    Raises
    ------
    InputError
        If the package is not what it should be, the key does not fit, or the text cannot be written.
    """
    source = Path(path)
    check_cipher()
    target = _target(source, output, text_name(source.name), overwrite=overwrite)
    key = _key(key_file, source)
    made = unseal(source, target, key, overwrite=overwrite, any_text=force, max_size=max_size, progress=progress)
    warnings = _name_warnings(target.name)
    if made.entry is not None and Path(made.entry).stem != target.stem:
        warnings.append(
            Text(
                f"el archivo se llama {source.name} y lleva dentro {made.entry}; deberían llamarse igual",
                f"the package is called {source.name} and holds {made.entry}; they should be called alike",
            )
        )
    return Package(source, made.path, made.size, made.sha256, tuple(warnings))


def _target(source: Path, output: Path | str | None, name: str, *, overwrite: bool) -> Path:
    """Return what is to be written; everything that speaks against it is told before the long work begins."""
    try:
        regular = stat.S_ISREG(source.stat().st_mode)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(Text(f"{source}: no se puede leer: {reason}", f"{source}: cannot be read: {reason}")) from None
    if not regular:
        raise InputError(Text(f"{source}: no es un archivo", f"{source}: is not a file"))
    folder = source.parent if output is None else Path(output)
    if not folder.is_dir():
        raise InputError(Text(f"{folder}: no es una carpeta que exista", f"{folder}: is no folder that exists"))
    target = folder / name
    if target.is_dir() or (not overwrite and (target.exists() or target.is_symlink())):
        raise there_already(target)
    return target


def _key(key_file: Path | str | None, source: Path) -> Key:
    if key_file is not None and Path(key_file).is_file() and source.samefile(key_file):
        raise InputError(
            Text(
                f"{source}: la llave no puede ser el mismo archivo; indique el que le entregaron con --key-file",
                f"{source}: the key cannot be the same file; name the one handed out to you with --key-file",
            )
        )
    return read_key(key_file)


def _name_warnings(name: str) -> list[Text]:
    issue = name_issue(name)
    if issue is None:
        return []
    pattern = issue.params["pattern"]
    return [
        Text(
            f"el nombre {name} no sigue la nomenclatura {pattern} (como CEX-DFSSA-2410.TXT); quizá no lo reciban",
            f"the name {name} does not follow the nomenclature {pattern} (such as CEX-DFSSA-2410.TXT); it may not "
            "be accepted",
        )
    ]


def _refusal(source: Path, report: Report) -> Text:
    if report.totals.error:
        count = report.totals.error
        return Text(
            f"{source}: no se empaquetó: tiene {count:,} {'error' if count == 1 else 'errores'}",
            f"{source}: not packed: it has {count:,} {'error' if count == 1 else 'errors'}",
        )
    return Text(
        f"{source}: no se empaquetó: sin errores, pero algunas reglas no se pudieron revisar",
        f"{source}: not packed: no errors, but some rules could not be checked",
    )


def _forced(report: Report) -> Text:
    if report.totals.error:
        count = report.totals.error
        return Text(
            f"se empaquetó con {count:,} {'error' if count == 1 else 'errores'} (--force)",
            f"packed with {count:,} {'error' if count == 1 else 'errors'} (--force)",
        )
    return Text(
        "se empaquetó aunque algunas reglas no se pudieron revisar (--force)",
        "packed though some rules could not be checked (--force)",
    )
