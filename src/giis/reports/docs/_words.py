"""Texts of the generated documentation alone; the others stand in `giis.reports._words`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis._text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

# The pages
INDEX_TITLE = Text("Las guías GIIS, regla por regla", "The GIIS guides, rule by rule")
INDEX_ABOUT = Text(
    "Hecho por giis {version} con `giis specs docs` a partir de las definiciones de las guías; no se edita a mano. "
    "Cada guía tiene una página, y cada regla un lugar propio en ella: `GUÍA.md#regla`, con la regla en minúsculas.",
    "Made by giis {version} with `giis specs docs` from the definitions of the guides; not edited by hand. Each guide "
    "has a page, and each rule a place of its own on it: `GUIDE.md#rule`, with the rule in lower case.",
)
GUIDES = Text("Guías", "Guides")
CHECKLISTS = Text("Listas de verificación", "Checklists")
HOW_TO_READ = Text("Cómo se lee", "How to read this")
LEGEND = (
    Text(
        "Los ejemplos son datos inventados: los de conformidad, con los que giis se prueba. Se muestra lo que la "
        "regla lee; *(vacío)* es que entre los separadores no hay nada.",
        "The examples are invented data: the conformance data, with which giis is tested. What the rule reads is "
        "shown; *(empty)* means that nothing stands between the separators.",
    ),
    Text(
        "Donde la definición no dice por qué importa una regla o cómo se corrige, eso se deduce de su forma.",
        "Where the definition does not tell why a rule matters or how to mend it, that is derived from its form.",
    ),
    Text(
        "«Segura» es una corrección que no cambia lo que el dato significa; las que están «por revisar» debe verlas "
        "una persona.",
        "A “safe” fix changes nothing that the data mean; a person must look over the others.",
    ),
)
MARKS_ABOUT = Text(
    "Marcas del respaldo: † inferida, ‡ de fuente secundaria; sin texto oficial, esas reglas sólo advierten. § tomada "
    "de otra guía oficial con el mismo párrafo. Sin marca, del texto oficial.",
    "Marks of standing: † inferred, ‡ from a secondary source; without official text, such rules only warn. § taken "
    "from another official guide with the same paragraph. Without a mark, from the official text.",
)
MARKS: Mapping[str, str] = {"official-shared": "§", "secondary": "‡", "inferred": "†"}
READINGS = Text("Lecturas elegidas", "Readings chosen")
READINGS_ABOUT = Text(
    "Donde las palabras de una guía admiten varias lecturas se eligió una. Aquí están todas, con sus reglas.",
    "Where the words of a guide admit several readings, one was chosen. Here are all of them, with their rules.",
)
OF_THE_GUIDE = Text("De la guía entera", "Of the whole guide")
STATEMENT = Text("enunciado {place}", "statement {place}")
BACK = Text("Todas las guías", "All guides")

# The parts of a guide's page
CONTENTS = Text("Contenido", "Contents")
VARIABLES = Text("Variables", "Variables")
TERMS = Text("Términos", "Terms")
TERMS_ABOUT = Text(
    "Valores con nombre que las condiciones de la guía usan, y de qué se obtienen.",
    "Named values that the guide's conditions use, and what they are made from.",
)
CONSTANTS = Text("Constantes", "Constants")
CATALOGS = Text("Catálogos", "Catalogues")
OUTSIDE = Text("Lo que no se revisa", "What is not checked")
OUTSIDE_ABOUT = Text(
    "Enunciados que requieren otros archivos o conocimiento externo.",
    "Statements that need other files or outside knowledge.",
)
RULES_BY_VARIABLE = Text("Reglas, por variable", "Rules, by variable")
LEVELS: Mapping[str, Text] = {
    "file": Text("Reglas sobre todos los registros", "Rules on all records"),
    "across": Text("Reglas entre archivos", "Rules across files"),
    "structure": Text("Reglas sobre la forma del archivo", "Rules on the form of the file"),
}
COVERAGE = Text("Cobertura", "Coverage")

# Columns
VALUES_COLUMN = Text("valores", "values")
MEANS_COLUMN = Text("qué es", "what it is")
VALUE_COLUMN = Text("valor", "value")
WHERE_COLUMN = Text("dónde", "where")
WHY_COLUMN = Text("por qué", "why")
SHIPS_COLUMN = Text("¿viene con giis?", "ships with giis?")
SHIPS = Text("sí", "yes")
IMPORT = Text("no: se importa", "no: to be imported")
VARIABLES_THAT_USE = Text("variables", "variables")
CONTROL_COLUMN = Text("control", "control")
QUESTION_COLUMN = Text("pregunta", "question")
EVIDENCE_COLUMN = Text("evidencia", "evidence")
SAME_AS = Text("otro nombre de {name}", "another name for {name}")
MORE_VALUES = Text("… y {count} más", "… and {count} more")

# The parts of a rule's place
SOURCE = Text("Fuente", "Source")
FAILS = Text("Falla", "Fails")
PASSES = Text("Pasa", "Passes")
FIX = Text("Corrección", "Fix")
SAFE = Text("segura", "safe")
UNSAFE = Text("por revisar", "to be looked over")
LEVEL: Mapping[str, Text] = {
    "structure": Text("del archivo", "of the file"),
    "value": Text("del valor", "of the value"),
    "record": Text("del registro", "of the record"),
    "file": Text("de todos los registros", "of all records"),
    "across": Text("entre archivos", "across files"),
}
SINCE_LINE = Text("{since}, {lifecycle}", "{since}, {lifecycle}")
UNOFFICIAL = Text("oficialmente sería: {severity}", "if official: {severity}")

# Examples
EMPTY = Text("(vacío)", "(empty)")
FILE_NAME = Text("archivo {name}", "file {name}")
RECORD = Text("registro {number}", "record {number}")
OF_RECORDS = Text("{records} en total", "{records} in all")
NO_EXAMPLE = Text("los datos de conformidad no traen ninguno", "the conformance data have none")

# Running it
DONE = Text(
    "{folder}: {written} escritas, {unchanged} sin cambios.", "{folder}: {written} written, {unchanged} unchanged."
)
UP_TO_DATE = Text("{folder}: al día ({pages} páginas).", "{folder}: up to date ({pages} pages).")
STALE = Text("no está al día", "out of date")
MISSING = Text("falta", "missing")
LEFT_OVER = Text("ya no se hace; si no la necesita, bórrela", "no longer made; delete it unless it is needed")
FOREIGN = Text(
    "{paths}: no lo escribió giis specs docs; no se escribió nada (use otra carpeta, o --force)",
    "{paths}: not written by giis specs docs; nothing was written (use another folder, or --force)",
)
NO_FOLDER = Text("{path}: no es una carpeta", "{path}: is no folder")
