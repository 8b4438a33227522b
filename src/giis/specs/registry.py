"""Finding and loading the guides, each once."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from giis._errors import InputError, SpecError
from giis._resources import data_directory, short_name
from giis._text import Text
from giis._yaml import YamlMap, load
from giis.catalogs import declarations
from giis.specs.build import Library, build_guide
from giis.specs.expressions.nodes import Kind
from giis.specs.structure import load_structure

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from giis.specs.guide import Guide


def guide_ids() -> tuple[str, ...]:
    """Return the ids of the guides that ship with the package, in order."""
    return tuple(sorted(path.stem for path in _guides(data_directory("spec_yaml"))))


def load_guide(name: str) -> Guide:
    """Return the guide called `name`.

    Parameters
    ----------
    name : str
        A full id (`GIIS-B015-04-11`), its middle (`B015`), or a file type (`CEX`); of several editions
        the newest is meant.

    Raises
    ------
    InputError
        If no guide that ships with the package is called so, or the one called so has no exchange file.
    SpecError
        If its definition is wrong.
    """
    root = data_directory("spec_yaml")
    wanted = name.strip().upper()
    paths = {path.stem: path for path in _guides(root)}
    if wanted in paths:
        return load_guide_file(paths[wanted])
    matching = sorted(stem for stem in paths if wanted == stem.split("-")[1])
    if not matching:
        matching = sorted(stem for stem in paths if wanted in load_guide_file(paths[stem]).file_types)
    if not matching:
        from giis.specs.checklist import find_checklist, no_exchange_file

        if checklist := find_checklist(name):
            raise InputError(no_exchange_file(checklist))
        known = ", ".join(sorted(paths))
        raise InputError(
            Text(f"guía desconocida: {name!r}; se conocen {known}", f"unknown guide {name!r}; known: {known}")
        )
    return load_guide_file(paths[matching[-1]])


@lru_cache(maxsize=32)
def load_guide_file(path: Path) -> Guide:
    """Return the guide that the YAML file `path` defines.

    Blocks and code lists are looked for in the folder above the file's, then among the shipped ones.

    Raises
    ------
    SpecError
        If the file, or one that it includes, is wrong; the error names file and line.
    """
    files = _Files((path.resolve().parents[1], data_directory("spec_yaml")))
    data = files.mapping(path)
    library = Library(
        read_block=files.block,
        code_list=files.code_list,
        attribute_kind=_attribute_kind,
        catalog_known=lambda name: name in declarations(),
        structure=load_structure(files.take("structure")),
    )
    guide = build_guide(data, short_name(path), library)
    return replace(guide, digest=files.digest())


def _guides(root: Path) -> list[Path]:
    return sorted((root / "guides").glob("GIIS-*.yaml"))


class _Files:
    """The YAML files that one guide is made of; those used are remembered for its digest."""

    def __init__(self, roots: tuple[Path, ...]) -> None:
        self.roots = roots
        self.used: dict[str, Path] = {}
        self.code_lists: dict[str, Mapping[str, str]] = {}

    def take(self, name: str) -> Path:
        """Return the file `name` (without `.yaml`) of the first root that has it, and note its use."""
        for root in self.roots:
            path = root / f"{name}.yaml"
            if path.is_file():
                self.used[name] = path
                return path
        raise SpecError(f"there is no {name}.yaml in {' or '.join(map(str, self.roots))}")

    def mapping(self, path: Path) -> YamlMap:
        node = load(path)
        if not isinstance(node, YamlMap):
            raise SpecError("a mapping (key: value) is wanted at the top", file=short_name(path), line=1)
        self.used[path.stem] = path
        return node

    def block(self, name: str) -> tuple[YamlMap, str]:
        if not re.fullmatch(r"[a-z0-9_]+(/[a-z0-9_]+)*", name):
            raise KeyError("a name is made of a-z, 0-9 and _, with / between folders")
        try:
            path = self.take(f"blocks/{name}")
        except SpecError as error:
            raise KeyError(error.message) from None
        node = self.mapping(path)
        if extra := set(node) - {"block", "terms", "variables", "file_rules"}:
            key = sorted(extra)[0]
            raise SpecError(f"a block has no key {key!r}", file=short_name(path), line=node.lines[key])
        if node.get("block") != name:
            raise SpecError(f"block: must be {name}", file=short_name(path), line=node.lines.get("block", 1))
        return node, short_name(path)

    def code_list(self, name: str) -> Mapping[str, str]:
        if name not in self.code_lists:
            self.code_lists[name] = self._read_code_list(name)
        return self.code_lists[name]

    def _read_code_list(self, name: str) -> Mapping[str, str]:
        if not re.fullmatch(r"[a-z0-9_]+", name):
            raise KeyError(name)
        try:
            path = self.take(f"code_lists/{name}")
        except SpecError:
            raise KeyError(name) from None
        node = self.mapping(path)
        options = node.get("options")
        if not isinstance(options, YamlMap) or not all(isinstance(label, str) for label in options.values()):
            line = node.lines.get("options", 1)
            raise SpecError("options must be a mapping from code to label", file=short_name(path), line=line)
        return {key: str(label) for key, label in options.items()}

    def digest(self) -> str:
        """Return the SHA-256 of the names and contents of all files used."""
        total = hashlib.sha256()
        for name in sorted(self.used):
            total.update(name.encode() + b"\0" + hashlib.sha256(self.used[name].read_bytes()).digest())
        return total.hexdigest()


def _attribute_kind(catalog: str, attribute: str) -> Kind:
    declared = declarations()[catalog].attributes
    for item in declared:
        if item.name == attribute:
            return Kind.BOOLEAN if item.kind == "flag" else Kind(item.kind)
    known = ", ".join(item.name for item in declared) or "none"
    raise KeyError(f"the catalogue {catalog} has no attribute {attribute!r} (it has: {known})")
