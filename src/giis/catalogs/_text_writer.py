"""Write the text form of a catalogue: strict YAML in which keys that share all values stand together.

Where few share them, as in the directory of all units with the day on which each was closed, every key has a line of
its own: as YAML that would be a mapping for each key, and slow to read.

Keys are sorted, and a line begins anew where their first letters change, so that the difference between two
editions is readable. A count and a digest tell a damaged file from a whole one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis.catalogs._model import BLANK, FORMAT, NONE, PLAIN, Profile, key_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from giis.catalogs._model import Catalog, KeyKind, Value

WIDTH = 100
MOST_PROFILES = 2_000


def write(catalog: Catalog, *, lines_by: int = 0, labels: bool = True) -> str:
    """Return the text form of `catalog`.

    Parameters
    ----------
    catalog : Catalog
        The catalogue.
    lines_by : int
        How many first letters of the key begin a new line when they change; 0: fill the lines.
    labels : bool
        Whether the labels are written too.
    """
    lines = [
        f"format: {FORMAT}",
        f"name: {catalog.name}",
        f"version: {catalog.version.isoformat()}",
        f"source: {_quoted(catalog.source)}",
        f"key: {catalog.key}",
        f"key_kind: {catalog.key_kind}",
        *_flow("attributes: ", [f"{item.name}: {item.kind}" for item in catalog.attributes]),
        f"count: {len(catalog)}",
        f"digest: {catalog.digest}",
    ]
    profiles = profiles_of(catalog.entries, catalog.key_kind)
    if len(profiles) > MOST_PROFILES:
        return "\n".join([*lines, *_rows(catalog), *(_labels(catalog) if labels else ())]) + "\n"
    lines.append("profiles:")
    for profile in profiles:
        pairs = zip(catalog.attributes, profile.written, strict=True)
        values = [f"{item.name}: {_quoted(value)}" for item, value in pairs if value is not None]
        lines += [*_flow("  - values: ", values), "    keys: >-"]
        lines += ["      " + line for line in _folded(profile.keys, lines_by)]
    return "\n".join([*lines, *(_labels(catalog) if labels else ())]) + "\n"


def profiles_of(entries: Mapping[str, tuple[Value, ...]], kind: KeyKind) -> list[Profile]:
    """Return the keys grouped by their values: each group in order, the groups by their first keys."""
    groups: dict[tuple[str | None, ...], list[str]] = {}
    for key in sorted(entries, key=key_order(kind)):
        groups.setdefault(tuple(_written(value) for value in entries[key]), []).append(key)
    return [Profile(written, tuple(keys)) for written, keys in groups.items()]


def _rows(catalog: Catalog) -> Iterator[str]:
    yield "rows: |-"
    for key in catalog.sorted_keys():
        yield "\t".join([f"  {key}", *(_field(_written(value)) for value in catalog.entries[key])])


def _field(written: str | None) -> str:
    if written is None:
        return BLANK
    return f"={written}" if written.startswith((BLANK, "=")) else written


def _labels(catalog: Catalog) -> Iterator[str]:
    if catalog.labels:
        yield "labels: |-"
        yield from (f"  {key} {catalog.labels[key]}" for key in catalog.sorted_keys() if catalog.labels.get(key))


def _written(value: Value) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return " ".join(map(str, value)) or NONE
    return str(value)


def _quoted(text: str) -> str:
    return text if PLAIN.fullmatch(text) else "'" + text.replace("'", "''") + "'"


def _folded(keys: Iterable[str], lines_by: int) -> Iterator[str]:
    line = ""
    for key in keys:
        if line and (len(line) + 1 + len(key) > WIDTH or line[:lines_by] != key[:lines_by]):
            yield line
            line = key
        else:
            line = f"{line} {key}" if line else key
    yield line


def _flow(start: str, items: list[str]) -> Iterator[str]:
    """Return `start` and a mapping in braces, on lines of at most `WIDTH` characters."""
    line = start + "{"
    for place, item in enumerate(items):
        piece = item + ("," if place < len(items) - 1 else "")
        if place and len(line) + 1 + len(piece) > WIDTH:
            yield line
            line = " " * (len(start) + 1) + piece
        else:
            line += f" {piece}" if place else piece
    yield line + "}"
