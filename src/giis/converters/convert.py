"""The way in: from one format to another, records in the same order and number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from giis._errors import InputError
from giis._text import Text
from giis.converters._exchange import ExchangeSource, check, write_exchange_file
from giis.converters._job import Given, Job, refuse_missing_file
from giis.converters._meta import Meta
from giis.converters._typed import Records, Tally, text_records, type_records
from giis.files import official_form
from giis.specs import Guide, load_guide
from giis.validators.choice import choose_guide
from giis.validators.validate import layout_of

if TYPE_CHECKING:
    import polars as pl

FormatName = Literal["exchange", "csv", "jsonl", "parquet", "xlsx", "sql", "fhir"]
FORMATS: tuple[FormatName, ...] = ("exchange", "csv", "jsonl", "parquet", "xlsx", "sql", "fhir")
_SUFFIXES: dict[str, FormatName] = {
    ".txt": "exchange",
    ".csv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".xlsx": "xlsx",
}
Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Conversion:
    """What was converted.

    Parameters
    ----------
    source, target : str
        Where from and where to; of a database without its password.
    source_format, target_format : str
        In which formats.
    guide : str
        The guide of the records.
    records : int
        How many were written.
    skipped : int
        How many broken records were left out.
    untyped : dict
        How many values have no value of their variable's type and were kept as texts, by variable.
    rewritten : dict
        How many are written otherwise than their value would be (`5.0`), and keep their text beside it.
    identical : bool, optional
        Of an exchange file that was written: whether its bytes are those of the file that the values came from;
        None where that is not known.
    """

    source: str
    target: str
    source_format: FormatName
    target_format: FormatName
    guide: str
    records: int
    skipped: int = 0
    untyped: dict[str, int] = field(default_factory=dict)
    rewritten: dict[str, int] = field(default_factory=dict)
    identical: bool | None = None


def convert(
    source: Path | str,
    target: Path | str,
    guide: str | Guide | None = None,
    *,
    source_format: FormatName | None = None,
    target_format: FormatName | None = None,
    labels: bool = False,
    table: str | None = None,
    overwrite: bool = False,
    skip_broken: bool = False,
    progress: Progress | None = None,
) -> Conversion:
    """Convert an exchange file to another format, or back to the same bytes.

    Parameters
    ----------
    source, target : path or str
        A file, or the URL of a database (`sqlite:///base.db`).
    guide : str or Guide, optional
        The guide, as `load_guide` takes it; by default the one that the metadata name, else told by the header.
    source_format, target_format : str, optional
        `exchange`, `csv`, `jsonl`, `parquet`, `xlsx`, `sql` or `fhir`; by default told by the suffix, but for
        `fhir`.
    labels : bool
        Add the names of options in columns of their own. They are ignored on the way back.
    table : str, optional
        The table of a database or the sheet of a workbook; by default the guide's file type in lower case.
    overwrite : bool
        Replace what stands at the target.
    skip_broken : bool
        Leave out records that cannot be cut into columns, instead of refusing the file.
    progress : callable, optional
        Called with what is done and, where known, with all (bytes or records).

    Returns
    -------
    Conversion
        What was converted. Nothing is judged.

    Raises
    ------
    InputError
        If the source cannot be read whole, the target exists, or a value cannot be written.
    """
    origin = _format(str(source), source_format)
    aim = _format(str(target), target_format)
    if origin == aim == "exchange":
        raise InputError(
            Text(
                "los dos son archivos de intercambio: no hay nada que convertir (véanse --from y --to)",
                "both are exchange files: there is nothing to convert (see --from and --to)",
            )
        )
    _refuse_same(source, target)
    if origin == "exchange":
        return _from_exchange(Path(source), str(target), aim, guide, labels, table, overwrite, skip_broken, progress)
    if origin != "sql":
        refuse_missing_file(Path(source))
    given: Given = _module(origin).read(str(source), table)
    try:
        return _from_given(given, str(source), str(target), (origin, aim), guide, labels, table, overwrite, progress)
    finally:
        given.close()


def format_of(name: str) -> FormatName | None:
    """Return the format that a path or URL tells, None if it tells none."""
    return "sql" if "://" in name else _SUFFIXES.get(Path(name).suffix.lower())


def _format(name: str, wanted: FormatName | None) -> FormatName:
    found = wanted or format_of(name)
    if found is None or found not in FORMATS:
        known = ", ".join(_SUFFIXES)
        raise InputError(
            Text(
                f"{name}: no se sabe qué formato es; use --from o --to ({', '.join(FORMATS)}) o una de estas "
                f"terminaciones: {known}",
                f"{name}: its format is not known; use --from or --to ({', '.join(FORMATS)}) or one of these suffixes: "
                f"{known}",
            )
        )
    return found


def _module(name: FormatName) -> Any:
    return import_module(f"giis.converters._{name}")


def _refuse_same(source: Path | str, target: Path | str) -> None:
    files = "://" not in f"{source}{target}" and Path(target).exists() and Path(source).exists()
    if files and Path(source).samefile(target):
        raise InputError(Text("la entrada y la salida son el mismo archivo", "input and output are the same file"))


def _from_exchange(
    source: Path,
    target: str,
    aim: FormatName,
    guide: str | Guide | None,
    labels: bool,
    table: str | None,
    overwrite: bool,
    skip_broken: bool,
    progress: Progress | None,
) -> Conversion:
    read = ExchangeSource(source, guide, skip_broken=skip_broken, progress=progress)
    job = Job(target, read.guide, read.meta, labels, table or _table(read.guide), overwrite)
    tally = Tally()
    records = _write(read.batches(), job, aim, tally)
    return Conversion(
        str(source), shown(target), "exchange", aim, read.guide.id, records, read.skipped, tally.untyped,
        tally.rewritten,
    )  # fmt: skip


def _from_given(
    given: Given,
    source: str,
    target: str,
    formats: tuple[FormatName, FormatName],
    guide: str | Guide | None,
    labels: bool,
    table: str | None,
    overwrite: bool,
    progress: Progress | None,
) -> Conversion:
    origin, aim = formats
    chosen = _guide(guide, given)
    meta = given.meta or Meta(chosen.id, official_form(layout_of(chosen)))
    job = Job(target, chosen, meta, labels, table or _table(chosen), overwrite)
    texts = _texts(given, chosen, progress)
    tally, identical = Tally(), None
    if aim == "exchange":
        check(job)
        records, digest = write_exchange_file(texts, job, given.meta.form if given.meta else None)
        if given.meta is not None and given.meta.sha256 is not None:
            identical = digest == given.meta.sha256
    else:
        records = _write(texts, job, aim, tally)
    return Conversion(
        shown(source), shown(target), origin, aim, chosen.id, records, 0, tally.untyped, tally.rewritten, identical
    )


def _texts(given: Given, guide: Guide, progress: Progress | None) -> Iterator[pl.DataFrame]:
    done = 0
    for frame, kept in given.batches(guide):
        yield text_records(guide, frame, kept)
        done += frame.height
        if progress is not None:
            progress(done, given.total)


def _write(texts: Iterator[pl.DataFrame], job: Job, aim: FormatName, tally: Tally) -> int:
    module = _module(aim)
    module.check(job)
    counted = 0

    def batches() -> Iterator[Records]:
        nonlocal counted
        for frame in texts:
            yield type_records(job.guide, frame, counted + 1, tally)
            counted += frame.height

    module.write(batches(), job)
    return counted


def _guide(wanted: str | Guide | None, given: Given) -> Guide:
    if isinstance(wanted, Guide):
        return wanted
    if wanted is not None:
        return load_guide(wanted)
    if given.meta is not None:
        return load_guide(given.meta.guide)
    try:
        return choose_guide(None, given.columns, None)[0]
    except InputError as error:
        raise InputError(
            Text(
                "no se sabe de qué guía son estas columnas; indíquela con --guide",
                "it is not known of which guide these columns are; name it with --guide",
            )
        ) from error


def _table(guide: Guide) -> str:
    return (guide.file_types[0] if guide.file_types else guide.prefix).lower()


def shown(name: str) -> str:
    """Return a path or URL as it may be shown: without a password."""
    if "://" not in name:
        return name
    from giis.converters._database import without_password

    return without_password(name)


__all__ = ["FORMATS", "Conversion", "FormatName", "convert", "format_of"]
