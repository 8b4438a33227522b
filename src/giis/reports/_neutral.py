"""Text from outside, made safe for where it goes: no value is ever a formula, a command, a link or markup."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from giis._plain import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

# What a spreadsheet program takes for the beginning of a formula, after spaces or not, in full width too.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠|%]|\s*[\t\r\n]")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARKDOWN = re.compile(r"[\\`*_\[\]<>|~#$]")
_LINKS: Mapping[str, str] = {"&": "&amp;", "@": "&#64;", "://": "&#58;//", "www.": "www&#46;"}
_PLACEHOLDER = re.compile(r"\{([0-9]+)\}")


def cell(text: str) -> str:
    """Return `text` for a cell of a CSV file: what looks like a formula has an apostrophe before it."""
    shown = plain(text)
    return f"'{shown}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else shown


def xml(text: str) -> str:
    """Return `text` for XML 1.0: what that cannot hold is written out."""
    return _NOT_XML.sub(lambda match: f"\\u{ord(match[0]):04x}", plain(text))


def markdown(text: str) -> str:
    """Return `text` so that Markdown shows it as it is: no markup, link, mention or column."""
    shown = plain(text)
    for found, written in _LINKS.items():
        shown = shown.replace(found, written)
    return _MARKDOWN.sub(lambda match: "\\" + match[0] if match[0] not in "#$" else f"&#{ord(match[0])};", shown)


def sarif(text: str) -> str:
    """Return `text` for a message of SARIF, where `{0}` is filled in and `[text](target)` a link."""
    return _PLACEHOLDER.sub(r"{{\1}}", plain(text).replace("](", "] ("))


def command_data(text: str) -> str:
    """Return `text` for the message of a workflow command."""
    return plain(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def command_property(text: str) -> str:
    """Return `text` for a property of a workflow command."""
    return command_data(text).replace(":", "%3A").replace(",", "%2C")


def relative(path: str, root: Path | None) -> str:
    """Return `path` with slashes, relative to `root` where it lies in it."""
    if path in ("-", "<records>"):
        return {"-": "stdin"}.get(path, "records")
    if root is not None and Path(path).is_absolute():
        try:
            return Path(path).relative_to(root).as_posix()
        except ValueError:
            return Path(path).as_posix()
    return Path(path).as_posix()


def uri(path: str, root: Path | None) -> str:
    """Return `path` as a URI: relative to `root` where it lies in it."""
    shown = relative(path, root)
    if Path(shown).is_absolute():
        return f"file://{'' if shown.startswith('/') else '/'}{_quoted(shown, safe='/:')}"
    first, slash, rest = shown.partition("/")
    return _quoted(first) + slash + _quoted(rest, safe="/")  # a colon in the first part would be a scheme


def _quoted(text: str, safe: str = "") -> str:
    """Return `text` percent-encoded, the bytes of a name that is no Unicode as they are."""
    try:
        data = text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        data = text.encode("utf-8", "replace")
    return quote(data, safe=safe)
