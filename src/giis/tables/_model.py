"""A table to be read once or several times, from its first row to its last."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

from giis._errors import InputError
from giis._text import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    import polars as pl

MAX_COLUMNS = 2_000
Format = Literal["csv", "xlsx", "parquet", "json", "jsonl", "sql"]


class Table(Protocol):
    """Rows with named columns."""

    @property
    def name(self) -> str:
        """What messages call it; never a password."""

    @property
    def schema(self) -> Mapping[str, pl.DataType]:
        """The columns and their types. CSV, workbooks and databases give texts, with dates as yyyy-mm-dd."""

    @property
    def total(self) -> int | None:
        """The number of rows, where it is cheap to know."""

    def batches(self, rows: int, columns: Collection[str] | None = None) -> Iterator[pl.DataFrame]:
        """Yield the rows in their order, about `rows` at once, with `columns` alone or with all."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a table lies, and how it is to be read.

    Parameters
    ----------
    source : object
        A path, the URL of a database, or a Polars frame.
    format : str, optional
        By default told by the ending of the name.
    separator, encoding : str, optional
        Of a CSV file; by default told by its beginning.
    sheet : str, optional
        Of a workbook; by default the first.
    table, query : str, optional
        Of a database: one of the two.
    """

    source: Any
    format: Format | None = None
    separator: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    table: str | None = None
    query: str | None = None


def unreadable(name: str, es: str, en: str) -> InputError:
    """Return the error that the table `name` cannot be read."""
    return InputError(Text(f"{name}: no se puede leer: {es}", f"{name}: cannot be read: {en}"))


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Turn what Polars says of a damaged file into a message without its values."""
    import polars as pl

    try:
        yield
    except pl.exceptions.PolarsError as error:
        kind = type(error).__name__
        if "more fields than defined" in str(error) or "found more" in str(error):
            raise unreadable(
                name,
                "un renglón tiene más columnas que el encabezado; revise separador y comillas",
                "a line has more columns than the header; check separator and quotes",
            ) from None
        if "utf" in str(error).lower():
            raise unreadable(
                name,
                "no es UTF-8; guárdelo así, o indique encoding: windows-1252",
                "it is not UTF-8; save it so, or give encoding: windows-1252",
            ) from None
        raise unreadable(name, f"está dañado ({kind})", f"it is damaged ({kind})") from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise unreadable(name, reason, reason) from None
