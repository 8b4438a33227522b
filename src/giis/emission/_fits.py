"""What an exchange file cannot hold, and where a record belongs: in which file."""

from __future__ import annotations

import re

import polars as pl

from giis._text import Text
from giis.files._cut import MAX_LINE
from giis.files.names import STATES

_HIGH = "".join(bytes([byte]).decode("windows-1252", errors="ignore") for byte in range(0x80, 0xA0))
_FOREIGN = rf"[^\x00-\x7f\x{{a0}}-\x{{ff}}{re.escape(_HIGH)}]"
_CONTINUED = rf"[\x{{a0}}-\x{{bf}}{re.escape(_HIGH)}]"
"""Characters whose byte in windows-1252 could be the second one of a character in UTF-8."""
MESSAGES = {
    "ARC-separador": Text("el valor contiene | o un fin de renglón, que partirían el registro",
                          "the value holds | or a line end, which would cut the record"),
    "ARC-caracter": Text("windows-1252 no tiene un carácter del valor", "windows-1252 lacks a character of the value"),
    "ARC-utf8": Text("el registro se leería como UTF-8: parece decodificado mal una vez antes",
                     "the record would be read as UTF-8: it seems to have been decoded wrongly once before"),
    "ARC-largo": Text(f"el renglón pasaría de {MAX_LINE:,} bytes", f"the line would have more than {MAX_LINE:,} bytes"),
    "ARC-nombre": Text("de la unidad y la fecha no resulta un nombre oficial de archivo",
                       "unit and date give no official name of a file"),
}  # fmt: skip
_UNIT = rf"^(?:{'|'.join(sorted(STATES))})[A-Z0-9]{{3}}"


def unwritable(frame: pl.DataFrame) -> dict[str, dict[str | None, pl.Series]]:
    """Return where a record cannot be written: by the reason, by the column (None: the record as a whole)."""
    found: dict[str, dict[str | None, pl.Series]] = {}
    line = frame.select(pl.concat_str(pl.all(), separator="\t").alias("line"))
    size = pl.col("line").str.len_bytes()
    asked = line.select(
        pl.col("line").str.contains(r"[\r\n|]").alias("ARC-separador"),
        (size + 2 > MAX_LINE).alias("ARC-largo"),
        (size != pl.col("line").str.len_chars()).alias("high"),
    )
    high = asked.get_column("high").arg_true()
    beyond = line[high].select(
        pl.col("line").str.contains(_FOREIGN).alias("ARC-caracter"),
        pl.col("line").str.contains(_CONTINUED).alias("ARC-utf8"),
    )
    asked = asked.with_columns(
        pl.repeat(False, frame.height, eager=True).scatter(high, series).alias(series.name) for series in beyond
    )
    for code, pattern in (("ARC-separador", r"[\r\n|]"), ("ARC-caracter", _FOREIGN)):
        if asked.get_column(code).any():
            masks = frame.select(pl.all().str.contains(pattern))
            found[code] = {series.name: series for series in masks if series.any()}
    if asked.get_column("ARC-largo").any():
        found["ARC-largo"] = {None: asked.get_column("ARC-largo")}
    rows = (asked.get_column("ARC-utf8") & ~asked.get_column("ARC-caracter")).arg_true()
    if len(rows):  # rare
        texts = line.get_column("line").gather(rows)
        wrong = rows.filter(pl.Series([_taken_for_utf8(text) for text in texts], dtype=pl.Boolean))
        if len(wrong):
            found["ARC-utf8"] = {None: pl.repeat(False, frame.height, eager=True).scatter(wrong, True)}
    return found


def _taken_for_utf8(text: str) -> bool:
    try:
        text.encode("windows-1252").decode("utf-8")
    except UnicodeError:
        return False
    return True


def file_names(kind: str, unit: pl.Series, day: pl.Series) -> pl.Series:
    """Return the name of the file that each record belongs to; null where none results."""
    frame = pl.DataFrame({"unit": unit, "day": day})
    fits = pl.col("unit").str.contains(_UNIT) & pl.col("day").dt.year().is_between(2000, 2099)
    name = pl.format(f"{kind}-{{}}-{{}}.TXT", pl.col("unit").str.slice(0, 5), pl.col("day").dt.strftime("%y%m"))
    return frame.select(pl.when(fits).then(name).alias("name")).to_series()
