"""Reading whole columns of written values with Polars: which are usable, and what they are worth.

The same forms as in `giis.validators.reading`, which reads one value at a time; a property test holds the two
together.
"""

from __future__ import annotations

import polars as pl

from giis.specs import Kind, Variable
from giis.specs.values import LIST_SEPARATOR, texts
from giis.validators.columns import null_of, raw_column
from giis.validators.reading import form_pattern

_MOST_TOKENS = 2_000
_FEW = 6


def usable(variable: Variable) -> pl.Expr:
    """Return whether each written value passes the value-level rules of `variable`; never null."""
    raw = pl.col(raw_column(variable.identifier))
    tokens = _tokens(variable)
    if tokens is not None:
        fits = _among(raw, tokens)
    elif variable.kind is Kind.INTEGERS and variable.bounded:
        one = "|".join(_escaped(token) for token in _option_texts(variable))
        fits = raw.str.contains(f"^(?:{one})(?:{LIST_SEPARATOR}(?:{one}))*$")
    else:
        fits = _well_formed(variable, raw)
        if variable.bounded:
            fits = fits & _inside(variable, raw)
    return (fits | (raw == "")) if variable.nullable else fits & (raw != "")


def value(variable: Variable, *, all_usable: bool) -> pl.Expr:
    """Return the typed value of each usable text, null for the others and for the empty.

    `all_usable` says that every text of the column is known to be usable, which saves asking again.
    """
    raw = pl.col(raw_column(variable.identifier))
    typed = _converted(variable, raw)
    if all_usable and not (variable.nullable and variable.kind in (Kind.TEXT, Kind.INTEGERS)):
        return typed
    present = raw != ""
    condition = present if all_usable else present & usable(variable)
    return pl.when(condition).then(typed).otherwise(null_of(variable.kind))


def failed_form(variable: Variable) -> pl.Expr:
    """Return, for texts known to be unusable, the form of the rule that each breaks first."""
    raw = pl.col(raw_column(variable.identifier))
    last = "opciones" if variable.options else "rango"
    otherwise = pl.lit(last if variable.bounded else "formato")
    form = pl.when(~_well_formed(variable, raw)).then(pl.lit("formato")).otherwise(otherwise)
    return form if variable.nullable else pl.when(raw == "").then(pl.lit("vacio")).otherwise(form)


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


def _inside(variable: Variable, raw: pl.Expr) -> pl.Expr:
    """Return whether well-formed texts are options or in the range."""
    if variable.kind is Kind.INTEGERS:
        one = "|".join(_escaped(token) for token in _option_texts(variable))
        return raw.str.contains(f"^(?:{one})(?:{LIST_SEPARATOR}(?:{one}))*$")
    number = _converted(variable, raw)
    ways: list[pl.Expr] = []
    named = list(dict.fromkeys((*variable.options, *variable.specials)))
    if named:
        ways.append(number.is_in(named))
    if variable.low is not None and variable.high is not None:
        ways.append((number >= variable.low) & (number <= variable.high))
    result = ways[0]
    for way in ways[1:]:
        result = result | way
    return result.fill_null(False)


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
