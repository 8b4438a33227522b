"""The word that was probably meant."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from giis._text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> Text:
    """Return the question whether the word of `known` that is most like `word` was meant; empty if none is like it."""
    folded = {item.casefold(): item for item in known}
    near = difflib.get_close_matches(word.casefold(), folded, n=1)
    if not near:
        return Text("", "")
    meant = folded[near[0]]
    return Text(f"; ¿quiso decir {meant!r}?", f"; did you mean {meant!r}?")
