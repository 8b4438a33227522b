"""The list of records that were not written, and why: one line for each reason of each record."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import polars as pl

from giis._text import Language, Text

if TYPE_CHECKING:
    from pathlib import Path

NAME = "excluidos.csv"
MOST = 20
"""Reasons of one record that are written out; of the others their number is told."""
_HEADINGS = Text(
    "registro,clave,escrito,regla,variable,columnas,valor,motivo",
    "record,key,written,rule,variable,columns,value,reason",
)
_NO, _YES = Text("no", "no"), Text("sí", "yes")
_MORE = Text("y {} motivos más", "and {} more reasons")
_RECORD = "record"
_TEXTS = ("key", "written", "rule", "variable", "columns", "value", "reason")
_SCHEMA = {_RECORD: pl.Int64(), **dict.fromkeys(_TEXTS, pl.String())}


class Excluded:
    """Writes the list as it grows.

    Parameters
    ----------
    path : Path
        The file, which does not exist yet.
    language : str
        The language of headings and reasons.
    """

    def __init__(self, path: Path, language: Language) -> None:
        self.path, self._language = path, language
        self.reasons: Counter[str] = Counter()
        """How many records each reason concerns."""
        path.write_bytes(b"\xef\xbb\xbf" + (_HEADINGS.get(language) + "\r\n").encode())

    def reason(
        self, rule: str, variable: str | pl.Series, columns: tuple[str, ...], told: Text, records: pl.Series,
        values: pl.Series | None = None,
    ) -> pl.DataFrame:  # fmt: skip
        """Return the lines of one reason.

        Parameters
        ----------
        rule : str
            The id of the rule, or of the fault of the mapping.
        variable : str or Series
            The variable, or what it is called for each record.
        columns : tuple of str
            The columns of the source that it is made from.
        told : Text
            The reason in words.
        records, values : Series
            The numbers of the records, and the value of each, masked where it is confidential.
        """
        lines = pl.DataFrame({_RECORD: records.cast(pl.Int64)})
        self.reasons[rule] += records.n_unique()
        return lines.with_columns(
            pl.lit(None, dtype=pl.String).alias("key"),
            pl.lit(None, dtype=pl.String).alias("written"),
            pl.lit(rule).alias("rule"),
            (pl.lit(variable) if isinstance(variable, str) else variable).alias("variable"),
            pl.lit(", ".join(columns)).alias("columns"),
            (pl.lit("") if values is None else values.cast(pl.String).fill_null("")).alias("value"),
            pl.lit(told.get(self._language)).alias("reason"),
        )

    def write(self, lines: list[pl.DataFrame], kept: pl.Series, keys: pl.DataFrame | None = None) -> None:
        """Add lines in the order of the records.

        Parameters
        ----------
        lines : list of DataFrame
            What `reason` returned.
        kept : Series
            The numbers of the records that were written all the same.
        keys : DataFrame, optional
            What the source calls each record (`record`, `key`).
        """
        if not lines:
            return
        frame = pl.concat(lines).cast(_SCHEMA).sort(_RECORD, maintain_order=True)  # type: ignore[arg-type]
        frame = self._capped(frame)
        said = [pl.lit(text.get(self._language)) for text in (_YES, _NO)]
        there = pl.col(_RECORD).is_in(kept.cast(pl.Int64).implode())
        frame = frame.with_columns(pl.when(there).then(said[0]).otherwise(said[1]).alias("written"))
        if keys is not None:
            frame = frame.drop("key").join(keys, on=_RECORD, how="left", maintain_order="left").select(list(_SCHEMA))
        frame = frame.with_columns(_harmless(name) for name in _SCHEMA if name != _RECORD)
        with self.path.open("ab") as stream:
            stream.write(frame.write_csv(include_header=False, line_terminator="\r\n", null_value="").encode())

    def _capped(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the first reasons of each record, and one line more where it has others."""
        rank, total = pl.int_range(pl.len()).over(_RECORD), pl.len().over(_RECORD)
        frame = frame.with_columns(rank=rank, total=total)
        more = (pl.col("rank") == MOST) & (pl.col("total") > MOST + 1)
        told = pl.format(_MORE.get(self._language), pl.col("total") - MOST)
        return (
            frame.filter(pl.col("rank") <= MOST)
            .with_columns(
                *(
                    pl.when(more).then(pl.lit("")).otherwise(name).alias(name)
                    for name in ("variable", "columns", "value")
                ),
                pl.when(more).then(pl.lit("…")).otherwise("rule").alias("rule"),
                pl.when(more).then(told).otherwise("reason").alias("reason"),
            )
            .drop("rank", "total")
        )


def _harmless(name: str) -> pl.Expr:
    """Return texts that no spreadsheet takes for formulas, without control characters."""
    text = pl.col(name).str.replace_all(r"[\x00-\x1f\x7f-\x9f\x{202a}-\x{202e}\x{2066}-\x{2069}]", " ")
    risky = text.str.contains(r"^\s*[=+\-@]") & ~text.str.contains(r"^-?[0-9]+(?:\.[0-9]+)?$")
    return pl.when(risky).then(pl.concat_str(pl.lit("'"), text)).otherwise(text).alias(name)
