"""Where catalogues are kept: those that ship, and beside them those that the user imported."""

from __future__ import annotations

import os
from contextlib import nullcontext, suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from giis._errors import CatalogError
from giis._resources import data_directory
from giis._text import Text
from giis.catalogs._declarations import canonical_name, declaration, declarations
from giis.catalogs._files import edition_in, files_in, user_directory, write_whole
from giis.catalogs._model import Catalog, CatalogInfo, Match
from giis.catalogs._normal import fold
from giis.catalogs._text_reader import read
from giis.catalogs._text_writer import write

if TYPE_CHECKING:
    from datetime import date

    from giis.catalogs._files import Edition

ENVIRONMENT = "GIIS_CATALOGS"


def shipped() -> dict[str, date]:
    """Return the catalogues that ship with the package, by name, each with the date of its edition."""
    editions = [edition_in(path, "bundled") for path in files_in(data_directory("spec_yaml") / "catalogs")]
    return {name: edition.version for name, edition in editions}


class CatalogStore:
    """The catalogues at hand; of each name the newest edition is used.

    Parameters
    ----------
    directory : Path, optional
        Where the user's catalogues are. Default: the environment variable `GIIS_CATALOGS`, else
        `giis/catalogs` in the platform's folder for the user's data.
    """

    def __init__(self, directory: Path | None = None) -> None:
        named = os.environ.get(ENVIRONMENT)
        self._explicit = directory is not None or bool(named)
        self.directory = directory or (Path(named) if named else user_directory())
        self._shipped = data_directory("spec_yaml") / "catalogs"
        self._loaded: dict[str, Catalog | None] = {}

    def get(self, name: str) -> Catalog | None:
        """Return the newest edition of the catalogue `name`, or `None` if it is not at hand.

        Raises
        ------
        CatalogError
            If the newest edition's file is damaged, or the user's folder was named but does not exist.
        """
        if name not in self._loaded:
            editions = self._editions(name).get(name, [])
            self._loaded[name] = _load(name, max(editions)) if editions else None
        return self._loaded[name]

    def catalogs(self) -> list[CatalogInfo]:
        """Return one line for each catalogue that is declared, shipped or imported, in order of name."""
        known = declarations()
        return [self._info(name) for name in sorted({*known, *self._editions()})]

    def search(self, name: str, text: str) -> list[Match]:
        """Return the entries of the catalogue `name` in which every word of `text` stands.

        Keys, official names (where they are at hand) and text attributes are searched; case and accents do
        not matter.

        Raises
        ------
        CatalogError
            If the catalogue is unknown or not at hand.
        """
        catalog = self.require(name)
        words = fold(text).split()
        places = [place for place, item in enumerate(catalog.attributes) if item.kind == "text"]
        found = []
        for key in catalog.sorted_keys():
            values = catalog.entries[key]
            label = catalog.labels.get(key)
            content = fold(" ".join([key, label or "", *(str(values[place] or "") for place in places)]))
            if all(word in content for word in words):
                pairs = zip(catalog.attributes, values, strict=True)
                found.append(Match(key, label, {item.name: value for item, value in pairs}))
        return found

    def require(self, name: str) -> Catalog:
        """Return the catalogue that people mean by `name` (see `canonical_name`).

        Raises
        ------
        CatalogError
            If the catalogue is unknown or not at hand; the message says how to import it.
        """
        catalog = self.get(name) or self.get(canonical_name(name))
        if catalog is None:
            raise CatalogError(
                Text(
                    es=f"el catálogo {canonical_name(name)} no se distribuye con giis ni se ha importado;"
                    " use «giis catalogs import LIBRO.xlsx»",
                    en=f"the catalogue {canonical_name(name)} neither ships with giis nor was it imported;"
                    " use `giis catalogs import WORKBOOK.xlsx`",
                )
            )
        return catalog

    def install(self, catalog: Catalog) -> Path:
        """Write `catalog` to the user's folder, whole or not at all, and return its file.

        Raises
        ------
        CatalogError
            If the folder cannot be written; nothing was changed then.
        """
        declared = declaration(catalog.name)
        text = write(catalog, lines_by=declared.lines_by if declared else 0)
        if self.directory is None:
            raise CatalogError(
                Text(
                    es=f"no se encontró la carpeta del usuario; indíquela en la variable {ENVIRONMENT}",
                    en=f"no folder for the user's data was found; name one in the variable {ENVIRONMENT}",
                )
            )
        path = self.directory / f"{catalog.name}.{catalog.version.isoformat()}.yaml"
        write_whole(path, text)
        self._loaded.pop(catalog.name, None)
        return path

    def installed(self, name: str) -> Catalog | None:
        """Return the newest edition of `name` that can be read: an import may mend what cannot."""
        for edition in sorted(self._editions(name, lenient=True).get(name, []), reverse=True):
            with suppress(CatalogError):
                return _load(name, edition)
        return None

    def _info(self, name: str) -> CatalogInfo:
        declared = declaration(name)
        title = declared.title if declared else Text(es=name, en=name)
        catalog = self.get(name)
        if catalog is None:
            return CatalogInfo(name, title, None, 0, None, declared.workbook if declared else "", False, True)
        return CatalogInfo(
            name=name,
            title=title,
            version=catalog.version,
            keys=len(catalog),
            origin=catalog.origin,
            source=catalog.source,
            labelled=bool(catalog.labels),
            missing=False,
        )

    def _editions(self, name: str | None = None, *, lenient: bool = False) -> dict[str, list[Edition]]:
        """Return the editions at hand by name; `lenient` passes over files that are no catalogues.

        Of those that ship, only the one called `name` is looked at, if one is.
        """
        found: dict[str, list[Edition]] = {}
        shipped = [path for path in files_in(self._shipped) if name in (None, path.stem)]
        bundled = [edition_in(path, "bundled") for path in shipped]
        own: list[tuple[str, Edition]] = []
        if self.directory is not None:
            for path in files_in(self.directory, may_be_missing=lenient or not self._explicit):
                with suppress(CatalogError) if lenient else nullcontext():
                    own.append(edition_in(path, "user"))
        for known, edition in (*bundled, *own):
            found.setdefault(known, []).append(edition)
        return found


def _load(name: str, edition: Edition) -> Catalog:
    catalog = _bundled(edition.path) if edition.origin == "bundled" else read(edition.path, "user")
    declared = declaration(name)
    kinds = [(item.name, item.kind) for item in catalog.attributes]
    wanted = [(item.name, item.kind) for item in declared.attributes] if declared else kinds
    agrees = kinds == wanted and (declared is None or catalog.key_kind == declared.key.kind)
    if (catalog.name, catalog.version) != (name, edition.version) or not agrees:
        raise CatalogError(
            Text(
                es=f"{edition.path}: no es la edición {edition.version} de {name} que este giis espera;"
                " impórtela de nuevo o borre el archivo",
                en=f"{edition.path}: is not the edition {edition.version} of {name} that this giis"
                " expects; import it again or delete the file",
            )
        )
    return replace(catalog, attributes=declared.attributes) if declared else catalog


@lru_cache(maxsize=64)
def _bundled(path: Path) -> Catalog:
    return read(path, "bundled")
