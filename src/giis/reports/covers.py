"""What `giis generate --cover` and `giis coverage --suggest` wrote: few records, and what each is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from giis._plain import plain
from giis._text import Text
from giis.reports import _evidence_words as e
from giis.reports import _words as w
from giis.reports._page import Page
from giis.reports.evidence import lacking
from giis.reports.generations import fictitious

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console

    from giis._text import Language
    from giis.reports._voice import Voice
    from giis.synth import Cover

_WRITTEN = Text("Escrito", "Written")
_MANIFEST = Text("Para qué es cada uno", "What each is for")
_RECORDS = Text("{records} de {guide}, de {month}; semilla {seed}", "{records} of {guide}, of {month}; seed {seed}")
_LEAST = Text(
    "; con menos de {least} no se puede: son los valores de una variable",
    "; fewer than {least} cannot do: so many values has one variable",
)
_SHOWN = Text("Opciones, casos y reglas", "Options, cases and rules")
_SHOWN_TOLD = Text("{shown:,} de {total:,}", "{shown:,} of {total:,}")
_EACH = Text("Qué muestra cada registro", "What each record shows")
_NOT = Text("Sin mostrar: {count}", "Not shown: {count}")
_RECORD = Text("registro", "record")
_MORE = Text("y {count} más", "and {count} more")
_SOME = 6
"""Variables of a record that are told."""


def data(made: Cover, path: Path, manifests: Sequence[Path], language: Language) -> dict[str, Any]:
    """Return what was written as plain data: where, and the manifest."""
    return {
        "target": plain(str(path)),
        "manifests": [plain(str(item)) for item in manifests],
        **made.manifest(language),
    }


def render(made: Cover, path: Path, manifests: Sequence[Path], console: Console, voice: Voice) -> None:
    """Print what was written: how much it shows, what each record is for, and what none shows."""
    page = Page(console)
    write(page, voice, made, path, manifests)
    page.paragraph(fictitious(voice), style="dim")
    page.print()


def write(page: Page, voice: Voice, made: Cover, path: Path, manifests: Sequence[Path]) -> None:
    """Write the same on a page."""
    page.line((plain(str(path)), "bold"))
    number = made.records.height
    records = voice(
        _RECORDS,
        records=voice.count(number, w.RECORD),
        guide=made.guide.id,
        month=str(made.month),
        seed=str(made.seed),
    )
    least = voice(_LEAST, least=made.least) if 1 < made.least < number else ""
    fields = [
        (voice(_WRITTEN), records + least),
        (voice(_SHOWN), voice(_SHOWN_TOLD, shown=made.reached, total=len(made.goals))),
        (voice(_MANIFEST), ", ".join(plain(str(item)) for item in manifests)),
    ]
    indent = max(len(name) for name, _ in fields) + 4
    for name, text in fields:
        page.field(name, text, indent=indent)
    page.line()
    page.heading(voice(_EACH))
    rows = [
        (str(place), _told(made, purpose.goals, voice) or voice.data(purpose.reason))
        for place, purpose in enumerate(made.purposes, 1)
    ]
    page.table([voice(_RECORD), voice(e.SHOWS)], rows, right={0})
    page.line()
    if made.open:
        page.heading(voice(_NOT, count=len(made.open)))
        page.table([voice(e.GOAL), voice(e.REASON)], [(name, voice.data(reason)) for name, reason in made.open.items()])
        page.line()


def _told(made: Cover, goals: Sequence[Any], voice: Voice) -> str:
    """Return what a record shows, variable by variable, in few words."""
    by_variable: dict[str, list[Any]] = {}
    for goal in goals:
        by_variable.setdefault(goal.variable, []).append(goal)
    told = [
        f"{plain(made.guide.path(made.guide.by_identifier[name]))}: {lacking(found, voice)}"
        for name, found in list(by_variable.items())[:_SOME]
    ]
    if len(by_variable) > _SOME:
        told.append(voice(_MORE, count=voice.count(len(by_variable) - _SOME, w.VARIABLE)))
    return " · ".join(told)
