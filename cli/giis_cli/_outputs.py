"""Where the reports of a run go: one to stdout, others to files, each whole or not at all."""

from __future__ import annotations

import io
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from giis._errors import InputError
from giis._text import Text
from giis_cli._errors import UsageError, complain, debug, describe
from giis_cli._output import console, writing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from giis.reports.outputs import Asked, Output
    from giis.validators.findings import Report

NAMES = "text, json, ndjson, sarif, sarif-github, junit, github, gitlab, csv, xlsx, html, markdown"
"""The formats, as the help tells them: it must not load what writes them."""

_SUMMARY = "GITHUB_STEP_SUMMARY"
_MOST_SUMMARY = 1 << 20
_BINARY = Text(
    "{name} no es texto: dé una ruta (--output {name}:RUTA) o redirija la salida",
    "{name} is no text: give a path (--output {name}:PATH) or redirect the output",
)
_CAPPED = Text(
    "{paths}: {shown:,} de {total:,} hallazgos (--max-findings N cambia cuántos)",
    "{paths}: {shown:,} of {total:,} findings (--max-findings N changes how many)",
)


def outputs_of(form: str | None, given: Sequence[str] | None, inputs: Sequence[str]) -> list[Output]:
    """Return the outputs that `--format` and `--output` ask for; text on stdout if nothing is asked for."""
    from giis.reports import outputs as known

    with _naming("--output"):
        outputs = [known.parse_output(text) for text in given or ()]
    if form is not None or not outputs:
        with _naming("--format"):
            outputs.insert(0, known.Output(known.format_of(form or "text")))
    with _naming("--output"):
        known.check_outputs(outputs, inputs)
    for output in outputs:
        if output.path is None and output.format.binary and sys.stdout.isatty():
            name = output.format.name
            raise UsageError(Text(_BINARY.es.format(name=name), _BINARY.en.format(name=name)))
    return outputs


@contextmanager
def _naming(option: str) -> Iterator[None]:
    """Name the option in a fault with what it was given."""
    try:
        yield
    except InputError as error:
        raise UsageError(Text(*(f"{option}: {text}" for text in error.text))) from None


def write_outputs(report: Report, outputs: Sequence[Output], asked: Asked, most: int | None) -> bool:
    """Write the report to each output; return whether all were written.

    A fault with one is told and does not keep the others from being written.
    """
    done = True
    less: dict[int, list[str]] = {}
    for output in outputs:
        capped = report.capped(output.format.cap if most is None else most)
        try:
            if output.path is None:
                with writing():
                    _to_stdout(capped, output, asked)
            else:
                _to_file(capped, output, asked, output.path)
                less.setdefault(capped.totals.shown, []).append(str(output.path))
        except Exception as error:
            done = False
            complain(f"{output.path or output.format.name}: {describe(error, asked.language)}")
            debug(error)
    total = report.totals.all
    for shown, paths in less.items():
        if shown < total:
            complain(_CAPPED.get(asked.language).format(paths=", ".join(paths), shown=shown, total=total))
    return done


def _to_stdout(report: Report, output: Output, asked: Asked) -> None:
    if output.format.name == "text":
        from giis.reports import render_text

        render_text(
            report, console(), language=asked.language, statistics=asked.statistics, timing=asked.timing,
            quiet=asked.quiet, unjudged=asked.unjudged, evidence=asked.evidence,
        )  # fmt: skip
        return
    stream: Any = getattr(sys.stdout, "buffer", None)
    if stream is None:
        stream = io.BytesIO()
        output.format.write(report, asked, stream)
        sys.stdout.write(stream.getvalue().decode("utf-8"))
    else:
        sys.stdout.flush()
        output.format.write(report, asked, stream)
    if output.format.name == "github" and (path := os.environ.get(_SUMMARY)):
        _to_step_summary(report, asked, Path(path))


def _to_file(report: Report, output: Output, asked: Asked, path: Path) -> None:
    from giis._drafts import replacing

    special = path.exists() and not path.is_file()  # such as /dev/null, which no file may replace
    with path.open("wb") if special else replacing(path.resolve()) as stream:
        output.format.write(report, asked, stream)


def _to_step_summary(report: Report, asked: Asked, path: Path) -> None:
    """Append the summary to the file that the host shows beside the step, as much of it as the host takes."""
    from giis.reports.outputs import FORMATS

    writer = FORMATS["markdown"].text
    room = _MOST_SUMMARY - (path.stat().st_size if path.exists() else 0)
    with path.open("ab") as stream:
        for piece in writer(report, asked) if writer else ():
            data = piece.encode("utf-8", "backslashreplace")
            room -= len(data)
            if room < 0:
                return
            stream.write(data)
