"""`giis specs docs`: a page a guide, with a place for every rule."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - Typer reads it
from typing import TYPE_CHECKING, Annotated

import typer

from giis_cli._errors import guarded
from giis_cli._language import chosen, say
from giis_cli._options import Format, FormatOption, LangOption
from giis_cli._output import present

if TYPE_CHECKING:
    from giis.specs import Checklist, Guide

EPILOG = say(
    """\
 Ejemplos:
   giis specs docs -o reglas
   giis specs docs -o reglas B015 B016 --lang en
   giis specs docs -o reglas --check

 Código de salida:
   0  se escribieron, o (--check) están al día
   1  --check: no están al día
   2  no se pudo; no se escribió nada
""",
    """\
 Examples:
   giis specs docs -o rules
   giis specs docs -o rules B015 B016 --lang en
   giis specs docs -o rules --check

 Exit status:
   0  written, or (--check) up to date
   1  --check: not up to date
   2  it could not be done; nothing was written
""",
)
HELP = say(
    "Las guías como páginas Markdown: una por guía, con un lugar fijo para cada regla.",
    "The guides as Markdown pages: one a guide, with a fixed place for every rule.",
)


@guarded
def docs(
    guides: Annotated[
        list[str] | None,
        typer.Argument(
            metavar=say("GUÍA", "GUIDE"),
            help=say(
                "Las guías: GIIS-B015-04-11, B015, CEX, A004, o una definición ARCHIVO.yaml. Por omisión, todas.",
                "The guides: GIIS-B015-04-11, B015, CEX, A004, or a definition FILE.yaml. By default all.",
            ),
        ),
    ] = None,
    *,
    folder: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar=say("CARPETA", "FOLDER"),
            help=say("La carpeta de las páginas; se crea si no existe.", "The folder of the pages; made if not there."),
        ),
    ],
    check: Annotated[
        bool,
        typer.Option("--check", help=say("No escribe: dice si están al día.", "Write nothing: tell if up to date.")),
    ] = False,
    force: Annotated[
        bool,
        typer.Option(
            "--force",
            help=say(
                "Reemplaza también archivos del mismo nombre que giis no escribió.",
                "Replace files of the same name too that giis did not write.",
            ),
        ),
    ] = False,
    lang: LangOption = None,
    output: FormatOption = Format.text,
) -> int:
    """Write the documentation of guides, or tell whether it is up to date."""
    from giis.reports import Voice
    from giis.reports import docs as reports

    voice = Voice(chosen(lang))
    pages = reports.pages_of(*_chosen(guides), voice)
    found = reports.standing(pages, folder) if check else reports.write_pages(pages, folder, force=force)
    present(
        output,
        lambda: reports.to_json(found, folder, voice, check=check),
        lambda out: reports.render(found, folder, out, voice, check=check),
    )
    return 1 if check and not found.up_to_date else 0


def _chosen(names: list[str] | None) -> tuple[list[Guide], list[Checklist]]:
    """Return the guides and the checklists that are asked for, each once, in the order given."""
    from giis.specs import checklist_ids, find_checklist, guide_ids, load_checklist, load_guide

    guides: dict[str, Guide] = {}
    checklists: dict[str, Checklist] = {}
    for name in names or (*guide_ids(), *checklist_ids()):
        if checklist := find_checklist(name):
            checklists.setdefault(checklist, load_checklist(checklist))
        else:
            guide = load_guide(name)
            guides.setdefault(guide.id, guide)
    return list(guides.values()), list(checklists.values())
