"""Every format written from the same report, and what each holds of it."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from giis.reports.outputs import FORMATS, Asked

if TYPE_CHECKING:
    from giis.validators.findings import Report

NAMES = tuple(FORMATS)


def written(name: str, report: Report, **asked: Any) -> bytes:
    stream = io.BytesIO()
    FORMATS[name].write(report, Asked(**asked), stream)
    return stream.getvalue()


def text_of(name: str, report: Report, **asked: Any) -> str:
    """Return all text of a format, that of a workbook's parts too."""
    data = written(name, report, **asked)
    if not FORMATS[name].binary:
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return "\n".join(book.read(part).decode() for part in book.namelist())
