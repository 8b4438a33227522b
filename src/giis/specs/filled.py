"""YAML files that a person fills in: plain keys and values, and faults that tell file, line and the nearest word."""

from __future__ import annotations

import difflib
import re
from datetime import date
from typing import TYPE_CHECKING

from giis._errors import SpecError
from giis._text import Text
from giis._yaml import Node, YamlMap, load

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class FilledIn:
    """Reads one such file.

    Parameters
    ----------
    path : Path
        The file.
    keys : tuple of str
        The keys that it may have at the top.

    Raises
    ------
    SpecError
        If the file cannot be read, is no mapping, or has another key.
    """

    def __init__(self, path: Path, keys: tuple[str, ...]) -> None:
        self.file = str(path)
        node = load(path)
        if not isinstance(node, YamlMap):
            raise self.fault("se espera «clave: valor»", "a mapping (key: value) is wanted at the top", 1)
        self.node = node
        self.known_keys(node, keys)

    def day(self, node: YamlMap, key: str) -> date | None:
        """Return the day under `key`, None where nothing stands there."""
        told = self.text(node, key)
        if not told:
            return None
        try:
            if _DAY.fullmatch(told):
                return date.fromisoformat(told)
        except ValueError:
            pass
        raise self.fault(
            f"{key}: {told!r} no es una fecha; escriba aaaa-mm-dd, como 2026-01-31",
            f"{key}: {told!r} is no date; write yyyy-mm-dd, such as 2026-01-31",
            node.lines[key],
        )

    def text(self, node: YamlMap, key: str) -> str:
        """Return the text under `key`, stripped; an empty one where nothing stands there."""
        value: Node = node.get(key, "")
        if not isinstance(value, str):
            raise self.fault(f"{key}: se espera un texto", f"{key}: a text is wanted", node.lines[key])
        return value.strip()

    def mapping(self, node: YamlMap, key: str) -> YamlMap:
        """Return the mapping under `key`, an empty one where nothing stands there."""
        value = node.get(key, "")
        if value == "":
            return YamlMap(node.lines.get(key, node.line))
        if not isinstance(value, YamlMap):
            raise self.fault(
                f"{key}: se espera «clave: valor»", f"{key}: a mapping (key: value) is wanted", node.lines[key]
            )
        return value

    def known_keys(self, node: YamlMap, keys: tuple[str, ...]) -> None:
        """Refuse a key of `node` that is none of `keys`."""
        for key in node:
            if key not in keys:
                raise self.unknown(Text("no hay una clave", "there is no key"), key, keys, node.lines[key])

    def unknown(self, what: Text, name: str, known: Iterable[str], line: int) -> SpecError:
        """Return the fault that `name` is none of `known`, with the nearest of them."""
        names = list(known)
        near = difflib.get_close_matches(name, names, n=3, cutoff=0.5) or (names if len(names) < 9 else [])
        told = ", ".join(near)
        return self.fault(
            f"{what.es} {name!r}" + (f"; ¿quiso decir {told}?" if near else ""),
            f"{what.en} {name!r}" + (f"; did you mean {told}?" if near else ""),
            line,
        )

    def fault(self, es: str, en: str, line: int) -> SpecError:
        """Return the error of what stands in `line`."""
        return SpecError(Text(es, en), file=self.file, line=line)
