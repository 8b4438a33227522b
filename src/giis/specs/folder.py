"""The YAML files of the definitions: where they lie, and those that one guide is made of."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from giis._errors import SpecError
from giis._resources import data_directory, short_name
from giis._yaml import YamlMap, load

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def guide_paths() -> dict[str, Path]:
    """Return the files of the guides that ship with the package by the ids of the guides, in order."""
    return {path.stem: path for path in sorted((data_directory("spec_yaml") / "guides").glob("GIIS-*.yaml"))}


class Files:
    """The YAML files that one guide is made of; those used are remembered for its digest.

    Blocks and code lists are looked for in the folder above the guide's, then among the shipped ones.
    """

    def __init__(self, guide: Path) -> None:
        self.roots = (guide.resolve().parents[1], data_directory("spec_yaml"))
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
        """Return the content of a file, which must be a mapping."""
        node = load(path)
        if not isinstance(node, YamlMap):
            raise SpecError("a mapping (key: value) is wanted at the top", file=short_name(path), line=1)
        self.used[path.stem] = path
        return node

    def block(self, name: str) -> tuple[YamlMap, str]:
        """Return the block `name` and its file; raises `KeyError` with the reason if there is none."""
        if not re.fullmatch(r"[a-z0-9_]+(/[a-z0-9_]+)*", name):
            raise KeyError("a name is made of a-z, 0-9 and _, with / between folders")
        try:
            path = self.take(f"blocks/{name}")
        except SpecError as error:
            raise KeyError(error.message) from None
        node = self.mapping(path)
        if extra := set(node) - {"block", "constants", "terms", "variables", "file_rules"}:
            key = sorted(extra)[0]
            raise SpecError(f"a block has no key {key!r}", file=short_name(path), line=node.lines[key])
        if node.get("block") != name:
            raise SpecError(f"block: must be {name}", file=short_name(path), line=node.lines.get("block", 1))
        return node, short_name(path)

    def code_list(self, name: str) -> Mapping[str, str]:
        """Return the options of the code list `name`; raises `KeyError` if there is none."""
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
