"""The outpatient guide's base record as the row of a source, and the emission of such rows."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import polars as pl

import giis
from giis.specs import load_guide
from outpatient import AS_OF, BASE, exchange_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

GUIDE = load_guide("GIIS-B015-04-11")
NAME = "CEX-DFSSA-2411.TXT"
HEAD = "mapping: giis-mapping/1\nguide: B015\n"


def identity(*without: str, more: str = "", head: str = "") -> str:
    """Return the mapping that takes every variable from the column called so, but `without`; `more` is added."""
    lines = [f"  {item.name}: {item.identifier}" for item in GUIDE.variables if item.identifier not in without]
    return HEAD + head + "variables:\n" + "\n".join(lines) + "\n" + more


def mapped(variable: str, value: str, head: str = "") -> str:
    """Return the mapping that makes one variable as `value` says, and takes the others as they are."""
    return identity(variable, more=f"  {variable}: {value}\n", head=head)


def rows(*changes: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return base records with changes; keys that are no variables are further columns."""
    return [{**BASE, **change} for change in changes]


def emitted(source: Any, mapping: str, folder: Path, **options: Any) -> giis.Emission:
    """Emit with the tests' date of registration."""
    if isinstance(source, list):
        source = pl.DataFrame(source, infer_schema_length=None)
    return giis.emit(source, mapping, folder, **{"as_of": AS_OF, **options})


def records(path: Path) -> list[dict[str, str]]:
    """Return the records of an exchange file by identifier."""
    lines = path.read_bytes().decode("cp1252").split("\r\n")
    assert lines[-1] == ""
    assert lines[0] == "|".join(item.header for item in GUIDE.variables)
    names = [item.identifier for item in GUIDE.variables]
    return [dict(zip(names, line.split("|"), strict=True)) for line in lines[1:-1]]


def excluded(emission: giis.Emission) -> list[dict[str, str]]:
    """Return the lines of the list of excluded records."""
    text = emission.excluded_path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def reasons(emission: giis.Emission) -> list[tuple[str, str, str]]:
    """Return record, rule and value of each reason."""
    return [(line["registro"], line["regla"], line["valor"]) for line in excluded(emission)]


def official(changes: Iterable[Mapping[str, str]]) -> bytes:
    """Return the exchange file that records with changes give."""
    return exchange_file([{**BASE, **change} for change in changes])
