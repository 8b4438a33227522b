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


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """Return up to three of the `known` names that are like `name`, or else hold it."""
    folded = {item.casefold(): item for item in sorted(known)}
    wanted = name.strip().casefold()
    near = [folded[item] for item in difflib.get_close_matches(wanted, folded, n=3)]
    return near or [item for key, item in folded.items() if wanted and wanted in key][:3]


def unknown(what: Text, name: str, known: Iterable[str]) -> UnknownNameError:
    """Return the error that `what` does not know `name`, telling the nearest of the `known` names."""
    near = nearest(name, known)
    told = ", ".join(near)
    return UnknownNameError(
        Text(
            f"{what.es} «{name}»"
            + (f"; ¿quiso decir {told}?" if near else "; «giis specs show GUÍA» lista los nombres"),
            f"{what.en} “{name}”"
            + (f"; did you mean {told}?" if near else "; `giis specs show GUIDE` lists the names"),
        )
    )
