"""What the certificate of NOM-024-SSA3-2012 evaluates, as `spec_yaml/audit/` declares it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from giis._resources import data_directory, short_name
from giis._yaml import load
from giis.catalogs import declaration
from giis.specs.assemble import Raw, raw_from
from giis.specs.build import shaped
from giis.specs.document import Document, Flag, GuideId, Identifier, TextDoc, Title
from giis.specs.guide import Confidence

if TYPE_CHECKING:
    from giis._text import Text
    from giis.specs import Guide, Variable

_NAME = "NOM-024-SSA3-2012"


class _SuccessorDoc(Document):
    guide: GuideId
    after: GuideId
    since: date


class _GuidesDoc(Document):
    as_of: date
    in_force: Annotated[list[GuideId], Field(min_length=1)]
    successors: list[_SuccessorDoc] = Field(default=[])


class _FamilyDoc(Document):
    id: Identifier
    title: TextDoc
    catalogs: list[Identifier] = Field(default=[])
    note: TextDoc | None = None


class _CatalogsDoc(Document):
    confidence: Confidence
    families: Annotated[list[_FamilyDoc], Field(min_length=1)]


class _FieldDoc(Document):
    id: Identifier
    title: TextDoc
    form: TextDoc
    variables: list[Identifier] = Field(default=[])
    stands_for: Flag = False
    note: TextDoc | None = None


class _UnseenDoc(Document):
    id: Identifier
    text: TextDoc


class _NormDoc(Document):
    norm: Title
    title: TextDoc
    guides: _GuidesDoc
    catalogs: _CatalogsDoc
    identification: Annotated[list[_FieldDoc], Field(min_length=1)]
    unseen: list[_UnseenDoc] = Field(default=[])


@dataclass(frozen=True, slots=True)
class Edition:
    """A guide of the list of certificates, or one that came after one of them.

    `after` is the guide that it succeeds, from the day `since` on; both None for a guide of the list.
    """

    guide: str
    after: str | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """One fundamental catalogue of Apéndice Normativo A, and the catalogues of giis that stand for it."""

    id: str
    title: Text
    catalogs: tuple[str, ...]
    note: Text | None


@dataclass(frozen=True, slots=True)
class IdentityField:
    """One field of the minimum identification of persons (Tabla 1).

    Of `variables` the first one that a guide has carries the field there; with `stands_for` it is something near it.
    """

    id: str
    title: Text
    form: Text
    variables: tuple[str, ...]
    stands_for: bool
    note: Text | None

    def carrier(self, guide: Guide) -> Variable | None:
        """Return the variable of `guide` that carries the field, None where none does."""
        known = {variable.name: variable for variable in guide.dictionary}
        return next((known[name] for name in self.variables if name in known), None)


@dataclass(frozen=True, slots=True)
class Norm:
    """What the certificate evaluates; `unseen` are the facts that no exchange file shows."""

    name: str
    title: Text
    as_of: date
    editions: tuple[Edition, ...]
    catalogs_confidence: Confidence
    families: tuple[Family, ...]
    fields: tuple[IdentityField, ...]
    unseen: tuple[tuple[str, Text], ...]
    digest: str

    def edition(self, guide: str) -> Edition | None:
        """Return the edition `guide`, None where it is neither on the list nor succeeds a guide of it."""
        return next((item for item in self.editions if item.guide == guide), None)

    def successor(self, guide: str, on: date) -> Edition | None:
        """Return the edition that has taken the place of `guide` on that day."""
        found = (item for item in self.editions if item.after == guide and item.since is not None and item.since <= on)
        return next(found, None)

    def current(self, guide: str, on: date) -> str:
        """Return the edition of the family of `guide` that is in force on that day."""
        first = next((item.after for item in self.editions if item.guide == guide and item.after), None) or guide
        later = self.successor(first, on)
        return later.guide if later else first


@cache
def load_norm() -> Norm:
    """Return what is declared of the norm.

    Raises
    ------
    SpecError
        If the declaration is wrong; the error names file and line.
    """
    path = data_directory("spec_yaml") / "audit" / f"{_NAME}.yaml"
    raw = raw_from(load(path), short_name(path), 1)
    doc = shaped(_NormDoc, raw)
    _check(doc, raw)
    return Norm(
        name=doc.norm,
        title=doc.title.text,
        as_of=doc.guides.as_of,
        editions=tuple(_editions(doc.guides)),
        catalogs_confidence=doc.catalogs.confidence,
        families=tuple(
            Family(item.id, item.title.text, tuple(item.catalogs), item.note.text if item.note else None)
            for item in doc.catalogs.families
        ),
        fields=tuple(
            IdentityField(
                item.id,
                item.title.text,
                item.form.text,
                tuple(item.variables),
                item.stands_for,
                item.note.text if item.note else None,
            )
            for item in doc.identification
        ),
        unseen=tuple((item.id, item.text.text) for item in doc.unseen),
        digest=hashlib.sha256(path.read_bytes()).hexdigest(),
    )


def _editions(doc: _GuidesDoc) -> list[Edition]:
    """Return the guides of the list in its order, each followed by what came after it."""
    found: list[Edition] = []
    for guide in doc.in_force:
        found.append(Edition(guide))
        found += [Edition(item.guide, item.after, item.since) for item in doc.successors if item.after == guide]
    return found


def _check(doc: _NormDoc, raw: Raw) -> None:
    """Refuse what names a catalogue that is not declared, or a guide that is not on the list."""
    for index, family in enumerate(doc.catalogs.families):
        for name in family.catalogs:
            if declaration(name) is None:
                raise raw.fault(f"there is no catalogue {name!r}", "catalogs", "families", index, "catalogs")
    for index, item in enumerate(doc.guides.successors):
        if item.after not in doc.guides.in_force:
            raise raw.fault(f"{item.after} is not in `in_force`", "guides", "successors", index, "after")
