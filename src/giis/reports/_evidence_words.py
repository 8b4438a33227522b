"""The words on what exchange files show of a guide: evidence, which is no coverage of the guide's text by rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis._text import Text
from giis.reports._voice import Noun

if TYPE_CHECKING:
    from collections.abc import Mapping

SECTION = Text("Lo que los archivos ejercitan", "What the files exercise")
DEGREE = Text("Variables implementadas", "Variables implemented")
DEGREE_TOLD = Text("{number} de {total} ({share:.1%})", "{number} of {total} ({share:.1%})")
GOALS = Text("Opciones, casos y reglas", "Options, cases and rules")
GOALS_TOLD = Text("{number:,} de {total:,} ejercitados", "{number:,} of {total:,} exercised")
GOALS_IMPOSSIBLE = Noun(
    Text("no puede darse aquí", "cannot occur here"), Text("no pueden darse aquí", "cannot occur here")
)
EVIDENCE = Text("Evidencia", "Evidence")
VALID = Noun(
    Text("registro sin error", "record without an error"), Text("registros sin error", "records without errors")
)
EVIDENCE_TOLD = Text("{valid} de {records}, en {files}", "{valid} of {records}, in {files}")
UNDECIDED = Text("; de {count:,} quedó alguna regla sin revisar", "; some rule was left unchecked of {count:,}")
FILES = Text("Archivos", "Files")

MISSING = Text("Variables sin evidencia: {count}", "Variables without evidence: {count}")
PARTIAL = Text("Variables con evidencia de una parte: {count}", "Variables with evidence of a part: {count}")
WHOLE = Text("Variables con evidencia de todo: {count}", "Variables with evidence of everything: {count}")
IMPOSSIBLE = Text("No puede darse aquí: {count}", "Cannot occur here: {count}")
EVERY = Text("Todo, uno por uno", "Everything, one by one")
SHOWS = Text("qué muestra", "what it shows")
LACKS = Text("qué falta", "what is missing")
SHARE = Text("visto", "seen")
GOAL = Text("meta", "goal")
RECORDS = Text("registros", "records")
FIRST = Text("el primero", "the first")
REASON = Text("motivo", "reason")
PLACE = Text("{path}, registro {record:,}", "{path}, record {record:,}")
RECORD_ONLY = Text("registro {record:,}", "record {record:,}")
NONE = Text("—", "—")
LIST_HINT = Text(
    "Con --list se ve todo, uno por uno, con el primer registro que lo muestra.",
    "--list shows everything, one by one, with the first record that shows it.",
)
COMMAND_HINT = Text(
    "Qué opciones, casos y reglas faltan: giis coverage {path}",
    "Which options, cases and rules are missing: giis coverage {path}",
)
NOT_A_CERTIFICATE = Text(
    "Cuenta lo que estos archivos muestran; no es un dictamen de certificación.",
    "This counts what these files show; it is no certificate.",
)
LACKING: Mapping[str, Noun] = {
    "opcion": Noun(Text("opción {told}", "option {told}"), Text("opciones {told}", "options {told}")),
    "especial": Noun(
        Text("valor especial {told}", "special value {told}"),
        Text("valores especiales {told}", "special values {told}"),
    ),
    "vacio": Noun(Text("vacía", "empty"), Text("vacía", "empty")),
    "valor": Noun(Text("un valor", "a value"), Text("un valor", "a value")),
    "minimo": Noun(Text("mínimo {told}", "least {told}"), Text("mínimo {told}", "least {told}")),
    "maximo": Noun(Text("máximo {told}", "most {told}"), Text("máximo {told}", "most {told}")),
    "caso": Noun(Text("caso {told}", "case {told}"), Text("casos {told}", "cases {told}")),
    "otro": Noun(Text("ningún caso", "no case"), Text("ningún caso", "no case")),
    "aplica": Noun(Text("aplica {told}", "{told} applies"), Text("aplican {told}", "{told} apply")),
    "no-aplica": Noun(
        Text("no aplica {told}", "{told} does not apply"), Text("no aplican {told}", "{told} do not apply")
    ),
}
"""What a variable lacks, by the form of the goals."""
