"""The manifest of an audit: what the vendor says of the system, in a YAML file."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

from giis._text import Text
from giis._yaml import YamlList, YamlMap
from giis.auditing._norm import load_norm
from giis.specs import outlines
from giis.specs.filled import FilledIn

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

SCHEMA = "giis-audit-manifest/1"
FILE_NAME = "audit.yaml"
Sector = Literal["publico", "privado"]
SECTORS: tuple[Sector, ...] = get_args(Sector)

_KEYS = ("audit", "system", "sector", "serves_public", "guides", "date", "sgsi", "evidence", "notes")
_SYSTEM = ("name", "version", "owner", "contact")
_ENGLISH: Mapping[str, Sector] = {"public": "publico", "private": "privado"}
_YES_NO = {"yes": True, "si": True, "true": True, "no": False, "false": False}


@dataclass(frozen=True)
class Manifest:
    """What the vendor says of the system.

    `guides` are full ids, as applied for; `wished` tells what was written for each. `sgsi` is the file of answers to
    the checklist of A004, `evidence` what is told of single files (by path), `missing` the keys that say nothing.
    """

    path: Path | None = None
    sha256: str | None = None
    name: str = ""
    version: str = ""
    owner: str = ""
    contact: str = ""
    sector: Sector | None = None
    serves_public: bool | None = None
    guides: tuple[str, ...] = ()
    wished: Mapping[str, str] = field(default_factory=dict)
    date: date | None = None
    sgsi: Path | None = None
    evidence: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The keys of what is not told, as the manifest calls them."""
        told = {
            "system.name": self.name, "system.version": self.version, "system.owner": self.owner,
            "system.contact": self.contact, "sector": self.sector, "guides": self.guides, "date": self.date,
            "sgsi": self.sgsi,
        }  # fmt: skip
        found = [key for key, value in told.items() if not value]
        if self.sector != "publico" and self.serves_public is None:
            found.insert(found.index("sector") + 1 if "sector" in found else len(found), "serves_public")
        return tuple(found)


def read_manifest(path: Path, *, on: date | None = None, today: date | None = None, answers: bool = True) -> Manifest:
    """Return the manifest in the file `path`.

    Parameters
    ----------
    path : Path
        A YAML file; `giis audit --init` writes a first one.
    on, today : date, optional
        The day of the audit, before that of the manifest and where it tells none: of a guide that is named without
        its edition, the one in force on that day is meant.
    answers : bool
        Whether the file of answers on security must be there; not where another one is given.

    Raises
    ------
    SpecError
        If it cannot be read, or says something that makes no sense; the error names file and line.
    """
    return _Reader(path).manifest(path, on or today, on, answers=answers)


def guide_names() -> dict[str, str]:
    """Return what each guide of the list may be called: id, middle (`B015`), file type (`CEX`); in capitals."""
    norm = load_norm()
    types = {item.id: item.file_types for item in outlines()}
    found: dict[str, str] = {}
    for edition in norm.editions:
        names = (edition.guide, edition.guide.split("-")[1], *sorted(types.get(edition.guide, ())))
        for name in names:
            found.setdefault(name, edition.guide)
    return found


class _Reader(FilledIn):
    def __init__(self, path: Path) -> None:
        super().__init__(path, _KEYS)
        if self.text(self.node, "audit") != SCHEMA:
            raise self.fault(
                f"falta la clave «audit: {SCHEMA}»", f"the key `audit: {SCHEMA}` is missing", self.line("audit")
            )

    def manifest(self, path: Path, fallback: date | None, on: date | None, *, answers: bool) -> Manifest:
        system = self.mapping(self.node, "system")
        self.known_keys(system, _SYSTEM)
        day = self.day(self.node, "date")
        guides = self.guides(on or day or fallback)
        sgsi = self.text(self.node, "sgsi")
        notes = self.mapping(self.node, "evidence")
        if sgsi and answers and not (path.parent / sgsi).is_file():
            raise self.fault(
                f"sgsi: no existe el archivo {sgsi!r} (la ruta parte de la carpeta del manifiesto)",
                f"sgsi: there is no file {sgsi!r} (the path starts from the manifest's folder)",
                self.line("sgsi"),
            )
        return Manifest(
            path=path,
            sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
            **{key: self.text(system, key) for key in _SYSTEM},
            sector=self.sector(),
            serves_public=self.flag("serves_public"),
            guides=tuple(guides),
            wished=guides,
            date=day,
            sgsi=path.parent / sgsi if sgsi else None,
            evidence={key: self.text(notes, key) for key in notes},
            lines=dict(notes.lines),
            notes=tuple(text for text, _ in self.texts("notes")),
        )

    def sector(self) -> Sector | None:
        word = self.text(self.node, "sector")
        plain = _bare(word)
        for known in SECTORS:
            if plain in (known, *(name for name, meant in _ENGLISH.items() if meant == known)):
                return known
        if word:
            raise self.unknown(Text("no hay un sector", "there is no sector"), word, SECTORS, self.line("sector"))
        return None

    def flag(self, key: str) -> bool | None:
        word = self.text(self.node, key)
        if not word:
            return None
        if _bare(word) not in _YES_NO:
            raise self.fault(
                f"{key}: {word!r} no es sí ni no; escriba yes o no",
                f"{key}: {word!r} is neither yes nor no; write yes or no",
                self.line(key),
            )
        return _YES_NO[_bare(word)]

    def guides(self, on: date | None) -> dict[str, str]:
        norm, known = load_norm(), guide_names()
        found: dict[str, str] = {}
        for word, line in self.texts("guides"):
            meant = known.get(word.upper())
            if meant is None:
                raise self.unknown(Text("no hay una guía", "there is no guide"), word.upper(), known, line)
            if word.upper() != meant and on is not None:
                meant = norm.current(meant, on)
            if meant in found:
                raise self.fault(
                    f"guides: {word} es {meant}, que ya está", f"guides: {word} is {meant}, which is there", line
                )
            found[meant] = word
        return found

    def texts(self, key: str) -> list[tuple[str, int]]:
        """Return the texts of a list, or the only one, each with its line."""
        value = self.node.get(key, "")
        if isinstance(value, str):
            return [(value.strip(), self.line(key))] if value.strip() else []
        if isinstance(value, YamlMap):
            raise self.fault(f"{key}: se espera una lista", f"{key}: a list is wanted", self.line(key))
        found: list[tuple[str, int]] = []
        for item, line in zip(value, value.lines, strict=True):
            if isinstance(item, YamlMap | YamlList):
                raise self.fault(f"{key}: se espera una lista de textos", f"{key}: a list of texts is wanted", line)
            if item.strip():
                found.append((item.strip(), line))
        return found

    def line(self, key: str) -> int:
        return self.node.lines.get(key, 1)


def _bare(word: str) -> str:
    """Return `word` in small letters, without accents."""
    parts = unicodedata.normalize("NFD", word.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))
