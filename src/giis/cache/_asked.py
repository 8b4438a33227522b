"""What a report depends on, told in bytes: equal bytes mean equal reports."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from giis._resources import data_directory
from giis._version import __version__
from giis.specs.guide import Guide
from giis.specs.registry import load_guide
from giis.validators.options import RunOptions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from giis.validators.baseline import Baseline

_APART = ("guide", "store", "show_values", "batch_bytes", "timing", "collecting", "baseline")
"""Options that are told otherwise, with which nothing is kept, or on which no report depends."""
_SUFFIXES = (".py", ".yaml")
_PACKAGE = Path(__file__).resolve().parents[1]


def asked(sources: Sequence[tuple[str, str, RunOptions]]) -> bytes:
    """Return what is asked of a run.

    Parameters
    ----------
    sources : sequence of (str, str, RunOptions)
        For each file what it is called, its SHA-256, and its options.

    Raises
    ------
    OSError, GiisError, TypeError
        If something that is asked for cannot be read, or put into bytes.
    """
    options = sources[0][2]
    told = {
        "giis": __version__,
        "python": sys.version,
        "polars": _version("polars"),
        "code": _code(),
        "catalogs": _catalogs(options.store.directory),
        "baseline": _baseline(options.baseline) if options.baseline is not None else None,
        "files": [[name, sha256, _guide(own.guide), _options(own)] for name, sha256, own in sources],
    }
    return json.dumps(told, sort_keys=True, separators=(",", ":")).encode("ascii")


def _options(options: RunOptions) -> dict[str, Any]:
    """Return the options on which a report depends; one that is new is among them until it is told otherwise."""
    return {item.name: _data(getattr(options, item.name)) for item in fields(RunOptions) if item.name not in _APART}


def _data(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_data(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _data(item) for key, item in value.items()}
    raise TypeError(type(value).__name__)


def _guide(guide: str | Guide | None) -> list[str | None]:
    """Return the guide that was asked for; of one's own definition also what it says, for it does not ship."""
    if isinstance(guide, Guide):
        return [guide.id, guide.digest]
    if guide is not None and guide.endswith((".yaml", ".yml")):
        return [guide, load_guide(guide).digest]
    return [guide, None]


def _baseline(baseline: Baseline) -> str:
    digest = hashlib.sha256()
    for entry in baseline.entries:
        expires = entry.expires.isoformat() if entry.expires else ""
        head = json.dumps([entry.rule, entry.owner, entry.justification, expires, len(entry.keys)])
        digest.update(head.encode())
        digest.update("".join(entry.keys).encode())
    return digest.hexdigest()


def _catalogs(folder: Path | None) -> str | None:
    """Return the digest of the imported catalogues, None where there is no folder of them."""
    if folder is None or not folder.exists():
        return None
    return _digest(folder, sorted(path for path in folder.iterdir() if path.suffix == ".yaml"))


@cache
def _code() -> str:
    """Return the digest of this program and of the definitions and catalogues that ship with it.

    The version alone would not do where the program is being worked on.
    """
    parts = [_digest(root, _files(root)) for root in (_PACKAGE, data_directory("spec_yaml"))]
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def _files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.suffix in _SUFFIXES)


def _digest(root: Path, paths: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        name = path.relative_to(root).as_posix().encode("utf-8", "surrogateescape")
        total.update(len(name).to_bytes(8, "big") + name + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
