"""The texts of the formats for programs, in Spanish and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis._text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

WITHOUT_ANSWER = Text("{rules} sin respuesta: {reason} ({told})", "{rules} without an answer: {reason} ({told})")
UNJUDGED = Text("no se pudo revisar: {reason}", "could not be judged: {reason}")
STATE: Mapping[str, Text] = {
    "passed": Text("cumple", "passed"),
    "failed": Text("no cumple", "failed"),
    "not applicable": Text(
        "no aplica: ningún registro cumple su condición",
        "not applicable: no record meets its condition",
    ),
    "not evaluated": Text("sin evaluar", "not evaluated"),
}

# The help of a rule
EXPLAIN = Text("Más: giis explain {rule}", "More: giis explain {rule}")

# GitHub
ANNOTATED = Text(
    "giis: se anotan {shown} de {total} reglas con hallazgos; la tabla está en el resumen del paso",
    "giis: {shown} of {total} rules with findings are annotated; the table is in the summary of the step",
)

# Markdown
REPORT = Text("Informe de giis {version}", "Report of giis {version}")
AS_OF = Text("Fecha de registro", "Registration date")
FILE = Text("Archivo", "File")
GUIDE = Text("Guía", "Guide")
VERDICT = Text("Veredicto", "Verdict")
RECORDS = Text("Registros", "Records")
VALID = Text("Válidos", "Valid")
UNDECIDED = Text("Sin decidir", "Undecided")
ERRORS = Text("Errores", "Errors")
WARNINGS = Text("Advertencias", "Warnings")
NOTICES = Text("Avisos", "Notices")
RULE = Text("Regla", "Rule")
VARIABLE = Text("Variable", "Variable")
SEVERITY = Text("Gravedad", "Severity")
FINDINGS = Text("Hallazgos", "Findings")
FIRST = Text("El primero", "The first")
MORE_RULES = Text("… y {count} reglas más", "… and {count} more rules")
NOT_EVALUATED = Text("Sin evaluar", "Not evaluated")
VALUES_SHOWN = Text("Este informe muestra datos confidenciales.", "This report shows confidential values.")

# Workbook
SUMMARY_SHEET = Text("Resumen", "Summary")
COUNTS_SHEET = Text("Conteos", "Counts")
FINDINGS_SHEET = Text("Hallazgos", "Findings")
LEFT_SHEET = Text("Sin evaluar", "Not evaluated")
SHOWN = Text("Hallazgos mostrados", "Findings shown")
TITLE = Text("Qué pide", "What it asks")
STATE_COLUMN = Text("Resultado", "Outcome")
UNDECIDED_COLUMN = Text("Registros sin decidir", "Undecided records")
REASON = Text("Motivo", "Reason")
COLUMNS: Mapping[str, Text] = {
    "path": Text("archivo", "file"),
    "rule": Text("regla", "rule"),
    "severity": Text("gravedad", "severity"),
    "record": Text("registro", "record"),
    "line": Text("línea", "line"),
    "column": Text("columna", "column"),
    "variable": Text("variable", "variable"),
    "value": Text("valor", "value"),
    "message": Text("hallazgo", "finding"),
    "fix": Text("corrección", "fix"),
    "confidence": Text("respaldo", "confidence"),
    "key": Text("clave", "key"),
    "rule_total": Text("hallazgos_de_la_regla", "findings_of_the_rule"),
}
