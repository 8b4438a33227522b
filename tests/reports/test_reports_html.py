from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
from reports_hand import FAILED, FINDINGS, HOSTILE, INCOMPLETE, PASSED, finding, report, said
from reports_markup import Element, read

import giis
from giis.reports.html import render_html
from giis.validators.findings import CatalogUse, Fix, NotEvaluated, Report, RuleOutcome, Share, Strip, Totals
from outpatient import AS_OF

FOLDER = Path(__file__).parents[2] / "examples"
EXAMPLES = sorted([*FOLDER.glob("*.TXT"), *FOLDER.glob("invalid/*.TXT")])
MARKUP = "\"'><script>alert(1)</script><img src=x onerror=alert(1)> &amp; ]]> -->" + HOSTILE
LANGUAGES = ("es", "en")
INLINE = ("code", "strong", "em", "a")


@cache
def judged(path: Path | None = None) -> Report:
    paths = EXAMPLES if path is None else [path]
    return giis.validate(paths, as_of=AS_OF)


def page(told: Report, language: str = "es", **options) -> Element:
    return read(render_html(told, language=language, **options))


def text(root: Element) -> str:
    return " ".join(_spaced(root).split())


def _spaced(root: Element) -> str:
    apart = "" if root.name in INLINE else " "
    return apart + "".join(item if isinstance(item, str) else _spaced(item) for item in root.parts) + apart


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", [*EXAMPLES, None], ids=lambda path: "/".join(path.parts[-2:]) if path else "all")
def test_every_example_makes_a_sound_page(path, language):
    root = page(judged(path), language)
    (html,) = root.all("html")
    assert html["lang"] == language
    ids = [item["id"] for item in root.all() if "id" in item.attributes]
    assert len(ids) == len(set(ids))
    levels = [int(item.name[1]) for item in root.all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []
    for item in root.all("a"):
        assert item["href"].startswith("#")
        assert item["href"][1:] in ids
    for item in root.all("label"):
        assert item.attributes.get("for") in ids or item.all("input")
    for item in root.all():
        for name in ("aria-labelledby", "aria-describedby"):
            assert item.attributes.get(name, ids[0]) in ids
        assert not {name for name in item.attributes if name == "style" or name.startswith("on")}
        assert not {"src", "srcset", "action", "background", "poster"} & set(item.attributes)
    for item in root.all("table"):
        assert item.all("caption")
        assert all("scope" in head.attributes for head in item.all("th"))
        widths = {len(row.children) for row in item.all("tr")}
        assert len(widths) == 1
    assert not root.all("img", "iframe", "link", "object", "base", "embed", "foreignobject", "use")
    assert all(item.attributes.get("role") == "img" or item["aria-hidden"] == "true" for item in root.all("svg"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_leads_out_of_the_page_and_only_its_own_parts_may_run(language):
    told = render_html(judged(), language=language)
    assert not re.search(r"(https?|ftp|wss?):|//[a-z]|@import|url\(", told, re.IGNORECASE)
    heads = read(told).all("meta")
    (policy,) = [item["content"] for item in heads if item.attributes.get("http-equiv") == "Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")
    for name in ("style", "script"):
        (part,) = re.findall(rf"<{name}>(.*?)</{name}>", told, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy


def test_the_same_report_gives_the_same_page():
    one, two = (giis.validate(EXAMPLES[0], as_of=AS_OF) for _ in range(2))
    assert render_html(one, language="es") == render_html(two, language="es")


def test_verdict_facts_and_certificate():
    root = page(report(FAILED))
    assert "NO PASA" in text(root.all("h1")[0])
    told = text(root)
    for part in (
        "El receptor lo rechazaría: 40 errores. Además: 1 advertencia.",
        "GIIS-B015-04-11", FAILED.sha256, FAILED.guide_digest, "windows-1252", "5,400 bytes", "giis ", "2024-11-05",
        "por el encabezado", "101 de 106", "2025-01-01", "importado", "falta el catálogo X", "CEX074",
        "1 cumplida, 3 incumplidas, 1 no aplicó, 1 sin evaluar",
    ):  # fmt: skip
        assert part in told, part
    tiles = {text(item.all("dt")[0]): text(item.all("dd")[0]) for item in root.of_class("tile")}
    assert tiles == {
        "registros": "1,200", "registros válidos": "1,190", "registros con errores": "9", "registros sin decidir": "1",
        "errores": "40", "advertencia": "1",
    }  # fmt: skip


def test_the_variables_with_errors_are_counted_exactly_though_their_findings_are_not_shown():
    shown = FINDINGS[:1]
    root = page(report(replace(FAILED, findings=shown, totals=Totals(39, 1, 0, 1))))
    states = {text(item).split()[0]: item["class"].split()[1] for item in root.of_class("map")[0].of_class("cell")}
    assert [number for number, state in states.items() if state == "error"] == ["43", "55", "56"]
    assert states["74"] == "open"
    assert len(states) == 106
    assert "103 de 106" in text(root)
    assert "Se muestran 1 de 40 hallazgos; los totales son exactos." in text(root)
    rule = next(item for item in root.of_class("rule") if "CEX055" in text(item))
    assert "36 hallazgos" in text(rule)
    assert "Sus hallazgos no se muestran aquí." in text(rule)


def test_the_severity_of_a_rule_without_shown_findings_is_that_of_the_run():
    outcomes = (RuleOutcome("CEX009-digito", "failed", 7, 0, 1200, "error"),)
    root = page(report(replace(FAILED, findings=(), outcomes=outcomes, totals=Totals(7))))
    assert [item["data-severity"] for item in root.of_class("rule")] == ["error"]


def test_findings_tell_value_message_fix_and_confidence():
    unofficial = [replace(FINDINGS[1], confidence="secondary")]
    root = page(report(replace(FAILED, findings=[*FINDINGS[2:8], *unofficial])), "en")
    rules = {text(item.all("h5")[0]).split()[0]: item for item in root.of_class("rule")}
    assert "record -1. (safe fix)".casefold() in text(rules["CEX055"]).casefold()
    assert "6 records: 1" in text(rules["CEX055"])
    assert [text(item) for item in rules["CEX055"].of_class("item")][:2] == ["record 3, line 4", "record 5, line 6"]
    assert "Look at the chart. (a person must look at it)" in text(rules["CEX043-sexo"])
    assert "another diagnosis was expected" in text(rules["CEX043-sexo"])
    assert "O800" in text(rules["CEX043-sexo"])
    for part in ("Requires", "GIIS-B015-04-11, section", "of the PDF"):
        assert part in text(rules["CEX043-sexo"])


def test_an_unknown_guide_passes_and_several_files():
    lost = replace(PASSED, path="X.TXT", guide=None, guide_digest=None, strip=None)
    gone = replace(FAILED, path="Y.TXT", guide="GIIS-Z999-01-01")
    root = page(report(PASSED, INCOMPLETE, FAILED, lost, gone), unjudged={"Z.TXT": "no hay guía"})
    assert len(root.all("article")) == 5
    overview = root.all("table")[0]
    assert [text(row).split()[0] for row in overview.all("tr")[1:]] == [
        "B.TXT", "C.TXT", "envios/CEX-DFSSA-2410.TXT", "X.TXT", "Y.TXT"
    ]  # fmt: skip
    assert "no hay guía" in text(root.all("table")[1])
    assert "INCOMPLETO" in text(page(report(PASSED), unjudged={"Z.TXT": "no hay guía"}).all("h1")[0])
    assert "No se revisó ningún archivo." in text(page(report()))


def test_shares_and_strip():
    shares = (Share("CEX-r69x", 80, 1000, 5.0), Share("CEX-curp-generica", 0, 0, 15.0))
    strip = Strip(100, (0, 1, 40, 90, 100, 20, 0, 0, 0, 0, 0, 3), (0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0))
    root = page(report(replace(FAILED, shares=shares, strip=strip)), "en")
    gauges = [text(item) for item in root.of_class("gauges")[0].children]
    assert "80 of 1,000 records: 8.0% · maximum 5% · above the maximum" in gauges[0]
    assert "There were no records to count it in." in gauges[1]
    (drawn,) = (root.of_class("strip")[0],)
    assert [item["class"] for item in drawn.all("rect")] == [
        "h0", "h1", "h3", "h4", "h4", "h2", "u", "h0", "h0", "h0", "h0", "h1"
    ]  # fmt: skip
    assert "records 401–500: 100 with errors; records 301–400: 90 with errors; records 201–300: 40" in text(root)
    assert "254 of 1,200 records with errors" in text(root)


def test_hostile_texts_stay_texts():
    hostile = replace(
        FAILED,
        path=MARKUP, encoding=MARKUP, guide_chosen=said(MARKUP), sha256=MARKUP,
        findings=[
            replace(
                finding("CEX055", 3, 55, "planSeguridad", MARKUP),
                message=said(MARKUP), fix=Fix(said(MARKUP), safe=False, value=MARKUP),
            ),
            finding(MARKUP, 4, 4, MARKUP, MARKUP),
            finding("CEX055", 5, 55, "planSeguridad", "=HYPERLINK(1)"),
            finding("CEX055", 6, 55, "planSeguridad", "-1"),
            finding("CEX055", 7, 55, "planSeguridad", "@SUM(A1)"),
        ],
        catalogs=[CatalogUse(MARKUP, None, MARKUP, MARKUP)],
        not_evaluated=[NotEvaluated(MARKUP, said(MARKUP), 2)],
        shares=[Share(MARKUP, 1, 2, 3)],
    )  # fmt: skip
    for files_told in ([hostile], [hostile, hostile]):
        told = render_html(report(*files_told, values_shown=True), language="en", unjudged={MARKUP: MARKUP})
        root = read(told)
        assert len(root.all("script")) == 1
        assert not root.all("img")
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", told)
        assert "alert(1)</script>" not in told
        assert text(root).count("alert(1)") > 10
    values = [item.told() for item in read(told).of_class("value")]
    assert "«=HYPERLINK(1)»" in values
    assert "«@SUM(A1)»" in values
    assert "-1" in values
    assert "This report shows confidential data" in told


def test_a_thousand_findings_stay_small():
    many = [
        replace(
            finding("CEX043-sexo", number, 43, "codigoCIEDiagnostico1", "O800"),
            message=said(f"mensaje {number} " + "con bastantes palabras " * 6),
            fix=Fix(said(f"revisar {number}"), safe=False),
        )
        for number in range(1, 1001)
    ]
    told = render_html(report(replace(FAILED, findings=many, totals=Totals(996_000, 0, 0, 1000))), language="es")
    assert "Se muestran 1,000 de 996,000 hallazgos" in told
    assert len(told.encode()) < 1_000_000


def _colours(block: str) -> dict[str, str]:
    found = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});", block))
    return {
        name: value if len(value) == 7 else "#" + "".join(2 * sign for sign in value[1:])
        for name, value in found.items()
    }


def _light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_colours_are_far_enough_apart_to_be_read():
    style = files("giis.reports.html").joinpath("style.css").read_text("utf-8")
    blocks = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    assert len(blocks) == 3  # light, dark, print
    for block in blocks:
        colours = _colours(block)
        pairs = [(name, back) for name in ("ink", "soft", "link", "error", "warning", "info", "good", "open")
                 for back in ("paper", "raised")]  # fmt: skip
        pairs += [(name, f"{name}-soft") for name in ("error", "warning", "info")]
        pairs += [("ink", f"{name}-soft") for name in ("good", "warning", "error")]
        pairs += [("on", "error")]
        for front, back in pairs:
            low, high = sorted((_light(colours[front]), _light(colours[back])))
            assert (high + 0.05) / (low + 0.05) >= 4.5, (front, back)
