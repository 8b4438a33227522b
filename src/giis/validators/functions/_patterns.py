"""The regular expressions that mean the same in Python and in the engine of Polars."""

from __future__ import annotations

import re
from functools import lru_cache

from giis._errors import SpecError

_ESCAPE = r"\\[-.,/\\()\[\]{}*+?|^$'\"&~#@]"
_CLASS_CHARACTER = rf"(?:{_ESCAPE}|[^\\\[\]^&~-])"
_CLASS = rf"\[\^?(?:{_CLASS_CHARACTER}(?:-{_CLASS_CHARACTER})?)+\]"
_QUANTIFIER = r"(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})"
_ATOM = rf"(?:{_ESCAPE}|{_CLASS}|[^\\\[\](){{}}*+?|^$])"
_TOKEN = re.compile(rf"(?:{_ATOM}|\)){_QUANTIFIER}?|\((?:\?:)?|\|")


@lru_cache(maxsize=512)
def portable(pattern: str) -> str:
    r"""Return `pattern`, checked to read the same in Python and in Rust.

    Allowed are literals, `.`, classes with ranges, groups `(...)` and `(?:...)`, alternatives, and one
    greedy quantifier after an atom; escapes only of punctuation. Anchors, classes like `\d`, look-around,
    references, flags and lazy or possessive quantifiers are not: they differ between the two, or a full match
    makes them idle.

    Parameters
    ----------
    pattern : str
        A regular expression, without anchors.

    Returns
    -------
    str
        The same pattern.

    Raises
    ------
    giis._errors.SpecError
        When the pattern is malformed or outside the common subset.

    """
    position = 0
    while position < len(pattern):
        token = _TOKEN.match(pattern, position)
        if token is None:
            raise SpecError(
                f"regular expression {pattern!r}: {pattern[position:]!r} is not read alike by every engine; "
                "use literals, classes such as [0-9], groups, alternatives and greedy quantifiers"
            )
        position = token.end()
    try:
        re.compile(pattern)
    except (re.error, OverflowError) as error:
        raise SpecError(f"regular expression {pattern!r}: {error}") from error
    return pattern
