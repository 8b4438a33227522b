"""The files in the making: one for each institution and month, in a private folder until all are done."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from giis._errors import InputError, InternalError
from giis._text import Text
from giis.files import write_exchange

if TYPE_CHECKING:
    from types import TracebackType

    from giis.files import Layout
    from giis.files.writer import LineEnd

MOST_FILES = 20_000


@dataclass
class Draft:
    """A file in the making: its name, its path, and the numbers that its records have in the source."""

    name: str
    path: Path
    records: list[pl.Series] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many records it has."""
        return sum(map(len, self.records))


class Spool:
    """A folder beside the results that vanishes at the end.

    Parameters
    ----------
    target : Path
        The folder of the results; it is made where there is none.
    layout : Layout
        The columns of the files.
    line_end : str
        How lines end.
    overwrite : bool
        Whether files that stand there may be replaced.
    """

    def __init__(self, target: Path, layout: Layout, line_end: LineEnd, *, overwrite: bool) -> None:
        self.target, self._layout, self._line_end, self._overwrite = target, layout, line_end, overwrite
        self.drafts: dict[str, Draft] = {}

    def __enter__(self) -> Spool:
        try:
            self._made = [path for path in (self.target, *self.target.parents) if not path.exists()]
            self.target.mkdir(parents=True, exist_ok=True)
            self.folder = Path(tempfile.mkdtemp(prefix=".giis-emit-", dir=self.target))
        except OSError as error:
            raise _unwritable(self.target, error) from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        if kind is not None:
            for path in self._made:  # folders that were made for nothing
                if not any(path.iterdir()):
                    path.rmdir()

    def path(self, name: str) -> Path:
        """Return the path of a draft called `name`, which must not replace anything unasked."""
        self.check(name)
        return self.folder / name

    def check(self, name: str) -> None:
        """Refuse to replace a result that stands there, unless that was asked for.

        Raises
        ------
        InputError
            If it stands there.
        """
        final = self.target / name
        if final.is_dir() or (not self._overwrite and (final.exists() or final.is_symlink())):
            raise InputError(
                Text(
                    f"{final} ya existe; nada se escribió. Use --overwrite u otra carpeta",
                    f"{final} exists already; nothing was written. Use --overwrite or another folder",
                )
            )

    def write(self, frame: pl.DataFrame, names: pl.Series, records: pl.Series) -> None:
        """Add records to the files that they belong to.

        Parameters
        ----------
        frame : polars.DataFrame
            Their texts, which an exchange file can hold.
        names : Series
            The name of the file of each.
        records : Series
            Their numbers in the source.
        """
        order = names.arg_sort()
        if not names.is_sorted():
            frame, names, records = frame[order], names.gather(order), records.gather(order)
        buffer = io.BytesIO()
        write_exchange(buffer, self._layout, [frame], self._line_end)
        data = buffer.getvalue()
        place = data.index(b"\n") + 1
        header = data[:place]
        # In windows-1252 a character is a byte.
        sizes = pl.concat_str(pl.all(), separator="|").str.len_chars() + len(self._line_end)
        parts = pl.DataFrame({"name": names, "record": records, "size": frame.select(sizes.alias("size")).to_series()})
        for (name,), part in parts.partition_by("name", as_dict=True, maintain_order=True).items():
            size = int(part.get_column("size").sum())
            self._append(str(name), header, data[place : place + size], part.get_column("record"))
            place += size
        if place != len(data):
            raise InternalError("the lines written are not as long as their records")

    def _append(self, name: str, header: bytes, lines: bytes, records: pl.Series) -> None:
        draft = self.drafts.get(name)
        if draft is None:
            if len(self.drafts) >= MOST_FILES:
                raise InputError(
                    Text(f"saldrían más de {MOST_FILES:,} archivos; revise las fechas y unidades del mapeo",
                         f"more than {MOST_FILES:,} files would come out; check the mapping's dates and units")
                )  # fmt: skip
            draft = self.drafts[name] = Draft(name, self.path(name))
        try:
            with draft.path.open("ab") as stream:
                stream.write(lines if draft.records else header + lines)
        except OSError as error:
            raise _unwritable(self.target, error) from None
        draft.records.append(records)

    def drop(self, draft: Draft, numbers: set[int]) -> None:
        """Take records out of a file, by their numbers in it."""
        kept = draft.path.with_name(f"{draft.name}.kept")
        with draft.path.open("rb") as source, kept.open("wb") as out:
            out.writelines(line for number, line in enumerate(source) if number not in numbers)
        kept.replace(draft.path)
        all_records = pl.concat(draft.records)
        mask = pl.repeat(True, len(all_records), eager=True).scatter([number - 1 for number in sorted(numbers)], False)
        draft.records = [all_records.filter(mask)]

    def finish(self, names: list[str]) -> list[Path]:
        """Give the drafts called `names` their places; nothing moves if one of them may not."""
        for name in names:
            self.check(name)
        done: list[Path] = []
        try:
            for name in names:
                draft, final = self.folder / name, self.target / name
                with draft.open("rb+") as stream:
                    os.fsync(stream.fileno())
                draft.replace(final)
                done.append(final)
        except OSError as error:
            raise _unwritable(self.target, error) from None
        return done


def _unwritable(path: Path, error: OSError) -> InputError:
    reason = error.strerror or type(error).__name__
    return InputError(Text(f"{path}: no se puede escribir: {reason}", f"{path}: cannot be written: {reason}"))
