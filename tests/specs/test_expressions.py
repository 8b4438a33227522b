"""The expression language: each form, each fault, and nothing but `ExpressionError` for any text."""

from __future__ import annotations

import string
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from giis.specs.expressions.functions import SIGNATURES
from giis.specs.expressions.nodes import (
    FALSE,
    TRUE,
    And,
    AsOf,
    Attribute,
    Between,
    Call,
    CatalogDate,
    Compare,
    Const,
    Empty,
    InCatalog,
    InList,
    Kind,
    Node,
    Not,
    OneOf,
    Or,
    Term,
    Var,
    all_of,
    any_of,
    catalogs_of,
    negation,
    nullable_operands,
    variables_of,
)
from giis.specs.expressions.parser import ExpressionError, Scope, Symbol, parse_condition, parse_expression

I, N, T, D, B, L = Kind.INTEGER, Kind.NUMBER, Kind.TEXT, Kind.DATE, Kind.BOOLEAN, Kind.INTEGERS  # noqa: E741
ATTRIBUTES = {"NUMERO": I, "LETRA": T, "SI": B, "LISTA": L}
i, n, t, d, li = (
    Var(I, "i", False),
    Var(N, "n", False),
    Var(T, "t", False),
    Var(D, "d", False),
    Var(L, "l", False),
)
o, c = Var(T, "o", True), Var(I, "c", False)
age = Term(I, "age", Call(I, "years", (d, AsOf(D))))
adult = Term(B, "adult", Compare(B, ">=", age, Const(I, 18)))


def _attribute_kind(catalog: str, name: str) -> Kind:
    if name not in ATTRIBUTES:
        raise KeyError(f"the catalogue {catalog} has no attribute {name!r}")
    return ATTRIBUTES[name]


SCOPE = Scope(
    variables={
        "i": Symbol(I), "n": Symbol(N), "t": Symbol(T), "d": Symbol(D), "l": Symbol(L), "o": Symbol(T, True),
        "c": Symbol(I, False, "CAT"),
    },
    terms={"age": age, "adult": adult, "alias": d, "this": c},
    constants={"FIVE": 5, "WORD": "X", "WORDS": ("A", "B"), "NUMBERS": (1, 2)},
    attribute_kind=_attribute_kind,
    catalog_known=lambda name: name == "CAT",
)  # fmt: skip


def _int(value: int) -> Const:
    return Const(I, value)


def _text(value: str) -> Const:
    return Const(T, value)


def _eq(left: Node, right: Node) -> Compare:
    return Compare(B, "==", left, right)


FORMS: dict[str, Node] = {
    # names and literals
    "i": i,
    "  i  ": i,
    "3": _int(3),
    "-3": _int(-3),
    "36.5": Const(N, 36.5),
    "-0.5": Const(N, -0.5),
    "'x'": _text("x"),
    '"Ñ"': _text("Ñ"),
    "True": TRUE,
    "False": FALSE,
    "FIVE": _int(5),
    "WORD": _text("X"),
    "age": age,
    "alias": d,
    "this": c,
    "as_of": AsOf(D),
    "catalog_date('CAT')": CatalogDate(D, "CAT"),
    "c.NUMERO": Attribute(I, c, "CAT", "NUMERO"),
    "this.LETRA": Attribute(T, c, "CAT", "LETRA"),
    "c.SI": Attribute(B, c, "CAT", "SI"),
    # comparisons
    **{f"i {sign} 3": Compare(B, sign, i, _int(3)) for sign in ("==", "!=", "<", "<=", ">", ">=")},
    "i < n": Compare(B, "<", i, n),
    "i == 3.5": _eq(i, Const(N, 3.5)),
    "t == 'x'": _eq(t, _text("x")),
    "d <= as_of": Compare(B, "<=", d, AsOf(D)),
    "9 <= age <= 59": Between(B, age, _int(9), _int(59)),
    "n <= i <= 3": Between(B, i, n, _int(3)),
    # membership
    "i in [1, 2]": OneOf(B, i, (1, 2)),
    "i in (1, 2)": OneOf(B, i, (1, 2)),
    "n in [1, 2.5]": OneOf(B, n, (1.0, 2.5)),
    "i not in [1]": Not(B, OneOf(B, i, (1,))),
    "l in [1, 2]": OneOf(B, li, (1, 2)),
    "t in WORDS": OneOf(B, t, ("A", "B")),
    "t in [WORD]": OneOf(B, t, ("X",)),
    "9 in l": InList(B, _int(9), li),
    "i in c.LISTA": InList(B, i, Attribute(L, c, "CAT", "LISTA")),
    "c in catalog('CAT')": InCatalog(B, c, "CAT"),
    "t not in catalog('CAT')": Not(B, InCatalog(B, t, "CAT")),
    # logic
    "adult and c.SI": And(B, (adult, Attribute(B, c, "CAT", "SI"))),
    "adult or i == 1 or n == 2": Or(B, (adult, _eq(i, _int(1)), _eq(n, _int(2)))),
    "adult and (i == 1 and n == 2)": And(B, (adult, _eq(i, _int(1)), _eq(n, _int(2)))),
    "not adult": Not(B, adult),
    "not not adult": adult,
    "adult and True": adult,
    "adult or True": TRUE,
    "adult and False": FALSE,
    "not False": TRUE,
    # functions
    "empty(o)": Empty(B, o),
    "present(o)": Not(B, Empty(B, o)),
    "years(d, as_of)": Call(I, "years", (d, AsOf(D))),
    "year(alias)": Call(I, "year", (d,)),
    "count(l)": Call(I, "count", (li,)),
    "slice(t, 1, 2)": Call(T, "slice", (t, _int(1), _int(2))),
    "matches(t, '[A-Z]+')": Call(B, "matches", (t, _text("[A-Z]+"))),
    "contains(o, 'x')": Call(B, "contains", (o, _text("x"))),
    "meets_lower('010A', d, as_of)": Call(B, "meets_lower", (_text("010A"), d, AsOf(D))),
}

FAULTS: dict[str, str] = {
    # names
    "x": "unknown name 'x'",
    "x == 1": "unknown name 'x'",
    "x.LETRA": "unknown name 'x'",
    "f(i)": "unknown function 'f'",
    "catalog('CAT')": "unknown function 'catalog'",
    "i in catalog('DOG')": "unknown catalogue 'DOG'",
    "catalog_date('DOG')": "unknown catalogue 'DOG'",
    "catalog_date(t)": "name of a catalogue in quotes",
    "catalog_date()": "name of a catalogue in quotes",
    "i in catalog(CAT)": "name of a catalogue in quotes",
    "c.NADA": "has no attribute 'NADA'",
    "i.NUMERO": "bound to no catalogue",
    "age.NUMERO": "unknown name 'age'",
    "c.NUMERO.LETRA": "only a variable has attributes",
    "years(d, as_of).NUMERO": "only a variable has attributes",
    "empty(t)": "can never be empty",
    "empty('x')": "takes one variable",
    "empty(o, o)": "takes one variable",
    "present()": "takes one variable",
    # types
    "i == 'x'": "integer is compared with text",
    "t == 1": "text is compared with integer",
    "d == '2020-01-01'": "date is compared with text",
    "i in ['x']": "integer is compared with text",
    "i in WORDS": "integer is compared with text",
    "t in NUMBERS": "text is compared with integer",
    "i in [1.5]": "an integer is never 1.5",
    "l in ['x']": "integer is compared with text",
    "l == 1": "integers is compared with integer",
    "l == l": "asked with `in`",
    "adult == adult": "write the condition itself",
    "1 <= t <= 3": "integer is compared with text",
    "d in catalog('CAT')": "no catalogue has keys of type date",
    "age in catalog('CAT')": "only a variable or a text can be looked up",
    "'x' in l": "wants a list on its right",
    "i in t": "wants a list on its right",
    "i in i": "wants a list on its right",
    "t == WORDS": "no literal of the language",
    "i in []": "the list is empty",
    "i in [n]": "holds literals only",
    "years(d, i)": "years wants date, not integer",
    "years(d)": "years takes 2 values, not 1",
    "years()": "years takes 2 values, not 0",
    "adult and i": "'i' is of type integer, not a condition",
    "not i": "not a condition",
    "matches(t, o)": "wants its value written out",
    "matches(t, '^x')": "does not mean the same in every engine",
    r"matches(t, '\\d')": "does not mean the same in every engine",
    "slice(t, i, 2)": "wants its value written out",
    "slice(t, 0, 2)": "counts from 1",
    "contains(t, t)": "wants its value written out",
    # numbers and texts that no engine could hold
    "i == 1000000000000000000": "at most 18 digits",
    "n == 1e400": "too large",
    r"t == '\ud800'": "half a character",
    # Python that is no part of the language
    "": "not an expression",
    "i ==": "not an expression",
    "i = 1": "not an expression",
    "i == 1; i == 2": "not an expression",
    "import os": "not an expression",
    r"t == '\d'": "not an expression",
    "t == '\x00'": "not an expression",
    "lambda: i": "Lambda",
    "[x for x in l]": "ListComp",
    "any(x for x in l)": "unknown function 'any'",
    "{x for x in l}": "SetComp",
    "f'{i}'": "JoinedStr",
    "(y := i)": "NamedExpr",
    "i ** 2": "BinOp",
    "i + 1 == 2": "BinOp",
    "-i": "no part of the language",
    "+1": "no part of the language",
    "~i == 1": "no part of the language",
    "--1": "no part of the language",
    "i if adult else n": "IfExp",
    "l[0]": "Subscript",
    "{1: 2}": "Dict",
    "{1, 2}": "Set",
    "[1, 2]": "List",
    "i is 1": "no part of the language",
    "1 < i < 3": "may be chained",
    "i == i == i": "may be chained",
    "1 <= i <= 2 <= n": "may be chained",
    "i in [1] == True": "may be chained",
    "None": "no literal",
    "...": "no literal",
    "b'x'": "no literal",
    "1j": "no literal",
    "years(*l)": "Starred",
    "years(d, second=d)": "no part of the language",
    "years(d, **l)": "no part of the language",
    "t.upper()": "no part of the language",
    "().__class__": "only a variable has attributes",
    "__import__('os')": "unknown function '__import__'",
    "await i": "Await",
    "i @ i": "BinOp",
    # size and depth
    "i == " + "1" * 2_000: "longer than 2000",
    "(" * 900 + "i" + ")" * 900: "not an expression",
    "not " * 490 + "adult": "nested too deeply",
    "-" * 1_500 + "1": "",
    "c." + "a." * 900 + "a": "only a variable has attributes",
    "f(" * 190 + ")" * 190: "unknown function",
}


@pytest.mark.parametrize(("text", "node"), FORMS.items(), ids=FORMS)
def test_every_form(text: str, node: Node) -> None:
    assert parse_expression(text, SCOPE) == node


@pytest.mark.parametrize(("text", "message"), FAULTS.items(), ids=[text[:40] for text in FAULTS])
def test_every_fault(text: str, message: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_expression(text, SCOPE)
    assert message in str(caught.value)


def test_a_condition_is_boolean() -> None:
    assert parse_condition("adult", SCOPE) == adult
    with pytest.raises(ExpressionError, match="of type integer, not a condition"):
        parse_condition("i", SCOPE)


WORDS = (
    *SCOPE.variables, *SCOPE.terms, *SCOPE.constants, *SIGNATURES, "empty", "catalog", "catalog_date", "CAT", "and",
    "or", "not", "in", "==", "<=", "<", "!=", "(", ")", "[", "]", ",", ".", "'", "1", "2.5", "-", "lambda", ":", "{",
    "}", "for", "if", "else", ":=", "**", "*", "f'", "None", "True", "is", "await", "\\", "\n", "#", "0x", "1_0", "…",
)  # fmt: skip


@given(
    st.one_of(
        st.text(max_size=60),
        st.text(string.printable, max_size=60),
        st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join),
    )
)
@example("0777")
@example("1or 2")
@example("'\\N{DIGIT ONE}' == t")
@example("i == 1 #")
def test_any_text_is_a_condition_or_an_expression_error(text: str) -> None:
    try:
        node = parse_expression(text, SCOPE)
    except ExpressionError as error:
        assert str(error)
    else:
        assert isinstance(node, Node)
        assert isinstance(node.kind, Kind)


@pytest.mark.parametrize(
    ("text", "variables", "catalogs", "nullable"),
    [
        ("adult and o == 'x'", {"d", "o"}, set(), "o"),
        ("c.LETRA == o and i in [1]", {"c", "o", "i"}, {"CAT"}, "o"),
        ("c in catalog('CAT') or catalog_date('CAT') < d", {"c", "d"}, {"CAT"}, ""),
        ("True", set(), set(), ""),
    ],
)
def test_what_a_condition_reads(text: str, variables: set[str], catalogs: set[str], nullable: str) -> None:
    node = parse_condition(text, SCOPE)
    assert variables_of(node) == variables
    assert catalogs_of(node) == catalogs
    assert "".join(item.name for item in nullable_operands(node)) == nullable


@pytest.mark.parametrize(
    ("made", "simple"),
    [
        (all_of(), TRUE),
        (any_of(), FALSE),
        (all_of(adult), adult),
        (any_of(FALSE, adult), adult),
        (all_of(TRUE, adult, TRUE), adult),
        (all_of(adult, FALSE), FALSE),
        (any_of(adult, TRUE), TRUE),
        (negation(negation(adult)), adult),
        (negation(TRUE), FALSE),
        (negation(FALSE), TRUE),
    ],
)
def test_conditions_are_kept_simple(made: Any, simple: Node) -> None:
    assert made == simple
