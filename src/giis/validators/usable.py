"""Reading whole columns of written values with Polars: which are usable, and what they are worth.

The same forms as in `giis.validators.reading`, which reads one value at a time; a property test holds the two
together.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from giis.specs import Kind, Variable
from giis.specs.values import LIST_SEPARATOR, texts
from giis.validators.columns import null_of, raw_column
from giis.validators.reading import LARGEST_DIGITS, form_pattern, malformed_form, missing_form, special_texts

_MOST_TOKENS = 2_000
_FEW = 6


def usable_column(identifier: str) -> str:
    """Return the name of the column that tells which values of a variable are usable."""
    return f"{identifier}?"


@dataclass(frozen=True)
class ColumnReading:
    """How the column of one variable is read.

    `usable` tells of each value whether it passes the value-level rules, and is never null; `value` is the typed
    value where all are usable, `checked_value` where the column `usable_column` tells which are (one that only fails
    tentative bounds has a value); `failed_form`
    names, of values known to be unusable, the rule that each breaks first.
    """

    usable: pl.Expr
    value: pl.Expr
    checked_value: pl.Expr
    failed_form: pl.Expr


def text_reading(variable: Variable) -> ColumnReading:
    """Return how a column of written texts is read."""
    raw = pl.col(raw_column(variable.identifier))
    typed, present = _converted(variable, raw), raw != ""
    if variable.nullable:
        fits = _fits(variable, raw) | ~present
        value = pl.when(present).then(typed).otherwise(null_of(variable.kind))
    else:
        fits, value = _fits(variable, raw) & present, typed
    readable = _well_formed(variable, raw) if variable.tentative else pl.col(usable_column(variable.identifier))
    checked = pl.when(readable & present).then(typed).otherwise(null_of(variable.kind))
    malformed, missing = malformed_form(variable), missing_form(variable)
    form = pl.when(~_well_formed(variable, raw)).then(pl.lit(malformed)).otherwise(_last_form(variable))
    if not variable.nullable:
        form = pl.when(raw == "").then(pl.lit(missing)).otherwise(form)
    return ColumnReading(fits, value, checked, form)


def number_reading(variable: Variable) -> ColumnReading:
    """Return how a column is read that holds the numbers of an integer variable, each spelt plainly."""
    number = pl.col(raw_column(variable.identifier))
    limit = 10 ** (variable.digits[0] if variable.digits else LARGEST_DIGITS)
    short = (number > -limit) & (number < limit)
    fits = _inside(variable, number) if variable.bounded else short
    if variable.bounded and variable.digits:
        fits = fits & short
    form = pl.when(~short).then(pl.lit("formato")).otherwise(_last_form(variable))
    readable = short if variable.tentative else pl.col(usable_column(variable.identifier))
    return ColumnReading(fits, number, pl.when(readable).then(number), form)


def _last_form(variable: Variable) -> pl.Expr:
    if not variable.bounded:
        return pl.lit(malformed_form(variable))
    return pl.lit("opciones" if variable.options else "rango")


def _fits(variable: Variable, raw: pl.Expr) -> pl.Expr:
    tokens = _tokens(variable)
    if tokens is not None:
        return _among(raw, tokens)
    if variable.kind is Kind.INTEGERS and variable.bounded:
        return _each_an_option(variable, raw)
    fits = _well_formed(variable, raw)
    if variable.bounded:
        fits = fits & _inside(variable, _converted(variable, raw))
    special = special_texts(variable)
    return fits | _among(raw, special) if special else fits


def _tokens(variable: Variable) -> tuple[str, ...] | None:
    """Return every admitted text, where they are few enough to be looked up as texts."""
    if variable.kind is Kind.TEXT and variable.options and not variable.length and not variable.pattern:
        return _option_texts(variable)
    if variable.kind is not Kind.INTEGER or not variable.bounded or variable.digits:
        return None
    tokens = _option_texts(variable)
    if variable.low is None or variable.high is None:
        return tokens
    if int(variable.high) - int(variable.low) > _MOST_TOKENS:  # type: ignore[arg-type]
        return None
    whole = range(int(variable.low), int(variable.high) + 1)  # type: ignore[arg-type]
    return tuple(dict.fromkeys((*tokens, *texts(whole))))


def _option_texts(variable: Variable) -> tuple[str, ...]:
    return texts(dict.fromkeys((*variable.options, *variable.specials)))


def _among(raw: pl.Expr, tokens: tuple[str, ...]) -> pl.Expr:
    if len(tokens) > _FEW:
        return raw.is_in(list(tokens))
    found = raw == tokens[0]
    for token in tokens[1:]:
        found = found | (raw == token)
    return found


def _well_formed(variable: Variable, raw: pl.Expr) -> pl.Expr:
    checks: list[pl.Expr] = []
    pattern = form_pattern(variable)
    if pattern is not None:
        checks.append(raw.str.contains(f"^(?:{pattern})$"))
    if variable.length is not None:
        low, high = variable.length
        size = raw.str.len_chars()
        checks.append(size == high if low == high else (size >= low) & (size <= high))
    if variable.kind is Kind.DATE:
        checks.append(_converted(variable, raw).is_not_null())
    result = checks[0] if checks else pl.lit(True)
    for check in checks[1:]:
        result = result & check
    return result


def _each_an_option(variable: Variable, raw: pl.Expr) -> pl.Expr:
    one = "|".join(_escaped(token) for token in _option_texts(variable))
    return raw.str.contains(f"^(?:{one})(?:{LIST_SEPARATOR}(?:{one}))*$")


def _inside(variable: Variable, number: pl.Expr) -> pl.Expr:
    """Return whether typed values are options or in the range; false where there is no value."""
    ways: list[pl.Expr] = []
    named = list(dict.fromkeys((*variable.options, *variable.specials)))
    if len(named) > _FEW:
        ways.append(number.is_in(named))
    else:
        ways += [number == item for item in named]
    if variable.low is not None and variable.high is not None:
        ways.append((number >= variable.low) & (number <= variable.high))
    result = ways[0]
    for way in ways[1:]:
        result = result | way
    return result if variable.kind is Kind.INTEGER else result.fill_null(False)


def _converted(variable: Variable, raw: pl.Expr) -> pl.Expr:
    match variable.kind:
        case Kind.INTEGER:
            return raw.cast(pl.Int64, strict=False)
        case Kind.NUMBER:
            return raw.cast(pl.Float64, strict=False)
        case Kind.DATE:
            day = raw.str.to_date("%d/%m/%Y", strict=False, cache=False)
            return pl.when(day.dt.year() >= 1).then(day)
        case Kind.INTEGERS:
            return raw.str.split(LIST_SEPARATOR).cast(pl.List(pl.Int64), strict=False)
        case _:
            return raw


def _escaped(token: str) -> str:
    return token.replace("-", r"\-").replace(".", r"\.")
