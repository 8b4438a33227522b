"""`giis specs`: the guides, their variables, and how much of each is checked."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - Typer reads it
from typing import TYPE_CHECKING, Annotated

import typer

from giis_cli import _checklist, _specs_docs
from giis_cli._errors import guarded
from giis_cli._language import chosen, say
from giis_cli._options import Format, FormatOption, LangOption
from giis_cli._output import present
from giis_cli._typer import Command, Group

if TYPE_CHECKING:
    from rich.console import Console

EPILOG = say(
    """\
 Ejemplos:
   giis specs list
   giis specs show B015
   giis specs show B015 planSeguridad
   giis specs coverage B015 --list
   giis specs diff GIIS-B002-04-05 GIIS-B002-05-09
   giis specs docs -o reglas
   giis specs check mis-guias/
""",
    """\
 Examples:
   giis specs list
   giis specs show B015
   giis specs show B015 planSeguridad
   giis specs coverage B015 --list
   giis specs diff GIIS-B002-04-05 GIIS-B002-05-09
   giis specs docs -o rules
   giis specs check my-guides/
""",
)
_STATUS = say(
    "\n Código de salida:\n   0  se mostró\n   2  no hay tal guía o variable, o su definición tiene fallas\n",
    "\n Exit status:\n   0  shown\n   2  there is no such guide or variable, or its definition is faulty\n",
)
_CHECK_STATUS = say(
    "\n Código de salida:\n   0  sin fallas\n   1  alguna tiene fallas\n   2  no se pudo revisar\n",
    "\n Exit status:\n   0  no faults\n   1  some is faulty\n   2  nothing could be checked\n",
)

app = typer.Typer(
    cls=Group,
    no_args_is_help=True,
    epilog=EPILOG,
    help=say("Las guías: lista, variables y cobertura.", "The guides: list, variables and coverage."),
)
GuideArgument = Annotated[
    str,
    typer.Argument(
        metavar=say("GUÍA", "GUIDE"),
        help=say("La guía: GIIS-B015-04-11, B015 o CEX.", "The guide: GIIS-B015-04-11, B015 or CEX."),
    ),
]


@app.command(
    "list",
    cls=Command,
    epilog=say(" Ejemplo:\n   giis specs list\n", " Example:\n   giis specs list\n") + _STATUS,
    help=say("Las guías que giis conoce.", "The guides that giis knows."),
)
@guarded
def list_guides(lang: LangOption = None, output: FormatOption = Format.text) -> int:
    """Print the list of guides."""
    from giis.reports import Voice, guides
    from giis.specs import guide_ids, load_guide

    voice = Voice(chosen(lang))
    known = [load_guide(name) for name in guide_ids()]

    def render(out: Console) -> None:
        guides.render_list(known, out, voice)
        _checklist.render_list(voice)

    present(output, lambda: guides.list_data(known, voice) | _checklist.list_data(voice), render)
    return 0


@app.command(
    "show",
    cls=Command,
    epilog=say(
        " Ejemplos:\n   giis specs show B015\n   giis specs show B015 planSeguridad\n"
        "   giis specs show A004 5.1\n   giis specs show A004 --template > sgsi.yaml\n",
        " Examples:\n   giis specs show B015\n   giis specs show B015 planSeguridad\n"
        "   giis specs show A004 5.1\n   giis specs show A004 --template > sgsi.yaml\n",
    )
    + _STATUS,
    help=say(
        "Las variables de una guía o los controles de una lista, o uno de ellos.",
        "The variables of a guide or the controls of a checklist, or one of them.",
    ),
)
@guarded
def show(
    guide: GuideArgument,
    variable: Annotated[
        str | None,
        typer.Argument(
            metavar="VARIABLE",
            help=say(
                "Nombre, encabezado o número (CEX055); de una lista de verificación, su número (5.1.1).",
                "Name, header or number (CEX055); of a checklist, its number (5.1.1).",
            ),
        ),
    ] = None,
    template: _checklist.TemplateOption = False,
    lang: LangOption = None,
    output: FormatOption = Format.text,
) -> int:
    """Print a guide or a variable, or a checklist or a part of it."""
    from giis.reports import Voice, guides
    from giis.specs import load_guide

    voice = Voice(chosen(lang))
    if _checklist.is_meant(guide, template=template):
        return _checklist.show(guide, variable, voice, output, template=template)
    loaded = load_guide(guide)
    one = guides.variable_of(loaded, variable) if variable else None
    present(
        output,
        lambda: guides.guide_data(loaded, voice, one),
        lambda out: guides.render_variable(loaded, one, out, voice) if one else guides.render_guide(loaded, out, voice),
    )
    return 0


@app.command(
    "check",
    cls=Command,
    epilog=say(
        " Ejemplos:\n   giis specs check\n   giis specs check spec_yaml/guides/GIIS-B015-04-11.yaml\n"
        "   giis specs check sgsi.yaml\n",
        " Examples:\n   giis specs check\n   giis specs check spec_yaml/guides/GIIS-B015-04-11.yaml\n"
        "   giis specs check sgsi.yaml\n",
    )
    + _CHECK_STATUS,
    help=say(
        "Revisa definiciones de guías y autoevaluaciones; dice archivo, línea y falla.",
        "Check definitions of guides and self-assessments; tell file, line and fault.",
    ),
)
@guarded
def check(
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar=say("RUTA", "PATH"),
            help=say(
                "El YAML de una guía o de una autoevaluación, o una carpeta. Por omisión, todas las guías de giis.",
                "The YAML of a guide or a self-assessment, or a folder. By default all guides that ship.",
            ),
        ),
    ] = None,
    lang: LangOption = None,
    output: FormatOption = Format.text,
) -> int:
    """Check definitions."""
    from giis.reports import Voice
    from giis.reports import checks as reports

    voice = Voice(chosen(lang))
    checks = reports.check(path)
    present(output, lambda: reports.to_json(checks, voice), lambda out: reports.render(checks, out, voice))
    return 1 if any(item.fault for item in checks) else 0


@app.command(
    "coverage",
    cls=Command,
    epilog=say(
        " Ejemplos:\n   giis specs coverage B015\n   giis specs coverage B015 --list --format json\n",
        " Examples:\n   giis specs coverage B015\n   giis specs coverage B015 --list --format json\n",
    )
    + _STATUS,
    help=say(
        "Cuánto de una guía se revisa, y qué no se puede revisar y por qué.",
        "How much of a guide is checked, and what cannot be, with the reason.",
    ),
)
@guarded
def coverage(
    guide: GuideArgument,
    listed: Annotated[
        bool,
        typer.Option("--list", help=say("Todos los enunciados, uno por uno.", "Every statement, one by one.")),
    ] = False,
    lang: LangOption = None,
    output: FormatOption = Format.text,
) -> int:
    """Print the coverage of a guide."""
    from giis.reports import Voice
    from giis.reports import coverage as reports
    from giis.specs import load_guide

    voice = Voice(chosen(lang))
    if _checklist.is_meant(guide):
        return _checklist.coverage(guide, voice, output)
    loaded = load_guide(guide)
    present(
        output,
        lambda: reports.to_json(loaded, voice),
        lambda out: reports.render(loaded, out, voice, listed=listed),
    )
    return 0


@app.command(
    "diff",
    cls=Command,
    epilog=say(
        " Ejemplos:\n   giis specs diff GIIS-B002-04-05 GIIS-B002-05-09\n   giis specs diff B015 B016 --format json\n",
        " Examples:\n   giis specs diff GIIS-B002-04-05 GIIS-B002-05-09\n   giis specs diff B015 B016 --format json\n",
    )
    + _STATUS,
    help=say(
        "Qué variables y reglas agrega, quita y cambia una guía respecto de otra.",
        "Which variables and rules a guide adds, removes and changes compared with another.",
    ),
)
@guarded
def diff(
    old: Annotated[
        str,
        typer.Argument(
            metavar=say("ANTERIOR", "OLDER"),
            help=say("La guía con que se compara: GIIS-B002-04-05.", "The guide to compare with: GIIS-B002-04-05."),
        ),
    ],
    new: Annotated[
        str,
        typer.Argument(
            metavar=say("POSTERIOR", "NEWER"),
            help=say("La guía que se compara: GIIS-B002-05-09.", "The guide that is compared: GIIS-B002-05-09."),
        ),
    ],
    lang: LangOption = None,
    output: FormatOption = Format.text,
) -> int:
    """Print what differs between two guides."""
    from giis.reports import Voice
    from giis.reports import diff as reports
    from giis.specs import load_guide

    voice = Voice(chosen(lang))
    older, newer = load_guide(old), load_guide(new)
    present(
        output,
        lambda: reports.to_json(older, newer, voice),
        lambda out: reports.render(older, newer, out, voice),
    )
    return 0


app.command("docs", cls=Command, epilog=_specs_docs.EPILOG, help=_specs_docs.HELP)(_specs_docs.docs)
