"""The error for a name that nothing has, with the names that are near."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from giis._errors import InputError
from giis._text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable


class UnknownNameError(InputError):
    """Nothing is called what was asked for."""


def unknown(what: Text, name: str, known: Iterable[str]) -> UnknownNameError:
    """Return the error that `what` does not know `name`, telling the nearest of the `known` names."""
    folded = {item.casefold(): item for item in sorted(known)}
    near = [folded[item] for item in difflib.get_close_matches(name.strip().casefold(), folded, n=3)]
    if not near:
        near = [item for key, item in folded.items() if name.strip().casefold() in key][:3]
    told = ", ".join(near)
    return UnknownNameError(
        Text(
            f"{what.es} «{name}»"
            + (f"; ¿quiso decir {told}?" if near else "; «giis specs show GUÍA» lista los nombres"),
            f"{what.en} “{name}”"
            + (f"; did you mean {told}?" if near else "; `giis specs show GUIDE` lists the names"),
        )
    )
