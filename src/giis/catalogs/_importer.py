"""Import an official workbook: recognise it, check it whole, compare it, and only then install it."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from giis._errors import CatalogError
from giis._text import Text
from giis.catalogs._book import Book
from giis.catalogs._declarations import canonical_name, declarations
from giis.catalogs._editions import edition_of
from giis.catalogs._guard import inspect_workbook
from giis.catalogs._model import Catalog, digest_of
from giis.catalogs._normal import clean, column_name
from giis.catalogs._sheets import look_for
from giis.catalogs._sheets import read_tables as rows_of
from giis.catalogs._store import CatalogStore
from giis.catalogs._table import DroppedRow, read_tables
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

    from giis.catalogs._book import Sheet
    from giis.catalogs._declarations import Declaration
    from giis.catalogs._sheets import Look


@dataclass(frozen=True, slots=True)
class WorkbookReading:
    """A catalogue as a workbook holds it.

    `rows` is the number of rows below the headings, `repeated` of those that only repeat a key where that is usual;
    `absent` are the columns that the workbook lacks, of those that it may lack.
    """

    catalog: Catalog
    rows: int
    dropped: tuple[DroppedRow, ...]
    repeated: int = 0
    absent: tuple[str, ...] = ()


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
        Rows of the workbook below the headings; each is a key, stands in `dropped` or is counted in `repeated`.
    dropped : tuple of DroppedRow
        Rows that made no entry, with the reason.
    path : Path
        The file that was written.
    active : bool
        Whether this edition is now the one in use; false if a newer one is at hand.
    repeated : int
        Rows that only repeat a key, in a catalogue where that is usual.
    absent : tuple of str
        Columns that the workbook lacks; rules that need them are not evaluated.
    """

    catalog: Catalog
    previous: Catalog | None
    changes: Changes
    rows: int
    dropped: tuple[DroppedRow, ...]
    path: Path
    active: bool
    repeated: int = 0
    absent: tuple[str, ...] = ()


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
    return ImportReport(
        catalog,
        previous,
        changes,
        reading.rows,
        reading.dropped,
        written,
        active,
        reading.repeated,
        reading.absent,
    )


def read_workbook(path: Path, name: str | None = None, *, version: date | None = None) -> WorkbookReading:
    """Read the catalogue in the workbook `path` without installing it; see `import_workbook`."""
    wanted = canonical_name(name) if name else None
    inspected = inspect_workbook(path)
    book = Book(path, inspected.content)
    look = _recognise(path, book.sheets, wanted)
    declared = look.declaration
    tables = rows_of(book, look)
    titles = [table.headings.sheet.title for table in tables]
    if version is None:
        others = [sheet.title for sheet in book.sheets if sheet.title not in titles]
        version = edition_of([path.stem, *titles]) or edition_of(others)
    if version is None:
        raise CatalogError(
            Text(
                es=f"{path}: ni el libro ni sus hojas llevan fecha en su nombre; dela (--version-date)",
                en=f"{path}: no name of the workbook or its sheets has a date; give it (--version-date)",
            )
        )
    with _located(path):
        found = read_tables(declared, tables, formulas=inspected.formulas)
    profiles = profiles_of(found.entries, declared.key.kind)
    catalog = Catalog(
        name=declared.name,
        version=version,
        key=declared.key.name,
        key_kind=declared.key.kind,
        attributes=declared.attributes,
        source=f"{clean(path.name)} [{' … '.join(dict.fromkeys((titles[0], titles[-1])))}]",
        origin="user",
        entries=MappingProxyType(found.entries),
        labels=MappingProxyType(found.labels),
        digest=digest_of(declared.name, declared.key.name, declared.key.kind, declared.attributes, profiles),
    )
    absent = tuple(
        column.heading
        for column, place in zip(declared.wanted, tables[0].headings.places, strict=True)
        if place is None
    )
    return WorkbookReading(catalog, found.rows, tuple(found.dropped), found.repeated, absent)


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


def _recognise(path: Path, sheets: Sequence[Sheet], wanted: str | None) -> Look:
    known = declarations()
    candidates = [known[wanted]] if wanted else list(known.values())
    with _located(path):
        looks = [look_for(declared, sheets) for declared in candidates]
    fitting = [look for look in looks if look.found and (wanted or _named(look.declaration, path, sheets))]
    if not fitting:
        raise _unknown(path, looks, wanted)
    best = [look for look in fitting if look.fit == max(look.fit for look in fitting)]
    if len(best) > 1:
        raise _which(path, best)
    return best[0]


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
    unnamed = [look for look in looks if look.found]
    if unnamed:
        return _which(path, unnamed)
    near = min(looks, key=lambda look: len(look.missing) / len(look.declaration.wanted))
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
