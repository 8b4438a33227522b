"""The regular expressions that a spec may use: those that mean the same in Python and in the engine of Polars."""

from __future__ import annotations

import re
from functools import lru_cache

_ESCAPE = r"\\[-.,/\\()\[\]{}*+?|^$'\"&~#@]"
_CLASS_CHARACTER = rf"(?:{_ESCAPE}|[^\\\[\]^&~-])"
_CLASS = rf"\[\^?(?:{_CLASS_CHARACTER}(?:-{_CLASS_CHARACTER})?)+\]"
_QUANTIFIER = r"(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})"
_ATOM = rf"(?:{_ESCAPE}|{_CLASS}|[^\\\[\](){{}}*+?|^$])"
_TOKEN = re.compile(rf"(?:{_ATOM}|\)){_QUANTIFIER}?|\((?:\?:)?|\|")
_MOST_REPEATS = 1_000


@lru_cache(maxsize=512)
def portable(pattern: str) -> str:
    r"""Return `pattern`, checked to read the same in Python and in Rust.

    Allowed are literals, `.`, classes with ranges, groups `(...)` and `(?:...)`, alternatives, and one greedy
    quantifier after an atom; escapes only of punctuation. Anchors, `\d`-like classes, look-around, references, flags
    and lazy or possessive quantifiers are not: they differ between the two, or the full match makes them idle.

    Parameters
    ----------
    pattern : str
        A regular expression, without anchors.

    Raises
    ------
    ValueError
        If the pattern is malformed or outside the common subset.
    """
    position = 0
    while position < len(pattern):
        token = _TOKEN.match(pattern, position)
        if token is None:
            raise ValueError(
                f"{pattern[position:]!r} does not mean the same in every engine; use literals, classes such as "
                "[0-9] and [A-ZÑÜ] instead of \\d and \\w, groups, alternatives and greedy quantifiers, no anchors"
            )
        position = token.end()
    if any(int(number) > _MOST_REPEATS for number in re.findall(r"[{,]([0-9]+)(?=[,}])", pattern)):
        raise ValueError(f"a quantifier repeats more than {_MOST_REPEATS} times")
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"{pattern!r} is no regular expression: {error}") from None
    return pattern
