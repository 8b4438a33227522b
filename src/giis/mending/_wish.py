"""What a repair was asked for, and whether it may be written there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from giis._errors import InputError
from giis._text import Language, Text
from giis.mending._log import CsvLog, JsonLog

if TYPE_CHECKING:
    from collections.abc import Sequence

    from giis.files.writer import Encoding, LineEnd
    from giis.validators.options import RunOptions

KINDS: dict[str, type[CsvLog] | type[JsonLog]] = {".csv": CsvLog, ".json": JsonLog}
"""The forms of the change log, by the suffix of its file."""


@dataclass(frozen=True)
class Wish:
    """What was asked for; see `repair`."""

    source: Path | bytes
    output: Path | None
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
        return str(self.source) if isinstance(self.source, Path) else "-"


def check_paths(source: Path | bytes, output: Path | None, logs: Sequence[Path], *, overwrite: bool) -> None:
    """Refuse to write over the input, twice to one place, or over what is there."""
    targets = [path for path in (output, *logs) if path is not None]
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
