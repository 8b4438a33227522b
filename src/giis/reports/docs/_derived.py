"""Why a rule matters and how it is mended, where the definition does not tell: derived from the rule's form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis._text import Text
from giis.reports import _words as w
from giis.reports._rules import variables_read
from giis.specs import Level, wording
from giis.specs.guide import UNOFFICIAL
from giis.specs.values import as_written
from giis.validators.findings import usual_severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from giis.reports._voice import Voice
    from giis.specs import Guide, Rule, Variable

_REJECTED: Mapping[bool, Text] = {
    False: Text("El receptor rechazaría el registro", "The receiver would reject the record"),
    True: Text("El receptor rechazaría el archivo", "The receiver would reject the file"),
}
_SUSPICIOUS = Text(
    "El receptor puede admitirlo, pero es sospechoso o no se puede probar con el archivo",
    "The receiver may take it, but it is suspicious or cannot be proven from the file",
)
_UNOFFICIAL = Text(
    "Quizá el receptor lo rechace; sin texto oficial no consta",
    "The receiver may reject it; without official text this is not known",
)
_BLOCKED = Text(
    "{said}, y sin este valor no se evalúa lo demás que lo lee: {rules}.",
    "{said}, and without this value what else reads it is not evaluated: {rules}.",
)
_DISAGREE = Text("{said}: sus datos se contradicen.", "{said}: its data contradict each other.")

_FIXES: Mapping[str, Text] = {
    "vacio": Text("Registre el valor.", "Record the value."),
    "formato": Text("Escriba el valor en esa forma.", "Write the value in that form."),
    "domain": Text("Registre uno de esos valores.", "Record one of these values."),
    "catalogo": Text(
        "Use una clave de {catalog}: giis catalogs search {catalog} TEXTO la busca.",
        "Use a key of {catalog}: giis catalogs search {catalog} TEXT looks for it.",
    ),
    "catalogo-vigencia": Text(
        "Revise la clave; si es de una edición más nueva de {catalog}, impórtela (giis catalogs import).",
        "Check the key; if it is of a newer edition of {catalog}, import that one (giis catalogs import).",
    ),
    "casos": Text(
        "Registre lo que pida la condición que se cumple; si ninguna, {default}.",
        "Record what the condition that holds asks for; if none does, {default}.",
    ),
    "maximo": Text("Deje sólo los valores que la guía admite.", "Leave only as many values as the guide admits."),
    "repetidos": Text("Deje cada valor una sola vez.", "Leave each value once."),
    "excluyentes": Text(
        "Deje ese valor solo, o quítelo si los otros son los correctos.",
        "Leave that value alone, or take it out if the others are right.",
    ),
    "grupo-minimo": Text("Añada los subregistros que faltan.", "Add the sub-records that are missing."),
    "grupo-maximo": Text(
        "Deje sólo los subregistros que la guía admite.", "Leave only as many sub-records as admitted."
    ),
    "secuencia": Text("Numere los subregistros 1, 2, 3…, en orden.", "Number the sub-records 1, 2, 3…, in order."),
    "repetido": Text("Deje cada valor en un solo subregistro.", "Leave each value in one sub-record only."),
    "share": Text(
        "Revise los registros que están en ese caso, empezando por el origen común de la mayoría.",
        "Check the records concerned, beginning with what most of them have in common.",
    ),
    "constant": Text("Deje el mismo valor en todos esos registros.", "Leave the same value in all of these records."),
    "unique": Text("Quite o corrija el registro que se repite.", "Take out or mend the record that repeats."),
    "reference": Text(
        "Corrija la clave, o entregue también el registro que nombra.",
        "Mend the key, or deliver the record that it names too.",
    ),
    "one": Text("Registre en {name} lo que la regla exige.", "Record in {name} what the rule requires."),
    "many": Text(
        "Al menos uno de los datos que la regla lee está mal: corrija ése.",
        "At least one of the values that the rule reads is wrong: mend that one.",
    ),
}
_SPECIALS = Text(
    "Si no lo hay, lo que la guía prevé: {values}.", "If there is none, what the guide foresees: {values}."
)
_LIKE = {"grupo-vacio": "vacio", "grupo": "formato", "opciones": "domain", "rango": "domain"}


def why(rule: Rule, guide: Guide, voice: Voice, readers: Mapping[str, int]) -> str:
    """Return why `rule` matters; `readers` tells how many rules of records read each variable (by identifier)."""
    if rule.why:
        return voice.data(rule.why)
    if usual_severity(rule) == "error":
        said = voice(_REJECTED[rule.level in (Level.FILE, Level.STRUCTURE)])
    else:
        said = voice(_UNOFFICIAL if rule.source.confidence in UNOFFICIAL else _SUSPICIOUS)
    if rule.level is Level.VALUE and (blocked := readers.get(rule.variable or "", 0)):
        return voice(_BLOCKED, said=said, rules=voice.count(blocked, w.RULE))
    if rule.level is Level.RECORD and len(variables_read(rule, guide)) > 1:
        return voice(_DISAGREE, said=said)
    return f"{said}."


def fix(rule: Rule, guide: Guide, voice: Voice) -> str:
    """Return how a breach of `rule` is mended."""
    if rule.fix:
        return voice.sentence(rule.fix)
    variable = guide.by_identifier[rule.variable] if rule.variable else None
    kind = next((item.kind for item in (*guide.file_rules, *guide.across) if item.rule.id == rule.id), None)
    form = kind or _LIKE.get(rule.form, rule.form)
    told: dict[str, str] = {}
    if variable is not None:
        told["catalog"] = variable.catalog or ""
        if form == "casos" and rule.otherwise is not None:
            told["default"] = voice.data(wording.set_phrase(rule.otherwise, variable))
    if form not in _FIXES or (form == "casos" and "default" not in told):
        read = variables_read(rule, guide)
        form, told = ("one", {"name": read[0]}) if len(read) == 1 else ("many", {})
    said = voice(_FIXES[form], **told)
    if form == "vacio" and variable is not None and variable.specials:
        said += f" {voice(_SPECIALS, values=_specials(variable, voice))}"
    return said


def _specials(variable: Variable, voice: Voice) -> str:
    return "; ".join(f"{as_written(value)} ({voice.data(text)})" for value, text in variable.specials.items())
