"""Days on the command line."""

from __future__ import annotations

import re
from datetime import date

from giis._text import Text
from giis_cli._errors import UsageError

_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse_day(text: str, option: str) -> date:
    """Return the day that `text` writes as `aaaa-mm-dd`.

    Raises
    ------
    UsageError
        If it is no such day; the message names `option`.
    """
    try:
        if not _FORM.fullmatch(text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            Text(
                f"{option} «{text}» no es una fecha; escríbala aaaa-mm-dd, por ejemplo 2024-11-05",
                f"{option} “{text}” is no date; write it yyyy-mm-dd, for example 2024-11-05",
            )
        ) from None
