"""The texts that only the page has, in Spanish and English; the others are those of all reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis._text import Text
from giis.reports._voice import Noun

if TYPE_CHECKING:
    from collections.abc import Mapping

# The page
TITLE = Text("Informe de validación", "Validation report")
SKIP = Text("Ir a los hallazgos", "Skip to the findings")
CONTENTS = Text("Contenido de {file}", "Contents of {file}")
VALUES_SHOWN = Text(
    "Este informe muestra datos confidenciales de pacientes: trátelo como el archivo mismo.",
    "This report shows confidential data of patients: treat it like the file itself.",
)
MASKED = Text("••• son datos confidenciales, que no se muestran.", "••• are confidential values, which are not shown.")
MADE_BY = Text(
    "Hecho con giis {version}. Este archivo no carga nada de la red.",
    "Made by giis {version}. This file loads nothing from the network.",
)
FILES = Text("Archivos", "Files")
FILES_CAPTION = Text("Resultado de cada archivo", "Verdict of each file")
UNJUDGED_CAPTION = Text("Archivos que no se pudieron revisar", "Files that could not be checked")
WHY_COLUMN = Text("motivo", "reason")
GUIDE_COLUMN = Text("guía", "guide")
NO_FILES = Text("No se revisó ningún archivo.", "No file was checked.")

# The head of a file
TILES = Text("Registros y hallazgos", "Records and findings")
RECORDS = Text("registros", "records")
VALID = Text("registros válidos", "valid records")
INVALID = Text("registros con errores", "records with errors")
UNDECIDED = Text("registros sin decidir", "undecided records")

# Variables
VARIABLES = Text("Variables de la guía", "Variables of the guide")
CERTIFICATE_CAPTION = Text(
    "Variables de la guía, como las cuenta el certificado", "Variables of the guide, as the certificate counts"
)
WITHOUT_COLUMN = Text("variables sin errores", "variables without errors")
OPEN_COLUMN = Text("evaluadas en parte", "evaluated in part")
WITH_COLUMN = Text("con errores", "with errors")
OF = Text("{part} de {all}", "{part} of {all}")
CERTIFICATE_NOTE = Text(
    "Se cuenta lo que este archivo muestra; las evaluadas en parte están entre las que no tienen errores. Una variable "
    "sin errores no prueba que el sistema la registre bien en todo caso.",
    "This counts what this file shows; those evaluated in part are among those without errors. A variable without "
    "errors does not prove that the system records it rightly in every case.",
)
ASIDE = Text("Aparte, {found} del archivo y su estructura.", "Apart from these, {found} of the file and its structure.")
MAP = Text("Mapa de las {variables}", "Map of the {variables}")
STATE: Mapping[str, Text] = {
    "error": Text("con errores", "with errors"),
    "warning": Text("con advertencias o avisos", "with warnings or notices"),
    "open": Text("no todo se pudo evaluar", "not all could be evaluated"),
    "good": Text("sin hallazgos", "without findings"),
}
EVERY_VARIABLE_PART = Text("Todas las variables", "All variables")
ALL_VARIABLES = Text("Tabla de las {variables}", "Table of the {variables}")
NUMBER_COLUMN = Text("n.º", "no.")
STATE_COLUMN = Text("estado", "state")
OTHERS_COLUMN = Text("otros", "others")

# Charts
BY_VARIABLE = Text("Errores por variable", "Errors by variable")
BY_VARIABLE_CAPTION = Text("Variables con más errores; cuentas exactas", "Variables with most errors; exact counts")
MORE_VARIABLES = Text("… y {variables} más, en los hallazgos.", "… and {variables} more, among the findings.")
STRIP = Text("Dónde están los errores", "Where the errors are")
STRIP_LABEL = Text("{faulty} de {records} con errores", "{faulty} of {records} with errors")
STRIP_ONE = Text("Cada barra es un registro.", "Each bar is one record.")
STRIP_MANY = Text(
    "Cada barra son {size:,} registros; su altura, cuántos de ellos tienen errores. Cuenta exacta de todo el archivo.",
    "Each bar is {size:,} records; its height, how many of them have errors. Exact count of the whole file.",
)
STRIP_WHERE = Text("Registros con errores: {numbers}.", "Records with errors: {numbers}.")
STRIP_NONE = Text("Ningún registro tiene errores.", "No record has errors.")
STRIP_WORST = Text("Donde más hay: {stretches}.", "Most of them: {stretches}.")
STRETCH = Text("registros {low:,}–{high:,}", "records {low:,}–{high:,}")
STRETCH_TELLS = Text("{stretch}: {errors:,} con errores", "{stretch}: {errors:,} with errors")
STRETCH_UNDECIDED = Text("{stretch}: {errors:,} sin decidir", "{stretch}: {errors:,} undecided")
HEAT_LEGEND: tuple[Text, ...] = (
    Text("ninguno", "none"),
    Text("hasta 10 %", "up to 10%"),
    Text("hasta 33 %", "up to 33%"),
    Text("hasta 66 %", "up to 66%"),
    Text("más", "more"),
)
UNDECIDED_LEGEND = Text("sólo sin decidir", "only undecided")
SHARES = Text("Umbrales", "Thresholds")
SHARE_TELLS = Text("{count:,} de {records}: {share}", "{count:,} of {records}: {share}")
SHARE_MAXIMUM = Text("máximo {share:g} %", "maximum {share:g}%")
SHARE_GOOD = Text("dentro del máximo", "within the maximum")
SHARE_BAD = Text("excede el máximo", "above the maximum")
SHARE_UNASKED = Text("No hubo registros en que contarlo.", "There were no records to count it in.")

# Findings
FINDINGS = Text("Hallazgos", "Findings")
NO_FINDINGS = Text("No hay hallazgos.", "There are no findings.")
SHOWING = Text(
    "Se muestran {shown:,} de {total:,} hallazgos; los totales son exactos.",
    "{shown:,} of {total:,} findings are shown; totals are exact.",
)
NONE_SHOWN = Text("Sus hallazgos no se muestran aquí.", "Its findings are not shown here.")
FILTER = Text("Filtrar los hallazgos", "Filter the findings")
SEARCH = Text("Buscar", "Search")
SEARCH_HINT = Text("regla, texto o registro", "rule, text or record")
SEVERITIES = Text("Gravedad", "Severity")
VARIABLE = Text("Variable", "Variable")
EVERY_VARIABLE = Text("todas", "all")
OPEN_ALL = Text("Abrir todo", "Open all")
CLOSE_ALL = Text("Cerrar todo", "Close all")
RESET = Text("Quitar filtros", "Clear filters")
SEEN = Text("Se ven {seen} de {shown}", "{seen} of {shown} visible")
REQUIRES = Text("Qué exige", "Requires")
SOURCE = Text("De dónde sale", "Source")
STANDING = Text("Respaldo", "Standing")
FIX_SAFE = Text("corrección segura", "safe fix")
FIX_UNSAFE = Text("debe verla una persona", "a person must look at it")
FIX = Text("Corrección", "Fix")
ROWS = Text("Dónde aparece", "Where it is found")
PLACE_RECORD = Text("registro {record:,}", "record {record:,}")
PLACE_LINE = Text("línea {line:,}", "line {line:,}")
RULE_PAGE = Text("Más de esta regla", "More on this rule")
UNOFFICIAL_MARK: Mapping[str, Text] = {
    "official-shared": Text("de otra guía oficial", "from another official guide"),
    "secondary": Text("fuente secundaria", "secondary source"),
    "inferred": Text("inferida", "inferred"),
}

# What was used
NOT_EVALUATED = Text("Lo que no se evaluó", "What was not evaluated")
NOT_EVALUATED_NONE = Text(
    "Todas las reglas dieron respuesta donde hacía falta.", "Every rule gave an answer where one was needed."
)
NOT_EVALUATED_TELLS = Text("{reason} ({rules})", "{reason} ({rules})")
CATALOGS_CAPTION = Text("Catálogos que consulta la guía", "Catalogues that the guide consults")
NO_CATALOGS = Text("La guía no consulta catálogos.", "The guide consults no catalogues.")
UNNEEDED = Text("no está; no hizo falta", "not at hand; not needed")
USED = Text("Con qué se revisó", "What it was checked with")
USED_CAPTION = Text("Archivo, guía y programa", "File, guide and program")
PATH = Text("Archivo", "File")
HASH = Text("SHA-256 del archivo", "SHA-256 of the file")
SIZE = Text("Tamaño", "Size")
ENCODING = Text("Codificación", "Encoding")
GUIDE_HASH = Text("SHA-256 de la definición", "SHA-256 of the definition")
CHOSEN = Text("Por qué esta guía", "Why this guide")
RULES = Text("Reglas", "Rules")
RULE_STATES: Mapping[str, Noun] = {
    "passed": Noun(Text("cumplida", "passed"), Text("cumplidas", "passed")),
    "failed": Noun(Text("incumplida", "failed"), Text("incumplidas", "failed")),
    "not applicable": Noun(Text("no aplicó", "not applicable"), Text("no aplicaron", "not applicable")),
    "not evaluated": Noun(Text("sin evaluar", "not evaluated"), Text("sin evaluar", "not evaluated")),
}
PROGRAM = Text("Programa", "Program")
DIGEST_COLUMN = Text("huella", "digest")
