"""Known findings on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from giis._text import Text
from giis_cli._errors import complain
from giis_cli._language import say

if TYPE_CHECKING:
    from giis._text import Language
    from giis.validators.baseline import Baseline
    from giis.validators.validate import Validation

BaselineOption = Annotated[
    Path | None,
    typer.Option(
        "--baseline",
        metavar=say("ARCHIVO", "FILE"),
        help=say(
            "Hallazgos conocidos: se cuentan aparte y no cambian el veredicto.",
            "Known findings: they are counted apart and do not change the verdict.",
        ),
    ),
]
WriteBaselineOption = Annotated[
    Path | None,
    typer.Option(
        "--write-baseline",
        metavar=say("ARCHIVO", "FILE"),
        help=say(
            "Escribe aquí los hallazgos de esta corrida como conocidos (YAML, o JSON si acaba en .json); lo que el "
            "archivo ya decía de ellos se conserva.",
            "Write the findings of this run here as known (YAML, or JSON if it ends in .json); what the file said of "
            "them is kept.",
        ),
    ),
]

_WRITTEN = Text(
    "{file}: {number:,} hallazgos conocidos; anote responsable, justificación y vencimiento",
    "{file}: {number:,} known findings; note owner, justification and expiry",
)


def known_findings(file: Path | None, secret: str, *, writing: bool) -> Baseline | None:
    """Return the known findings of `file`; empty ones if there is none and some are to be written."""
    from giis.validators.baseline import Baseline, read_baseline
    from giis.validators.keys import mark_of

    if file is None:
        return Baseline(keyed=mark_of(secret)) if writing else None
    return read_baseline(file, secret)


def write_known(validation: Validation, target: Path, language: Language) -> None:
    """Write what `validation` found to `target`, and tell so."""
    from giis.validators.baseline import Baseline, read_baseline, renewed, write_baseline

    options = validation.options
    old = read_baseline(target, options.secret) if target.exists() else options.baseline or Baseline()
    found = renewed(old, validation.found_keys())
    write_baseline(found, target)
    number = sum(len(entry.keys) for entry in found.entries)
    complain(_WRITTEN.get(language).format(file=target, number=number))
