"""A mapping of a declaration, read field by field: what is missing, malformed or unknown is a fault of its line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from giis._errors import SpecError
from giis._text import Text
from giis._yaml import YamlList, YamlMap

if TYPE_CHECKING:
    from giis._yaml import Node


class Fields:
    """A mapping of a declaration, read field by field; `done` refuses what was not asked for."""

    def __init__(self, node: Node, file: str) -> None:
        if not isinstance(node, YamlMap):
            line = node.line if isinstance(node, YamlList) else 1
            raise SpecError("a mapping is expected here", file=file, line=line)
        self.node = node
        self.file = file
        self.read: set[str] = set()

    def fault(self, message: str, field: str = "") -> SpecError:
        return SpecError(message, file=self.file, line=self.node.lines.get(field, self.node.line))

    def done(self) -> None:
        for field in self.node:
            if field not in self.read:
                raise self.fault(f"unknown field {field!r}", field)

    def get(self, field: str) -> Node | None:
        self.read.add(field)
        return self.node.get(field)

    def text(self, field: str, shape: re.Pattern[str] | None = None, default: str | None = None) -> str:
        value = self.get(field)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or not value or (shape and not shape.fullmatch(value)):
            raise self.fault(f"{field!r} is missing or malformed", field)
        return value

    def choice(self, field: str, choices: tuple[str, ...]) -> str:
        value = self.text(field)
        if value not in choices:
            raise self.fault(f"{field!r} must be one of {', '.join(choices)}, not {value!r}", field)
        return value

    def number(self, field: str, default: int) -> int:
        return int(self.text(field, re.compile("[0-9]{1,3}"), str(default)))

    def range(self, field: str) -> tuple[int | None, int | None]:
        value = self.text(field, re.compile(r"[0-9]+\.\.[0-9]+"), "")
        low, _, high = value.partition("..")
        return (int(low), int(high)) if value else (None, None)

    def pattern(self, field: str) -> re.Pattern[str] | None:
        value = self.text(field, default="")
        try:
            return re.compile(value) if value else None
        except re.error as error:
            raise self.fault(f"{field!r} is no regular expression: {error}", field) from error

    def flag(self, field: str) -> bool:
        """Return whether the field says `true`; false where it is missing."""
        return self.text(field, re.compile("true|false"), "false") == "true"

    def one_or_more(self, field: str, default: str | None = None) -> tuple[str, ...]:
        """Return a text, or a list of texts of which any will do."""
        if isinstance(self.node.get(field), YamlList):
            return self.texts(field)
        return (self.text(field, default=default),)

    def words(self, field: str) -> dict[str, str]:
        """Return a mapping from text to text; the texts that are mapped may be blank."""
        value = self.get(field)
        if value is None:
            return {}
        if not isinstance(value, YamlMap) or not all(isinstance(word, str) for word in value.values()):
            raise self.fault(f"{field!r} must be a mapping from text to text", field)
        return cast("dict[str, str]", dict(value))

    def texts(self, field: str) -> tuple[str, ...]:
        value = self.get(field)
        if value is None:
            return ()
        if not isinstance(value, YamlList) or not all(isinstance(item, str) for item in value):
            raise self.fault(f"{field!r} must be a list of texts", field)
        return tuple(cast("list[str]", value))

    def pair(self, field: str) -> Text:
        fields = self.map(field)
        text = Text(es=fields.text("es"), en=fields.text("en"))
        fields.done()
        return text

    def list(self, field: str) -> YamlList:
        value = self.get(field)
        if not isinstance(value, YamlList):
            raise self.fault(f"{field!r} must be a list", field)
        return value

    def map(self, field: str, *, optional: bool = False) -> Fields:
        value = self.get(field)
        return Fields(YamlMap(self.node.line) if value is None and optional else value or "", self.file)
