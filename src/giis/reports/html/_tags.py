"""Builds markup in which every text is escaped: a text becomes markup only by the functions of this module."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, TypeAlias

from giis._plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

_VOID = {"meta", "input", "br"}
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Markup(str):
    """Text that is markup already. What is made of it by other means than this module is plain text again."""

    __slots__ = ()


Child: TypeAlias = "str | Iterable[Child] | None"
"""A text, markup, nothing, or several of them."""
Attribute = str | int | float | bool | None


def escaped(text: str) -> str:
    """Return `text` for the inside of an element or of a quoted attribute, controls written out."""
    return html.escape(plain(text), quote=True)


def join(*children: Child) -> Markup:
    """Return the children one after the other."""
    return Markup("".join(_parts(children)))


def tag(name: str, /, *children: Child, **attributes: Attribute) -> Markup:
    """Return an element.

    An attribute is spelt as Python can: `class_`, `aria_label`, `viewBox`. One that is None or False is left out, one
    that is True has no value.
    """
    told = [name]
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        spelt = key.rstrip("_").replace("_", "-")
        told.append(spelt if value is True else f'{spelt}="{escaped(str(value))}"')
    start = f"<{' '.join(told)}>"
    return Markup(start if name in _VOID else f"{start}{''.join(_parts(children))}</{name}>")


def value(text: str) -> str:
    """Return a value of a file as it is shown; in quotation marks where a spreadsheet would take it for a formula."""
    return f"«{text}»" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


def _parts(children: Iterable[Child]) -> Iterable[str]:
    for child in children:
        if child is None:
            continue
        if isinstance(child, Markup):
            yield child
        elif isinstance(child, str):
            yield escaped(child)
        else:
            yield from _parts(child)
