"""`giis validate --watch`: judge again whenever a file is saved, until the user has enough.

Files are looked at again and again (their size, their time, which file they are) instead of waiting for the system to
tell of changes: that also works on network drives, and with editors that write a new file and rename it.
"""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from giis._errors import GiisError
from giis._text import Text
from giis.settings import OWN_FILE, PROJECT_FILE
from giis_cli._errors import UsageError, complain, debug, describe
from giis_cli._judging import judge
from giis_cli._language import HELP_LANGUAGE
from giis_cli._paths import STDIN, expand

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from giis._text import Language
    from giis_cli._judging import Wanted

    Look = Callable[[], Hashable]

EVERY = 0.4
"""Seconds from one look at the files to the next. Files that change in between are not yet whole."""

_CLEAR = "\x1b[H\x1b[2J\x1b[3J"
_STDIN = Text(
    "--watch vigila archivos; la entrada estándar no se puede volver a leer",
    "--watch watches files; standard input cannot be read again",
)
_WRITING = Text(
    "--watch no va con --write-baseline: cada vez se escribirían como conocidos los hallazgos de ese momento",
    "--watch does not go with --write-baseline: each time the findings of that moment would be written as known",
)
_HEAD = Text(
    "{time} · {files} · se revisa al guardar · Ctrl-C termina", "{time} · {files} · checked on save · Ctrl-C ends"
)
_ONE = Text("1 archivo", "1 file")
_MANY = Text("{number:,} archivos", "{number:,} files")


def judge_on_save(wanted: Wanted) -> int:
    """Judge what `wanted` names, and again whenever it changes; return 0 when the user ends it.

    Raises
    ------
    UsageError
        If it makes no sense to do that again.
    """
    if STDIN in wanted.paths:
        raise UsageError(_STDIN)
    if wanted.write_baseline is not None:
        raise UsageError(_WRITING)

    def again() -> None:
        language = HELP_LANGUAGE
        try:
            language = wanted.config().language(wanted.lang)
            _head(len(expand(wanted.paths)[0]), language)
            judge(wanted)
        except (GiisError, OSError) as error:  # such as settings half edited: mended with the next save
            complain(describe(error, language))
            debug(error)
        sys.stdout.flush()

    try:
        follow(again, lambda: look(_watched(wanted)), lambda: time.sleep(EVERY))
    except KeyboardInterrupt:
        return 0


def follow(act: Callable[[], object], look_again: Look, wait: Callable[[], object]) -> NoReturn:
    """Call `act`, and again whenever what `look_again` returns has changed and has then stayed the same for one `wait`.

    It never returns; what `wait` or `act` raises ends it.
    """
    while True:
        before = look_again()
        act()
        while (now := look_again()) == before:
            wait()
        while True:
            wait()
            later = look_again()
            if later == now:
                break
            now = later


def look(paths: Iterable[str]) -> Hashable:
    """Return what tells whether one of the files `paths` has changed, been replaced, come or gone."""
    found = []
    for path in paths:
        try:
            status = Path(path).stat()
        except OSError:
            found.append((path, 0, 0, 0))
        else:
            found.append((path, status.st_mtime_ns, status.st_size, status.st_ino))
    return tuple(found)


def _watched(wanted: Wanted) -> list[str]:
    """Return the files that are there now, those named that are not, and what else the report depends on."""
    found, missing = expand(wanted.paths)
    beside = [wanted.config_file, wanted.baseline]
    if wanted.config_file is None and not wanted.no_config:
        here = Path.cwd()
        beside += [place / name for place in (here, *here.parents) for name in (OWN_FILE, PROJECT_FILE)]
    with suppress(GiisError):  # told when the files are judged
        beside.append(wanted.config().pick("baseline", None))
    return [*found, *missing, *(str(path) for path in beside if path is not None)]


def _head(files: int, language: Language) -> None:
    """Clear the screen, if there is one, and tell on stderr when and what is checked."""
    if sys.stdout.isatty():
        sys.stdout.write(_CLEAR)
        sys.stdout.flush()
    told = _ONE.get(language) if files == 1 else _MANY.get(language).format(number=files)
    complain(_HEAD.get(language).format(time=f"{datetime.now():%H:%M:%S}", files=told))
