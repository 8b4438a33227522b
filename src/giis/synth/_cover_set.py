"""A set of records that shows all of a guide, what each of them is for, and writing both."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from giis._errors import InputError
from giis._text import Text
from giis.files import FileName, replacing, write_exchange
from giis.synth._manifest import manifest_csv, manifest_data, manifest_json
from giis.synth._units import PREFIX
from giis.validators.validate import layout_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from typing import Any

    import polars as pl

    from giis._text import Language
    from giis.catalogs import Catalog
    from giis.evidence import Goal
    from giis.specs import Guide
    from giis.synth._month import Month

_NO_CATALOG = "XXXXX"
_MANIFESTS = {"csv": manifest_csv, "json": manifest_json}
_NO_FOLDER = Text("no existe la carpeta {path}", "there is no folder {path}")
_EXISTS = Text("ya existe {path}; --overwrite lo reemplaza", "{path} exists already; --overwrite replaces it")


@dataclass(frozen=True)
class Purpose:
    """What one record of a cover is there for.

    `goals` are those for which it was chosen; each goal stands with one record. `reason` tells why a record without
    goals is there.
    """

    goals: tuple[Goal, ...]
    reason: Text | None = None


@dataclass(frozen=True)
class Cover:
    """A set of valid records, and what each is for.

    Parameters
    ----------
    guide : Guide
        The guide.
    records : polars.DataFrame
        The records, all texts, a column for each variable, called by its identifier.
    purposes : tuple of Purpose
        What each record is for, in the same order.
    goals : tuple of Goal
        The goals that were to be shown.
    open : Mapping of str to Text
        The goals that no record of the set shows, by id, each with the reason.
    least : int
        A number of records that no set showing the same can fall below: some variable takes so many values, of which
        a record has one.
    units : tuple of str
        The keys of the units from which the records could come: all of one state and institution.
    month, as_of, seed, catalogs
        The month of the records, the date of registration, what the search was made from, and the editions at hand.
    """

    guide: Guide
    records: pl.DataFrame
    purposes: tuple[Purpose, ...]
    goals: tuple[Goal, ...]
    open: Mapping[str, Text]
    least: int
    units: tuple[str, ...]
    month: Month
    as_of: date
    seed: int
    catalogs: Mapping[str, Catalog]

    @property
    def reached(self) -> int:
        """The number of goals that the set shows."""
        return len(self.goals) - len(self.open)

    @property
    def name(self) -> str:
        """The official name of a file of these records: `TTT-EEIII-AAMM.TXT`."""
        prefix = self.units[0][:PREFIX] if self.units else _NO_CATALOG
        return str(FileName(self.guide.file_types[0], prefix[:2], prefix[2:], self.month.year, self.month.number))

    def manifest(self, language: Language = "es") -> dict[str, Any]:
        """Return what each record is for, and what none shows, as plain data: `giis-cover/1`."""
        return manifest_data(self, language)

    def write(
        self, target: Path | str, *, language: Language = "es", manifest: bool = True, overwrite: bool = False
    ) -> tuple[Path, ...]:
        """Write the records as an exchange file, and beside it the manifest: `FILE.cover.csv` and `FILE.cover.json`.

        Parameters
        ----------
        target : path
            The exchange file.
        language : {"es", "en"}
            The language of the manifest.
        manifest : bool
            Whether to write it.
        overwrite : bool
            Whether files that are there may be replaced.

        Returns
        -------
        tuple of Path
            The files of the manifest.

        Raises
        ------
        InputError
            If a file is there already, or cannot be written.
        """
        path = Path(target)
        beside = cover_files(path, overwrite=overwrite) if manifest else ()
        if path.exists() and not overwrite:
            raise InputError(Text(*(text.format(path=path) for text in _EXISTS)))
        write_exchange(path, layout_of(self.guide), [self.records])
        for place, make in zip(beside, _MANIFESTS.values(), strict=False):
            try:
                with replacing(place) as stream:
                    stream.write(make(self, language))
            except OSError as error:
                reason = error.strerror or str(error)
                raise InputError(
                    Text(f"{place} no se puede escribir: {reason}", f"{place} cannot be written: {reason}")
                ) from error
        return beside


def cover_files(target: Path | str, *, overwrite: bool = False) -> tuple[Path, ...]:
    """Return the files of the manifest that stand beside a cover.

    Parameters
    ----------
    target : path
        The exchange file.
    overwrite : bool
        Whether files that are there may be replaced.

    Raises
    ------
    InputError
        If there is no such folder, or the exchange file or one of the manifest is there already.
    """
    path = Path(target)
    beside = tuple(path.with_name(f"{path.name}.cover.{kind}") for kind in _MANIFESTS)
    if not path.parent.is_dir():
        raise InputError(Text(*(text.format(path=path.parent) for text in _NO_FOLDER)))
    for place in (path, *beside):
        if place.exists() and not overwrite:
            raise InputError(Text(*(text.format(path=place) for text in _EXISTS)))
    return beside
