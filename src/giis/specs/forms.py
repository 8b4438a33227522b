"""From the declaration of a variable to its form: kind, limits, options."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from giis._text import Text
from giis.specs.document import CatalogRef, ManyDoc, OptionsRef, VariableDoc
from giis.specs.expressions.nodes import Kind, Scalar
from giis.specs.guide import UNOFFICIAL, Many, Repairs, Source, Variable
from giis.specs.patterns import portable
from giis.specs.values import is_range, parse_range, typed

if TYPE_CHECKING:
    from giis.specs.assemble import Raw

KINDS = {
    "integer": Kind.INTEGER,
    "decimal": Kind.NUMBER,
    "text": Kind.TEXT,
    "date": Kind.DATE,
    "time": Kind.TEXT,
    "duration": Kind.TEXT,
    "integers": Kind.INTEGERS,
    "records": Kind.RECORDS,
}
_OF_VALUES = (
    "digits", "length", "pattern", "options", "range", "unknown", "not_applicable", "catalog", "cases", "otherwise",
    "repair",
)  # fmt: skip
"""Keys that only a single value has."""
_PATTERNS = {"time": r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", "duration": r"[0-9]{2}:[0-5][0-9]"}
"""The form of texts of a declared type."""
_UNKNOWN = Text("se desconoce", "unknown")
_DEFAULT = Text("valor por defecto", "default value")
T = TypeVar("T")
CodeLists = Callable[[str], Mapping[str, str]]


def identifier_of(name: str) -> str:
    """Return the name by which expressions call the variable `name`: `aivd-ABVD` is `aivd_ABVD`."""
    return re.sub(r"\W", "_", name)


def build_variable(
    doc: VariableDoc,
    raw: Raw,
    number: int,
    column: int,
    source: Source,
    code_lists: CodeLists,
    sentinels: Mapping[str, Text],
    group: str | None = None,
) -> Variable:
    """Return the variable that `doc` declares; the fields of a column with sub-records are put into it later.

    Parameters
    ----------
    doc, raw
        The declaration, and where its keys stand (for faults).
    number : int
        The number in the guide's dictionary, counted from 1.
    column : int
        The place in the line, counted from 1.
    source : Source
        The guide's source; the variable's section and pages are put into it.
    code_lists : callable
        From the name of a shared code list to its options.
    sentinels : Mapping
        The values that the guide admits as defaults though they are no option.
    group : str, optional
        The column of which it is a field.

    Raises
    ------
    SpecError
        If a limit, an option or a default does not fit the type.
    """
    kind = KINDS[doc.type]
    if kind is Kind.RECORDS:
        _check_records(doc, raw)
    elif doc.fields:
        raise raw.fault("`fields` belong to the type records", "fields")
    options = _options(doc, raw, kind, code_lists)
    low = high = None
    if doc.range is not None:
        if not kind.numeric:
            raise raw.fault(f"range does not fit a variable of type {doc.type}", "range")
        low, high = _checked(raw, "range", lambda: parse_range(doc.range or "", kind))
    exclusive: tuple[int, ...] = ()
    specials = _specials(doc, raw, kind, options, sentinels)
    if kind is Kind.INTEGERS:
        declared = [*(doc.many.exclusive if doc.many else ()), *(str(item) for item in specials)]
        exclusive = tuple(
            _checked(raw, "many", lambda value=value: int(typed(value, kind)))  # type: ignore[misc, arg-type]
            for value in dict.fromkeys(declared)
        )
        for value in exclusive:
            if value not in options and value not in specials:
                raise raw.fault(f"{value} is excluding but no option", "many", "exclusive")
    elif doc.many is not None and kind is not Kind.RECORDS:
        raise raw.fault("`many` belongs to the types integers and records", "many")
    catalog = doc.catalog.name if isinstance(doc.catalog, CatalogRef) else doc.catalog
    if catalog is not None and kind not in (Kind.INTEGER, Kind.TEXT):
        raise raw.fault(f"no catalogue has keys of type {doc.type}", "catalog")
    return Variable(
        name=doc.name,
        identifier=doc.identifier or identifier_of(doc.name),
        number=number,
        column=column,
        header=doc.header or identifier_of(doc.name).upper(),
        header_also=tuple(doc.header_also),
        label=doc.label.text,
        type=doc.type,
        kind=kind,
        source=Source(
            document=source.document,
            section=doc.section,
            pages=doc.pages,
            confidence=doc.confidence or source.confidence,
        ),
        nullable=doc.nullable,
        confidential=doc.confidential,
        digits=_digits(doc, raw, kind),
        length=_length(doc, raw, kind),
        pattern=_pattern(doc, raw, kind),
        options=options,
        low=low,
        high=high,
        specials=specials,
        catalog=catalog,
        many=_many(doc, raw, kind, exclusive),
        group=group,
        tentative=_tentative(doc, source),
        repairs=_repairs(doc, raw, kind),
    )


def _repairs(doc: VariableDoc, raw: Raw, kind: Kind) -> Repairs:
    given = doc.repair
    if given is None:
        return Repairs()
    if kind is not Kind.TEXT and (given.text or given.pad or given.empty):
        raise raw.fault("text, pad and empty belong to variables of type text", "repair")
    if given.empty is not None and doc.nullable:
        raise raw.fault("a variable that may be empty needs no text for nothing", "repair", "empty")
    fixed = doc.length is not None and ".." not in doc.length
    if "zeros" in given.text and not (fixed or doc.catalog):
        raise raw.fault("zeros fill up a text of fixed length, or a key of a catalogue", "repair", "text")
    if given.pad is not None and not (fixed and doc.catalog):
        raise raw.fault("pad belongs to keys of a catalogue, of fixed length", "repair", "pad")
    return Repairs(tuple(given.text), given.pad, given.empty, given.follows)


def _tentative(doc: VariableDoc, source: Source) -> bool:
    own = doc.confidence or source.confidence
    return any(doc.confidences.get(form, own) in UNOFFICIAL for form in ("opciones", "rango"))


def _check_records(doc: VariableDoc, raw: Raw) -> None:
    for key in _OF_VALUES:
        if key in raw.data:
            raise raw.fault(f"{key} does not fit a variable of type records; its fields may have it", key)
    if not doc.fields:
        raise raw.fault("a variable of type records has fields", "type")


def _many(doc: VariableDoc, raw: Raw, kind: Kind, exclusive: tuple[int, ...]) -> Many | None:
    if kind not in (Kind.INTEGERS, Kind.RECORDS):
        return None
    given = doc.many or ManyDoc()
    of_records = (given.min, given.sequence, *given.distinct)
    if kind is Kind.INTEGERS and any(of_records):
        raise raw.fault("min, sequence and distinct belong to the type records", "many")
    if given.min is not None and given.max is not None and given.min > given.max:
        raise raw.fault(f"no number is from {given.min} to {given.max}", "many", "min")
    return Many(given.max, exclusive, given.min, given.sequence, tuple(given.distinct))


def _checked(raw: Raw, key: str, read: Callable[[], T]) -> T:
    try:
        return read()
    except ValueError as error:
        raise raw.fault(f"{key}: {error}", key) from None


def _options(doc: VariableDoc, raw: Raw, kind: Kind, code_lists: CodeLists) -> dict[Scalar, str]:
    if isinstance(doc.options, OptionsRef):
        try:
            listed = code_lists(doc.options.list)
        except KeyError:
            raise raw.fault(f"unknown code list {doc.options.list!r}", "options") from None
        if doc.options.only is not None:
            wanted = [str(number) for number in doc.options.only]
            missing = [key for key in wanted if key not in listed]
            if missing:
                raise raw.fault(f"the code list {doc.options.list} has no {missing[0]!r}", "options", "only")
            listed = {key: listed[key] for key in wanted}
    else:
        listed = doc.options
    keys = _checked(raw, "options", lambda: [typed(key, kind) for key in listed])
    return dict(zip(keys, listed.values(), strict=True))


def _specials(
    doc: VariableDoc, raw: Raw, kind: Kind, options: Mapping[Scalar, str], sentinels: Mapping[str, Text]
) -> dict[Scalar, Text]:
    """Return the values prescribed beside options and range: the unknown, and a literal default."""
    specials: dict[Scalar, Text] = {}
    if doc.unknown is not None:
        value = _checked(raw, "unknown", lambda: typed(doc.unknown or "", kind))
        if value not in options:
            specials[value] = sentinels.get(doc.unknown, _UNKNOWN) if _plain(doc) else _UNKNOWN
    if doc.not_applicable is not None:
        if doc.not_applicable not in sentinels:
            raise raw.fault(f"{doc.not_applicable!r} is no sentinel of the guide", "not_applicable")
        specials[_checked(raw, "not_applicable", lambda: typed(doc.not_applicable or "", kind))] = sentinels[
            doc.not_applicable
        ]
    if (
        isinstance(doc.otherwise, str)
        and doc.otherwise not in ("empty", "options")
        and not is_range(doc.otherwise, kind)
    ):
        value = _checked(raw, "otherwise", lambda: typed(str(doc.otherwise), kind))
        inside = doc.range is not None and _inside(value, parse_range(doc.range, kind))
        if value not in options and value not in specials and not inside:
            free = not options and doc.range is None
            if doc.otherwise not in sentinels and not free:
                raise raw.fault(
                    f"the default {doc.otherwise!r} is neither an option, nor the unknown value, "
                    "nor a sentinel of the guide",
                    "otherwise",
                )
            specials[value] = sentinels.get(doc.otherwise, _DEFAULT)
    return specials


def _inside(value: Scalar, limits: tuple[Scalar, Scalar]) -> bool:
    return bool(limits[0] <= value <= limits[1])  # type: ignore[operator]


def _plain(doc: VariableDoc) -> bool:
    """Whether the unknown value is also the default, and so takes the name of the sentinel."""
    return doc.otherwise == doc.unknown


def _digits(doc: VariableDoc, raw: Raw, kind: Kind) -> tuple[int, int] | None:
    if doc.digits is None:
        return None
    match = re.fullmatch(r"([1-9]|1[0-8])(?:\.([1-9]))?", doc.digits)
    if match is None or kind not in (Kind.INTEGER, Kind.NUMBER) or (kind is Kind.NUMBER) != bool(match[2]):
        raise raw.fault(f"digits: {doc.digits!r} does not fit a variable of type {doc.type}", "digits")
    return int(match[1]), int(match[2] or 0)


def _length(doc: VariableDoc, raw: Raw, kind: Kind) -> tuple[int, int] | None:
    if doc.length is None:
        return None
    if kind is not Kind.TEXT:
        raise raw.fault(f"length does not fit a variable of type {doc.type}", "length")
    text = doc.length if ".." in doc.length else f"{doc.length}..{doc.length}"
    low, high = _checked(raw, "length", lambda: parse_range(text, Kind.INTEGER))
    if int(low) < 1:  # type: ignore[arg-type]
        raise raw.fault("length: a text has one character at least; use nullable for an empty one", "length")
    return int(low), int(high)  # type: ignore[arg-type]


def _pattern(doc: VariableDoc, raw: Raw, kind: Kind) -> str | None:
    if doc.type in _PATTERNS:
        for key in ("pattern", "length"):
            if getattr(doc, key) is not None:
                raise raw.fault(f"{key} does not fit a variable of type {doc.type}", key)
        return _PATTERNS[doc.type]
    if doc.pattern is None:
        return None
    if kind is not Kind.TEXT:
        raise raw.fault(f"pattern does not fit a variable of type {doc.type}", "pattern")
    pattern = doc.pattern
    return _checked(raw, "pattern", lambda: portable(pattern))
