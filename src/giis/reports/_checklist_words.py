"""The texts about checklists and assessments, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis._text import Text
from giis.reports._voice import Noun

if TYPE_CHECKING:
    from collections.abc import Mapping

DOMAIN = Noun(Text("dominio", "domain"), Text("dominios", "domains"))
OBJECTIVE = Noun(Text("objetivo", "objective"), Text("objetivos", "objectives"))
CONTROL = Noun(Text("control", "control"), Text("controles", "controls"))

# List
CHECKLIST_COLUMN = Text("lista de verificación", "checklist")
DOMAINS_COLUMN = DOMAIN.many
OBJECTIVES_COLUMN = OBJECTIVE.many
CONTROLS_COLUMN = CONTROL.many
NAME_COLUMN = Text("nombre", "name")

# Page
FACTS = Text("Lista de verificación, sin archivo de intercambio", "Checklist, without an exchange file")
STATED = Text(
    "De la guía se dice que tiene {stated} controles; aquí hay {held}.",
    "The guide is said to have {stated} controls; there are {held} here.",
)
PART_HINT = Text(
    "«giis specs show {checklist} 5.1» muestra preguntas y evidencia; «--template» escribe un archivo por llenar.",
    "`giis specs show {checklist} 5.1` shows questions and evidence; `--template` writes a file to fill in.",
)
NO_PART = Text("{checklist} no tiene el número", "{checklist} has no number")
QUESTION = Text("Pregunta", "Question")
EVIDENCE = Text("Evidencia", "Evidence")

# Coverage
COVERAGE = Text(
    "{checklist} no tiene archivo de intercambio: no hay enunciados que se revisen en archivos. Sus {controls} los "
    "contesta una persona; «giis specs show {checklist} --template» escribe el archivo por llenar.",
    "{checklist} has no exchange file: there are no statements to check in files. A person answers its {controls}; "
    "`giis specs show {checklist} --template` writes the file to fill in.",
)

# Assessment
DOMAIN_COLUMN = DOMAIN.one
SHORT_STATE: Mapping[str, Text] = {
    "implemented": Text("impl.", "impl."),
    "partial": Text("parc.", "part."),
    "planned": Text("plan.", "plan."),
    "missing": Text("aus.", "miss."),
    "not_applicable": Text("n/a", "n/a"),
    "unanswered": Text("s/r", "unans."),
}
ALL = Text("todos", "all")
KEY_OF_STATES = Text(
    "impl.: implementado · parc.: parcial · plan.: planeado · aus.: ausente · n/a: no aplica · s/r: sin respuesta",
    "impl.: implemented · part.: partial · plan.: planned · miss.: missing · n/a: not applicable · unans.: unanswered",
)
WITHOUT_EVIDENCE = Text(
    "Implementados o parciales que no dicen su evidencia: {count}.",
    "Implemented or partial, but naming no evidence: {count}.",
)
OPERATING_SINCE = Text(
    "En operación desde {day}; para certificar se piden al menos {months} meses.",
    "In operation since {day}; at least {months} months are wanted for the certificate.",
)
NOT_OPERATING = Text(
    "Falta operating_since: para certificar se piden al menos {months} meses de operación.",
    "operating_since is not told: at least {months} months of operation are wanted for the certificate.",
)

# Template
TEMPLATE_HEAD = Text(
    "Autoevaluación de {checklist}, {name}.\n"
    "Es un archivo YAML: escriba después de los dos puntos y respete la sangría. Revíselo con «giis specs check "
    "ARCHIVO».\n"
    "state: implemented (implementado), partial (parcial), planned (planeado), missing (ausente) o not_applicable (no "
    "aplica); vacío, sin respuesta.\n"
    "evidence: la prueba o la ruta donde está. owner: quién responde. date: cuándo se evaluó, aaaa-mm-dd. "
    "justification: obligatoria si no aplica.\n"
    "Ponga entre comillas dobles un texto que tenga «: » o « #».",
    "Self-assessment of {checklist}, {name}.\n"
    "It is a YAML file: write after the colons and keep the indentation. Check it with `giis specs check FILE`.\n"
    "state: implemented, partial, planned, missing or not_applicable; empty means unanswered.\n"
    "evidence: the proof, or the path where it lies. owner: who answers for it. date: when it was assessed, "
    "yyyy-mm-dd. justification: wanted if not_applicable.\n"
    'Put a text that holds ": " or " #" between double quotes.',
)
TEMPLATE_SYSTEM = Text("nombre y versión del sistema", "name and version of the system")
TEMPLATE_SINCE = Text(
    "aaaa-mm-dd desde que opera; se piden al menos {months} meses",
    "yyyy-mm-dd since which it operates; at least {months} months wanted",
)
