"""A guide as one plain structure: blocks included, `like` resolved, code lists written out.

So a mutation concerns one variable only, though its YAML may be shared by many. What merely explains is left
out: a mutant shall be told by its verdicts, not by a paragraph that is left uncounted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from giis._resources import data_directory
from giis._yaml import YamlList, YamlMap, load
from giis.catalogs import declarations
from giis.specs.assemble import assemble
from giis.specs.build import Library, build_guide
from giis.specs.expressions.nodes import Kind
from giis.specs.structure import load_structure

if TYPE_CHECKING:
    from giis.specs import Guide

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"
Path: TypeAlias = tuple[str | int, ...]
_EXPLAINS = {
    "clauses",
    "covers",
    "outside",
    "definitions",
    "reading",
    "readings",
    "clause",
    "why",
    "fix",
    "pages",
}
_ROOT = data_directory("spec_yaml")


def flat_guide(guide_id: str) -> dict[str, Any]:
    """Return what the YAML of a guide says, with nothing outside that it refers to."""
    data = _mapping(_ROOT / "guides" / f"{guide_id}.yaml")
    parts = assemble(data, guide_id, lambda name: (_mapping(_ROOT / "blocks" / f"{name}.yaml"), name))
    flat = {key: _plain(value) for key, value in data.items() if key not in ("statements", "readings")}
    flat["variables"] = [_with_options(_plain(raw.data)) for raw in parts.variables]
    flat["constants"] = {}
    for raw in reversed(parts.constants):
        flat["constants"] |= _plain(raw.data["constants"])
    flat["terms"] = [_plain(raw.data) for raw in parts.terms]
    flat["file_rules"] = [_plain(raw.data) for raw in parts.file_rules]
    return flat


def build(flat: dict[str, Any]) -> Guide:
    """Return the guide that `flat` says.

    Raises
    ------
    SpecError
        If it is no guide.
    """
    node = _node(flat)
    assert isinstance(node, YamlMap)  # noqa: S101
    return build_guide(node, "flat", _LIBRARY)


def changed(flat: Any, path: Path, value: Plain | None) -> Any:
    """Return a copy of `flat` with `value` at `path`, or (None) without what stands there."""
    if not path:
        return value
    copy = flat.copy()
    key = path[0]
    if len(path) == 1 and value is None:
        del copy[key]
    else:
        inner = copy.get(key, {}) if isinstance(copy, dict) else copy[key]
        copy[key] = changed(inner, path[1:], value)
    return copy


def _mapping(path: Any) -> YamlMap:
    node = load(path)
    assert isinstance(node, YamlMap)  # noqa: S101
    return node


def _plain(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _plain(value) for key, value in node.items() if key not in _EXPLAINS}
    return [_plain(item) for item in node] if isinstance(node, list) else node


def _with_options(variable: Any) -> Any:
    if "fields" in variable:
        variable = variable | {"fields": [_with_options(field) for field in variable["fields"]]}
    options = variable.get("options")
    if not isinstance(options, dict) or "list" not in options:
        return variable
    listed = _plain(_mapping(_ROOT / "code_lists" / f"{options['list']}.yaml")["options"])
    if "only" in options:
        only = {str(number) for number in _numbers(options["only"])}
        listed = {key: label for key, label in listed.items() if key in only}
    return variable | {"options": listed}


def _numbers(text: str) -> list[int]:
    found: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found


def _node(plain: Any) -> Any:
    if isinstance(plain, dict):
        mapping = YamlMap()
        for key, value in plain.items():
            mapping[key], mapping.lines[key] = _node(value), 0
        return mapping
    if isinstance(plain, list):
        sequence = YamlList()
        for item in plain:
            sequence.append(_node(item))
            sequence.lines.append(0)
        return sequence
    return plain


def _attribute_kind(catalog: str, attribute: str) -> Kind:
    for item in declarations()[catalog].attributes:
        if item.name == attribute:
            return Kind.BOOLEAN if item.kind == "flag" else Kind(item.kind)
    raise KeyError(f"the catalogue {catalog} has no attribute {attribute!r}")


_LIBRARY = Library(
    read_block=lambda name: (YamlMap(), name),
    code_list=lambda name: {},
    attribute_kind=_attribute_kind,
    catalog_known=lambda name: name in declarations(),
    structure=load_structure(_ROOT / "structure.yaml"),
)
