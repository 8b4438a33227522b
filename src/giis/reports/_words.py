"""Every text of the reports, in Spanish and English; `{names}` are filled in by `Voice`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis._text import Text
from giis.reports._voice import Noun

if TYPE_CHECKING:
    from collections.abc import Mapping

# Counted things
RECORD = Noun(Text("registro", "record"), Text("registros", "records"))
FILE = Noun(Text("archivo", "file"), Text("archivos", "files"))
ERROR = Noun(Text("error", "error"), Text("errores", "errors"))
WARNING = Noun(Text("advertencia", "warning"), Text("advertencias", "warnings"))
INFO = Noun(Text("aviso", "notice"), Text("avisos", "notices"))
RULE = Noun(Text("regla", "rule"), Text("reglas", "rules"))
LINE = Noun(Text("línea", "line"), Text("líneas", "lines"))
KNOWN = Noun(Text("conocido", "known"), Text("conocidos", "known"))
FINDING = Noun(Text("hallazgo", "finding"), Text("hallazgos", "findings"))
VARIABLE = Noun(Text("variable", "variable"), Text("variables", "variables"))
KEY = Noun(Text("clave", "key"), Text("claves", "keys"))
ROW = Noun(Text("fila", "row"), Text("filas", "rows"))
BYTE = Noun(Text("byte", "byte"), Text("bytes", "bytes"))
SEVERITY: Mapping[str, Noun] = {"error": ERROR, "warning": WARNING, "info": INFO}

AND = Text("y", "and")

# Verdict
VERDICT: Mapping[str, Text] = {
    "pass": Text("PASA", "PASS"),
    "fail": Text("NO PASA", "FAIL"),
    "incomplete": Text("INCOMPLETO", "INCOMPLETE"),
}
MEANING: Mapping[str, Text] = {
    "pass": Text("No se encontró ningún error.", "No error was found."),
    "fail": Text(
        "El receptor lo rechazaría: {found}.",
        "The receiver would reject it: {found}.",
    ),
    "incomplete": Text(
        "No se encontró ningún error, pero no todo se pudo revisar: {rules} sin respuesta.",
        "No error was found, but not everything could be checked: {rules} without an answer.",
    ),
}
BESIDES = Text(" Además: {found}.", " Besides: {found}.")

# The head of a file's report
GUIDE = Text("Guía", "Guide")
RECORDS = Text("Registros", "Records")
FILE_FACTS = Text("Archivo", "File")
AS_OF = Text("Fecha de registro", "Registration date")
CATALOGS = Text("Catálogos", "Catalogues")
MISSING = Text("{name} (falta)", "{name} (missing)")
MISSING_UNNEEDED = Text("{name} (no está; no hizo falta)", "{name} (not at hand; not needed)")
IMPORTED = Text("{name} (importado)", "{name} (imported)")
RECORD_CLASSES = Text("{records}, de ellos {classes}", "{records}, of which {classes}")
VALID = Noun(Text("válido", "valid"), Text("válidos", "valid"))
INVALID = Noun(Text("con errores", "with errors"), Text("con errores", "with errors"))
UNDECIDED = Noun(Text("sin decidir", "undecided"), Text("sin decidir", "undecided"))
UNKNOWN_GUIDE = Text("no se reconoció", "not recognised")

BY_VARIABLE = Text("Hallazgos por variable", "Findings by variable")
ERRORS_COLUMN = Text("errores", "errors")
WARNINGS_COLUMN = Text("advertencias", "warnings")
MORE_VARIABLES = Text("… y {variables} más", "… and {variables} more")
WHOLE_FILE = Text("Archivo y estructura", "File and structure")

# Findings
SEVERITY_WORD: Mapping[str, Text] = {name: noun.one for name, noun in SEVERITY.items()}
RECORD_COLUMN = Text("registro", "record")
LINE_COLUMN = Text("línea", "line")
VALUE_COLUMN = Text("valor", "value")
FOUND_COLUMN = Text("hallazgo", "finding")
EMPTY_VALUE = Text("(vacío)", "(empty)")
FIX_SAFE = Text("Corrección: {text}", "Fix: {text}")
FIX_UNSAFE = Text("Corrección (revísela una persona): {text}", "Fix (a person must look at it): {text}")
SHOWING = Text("se muestran {shown:,}", "{shown:,} shown")
SHOWING_ONE = Text("se muestra 1", "1 shown")
NOT_SHOWN = Text("Otras reglas incumplidas (sus hallazgos no se muestran)", "Other rules broken (findings not shown)")
SHOWING_ALL = Text(
    "Se muestran {shown:,} de {total:,} hallazgos; los totales son exactos (--max-findings N muestra más).",
    "{shown:,} of {total:,} findings are shown; totals are exact (--max-findings N shows more).",
)
CONFIDENCE_NOTE = Text("Respaldo: {text}.", "Standing: {text}.")
CONFIDENCE: Mapping[str, Text] = {
    "official-shared": Text(
        "la guía se tomó de otra guía oficial con la misma variable",
        "taken from another official guide with the same variable",
    ),
    "secondary": Text("fuente secundaria, no el texto oficial", "a secondary source, not the official text"),
    "inferred": Text("inferida, no está en el texto oficial", "inferred, not in the official text"),
}
MASKED = Text(
    "••• son datos confidenciales; --show-values los muestra.",
    "••• are confidential values; --show-values shows them.",
)
NOT_EVALUATED = Text("Sin evaluar", "Not evaluated")
NOT_EVALUATED_RULES = Text("{rules}: {told}", "{rules}: {told}")
NOT_EVALUATED_MORE = Text(
    "… y {count:,} más (--statistics las lista)", "… and {count:,} more (--statistics lists them)"
)
NEXT = Text("Para saber más de una regla: {command}", "To learn more about a rule: {command}")

# Statistics and timing
STATISTICS = Text("Reglas", "Rules")
STATE_COLUMN = Text("estado", "state")
APPLIED_COLUMN = Text("aplicó", "applied")
FAILED_COLUMN = Text("falló", "failed")
UNDECIDED_COLUMN = Text("sin decidir", "undecided")
RULE_COLUMN = Text("regla", "rule")
SEVERITY_COLUMN = Text("gravedad", "severity")
FINDINGS_COLUMN = Text("hallazgos", "findings")
WHAT_COLUMN = Text("qué exige", "what it requires")
STATE: Mapping[str, Text] = {
    "passed": Text("cumplida", "passed"),
    "failed": Text("incumplida", "failed"),
    "not applicable": Text("no aplicó", "not applicable"),
    "not evaluated": Text("sin evaluar", "not evaluated"),
}
TIMING = Text("Tiempo", "Time")
TIMING_TOTAL = Text("{seconds:.2f} s, {rate:,.0f} registros/s", "{seconds:.2f} s, {rate:,.0f} records/s")

# Several files
ALL_FILES = Text("Todos los archivos", "All files")
VERDICT_COLUMN = Text("resultado", "verdict")
FILE_COLUMN = Text("archivo", "file")
RECORDS_COLUMN = Text("registros", "records")
VALID_COLUMN = Text("válidos", "valid")
UNJUDGED = Text("NO SE PUDO REVISAR", "COULD NOT BE CHECKED")

# Rules in words
SEVERITY_MEANS: Mapping[str, Text] = {
    "error": Text("error: el receptor rechazaría el registro", "error: the receiver would reject the record"),
    "warning": Text(
        "advertencia: sospechoso, o no se puede probar con el archivo",
        "warning: suspicious, or not provable from the file",
    ),
    "info": Text("aviso", "notice"),
}
UNOFFICIAL = Text("con --unofficial-as-errors: {severity}", "with --unofficial-as-errors: {severity}")
STRICT = Text("con --profile {profile}: {severity}", "under --profile {profile}: {severity}")
REQUIRES = Text("Qué exige", "What it requires")
CASE = Text("Si {condition}: {values}.", "If {condition}: {values}.")
OTHERWISE = Text("En otro caso: {values}.", "Otherwise: {values}.")
IF_THEN = Text("Si {condition}, entonces {requirement}.", "If {condition}, then {requirement}.")
ALWAYS = Text("Siempre: {requirement}.", "Always: {requirement}.")
SHARE = Text(
    "A lo más {percent:g} % de los registros cumple que {of}.",
    "At most {percent:g} % of the records are such that {of}.",
)
CONSTANT = Text(
    "Los registros con igual {by} tienen igual {value}.",
    "Records with the same {by} have the same {value}.",
)
UNIQUE = Text("No hay dos registros con igual {by}.", "No two records have the same {by}.")
UNIQUE_RECORD = Text("No hay dos registros idénticos.", "No two records are identical.")
ONLY_WHEN = Text("Sólo cuentan los registros en que {condition}.", "Only records in which {condition} take part.")
SOURCE = Text("De dónde sale", "Where it comes from")
PAGE = Noun(Text("página", "page"), Text("páginas", "pages"))
PARAGRAPH = Noun(Text("párrafo", "paragraph"), Text("párrafos", "paragraphs"))
PAGES = Text("{word} {numbers} del PDF", "{word} {numbers} of the PDF")
CLAUSES = Text("columna Validación, {word} {numbers}", "column Validación, {word} {numbers}")
ANY_GUIDE = Text(
    "La forma de los archivos de intercambio, igual en todas las guías",
    "The form of exchange files, the same in every guide",
)
SECTION = Text("sección «{section}»", "section “{section}”")
SEVERITY_FIELD = Text("Gravedad", "Severity")
FIX_IS_SAFE = Text("(segura: no cambia lo que el dato significa)", "(safe: it changes nothing that the data mean)")
FIX_IS_UNSAFE = Text("(debe verla una persona)", "(a person must look at it)")
PATTERN = Text("Forma", "Pattern")
READING = Text("Lectura elegida", "Reading chosen")
WHY = Text("Por qué importa", "Why it matters")
FIX = Text("Cómo se corrige", "How to mend it")
OPTIONS = Text("Opciones", "Options")
EXAMPLE_FAILS = Text("Ejemplo que falla", "An example that fails")
EXAMPLE_PASSES = Text("Ejemplo que pasa", "An example that passes")
EMPTY_CELL = Text("vacío", "empty")
RELATED = Text("Reglas relacionadas", "Related rules")
SINCE = Text("Desde", "Since")
SINCE_LINE = Text("giis {since} ({lifecycle})", "giis {since} ({lifecycle})")
LIFECYCLE: Mapping[str, Text] = {
    "preview": Text("en prueba", "preview"),
    "stable": Text("estable", "stable"),
    "deprecated": Text("en desuso", "deprecated"),
    "removed": Text("retirada", "removed"),
}
LEVEL: Mapping[str, Text] = {
    "structure": Text("el archivo", "the file"),
    "value": Text("el valor", "the value"),
    "record": Text("el registro", "the record"),
    "file": Text("todos los registros juntos", "all records together"),
    "across": Text("los archivos de varias guías juntos", "the files of several guides together"),
}
DECIDED = Text("Se decide con", "Decided by")
ALSO_IN = Text("También en {guides} (--guide elige).", "Also in {guides} (--guide chooses).")

# Variables
VARIABLE_TITLE = Text("Variable {number} de {guide}", "Variable {number} of {guide}")
HEADER = Text("Encabezado", "Header")
FORM = Text("Se escribe", "Written as")
NULLABLE = Text("Puede ir vacía", "May be empty")
CONFIDENTIAL = Text("Confidencial", "Confidential")
CATALOG = Text("Catálogo", "Catalogue")
RANGE = Text("Rango", "Range")
RANGE_LINE = Text("de {low} a {high}", "{low} to {high}")
LIST = Text("Lista", "List")
AT_MOST = Text("a lo más {count} valores", "at most {count} values")
STAND_ALONE = Text("{values}: solos", "{values}: alone")
YES = Text("sí", "yes")
NO = Text("no", "no")
INSIDE = Text("Dentro de la columna", "Inside the column")
ACCEPTED_HEADERS = Text("{header} (se acepta también {others})", "{header} ({others} accepted too)")

ANY_HEADER = Text("cualquier otro nombre", "any other name")

# Guides
NUMBER_COLUMN = Text("n.º", "no.")
VARIABLE_COLUMN = Text("variable", "variable")
LABEL_COLUMN = Text("qué es", "what it is")
RULES_COLUMN = Text("reglas", "rules")
PUBLISHED_COLUMN = Text("fecha", "date")
VARIABLES_COLUMN = Text("variables", "variables")
NAME_COLUMN = Text("nombre", "name")
FILE_TYPES_COLUMN = Text("archivos", "files")
COVERED_COLUMN = Text("cubierto", "covered")
DIGEST = Text("huella", "digest")
GUIDE_FACTS = Text(
    "{subsystem} · {published} · archivos {types} · {variables} · {rules}",
    "{subsystem} · {published} · files {types} · {variables} · {rules}",
)
SPECS_GOOD = Text("{files} sin fallas.", "{files} without faults.")
SPECS_BAD = Text("{faults} con fallas de {files}.", "{faults} with faults, of {files}.")

# Coverage
COVERAGE_TITLE = Text("Cobertura de {guide}", "Coverage of {guide}")
TREATMENT: Mapping[str, Text] = {
    "record": Text("se revisa con el registro", "checked from the record"),
    "file": Text("se revisa con el archivo", "checked from the file"),
    "outside": Text("requiere otros archivos o conocimiento externo", "needs other files or outside knowledge"),
    "definition": Text("definición: no exige nada", "definition: requires nothing"),
}
COVERAGE_LINE = Text(
    "Se revisan {checked:,} de {checkable:,} enunciados que exigen algo ({share:.1%}); todos están contados.",
    "{checked:,} of {checkable:,} statements that require something are checked ({share:.1%}); all counted.",
)
TREATMENT_COLUMN = Text("tratamiento", "treatment")
STATEMENTS_COLUMN = Text("enunciados", "statements")
LIST_HINT = Text("Con --list se ven uno por uno.", "--list shows them one by one.")

# Catalogues
CATALOG_NAME_COLUMN = Text("catálogo", "catalogue")
EDITION_COLUMN = Text("edición", "edition")
KEYS_COLUMN = Text("claves", "keys")
ORIGIN_COLUMN = Text("origen", "origin")
KEY_COLUMN = Text("clave", "key")
NAME_AND_FILES_COLUMN = Text("nombre · archivos que lo usan", "name · files that use it")
MISSING_CATALOGS = Text(
    "Los que faltan no se distribuyen con giis; sin ellos no se evalúan las reglas que los consultan. Así se importan:",
    "Those missing do not ship with giis; without them the rules that consult them are not evaluated. To import one:",
)
LABELS_COLUMN = Text("nombre oficial", "official name")
ATTRIBUTES_COLUMN = Text("atributos", "attributes")
KEY_KIND: Mapping[str, Text] = {"text": Text("texto", "text"), "integer": Text("número entero", "integer")}
ORIGIN: Mapping[str, Text] = {
    "bundled": Text("de giis", "shipped"),
    "user": Text("importado", "imported"),
    "missing": Text("falta", "missing"),
}
ATTRIBUTES = Text("Atributos", "Attributes")
KEY_OF = Text("Clave", "Key")
SOURCE_OF = Text("Fuente", "Source")
EDITION = Text("Edición", "Edition")
FIRST_ENTRIES = Text("Primeras {count} de {total:,} claves:", "The first {count} of {total:,} keys:")
NO_NAMES = Text(
    "Este catálogo no trae los nombres oficiales, sólo claves y atributos. Con el libro oficial se añaden:",
    "This catalogue carries no official names, only keys and attributes. The official workbook adds them:",
)
IMPORT_COMMAND = Text("giis catalogs import LIBRO.xlsx", "giis catalogs import WORKBOOK.xlsx")
MATCHES = Text("{keys} con «{text}» en {name}", "{keys} with “{text}” in {name}")
MATCHES_CAPPED = Text(
    "Se muestran {shown:,} de {total:,} (--limit N muestra más).",
    "Showing {shown:,} of {total:,} (--limit N shows more).",
)
NO_MATCH = Text("Ninguna clave de {name} contiene «{text}».", "No key of {name} contains “{text}”.")
INSTALLED = Text("{name} {edition} instalado: {keys}", "{name} {edition} installed: {keys}")
INSTALLED_AT = Text("en {path}", "in {path}")
COMPARED = Text(
    "Frente a la edición {edition}: {added:,} claves nuevas, {removed:,} retiradas, {changed:,} cambiadas.",
    "Against the edition {edition}: {added:,} new keys, {removed:,} gone, {changed:,} changed.",
)
FIRST_EDITION = Text("No había otra edición.", "There was no other edition.")
ROWS_READ = Text("{rows} del libro; {dropped} no se usaron.", "{rows} in the workbook; {dropped} were not used.")
REPEATED_ROWS = Text("{count:,} sólo repiten una clave.", "{count:,} only repeat a key.")
ABSENT_COLUMNS = Text(
    "El libro no tiene {columns}: las reglas que usan ese dato no se evaluarán.",
    "The workbook lacks {columns}: rules that use this fact will not be evaluated.",
)
DROPPED_ROW = Text("fila {row}: {reason}", "row {row}: {reason}")
MORE = Text("… y {count:,} más", "… and {count:,} more")
NOT_ACTIVE = Text(
    "Se guardó, pero se sigue usando una edición más nueva.", "It was kept, but a newer edition stays in use."
)
ADDED_KEYS = Text("nuevas: {keys}", "new: {keys}")
REMOVED_KEYS = Text("retiradas: {keys}", "gone: {keys}")
CHANGED_KEYS = Text("cambiadas: {keys}", "changed: {keys}")
