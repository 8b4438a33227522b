"""The Polars pipeline and the judge of single records give the same answers on the same records."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from engines import Engines
from hypothesis import given, settings
from hypothesis import strategies as st

from changes import CURPS, DATES, FREQUENT, JUNK, values_of
from giis.catalogs import declarations
from giis.specs import Kind, Level, load_guide, load_guide_file
from giis.specs.expressions import nodes
from giis.specs.expressions.functions import SIGNATURES
from giis.specs.expressions.parser import Scope, Symbol, parse_condition
from invented import WITH_SUBRECORDS, write_guide
from outpatient import AS_OF, BASE, shipped_catalogs

if TYPE_CHECKING:
    from giis.specs import Guide, Node


@cache
def outpatient() -> Engines:
    return Engines(load_guide("GIIS-B015-04-11"), shipped_catalogs(), AS_OF)


@cache
def changes() -> st.SearchStrategy[tuple[str, str]]:
    """Return single changes of a record: a variable and its new text."""
    likely = {item.identifier: st.sampled_from(values_of(item) or JUNK) for item in outpatient().guide.variables}

    def texts(name: str) -> st.SearchStrategy[tuple[str, str]]:
        text = st.one_of(likely[name], likely[name], likely[name], st.sampled_from(JUNK), st.text(max_size=20))
        return st.tuples(st.just(name), text.map(_storable))

    anywhere = st.sampled_from(list(likely)).flatmap(texts)
    return st.one_of(anywhere, anywhere, st.sampled_from(FREQUENT))


def _storable(text: str) -> str:
    """Return `text` as a file could hold it: half characters are none."""
    return text.encode("utf-8", "ignore").decode()


def test_the_base_record_breaks_nothing() -> None:
    assert outpatient().pipeline([BASE]) == outpatient().one_by_one([BASE]) == [(frozenset(), frozenset())]


@settings(max_examples=max(settings().max_examples // 2, 10))
@given(data=st.data())
def test_engines_agree_on_changed_records(data: st.DataObject) -> None:
    engines = outpatient()
    drawn = data.draw(st.lists(st.lists(changes(), min_size=1, max_size=8), min_size=1, max_size=30))
    engines.must_agree([{**BASE, **dict(items)} for items in drawn])


@pytest.mark.parametrize("identifier", [variable.identifier for variable in load_guide("B015").variables])
def test_engines_agree_on_every_listed_value(identifier: str) -> None:
    engines = outpatient()
    variable = engines.guide.by_identifier[identifier]
    texts = values_of(variable)
    others = ({"sexoBiologico": "1", "fechaNacimiento": "14/05/2018"}, {"tipoPersonal": "99"})
    records = [{**BASE, identifier: text} for text in (*texts, *JUNK)]
    engines.must_agree(records + [{**BASE, **other, identifier: text} for other in others for text in texts[:25]])


# Random conditions over a guide with one variable of every kind


@cache
def invented_guide() -> Guide:
    with TemporaryDirectory() as folder:
        return load_guide_file(write_guide(Path(folder), [WITH_SUBRECORDS]))


INTEGERS = ("sexo", "motivo", "pais", "dosis", "edad", "unidad.tipo_unidad", "count(riesgos)", "year(fecha)",
    "count(ACTOS)", "grado", "count(ACTOS, causa == diagnostico)", "count(ACTOS, lugar == sexo and edad > 3)",
    "minutes(nota_clinica)",
)  # fmt: skip
TEXTS = (
    "apodo",
    "nota_clinica",
    "unidad",
    "diagnostico",
    "unidad.institucion",
    "diagnostico.LSEX",
    "GENERICA",
)
DATES_READ = (
    "nacimiento", "fecha", "as_of", "catalog_date('PAIS')", "catalog_date('DIRECTORIO_SERVICIOS_AMIGABLES')",
    "curp_birth_date(apodo)",
)  # fmt: skip
LISTS = ("riesgos", "diagnostico.TIPO_PERSONAL_1VEZ_CE")
PLAIN = (
    "mayor", "viejo", "empty(nota_clinica)", "present(dosis)", "diagnostico.DIA_CRONICOS", "repeated(riesgos)",
    "pais in catalog('PAIS')", "nota_clinica in catalog('DIAGNOSTICO_SIS')", "dosis in catalog('PAIS')",
    "any(ACTOS, position > numero)", "all(ACTOS, causa.LSEX == 'NO')", "any(ACTOS, empty(hora) or mayor)",
    "empty(ACTOS)", "all(ACTOS, minutes(hora) > 60 or lugar == dosis)",
    "any(ACTOS, causa in catalog('DIRECTORIO_SERVICIOS_AMIGABLES'))",
    "any(ACTOS, years(nacimiento, fecha) > numero)",
    "concat(apodo, nota_clinica) in catalog('DIAGNOSTICO_SIS')", "cie(diagnostico, 'A00-J99, O80')",
    "unidad in catalog('DIRECTORIO_SERVICIOS_AMIGABLES')", "apodo in GRUPO", "nota_clinica in GRUPO", "True", "False",
)  # fmt: skip
SIGNS = ("==", "!=", "<", "<=", ">", ">=")
WORDS = ("", "A1", "A2", "NADIE", "SSA", "J00X", "Ñ", "GAMA890520MDFRRN08", "NO", "010A")
POOLS: dict[str, tuple[str, ...]] = {
    "nacimiento": (*DATES[:14], ""),
    "fecha": ("15/11/2024", "01/01/2030", "x", ""),
    "sexo": ("1", "2", "3", "4", "", "x"),
    "apodo": (*WORDS, "ana", *CURPS[:4]),
    "unidad": ("DFSSA002935", "ASSSA000013", "DFSSA99999", "DFSSA999999", ""),
    "pais": ("142", "33", "9999", "-1", "", "0142"),
    "peso": ("1", "300", "300.01", "999", "61.5", "0.5", "-1", "1.500", "", "x"),
    "motivo": ("1", "2", "3", "4", "-1", "", "x"),
    "nota_clinica": ("", "A1", "A2", "B", "J00X", "NADIE", "ABCDEFG", "a1", "1A"),
    "dosis": ("", "0", "5", "-5", "99", "100", "142", "x", "-0"),
    "riesgos": ("-1", "1", "9", "1&2", "1&1", "1&2&3", "1&9", "1&2&3&9", "4", "", "1&", "-1&1"),
    "grado": ("1", "5", "6", "-1", "x", ""),
    "ACTOS": (
        "", "1#J00X#1#10:30", "1#J00X#1#&2#O800#1#99:99", "1#E119#2#09:59&2#J00X#-1#", "1#O800#1#23:59&3#O800#1#24:00",
        "2#ZZZZ##x", "1#J00X#7#10:30", "1#J00X#1", "1#J00X#1#10:30&", "&", "#", "x",
        "1#F530#-1#10:00&2#F530#-1#&3#C500#1#&4#J00X#-1#",
        "1#J00X#2#07:00&2#E119#-1#&3#E119#-1#",
    ),
    "diagnostico": ("J00X", "E119", "O800", "C500", "Z001", "ZZZZ", "", "F530"),
}  # fmt: skip


def _conditions() -> st.SearchStrategy[str]:
    """Return texts of conditions: every form of the language."""
    small = st.integers(-3, 200).map(str)
    decimals = st.sampled_from(["0.5", "61.5", "300.0", "-1.25", "2.0"])
    texts = st.one_of(
        st.sampled_from(TEXTS),
        st.sampled_from(WORDS).map(repr),
        st.builds("slice({}, {}, {})".format, st.sampled_from(TEXTS), st.integers(1, 4), st.integers(1, 4)),
    )
    dates = st.sampled_from(DATES_READ)
    ages = st.builds("{}({}, {})".format, st.sampled_from(["years", "months", "days"]), dates, dates)
    integers = st.one_of(st.sampled_from(INTEGERS), small, ages, st.builds("length({})".format, texts))
    numbers = st.one_of(st.just("peso"), decimals, integers)
    sign = st.sampled_from(SIGNS)
    lists = st.sampled_from(LISTS)
    word = st.sampled_from(WORDS).map(repr)

    def comparing(operands: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        pair = st.builds("{} {} {}".format, operands, sign, operands)
        return st.one_of(pair, pair, st.builds("{} <= {} <= {}".format, operands, operands, operands))

    def among(items: st.SearchStrategy[str], literals: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        listed = st.lists(literals, min_size=1, max_size=7).map(", ".join)
        return st.builds("{} {} [{}]".format, items, st.sampled_from(["in", "not in"]), listed)

    functions = [name for name, signature in SIGNATURES.items() if signature.parameters == (Kind.TEXT,)]
    tests = [name for name in functions if SIGNATURES[name].result is Kind.BOOLEAN]
    atoms = st.one_of(
        st.sampled_from(PLAIN),
        comparing(numbers),
        comparing(texts),
        comparing(dates),
        among(integers, small),
        among(st.one_of(st.just("peso"), decimals), st.one_of(small, decimals)),
        among(texts, word),
        among(lists, small),
        st.builds("{} in {}".format, integers, lists),
        st.builds("{}({})".format, st.sampled_from(tests), texts),
        st.builds(
            "{}(ACTOS, {} {} position)".format,
            st.sampled_from(["any", "all"]),
            st.sampled_from(["numero", "lugar", "3", "edad"]),
            sign,
        ),
        st.builds("contains({}, {})".format, texts, word),
        st.builds("matches({}, {!r})".format, texts, st.sampled_from(["[A-Z]+", "A.*", "(?:A1|Ñ)?", "[0-9]{2,3}"])),
        st.builds("{}({}, {}, {})".format, st.sampled_from(["meets_lower", "meets_upper"]), texts, dates, dates),
        st.builds("curp_given({}, {})".format, texts, texts),
    )
    return st.recursive(
        atoms,
        lambda inner: st.one_of(
            st.builds("not ({})".format, inner),
            st.builds("({}) and ({})".format, inner, inner),
            st.builds("({}) or ({})".format, inner, inner),
            among(inner.map("({})".format), st.sampled_from(["True", "False"])),
        ),
        max_leaves=4,
    )


CONDITIONS = _conditions()
RECORDS = st.lists(
    st.fixed_dictionaries({name: st.sampled_from(pool) for name, pool in POOLS.items()}),
    min_size=1,
    max_size=12,
)


@cache
def scope() -> Scope:
    guide = invented_guide()
    symbols = {
        item.identifier: Symbol(item.kind, item.nullable, item.catalog, item.group)
        for item in guide.by_identifier.values()
    }

    def attribute_kind(catalog: str, attribute: str) -> Kind:
        kinds = {item.name: item.kind for item in declarations()[catalog].attributes}
        return Kind.BOOLEAN if kinds[attribute] == "flag" else Kind(kinds[attribute])

    constants: dict[str, Any] = {"GENERICA": "NADIE", "GRUPO": ("A1", "A2")}
    return Scope(symbols, guide.terms, constants, attribute_kind, lambda name: name in declarations())


def with_conditions(guide: Guide, conditions: list[Node]) -> Guide:
    """Return `guide` with one rule a condition, and its value-level rules."""
    model = next(rule for rule in guide.rules if rule.level is Level.RECORD)
    rules = [
        replace(model, id=f"TST001-r{index}", when=None, require=node, cases=())
        for index, node in enumerate(conditions)
    ]
    kept = [rule for rule in guide.rules if rule.level is Level.VALUE]
    return replace(guide, rules=(*kept, *rules), file_rules=())


@given(texts=st.lists(CONDITIONS, min_size=1, max_size=8), records=RECORDS)
def test_engines_agree_on_random_conditions(texts: list[str], records: list[dict[str, str]]) -> None:
    conditions = [parse_condition(text, scope()) for text in texts]
    engines = Engines(with_conditions(invented_guide(), conditions), shipped_catalogs(), AS_OF)
    try:
        engines.must_agree(records)
    except AssertionError as error:
        raise AssertionError(f"{dict(enumerate(texts))}\n{error}") from None


def test_random_conditions_have_every_form() -> None:
    """Keep the generator honest: what the language has must occur in it."""
    wanted = {kind.__name__ for kind in nodes.Node.__subclasses__()} - {"Repeats"}  # only `distinct` makes it
    seen: set[str] = set()

    @settings(max_examples=1000)
    @given(text=CONDITIONS)
    def collect(text: str) -> None:
        seen.update(type(node).__name__ for node in parse_condition(text, scope()).walk())

    collect()
    assert wanted == seen


@given(records=RECORDS)
def test_engines_agree_on_the_invented_guide(records: list[dict[str, str]]) -> None:
    _invented_engines().must_agree(records)


@cache
def _invented_engines() -> Engines:
    return Engines(invented_guide(), shipped_catalogs(), AS_OF)
