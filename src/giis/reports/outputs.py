"""The formats in which a report can be written, and where each output of a run goes.

A format is one entry of `FORMATS`: its name, what writes it, and how many findings of a file it shows unless told
otherwise. What writes a text yields it piece by piece; what writes bytes is given a stream.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from giis._errors import InputError
from giis._text import Language, Text
from giis.reports._unknown import nearest

if TYPE_CHECKING:
    from giis.evidence import Evidence
    from giis.validators.findings import FailOn, Report

STDOUT = "-"


@dataclass(frozen=True)
class Asked:
    """What is asked of an output beside the report.

    Parameters
    ----------
    language : {"es", "en"}
        The language of the texts.
    statistics, timing, quiet : bool
        As the options of `giis validate`.
    unjudged : Mapping of str to str
        Paths that could not be judged, and why.
    root : Path, optional
        The folder that hosts take paths to be relative to.
    rules_url : str, optional
        Where the pages on rules are published, for links to them: an address, or a path relative to the report.
    fail_on : {"error", "warning", "never"}
        From which severity on a finding is a failure of the run.
    evidence : sequence of Evidence
        What the files show of their guides, where that was asked for.
    """

    language: Language = "es"
    statistics: bool = False
    timing: bool = False
    quiet: bool = False
    unjudged: Mapping[str, str] = field(default_factory=dict)
    root: Path | None = None
    rules_url: str | None = None
    fail_on: FailOn = "error"
    evidence: Sequence[Evidence] = ()


TextWriter = Callable[["Report", Asked], Iterable[str]]
BytesWriter = Callable[["Report", Asked, IO[bytes]], None]


@dataclass(frozen=True)
class Format:
    """One way to write a report.

    `cap` is how many findings of a file it shows by default. Exactly one of `text` and `data` is given.
    """

    name: str
    about: Text
    cap: int
    text: TextWriter | None = None
    data: BytesWriter | None = None

    @property
    def binary(self) -> bool:
        """Whether it is no text, and so nothing for a terminal."""
        return self.data is not None

    def write(self, report: Report, asked: Asked, stream: IO[bytes]) -> None:
        """Write `report` to `stream`; text in UTF-8."""
        if self.data is not None:
            self.data(report, asked, stream)
        elif self.text is not None:
            for piece in self.text(report, asked):
                stream.write(piece.encode("utf-8", "backslashreplace"))


def _later(place: str) -> Any:
    """Return a function that is imported when it is first called: `module:name`."""
    module, _, name = place.partition(":")

    def call(*args: Any, **options: Any) -> Any:
        return getattr(import_module(f"giis.reports.{module}"), name)(*args, **options)

    return call


def page(place: str) -> TextWriter:
    """Return the writer of a page that `module:name` makes of report, `language`, `unjudged` and `rules_url`."""
    render = _later(place)

    def write(report: Report, asked: Asked) -> tuple[str]:
        return (render(report, language=asked.language, unjudged=asked.unjudged, rules_url=asked.rules_url),)

    return write


FORMATS: Mapping[str, Format] = {
    item.name: item
    for item in (
        Format("text", Text("para leer", "to be read"), 100, text=_later("text:render_plain")),
        Format("json", Text("giis-report/1", "giis-report/1"), 1000, text=_later("json:render_json")),
        Format(
            "ndjson", Text("un hallazgo por renglón", "one finding a line"), 10_000, text=_later("json:render_ndjson")
        ),
        Format("sarif", Text("SARIF 2.1.0", "SARIF 2.1.0"), 1000, text=_later("sarif:render_sarif")),
        Format(
            "sarif-github", Text("SARIF para GitHub", "SARIF for GitHub"), 1000, text=_later("sarif:render_alerts")
        ),
        Format("junit", Text("JUnit XML", "JUnit XML"), 1000, text=_later("junit:render_junit")),
        Format(
            "github", Text("anotaciones de GitHub", "GitHub annotations"), 1000, text=_later("github:render_github")
        ),
        Format(
            "gitlab", Text("calidad de código de GitLab", "GitLab code quality"), 1000,
            text=_later("gitlab:render_gitlab"),
        ),
        Format(
            "csv", Text("hoja de cálculo, en texto", "spreadsheet, as text"), 10_000, text=_later("sheets:render_csv")
        ),
        Format("xlsx", Text("libro de Excel", "Excel workbook"), 10_000, data=_later("xlsx:write_xlsx")),
        Format(
            "html", Text("página para leer e imprimir", "page to read and print"), 1000, text=page("html:render_html")
        ),
        Format("markdown", Text("resumen", "summary"), 1000, text=_later("markdown:render_markdown")),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Output:
    """A format and where it goes: a path, or None for stdout."""

    format: Format
    path: Path | None = None


def format_of(name: str) -> Format:
    """Return the format called `name`.

    Raises
    ------
    InputError
        If there is none; the message tells the nearest and all of them.
    """
    known = FORMATS.get(name.strip().casefold())
    if known is not None:
        return known
    near = nearest(name, FORMATS)
    told = ", ".join(FORMATS)
    raise InputError(
        Text(
            f"no hay un formato «{name}»" + (f"; ¿quiso decir {near[0]}?" if near else "") + f" (hay: {told})",
            f"there is no format “{name}”" + (f"; did you mean {near[0]}?" if near else "") + f" (there are: {told})",
        )
    )


def parse_output(text: str) -> Output:
    """Return what `FORMAT` or `FORMAT:PATH` means.

    Raises
    ------
    InputError
        If there is no such format, or no path after the colon.
    """
    name, colon, path = text.partition(":")
    chosen = format_of(name)
    if colon and not path.strip():
        raise InputError(Text(f"falta la ruta después de «{text}»", f"a path is missing after “{text}”"))
    return Output(chosen, None if path in ("", STDOUT) else Path(path))


def check_outputs(outputs: Iterable[Output], inputs: Iterable[str] = ()) -> None:
    """Refuse outputs that cannot all be written, before any work is done.

    Raises
    ------
    InputError
        If two go to stdout or to one file, or one goes to an input, a folder, or where there is no folder.
    """
    given = list(outputs)
    if sum(item.path is None for item in given) > 1:
        raise InputError(
            Text(
                "sólo un informe puede ir a la salida estándar; dé una ruta a los otros: FORMATO:RUTA",
                "only one report can go to stdout; give the others a path: FORMAT:PATH",
            )
        )
    read = {Path(path).resolve() for path in inputs if path != STDOUT}
    written: set[Path] = set()
    for path in (item.path for item in given if item.path is not None):
        place = path.resolve()
        if place in written:
            raise InputError(Text(f"{path}: dos informes irían al mismo archivo", f"{path}: two reports in one file"))
        if place in read:
            raise InputError(
                Text(f"{path}: es un archivo por validar; no se sobrescribe", f"{path}: is an input; not overwritten")
            )
        if path.is_dir():
            raise InputError(Text(f"{path}: es una carpeta", f"{path}: is a folder"))
        if not path.parent.is_dir():
            raise InputError(Text(f"{path}: no existe la carpeta", f"{path}: there is no such folder"))
        written.add(place)
