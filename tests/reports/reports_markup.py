"""Reads a page strictly: every element closed where it was opened, and what it holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"meta", "input", "br"}


@dataclass
class Element:
    name: str
    attributes: dict[str, str | None]
    parent: Element | None
    parts: list[str | Element] = field(default_factory=list)

    @property
    def children(self) -> list[Element]:
        return [item for item in self.parts if isinstance(item, Element)]

    def all(self, *names: str) -> list[Element]:
        found = [item for child in self.children for item in (child, *child.all())]
        return [item for item in found if not names or item.name in names]

    def of_class(self, name: str) -> list[Element]:
        return [item for item in self.all() if name in (item.attributes.get("class") or "").split()]

    def told(self) -> str:
        """Return the text of the element."""
        return "".join(item if isinstance(item, str) else item.told() for item in self.parts)

    def __getitem__(self, name: str) -> str:
        return self.attributes[name] or ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.at = self.root = Element("", {}, None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute twice: {attrs}"
        element = Element(tag, dict(attrs), self.at)
        self.at.parts.append(element)
        if tag not in _VOID and not self.get_starttag_text().endswith("/>"):
            self.at = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.at.parts.append(Element(tag, dict(attrs), self.at))

    def handle_endtag(self, tag: str) -> None:
        assert self.at.name == tag, f"</{tag}> closes <{self.at.name}>"
        assert self.at.parent
        self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        self.at.parts.append(data)


def read(page: str) -> Element:
    """Return the root of `page`."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    assert reader.at is reader.root, f"<{reader.at.name}> is not closed"
    return reader.root
