"""The texts of `giis specs diff`, in Spanish and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis._text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

SAME = Text("Las dos guías piden lo mismo.", "The two guides ask the same.")
VARIABLES_ADDED = Text("Variables agregadas ({count})", "Variables added ({count})")
VARIABLES_REMOVED = Text("Variables quitadas ({count})", "Variables removed ({count})")
VARIABLES_CHANGED = Text("Variables cambiadas ({count})", "Variables changed ({count})")
RULES_ADDED = Text("Reglas agregadas ({count})", "Rules added ({count})")
RULES_REMOVED = Text("Reglas quitadas ({count})", "Rules removed ({count})")
RULES_CHANGED = Text("Reglas cambiadas ({count})", "Rules changed ({count})")
RULES_OF_ADDED = Text("y {rules} de las variables agregadas", "and {rules} of the variables added")
RULES_OF_REMOVED = Text("y {rules} de las variables quitadas", "and {rules} of the variables removed")
SOURCE_ONLY = Text(
    "Además cambia sólo el respaldo (qué tan buena es la fuente) de {variables} y {rules}.",
    "Besides, of {variables} and {rules} only the source (how good it is) changes.",
)
SUMMARY = Text("{variables} y {rules}", "{variables} and {rules}")
WAS = Text("antes {id}", "was {id}")
NOTHING = Text("(nada)", "(nothing)")

PLACE = Text("columna", "column")
LABEL = Text("etiqueta", "label")
HEADER = Text("encabezado", "header")
FORM = Text("forma", "form")
PATTERN = Text("patrón", "pattern")
RANGE = Text("intervalo", "range")
CATALOG = Text("catálogo", "catalogue")
NULLABLE = Text("puede ir vacía", "may be empty")
CONFIDENTIAL = Text("confidencial", "confidential")
LIMITS = Text("repeticiones", "repetitions")
OPTIONS = Text("opciones", "options")
SEVERITY_LABEL = Text("gravedad", "severity")
SOURCE = Text("respaldo", "source")
CONDITION = Text("condición", "condition")
TITLE = Text("título", "title")
YES, NO = Text("sí", "yes"), Text("no", "no")
SEVERITY: Mapping[str, Text] = {
    "error": Text("error", "error"),
    "warning": Text("advertencia", "warning"),
    "info": Text("aviso", "notice"),
}
CONFIDENCE: Mapping[str, Text] = {
    "official": Text("texto oficial", "official text"),
    "official-shared": Text("texto oficial de otra guía", "official text of another guide"),
    "secondary": Text("fuente secundaria", "a secondary source"),
    "inferred": Text("inferida", "inferred"),
}
