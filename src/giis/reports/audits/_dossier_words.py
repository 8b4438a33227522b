"""The texts of a dossier, in Spanish and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis._text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

STATE: Mapping[str, Text] = {
    "passed": Text("cumplida", "passed"),
    "failed": Text("incumplida", "failed"),
    "passed in part": Text("cumplida en parte", "passed in part"),
    "not evaluated": Text("sin evaluar", "not evaluated"),
    "not applicable": Text("no aplicó", "not applicable"),
    "not checkable": Text("no se puede revisar", "not checkable"),
    "definition": Text("definición", "definition"),
}
SUMMARY = Text(
    "Al {day}, con giis {version}. Resultado: {result}.", "As of {day}, with giis {version}. Result: {result}."
)
CONTENT = Text("Qué contiene", "What it holds")
FILES: Mapping[str, Text] = {
    "audit.html": Text("el informe, para leer e imprimir", "the report, to read and print"),
    "audit.json": Text("el informe, para programas (`giis-audit/1`)", "the report, for programs (`giis-audit/1`)"),
    "coverage/": Text(
        "la matriz de cobertura de cada guía: enunciado, regla, y el registro que la muestra cumplida (archivo y "
        "número), o por qué no se puede revisar",
        "the coverage matrix of each guide: statement, rule, and the record that shows it kept (file and number), or "
        "why it cannot be checked",
    ),
    "hashes/": Text(
        "SHA-256 de la evidencia, las definiciones, los catálogos y el programa",
        "SHA-256 of the evidence, the definitions, the catalogues and the program",
    ),
    "inputs/": Text(
        "copias del manifiesto y de la autoevaluación", "copies of the manifest and of the self-assessment"
    ),
    "evidence/": Text("los archivos de intercambio, con datos de pacientes", "the exchange files, with patients' data"),
    "SHA256SUMS": Text("SHA-256 de todo lo anterior", "SHA-256 of all of the above"),
}
CHECK = Text("Revisar las huellas", "Check the hashes")
CHECK_EVIDENCE = Text(
    "La evidencia, en su carpeta (`$DOSSIER` es la de este expediente):",
    "The evidence, in its folder (`$DOSSIER` is that of this dossier):",
)
FOLDER = Text("EVIDENCIA", "EVIDENCE")
CHECK_PROGRAM = Text(
    "`hashes/definitions.sha256` se revisa igual en la carpeta `spec_yaml` de la instalación, y "
    "`hashes/program.sha256` en la que contiene los paquetes `giis` y `giis_cli`.",
    "`hashes/definitions.sha256` is checked likewise in the folder `spec_yaml` of the installation, and "
    "`hashes/program.sha256` in the one that holds the packages `giis` and `giis_cli`.",
)
REPEAT = Text("Repetir la auditoría", "Repeat the audit")
REPEAT_HOW = Text(
    "Con giis {version}, los mismos catálogos importados (`hashes/catalogs.csv`) y los mismos archivos:",
    "With giis {version}, the same imported catalogues (`hashes/catalogs.csv`) and the same files:",
)
REPEAT_SAME = Text(
    "Los mismos archivos, fecha y catálogos dan los mismos bytes de `audit.json` y `audit.html`. Si la carpeta tiene "
    "además otros archivos, cambia su lista.",
    "The same files, day and catalogues give the same bytes of `audit.json` and `audit.html`. If the folder holds "
    "other files besides, their list changes.",
)
REPEAT_TODAY = Text(
    "Entonces nadie dijo la fecha, y fue la de ese día; el informe repetido dice que se dio con `--as-of`.",
    "Nobody told the day then, and it was that day's; the report made again says that it was given with `--as-of`.",
)
REPEAT_COMPARE = Text("Los resultados se comparan así:", "The results are compared so:")
NEW = Text("nueva", "new")
LIMITS = Text("Datos personales", "Personal data")
NO_VALUES = Text(
    "El expediente no lleva valores de los registros: sólo cuentas, nombres de variables y números de registro.",
    "The dossier holds no values of records: only counts, names of variables and numbers of records.",
)
WITH_VALUES = Text(
    "`evidence/` lleva los archivos de intercambio completos: trátelos como el expediente clínico. Lo demás no lleva "
    "valores de los registros.",
    "`evidence/` holds the whole exchange files: treat them like the medical record. The rest holds no values of "
    "records.",
)
