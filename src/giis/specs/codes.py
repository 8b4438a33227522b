"""Ranges of classification codes (CIE-10, CIE-9-MC) as conditions name them: `S00-T98, O267, O468-O469`."""

from __future__ import annotations

import re
from functools import lru_cache

_PART = re.compile(r"([0-9A-Z]{1,4})(?:-([0-9A-Z]{1,4}))?")


@lru_cache(maxsize=256)
def code_ranges(text: str) -> tuple[tuple[str, str], ...]:
    """Return the ends of each range in `text`; a single code is a range of its own.

    A code lies in a range if its beginning, as long as the ends are, lies between them: `S00-T98` holds `T981`.

    Raises
    ------
    ValueError
        If `text` is no list of such ranges.
    """
    ranges: list[tuple[str, str]] = []
    for part in text.replace(" ", "").split(","):
        match = _PART.fullmatch(part)
        if match is None:
            raise ValueError(f"{part!r} is no range of codes; write such as S00-T98, O267")
        low, high = match[1], match[2] or match[1]
        if len(low) != len(high) or low > high:
            raise ValueError(f"the ends of the range {part!r} do not go together")
        ranges.append((low, high))
    return tuple(ranges)
