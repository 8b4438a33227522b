"""What the reader must know of a guide, and what it finds wrong with a file's structure."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

ANY_NAME = "*"


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of an exchange file.

    Parameters
    ----------
    headers : tuple of str
        The official header token of each column, in order; two columns at least.
    accepted : tuple of frozenset of str
        Other tokens that are right for each column (oddities of official examples, names of the
        dictionary); empty when there are none. `ANY_NAME` admits every name that is no other column's.
    separator : str
        The one character between values.
    integers : frozenset of int
        The columns, counted from 0, that hold integers and are never empty: they may be read as such
        where every text is the only spelling of its number.
    """

    headers: tuple[str, ...]
    accepted: tuple[frozenset[str], ...] = ()
    separator: str = "|"
    integers: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if len(self.headers) < 2:
            raise ValueError("a layout needs two columns at least")
        if not self.accepted:
            object.__setattr__(self, "accepted", (frozenset[str](),) * len(self.headers))
        if len(self.accepted) != len(self.headers):
            raise ValueError("`accepted` needs one set for each column")
        if len(self.separator) != 1 or not "!" <= self.separator <= "~":
            raise ValueError("the separator must be one printable ASCII character")

    def names(self, column: int) -> frozenset[str]:
        """Return every token that is right for `column`, counted from 0."""
        return (self.accepted[column] | {self.headers[column]}) - {ANY_NAME}

    def any_name(self, column: int) -> bool:
        """Return whether the name of `column`, counted from 0, is not known, so that any will do."""
        return ANY_NAME in self.accepted[column]


@dataclass(frozen=True, slots=True)
class Issue:
    """One structural finding; its text is rendered from `spec_yaml/structure.yaml`.

    Parameters
    ----------
    code : str
        The rule, such as `ARC-columnas`.
    line, record, column : int or None
        Where it stands, each counted from 1; None when it concerns the whole file, line or header.
    value : str or None
        The offending header token or file name; never a value of a record, which may be confidential.
    params : dict
        What the message tells; `hint` names one of the rule's further explanations.
    digest : str or None
        The SHA-256 of the line in UTF-8, if the issue concerns what stands in it.
    """

    code: str
    line: int | None = None
    record: int | None = None
    column: int | None = None
    value: str | None = None
    params: dict[str, str | int] = field(default_factory=dict)
    digest: str | None = None


def plain_token(token: str) -> str:
    """Reduce a header token to its letters and digits, in capitals and without accents."""
    bare = unicodedata.normalize("NFKD", token).upper()
    return "".join(character for character in bare if character.isalnum())
