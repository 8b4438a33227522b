"""What a repair was asked for, and whether it may be written there."""

from __future__ import annotations

import io
import os
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from giis._errors import InputError
from giis._text import Language, Text
from giis.files import copied
from giis.mending._log import CsvLog, JsonLog

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from giis.files.writer import Encoding, LineEnd
    from giis.validators.options import RunOptions

NAMELESS = "-"
"""What is read or written without a name is called."""
KINDS: dict[str, type[CsvLog] | type[JsonLog]] = {".csv": CsvLog, ".json": JsonLog}
"""The forms of the change log, by the suffix of its file."""


@dataclass(frozen=True)
class Wish:
    """What was asked for; see `repair`."""

    source: Path | BinaryIO
    """A stream can be read several times, from its start."""
    output: Path | BinaryIO | None
    options: RunOptions
    unsafe: bool
    overwrite: bool
    logs: Sequence[Path]
    diff: BinaryIO | None
    line_end: LineEnd | None
    encoding: Encoding
    max_changes: int
    language: Language

    @property
    def name(self) -> str:
        """What the input is called."""
        return str(self.source) if isinstance(self.source, Path) else NAMELESS

    @property
    def target(self) -> Path | None:
        """The path that is written, if it is one."""
        return self.output if isinstance(self.output, Path) else None

    @property
    def size(self) -> int:
        """The bytes of the input."""
        if isinstance(self.source, Path):
            return self.source.stat().st_size
        place = self.source.tell()
        size = self.source.seek(0, os.SEEK_END)
        self.source.seek(place)
        return size


@contextmanager
def held(source: Path | bytes | BinaryIO) -> Iterator[Path | BinaryIO]:
    """Give what is to be read so that it can be read several times: a stream, or a pipe, is copied to disk first.

    Raises
    ------
    InputError
        If a stream cannot be read, or is not binary.
    """
    if isinstance(source, bytes):
        yield io.BytesIO(source)
    elif isinstance(source, Path) and not (source.is_fifo() or source.is_char_device()):
        yield source
    else:
        with tempfile.TemporaryFile() as copy:
            copied(source, copy)
            yield copy


def check_paths(
    source: Path | bytes | BinaryIO, output: Path | BinaryIO | None, logs: Sequence[Path], *, overwrite: bool
) -> None:
    """Refuse to write over the input, twice to one place, or over what is there."""
    targets = [path for path in (output, *logs) if isinstance(path, Path)]
    for path in logs:
        if path.suffix.lower() not in KINDS:
            raise InputError(
                Text(f"{path}: el registro de cambios es .csv o .json", f"{path}: a change log is .csv or .json")
            )
    if len({path.resolve() for path in targets}) < len(targets):
        raise InputError(Text("cada archivo que se escribe necesita su nombre", "each file written needs its own name"))
    for path in targets:
        if isinstance(source, Path) and path.exists() and source.exists() and path.samefile(source):
            raise InputError(
                Text(
                    f"{path} es el archivo que se lee; indique otro con -o",
                    f"{path} is the file that is read; name another one with -o",
                )
            )
        if not path.parent.is_dir() or path.is_dir():
            raise InputError(Text(f"no se puede escribir en {path}", f"{path} cannot be written"))
        if path.exists() and not overwrite:
            raise exists(path)


def exists(path: Path) -> InputError:
    return InputError(
        Text(f"{path} ya existe; use --overwrite o indique otro", f"{path} exists; use --overwrite or name another")
    )
