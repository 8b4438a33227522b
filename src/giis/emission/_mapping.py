"""A mapping file, read and of the right shape."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from giis._errors import SpecError
from giis._text import Text
from giis._yaml import YamlMap, load, loads
from giis.emission._document import SCHEMA, MappingDoc
from giis.specs.assemble import Raw, raw_from
from giis.specs.build import shaped

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pydantic import BaseModel

Model = TypeVar("Model", bound="BaseModel")
_LARGEST = 4_000_000


@dataclass(frozen=True)
class Mapping:
    """A mapping: its content, where each key stands, and the folder that its paths start from."""

    doc: MappingDoc
    raw: Raw
    folder: Path | None = None


def read_mapping(given: Path | str) -> Mapping:
    """Return the mapping in the file `given`, or in the text `given` if it has several lines.

    Raises
    ------
    SpecError
        If it cannot be read, or is no mapping.
    """
    from pathlib import Path

    if isinstance(given, str) and "\n" in given:
        node, name, folder = loads(given, "<mapping>"), "<mapping>", None
    else:
        path = Path(given)
        node, name, folder = load(path, _LARGEST), str(path), path.parent
    if not isinstance(node, YamlMap):
        raise SpecError(Text("no es un mapeo (clave: valor)", "it is no mapping (key: value)"), file=name, line=1)
    raw = raw_from(node, name)
    if node.get("mapping") != SCHEMA:
        raise fault(raw, f"falta la clave `mapping: {SCHEMA}`", f"the key `mapping: {SCHEMA}` is missing", "mapping")
    return Mapping(shaped(MappingDoc, raw), raw, folder)


def fault(raw: Raw, es: str, en: str, *path: str | int) -> SpecError:
    """Return the error of what stands under `path`, with file and line."""
    file, line = raw.place(path)
    return SpecError(Text(es, en), file=file, line=line)


def near(name: str, known: Iterable[str]) -> Text:
    """Return what `name` may be meant to be, as the end of a sentence."""
    folded = {item.casefold(): item for item in known}
    found = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=0.5)
    if not found:
        return Text("", "")
    return Text(f"; ¿quiso decir {folded[found[0]]!r}?", f"; did you mean {folded[found[0]]!r}?")


def no_column(raw: Raw, table: str | None, name: str, known: Iterable[str], *path: str | int) -> SpecError:
    """Return the error that a table (None: the source) has no column `name`, with the nearest name."""
    hint = near(name, known)
    es, en = ("el origen", "the source") if table is None else (f"la tabla {table}", f"the table {table}")
    return fault(raw, f"{es} no tiene la columna {name!r}{hint.es}", f"{en} has no column {name!r}{hint.en}", *path)


def below(raw: Raw, *path: str | int) -> tuple[Any, Raw]:
    """Return what stands under `path`, and its keys with their places (none where it is no mapping)."""
    node: Any = raw.data
    for key in path:
        node = node[key]
    file, line = raw.place(path)
    return node, raw_from(node, file, line) if isinstance(node, YamlMap) else Raw({}, {}, file, line)


def read_under(
    model: type[Model], raw: Raw, path: tuple[str | int, ...], short: str | None = None
) -> tuple[Model, Raw]:
    """Return what stands under `path` as `model`; a plain text there is meant as the key `short`."""
    node, own = below(raw, *path)
    if isinstance(node, str) and short is not None:
        file, line = raw.place(path)
        own = Raw({short: node}, {short: (file, line)}, file, line)
    elif not isinstance(node, YamlMap):
        raise fault(raw, "se esperaba un mapeo (clave: valor)", "a mapping (key: value) is wanted here", *path)
    return shaped(model, own), own
