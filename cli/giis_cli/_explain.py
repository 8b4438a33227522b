"""`giis explain`: a rule or a variable in words."""

from __future__ import annotations

from typing import Annotated

import typer

from giis_cli._errors import guarded
from giis_cli._language import chosen, say
from giis_cli._options import Format, FormatOption, GuideOption, LangOption
from giis_cli._output import present

EPILOG = say(
    """\
 Ejemplos:
   giis explain CEX043-sexo          una regla
   giis explain planSeguridad        una variable, por su nombre
   giis explain CEX043               o por su número
   giis explain CEX055 --lang en --format json

 Código de salida:
   0  se explicó
   2  no hay tal regla ni variable
""",
    """\
 Examples:
   giis explain CEX043-sexo          a rule
   giis explain planSeguridad        a variable, by its name
   giis explain CEX043               or by its number
   giis explain CEX055 --lang es --format json

 Exit status:
   0  explained
   2  there is no such rule or variable
""",
)


@guarded
def explain(
    name: Annotated[
        str,
        typer.Argument(
            metavar=say("REGLA|VARIABLE", "RULE|VARIABLE"),
            help=say(
                "El identificador de la regla o el nombre de la variable.",
                "The rule's id or the variable's name.",
            ),
        ),
    ],
    guide: GuideOption = None,
    lang: LangOption = None,
    output: FormatOption = Format.text,
) -> int:
    """Print the explanation."""
    from giis.reports import Voice
    from giis.reports import explain as explained

    voice = Voice(chosen(lang))
    subject = explained.find(name, guide)
    present(output, lambda: explained.to_json(subject, voice), lambda out: explained.render(subject, out, voice))
    return 0
