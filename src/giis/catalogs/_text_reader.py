"""Read the text form of a catalogue; what is damaged is refused with the name of its file."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, cast, get_args

from giis import _yaml
from giis._errors import CatalogError, SpecError
from giis._text import Text
from giis._yaml import YamlList, YamlMap
from giis.catalogs._model import (
    BLANK,
    COLUMN,
    FORMAT,
    NAME,
    NONE,
    Attribute,
    AttributeKind,
    Catalog,
    KeyKind,
    Origin,
    Profile,
    Value,
    digest_of,
    key_order,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from giis._yaml import Node

_SCALARS = ("format", "name", "version", "source", "key", "key_kind", "count", "digest")
_FIELDS = frozenset({*_SCALARS, "attributes", "profiles", "rows", "labels"})
_MAX_BYTES = 64_000_000  # the 300,000 localities with their names have some 12 million


class _DamageError(Exception):
    """The content is not a catalogue's."""

    def __init__(self, es: str, en: str, line: int = 0) -> None:
        super().__init__(en)
        self.text = Text(es=es, en=en)
        self.line = line


class _Head(NamedTuple):
    name: str
    version: date
    key: str
    key_kind: KeyKind
    attributes: tuple[Attribute, ...]
    source: str
    size: int
    digest: str


def read(path: Path, origin: Origin) -> Catalog:
    """Read the catalogue in the file `path`.

    Raises
    ------
    CatalogError
        If the file cannot be read, is damaged or is no catalogue; the message names it.
    """
    try:
        return _catalog(_yaml.load(path, _MAX_BYTES), origin)
    except SpecError as error:
        line, reason = error.line, Text(es=error.message, en=error.message)
        cause: Exception = error
    except _DamageError as error:
        line, reason = error.line, error.text
        cause = error
    place = f"{path}:{line}" if line else str(path)
    raise CatalogError(
        Text(
            es=f"{place}: el catálogo está dañado y no se usa: {reason.es}; bórrelo o impórtelo de nuevo",
            en=f"{place}: the catalogue is damaged and is not used: {reason.en}; delete or import it again",
        )
    ) from cause


def _catalog(node: Node, origin: Origin) -> Catalog:
    if not isinstance(node, YamlMap) or node.get("format") != FORMAT:
        raise _DamageError(f"no comienza con «format: {FORMAT}»", f"it does not begin with `format: {FORMAT}`", 1)
    for field in node:
        if field not in _FIELDS:
            raise _DamageError(f"campo desconocido {field!r}", f"unknown field {field!r}", node.lines[field])
    head = _head(node)
    profiles = _rows(node, head) if "rows" in node else _profiles(node, head)
    entries: dict[str, tuple[Value, ...]] = {}
    for profile in profiles:
        entries.update(dict.fromkeys(profile.keys, _values(profile, head.attributes)))
    if not len(entries) == sum(len(profile.keys) for profile in profiles) == head.size:
        raise _DamageError(f"debería tener {head.size} claves distintas", f"it should hold {head.size} different keys")
    if digest_of(head.name, head.key, head.key_kind, head.attributes, profiles) != head.digest:
        raise _DamageError("su contenido no concuerda con «digest»", "its content does not agree with `digest`")
    labels = _labels(node, entries)
    return Catalog(
        name=head.name,
        version=head.version,
        key=head.key,
        key_kind=head.key_kind,
        attributes=head.attributes,
        source=head.source,
        origin=origin,
        entries=MappingProxyType(entries),
        labels=MappingProxyType(labels),
        digest=head.digest,
    )


def _head(node: YamlMap) -> _Head:
    for field in _SCALARS:
        if not isinstance(node.get(field), str) or not node[field]:
            raise _DamageError(f"falta «{field}»", f"`{field}` is missing")
    text = cast("dict[str, str]", node)
    for field, fits in (
        ("name", NAME.fullmatch(text["name"])),
        ("key", COLUMN.fullmatch(text["key"])),
        ("key_kind", text["key_kind"] in get_args(KeyKind)),
    ):
        if not fits:
            raise _DamageError(f"«{field}» incorrecto", f"wrong `{field}`", node.lines[field])
    try:
        version, count = date.fromisoformat(text["version"]), int(text["count"])
    except ValueError as error:
        raise _DamageError(
            "«version» o «count» incorrectos", "wrong `version` or `count`", node.lines["version"]
        ) from error
    kind = cast("KeyKind", text["key_kind"])
    return _Head(text["name"], version, text["key"], kind, _attributes(node), text["source"], count, text["digest"])


def _attributes(node: YamlMap) -> tuple[Attribute, ...]:
    declared = node.get("attributes")
    if not isinstance(declared, YamlMap):
        raise _DamageError("falta «attributes»", "`attributes` is missing")
    for column, kind in declared.items():
        if not COLUMN.fullmatch(column) or kind not in get_args(AttributeKind):
            raise _DamageError(f"atributo incorrecto {column!r}", f"wrong attribute {column!r}", declared.lines[column])
    return tuple(Attribute(column, cast("AttributeKind", kind)) for column, kind in declared.items())


def _rows(node: YamlMap, head: _Head) -> list[Profile]:
    text = node["rows"]
    if not isinstance(text, str) or "profiles" in node:
        raise _DamageError("«rows» no es texto", "`rows` is not text", node.lines["rows"])
    groups: dict[tuple[str, ...], list[str]] = {}
    for line in text.split("\n"):
        key, *fields = line.split("\t")
        if not key or " " in key or len(fields) != len(head.attributes):
            raise _DamageError(f"renglón incorrecto: {line[:40]!r}", f"wrong row: {line[:40]!r}", node.lines["rows"])
        groups.setdefault(tuple(fields), []).append(key)
    return _ordered(
        [Profile(tuple(map(_unfielded, fields)), tuple(keys)) for fields, keys in groups.items()], head.key_kind
    )


def _unfielded(field: str) -> str | None:
    return None if field == BLANK else field.removeprefix("=")


def _ordered(profiles: list[Profile], kind: KeyKind) -> list[Profile]:
    """Return the profiles with their keys in order, and by their first keys, as the digest wants them."""
    order = key_order(kind)
    try:
        found = [Profile(profile.written, tuple(sorted(profile.keys, key=order))) for profile in profiles]
    except ValueError as error:
        raise _DamageError("hay claves que no son números", "some keys are not numbers") from error
    return sorted(found, key=lambda profile: order(profile.keys[0]) if order else profile.keys[0])


def _profiles(node: YamlMap, head: _Head) -> list[Profile]:
    items = node.get("profiles")
    if not isinstance(items, YamlList) or not items:
        raise _DamageError("falta «profiles»", "`profiles` is missing")
    names = [attribute.name for attribute in head.attributes]
    return _ordered([_profile(item, names) for item in items], head.key_kind)


def _profile(item: Node, names: list[str]) -> Profile:
    values = item.get("values") if isinstance(item, YamlMap) else None
    keys = item.get("keys") if isinstance(item, YamlMap) else None
    if not isinstance(values, YamlMap) or not isinstance(keys, str) or not keys.strip():
        line = 0 if isinstance(item, str) else item.line
        raise _DamageError("grupo sin valores o sin claves", "a group without values or without keys", line)
    for name, value in values.items():
        if name not in names or not isinstance(value, str):
            raise _DamageError(f"atributo incorrecto {name!r}", f"wrong attribute {name!r}", values.lines[name])
    written = tuple(cast("str | None", values.get(name)) for name in names)
    return Profile(written, tuple(keys.split()))


def _values(profile: Profile, attributes: tuple[Attribute, ...]) -> tuple[Value, ...]:
    try:
        pairs = zip(attributes, profile.written, strict=True)
        return tuple(_value(attribute.kind, text) for attribute, text in pairs)
    except ValueError as error:
        first = profile.keys[0]
        raise _DamageError(f"valor incorrecto en la clave {first}", f"wrong value for the key {first}") from error


def _value(kind: AttributeKind, text: str | None) -> Value:
    if text is None or kind == "text":
        return text
    if kind == "integer":
        return int(text)
    if kind == "integers":
        return () if text == NONE else tuple(int(member) for member in text.split())
    if kind == "date":
        return date.fromisoformat(text)
    if text not in ("yes", "no"):
        raise ValueError(text)
    return text == "yes"


def _labels(node: YamlMap, entries: Mapping[str, object]) -> dict[str, str]:
    written = node.get("labels", "")
    if not isinstance(written, str):
        raise _DamageError("«labels» no es texto", "`labels` is not text", node.lines["labels"])
    labels: dict[str, str] = {}
    for line in written.split("\n") if written else ():
        key, _, label = line.partition(" ")
        if key not in entries or not label or key in labels:
            raise _DamageError(f"nombre para una clave desconocida: {key!r}", f"a label for an unknown key: {key!r}")
        labels[key] = label
    return labels
