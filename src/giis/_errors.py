"""The errors that `giis` raises; each says what, where, why and what to do."""

from __future__ import annotations

from giis._text import Text


class GiisError(Exception):
    """Base of every error that `giis` raises on purpose.

    Parameters
    ----------
    message : Text or str
        What is wrong and how to mend it; `str()` of the error is the English text, `text` holds both.
    """

    def __init__(self, message: Text | str) -> None:
        self.text = message if isinstance(message, Text) else Text(es=message, en=message)
        super().__init__(self.text.en)


class SpecError(GiisError):
    """A definition of a guide is wrong: the fault is in the YAML, never in the data.

    Parameters
    ----------
    message : Text or str
        What is wrong and how to mend it.
    file : str
        The file that holds the fault.
    line : int
        Its line, counted from 1; 0 when no line can be named.
    """

    def __init__(self, message: Text | str, *, file: str = "", line: int = 0) -> None:
        self.said = message if isinstance(message, Text) else Text(es=message, en=message)
        self.message = self.said.en
        self.file = file
        self.line = line
        place = f"{file}:{line}: " if file and line else f"{file}: " if file else ""
        super().__init__(Text(es=place + self.said.es, en=place + self.said.en))


class CatalogError(GiisError):
    """A catalogue or a workbook offered as one cannot be used; nothing was changed."""


class InputError(GiisError):
    """The input cannot be judged at all: unreadable, unknown guide, or unusable options."""


class InternalError(GiisError):
    """A fault of `giis` itself; never to be read as a verdict on the data."""
