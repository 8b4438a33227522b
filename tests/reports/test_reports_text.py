from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from reports_hand import FAILED, FINDINGS, INCOMPLETE, PASSED, finding, rendered, report, said
from rich.console import Console

from giis.reports import render_text
from giis.reports._page import bar, ranges
from giis.validators.findings import Fix, Totals


@pytest.mark.parametrize(
    ("file", "language", "words"),
    [
        (FAILED, "es", ["NO PASA", "40 errores", "1 advertencia", "por el encabezado"]),
        (FAILED, "en", ["FAIL", "40 errors", "1 warning", "by the header"]),
        (PASSED, "es", ["PASA", "ningún error", "1: 1 válido"]),
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
    assert "1,200: 1,190 válidos, 9 con errores, 1 sin decidir" in text
    assert "DIAGNOSTICO_SIS 2024-04-24" in text
    assert "PAIS 2025-01-01 (importado)" in text
    assert "DIRECTORIO_SERVICIOS_AMIGABLES (falta)" in text
    assert "2024-11-05" in text


def test_findings_stand_in_the_order_of_columns():
    text = rendered(report(FAILED), width=120)
    names = re.findall(r"^── (.+?) ─+$", text, re.MULTILINE)
    assert names[0] == "Archivo y estructura"
    numbers = [int(match[1]) for name in names if (match := re.match(r"(\d+) ", name))]
    assert numbers == [13, 43, 45, 55, 56]


def test_totals_are_exact_and_the_cap_is_told():
    text = rendered(report(FAILED))
    assert "CEX055 · error · 36 hallazgos, mostrando 6 de 36" in text
    assert "CEX056 · error · 2 hallazgos, mostrando 0 de 2" in text
    assert f"Se muestran {len(FINDINGS)} de 41 hallazgos" in text
    bars = next(line for line in text.split("\n") if line.startswith("   55 planSeguridad"))
    assert bars.split()[2] == "36"


def test_findings_that_say_the_same_are_folded():
    text = " ".join(rendered(report(FAILED)).split())
    assert "Lo mismo en 5 registros: 5-7, 9, 20 (líneas 6-8, 10, 21)." in text
    assert text.count("mensaje es") == 4  # once for each rule that says it


def test_other_values_of_the_same_message_are_a_line_each():
    findings = [finding("CEX055", number, 55, "planSeguridad", str(number)) for number in (1, 2, 3)]
    text = rendered(report(replace(FAILED, findings=findings, outcomes=())))
    assert text.count("mensaje es") == 1
    assert text.count("ídem") == 2


@pytest.mark.parametrize(
    ("safe", "word"), [(True, "Corrección: "), (False, "Corrección (revísela una persona): ")]
)
def test_fix_is_told_once_for_a_rule(safe, word):
    fix = Fix(said("hacer esto"), safe=safe)
    findings = [
        replace(finding("CEX055", number, 55, "planSeguridad", "1"), fix=fix, message=said(f"m{number}"))
        for number in (1, 2)
    ]
    text = rendered(report(replace(FAILED, findings=findings, outcomes=())))
    assert text.count(word + "hacer esto") == 1


def test_fixes_that_differ_stand_with_their_findings():
    findings = [
        replace(finding("CEX055", number, 55, "planSeguridad", "1"), fix=Fix(said(f"f{number}"), safe=True))
        for number in (1, 2)
    ]
    text = rendered(report(replace(FAILED, findings=findings, outcomes=())))
    assert "Corrección: f1" in text
    assert "Corrección: f2" in text


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
    body = [line for line in text.split("\n") if not re.search(r"^ {6,}registro|TXT|CEX|Archivo y", line)]
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
    many = [
        replace(FAILED.not_evaluated[0], rule=f"CEX{number:03}", records=number) for number in range(1, 31)
    ]
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
