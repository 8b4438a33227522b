"""What a converted file must remember beside its values: where it comes from, and how that was written."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from giis._errors import InputError
from giis._text import Text
from giis._version import __version__
from giis.files import Form, OddLine
from giis.files.form import ANSI, UTF8, WIDE

SCHEMA = "giis-convert/1"
NAME = "giis_meta"
_ENDS = ("\n", "\r\n", "\r")
_MOST = 64 << 20


@dataclass(frozen=True, slots=True)
class Meta:
    """What is known of the exchange file that the values come from.

    Parameters
    ----------
    guide : str
        The id of its guide.
    form : Form
        How it is written.
    sha256 : str, optional
        Of its bytes; None where records were left out.
    records : int
        How many it has.
    """

    guide: str
    form: Form
    sha256: str | None = None
    records: int | None = None
    tool: str = field(default=__version__)

    def dumps(self) -> str:
        """Return it as one line of JSON."""
        form = asdict(self.form)
        form["lines"] = {str(number): list(odd) for number, odd in self.form.lines.items()}
        data = {
            "schema": SCHEMA,
            "giis": self.tool,
            "guide": self.guide,
            "records": self.records,
            "sha256": self.sha256,
            "form": form,
        }
        return json.dumps(data, ensure_ascii=True)


def loads(text: str | bytes, place: str) -> Meta:
    """Read what `Meta.dumps` wrote; it may come from anywhere, so nothing of it is trusted.

    Raises
    ------
    InputError
        If it is not that.
    """
    try:
        if len(text) > _MOST:
            raise ValueError("too long")
        data = json.loads(text)
        if data["schema"] != SCHEMA:
            raise ValueError("schema")
        return Meta(
            guide=_text(data["guide"]),
            form=_form(data["form"]),
            sha256=None if data["sha256"] is None else _text(data["sha256"]),
            records=None if data["records"] is None else int(data["records"]),
            tool=_text(data["giis"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(
            Text(
                f"{place}: los metadatos de giis están dañados ({type(error).__name__}); quítelos para escribir el "
                "archivo en la forma oficial",
                f"{place}: the metadata of giis are damaged ({type(error).__name__}); remove them to have the file "
                "written in the official form",
            )
        ) from error


def _form(data: Any) -> Form:
    header = data["header"]
    if header is not None and ("\n" in _text(header) or "\r" in header):
        raise ValueError("header")
    order = tuple(int(column) for column in data["order"])
    if sorted(order) != list(range(len(order))):
        raise ValueError("order")
    if data["encoding"] not in (ANSI, UTF8, *WIDE) or data["line_end"] not in _ENDS:
        raise ValueError("encoding")
    return Form(
        header=header,
        order=order,
        encoding=data["encoding"],
        mark=data["mark"] is True,
        line_end=data["line_end"],
        final_end=data["final_end"] is True,
        lines={int(number): _odd(*odd) for number, odd in data["lines"].items()},
    )


def _odd(blank: Any, end: Any, encoding: Any) -> OddLine:
    if blank is not None and _text(blank).strip("".join(map(chr, [*range(33), 127]))):
        raise ValueError("blank")
    if blank is not None and ("\n" in blank or "\r" in blank):
        raise ValueError("blank")
    if end not in (None, *_ENDS) or encoding not in (None, UTF8):
        raise ValueError("line")
    return OddLine(blank, end, encoding)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("text")
    return value
