"""Where the pages on rules are published (`giis specs docs`), and the address of a rule there."""

from __future__ import annotations

import re
from urllib.parse import quote

from giis._errors import InputError
from giis._text import Text

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_KNOWN = re.compile(r"(https?://[^/?#]|file:///)", re.IGNORECASE)
_WRONG = Text(
    "«{url}» no es http://…, https://…, file:///… ni una ruta relativa",
    "“{url}” is neither http://…, https://…, file:///… nor a relative path",
)


def checked(url: str, place: str) -> str:
    """Return where pages are published, as it was given, without a slash at its end; `place` is where it was given.

    Raises
    ------
    InputError
        If `url` is neither an address that a browser opens nor a relative path.
    """
    told = url.strip()
    if not told or (not _KNOWN.match(told) and (_SCHEME.match(told) or told.startswith("//"))):
        raise InputError(Text(*(f"{place}: {text.format(url=url)}" for text in _WRONG)))
    return told.rstrip("/") or told


def address_of(url: str | None, guide: str, rule: str) -> str | None:
    """Return the address of the place of `rule` on the page of `guide`; None if the pages are published nowhere."""
    if not url:
        return None
    base = quote(url.rstrip("/"), safe=":/?#@!$&'*+,;=%~[]")
    return f"{base}/{quote(guide, safe='')}.md#{quote(rule.lower(), safe='')}"


def is_absolute(address: str) -> bool:
    """Return whether an address says where it is without the page on which it stands."""
    return _SCHEME.match(address) is not None
