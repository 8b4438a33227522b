"""Writing exchange files: whole or not at all, and only what reads back the same."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

import polars as pl

from giis._drafts import replacing
from giis._errors import InputError
from giis._text import Text
from giis.files._cut import MAX_LINE
from giis.files._encoding import ASCII, CONTINUATION, is_utf8

if TYPE_CHECKING:
    from collections.abc import Iterable

    from giis.files.layout import Layout

LineEnd = Literal["\r\n", "\n"]
Encoding = Literal["windows-1252", "utf-8"]

_UNDEFINED = {0x81, 0x8D, 0x8F, 0x90, 0x9D}


def write_exchange(
    target: Path | str | BinaryIO,
    layout: Layout,
    frames: Iterable[pl.DataFrame],
    line_end: LineEnd = "\r\n",
    encoding: Encoding = "windows-1252",
) -> int:
    """Write an exchange file with the official header.

    Parameters
    ----------
    target : Path, str or binary stream
        A path appears or changes only when all was written; its file can then be read by its owner only, or
        as the file that it replaces.
    layout : Layout
        The columns.
    frames : iterable of polars.DataFrame
        The records: one text column for each column of the layout, in its order; null is written as empty.
    line_end : str
        CR LF, or LF.
    encoding : str
        The guides ask for windows-1252.

    Returns
    -------
    int
        How many records were written.

    Raises
    ------
    InputError
        If a value cannot be written so that it reads back the same (the separator, a line end, a character
        that the encoding lacks), a frame has other columns, or the file cannot be written.
    """
    if not isinstance(target, (str, Path)):
        return _write(target, layout, frames, line_end, encoding)
    try:
        with replacing(Path(target)) as stream:
            return _write(stream, layout, frames, line_end, encoding)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(
            Text(f"{target} no se puede escribir: {reason}.", f"{target} cannot be written: {reason}.")
        ) from error


def _write(
    stream: BinaryIO, layout: Layout, frames: Iterable[pl.DataFrame], line_end: LineEnd, encoding: Encoding
) -> int:
    header = layout.separator.join(layout.headers)
    stream.write(encoded(header + line_end, encoding, layout.separator, 0))
    written = 0
    for frame in frames:
        check_values(frame, layout, written)
        text = frame.write_csv(
            include_header=False,
            separator=layout.separator,
            quote_style="never",
            null_value="",
            line_terminator=line_end,
        )
        stream.write(encoded(text, encoding, layout.separator, written))
        written += frame.height
    return written


def check_values(frame: pl.DataFrame, layout: Layout, written: int) -> None:
    """Refuse columns and values that would change the shape of the file."""
    if frame.width != len(layout.headers) or any(kind != pl.String for kind in frame.dtypes):
        width = len(layout.headers)
        raise InputError(
            Text(
                f"Una tabla por escribir lleva {width} columnas de texto; ésta tiene {frame.width}.",
                f"A frame to be written needs {width} text columns; it has {frame.width}.",
            )
        )
    found = frame.with_columns(pl.all().str.contains(f"[\r\n{_class_member(layout.separator)}]").fill_null(value=False))
    if not found.select(pl.any_horizontal(pl.all().any())).item():
        return
    for index, row in enumerate(found.iter_rows(), written + 1):
        if True in row:
            column = row.index(True) + 1
            raise InputError(
                Text(
                    f"Registro {index}, columna {column}: el valor contiene un fin de renglón o el separador "
                    f"{layout.separator}, y se leería como más de uno; quítelo.",
                    f"Record {index}, column {column}: the value holds a line end or the separator "
                    f"{layout.separator}, and would be read as more than one; remove it.",
                )
            )


def _class_member(separator: str) -> str:
    return "\\" + separator if not separator.isalnum() else separator


def encoded(text: str, encoding: Encoding, separator: str, written: int) -> bytes:
    """Encode whole lines; `written` records stand before them.

    Raises
    ------
    InputError
        If a line would be read otherwise than it is written here.
    """
    data = text.encode("utf-8") if encoding == "utf-8" else _ansi(text, separator, written)
    if len(data) > MAX_LINE or (encoding != "utf-8" and not data.isascii()):
        _check_lines(data, encoding, written)
    return data


def _ansi(text: str, separator: str, written: int) -> bytes:
    try:
        return text.encode("windows-1252")
    except UnicodeEncodeError:
        pass
    parts = []
    for index, line in enumerate(text.split("\n"), written + 1):
        try:
            parts.append(line.encode("windows-1252"))
        except UnicodeEncodeError:
            parts.append(_ansi_line(line, separator, index))
    return b"\n".join(parts)


def _ansi_line(line: str, separator: str, record: int) -> bytes:
    """Encode a line, with the five undefined bytes written as they are read."""
    data = bytearray()
    for place, character in enumerate(line):
        if ord(character) in _UNDEFINED:
            data.append(ord(character))
            continue
        try:
            data += character.encode("windows-1252")
        except UnicodeEncodeError:
            column = line.count(separator, 0, place) + 1
            code = f"U+{ord(character):04X}"
            raise InputError(
                Text(
                    f"Registro {record}, columna {column}: windows-1252 no tiene el carácter {code}; cámbielo, o "
                    "escriba el archivo en UTF-8.",
                    f"Record {record}, column {column}: windows-1252 has no character {code}; "
                    "replace it, or write the file as UTF-8.",
                )
            ) from None
    return bytes(data)


def _check_lines(data: bytes, encoding: Encoding, written: int) -> None:
    """Refuse lines that would be read otherwise than they were written."""
    if len(data) <= MAX_LINE and CONTINUATION.isdisjoint(data.translate(None, ASCII)):
        return  # without these bytes no line can be UTF-8
    for index, line in enumerate(data.splitlines(), written + 1):
        if len(line) > MAX_LINE:
            raise InputError(
                Text(
                    f"Registro {index}: el renglón pasaría de {MAX_LINE} bytes.",
                    f"Record {index}: the line would have more than {MAX_LINE} bytes.",
                )
            )
        if encoding != "utf-8" and not line.isascii() and is_utf8(line):
            raise InputError(
                Text(
                    f"Registro {index}: su texto se tomaría por UTF-8; parece mal decodificado desde antes.",
                    f"Record {index}: its text would be taken for UTF-8; it seems to have been decoded wrongly "
                    "once before.",
                )
            )
