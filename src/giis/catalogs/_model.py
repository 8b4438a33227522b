"""What a catalogue is: keys, their attributes, an edition and a source."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias

from giis._errors import CatalogError
from giis._text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

AttributeKind: TypeAlias = Literal["text", "integer", "flag", "integers", "date"]
KeyKind: TypeAlias = Literal["text", "integer"]
Origin: TypeAlias = Literal["bundled", "user"]
FORMAT = "giis-catalog/1"  # the first line of the text form
BLANK = "~"  # how a row of the text form writes that there is no value
NONE = "none"  # how the text form writes a list without members; a blank is not written at all
NAME = re.compile(r"[A-Z][A-Z0-9_]{1,60}")
COLUMN = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,60}")
PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*|[1-9][0-9]*|0")  # needs no quotes in YAML

Value: TypeAlias = str | int | bool | date | tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class Attribute:
    """One fact that a catalogue holds about each of its keys.

    Parameters
    ----------
    name : str
        The column's name in the official workbook.
    kind : {"text", "integer", "flag", "integers", "date"}
        Its values are `str`, `int`, `bool`, a sorted tuple of `int` or `date`.
    label : Text, optional
        What it says, in both languages.
    """

    name: str
    kind: AttributeKind
    label: Text | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Catalog:
    """One edition of a catalogue; two of the same facts have the same `digest`.

    Parameters
    ----------
    name : str
        Its identifier, such as `DIAGNOSTICO_SIS`.
    version : date
        The day of publication; the first day of the month or year where only these are known.
    key, key_kind : str
        The key's column in the workbook, and whether keys are texts or integers (keys are `str` in any case).
    attributes : tuple of Attribute
        The attributes, in the order of the entries' values.
    source : str
        The workbook and sheet that the facts were taken from.
    origin : {"bundled", "user"}
        Whether it ships with the package or was imported by the user.
    entries : Mapping of str to tuple
        The values of each key. `None` is a blank; a blank text is `""`; an empty list is `()`.
    labels : Mapping of str to str
        The official name of each key; empty where names are not shipped.
    digest : str
        SHA-256 of the facts (name, key, attributes and entries; neither labels nor source).
    """

    name: str
    version: date
    key: str
    key_kind: KeyKind
    attributes: tuple[Attribute, ...]
    source: str
    origin: Origin
    entries: Mapping[str, tuple[Value, ...]]
    labels: Mapping[str, str]
    digest: str

    def __contains__(self, key: object) -> bool:
        return key in self.entries

    def __len__(self) -> int:
        return len(self.entries)

    def position(self, attribute: str) -> int:
        """Return the place of `attribute` in the values of an entry.

        Raises
        ------
        CatalogError
            If the catalogue has no such attribute.
        """
        for place, known in enumerate(self.attributes):
            if known.name == attribute:
                return place
        names = ", ".join(known.name for known in self.attributes)
        raise CatalogError(
            Text(
                es=f"el catálogo {self.name} no tiene el atributo {attribute!r}; tiene: {names or 'ninguno'}",
                en=f"the catalogue {self.name} has no attribute {attribute!r}; it has: {names or 'none'}",
            )
        )

    def attribute(self, name: str) -> Attribute:
        """Return the attribute called `name`; raises `CatalogError` if there is none."""
        return self.attributes[self.position(name)]

    def get(self, key: str, attribute: str) -> Value:
        """Return the value of `attribute` for `key`: `None` for an unknown key or a blank."""
        place = self.position(attribute)
        values = self.entries.get(key)
        return None if values is None else values[place]

    def label(self, key: str) -> str | None:
        """Return the official name of `key`, or `None` where names are not shipped."""
        return self.labels.get(key)

    def sorted_keys(self) -> list[str]:
        """Return all keys in order: numerically where the key is an integer."""
        return sorted(self.entries, key=key_order(self.key_kind))


@dataclass(frozen=True, slots=True)
class CatalogInfo:
    """One line of the list of catalogues.

    `missing` is true for a catalogue that guides use but that is neither shipped nor imported.
    """

    name: str
    title: Text
    version: date | None
    keys: int
    origin: Origin | None
    source: str
    labelled: bool
    missing: bool


@dataclass(frozen=True, slots=True)
class Match:
    """One entry that a search found."""

    key: str
    label: str | None
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Profile:
    """Keys that share all their values; `written` is the values' canonical text."""

    written: tuple[str | None, ...]
    keys: tuple[str, ...]


def key_order(kind: KeyKind) -> type[int] | None:
    """Return the sort key of a catalogue's keys."""
    return int if kind == "integer" else None


def digest_of(name: str, key: str, kind: str, attributes: Iterable[Attribute], profiles: Iterable[Profile]) -> str:
    """Return the SHA-256 of a catalogue's facts; `profiles` in the order of their first keys."""
    whole = hashlib.sha256()
    for part in _parts(name, key, kind, attributes, profiles):
        whole.update(part.encode() + b"\n")
    return whole.hexdigest()


def _parts(
    name: str, key: str, kind: str, attributes: Iterable[Attribute], profiles: Iterable[Profile]
) -> Iterator[str]:
    yield f"{name} {key} {kind}"
    for attribute in attributes:
        yield f"{attribute.name} {attribute.kind}"
    for profile in profiles:
        # A blank and an empty text are told apart; a tab never stands inside a cleaned value.
        yield "\t".join("~" if value is None else f"={value}" for value in profile.written)
        yield " ".join(profile.keys)
