"""Which language a person reads, as the environment tells."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, get_args

from giis._text import Language

if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLE = "GIIS_LANG"
_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def language_of(environment: Mapping[str, str] | None = None) -> Language:
    """Return the language of messages: `GIIS_LANG`, else the locale; Spanish unless it is English.

    Parameters
    ----------
    environment : Mapping of str to str, optional
        The variables to read; by default those of the process.
    """
    variables = os.environ if environment is None else environment
    chosen = variables.get(VARIABLE, "").strip().lower()
    for language in get_args(Language):
        if chosen.startswith(language):
            return "en" if language == "en" else "es"
    for name in _LOCALE_VARIABLES:
        # As in POSIX: the first variable that is set decides, whatever it says.
        if value := variables.get(name, ""):
            return "en" if value.lower().startswith("en") else "es"
    return "es"
