"""Import an official workbook: recognise it, check it whole, compare it, and only then install it."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from giis._errors import CatalogError
from giis._text import Text
from giis.catalogs._declarations import canonical_name, declarations
from giis.catalogs._editions import edition_of
from giis.catalogs._guard import inspect_workbook
from giis.catalogs._model import Catalog, digest_of
from giis.catalogs._normal import clean, column_name
from giis.catalogs._sheets import Look, look_for, read_sheets
from giis.catalogs._store import CatalogStore
from giis.catalogs._table import DroppedRow, read_table
from giis.catalogs._text_writer import profiles_of

__all__ = [
    "Changes",
    "DroppedRow",
    "ImportReport",
    "WorkbookReading",
    "compare",
    "import_workbook",
    "read_workbook",
]

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from giis.catalogs._declarations import Declaration
    from giis.catalogs._sheets import Sheet, Table


@dataclass(frozen=True, slots=True)
class WorkbookReading:
    """A catalogue as a workbook holds it; `rows` is the number of rows below the headings."""

    catalog: Catalog
    rows: int
    dropped: tuple[DroppedRow, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """The keys by which one edition differs from another; attributes count, official names do not."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did.

    Parameters
    ----------
    catalog : Catalog
        The edition that was imported.
    previous : Catalog or None
        The edition that was in use before.
    changes : Changes
        How they differ; all keys are `added` where there was none before.
    rows : int
        Rows of the workbook below the headings; each is a key or stands in `dropped`.
    dropped : tuple of DroppedRow
        Rows that made no entry, with the reason.
    path : Path
        The file that was written.
    active : bool
        Whether this edition is now the one in use; false if a newer one is at hand.
    """

    catalog: Catalog
    previous: Catalog | None
    changes: Changes
    rows: int
    dropped: tuple[DroppedRow, ...]
    path: Path
    active: bool


def import_workbook(
    path: Path,
    name: str | None = None,
    store: CatalogStore | None = None,
    *,
    version: date | None = None,
) -> ImportReport:
    """Install the catalogue in the official workbook `path` for the user.

    Parameters
    ----------
    path : Path
        An `.xlsx` workbook as it was published.
    name : str, optional
        Which catalogue it is; default: recognised by its columns.
    store : CatalogStore, optional
        Where to install it; default: the user's folder.
    version : date, optional
        The day of publication; default: as the names of the file and of its sheets tell.

    Raises
    ------
    CatalogError
        If the workbook is damaged, wrong or hostile; nothing was changed then.
    """
    store = store or CatalogStore()
    reading = read_workbook(path, name, version=version)
    catalog = reading.catalog
    previous = store.installed(catalog.name)
    written = store.install(catalog)
    current = None
    with suppress(CatalogError):  # a newer edition may be damaged: then this one is not the one in use
        current = store.get(catalog.name)
    active = current is not None and (current.digest, current.version) == (catalog.digest, catalog.version)
    changes = compare(previous, catalog)
    return ImportReport(catalog, previous, changes, reading.rows, reading.dropped, written, active)


def read_workbook(path: Path, name: str | None = None, *, version: date | None = None) -> WorkbookReading:
    """Read the catalogue in the workbook `path` without installing it; see `import_workbook`."""
    wanted = canonical_name(name) if name else None
    book = inspect_workbook(path)
    sheets = read_sheets(path, book.content)
    declared, table = _recognise(path, sheets, wanted)
    if version is None:
        others = [sheet.title for sheet in sheets if sheet is not table.sheet]
        version = edition_of([path.stem, table.sheet.title]) or edition_of(others)
    if version is None:
        raise CatalogError(
            Text(
                es=f"{path}: ni el libro ni sus hojas llevan fecha en su nombre; dela (--version-date)",
                en=f"{path}: no name of the workbook or its sheets has a date; give it (--version-date)",
            )
        )
    with _located(path):
        found = read_table(declared, table, formulas=book.formulas)
    profiles = profiles_of(found.entries, declared.key_kind)
    catalog = Catalog(
        name=declared.name,
        version=version,
        key=declared.key,
        key_kind=declared.key_kind,
        attributes=declared.attributes,
        source=f"{clean(path.name)} [{table.sheet.title}]",
        origin="user",
        entries=MappingProxyType(found.entries),
        labels=MappingProxyType(found.labels),
        digest=digest_of(declared.name, declared.key, declared.key_kind, declared.attributes, profiles),
    )
    return WorkbookReading(catalog, len(table.rows), tuple(found.dropped))


def compare(old: Catalog | None, new: Catalog) -> Changes:
    """Return by which keys the edition `new` differs from `old`, in order of key."""
    if old is None:
        return Changes(tuple(new.sorted_keys()), (), ())
    same = [item.name for item in old.attributes] == [item.name for item in new.attributes]
    changed = (key for key in new.sorted_keys() if key in old and (not same or old.entries[key] != new.entries[key]))
    return Changes(
        added=tuple(key for key in new.sorted_keys() if key not in old),
        removed=tuple(key for key in old.sorted_keys() if key not in new),
        changed=tuple(changed),
    )


def _recognise(path: Path, sheets: Sequence[Sheet], wanted: str | None) -> tuple[Declaration, Table]:
    known = declarations()
    candidates = [known[wanted]] if wanted else list(known.values())
    with _located(path):
        looks = [look_for(declared, tuple(sheets)) for declared in candidates]
    fitting = [look for look in looks if look.table and (wanted or _named(look.declaration, path, sheets))]
    if not fitting:
        raise _unknown(path, looks, wanted)
    most = max(len(look.declaration.headings) for look in fitting)
    best = [look for look in fitting if len(look.declaration.headings) == most]
    if len(best) > 1:
        raise _which(path, best)
    table = best[0].table
    if table is None:
        raise _unknown(path, looks, wanted)
    return best[0].declaration, table


@contextmanager
def _located(path: Path) -> Iterator[None]:
    """Put the workbook before the message of an error about its content."""
    try:
        yield
    except CatalogError as error:
        raise CatalogError(Text(es=f"{path}: {error.text.es}", en=f"{path}: {error.text.en}")) from error


def _named(declared: Declaration, path: Path, sheets: Sequence[Sheet]) -> bool:
    """Return whether the names of the file and the sheets fit, where the columns alone would not tell."""
    if not declared.recognise:
        return True
    names = [column_name(path.stem), *(column_name(sheet.title) for sheet in sheets)]
    return any(word in name for word in declared.recognise for name in names)


def _unknown(path: Path, looks: list[Look], wanted: str | None) -> CatalogError:
    unnamed = [look for look in looks if look.table]
    if unnamed:
        return _which(path, unnamed)
    near = min(looks, key=lambda look: len(look.missing) / len(look.declaration.headings))
    name, missing = near.declaration.name, ", ".join(near.missing)
    if wanted:
        es = f"no es el libro de {name}: faltan las columnas {missing}"
        en = f"is not the workbook of {name}: it lacks the columns {missing}"
    else:
        es = f"no tiene las columnas de ningún catálogo conocido; el más parecido es {name}, con {missing}"
        en = f"its columns are those of no known catalogue; the nearest is {name}, with {missing} besides"
    return CatalogError(Text(es=f"{path}: {es}; nada cambió", en=f"{path}: {en}; nothing was changed"))


def _which(path: Path, looks: list[Look]) -> CatalogError:
    names = ", ".join(look.declaration.name for look in looks)
    return CatalogError(
        Text(
            es=f"{path}: por sus columnas podría ser {names}; diga cuál con --name; nada cambió",
            en=f"{path}: by its columns it could be {names}; say which with --name; nothing was changed",
        )
    )
