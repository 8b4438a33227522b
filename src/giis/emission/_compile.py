"""From a mapping, a guide and a source to what makes records of rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from giis._errors import InputError
from giis._text import Text
from giis.emission._defaults import default_of
from giis.emission._document import ValueDoc
from giis.emission._mapping import Mapping, below, fault, near, read_under
from giis.emission._records import Group, group_of
from giis.emission._rows import Rows, rows_of
from giis.emission._steps import Fault, Shelf, Value, value_of
from giis.emission._tables import Tables
from giis.specs import Kind
from giis.validators.columns import raw_column

if TYPE_CHECKING:
    from giis.emission._rows import Column
    from giis.specs import Guide, Variable
    from giis.specs.assemble import Raw
    from giis.tables import Place, Table
    from giis.validators.columns import Setting

_MASK = "m."


@dataclass(frozen=True)
class Trouble:
    """A value that could not be made for some rows of a batch."""

    identifier: str
    code: str
    mask: pl.Series
    found: pl.Series
    """What the source has there, for all rows of the batch."""


@dataclass(frozen=True)
class Maker:
    """Makes the records of a guide of the rows of a source."""

    guide: Guide
    rows: Rows
    values: dict[str, Value]
    groups: dict[str, Group]
    defaults: tuple[str, ...]
    """The variables that the mapping leaves to the guide's default."""
    record: Column | None
    """The column by which the source calls a record."""

    @property
    def columns(self) -> list[str]:
        """The columns of the source that are read."""
        return list(self.rows.used)

    def source_columns(self, identifier: str) -> tuple[str, ...]:
        """Return the columns of the source that a variable is made from."""
        made = self.values.get(identifier) or self.groups.get(identifier)
        return made.columns if made is not None else ()

    def make(self, batch: pl.DataFrame) -> tuple[pl.DataFrame, list[Trouble], pl.Series | None]:
        """Return the written texts of each record, what could not be made, and what the source calls each record."""
        prepared = self.rows.prepare(batch.lazy()).collect()
        height = prepared.height or batch.height
        texts = [
            value.text.cast(pl.String).fill_null("").alias(raw_column(name)) for name, value in self.values.items()
        ]
        faults = [(name, item) for name, value in self.values.items() for item in value.faults]
        masks = [item.mask.fill_null(value=False).alias(f"{_MASK}{n}") for n, (_, item) in enumerate(faults)]
        anchor = pl.int_range(height, dtype=pl.UInt32).alias("e.height")  # so that constants are as long as the batch
        made = prepared.select(anchor, *texts, *masks) if prepared.width else pl.select(anchor, *texts, *masks)
        troubles = self._troubles(prepared, made, faults)
        for name, group in self.groups.items():
            text, wrong = group.made(prepared)
            made = made.with_columns(text.fill_null("").alias(raw_column(name)))
            troubles += [Trouble(name, code, mask, found) for code, mask, found in wrong]
        keys = None
        if self.record is not None:
            keys = prepared.select(self.rows.written(self.record).fill_null("")).to_series()
        return made.select(raw_column(variable.identifier) for variable in self.guide.variables), troubles, keys

    @staticmethod
    def _troubles(prepared: pl.DataFrame, made: pl.DataFrame, faults: list[tuple[str, Fault]]) -> list[Trouble]:
        found = []
        for number, (name, item) in enumerate(faults):
            mask = made.get_column(f"{_MASK}{number}")
            if mask.any():
                told = prepared.select(pl.when(mask).then(item.found.cast(pl.String))).to_series()
                found.append(Trouble(name, item.code, mask, told))
        return found


def compile_mapping(mapping: Mapping, guide: Guide, place: Place, table: Table, setting: Setting) -> Maker:
    """Return what makes records of `guide` of the rows of `table`.

    Raises
    ------
    SpecError
        If the mapping names what there is not, or a value that a variable cannot have.
    InputError
        If variables have neither a source nor a default: all of them are listed.
    """
    doc, raw = mapping.doc, mapping.raw
    rows = rows_of(table.schema, raw, ("columns",), doc.nothing, setting)
    tables = Tables(mapping, place)
    shelf = Shelf(doc.codes, tables.pairs, rows)
    named = _named(guide, raw)
    values: dict[str, Value] = {}
    groups: dict[str, Group] = {}
    missing: list[str] = []
    defaults: list[str] = []
    for variable in guide.variables:
        default = default_of(guide, variable)
        name = named.get(variable.identifier)
        if name is None:
            if default is None:
                missing.append(variable.name)
            values[variable.identifier] = Value(pl.lit(default or ""))
            defaults.append(variable.identifier)
            continue
        node, own = below(raw, "variables", name)
        if node == "default":
            value = ValueDoc(default=True)
        else:
            value, own = read_under(ValueDoc, raw, ("variables", name), "column")
        if value.records is not None:
            if variable.kind not in (Kind.RECORDS, Kind.INTEGERS):
                raise fault(
                    own, f"{variable.name} no tiene subregistros", f"{variable.name} has no sub-records", "records"
                )
            groups[variable.identifier] = group_of(guide, variable, own, shelf, tables, missing)
        else:
            values[variable.identifier] = value_of(value, own, variable, shelf, default)
    if missing:
        raise _missing(missing, guide)
    record = rows.column(doc.record, raw, "record") if doc.record is not None else None
    return Maker(guide, rows, values, groups, tuple(defaults), record)


def _named(guide: Guide, raw: Raw) -> dict[str, str]:
    """Return what the mapping calls each variable that it names, by identifier."""
    known = {variable.name: variable for variable in guide.variables}
    named: dict[str, str] = {}
    for name in raw.data["variables"]:
        variable = _variable(guide, str(name))
        if variable is None:
            hint = near(str(name), known)
            raise fault(raw, f"{guide.id} no tiene la variable {name!r}{hint.es}",
                        f"{guide.id} has no variable {name!r}{hint.en}", "variables", str(name))  # fmt: skip
        if variable.identifier in named:
            raise fault(raw, f"{named[variable.identifier]!r} y {name!r} son la misma variable",
                        f"{named[variable.identifier]!r} and {name!r} are the same variable",
                        "variables", str(name))  # fmt: skip
        named[variable.identifier] = str(name)
    return named


def _variable(guide: Guide, name: str) -> Variable | None:
    try:
        found = guide.variable(name)
    except KeyError:
        return None
    return found if found.group is None else None


def _missing(names: list[str], guide: Guide) -> InputError:
    listed = "".join(f"\n  {name}" for name in names)
    return InputError(
        Text(
            f"{len(names)} variables no tienen origen en el mapeo y {guide.id} no les da un valor por defecto; "
            f"nada se escribió:{listed}",
            f"{len(names)} variables have no source in the mapping and {guide.id} gives them no default; "
            f"nothing was written:{listed}",
        )
    )
