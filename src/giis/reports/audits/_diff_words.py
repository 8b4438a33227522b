"""The texts about two audits compared, in Spanish and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis._text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

TITLE = Text("De la auditoría del {before} a la del {after}", "From the audit of {before} to that of {after}")
STATUS: Mapping[str, Text] = {
    "gained": Text("Se avanzó; nada se perdió.", "Progress was made; nothing was lost."),
    "same": Text("Nada cambió.", "Nothing changed."),
    "lost": Text("Se perdió algo.", "Something was lost."),
}
WHAT_COLUMN = Text("qué", "what")
BEFORE_COLUMN = Text("antes", "before")
AFTER_COLUMN = Text("ahora", "now")
GAINED_COLUMN = Text("ganadas", "gained")
LOST_COLUMN = Text("perdidas", "lost")
MISSING_COLUMN = Text("faltan", "missing")
ERRORS_COLUMN = Text("errores", "errors")
GUIDES = Text("Guías", "Guides")
GAINED = Text("Ganadas", "Gained")
LOST = Text("Perdidas", "Lost")
MISSING = Text("Siguen sin mostrarse", "Still not shown")
FIRST = Text("{variables}; antes no había evidencia", "{variables}; there was no evidence before")
GONE = Text("{variables}; ya no hay evidencia", "{variables}; there is no evidence any more")
GOALS = Text("Metas de cobertura", "Goals of coverage")
ASPECTS = Text("Aspectos", "Aspects")
CONTROLS = Text("Controles de seguridad", "Security controls")
DIFFERING = Text("Las auditorías difieren también en: {told}.", "The audits differ in this too: {told}.")
CIRCUMSTANCES: Mapping[str, Text] = {
    "version": Text("versión de giis", "version of giis"),
    "norm": Text("definición de la auditoría", "definition of the audit"),
    "guide": Text("definición de alguna guía", "definition of some guide"),
    "catalogs": Text("catálogos", "catalogues"),
}
CONTROL_STATE: Mapping[str, Text] = {
    "implemented": Text("implementado", "implemented"),
    "partial": Text("parcial", "partial"),
    "planned": Text("planeado", "planned"),
    "missing": Text("ausente", "missing"),
    "not_applicable": Text("no aplica", "not applicable"),
    "unanswered": Text("sin respuesta", "unanswered"),
}
