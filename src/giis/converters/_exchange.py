"""The exchange file itself: read whole or not at all, and written byte by byte as it was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from giis._errors import InputError
from giis._text import Text
from giis.converters._job import draft, refuse_existing, refuse_missing_file
from giis.converters._meta import Meta
from giis.files import ExchangeReader, Form, FormWriter, official_form, read_header, survey
from giis.validators.choice import choose_guide
from giis.validators.validate import layout_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from giis.converters._job import Job
    from giis.specs import Guide

_BATCH = 12 << 20
_SHOWN = 5
_BROKEN = ("ARC-columnas", "ARC-encabezado-repetido", "ARC-renglon-largo")


class ExchangeSource:
    """An exchange file, looked over before anything of it is converted.

    Parameters
    ----------
    path : Path
        The file.
    guide : str or Guide, optional
        Its guide; told by the header, else by the name, if not given.
    skip_broken : bool
        Whether records that cannot be cut into the guide's columns are left out.
    progress : callable, optional
        Called with the bytes done and in all.

    Raises
    ------
    InputError
        If it cannot be read, its guide is unknown, or records are broken and not to be skipped.
    """

    def __init__(
        self,
        path: Path,
        guide: str | Guide | None,
        *,
        skip_broken: bool = False,
        progress: Callable[[int, int | None], None] | None = None,
    ) -> None:
        refuse_missing_file(path)
        self.guide, _ = choose_guide(guide, read_header(path).tokens, path.name)
        self._path, self._layout = path, layout_of(self.guide)
        self._progress = progress
        self._size = path.stat().st_size
        form, found = survey(path, self._layout, _SHOWN, self._told(0))
        self.skipped = found.bad_records
        if self.skipped and not skip_broken:
            raise self._refused(found)
        if self.skipped:
            form = replace(form, lines={})
        self._form = form
        self._sha256 = found.sha256
        kept = found.records - self.skipped
        self.meta = Meta(self.guide.id, form, None if self.skipped else found.sha256, kept)

    def batches(self) -> Iterator[pl.DataFrame]:
        """Yield the records as written, and prove at the end that they lead back to the same bytes."""
        told = self._told(self._size)
        done = 0
        proof = FormWriter(None, self._layout, self._form, trusted=True)
        for batch in ExchangeReader(self._path, self._layout, batch_bytes=_BATCH):
            yield batch.frame
            if not self.skipped:
                proof.write(batch.frame.cast(pl.String))
            done = min(self._size, done + _BATCH)
            told(done)
        if not self.skipped and proof.finish() != self._sha256:
            raise InputError(
                Text(
                    f"{self._path}: no se puede conservar byte por byte: cambió mientras se leía, su texto está "
                    "dañado o sus renglones están escritos de demasiadas maneras",
                    f"{self._path}: it cannot be kept byte by byte: it changed while it was read, its text is damaged, "
                    "or its lines are written in too many ways",
                )
            )

    def _told(self, before: int) -> Callable[[int], None]:
        def tell(done: int) -> None:
            if self._progress is not None:
                self._progress(before + done, 2 * self._size)

        return tell

    def _refused(self, found: ExchangeReader) -> InputError:
        lines = [str(issue.line) for issue in found.issues if issue.code in _BROKEN][:_SHOWN]
        listed = ", ".join(lines) + (" …" if self.skipped > len(lines) else "")
        width = len(self._layout.headers)
        return InputError(
            Text(
                f"{self._path}: {self.skipped} de {found.records} registros no tienen las {width} columnas de "
                f"{self.guide.id} (renglones {listed}); no se convirtió nada. Corríjalos (giis validate dice qué les "
                "pasa), o con --skip-broken se dejan fuera",
                f"{self._path}: {self.skipped} of {found.records} records do not have the {width} columns of "
                f"{self.guide.id} (lines {listed}); nothing was converted. Mend them (giis validate tells what is "
                "wrong), or leave them out with --skip-broken",
            )
        )


def write_exchange_file(texts: Iterable[pl.DataFrame], job: Job, form: Form | None) -> tuple[int, str]:
    """Write an exchange file; return how many records, and the SHA-256 of the bytes.

    Parameters
    ----------
    texts : iterable of polars.DataFrame
        The records as text columns in the guide's order.
    job : Job
        What is to be written, and where.
    form : Form, optional
        How; by default as the guides want it.
    """
    layout = layout_of(job.guide)
    form = form or official_form(layout)
    if form.order and len(form.order) != len(layout.headers):
        raise InputError(
            Text(
                f"los metadatos son de un archivo de {len(form.order)} columnas, y {job.guide.id} tiene "
                f"{len(layout.headers)}; indique otra guía (--guide)",
                f"the metadata are of a file of {len(form.order)} columns, and {job.guide.id} has "
                f"{len(layout.headers)}; name another guide (--guide)",
            )
        )
    with draft(Path(job.target)) as path, path.open("wb") as stream:
        writer = FormWriter(stream, layout, form)
        for frame in texts:
            writer.write(frame)
        return writer.records, writer.finish()


def check(job: Job) -> None:
    """Refuse what cannot be written before anything is."""
    refuse_existing(Path(job.target), overwrite=job.overwrite)
