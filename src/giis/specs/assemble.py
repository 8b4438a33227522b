"""Putting a guide's variables together: blocks included, overrides applied, `like` resolved.

It works on the plain data of the YAML, and keeps for every key the file and line that it came from, so
that a fault is reported where a person can mend it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from giis._errors import SpecError
from giis._yaml import Node, YamlList, YamlMap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_OWN = ("name", "identifier", "header", "header_also", "label", "section", "pages")


@dataclass
class Raw:
    """The keys of one variable or term, and the file and line of each."""

    data: dict[str, Node]
    origin: dict[str, tuple[str, int]]
    file: str
    line: int

    def place(self, path: tuple[str | int, ...] = ()) -> tuple[str, int]:
        """Return the file and line of what stands under `path`, as near as it is known."""
        if not path or path[0] not in self.origin:
            return self.file, self.line
        file, line = self.origin[str(path[0])]
        node: Node = self.data.get(str(path[0]), "")
        for key in path[1:]:
            if isinstance(node, YamlMap) and key in node:
                file, line, node = node.files.get(str(key), file), node.lines[str(key)], node[str(key)]
            elif isinstance(node, YamlList) and isinstance(key, int) and key < len(node):
                file, line, node = node.files.get(key, file), node.lines[key], node[key]
            else:
                break
        return file, line

    def fault(self, message: str, *path: str | int) -> SpecError:
        """Return the error that says `message` of what stands under `path`."""
        file, line = self.place(path)
        return SpecError(message, file=file, line=line)

    def items(self, key: str) -> Iterator[Raw]:
        """Yield the mappings of the list under `key`, each with its place."""
        value = self.data.get(key, YamlList())
        if not isinstance(value, YamlList):
            raise self.fault(f"{key} must be a list", key)
        for index, item in enumerate(value):
            yield raw_from(item, *self.place((key, index)))


@dataclass
class Parts:
    """What a guide file and the blocks that it includes define."""

    variables: list[Raw] = field(default_factory=list)
    constants: list[Raw] = field(default_factory=list)
    """The key `constants` of the guide, and of each block; the first to name one is right."""
    terms: list[Raw] = field(default_factory=list)
    file_rules: list[Raw] = field(default_factory=list)


def raw_from(node: Node, file: str, line: int = 0) -> Raw:
    """Return the keys of the mapping `node` with their places.

    Raises
    ------
    SpecError
        If `node` is no mapping.
    """
    if not isinstance(node, YamlMap):
        raise SpecError("a mapping is wanted here (key: value)", file=file, line=line)
    places = {key: (node.files.get(key, file), number) for key, number in node.lines.items()}
    return Raw(dict(node), places, file, node.line)


def assemble(guide: YamlMap, file: str, read_block: Callable[[str], tuple[YamlMap, str]]) -> Parts:
    """Return the variables of `guide` in the order of its columns, its constants, terms and rules on the file.

    Constants and terms of an included block come with it; a block's rule on the file comes with its variable.

    Parameters
    ----------
    guide : YamlMap
        The guide file.
    file : str
        Its name, for faults.
    read_block : callable
        From the name of a block (`sis/prestador`) to its data and file name.

    Raises
    ------
    SpecError
        If an included block, an overridden or omitted variable, or the model of a `like` is unknown.
    """
    parts = Parts()
    blocks = _Blocks(read_block)
    _named(guide, file, parts)
    for item, line in _items(guide, "variables", file):
        if isinstance(item, YamlMap) and "include" in item:
            _include(item, file, parts, blocks)
        else:
            parts.variables.append(raw_from(item, file, line))
    _resolve_likes(parts.variables, blocks)
    parts.file_rules += [raw_from(item, file, line) for item, line in _items(guide, "file_rules", file)]
    return parts


def _items(node: YamlMap, key: str, file: str) -> Iterator[tuple[Node, int]]:
    value = node.get(key, YamlList())
    if not isinstance(value, YamlList):
        raise SpecError(f"{key} must be a list", file=file, line=node.lines.get(key, node.line))
    return zip(value, value.lines, strict=True)


def _named(node: YamlMap, file: str, parts: Parts) -> None:
    """Add the constants and terms that the guide or block `node` gives a name to."""
    if "constants" in node:
        place = (node.files.get("constants", file), node.lines["constants"])
        parts.constants.append(Raw({"constants": node["constants"]}, {"constants": place}, file, node.line))
    known = {raw.data.get("name") for raw in parts.terms}
    own: set[object] = set()
    for item, line in _items(node, "terms", file):
        raw = raw_from(item, file, line)
        name = raw.data.get("name")
        if isinstance(name, str) and name in own:
            raise raw.fault(f"the term {name!r} stands twice", "name")
        if not isinstance(name, str) or name not in known:
            parts.terms.append(raw)
        own.add(name)


def _include(item: YamlMap, file: str, parts: Parts, blocks: _Blocks) -> None:
    wish = raw_from(item, file)
    extra = set(item) - {"include", "only", "omit", "override", "confidence"}
    if extra:
        raise wish.fault(f"an include has no key {sorted(extra)[0]!r}", sorted(extra)[0])
    if not isinstance(item["include"], str):
        raise wish.fault("include: the name of a block is wanted", "include")
    try:
        block, block_file = blocks.read(item["include"])
    except KeyError as error:
        raise wish.fault(f"unknown block {item['include']!r}: {error.args[0]}", "include") from None
    _named(block, block_file, parts)
    available = [raw_from(node, block_file, line) for node, line in _items(block, "variables", block_file)]
    _resolve_likes(available, blocks, parts.variables)
    names = {str(raw.data.get("name")) for raw in available}
    only, omit = _name_list(wish, "only", names), _name_list(wish, "omit", names)
    override = item.get("override", YamlMap())
    if not isinstance(override, YamlMap):
        raise wish.fault("override must be a mapping from variable to keys", "override")
    for name in override:
        if name not in names:
            raise wish.fault(f"the block has no variable {name!r} to override", "override", name)
        if (only and name not in only) or name in omit:
            raise wish.fault(f"{name!r} is overridden, but not included", "override", name)
    folded = [raw_from(node, block_file, line) for node, line in _items(block, "file_rules", block_file)]
    for raw in available:
        name = str(raw.data.get("name"))
        if (only and name not in only) or name in omit:
            continue
        if name in override:
            raw = _overridden(raw, raw_from(override[name], file, override.lines[name]))
        parts.variables.append(_trusted(raw, wish))
        parts.file_rules += [_trusted(rule, wish) for rule in folded if rule.data.get("variable") == name]


def _trusted(raw: Raw, wish: Raw) -> Raw:
    """Return `raw`, and the fields of its sub-records, with the confidence of the include where they tell none."""
    if "confidence" not in wish.data:
        return raw
    given, place = {"confidence": wish.data["confidence"]}, {"confidence": wish.origin["confidence"]}
    fields = raw.data.get("fields")
    if isinstance(fields, YamlList):
        trusted = YamlList(fields.line)
        for index, item in enumerate(raw.items("fields")):
            trusted.files[index] = item.file
            trusted.lines.append(item.line)
            trusted.append(_mapping(_trusted(item, wish), item.line))
        raw = Raw(raw.data | {"fields": trusted}, raw.origin, raw.file, raw.line)
    return raw if "confidence" in raw.data else Raw(raw.data | given, raw.origin | place, raw.file, raw.line)


def _name_list(wish: Raw, key: str, names: set[str]) -> list[str]:
    value = wish.data.get(key, YamlList())
    if not isinstance(value, YamlList):
        raise wish.fault(f"{key} must be a list of variables", key)
    for index, name in enumerate(value):
        if name not in names:
            raise wish.fault(f"the block has no variable {name!r}", key, index)
    return [str(name) for name in value]


def _overridden(base: Raw, change: Raw) -> Raw:
    data, origin = dict(base.data), dict(base.origin)
    for key, value in change.data.items():
        if value == "" and key in data:
            del data[key], origin[key]
            continue
        base_file = origin[key][0] if key in origin else base.file
        if key == "rules":
            value = _merged_rules(data.get(key), base_file, value, change)
        elif key == "fields" and isinstance(value, YamlMap):
            value = _merged_fields(data.get(key), base_file, value, change)
        data[key], origin[key] = value, change.origin[key]
    return Raw(data, origin, base.file, base.line)


def _merged_rules(base: Node | None, base_file: str, change: Node, raw: Raw) -> YamlList:
    """Return the rules of `base` with those of `change` put over them by id; `drop: true` takes one away."""
    changes: dict[str, tuple[int, YamlMap]] = {}
    for index, rule in enumerate(change if isinstance(change, YamlList) else ()):
        if not isinstance(rule, YamlMap) or not isinstance(rule.get("id"), str):
            raise raw.fault("a rule needs its id", "rules", index)
        if rule["id"] in changes:
            raise raw.fault(f"the rule {rule['id']!r} stands twice", "rules", index, "id")
        changes[str(rule["id"])] = index, rule
    if not isinstance(change, YamlList):
        raise raw.fault("rules must be a list of rules, each with its id", "rules")
    file = raw.origin["rules"][0]
    merged = YamlList(change.line)
    for place, rule in enumerate(base if isinstance(base, YamlList) else ()):
        origin = base.files.get(place, base_file) if isinstance(base, YamlList) else base_file
        key = rule.get("id") if isinstance(rule, YamlMap) else None
        _, own = changes.pop(key, (0, None)) if isinstance(key, str) else (0, None)
        if own is not None and own.get("drop") == "true":
            continue
        if own is None or not isinstance(rule, YamlMap):
            merged.files[len(merged)] = origin
            merged.lines.append(rule.line if not isinstance(rule, str) else merged.line)
            merged.append(rule)
        else:
            merged.lines.append(own.line)
            merged.append(_merged_map(rule, origin, own, file))
    for index, rule in changes.values():
        if "drop" in rule:
            raise raw.fault(f"there is no rule {rule['id']!r} to drop", "rules", index, "id")
        merged.lines.append(rule.line)
        merged.append(rule)
    return merged


def _merged_fields(base: Node | None, base_file: str, change: YamlMap, raw: Raw) -> YamlList:
    """Return the fields of `base` with the keys of `change` put over them by the field's name."""
    fields = base if isinstance(base, YamlList) else YamlList()
    names = [field.get("name") if isinstance(field, YamlMap) else None for field in fields]
    for name in change:
        if name not in names:
            raise raw.fault(f"there is no field {name!r} to override", "fields", name)
    file = raw.origin["fields"][0]
    merged = YamlList(change.line)
    for place, model in enumerate(fields):
        origin = fields.files.get(place, base_file)
        own = change.get(str(names[place]))
        if own is None or not isinstance(model, YamlMap):
            merged.files[len(merged)] = origin
            merged.lines.append(fields.lines[place])
            merged.append(model)
            continue
        over = _overridden(raw_from(model, origin), raw_from(own, file, change.lines[str(names[place])]))
        item = _mapping(over, model.line)
        merged.files[len(merged)] = origin
        merged.lines.append(model.line)
        merged.append(item)
    return merged


def _merged_map(base: YamlMap, base_file: str, change: YamlMap, file: str) -> YamlMap:
    merged = YamlMap(change.line)
    for source, name in ((base, base_file), (change, file)):
        for key, value in source.items():
            if value == "":
                merged.pop(key, None)
                continue
            merged[key] = value
            merged.lines[key] = source.lines.get(key, source.line)
            merged.files[key] = source.files.get(key, name)
    return merged


class _Blocks:
    """The blocks of one guide, and variables of blocks that serve as models (`like: sis/prestador/curpPrestador`)."""

    def __init__(self, read: Callable[[str], tuple[YamlMap, str]]) -> None:
        self.read = read
        self._variables: dict[str, dict[str, Raw]] = {}

    def model(self, name: str, wish: Raw, asked: tuple[str, ...] = ()) -> Raw:
        """Return the variable `name` (`block/variable`) as its block declares it, its own `like` resolved."""
        block, _, variable = name.rpartition("/")
        if block not in self._variables:
            try:
                node, file = self.read(block)
            except KeyError as error:
                raise wish.fault(f"like: unknown block {block!r}: {error.args[0]}", "like") from None
            items = [raw_from(item, file, line) for item, line in _items(node, "variables", file)]
            self._variables[block] = {str(raw.data.get("name")): raw for raw in items}
        if variable not in self._variables[block]:
            raise wish.fault(f"like: the block {block!r} has no variable {variable!r}", "like")
        if name in asked:
            raise wish.fault(f"like: {name!r} is like itself", "like")
        raw = self._variables[block][variable]
        if "like" in raw.data:
            further = str(raw.data["like"])
            base = self.model(further if "/" in further else f"{block}/{further}", raw, (*asked, name))
            raw = self._variables[block][variable] = _likened(raw, base)
        return raw


def _resolve_likes(variables: list[Raw], blocks: _Blocks, earlier: Sequence[Raw] = ()) -> None:
    known = {str(raw.data.get("name")): raw for raw in earlier}
    for index, raw in enumerate(variables):
        found = _fields_resolved(_resolved(raw, blocks, known), blocks, known)
        variables[index] = known[str(raw.data.get("name"))] = found


def _resolved(raw: Raw, blocks: _Blocks, known: Mapping[str, Raw]) -> Raw:
    """Return `raw` with what it is `like`, a variable of a block or one of those `known`."""
    model = raw.data.get("like")
    if model is None:
        return raw
    if isinstance(model, str) and "/" in model:
        return _likened(raw, blocks.model(model, raw))
    if model not in known:
        raise raw.fault(f"like: no earlier variable is called {model!r}", "like")
    return _likened(raw, known[str(model)])


def _fields_resolved(raw: Raw, blocks: _Blocks, known: Mapping[str, Raw]) -> Raw:
    """Return `raw` with the fields of its sub-records resolved; a field may be `like` an earlier one too."""
    fields = raw.data.get("fields")
    if not isinstance(fields, YamlList) or not any(isinstance(item, YamlMap) and "like" in item for item in fields):
        return raw
    models, resolved = dict(known), YamlList(fields.line)
    for item in raw.items("fields"):
        models[str(item.data.get("name"))] = found = _resolved(item, blocks, models)
        resolved.files[len(resolved)] = item.file
        resolved.lines.append(item.line)
        resolved.append(_mapping(found, item.line))
    return Raw({**raw.data, "fields": resolved}, raw.origin, raw.file, raw.line)


def _mapping(raw: Raw, line: int) -> YamlMap:
    """Return the keys of `raw` as a mapping that knows where each stands."""
    item = YamlMap(line)
    item.update(raw.data)
    for key, (file, number) in raw.origin.items():
        item.files[key], item.lines[key] = file, number
    return item


def _likened(raw: Raw, base: Raw) -> Raw:
    """Return `raw` with the keys of `base`, its model, but for those that are a variable's own."""
    own = {key: value for key, value in raw.data.items() if key != "like"}
    kept = Raw(
        {key: value for key, value in base.data.items() if key not in _OWN},
        {key: place for key, place in base.origin.items() if key not in _OWN},
        raw.file,
        raw.line,
    )
    if "section" not in own and "section" in base.data:
        kept.data["section"], kept.origin["section"] = base.data["section"], base.origin["section"]
    return _overridden(kept, Raw(own, raw.origin, raw.file, raw.line))
