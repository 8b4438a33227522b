"""Reports built by hand: everything that a report can hold, in small."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from rich.console import Console

from giis._text import Text
from giis.reports import render_text
from giis.validators.findings import (
    MASK,
    CatalogUse,
    FileReport,
    Finding,
    Fix,
    NotEvaluated,
    Report,
    RuleOutcome,
    Totals,
)

if TYPE_CHECKING:
    from typing import Any

HOSTILE = "\x1b[31m[red]malo[/red]\u202e\x9b2J"
RECORDS = (3, 5, 6, 7, 9, 20)


def said(es: str, en: str | None = None) -> Text:
    return Text(es, en or es)


def finding(rule: str, record: int | None, column: int | None, variable: str | None, value: str | None) -> Finding:
    line = None if record is None else record + 1
    severity = "warning" if rule.startswith("ARC") else "error"
    return Finding(rule, severity, record, line, column, variable, value, said("mensaje es", "message en"))


FINDINGS = (
    finding("ARC-nombre", None, None, None, "x.txt"),
    replace(
        finding("CEX043-sexo", 3, 43, "codigoCIEDiagnostico1", "O800"),
        message=said("se esperaba otro diagnóstico", "another diagnosis was expected"),
        fix=Fix(said("revisar el expediente", "look at the chart"), safe=False),
    ),
    *(
        replace(
            finding("CEX055", record, 55, "planSeguridad", "1"),
            fix=Fix(said("registrar -1", "record -1"), safe=True, value="-1"),
        )
        for record in RECORDS
    ),
    finding("CEX013-formato", 8, 13, "fechaNacimiento", MASK),
    replace(finding("CEX045-opciones", 8, 45, "primeraVezDiagnostico2", HOSTILE), message=said(f"valor {HOSTILE}")),
    finding("CEX-r69x", None, 43, "codigoCIEDiagnostico1", None),
)
FAILED = FileReport(
    path="envios/CEX-DFSSA-2410.TXT",
    sha256="ab" * 32,
    guide="GIIS-B015-04-11",
    guide_digest="cd" * 32,
    guide_chosen=said("por el encabezado", "by the header"),
    encoding="windows-1252",
    size=5400,
    records=1200,
    valid_records=1190,
    undecided_records=1,
    totals=Totals(error=40, warning=1, info=0, shown=len(FINDINGS)),
    findings=FINDINGS,
    catalogs=(
        CatalogUse("DIAGNOSTICO_SIS", date(2024, 4, 24), "aa", "bundled"),
        CatalogUse("PAIS", date(2025, 1, 1), "bb", "user"),
        CatalogUse("DIRECTORIO_SERVICIOS_AMIGABLES", None),
    ),
    not_evaluated=(NotEvaluated("CEX074", said("falta el catálogo X", "the catalogue X is missing"), 3),),
    outcomes=(
        RuleOutcome("CEX055", "failed", 36, 0, 1200),
        RuleOutcome("CEX043-sexo", "failed", 1, 0, 1200),
        RuleOutcome("CEX056", "failed", 2, 0, 1200),
        RuleOutcome("CEX001-vacio", "passed", 0, 0, 1200),
        RuleOutcome("CEX074", "not evaluated", 0, 3, None),
        RuleOutcome("CEX075", "not applicable", 0, 0, 0),
    ),
    seconds=0.25,
    rule_seconds={"CEX055": 0.01, "CEX043-sexo": 0.02},
)
PASSED = replace(
    FAILED,
    path="B.TXT",
    records=1,
    valid_records=1,
    undecided_records=0,
    totals=Totals(),
    findings=(),
    not_evaluated=(),
    outcomes=(),
)
INCOMPLETE = replace(PASSED, path="C.TXT", valid_records=0, undecided_records=1, not_evaluated=FAILED.not_evaluated)


def report(*files: FileReport, **changes: Any) -> Report:
    return Report(files, date(2024, 11, 5), **changes)


def rendered(told: Report, width: int = 100, *, color: bool = False, **options: Any) -> str:
    stream = io.StringIO()
    console = Console(
        file=stream,
        width=width,
        force_terminal=color,
        color_system="truecolor" if color else None,
        highlight=False,
    )
    render_text(told, console, **options)
    return stream.getvalue()
