"""The sentences that say why a result of an audit is what it is, in Spanish and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis._text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

REASON: Mapping[str, Text] = {
    "no files": Text("La evidencia no tiene archivos de esta guía.", "The evidence has no files of this guide."),
    "no records": Text("Sus archivos no tienen registros.", "Its files have no records."),
    "errors": Text("{errors} en {rules}.", "{errors} in {rules}."),
    "variables": Text(
        "La evidencia no muestra {missing} de {of} variables, y se piden todas: es del sector privado y atiende al "
        "público.",
        "The evidence does not show {missing} of {of} variables, and all are wanted: it is of the private sector and "
        "serves the public one.",
    ),
    "variables and sector": Text(
        "La evidencia no muestra {missing} de {of} variables; si se piden todas depende del sector, que no se dice.",
        "The evidence does not show {missing} of {of} variables; whether all are wanted depends on the sector, which "
        "is not told.",
    ),
    "catalogs": Text(
        "{rules} sin respuesta por falta de catálogos: {catalogs}.",
        "{rules} without an answer for want of catalogues: {catalogs}.",
    ),
    "unanswered": Text(
        "{rules} sin respuesta para algún registro, por un valor que no se pudo usar o no está en su catálogo.",
        "{rules} without an answer for some record: a value could not be used or is not in its catalogue.",
    ),
    "guides against": Text("No aprobadas: {guides}.", "Not approved: {guides}."),
    "guides open": Text("Sin dictamen: {guides}.", "No verdict: {guides}."),
    "no guide": Text(
        "No se solicitó ninguna guía con archivo de intercambio.", "No guide with an exchange file was asked for."
    ),
    "catalog errors": Text("{errors} de reglas que los consultan.", "{errors} of rules that consult them."),
    "catalogs missing": Text(
        "No están cargados: {catalogs}. Lo que depende de ellos no se revisó.",
        "Not loaded: {catalogs}. What depends on them was not checked.",
    ),
    "field errors": Text("Con errores: {fields}.", "With errors: {fields}."),
    "fields not shown": Text("Sin mostrar o sin decidir: {fields}.", "Not shown or not decided: {fields}."),
    "guides unseen": Text("Sin archivos de {guides}.", "No files of {guides}."),
    "fields elsewhere": Text(
        "Ninguna guía solicitada intercambia: {fields}. Se ven en el sistema.",
        "No guide asked for exchanges: {fields}. They are seen in the system.",
    ),
    "no assessment": Text(
        "No se entregó la autoevaluación de GIIS-A004.", "The self-assessment of GIIS-A004 was not given."
    ),
    "controls lacking": Text(
        "{controls} de {of} controles aplicables no están implementados del todo.",
        "{controls} of {of} controls that apply are not fully implemented.",
    ),
    "operation too short": Text(
        "Opera desde hace {months}; se piden {wanted}.", "In operation for {months}; {wanted} are wanted."
    ),
    "operation not told": Text(
        "No se dice desde cuándo opera; se piden {wanted}.",
        "Since when it operates is not told; {wanted} are wanted.",
    ),
    "controls unanswered": Text("{controls} sin respuesta.", "{controls} without an answer."),
    "controls without evidence": Text("{controls} sin evidencia.", "{controls} without evidence."),
    "public sector": Text(
        "El sistema es del sector público: la regla es para los del privado.",
        "The system is of the public sector: the rule is for those of the private one.",
    ),
    "private only": Text(
        "El sistema es del sector privado y sólo lo atiende a él.",
        "The system is of the private sector and serves it alone.",
    ),
    "all variables": Text(
        "La evidencia muestra el 100 % de las variables de las guías solicitadas.",
        "The evidence shows 100 % of the variables of the guides asked for.",
    ),
    "sector not told": Text(
        "No se dice el sector, o si atiende al público. Uno privado que lo atienda necesita el 100 % de las variables; "
        "faltan de {guides}.",
        "The sector is not told, or whether it serves the public one. A private one that does needs 100 % of the "
        "variables; some are lacking of {guides}.",
    ),
    "nothing shown": Text(
        "La evidencia no tiene archivos de {guides}; se pide el 100 % de sus variables.",
        "The evidence has no files of {guides}; 100 % of their variables are wanted.",
    ),
    "variables lacking": Text(
        "Un sistema privado sólo atiende al sector público con el 100 % de las variables; faltan de {guides}.",
        "A private system serves the public sector only with 100 % of the variables; some are lacking of {guides}.",
    ),
}
PRIVATE_MORE: Mapping[bool, Text] = {
    True: Text(
        "La evidencia muestra todas las variables: podría atender también al público.",
        "The evidence shows all variables: it could serve the public one too.",
    ),
    False: Text(
        "Para atender al público le faltarían variables de {guides}.",
        "To serve the public one it would lack variables of {guides}.",
    ),
}
NO_LIST = Text("las guías solicitadas", "the guides asked for")
