"""What a definition becomes: columns, rules, merged blocks, counted paragraphs; and every shipped guide."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from giis._errors import SpecError
from giis._text import Text
from giis.specs import Guide, Kind, Rule, coverage_of, load_guide_file
from giis.specs.expressions.nodes import Const, Empty, Not, variables_of
from giis.specs.guide import Disposition, ValueSet
from giis.specs.structure import load_structure
from invented import BLOCK, FILES, GUIDE, write_guide

Load = Callable[..., Guide]
OVERRIDE = '      sexo: {pages: "3"}\n'
DIGESTS = Path(__file__).parents[3] / "shared" / "guides"


def _rule(guide: Guide, rule_id: str) -> Rule:
    return guide.by_id[rule_id]


# The small guide


def test_columns(invented: Load) -> None:
    guide = invented()
    assert [(item.number, item.identifier, item.header) for item in guide.variables] == [
        (1, "nacimiento", "NACIMIENTO"),
        (2, "fecha", "FECHA"),
        (3, "sexo", "SEXO"),
        (4, "apodo", "APODO"),
        (5, "unidad", "UNIDAD"),
        (6, "pais", "PAIS"),
        (7, "peso", "PESO"),
        (8, "motivo", "MOTIVO"),
        (9, "nota_clinica", "NOTA_CLINICA"),
        (10, "dosis", "DOSIS"),
        (11, "riesgos", "RIESGOS"),
        (12, "diagnostico", "DIAGNOSTICO"),
    ]
    sexo, peso, motivo = (guide.by_identifier[name] for name in ("sexo", "peso", "motivo"))
    assert (sexo.options, sexo.source.pages) == ({1: "HOMBRE", 2: "MUJER", 3: "OTRO"}, (3,))
    assert (peso.kind, peso.low, peso.high, peso.digits) == (Kind.NUMBER, 1.0, 300.0, (3, 2))
    assert peso.describe(999.0) == Text("se desconoce", "unknown")
    assert motivo.describe(-1) == Text("no aplica", "not applicable")
    assert guide.variable("nota-clinica") is guide.variable("NOTA_CLINICA") is guide.variable("tst009")
    assert guide.catalogs == ("DIAGNOSTICO_SIS", "ESTABLECIMIENTO_SIS", "PAIS")
    with pytest.raises(KeyError):
        guide.variable("nadie")


def test_rules(invented: Load) -> None:
    assert [rule.id for rule in invented().rules] == [
        "TST001-vacio",
        "TST001-formato",
        "TST002-vacio",
        "TST002-formato",
        "TST002-registro",
        "TST002-orden",
        "TST003-vacio",
        "TST003-formato",
        "TST003-opciones",
        "TST004-vacio",
        "TST004-letras",
        "TST005-vacio",
        "TST005-formato",
        "TST005-catalogo",
        "TST005-catalogo-vigencia",
        "TST006-vacio",
        "TST006-formato",
        "TST006-catalogo",
        "TST007-vacio",
        "TST007-formato",
        "TST007-rango",
        "TST008-vacio",
        "TST008-formato",
        "TST008-opciones",
        "TST008",
        "TST008-pediatria",
        "TST009-formato",
        "TST010-formato",
        "TST011-vacio",
        "TST011-formato",
        "TST011-opciones",
        "TST011",
        "TST011-maximo",
        "TST011-repetidos",
        "TST011-excluyentes",
        "TST012-vacio",
        "TST012-catalogo",
    ]


def test_cases(invented: Load) -> None:
    rule = _rule(invented(), "TST008")
    assert [case.admitted for case in rule.cases] == [ValueSet((1, 2, -1)), ValueSet((1, 2, 3))]
    assert rule.otherwise == ValueSet((-1,))


def test_an_empty_value_asks_nothing_of_a_rule(invented: Load) -> None:
    rule_text = '    nullable: "true"\n    rules:\n      - {id: r, require: this > 3, title: {es: X, en: X}}\n'
    guide = invented(('    digits: "2"\n    nullable: "true"\n', f'    digits: "2"\n{rule_text}'))
    when = _rule(guide, "TST010-r").when
    assert isinstance(when, Not)
    assert isinstance(when.item, Empty)
    own = rule_text.replace("this > 3", "empty(this) or sexo == 1")
    guide = invented(('    digits: "2"\n    nullable: "true"\n', f'    digits: "3"\n{own}'))


# fmt: off
MERGES: dict[str, tuple[list[tuple[str, str]], dict[str, Any]]] = {
    "a key replaces the block's": (
        [
            (OVERRIDE, '      sexo: {options: {"1": A}}\n'),
            ("sexo == 2 and mayor", "sexo == 1 and mayor"),
            ("when: sexo == 1, must: options", "when: edad < 3, must: options"),
            ("sexo == 2, must", "sexo == 1, must"),
            ("sexo != 3", "sexo != 4"),
        ],
        {"options": {1: "A"}},
    ),
    "an empty text removes a key": (
        [(OVERRIDE, '      apodo: {section: ""}\n')],
        {"sections": ["PERSONA", "", "", "", "", "", "", "", "", "", "", ""]},
    ),
    "rules are merged by id": (
        [(OVERRIDE, "      fecha:\n        rules:\n          - {id: orden, severity: warning}\n")],
        {"ids": ["registro", "orden"], "severities": ["error", "warning"]},
    ),
    "new rules stand after the block's": (
        [
            (
                OVERRIDE,
                "      fecha:\n        rules:\n          - {id: nueva, require: sexo != 1, title: {es: X, en: X}}\n",
            )
        ],
        {"ids": ["registro", "orden", "nueva"]},
    ),
    "a rule is dropped": (
        [(OVERRIDE, '      fecha:\n        rules:\n          - {id: orden, drop: "true"}\n')],
        {"ids": ["registro"]},
    ),
    "an empty text removes a key of a rule": (
        [
            (
                OVERRIDE,
                '      fecha:\n        rules:\n          - {id: registro, clause: ""}\n        clauses: ""\n',
            )
        ],
        {"ids": ["registro", "orden"], "counted": 0},
    ),
    "an empty text removes all rules": (
        [(OVERRIDE, '      fecha: {rules: "", clauses: ""}\n')],
        {"ids": []},
    ),
    "variables are left out": (
        [
            ("  - include: comun/persona\n", "  - include: comun/persona\n    omit: [apodo]\n"),
            ("    by: [apodo, dosis]\n    variable: apodo\n", "    by: [dosis]\n"),
        ],
        {"names": ["nacimiento", "fecha", "sexo", "unidad"]},
    ),
    "some variables are taken": (
        [
            (
                "  - include: comun/persona\n",
                "  - {include: comun/persona, only: [apodo]}\n  - include: comun/persona\n    omit: [apodo]\n",
            )
        ],
        {"names": ["apodo", "nacimiento", "fecha", "sexo"]},
    ),
    "like within a block": (
        [
            (
                "    rules:\n      - id: letras\n",
                "  - name: alias\n    label: {es: Alias, en: Alias}\n    like: apodo\n    rules:\n      - id: letras\n",
            )
        ],
        {"names": ["nacimiento", "fecha", "sexo", "apodo"], "alias": ("text", "PERSONA", ["letras"])},
    ),
    "like across blocks": (
        [
            (
                "  - name: pais\n",
                '  - name: alias\n    label: {es: Alias, en: Alias}\n    like: apodo\n'
                '    nullable: "true"\n  - name: pais\n',
            )
        ],
        {"alias": ("text", "PERSONA", ["letras"])},
    ),
    "like of a block's variable that is not included": (
        [
            (
                "  - include: comun/persona\n",
                "  - name: alias\n    label: {es: Alias, en: Alias}\n    like: comun/persona/apodo\n"
                "  - include: comun/persona\n",
            )
        ],
        {"alias": ("text", "PERSONA", ["letras"])},
    ),
    "a field is like a variable of a block": (
        [
            (
                "  - include: comun/persona\n",
                "  - name: SUBREGISTROS\n    label: {es: G, en: G}\n    type: records\n    fields:\n"
                "      - name: alias\n        label: {es: Alias, en: Alias}\n        like: comun/persona/apodo\n"
                "        rules:\n          - {id: letras, severity: info}\n"
                "  - include: comun/persona\n",
            )
        ],
        {"alias": ("text", "PERSONA", ["letras"])},
    ),
    "like takes no name, header, label or pages": (
        [
            (
                "  - name: pais\n",
                "  - name: alias\n    label: {es: Alias, en: Alias}\n    like: sexo\n  - name: pais\n",
            )
        ],
        {"alias": ("integer", "", []), "pages": ()},
    ),
    "a guide's term stands for the block's": (
        [("terms:\n  - {name: mayor", "terms:\n  - {name: viejo, is: edad > 90}\n  - {name: mayor")],
        {"viejo": 90},
    ),
}
# fmt: on


@pytest.mark.parametrize(("edits", "wanted"), MERGES.values(), ids=MERGES)
def test_merging(invented: Load, edits: list[tuple[str, str]], wanted: dict[str, Any]) -> None:
    guide = invented(*edits)
    fecha = [rule for rule in guide.rules if rule.variable == "fecha" and rule.form == "regla"]
    found: dict[str, Any] = {
        "options": guide.by_identifier["sexo"].options,
        "sections": [item.source.section for item in guide.variables],
        "ids": [rule.id.partition("-")[2] for rule in fecha],
        "severities": [rule.severity for rule in fecha],
        "counted": sum(item.variable == "fecha" for item in guide.statements),
        "names": [item.name for item in guide.variables[:4]],
        "viejo": guide.terms["viejo"].definition.right.value,  # type: ignore[union-attr]
    }
    alias = guide.by_identifier.get("alias")
    if alias is not None:
        own = [rule.id.partition("-")[2] for rule in guide.rules if rule.variable == "alias" and rule.form == "regla"]
        found |= {"alias": (alias.kind, alias.source.section, own), "pages": alias.source.pages}
    assert {key: found[key] for key in wanted} == wanted


def test_like_in_a_block_keeps_its_own_rules(invented: Load) -> None:
    """The rules of a variable made `like` another are merged with the other's, by id."""
    guide = invented(
        ("statements:\n", "  - name: alias\n    label: {es: A, en: A}\n    like: apodo\n    rules:\n"
         "      - {id: letras, severity: info}\n"
         "      - {id: otra, require: sexo != 1, title: {es: X, en: X}}\nstatements:\n")
    )  # fmt: skip
    assert [(rule.id, rule.severity) for rule in guide.rules if rule.variable == "alias" and rule.form == "regla"] == [
        ("TST013-letras", "info"),
        ("TST013-otra", "error"),
    ]
    assert "alias" in variables_of(_rule(guide, "TST013-letras").require or Const(Kind.BOOLEAN, True))


def test_a_block_brings_its_rules_on_the_file(invented: Load) -> None:
    rule = "file_rules:\n  - {id: bloque, kind: unique, by: [apodo], variable: apodo, title: {es: X, en: X}}\n"
    guide = invented(("variables:\n  - name: nacimiento", f"{rule}variables:\n  - name: nacimiento"))
    assert [item.rule.id for item in guide.file_rules] == [
        "TST-bloque",
        "TST-tope",
        "TST-constante",
        "TST-unico",
    ]


def test_a_rule_on_the_form_is_as_good_as_the_statement_that_places_it(invented: Load) -> None:
    form = "  - {id: G03, section: Forma, confidence: secondary, says: {es: X, en: X}, rules: [ARC-bom, TST-tope]}\n"
    guide = invented(("file_rules:\n", f"{form}file_rules:\n"))
    assert {rule.id for rule in guide.structure if rule.source.confidence != "official"} == {"ARC-bom"}
    assert _rule(guide, "TST-tope").source.confidence == "official"


def test_coverage(invented: Load) -> None:
    guide = invented()
    assert guide.statements == (
        Disposition("TST002 ¶1", "record", ("TST002-registro",), variable="fecha"),
        Disposition("TST005 ¶1", "record", ("TST005-catalogo", "TST005-catalogo-vigencia"), variable="unidad"),
        Disposition("TST008 ¶1", "record", ("TST008-opciones",), variable="motivo"),
        Disposition("TST008 ¶2", "record", ("TST008",), variable="motivo"),
        Disposition("TST008 ¶3", "record", ("TST008-pediatria",), variable="motivo"),
        Disposition("TST008 ¶4", "outside", (), Text("lo sabe la unidad", "the unit knows"), variable="motivo"),
        Disposition(
            "G01", "file", ("TST-tope", "TST007-vacio", "TST007-formato", "TST007-rango"), None,
            Text("hay un tope", "there is a cap"),
        ),
        Disposition("G02", "outside", (), Text("no consta", "not there"), Text("otra cosa", "something else")),
    )  # fmt: skip
    count = coverage_of(guide)
    assert (count.record, count.file, count.outside, count.definition) == (5, 1, 2, 0)
    assert (count.statements, count.checkable, count.share) == (8, 8, 6 / 8)
    assert (count.variables, count.rules) == (12, len(guide.rules) + 3 + len(guide.structure))


def test_a_definition_requires_nothing(invented: Load) -> None:
    guide = invented(("    outside:\n      - {clause", "    definitions:\n      - {clause"))
    count = coverage_of(guide)
    assert (count.outside, count.definition, count.checkable, count.share) == (1, 1, 7, 6 / 7)


def test_a_paragraph_may_be_checked_on_the_file(invented: Load) -> None:
    guide = invented(
        ('    clauses: "4"\n', '    clauses: "5"\n'),
        (
            "    of: nota_clinica == GENERICA\n",
            '    of: nota_clinica == GENERICA\n    variable: motivo\n    clause: "5"\n',
        ),
    )
    assert Disposition("TST008 ¶5", "file", ("TST-tope",), variable="motivo") in guide.statements


# Files


def test_the_digest_tells_every_file(tmp_path: Path) -> None:
    digests = set()
    for number, edit in enumerate([None, *FILES]):
        path = write_guide(tmp_path / str(number))
        if edit is not None:
            changed = path.parents[1] / edit
            changed.write_text(changed.read_text(encoding="utf-8") + "# x\n", encoding="utf-8")
        digests.add(load_guide_file(path).digest)
    assert len(digests) == 4


def test_constants_of_a_block_come_with_it(tmp_path: Path) -> None:
    path = write_guide(tmp_path, [("constants: {GENERICA: NADIE, GRUPO: [A1, A2],", "constants: {GENERICA: NADIE,")])
    block = path.parents[1] / BLOCK
    text = block.read_text(encoding="utf-8")
    block.write_text("constants: {GRUPO: [A1, A2], GENERICA: OTRA}\n" + text, encoding="utf-8")
    guide = load_guide_file(path)
    assert (guide.constants["GRUPO"], guide.constants["GENERICA"]) == (("A1", "A2"), "NADIE")
    path = write_guide(tmp_path / "other")
    (tmp_path / "other" / BLOCK).write_text("constants: {DIA: 31/02/2024}\n" + text, encoding="utf-8")
    with pytest.raises(SpecError, match="the constant DIA") as caught:
        load_guide_file(path)
    assert (caught.value.file.endswith(BLOCK), caught.value.line) == (True, 1)


def test_files_that_are_no_definitions(tmp_path: Path) -> None:
    path = write_guide(tmp_path)
    path.write_text("- a list\n", encoding="utf-8")
    with pytest.raises(SpecError, match=r"mapping .* at the top") as caught:
        load_guide_file(path)
    assert (Path(caught.value.file).name, caught.value.line) == (Path(GUIDE).name, 1)
    with pytest.raises(SpecError, match="cannot be read"):
        load_guide_file(tmp_path / "guides" / "nothing.yaml")
    path = write_guide(tmp_path / "other")
    (tmp_path / "other" / BLOCK).write_text("- x\n", encoding="utf-8")
    with pytest.raises(SpecError, match=r"mapping .* at the top") as caught:
        load_guide_file(path)
    assert caught.value.file.endswith(BLOCK)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("- x", 1, "the list `rules` is wanted"),
        ("rules: x", 1, "the list `rules` is wanted"),
        ("rules:\n  - {id: ARC-a, severity: error}", 2, "this key is missing"),
        (
            "rules:\n  - {id: XXX-a, severity: error, title: {es: a, en: a}, message: {es: a, en: a}}",
            2,
            "id: String should match",
        ),
        (
            "rules:\n" + "  - {id: ARC-a, severity: error, title: {es: a, en: a}, message: {es: a, en: a}}\n" * 2,
            3,
            "twice",
        ),
        ("rules:\n  - x", 2, "a mapping is wanted"),
    ],
)
def test_a_wrong_structure_file(tmp_path: Path, text: str, line: int, message: str) -> None:
    path = tmp_path / "structure.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SpecError, match=message) as caught:
        load_structure(path)
    assert (caught.value.file, caught.value.line) == ("structure.yaml", line)
