"""The way in: a file is read, mended batch by batch, and written beside its change logs, all of it or nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from giis._errors import InputError
from giis._text import Language, Text
from giis.mending._pass import Pass
from giis.mending._sums import worse
from giis.mending._wish import Wish, check_paths, held
from giis.validators.options import BATCH_BYTES, RunOptions
from giis.validators.validate import store_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from giis.catalogs import CatalogStore
    from giis.files.writer import Encoding, LineEnd
    from giis.mending._result import Repair
    from giis.specs import Guide
    from giis.validators.findings import Profile

    Progress = Callable[[int, int | None], None]

_TRIES = 5


def repair(
    source: Path | str | bytes | BinaryIO,
    output: Path | str | BinaryIO | None = None,
    guide: str | Guide | None = None,
    *,
    unsafe: bool = False,
    overwrite: bool = False,
    logs: Sequence[Path | str] = (),
    diff: BinaryIO | None = None,
    line_end: LineEnd | None = None,
    encoding: Encoding = "windows-1252",
    as_of: date | None = None,
    catalogs: Path | str | CatalogStore | None = None,
    profile: Profile = "default",
    unofficial_as_errors: bool = False,
    max_findings: int | None = 1000,
    max_changes: int = 1000,
    show_values: bool = False,
    language: Language = "es",
    batch_bytes: int = BATCH_BYTES,
    progress: Progress | None = None,
) -> Repair:
    """Mend what an exchange file breaks and can be mended for certain.

    A change is kept only if the record, judged again, has fewer findings and no new one. What cannot be mended stays
    as it was and is reported. The file that is read is never changed, and no record is dropped.

    Parameters
    ----------
    source : path, bytes or binary stream
        The exchange file. What can be read only once (standard input, a pipe) is copied to disk first.
    output : path or binary stream, optional
        The file to write; without it nothing is written, and the result tells what would be. A stream takes the
        bytes when all of them are made.
    guide : str or Guide, optional
        As in `validate`.
    unsafe : bool
        Change also what may change a meaning: defaults that the guide prescribes, values that follow from others,
        repeated list values, broken lines.
    overwrite : bool
        Whether the output and the logs may replace files.
    logs : sequence of paths
        Where to write the change log: `.csv` or `.json`.
    diff : binary stream, optional
        Takes the changes as a unified view, in UTF-8.
    line_end : str, optional
        CR LF or LF; by default that of the first line.
    encoding : str
        The guides ask for windows-1252. A file with characters that it lacks is written in UTF-8.
    as_of, catalogs, profile, unofficial_as_errors, max_findings, language, batch_bytes, progress
        As in `validate`.
    max_changes : int
        How many changes the result shows; its totals are exact all the same.
    show_values : bool
        Show values of variables that the guide marks as confidential.

    Returns
    -------
    Repair
        What was changed, and the judgement of the output.

    Raises
    ------
    InputError
        If the file cannot be read, the guide not be told, or the output not be written.
    """
    target = Path(output) if isinstance(output, str) else output
    paths = [Path(log) for log in logs]
    given = Path(source) if isinstance(source, str) else source
    check_paths(given, target, paths, overwrite=overwrite)
    options = RunOptions(
        guide=guide,
        as_of=as_of or date.today(),
        store=store_of(catalogs),
        profile=profile,
        unofficial_as_errors=unofficial_as_errors,
        max_findings=max_findings,
        show_values=show_values,
        batch_bytes=batch_bytes,
    )
    try:
        with held(given) as readable:
            wish = Wish(
                readable, target, options, unsafe, overwrite, paths, diff, line_end, encoding, max_changes, language
            )
            return _repaired(wish, progress)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(Text(f"no se pudo escribir: {reason}", f"could not be written: {reason}")) from error


def _repaired(wish: Wish, progress: Progress | None) -> Repair:
    """Try until no rule on all records is broken anew; in the last try no value is changed."""
    frozen: frozenset[int] = frozenset()
    names: frozenset[str] = frozenset()
    for _ in range(_TRIES):
        with Pass(wish, frozen, names) as run:
            run.read(progress)
            found = worse(run)
            if found is None:
                return run.finish()
        frozen, names = frozen | found.records, names | found.names
    with Pass(wish, frozen, None) as run:
        run.read(progress)
        return run.finish()
