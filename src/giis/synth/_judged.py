"""Judging a file that has no place of its own yet, by the name that it will have."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from giis._text import Text
from giis.files import ExchangeReader
from giis.validators.summary import run
from giis.validators.validate import Validation, layout_of

if TYPE_CHECKING:
    from typing import BinaryIO

    from giis.specs import Guide
    from giis.validators.options import RunOptions
    from giis.validators.summary import Judgement

_ASKED = Text("la pedida", "the one asked for")


def judged_stream(stream: BinaryIO, name: str | None, guide: Guide, options: RunOptions) -> Judgement:
    """Return the judgement of an exchange file, all its findings kept.

    Parameters
    ----------
    stream : binary stream
        The file; it is read from its start.
    name : str or None
        What it is called, to be held against the nomenclature; None for a file without a name.
    guide : Guide
        The guide.
    options : RunOptions
        How to judge; all findings are kept.
    """
    stream.flush()
    stream.seek(0)
    every = replace(options, max_findings=None, statistics=False, timing=False)
    session = Validation(every, together=False).session(guide, every)
    reader = ExchangeReader(stream, layout_of(guide), batch_bytes=every.batch_bytes, max_issues=sys.maxsize)
    return run(session, reader, name or "-", _ASKED, size=lambda: 0, name=name)
