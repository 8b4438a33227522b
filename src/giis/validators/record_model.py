"""Record models: one Pydantic class a guide, with the verdict and the rule ids of the pipeline.

A field takes what a program would have (`int`, `date`, `Decimal`, a list) or the text of an exchange file, and holds
the typed value. Whatever is given is judged as an exchange file would write it, so model and pipeline never
differ on a record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    ValidationInfo,
    create_model,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from giis._errors import InputError
from giis._text import Language, Text
from giis.catalogs import CatalogStore
from giis.specs import Guide, Kind, Variable, wording
from giis.specs.guide import UNOFFICIAL
from giis.specs.values import field_names, written
from giis.validators.findings import Finding
from giis.validators.reading import ReadRecord, RecordReader
from giis.validators.single import RecordJudge

_TYPES: dict[Kind, Any] = {
    Kind.INTEGER: int,
    Kind.NUMBER: Decimal,
    Kind.TEXT: str,
    Kind.DATE: date,
    Kind.INTEGERS: list[int],
}


class RecordModel(BaseModel):
    """Base of the record models; make one with `record_model`.

    Validation raises `pydantic.ValidationError` if a rule of severity `error` is broken: one error a
    finding, its `type` the rule id, its `loc` the variable. Warnings are in `findings`. The context of
    `model_validate(record, context={...})` may give `as_of` (a date), `show_values` (a bool) and `language` (`"es"`
    or `"en"`).
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, populate_by_name=True)

    guide: ClassVar[Guide]
    store: ClassVar[CatalogStore]
    _findings: tuple[Finding, ...] = ()
    _texts: dict[str, str] = {}

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings that are no errors: warnings and information."""
        return self._findings

    @property
    def texts(self) -> Mapping[str, str]:
        """The values as an exchange file writes them, by header token, in the order of the columns.

        Where the official header repeats a token, the variable whose own name is another one goes by that.
        """
        headers = [item.header for item in self.guide.variables]
        return {
            item.header_also[0] if item.header_also and headers.count(item.header) > 1 else item.header: self._texts[
                item.identifier
            ]
            for item in self.guide.variables
        }

    @property
    def line(self) -> str:
        """The record as one line of an exchange file, without line end."""
        return "|".join(self._texts[item.identifier] for item in self.guide.variables)

    @classmethod
    def from_line(cls, line: str, **context: Any) -> Self:
        """Return the record that one line of an exchange file holds.

        Parameters
        ----------
        line : str
            The line, with or without its end.
        **context
            As in the class.

        Raises
        ------
        InputError
            If the line does not have as many values as the guide has variables.
        pydantic.ValidationError
            If an error is found.
        """
        values = line.rstrip("\r\n").split("|")
        names = [variable.identifier for variable in cls.guide.variables]
        if len(values) != len(names):
            raise InputError(
                Text(
                    f"el renglón tiene {len(values)} valores; {cls.guide.id} tiene {len(names)} variables",
                    f"the line has {len(values)} values; {cls.guide.id} has {len(names)} variables",
                )
            )
        return cls.model_validate(dict(zip(names, values, strict=True)), context=context)

    @model_validator(mode="wrap")
    @classmethod
    def _judged(cls, data: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        if not isinstance(data, Mapping):
            return handler(data)
        context = info.context or {}
        language: Language = context.get("language", "es")
        texts, unknown = cls._written(data)
        if unknown:
            return handler(data)
        judge = _judge(cls.guide, cls.store, context.get("as_of") or date.today())
        findings = judge.findings(texts, show_values=bool(context.get("show_values")))
        errors = [item for item in findings if item.severity == "error"]
        if errors:
            raise ValidationError.from_exception_data(
                cls.__name__, [_detail(item, language) for item in errors], hide_input=True
            )
        record = handler(_typed(cls.guide.variables, RecordReader(cls.guide.variables).read(texts)))
        record._findings = tuple(findings)
        record._texts = texts
        return record

    @classmethod
    def _written(cls, data: Mapping[Any, Any]) -> tuple[dict[str, str], list[str]]:
        """Return the written values by identifier, and the keys that name no variable."""
        texts = {variable.identifier: "" for variable in cls.guide.variables}
        unknown: list[str] = []
        for key, value in data.items():
            try:
                variable = cls.guide.variable(str(key))
            except KeyError:
                unknown.append(str(key))
                continue
            if variable.group is None:
                texts[variable.identifier] = written(value, field_names(variable))
            else:
                unknown.append(str(key))
        return texts, unknown


def _typed(variables: Iterable[Variable], read: ReadRecord) -> dict[str, Any]:
    """Return the values by identifier as the model holds them: exact decimals, lists, a mapping a sub-record."""
    values: dict[str, Any] = {}
    for variable in variables:
        name = variable.identifier
        if variable.fields:
            values[name] = [_typed(variable.fields, element) for element in read.groups[name] or ()] or None
            continue
        value = read.values[name]
        if variable.kind is Kind.NUMBER and value is not None:
            value = Decimal(read.texts[name])
        values[name] = list(value) if isinstance(value, tuple) else value
    return values


def _detail(finding: Finding, language: Language) -> InitErrorDetails:
    return InitErrorDetails(
        type=PydanticCustomError(finding.rule, "{message}", {"message": finding.message.get(language)}),
        loc=(finding.variable or "",),
        input=finding.value,
    )


def _judge(guide: Guide, store: CatalogStore, as_of: date) -> RecordJudge:
    key = (guide.digest, id(store), as_of)
    if key not in _JUDGES:
        known = {name: store.get(name) for name in guide.catalogs}
        catalogs = {name: catalog for name, catalog in known.items() if catalog is not None}
        if len(_JUDGES) > _MOST:
            _JUDGES.clear()
        _JUDGES[key] = RecordJudge(guide, catalogs, as_of)
    return _JUDGES[key]


_JUDGES: dict[tuple[str, int, date], RecordJudge] = {}
_MOST = 16


def record_model(guide: Guide, store: CatalogStore | None = None) -> type[RecordModel]:
    """Return the Pydantic class of the records of `guide`.

    Parameters
    ----------
    guide : Guide
        The guide.
    store : CatalogStore, optional
        Where the catalogues come from; the user's own store by default.
    """
    fields: dict[str, Any] = {variable.identifier: _field(variable) for variable in guide.variables}
    name = guide.id.replace("-", "_")
    model = create_model(name, __base__=RecordModel, __doc__=guide.name.en, **fields)
    model.guide = guide
    model.store = store or CatalogStore()
    return model


def _field(variable: Variable) -> tuple[Any, Any]:
    kind = list[_element_model(variable)] if variable.fields else _TYPES[variable.kind]  # type: ignore[misc]
    options = {str(value): label for value, label in variable.options.items()}
    extra: dict[str, Any] = {"number": variable.number, "header": variable.header}
    if options:
        extra["options"] = options
    if variable.catalog:
        extra["catalog"] = variable.catalog
    if variable.confidential:
        extra["confidential"] = True
    doubtful = variable.source.confidence in UNOFFICIAL  # what breaks such a form is told of, and has no value
    info = Field(
        title=variable.name,
        description=_description(variable).es,
        json_schema_extra=extra,
        repr=not variable.confidential,
    )
    return (Annotated[kind | None, info], None) if variable.nullable or doubtful else (Annotated[kind, info], ...)


def _element_model(variable: Variable) -> type[BaseModel]:
    """Return the class of the sub-records of a column."""
    fields: dict[str, Any] = {field.identifier: _field(field) for field in variable.fields}
    config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)
    return create_model(variable.identifier, __config__=config, __doc__=variable.label.en, **fields)


def _description(variable: Variable) -> Text:
    label = variable.label
    if not variable.bounded:
        return label
    domain = wording.domain_phrase(variable)
    return Text(f"{label.es}: {domain.es}", f"{label.en}: {domain.en}")
