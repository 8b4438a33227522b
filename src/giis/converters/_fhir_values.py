"""Values between the text of an exchange file and the primitive types of FHIR.

Every way there has its way back; what does not come back as the same text is not told by the element alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from giis.specs import Kind
from giis.specs.values import LIST_SEPARATOR, as_written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from giis.specs import Variable

As: TypeAlias = Literal["string", "code", "date", "integer", "decimal", "icd10"]
KINDS: tuple[As, ...] = ("string", "code", "date", "integer", "decimal", "icd10")
Json: TypeAlias = Any

_CODE = re.compile(r"-?[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_INTEGER = re.compile(r"-?[0-9]{1,9}")
_DECIMAL = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,6})?")
_DATE = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4})")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T.*)?")
_ICD10 = re.compile(r"([A-Z][0-9]{2})([0-9X])")
_ICD10_DOTTED = re.compile(r"([A-Z][0-9]{2})(?:\.([0-9]))?")
_STRANGE = re.compile(r"[^\S ]|[\x00-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
_TO_ESCAPE = re.compile(rf"{_STRANGE.pattern}|\\")
_ESCAPED = re.compile(r"\\(?:\\|u([0-9a-f]{4}))")


class Literally(str):
    """A number as the JSON writes it, so that `70.0` stays `70.0`."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where and how a variable stands in a resource.

    Parameters
    ----------
    variable : Variable
        The variable.
    kind : str
        One of `KINDS`.
    read : bool
        Whether it is read from here.
    codes : dict, optional
        What each of its texts is called here; others are not written here.
    absent : frozenset of str
        Texts that are not written here.
    """

    variable: Variable
    kind: As = "string"
    read: bool = True
    codes: Mapping[str, str] | None = None
    absent: frozenset[str] = frozenset()

    def encode(self, text: str) -> Json:
        """Return the value to write for `text`, None if it cannot stand here."""
        if not text or text in self.absent or _special(self.variable, text):
            return None
        if self.codes is not None:
            return self.codes.get(text)
        return _ENCODERS[self.kind](text)

    def decode(self, value: Json) -> str:
        """Return the text that a value of the JSON means."""
        text = str(value)
        if self.codes is not None:
            return next((known for known, code in self.codes.items() if code == text), text)
        return _decoded(self.kind, text)

    def canonical(self, text: str) -> str | None:
        """Return what is read where `text` was to be written; None if nothing is written."""
        value = self.encode(text)
        return None if value is None else self.decode(value)


def _special(variable: Variable, text: str) -> bool:
    """Tell whether the guide says unknown or not applicable by `text`."""
    if variable.kind in (Kind.INTEGER, Kind.NUMBER):
        number = float(text) if _DECIMAL.fullmatch(text) and text.isascii() else None
        return number is not None and number in variable.specials
    return text in map(as_written, variable.specials)


def plain(text: str) -> bool:
    """Tell whether FHIR holds `text` as it stands."""
    return bool(text) and text == text.strip() and not _STRANGE.search(text)


def _date(text: str) -> str | None:
    found = _DATE.fullmatch(text)
    if found is None or not text.isascii():
        return None
    try:
        return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
    except ValueError:
        return None


def _icd10(text: str) -> str | None:
    found = _ICD10.fullmatch(text)
    if found is None:
        return None
    return found[1] if found[2] == "X" else f"{found[1]}.{found[2]}"


def _decimal(text: str) -> int | float | None:
    if not text.isascii() or not _DECIMAL.fullmatch(text):
        return None
    return float(text) if "." in text else int(text)


_ENCODERS: dict[str, Any] = {
    "string": lambda text: text if plain(text) else None,
    "code": lambda text: text if _CODE.fullmatch(text) else None,
    "date": _date,
    "integer": lambda text: int(text) if text.isascii() and _INTEGER.fullmatch(text) else None,
    "decimal": _decimal,
    "icd10": _icd10,
}


def _decoded(kind: As, text: str) -> str:
    if kind == "date":
        found = _ISO_DATE.fullmatch(text)
        return f"{found[3]}/{found[2]}/{found[1]}" if found else text
    if kind == "icd10":
        found = _ICD10_DOTTED.fullmatch(text)
        return f"{found[1]}{found[2] or 'X'}" if found else text
    if kind in ("integer", "decimal") and re.search("[eE]", text):
        return as_written(float(text))
    return text


def escape(text: str) -> str:
    r"""Return a text that FHIR holds: strange signs as `\u0000`, a backslash twice, and never blank alone."""
    if not text.strip(" "):
        return text.replace(" ", "\\u0020")
    return _TO_ESCAPE.sub(lambda found: "\\\\" if found[0] == "\\" else f"\\u{ord(found[0]):04x}", text)


def unescape(text: str) -> str:
    """Undo `escape`."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else "\\", text)


def as_extensions(variable: Variable, text: str, namespace: str, *, labels: bool) -> list[dict[str, Json]]:
    """Return the extensions that hold `text`: none where nothing stands, several for a list.

    Parameters
    ----------
    variable : Variable
        Whose value it is.
    text : str
        What is written in the exchange file.
    namespace : str
        With what the names of extensions and code systems begin.
    labels : bool
        Whether what the guide calls a value is added.
    """
    if not text:
        return []
    url = f"{namespace}/variable/{variable.identifier}"
    made = [{"url": url, **value} for value in _values(variable, text, namespace, labels=labels)]
    if from_extensions(made) != text:
        made = [{"url": url, "valueString": escape(text)}]
    return made


def _values(variable: Variable, text: str, namespace: str, *, labels: bool) -> list[dict[str, Json]]:
    system = f"{namespace}/CodeSystem/{variable.catalog or variable.identifier}"
    parts = text.split(LIST_SEPARATOR) if variable.kind is Kind.INTEGERS else [text]
    coded = []
    for part in parts:
        number = _ENCODERS["integer"](part)
        name = variable.describe(part if number is None else number)
        odd = variable.kind is not Kind.TEXT and str(number) != part
        if odd or not _CODE.fullmatch(part) or (name is None and not variable.catalog):
            break
        coding = {"system": system, "code": part}
        if labels and name is not None and plain(name.es):
            coding["display"] = name.es
        coded.append({"valueCoding": coding})
    else:
        return coded
    if variable.kind is Kind.INTEGER and (number := _ENCODERS["integer"](text)) is not None:
        return [{"valueInteger": number}]
    if variable.kind is Kind.NUMBER and (number := _decimal(text)) is not None:
        return [{"valueDecimal": number}]
    if variable.kind is Kind.DATE and (day := _date(text)) is not None:
        return [{"valueDate": day}]
    return [{"valueString": escape(text)}]


def from_extensions(extensions: list[dict[str, Json]]) -> str | None:
    """Return the text that extensions of one variable hold, None if they hold none that is understood."""
    parts = []
    for extension in extensions:
        if "valueCoding" in extension:
            coding = extension["valueCoding"]
            part = coding.get("code") if isinstance(coding, dict) else None
        elif "valueDate" in extension:
            part = _decoded("date", str(extension["valueDate"]))
        elif "valueString" in extension:
            part = unescape(str(extension["valueString"]))
        else:
            part = next((extension[key] for key in ("valueInteger", "valueDecimal") if key in extension), None)
            part = part if part is None else _decoded("decimal", str(part))
        if not isinstance(part, str):
            return None
        parts.append(part)
    return LIST_SEPARATOR.join(parts) if parts else None


def kind_of(text: str) -> As | None:
    """Return the kind called `text`, None if there is none."""
    return next((kind for kind in KINDS if kind == text), None)
