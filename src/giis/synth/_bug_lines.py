"""The smallest files that break the rules on bytes, lines, header and name: the same faults for every guide."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from giis.synth._judged import judged_stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from giis.files import Issue
    from giis.specs import Guide
    from giis.validators.options import RunOptions
    from giis.validators.summary import Judgement

_END = "\r\n"
_LONG = (1 << 20) + 1
_OTHERS = ("OTRA", "X1")


@dataclass(frozen=True)
class Draft:
    """A small file, and what it is called."""

    data: bytes
    name: str


@dataclass(frozen=True)
class Parts:
    """What small files are made of: the header's names, the values of two records, and a right name."""

    header: Sequence[str]
    first: Sequence[str]
    second: Sequence[str]
    name: str

    def text(self, *lines: str) -> bytes:
        """Return the header and some lines, as a file."""
        return "".join(line + _END for line in ("|".join(self.header), *lines)).encode("windows-1252")

    @property
    def line(self) -> str:
        """The first record as a line."""
        return "|".join(self.first)

    @property
    def other(self) -> str:
        """The second record as a line."""
        return "|".join(self.second)

    def headed(self, names: Sequence[str], separator: str = "|") -> bytes:
        """Return a file with another header."""
        return (separator.join(names) + _END + self.line + _END).encode("windows-1252")


def _columns(parts: Parts) -> Iterator[bytes]:
    yield parts.text(parts.line.rpartition("|")[0])
    yield parts.text(parts.line.replace("|", "||", 1))
    yield parts.text(parts.line + "|")
    yield parts.text(*(half for half in _halved(parts.line)))
    yield parts.text(parts.line + parts.other)
    yield parts.text(parts.line + "|" + parts.other)


def _halved(line: str) -> tuple[str, str]:
    """Return a line broken inside the first value that has two characters."""
    values = line.split("|")
    place = next(index for index, value in enumerate(values) if len(value) > 1)
    at = sum(len(value) + 1 for value in values[:place]) + 1
    return line[:at], line[at:]


def _header(parts: Parts) -> Iterator[bytes]:
    names = list(parts.header)
    yield parts.headed(names[:-1])
    yield parts.headed([*names, _OTHERS[0]])
    yield parts.headed([*names, ""])
    yield parts.headed([*names[:-2], _OTHERS[0]])
    yield parts.headed(names, ";")
    yield parts.headed(names[:-1], ";")


def _misspelt(parts: Parts) -> Iterator[bytes]:
    yield parts.headed([parts.header[0].lower(), *parts.header[1:]])
    yield parts.headed([name.lower() for name in parts.header])


def _named(parts: Parts) -> Iterator[str]:
    """Yield names that are not as they should be."""
    kind, unit, rest = parts.name.split("-", 2)
    year, month = rest[:2], rest[2:4]
    other = "01" if month != "01" else "02"
    yield from ("ARCHIVO.TXT", f"XXX-{unit}-{rest}", f"{kind}-ZZ{unit[2:]}-{rest}", f"{kind}-{unit}-{year}13.TXT")
    yield from (parts.name.lower(), f"{kind}-{unit}-{year}{other}.TXT", f"{kind}-{unit}-{int(year) - 1:02}{month}.TXT")
    yield from (f"{kind}-{unit}-{int(year) + 1:02}{month}.TXT", f"{kind}-{_elsewhere(unit)}-{rest}")


def _elsewhere(unit: str) -> str:
    return ("DF" if unit[:2] != "DF" else "JC") + ("SSA" if unit[2:] != "SSA" else "IMB")


_WAYS: dict[str, Callable[[Parts], Iterator[bytes]]] = {
    "ARC-vacio": lambda parts: iter((b"", b"\r\n")),
    "ARC-sin-registros": lambda parts: iter((parts.text(),)),
    "ARC-encabezado-falta": lambda parts: iter(((parts.line + _END).encode("windows-1252"),)),
    "ARC-encabezado-columnas": _header,
    "ARC-encabezado-orden": lambda parts: iter((parts.headed([parts.header[1], parts.header[0], *parts.header[2:]]),)),
    "ARC-encabezado-nombre": lambda parts: iter((parts.headed([_OTHERS[0], *parts.header[1:]]),)),
    "ARC-encabezado-grafia": _misspelt,
    "ARC-encabezado-repetido": lambda parts: iter((parts.text("|".join(parts.header)),)),
    "ARC-columnas": _columns,
    "ARC-renglon-vacio": lambda parts: iter((parts.text("", parts.line),)),
    "ARC-renglon-largo": lambda parts: iter((parts.text("A" * _LONG),)),
    "ARC-control": lambda parts: iter(parts.text(parts.line + sign) for sign in "\x01\x00\t\x1a"),
    "ARC-codificacion": lambda parts: iter(((parts.text(parts.line).decode("windows-1252")[:-2] + "Ñ\r\n").encode(),)),
    "ARC-bom": lambda parts: iter((b"\xef\xbb\xbf" + parts.text(parts.line),)),
    "ARC-codificacion-mezclada": lambda parts: iter(
        (parts.text(parts.line + "Ñ") + (parts.other + "Ñ" + _END).encode(),)
    ),
    "ARC-utf16": lambda parts: iter(
        ("\ufeff" + parts.text(parts.line).decode("windows-1252")).encode(f"utf-16-{order}") for order in ("le", "be")
    ),
    "ARC-fin-de-linea": lambda parts: iter(
        (parts.text(parts.line)[:-2] + b"\n", parts.text(parts.line).replace(b"\r\n", b"\r"))
    ),
    "ARC-sin-fin": lambda parts: iter((parts.text(parts.line)[:-2],)),
}
"""By rule: files that break it, the plainest first."""


def drafts(code: str, parts: Parts) -> Iterator[Draft]:
    """Yield small files that should break the structural rule `code`; none if it is not known how."""
    if code in _WAYS:
        yield from (Draft(data, parts.name) for data in _WAYS[code](parts))
    elif code.startswith("ARC-nombre"):
        yield from (Draft(parts.text(parts.line), name) for name in _named(parts))


def smallest(original: Issue, parts: Parts, guide: Guide, options: RunOptions) -> Draft | None:
    """Return a small file with a fault like `original`: of the same rule, with the same explanation."""
    wanted = likeness_of(original)
    fallback: Draft | None = None
    for draft in drafts(original.code, parts):
        for issue in issues_of(judged_stream(io.BytesIO(draft.data), draft.name, guide, options), original.code):
            if likeness_of(issue) == wanted:
                return draft
            fallback = fallback or draft
    return fallback


def issues_of(judgement: Judgement, code: str) -> list[Issue]:
    """Return the structural findings of one rule."""
    return [issue for issue in (*judgement.records.issues, *judgement.name_issues) if issue.code == code]


def likeness_of(issue: Issue) -> tuple[object, ...]:
    """Return what faults of the same kind have in common: the explanation, and whether there is too much or little."""
    found, expected = issue.params.get("found"), issue.params.get("expected")
    more = None
    if isinstance(found, int) and isinstance(expected, int):
        more = (found > expected) - (found < expected)
    return issue.code, issue.params.get("hint"), more
