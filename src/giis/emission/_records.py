"""Sub-records of a column: the elements of a list in the source, or the rows of a second table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from giis._text import Text
from giis.emission._defaults import default_of
from giis.emission._document import RecordsDoc, ValueDoc
from giis.emission._mapping import fault, near, no_column, read_under
from giis.emission._rows import TEXT, Rows, rows_of
from giis.emission._steps import Shelf, Value, value_of
from giis.emission._values import cleaned
from giis.specs.values import FIELD_SEPARATOR, LIST_SEPARATOR
from giis.validators.columns import POSITION, ROW

if TYPE_CHECKING:
    from collections.abc import Mapping

    from giis.emission._rows import Column
    from giis.emission._tables import Tables
    from giis.specs import Guide, Variable
    from giis.specs.assemble import Raw

VALUE = "value"
"""What the column of a list of plain values is called."""
_KEY = "e.key"
SEPARATOR_INSIDE = "MAP-separador"
SEPARATOR_MESSAGE = Text("un dato del subregistro contiene # o &, que lo partirían",
                         "a value of the sub-record holds # or &, which would cut it")  # fmt: skip


@dataclass(frozen=True)
class Group:
    """How the sub-records of a variable are made of the rows of a batch."""

    variable: Variable
    list_: Column | None
    key: pl.Expr | None
    child: pl.DataFrame | None
    """The rows of the second table, with their key as text in `e.key`."""
    where: pl.Expr | None
    rows: Rows
    fields: tuple[Value, ...]
    columns: tuple[str, ...]

    def made(self, prepared: pl.DataFrame) -> tuple[pl.Series, list[tuple[str, pl.Series, pl.Series]]]:
        """Return the text of each row, null where it has no sub-record, and what went wrong: code, mask, text."""
        elements = self.rows.prepare(self._elements(prepared).lazy())
        if self.where is not None:
            elements = elements.filter(self.where)
        place = pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over(ROW).alias(POSITION)
        frame = elements.with_columns(place).collect()
        single = [
            value.text.cast(pl.String).fill_null("").alias(f"f.{place}") for place, value in enumerate(self.fields)
        ]
        texts = frame.select(ROW, *single)
        names = texts.columns[1:]
        held = pl.any_horizontal(pl.col(names).str.contains(f"[{FIELD_SEPARATOR}{LIST_SEPARATOR}]"))
        joined = texts.select(ROW, pl.concat_str(names, separator=FIELD_SEPARATOR).alias("text"), held.alias("cut"))
        whole = joined.group_by(ROW, maintain_order=True).agg(
            pl.col("text").str.join(LIST_SEPARATOR), pl.col("cut").any()
        )
        at = whole.get_column(ROW)
        height = prepared.height
        text = _placed(height, at, whole.get_column("text"))
        wrong: list[tuple[str, pl.Series, pl.Series]] = []
        if whole.get_column("cut").any():
            cut = at.filter(whole.get_column("cut"))
            wrong.append(
                (SEPARATOR_INSIDE, _mask(height, cut), _placed(height, cut.clear(), cut.clear().cast(pl.String)))
            )
        faults = [fault for value in self.fields for fault in value.faults]
        if faults:
            masks = frame.select(
                ROW, *(item.mask.fill_null(value=False).alias(str(n)) for n, item in enumerate(faults))
            )
            for number, item in enumerate(faults):
                found = masks.get_column(str(number))
                if found.any():
                    told = frame.filter(found).select(ROW, item.found.cast(pl.String).alias("found")).unique(ROW)
                    shown = _placed(height, told.get_column(ROW), told.get_column("found"))
                    wrong.append((item.code, _mask(height, told.get_column(ROW)), shown))
        return text, wrong

    def _elements(self, prepared: pl.DataFrame) -> pl.DataFrame:
        numbered = prepared.with_row_index(ROW)
        if self.list_ is not None:
            name = TEXT + self.list_.identifier
            single = numbered.select(ROW, name).explode(name).filter(pl.col(name).is_not_null())
            inner = single.schema[name]
            if isinstance(inner, pl.Struct):
                return single.select(ROW, pl.col(name).struct.unnest())
            return single.rename({name: VALUE})
        keys = numbered.select(ROW, self.key.alias(_KEY))  # type: ignore[union-attr]
        child = self.child if self.child is not None else pl.DataFrame({_KEY: []})
        return keys.join(child, on=_KEY, how="inner", maintain_order="left_right").drop(_KEY)


def group_of(guide: Guide, variable: Variable, raw: Raw, shelf: Shelf, tables: Tables, missing: list[str]) -> Group:
    """Return how the sub-records of `variable` are made.

    Parameters
    ----------
    guide, variable
        What they are of; a list of plain values counts as sub-records of one field, called as the variable.
    raw : Raw
        The mapping of the variable.
    shelf : Shelf
        The columns of the record.
    tables : Tables
        The second tables.
    missing : list of str
        Takes up the fields that have no source and no default.

    Raises
    ------
    SpecError
        If it names what there is not.
    """
    doc, own = read_under(RecordsDoc, raw, ("records",))
    listed, key, child, child_raw = None, None, None, own
    schema: Mapping[str, pl.DataType]
    if doc.column is not None:
        listed = shelf.rows.column(doc.column, own, "column")
        schema = _inner(listed, own)
    else:
        key = shelf.rows.written(shelf.rows.column(doc.key or "", own, "key"))
        child, schema, child_raw = _child(doc, own, tables)
    nothing = tables.mapping.doc.nothing
    declared = ("columns",) if doc.table is not None else ("columns:",)
    rows = rows_of(schema, child_raw, declared, nothing, shelf.rows.setting)
    inner = Shelf(shelf.codes, shelf.pairs, rows, pl.col(POSITION))
    where = None
    if doc.where is not None:
        node, _ = rows.expression(doc.where, own, ("where",), condition=True)
        where = rows.compiled(node)
    fields = variable.fields or (variable,)
    _check_fields(doc, own, variable, fields)
    values = [_field(guide, field, doc, own, inner, variable, missing) for field in fields]
    columns = tuple(dict.fromkeys(name for value in values for name in value.columns))
    return Group(variable, listed, key, child, where, rows, tuple(values), columns)


def _field(
    guide: Guide, field: Variable, doc: RecordsDoc, raw: Raw, shelf: Shelf, variable: Variable, missing: list[str]
) -> Value:
    default = default_of(guide, field)
    name = next((name for name in (field.name, field.identifier) if name in doc.fields), None)
    if name is not None:
        own_doc, own = read_under(ValueDoc, raw, ("fields", name), "column")
        if own_doc.records is not None:
            raise fault(own, "un subregistro no tiene subregistros", "a sub-record has no sub-records", "records")
        return value_of(own_doc, own, field, shelf, default)
    if variable.many is not None and variable.many.sequence == field.identifier:
        return Value(pl.col(POSITION).cast(pl.String))
    if default is None:
        missing.append(f"{variable.name}.{field.name}")
    return Value(pl.lit(default or ""))


def _check_fields(doc: RecordsDoc, raw: Raw, variable: Variable, fields: tuple[Variable, ...]) -> None:
    known = {name for field in fields for name in (field.name, field.identifier)}
    for name in doc.fields:
        if name not in known:
            hint = near(name, known)
            raise fault(raw, f"{variable.name} no tiene el campo {name!r}{hint.es}",
                        f"{variable.name} has no field {name!r}{hint.en}", "fields", name)  # fmt: skip


def _inner(column: Column, raw: Raw) -> Mapping[str, pl.DataType]:
    dtype = column.dtype
    inner = pl.Series(dtype=dtype.inner).dtype if isinstance(dtype, pl.List) else None
    if inner is None:
        raise fault(
            raw, f"la columna {column.name!r} no es una lista", f"the column {column.name!r} is no list", "column"
        )
    if isinstance(inner, pl.Struct):
        return {item.name: pl.Series(dtype=item.dtype).dtype for item in inner.fields}
    return {VALUE: inner}


def _child(doc: RecordsDoc, raw: Raw, tables: Tables) -> tuple[pl.DataFrame, Mapping[str, pl.DataType], Raw]:
    told, own, frame = tables.table(doc.table or "", raw, "table")
    if doc.order is not None:
        if doc.order not in frame.columns:
            raise no_column(raw, doc.table, doc.order, frame.columns, "order")
        text = pl.col(doc.order).cast(pl.String)
        frame = frame.sort(text.cast(pl.Float64, strict=False), text, maintain_order=True)
    key = cleaned(told.key, frame.schema[told.key], tables.mapping.doc.nothing).alias(_KEY)
    return frame.with_columns(key).filter(pl.col(_KEY).is_not_null()), dict(frame.schema), own


def _mask(height: int, rows: pl.Series) -> pl.Series:
    return pl.repeat(False, height, eager=True).scatter(rows, True)


def _placed(height: int, rows: pl.Series, texts: pl.Series) -> pl.Series:
    """Return a series of `height` that has `texts` at `rows`, and null elsewhere."""
    return pl.repeat(None, height, dtype=pl.String, eager=True).scatter(rows, texts)
