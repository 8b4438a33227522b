from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from reports_hand import FAILED, FINDINGS, INCOMPLETE, PASSED, finding, rendered, report, said
from rich.console import Console

from giis.reports import render_text
from giis.reports._page import bar, ranges
from giis.specs import load_guide
from giis.specs.expressions.nodes import TRUE, catalogs_of
from giis.validators.findings import Fix, RuleOutcome, Totals


@pytest.mark.parametrize(
    ("file", "language", "words"),
    [
        (FAILED, "es", ["NO PASA", "40 errores", "1 advertencia", "por el encabezado"]),
        (FAILED, "en", ["FAIL", "40 errors", "1 warning", "by the header"]),
        (PASSED, "es", ["PASA", "ningún error", "1 válido"]),
        (PASSED, "en", ["PASS", "No error"]),
        (INCOMPLETE, "es", ["INCOMPLETO", "1 regla sin respuesta", "1 sin decidir"]),
        (INCOMPLETE, "en", ["INCOMPLETE", "1 rule without an answer", "1 undecided"]),
    ],
)
def test_verdict(file, language, words):
    text = rendered(report(file), language=language)
    assert [word for word in words if word not in text] == []
    first, second = text.split("\n")[:2]
    assert first == file.path
    assert words[0] in second


def test_language_defaults_to_the_reports_own():
    assert "FAIL" in rendered(report(FAILED, language="en"))


def test_facts_and_catalogues():
    text = " ".join(rendered(report(FAILED)).split())
    assert "GIIS-B015-04-11 Consulta externa" in text
    assert "1,200, de ellos 1,190 válidos, 9 con errores y 1 sin decidir" in text
    assert "DIAGNOSTICO_SIS 2024-04-24" in text
    assert "PAIS 2025-01-01 (importado)" in text
    assert "2024-11-05" in text


def test_findings_stand_in_the_order_of_columns():
    text = rendered(report(FAILED), width=120)
    names = re.findall(r"^── (.+?) ─+$", text, re.MULTILINE)
    assert names[0] == "Archivo y estructura"
    numbers = [int(match[1]) for name in names if (match := re.match(r"(\d+) ", name))]
    assert numbers == [13, 43, 45, 55]
    assert names[-2:] == ["Otras reglas incumplidas (sus hallazgos no se muestran)", "Sin evaluar"]


def test_totals_are_exact_and_the_cap_is_told():
    text = rendered(report(FAILED))
    assert "CEX055 · error · 36 hallazgos (se muestran 6)" in text
    assert f"Se muestran {len(FINDINGS)} de 41 hallazgos" in text
    bars = next(line for line in text.split("\n") if line.startswith("   55 planSeguridad"))
    assert bars.split()[2] == "36"


def test_rules_without_a_shown_finding_stand_together_the_most_frequent_first():
    outcomes = [
        RuleOutcome(rule, "failed", count, 0, 9) for rule, count in (("CEX056", 2), ("CEX-r69x", 1), ("CEX057", 7))
    ]
    text = rendered(report(replace(FAILED, findings=(), outcomes=outcomes)), width=80)
    assert "── 5" not in text
    part = text[text.index("Otras reglas incumplidas") :]
    assert re.findall(r"^  (CEX\S+) +(\d+)  \S", part, re.MULTILINE) == [
        ("CEX057", "7"), ("CEX056", "2"), ("CEX-r69x", "1"),
    ]  # fmt: skip


def test_findings_that_have_all_in_common_are_told_once_with_their_places():
    text = " ".join(rendered(report(FAILED)).split())
    assert "hallazgo mensaje es valor 1 registros 3, 5-7, 9, 20 líneas 4, 6-8, 10, 21" in text
    assert text.count("mensaje es") == 4  # once for each rule that says it


def test_no_place_is_left_out_of_the_list():
    findings = [finding("CEX055", number, 55, "planSeguridad", "1") for number in range(1, 400, 2)]
    text = " ".join(rendered(report(replace(FAILED, findings=findings, outcomes=()))).split())
    assert f"registros {', '.join(map(str, range(1, 400, 2)))} líneas" in text


def test_a_message_that_findings_share_stands_above_a_row_for_each():
    findings = [finding("CEX055", number, 55, "planSeguridad", str(number)) for number in (1, 2, 3)]
    text = rendered(report(replace(FAILED, findings=findings, outcomes=())))
    assert text.count("mensaje es") == 1
    told = text[text.index("mensaje es") :].split("\n")
    assert [line.split() for line in told[1:5]] == [
        ["registro", "línea", "valor"], ["1", "2", "1"], ["2", "3", "2"], ["3", "4", "3"],
    ]  # fmt: skip


def test_findings_are_gathered_under_their_message():
    findings = [
        replace(finding("CEX055", number, 55, "planSeguridad", str(number)), message=said(f"m{number % 2}"))
        for number in range(1, 6)
    ]
    text = rendered(report(replace(FAILED, findings=findings, outcomes=())))
    rows = [line.split()[0] for line in text[text.index("· m1") :].split("\n")[:8]]
    assert rows == ["·", "registro", "1", "3", "5", "·", "2", "4"]


def test_columns_are_as_wide_as_what_they_hold():
    text = rendered(report(replace(FAILED, findings=FINDINGS[1:2], outcomes=())))
    assert re.search(r"^    registro  línea  valor  hallazgo$", text, re.MULTILINE)
    assert re.search(r"^           3      4  O800   se esperaba", text, re.MULTILINE)


@pytest.mark.parametrize(("rule", "said_once"), [("CEX055", True), ("CEX055-opciones", True), ("CEX043-sexo", False)])
def test_a_title_that_only_repeats_the_message_is_left_out(guide, rule, said_once):
    text = rendered(report(replace(FAILED, findings=[finding(rule, 1, 1, "x", "1")], outcomes=())), width=300)
    assert (guide.by_id[rule].title.es not in text) is said_once


def test_a_rule_that_no_official_text_states_is_marked(monkeypatch):
    rule = load_guide("GIIS-B015-04-11").by_id["CEX043-sexo"]
    inferred = replace(rule, source=replace(rule.source, confidence="inferred"))
    guide = load_guide("GIIS-B015-04-11")
    marked = replace(guide, rules=tuple(inferred if item is rule else item for item in guide.rules))
    monkeypatch.setattr("giis.reports.text.guide_of", lambda file: marked)
    note = "Respaldo: inferida, no está en el texto oficial."
    assert rendered(report(FAILED)).count(note) == 1


@pytest.mark.parametrize(
    ("language", "percent"),
    [("es", "el 9.1\u00a0% de 100\u00a0%, «5 %» y %20"), ("en", "el 9.1% de 100%, «5 %» y %20")],
)
def test_percentages_have_one_form(language, percent):
    message = said("el 9.1 % de 100%, «5 %» y %20")
    file = replace(FAILED, findings=[replace(finding("CEX055", 1, 55, "planSeguridad", "1"), message=message)])
    assert percent in rendered(report(file), language=language)


def test_a_number_and_its_percent_sign_stay_on_one_line():
    for width in range(60, 90):
        assert not re.search(r"^ *%", rendered(report(FAILED), width=width), re.MULTILINE)


@pytest.mark.parametrize(
    ("rules", "told"),
    [(("CEX074",), "(no está; no hizo falta)"), (("CEX074", "AMIGABLES"), "(falta)"), ((), "(no está; no hizo falta)")],
)
def test_a_missing_catalogue_is_an_alarm_only_where_a_rule_needed_it(guide, rules, told):
    wanted = next(
        rule.id
        for rule in guide.rules
        if "DIRECTORIO_SERVICIOS_AMIGABLES" in catalogs_of(rule.when or TRUE) | catalogs_of(rule.require or TRUE)
    )
    unanswered = [replace(FAILED.not_evaluated[0], rule=wanted if rule == "AMIGABLES" else rule) for rule in rules]
    text = " ".join(rendered(report(replace(PASSED, not_evaluated=unanswered))).split())
    assert f"DIRECTORIO_SERVICIOS_AMIGABLES {told}" in text


@pytest.mark.parametrize(("safe", "word"), [(True, "Corrección: "), (False, "Corrección (revísela una persona): ")])
def test_fix_is_told_once_for_a_rule(safe, word):
    fix = Fix(said("hacer esto"), safe=safe)
    findings = [
        replace(finding("CEX055", number, 55, "planSeguridad", "1"), fix=fix, message=said(f"m{number}"))
        for number in (1, 2)
    ]
    text = rendered(report(replace(FAILED, findings=findings, outcomes=())))
    assert text.count(word + "Hacer esto.") == 1


def test_fixes_that_differ_stand_with_their_findings():
    findings = [
        replace(finding("CEX055", number, 55, "planSeguridad", "1"), fix=Fix(said(f"f{number}"), safe=True))
        for number in (1, 2)
    ]
    text = rendered(report(replace(FAILED, findings=findings, outcomes=())))
    assert "Corrección: F1." in text
    assert "Corrección: F2." in text


@pytest.mark.parametrize("color", [False, True])
def test_values_cannot_act_on_the_terminal(color):
    text = rendered(report(replace(FAILED, path="a\x1b]0;x\x07.txt")), color=color, width=120)
    assert r"\x1b[31m[red]malo" in text
    assert r"a\x1b]0;x\x07.txt" in text
    stray = re.sub(r"\x1b\[[0-9;]*m", "", text) if color else text
    assert [c for c in stray if (ord(c) < 32 and c != "\n") or 0x7F <= ord(c) < 0xA0 or c == "\u202e"] == []


@pytest.mark.parametrize("width", [72, 80, 100, 160])
def test_no_line_is_wider_than_the_page(width):
    text = rendered(report(FAILED, PASSED), width=width, statistics=True, timing=True)
    body = [line for line in text.split("\n") if not re.search(r"TXT|CEX|Archivo y", line)]
    assert [line for line in body if len(line) > width] == []
    assert [line for line in text.split("\n") if line != line.rstrip()] == []


def test_colour_only_adds_to_what_is_readable_without():
    plain = rendered(report(FAILED))
    colored = rendered(report(FAILED), color=True)
    assert "\x1b[" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain


def test_marks_give_way_where_the_encoding_has_none():
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="replace")
    render_text(report(FAILED), Console(file=stream, width=100))
    stream.flush()
    text = stream.buffer.getvalue().decode()  # type: ignore[attr-defined]
    assert "##" in text
    assert "  NO PASA  " in text


def test_statistics_and_timing():
    text = rendered(report(FAILED), statistics=True, timing=True)
    assert re.search(r"incumplida +1,200 +36 +0  CEX055", text)
    assert re.search(r"sin evaluar +— +0 +3  CEX074", text)
    assert re.search(r"no aplicó +0 +0 +0  CEX075", text)
    assert "4,800 registros/s" in text
    assert text.index("0.020 s  CEX043-sexo") < text.index("0.010 s  CEX055")


def test_not_evaluated_is_grouped_by_reason():
    many = [replace(FAILED.not_evaluated[0], rule=f"CEX{number:03}", records=number) for number in range(1, 31)]
    text = " ".join(rendered(report(replace(INCOMPLETE, not_evaluated=many))).split())
    assert "falta el catálogo X 30 reglas: CEX030 (30 registros), CEX029" in text
    assert "… y 22 más" in text


def test_quiet_is_one_line_a_file():
    assert rendered(report(FAILED, PASSED, INCOMPLETE), quiet=True) == (
        "envios/CEX-DFSSA-2410.TXT: NO PASA (40 errores, 1 advertencia)\nB.TXT: PASA\nC.TXT: INCOMPLETO\n"
    )


def test_table_of_files_has_the_worst_first():
    text = rendered(report(PASSED, INCOMPLETE, FAILED), unjudged={"D.TXT": "no existe"})
    table = text[text.index("Todos los archivos") :]
    places = [table.index(path) for path in ("D.TXT", FAILED.path, "C.TXT", "B.TXT")]
    assert places == sorted(places)
    assert "NO SE PUDO REVISAR" in table


def test_one_file_has_no_table():
    assert "Todos los archivos" not in rendered(report(PASSED))


def test_a_hint_leads_on():
    assert "giis explain CEX043-sexo" in rendered(report(FAILED))
    assert "giis explain" not in rendered(report(PASSED))


def test_warnings_alone_pass_and_are_told():
    file = replace(PASSED, totals=Totals(warning=2, shown=1), findings=FINDINGS[:1])
    text = rendered(report(file))
    assert "PASA" in text
    assert "2 advertencias" in text
    assert "giis explain ARC-nombre" in text


def test_a_file_of_an_unknown_guide():
    text = rendered(report(replace(FAILED, guide=None)))
    assert "no se reconoció" in text
    assert "codigoCIEDiagnostico1" in text


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ([1], "1"),
        ([1, 2], "1-2"),
        ([5, 1, 2, 9], "1-2, 5, 9"),
        ([1, 1], "1"),
        (list(range(1, 40, 2)), "1, 3, 5 …"),
    ],
)
def test_ranges(numbers, told):
    assert ranges(numbers, limit=3) == told


@pytest.mark.parametrize(
    ("share", "unicode", "told"),
    [
        (0.0, True, ""),
        (0.001, True, "▏"),
        (0.5, True, "██"),
        (1.0, True, "████"),
        (0.001, False, "#"),
        (1.0, False, "####"),
    ],
)
def test_bar(share, unicode, told):
    assert bar(share, 4, unicode=unicode) == told
