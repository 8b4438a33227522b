"""The texts about audits, in Spanish and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis._text import Text
from giis.reports._voice import Noun

if TYPE_CHECKING:
    from collections.abc import Mapping

MONTH = Noun(Text("mes", "month"), Text("meses", "months"))
CONTROL = Noun(Text("control", "control"), Text("controles", "controls"))

TITLE = Text("Autoauditoría de {system}", "Self-audit of {system}")
UNNAMED = Text("un sistema sin nombre", "a system without a name")
KIND = Text("Autoauditoría previa a la certificación NOM-024-SSA3-2012", "Self-audit before NOM-024-SSA3-2012")
NOT_A_CERTIFICATE = Text(
    "No es un certificado ni lo sustituye: es lo que giis encontró en los archivos entregados. Certifica la DGIS.",
    "This is no certificate and stands for none: it is what giis found in the files given. It is DGIS that certifies.",
)
MADE_BY = Text(
    "Hecho con giis {version} el {day}. Este archivo no carga nada de la red.",
    "Made by giis {version} as of {day}. This file loads nothing from the network.",
)

# Results
RESULT: Mapping[str, Text] = {
    "approved": Text("Aprobada", "Approved"),
    "not approved": Text("No aprobada", "Not approved"),
    "no verdict": Text("Sin dictamen", "No verdict"),
    "not included": Text("No incluida", "Not included"),
}
RESULT_MEANS: Mapping[str, Text] = {
    "approved": Text(
        "La evidencia cumple todo lo que giis puede revisar.", "The evidence meets all that giis can check."
    ),
    "not approved": Text("La evidencia no cumple.", "The evidence does not meet what is wanted."),
    "no verdict": Text(
        "No se encontró nada en contra, pero no todo se pudo decidir.",
        "Nothing was found against it, but not everything could be decided.",
    ),
}
STATE: Mapping[str, Text] = {
    "met": Text("Cumple", "Met"),
    "not met": Text("No cumple", "Not met"),
    "incomplete": Text("Incompleto", "Incomplete"),
    "not applicable": Text("No aplica", "Does not apply"),
}
ASPECT: Mapping[str, Text] = {
    "exchange": Text("Intercambio según las guías", "Exchange by the guides"),
    "catalogs": Text("Catálogos fundamentales", "Fundamental catalogues"),
    "identification": Text("Identificación mínima de personas", "Minimum identification of persons"),
    "security": Text("Seguridad de la información (SGSI)", "Information security (SGSI)"),
}
RESULTS = Text("Resultado por guía", "Result by guide")
RESULTS_CAPTION = Text(
    "Guías vigentes al {day}, como las lista el certificado", "Guides in force on {day}, as the certificate lists them"
)
ASPECT_COLUMN = Text("aspecto", "aspect")
ASPECTS = Text("Los cuatro aspectos que se evalúan", "The four aspects that are evaluated")
SECTOR_RULE = Text("Sector público y privado", "Public and private sector")

# Guides
GUIDE_COLUMN = Text("guía", "guide")
NAME_COLUMN = Text("nombre", "name")
RESULT_COLUMN = Text("resultado", "result")
DEGREE_COLUMN = Text("grado de cumplimiento", "degree of compliance")
DEGREE = Text("{part} de {all}", "{part} of {all}")
RECORDS_COLUMN = Text("registros", "records")
FILES_COLUMN = Text("archivos", "files")
BLOCKING_COLUMN = Text("errores", "errors")
WHY_COLUMN = Text("por qué", "why")
SUCCEEDS = Text(
    "Sucede a {after} desde el {since}; no está en la lista del {listed}.",
    "Succeeds {after} since {since}; not on the list of {listed}.",
)
SUCCEEDED = Text("Desde el {since} la sucede {later}.", "Since {since} {later} has taken its place.")
NOT_ASKED = Text(
    "Hay {files} de esta guía en la evidencia, pero no se solicitó.",
    "There are {files} of this guide in the evidence, but it was not asked for.",
)
NOT_OFFICIAL = Text(
    "El texto oficial de la guía no estuvo a la mano: sus reglas siguen otras fuentes y, salvo que se pida, "
    "advierten en vez de bloquear.",
    "The official text of the guide was not at hand: its rules follow other sources and, unless asked for, warn "
    "instead of blocking.",
)
DEGREE_NOTE = Text(
    "Cuenta las variables que algún registro sin errores muestra con algo más que su valor por omisión. Que una no "
    "se muestre no prueba que el sistema no la tenga: sólo que la evidencia no la enseña.",
    "It counts the variables that some record without errors shows with more than a default. That one is not shown "
    "does not prove that the system lacks it: only that the evidence does not show it.",
)
BLOCKING = Text("Errores que bloquean", "Blocking errors")
BLOCKING_CAPTION = Text(
    "Reglas incumplidas de {guide}; cuentas exactas, sin valores", "Rules broken of {guide}; exact counts, no values"
)
WARNINGS = Text(
    "Además hay {warnings}, que no bloquean: «giis validate» dice cuáles.",
    "There are also {warnings}, which do not block: `giis validate` tells which.",
)
NO_BLOCKING = Text("Ningún error.", "No errors.")
PLACES_COLUMN = Text("primeros registros", "first records")
PLACE = Text("{file}, registro {record}", "{file}, record {record}")
PLACE_FILE = Text("{file}, el archivo", "{file}, the file")
THRESHOLDS = Text("Umbrales", "Thresholds")
THRESHOLDS_CAPTION = Text("Umbrales de {guide}, por archivo", "Thresholds of {guide}, by file")
SHARE_COLUMN = Text("medido", "measured")
MAXIMUM_COLUMN = Text("máximo", "maximum")
SHARE = Text("{share} ({count} de {total})", "{share} ({count} of {total})")
EXCEEDED = Text("rebasado", "exceeded")
MISSING_VARIABLES = Text("Variables sin mostrar", "Variables not shown")
MISSING_CAPTION = Text("Variables de {guide} que la evidencia no muestra", "Variables of {guide} not shown")
NUMBER_COLUMN = Text("n.º", "no.")
VARIABLE_COLUMN = Text("variable", "variable")
LABEL_COLUMN = Text("qué es", "what it is")
COVERAGE = Text("Cobertura", "Coverage")
COVERAGE_LINE = Text(
    "La evidencia toma {reached} de {of} metas (cada opción, caso y regla que un registro puede tomar).",
    "The evidence takes {reached} of {of} goals (each option, case and rule that a record can take).",
)
COVERAGE_UNREACHABLE = Text("Fuera del alcance de todo registro: {count}.", "Out of reach of any record: {count}.")
COVERAGE_HINT = Text(
    "«giis coverage» las lista; «giis generate --cover» hace registros que las toman.",
    "`giis coverage` lists them; `giis generate --cover` makes records that take them.",
)
UNCHECKED = Text("Sin evaluar", "Not evaluated")
UNCHECKED_CATALOG = Text("Falta {catalogs}: {rules} sin respuesta", "{catalogs} missing: {rules} without an answer")
UNCHECKED_VALUE = Text(
    "Un valor que la regla lee no se pudo usar o no está en su catálogo: {rules}",
    "A value that the rule reads could not be used or is not in its catalogue: {rules}",
)
OUTSIDE = Text("Lo que la DGIS tendría que revisar de esta guía", "What DGIS would have to check of this guide")
OUTSIDE_COUNT = Text(
    "{count} enunciados de la guía que ningún archivo decide", "{count} statements of the guide that no file decides"
)
PLACE_COLUMN = Text("lugar", "place")

# Catalogues
CATALOGS_CAPTION = Text(
    "Apéndice Normativo A, y las ediciones que juzgaron la evidencia",
    "Apéndice Normativo A, and the editions that judged the evidence",
)
CATALOGS_NOTE = Text(
    "La lista del apéndice sigue lo que la DGIS publica; su texto oficial no estuvo a la mano.",
    "The list of the appendix follows what DGIS publishes; its official text was not at hand.",
)
CATALOG_COLUMN = Text("catálogo fundamental", "fundamental catalogue")
EDITION_COLUMN = Text("edición usada", "edition used")
CONSULTED_COLUMN = Text("guías que lo consultan", "guides that consult it")
STATE_COLUMN = Text("estado", "state")
NOT_LOADED = Text("{name}: no está cargado", "{name}: not loaded")
NOT_CONSULTED = Text(
    "Ninguna guía solicitada lo consulta: se ve en el sistema.", "No guide asked for consults it: seen in the system."
)
CATALOG_BROKEN = Text("{errors} de reglas que lo consultan.", "{errors} of rules that consult it.")
CATALOG_UNTRIED = Text(
    "Ningún registro de estas guías lo puso a prueba.", "No record of these guides put it to the test."
)
CATALOG_UNCHECKED = Text("{rules} sin respuesta.", "{rules} without an answer.")
OTHER_CATALOGS = Text("Otros catálogos de las guías: {catalogs}.", "Other catalogues of the guides: {catalogs}.")

# Identification
IDENTIFICATION_CAPTION = Text(
    "Tabla 1 de la norma, y la variable que lleva cada campo en cada guía",
    "Tabla 1 of the norm, and the variable that carries each field in each guide",
)
FIELD_COLUMN = Text("campo", "field")
FORM_COLUMN = Text("forma", "form")
CARRIED: Mapping[str, Text] = {
    "conforming": Text("conforme", "conforming"),
    "errors": Text("con errores", "with errors"),
    "not shown": Text("sin mostrar", "not shown"),
    "not decided": Text("sin decidir", "not decided"),
    "no files": Text("sin archivos", "no files"),
}
NOT_CARRIED = Text("no lo lleva", "not carried")
FIELD_ELSEWHERE = Text("ninguna guía solicitada lo lleva", "carried by no guide asked for")

# Security
SECURITY_CAPTION = Text("Controles de GIIS-A004, por dominio", "Controls of GIIS-A004, by domain")
SECURITY_NOTE = Text(
    "Es lo que declara la autoevaluación; giis no ve los controles ni abre su evidencia.",
    "This is what the self-assessment declares; giis sees no control and opens no evidence.",
)
DOMAIN_COLUMN = Text("dominio", "domain")
CONTROL_STATE: Mapping[str, Text] = {
    "implemented": Text("implementados", "implemented"),
    "partial": Text("parciales", "partial"),
    "planned": Text("planeados", "planned"),
    "missing": Text("ausentes", "missing"),
    "not_applicable": Text("no aplican", "do not apply"),
    "unanswered": Text("sin respuesta", "unanswered"),
}
ALL = Text("todos", "all")
OPERATION = Text(
    "En operación desde el {since}: {months} cumplidos al {day}; se piden {wanted}.",
    "In operation since {since}: {months} completed on {day}; {wanted} are wanted.",
)
OTHER_SYSTEM = Text("La autoevaluación dice ser de «{system}».", "The self-assessment says that it is of “{system}”.")

# What DGIS would check
UNSEEN = Text("Lo que la DGIS tendría que revisar", "What DGIS would have to check")
UNSEEN_NOTE = Text("Ningún archivo de intercambio lo muestra:", "No exchange file shows it:")
UNSEEN_GUIDES = Text(
    "Además, de cada guía, los enunciados que ningún archivo decide: {told}.",
    "Besides, of each guide, the statements that no file decides: {told}.",
)

# Evidence
EVIDENCE = Text("Evidencia", "Evidence")
EVIDENCE_CAPTION = Text("Archivos de intercambio, al {day}", "Exchange files, as of {day}")
FILE_COLUMN = Text("archivo", "file")
SIZE_COLUMN = Text("bytes", "bytes")
HASH_COLUMN = Text("SHA-256", "SHA-256")
NO_EVIDENCE = Text("La carpeta no tiene archivos de intercambio.", "The folder holds no exchange files.")
OTHERS = Text("Otros archivos de la carpeta", "Other files in the folder")
OTHERS_CAPTION = Text("No son evidencia de intercambio", "No evidence of exchange")
REASON_COLUMN = Text("motivo", "reason")
UNREAD = Text("Archivos que no se pudieron leer", "Files that could not be read")

# Facts
SYSTEM = Text("Sistema", "System")
OWNER = Text("Titular", "Owner")
CONTACT = Text("Contacto", "Contact")
SECTOR = Text("Sector", "Sector")
SECTOR_WORD: Mapping[str, Text] = {
    "publico": Text("público", "public"),
    "privado": Text("privado", "private"),
}
SERVES: Mapping[bool, Text] = {
    True: Text("atiende al sector público", "serves the public sector"),
    False: Text("no atiende al sector público", "does not serve the public sector"),
}
DAY = Text("Fecha de la auditoría", "Day of the audit")
DAY_FROM: Mapping[str, Text] = {
    "option": Text("dada con --as-of", "given with --as-of"),
    "manifest": Text("la del manifiesto", "that of the manifest"),
    "today": Text(
        "la de hoy, porque nadie la dijo: con otra fecha puede cambiar",
        "today's, for nobody told it: on another day it may differ",
    ),
}
NOTES = Text("Notas", "Notes")
NOT_TOLD = Text("no se dice", "not told")
NO_MANIFEST = Text(
    "No hay manifiesto: las guías son las de los archivos. «giis audit --init CARPETA» escribe uno.",
    "There is no manifest: the guides are those of the files. `giis audit --init FOLDER` writes one.",
)
MANIFEST_MISSING = Text("Falta en el manifiesto: {keys}.", "The manifest does not tell: {keys}.")
USED = Text("Con qué se revisó", "What it was checked with")
PROGRAM = Text("Programa", "Program")
SEVERITY = Text("Qué bloquea", "What blocks")
SEVERITIES: Mapping[tuple[bool, bool], Text] = {
    (False, False): Text(
        "los errores; lo que no consta en un texto oficial sólo advierte",
        "errors; what no official text says only warns",
    ),
    (True, False): Text(
        "los errores y lo que los ejemplos oficiales incumplen (--profile strict); lo que no consta en un texto "
        "oficial sólo advierte",
        "errors, and what the official examples break (--profile strict); what no official text says only warns",
    ),
    (False, True): Text(
        "los errores, también de lo que no consta en un texto oficial (--unofficial-as-errors)",
        "errors, of what no official text says too (--unofficial-as-errors)",
    ),
    (True, True): Text(
        "los errores, lo que los ejemplos oficiales incumplen (--profile strict) y lo que no consta en un texto "
        "oficial (--unofficial-as-errors)",
        "errors, what the official examples break (--profile strict) and what no official text says "
        "(--unofficial-as-errors)",
    ),
}
NORM_HASH = Text("Definición de la auditoría", "Definition of the audit")
GUIDE_HASH = Text("Definición de {guide}", "Definition of {guide}")
MANIFEST_HASH = Text("Manifiesto", "Manifest")
SGSI_HASH = Text("Autoevaluación de GIIS-A004", "Self-assessment of GIIS-A004")
