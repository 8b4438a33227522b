"""Text from outside, made safe to show: values and names are data, never instructions to a terminal."""

from __future__ import annotations

import re

# Controls (C0, DEL, C1), what reorders or hides text, line separators, and halves of surrogate pairs.
_UNSAFE = "\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"
_UNSAFE_CHARACTER = re.compile(f"[\x00-\x1f{_UNSAFE}]")
_UNSAFE_IN_JSON = re.compile(f"[{_UNSAFE}]")  # C0 is escaped already where it is data; outside it is layout
_COMMAND = re.compile(r"^\s*:(?=:)|##(?=\[)")  # how a line begins that the runner of a CI host would obey
_NAMED = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}


def plain(text: str) -> str:
    r"""Return `text` with every character that could act on a terminal or a CI host written out, such as `\x1b`."""
    shown = _UNSAFE_CHARACTER.sub(lambda match: _escape(match[0]), text)
    if "::" in shown or "##[" in shown:
        return _COMMAND.sub(lambda match: f"{match[0][:-1]}\\x{ord(match[0][-1]):02x}", shown)
    return shown


def plain_json(text: str) -> str:
    """Return JSON `text` with the same characters as JSON escapes; it means the same as before."""
    return _UNSAFE_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _escape(character: str) -> str:
    code = ord(character)
    return _NAMED.get(character) or (f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}")
