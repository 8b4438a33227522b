"""What the formats share: what is to be written, where, and what was read."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from giis._errors import InputError
from giis._text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import polars as pl

    from giis.converters._meta import Meta
    from giis.converters._typed import Records
    from giis.specs import Guide

RECORD, POSITION = "_giis_registro", "_giis_posicion"
"""The number of a record, and the place of a sub-record in its column, where these stand in tables of their own."""
LABEL = "_etiqueta"
SIDE = ".giis.json"
"""What is added to the name of a file that has no place for metadata."""
ROWS = 20_000
"""Records that are written or read together."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be written.

    Parameters
    ----------
    target : str
        A path or the URL of a database.
    guide : Guide
        The guide of the records.
    meta : Meta
        What is to be remembered of the exchange file.
    labels : bool
        Whether the names of options are added.
    table : str
        What the table is called.
    overwrite : bool
        Whether what stands there may be replaced.
    """

    target: str
    guide: Guide
    meta: Meta
    labels: bool
    table: str
    overwrite: bool


class Given(Protocol):
    """What a format reads: columns by the names that they have, and the kept texts of each row."""

    meta: Meta | None
    columns: Sequence[str]
    total: int | None

    def batches(self, guide: Guide) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
        """Yield the rows in order with the kept texts, both by identifiers of the guide."""

    def close(self) -> None:
        """Let go of what is open."""


class Format(Protocol):
    """One format: a module with these functions."""

    def write(self, batches: Iterable[Records], job: Job) -> None:
        """Write all records, or nothing."""

    def read(self, source: str, table: str | None) -> Given:
        """Open what is to be read."""


def refuse_existing(path: Path, *, overwrite: bool) -> None:
    """Refuse to replace a file unless that is wanted."""
    if path.exists() and not overwrite:
        raise InputError(
            Text(f"{path} ya existe; con --overwrite se reemplaza", f"{path} exists already; --overwrite replaces it")
        )


def refuse_missing_file(path: Path) -> None:
    """Refuse to read what is not there, or is no file."""
    if not path.exists():
        raise unreadable(str(path), Text("no existe; revise la ruta", "it does not exist; check the path"))
    if not path.is_file():
        raise unreadable(str(path), Text("no es un archivo", "it is not a file"))


@contextmanager
def draft(path: Path) -> Iterator[Path]:
    """Give the name of a private file beside `path` that takes its place at the end, or vanishes on an error."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=path.suffix, dir=path.parent)
        os.close(handle)
        made = Path(name)
        try:
            yield made
            if path.exists():
                made.chmod(path.stat().st_mode & 0o777)
            made.replace(path)
        except BaseException:
            made.unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(
            Text(f"{path} no se puede escribir: {reason}", f"{path} cannot be written: {reason}")
        ) from error


def write_side(path: Path, meta: Meta) -> None:
    """Write the metadata beside `path`."""
    side = Path(f"{path}{SIDE}")
    with draft(side) as made:
        made.write_text(meta.dumps() + "\n", encoding="ascii")


def read_side(path: Path) -> Meta | None:
    """Return the metadata beside `path`, if there are any."""
    from giis.converters._meta import loads

    side = Path(f"{path}{SIDE}")
    return loads(side.read_bytes(), str(side)) if side.is_file() else None


def unreadable(source: str, reason: Text | str) -> InputError:
    """Return the error that a file cannot be read."""
    told = reason if isinstance(reason, Text) else Text(reason, reason)
    return InputError(Text(f"{source} no se puede leer: {told.es}", f"{source} cannot be read: {told.en}"))


def by_identifier(guide: Guide, columns: Iterable[str], special: Iterable[str] = ()) -> dict[str, str]:
    """Return which column holds each variable, in the guide's order; columns of labels are left out.

    Parameters
    ----------
    guide : Guide
        The guide.
    columns : iterable of str
        The names in the file: identifiers, names or header tokens of variables.
    special : iterable of str
        Names that are no variables and may stand there.

    Raises
    ------
    InputError
        If a column is no variable, two are the same, or a variable is missing.
    """
    known = {variable.identifier: variable for variable in guide.variables}
    also = {
        name.casefold(): variable.identifier
        for variable in reversed(guide.variables)
        for name in (variable.header, variable.name, variable.identifier)
    }
    found: dict[str, str] = {}
    allowed = set(special)
    for column in columns:
        name = column if column in known else also.get(column.strip().casefold())
        if name is None:
            base = column.removesuffix(LABEL)
            if column in allowed or (base != column and (base in known or base.strip().casefold() in also)):
                continue
            raise InputError(
                Text(
                    f"la columna {column!r} no es una variable de {guide.id}; quítela o cámbiele el nombre (véase giis "
                    f"specs show {guide.id})",
                    f"the column {column!r} is no variable of {guide.id}; remove or rename it (see giis specs show "
                    f"{guide.id})",
                )
            )
        if name in found:
            raise InputError(
                Text(
                    f"las columnas {found[name]!r} y {column!r} son la misma variable",
                    f"the columns {found[name]!r} and {column!r} are the same variable",
                )
            )
        found[name] = column
    return {name: found[name] for name in known if name in found}


def refuse_missing(guide: Guide, found: Iterable[str], elsewhere: Iterable[str] = ()) -> None:
    """Refuse a table that lacks variables: nothing says that they are empty."""
    missing = [item.name for item in guide.variables if item.identifier not in {*found, *elsewhere}]
    if missing:
        listed = ", ".join(missing[:8]) + (f" (+{len(missing) - 8})" if len(missing) > 8 else "")
        raise InputError(
            Text(
                f"faltan columnas de {guide.id}: {listed}; agréguelas, vacías si no hay dato",
                f"columns of {guide.id} are missing: {listed}; add them, empty where there is nothing",
            )
        )


def refuse_orphans(group: str, count: int) -> None:
    """Refuse sub-records whose record is not there: they would be lost."""
    if count:
        raise InputError(
            Text(
                f"{group}: {count} renglones son de registros que no están en la tabla principal ({RECORD}); "
                "quítelos o devuelva los registros",
                f"{group}: {count} rows belong to records that are not in the main table ({RECORD}); remove them, or "
                "put the records back",
            )
        )
