"""The part of `giis specs` that is about checklists: guides without an exchange file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from giis._text import Text
from giis_cli._errors import UsageError
from giis_cli._language import say
from giis_cli._options import Format
from giis_cli._output import console, write_json, write_text, writing

if TYPE_CHECKING:
    from giis.reports import Voice
    from giis.specs import Checklist

TemplateOption = Annotated[
    bool,
    typer.Option(
        "--template",
        help=say(
            "De una lista de verificación: escribe la autoevaluación por llenar (YAML).",
            "Of a checklist: write the self-assessment to fill in (YAML).",
        ),
    ),
]

_NO_TEMPLATE = Text(
    "--template es sólo de una lista de verificación entera, como GIIS-A004-01-07, y sin --format json",
    "--template is only of a whole checklist, such as GIIS-A004-01-07, and without --format json",
)


def is_meant(name: str, *, template: bool = False) -> bool:
    """Tell whether `name` is a checklist's; with `template` it must be.

    Raises
    ------
    UsageError
        If a template is asked for of something else.
    """
    from giis.specs import find_checklist

    found = find_checklist(name) is not None
    if template and not found:
        raise UsageError(_NO_TEMPLATE)
    return found


def list_data(voice: Voice) -> dict[str, Any]:
    """Return what the list of guides tells of checklists, as plain data."""
    from giis.reports import checklist

    return {"checklists": checklist.list_data(_all(), voice)}


def render_list(voice: Voice) -> None:
    """Print the list of checklists."""
    from giis.reports import checklist

    checklist.render_list(_all(), console(), voice)


def show(name: str, part: str | None, voice: Voice, output: Format, *, template: bool) -> int:
    """Print a checklist, a part of it, or the assessment to fill in."""
    from giis.reports import checklist
    from giis.specs import load_checklist

    if template and (part or output is Format.json):
        raise UsageError(_NO_TEMPLATE)
    loaded = load_checklist(name)
    one = checklist.part_of(loaded, part) if part else None
    with writing():
        if template:
            write_text(checklist.template(loaded, voice))
        elif output is Format.json:
            write_json(checklist.to_json(loaded, voice, one))
        elif one:
            checklist.render_part(one, console(), voice)
        else:
            checklist.render(loaded, console(), voice)
    return 0


def coverage(name: str, voice: Voice, output: Format) -> int:
    """Print that a checklist has no exchange file."""
    from giis.reports import checklist
    from giis.specs import load_checklist

    loaded = load_checklist(name)
    with writing():
        if output is Format.json:
            write_json(checklist.coverage_data(loaded, voice))
        else:
            checklist.render_coverage(loaded, console(), voice)
    return 0


def _all() -> list[Checklist]:
    from giis.specs import checklist_ids, load_checklist

    return [load_checklist(name) for name in checklist_ids()]
