"""Strict YAML: plain text in, plain data out, and the line of everything.

The definitions use a small part of YAML on purpose. Every scalar stays text (`010`, `NO` and `1E05` are what
was written), and what could make a file mean something else than it shows is refused: anchors, aliases, tags,
directives, merge keys, repeated keys, several documents, and sizes or depths that no honest definition has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, Union

import yaml

from giis._errors import SpecError

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 8_000_000
MAX_DEPTH = 40

Node: TypeAlias = Union[str, "YamlMap", "YamlList"]

# The C loader is about ten times faster; a PyYAML built without libyaml still gives the same answers.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YamlMap(dict[str, "Node"]):
    """A mapping that knows its line and the line of each of its keys (counted from 1).

    `files` names the file of those keys that come from another file than the mapping.
    """

    __slots__ = ("files", "line", "lines")

    def __init__(self, line: int = 0) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}
        self.files: dict[str, str] = {}


class YamlList(list["Node"]):
    """A sequence that knows its line and the line of each of its items (counted from 1).

    `files` names the file of those items (by place) that come from another file than the sequence.
    """

    __slots__ = ("files", "line", "lines")

    def __init__(self, line: int = 0) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []
        self.files: dict[int, str] = {}


def load(path: Path, most: int | None = None) -> Node:
    """Read the YAML file `path`.

    Parameters
    ----------
    path : Path
        A UTF-8 file.
    most : int, optional
        How many bytes it may have; default: `MAX_BYTES`.

    Returns
    -------
    Node
        A `YamlMap`, a `YamlList` or a text; an empty file is the text `""`.

    Raises
    ------
    SpecError
        If the file cannot be read or is not strict YAML.
    """
    return _Builder(_text(path, most), str(path)).document()


def load_key(path: Path, key: str) -> Node | None:
    """Read the YAML file `path` up to its top-level `key`, and no further; None where it has no such key.

    Raises
    ------
    SpecError
        If the file cannot be read, or is not strict YAML as far as it is read.
    """
    return _Builder(_text(path), str(path)).under(key)


def loads(text: str, name: str = "<text>") -> Node:
    """Read YAML from `text`; `name` stands for the file in errors.

    Raises
    ------
    SpecError
        If the text is not strict YAML.
    """
    _check_size(len(text.encode("utf-8", "surrogatepass")), name, MAX_BYTES)
    return _Builder(text, name).document()


def _text(path: Path, most: int | None = None) -> str:
    name = str(path)
    most = MAX_BYTES if most is None else most
    try:
        with path.open("rb") as stream:
            data = stream.read(most + 1)
    except OSError as error:
        raise SpecError(f"cannot be read: {error.strerror or error}", file=name) from error
    _check_size(len(data), name, most)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SpecError("is not UTF-8 text; save it as UTF-8", file=name, line=line) from error


def _check_size(size: int, name: str, most: int) -> None:
    if size > most:
        raise SpecError(f"is larger than {most:,} bytes", file=name)


class _Builder:
    """Builds the data from the parser's events, so that nothing is expanded before it is checked."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        try:
            # The C parser takes text as UTF-8: a lone surrogate has none.
            self.parser = _LOADER(text)
        except (yaml.YAMLError, UnicodeEncodeError) as error:
            raise self._wrong(error) from error

    def document(self) -> Node:
        """Return the only document of the stream."""
        try:
            event = self._first()
            if event is None:
                return ""
            node = self._node(event, 1)
            self._next()  # the end of the document
            event = self._next()
            if not isinstance(event, yaml.StreamEndEvent):
                raise self._fault("holds a second document; only one is allowed", event)
            return node
        except yaml.YAMLError as error:
            raise self._wrong(error) from error
        finally:
            self.parser.dispose()

    def under(self, key: str) -> Node | None:
        """Return what stands under `key` of the document, a mapping, and leave the rest unread."""
        try:
            event = self._first()
            if not isinstance(event, yaml.MappingStartEvent):
                return None
            node = YamlMap()
            while type(event := self._next()) is not yaml.MappingEndEvent:
                found = self._key(event, node, 1)
                node[found] = self._node(self._next(), 2)
                if found == key:
                    return node[found]
            return None
        except yaml.YAMLError as error:
            raise self._wrong(error) from error
        finally:
            self.parser.dispose()

    def _first(self) -> Any:
        """Return the event with which the content begins; None where the stream is empty."""
        self._next()  # the start of the stream
        event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            return None
        if event.version or event.tags:
            raise self._fault("directives (%) are not allowed", event)
        return self._next()

    def _next(self) -> Any:
        return self.parser.get_event()

    def _node(self, event: Any, depth: int) -> Node:
        kind = type(event)
        if kind is yaml.AliasEvent:
            raise self._fault(f"the alias *{event.anchor} is not allowed; write the value out", event)
        if event.anchor is not None:
            raise self._fault(f"the anchor &{event.anchor} is not allowed", event)
        if event.tag is not None:
            raise self._fault(f"the tag {event.tag} is not allowed; every value is text", event)
        if kind is yaml.ScalarEvent:
            value: str = event.value
            return "" if value == "~" and event.implicit[0] else value
        if depth > MAX_DEPTH:
            raise self._fault(f"is nested deeper than {MAX_DEPTH} levels", event)
        line = event.start_mark.line + 1
        return self._map(line, depth) if kind is yaml.MappingStartEvent else self._list(line, depth)

    def _map(self, line: int, depth: int) -> YamlMap:
        node = YamlMap(line)
        while True:
            event = self._next()
            if type(event) is yaml.MappingEndEvent:
                return node
            key = self._key(event, node, depth)
            node[key] = self._node(self._next(), depth + 1)

    def _key(self, event: Any, node: YamlMap, depth: int) -> str:
        """Return the key that `event` is of the mapping `node`, and note its line."""
        key = self._node(event, depth + 1)
        if not isinstance(key, str):
            raise self._fault("a key must be a plain text", event)
        if key == "<<" and event.implicit[0]:
            raise self._fault("merge keys (<<) are not allowed; write the values out", event)
        if key in node:
            raise self._fault(f"the key {key!r} stands already in line {node.lines[key]}", event)
        node.lines[key] = event.start_mark.line + 1
        return key

    def _list(self, line: int, depth: int) -> YamlList:
        node = YamlList(line)
        while True:
            event = self._next()
            if type(event) is yaml.SequenceEndEvent:
                return node
            node.lines.append(event.start_mark.line + 1)
            node.append(self._node(event, depth + 1))

    def _fault(self, message: str, event: Any) -> SpecError:
        return SpecError(message, file=self.name, line=event.start_mark.line + 1)

    def _wrong(self, error: Exception) -> SpecError:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be parsed"
        return SpecError(f"is not valid YAML: {problem}", file=self.name, line=mark.line + 1 if mark else 0)
