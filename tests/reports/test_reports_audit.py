"""An audit as page, text and JSON: sound markup, the same facts everywhere, and no value of a person anywhere."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import shutil
import subprocess
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from reports_browser import BROWSER, browsing
from reports_markup import Element, read
from rich.console import Console

import giis
from giis._errors import InputError
from giis.reports import Voice, dumps
from giis.reports.audits import to_json
from giis.reports.audits.html import render_html
from giis.reports.audits.text import render
from giis.reports.pdf import VARIABLE, _steady, find_browser, to_pdf
from giis.specs import load_checklist, load_guide
from outpatient import AS_OF, BASE, exchange_file

LANGUAGES = ("es", "en")
B015 = load_guide("B015")
HOSTILE = "<script>alert(1)</script>\x1b[31m&amp;"
MANIFEST = f"""\
audit: giis-audit-manifest/1
system:
  name: "SIRES <b>Ejemplo</b>"
  version: "3.1"
  owner: "{HOSTILE[:25]}"
sector: privado
serves_public: yes
guides: [A004, B015, CSB, B002]
date: {AS_OF}
sgsi: sgsi.yaml
evidence:
  CEX-DFSSA-2411.TXT: "=HYPERLINK(1) enviado el 1 de diciembre"
notes: [Primera vuelta, Segunda]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("audit")
    answers = ["assessment: GIIS-A004-01-07", "system: Otro 1.0", "operating_since: 2024-09-01", "answers:"]
    answers += [f"  {item.id}: {{state: implemented, evidence: acta}}" for item in load_checklist("A004").controls[5:]]
    (place / "sgsi.yaml").write_text("\n".join(answers))
    (place / "audit.yaml").write_text(MANIFEST)
    spoilt = {**BASE, "nombre": "qqhidden7", "curpPaciente": "QQHIDDEN7000000000", "peso": "70,5"}
    generic = {**BASE, "curpPaciente": "XXXX999999XXXXXX99"}
    (place / "CEX-DFSSA-2411.TXT").write_bytes(exchange_file([BASE, spoilt, generic]))
    (place / "<img src=x>.txt").write_text("qqhidden7|x\n")
    return place


@pytest.fixture(scope="module")
def audit(folder):
    return giis.audit(folder)


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    return giis.audit(tmp_path_factory.mktemp("empty"), as_of=AS_OF)


def text(root: Element) -> str:
    return " ".join(" ".join(_parts(root)).split())


def _parts(root: Element) -> list[str]:
    return [part for item in root.parts for part in ([item] if isinstance(item, str) else _parts(item))]


def plain(audit, language: str) -> str:
    out = io.StringIO()
    render(audit, Console(file=out, width=100), Voice(language))
    return out.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("which", ["audit", "bare"])
def test_the_page_is_sound(request, which, language):
    told = render_html(request.getfixturevalue(which), language=language)
    root = read(told)
    (html,) = root.all("html")
    assert html["lang"] == language
    ids = [item["id"] for item in root.all() if "id" in item.attributes]
    assert len(ids) == len(set(ids))
    levels = [int(item.name[1]) for item in root.all("h1", "h2", "h3", "h4")]
    assert (levels[0], levels.count(1)) == (1, 1)
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []
    for item in root.all("a"):
        assert item["href"].startswith("#")
        assert item["href"][1:] in ids
    for item in root.all():
        assert item.attributes.get("aria-labelledby", ids[0]) in ids
        assert not {name for name in item.attributes if name in ("style", "src", "action") or name.startswith("on")}
    for item in root.all("table"):
        assert item.all("caption")
        assert all("scope" in head.attributes for head in item.all("th"))
        assert len({len(row.children) for row in item.all("tr")}) == 1
    assert not root.all("img", "iframe", "link", "object", "embed", "form")
    assert all(item["aria-hidden"] == "true" for item in root.all("svg"))
    assert not re.search(r"(https?|ftp|wss?):|@import|url\(", told, re.IGNORECASE)
    policy = next(item["content"] for item in root.all("meta") if "http-equiv" in item.attributes)
    for name in ("style", "script"):
        (part,) = re.findall(rf"<{name}>(.*?)</{name}>", told, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy


def test_the_page_says_that_it_is_no_certificate_and_has_no_seal(audit):
    root = read(render_html(audit, language="es"))
    (note,) = root.of_class("disclaimer")
    assert "No es un certificado" in text(note)
    assert "No es un certificado" in text(root.all("footer")[0])
    assert not root.of_class("disc")
    assert not root.all("circle", "path")


def test_the_table_of_results_is_that_of_the_certificate(audit):
    root = read(render_html(audit, language="es"))
    section = next(item for item in root.all("section") if item["aria-labelledby"] == "results")
    told = {}
    for row in section.all("tr")[1:]:
        cells = [text(cell) for cell in row.children]
        told[cells[0].split()[0]] = cells[1:3]
    assert list(told) == [item.id for item in audit.guides]
    assert told["GIIS-A004-01-07"] == ["No aprobada", "128 de 133 (96.2 %)"]
    assert told["GIIS-B015-04-11"][0] == "No aprobada"
    assert told["GIIS-B015-04-11"][1].split(" (")[0] == f"{audit.guides[1].degree.implemented} de 106"
    assert told["GIIS-B016-04-08"] == ["Sin dictamen", "—"]
    assert told["GIIS-B002-04-05"] == ["Sin dictamen", "—"]
    assert told["GIIS-B013-02-03"] == ["No incluida", "—"]


PARTS = {
    "es": [
        "Titular", "privado, atiende al sector público", "2024-12-01, la del manifiesto", "Segunda",
        "5 controles sin respuesta", "3 meses; se piden 6 meses", "La autoevaluación dice ser de «Otro 1.0»",
        "CEX026-formato", "CEX-DFSSA-2411.TXT, registro 2", "33.3 % (1 de 3)", "rebasado", "15.0 %",
        "Variables sin mostrar", "no está cargado", "Ninguna guía solicitada lo consulta", "curpPaciente",
        "Que el sistema genere los archivos por sí mismo", "no es un archivo de intercambio",
        "La evidencia no tiene archivos de esta guía.",
    ],
    "en": [
        "Owner", "private, serves the public sector", "2024-12-01, that of the manifest",
        "5 controls without an answer",
        "In operation for 3 months; 6 months are wanted", "CEX026-formato", "CEX-DFSSA-2411.TXT, record 2",
        "33.3% (1 of 3)", "exceeded", "Variables not shown", "No guide asked for consults it",
        "That the system generates the files by itself",
    ],
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_tells_what_was_found(audit, language):
    told = text(read(render_html(audit, language=language)))
    assert [part for part in PARTS[language] if part not in told] == []


TERMINAL = {
    "es": ["GIIS-B015-04-11  No aprobada", "CEX026-formato", "1 Intercambio según las guías", "4 Seguridad", "SHA-256"],
    "en": ["GIIS-B015-04-11  Not approved", "CEX026-formato", "1 Exchange by the guides", "4 Information security"],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_terminal_is_told_the_same(audit, language):
    told = plain(audit, language)
    assert [part for part in TERMINAL[language] if part not in told] == []
    assert max(map(len, told.splitlines())) <= 100
    assert "\x1b" not in told


def test_json_holds_what_the_audit_holds(audit):
    data = json.loads(dumps(to_json(audit, language="en")))
    assert (data["schema"], data["result"], data["as_of"]) == ("giis-audit/1", "not approved", "2024-12-01")
    item = next(item for item in data["guides"] if item["guide"] == "GIIS-B015-04-11")
    assert item["degree"]["implemented"] == len(item["degree"]["shown"]) == 106 - len(item["degree"]["missing"])
    assert {found["rule"] for found in item["blocking"]} >= {"CEX026-formato", "CEX-curp-generica"}
    places = next(found["places"] for found in item["blocking"] if found["rule"] == "CEX026-formato")
    assert places == [{"file": "CEX-DFSSA-2411.TXT", "record": 2}]
    assert (
        item["coverage"]["reached"] + len(item["coverage"]["open"]) + item["coverage"]["unreachable"]
        == item["coverage"]["of"]
    )
    assert item["statements"]["of"] == item["statements"]["checked"] + len(item["statements"]["outside"])
    assert [item["state"] for item in data["aspects"]] == [item.state for item in audit.aspects]
    assert data["security"]["controls"]["5.1.1"] == "unanswered"
    assert data["evidence"][0]["sha256"] == audit.files[0].sha256
    assert [item["file"] for item in data["others"]] == ["<img src=x>.txt", "audit.yaml", "sgsi.yaml"]


def _strict(schema: object) -> object:
    """Return the schema so that it admits no key that it does not tell of."""
    if isinstance(schema, list):
        return [_strict(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    told = {key: _strict(value) for key, value in schema.items()}
    return {**told, "unevaluatedProperties": False} if {"properties", "type"} <= set(told) else told


@pytest.mark.parametrize("which", ["audit", "bare"])
def test_json_is_as_its_schema_says_and_the_schema_tells_every_key(request, which):
    schema = json.loads((Path(__file__).parents[2] / "docs" / "schema" / "giis-audit-1.json").read_text("utf-8"))
    data = json.loads(dumps(to_json(request.getfixturevalue(which))))
    for told in (schema, {**_strict(schema), "$defs": {**_strict(schema)["$defs"], "tally": schema["$defs"]["tally"]}}):
        Draft202012Validator(told, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(data)


def test_the_same_folder_gives_the_same_bytes_wherever_it_lies(audit, folder, tmp_path):
    shutil.copytree(folder, tmp_path / "copy")
    again = giis.audit(tmp_path / "copy")
    assert dumps(to_json(again)) == dumps(to_json(audit))
    assert render_html(again, language="es") == render_html(audit, language="es")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_value_of_a_person_stands_anywhere(audit, language):
    outputs = [
        render_html(audit, language=language), plain(audit, language), dumps(to_json(audit, language=language)),
    ]  # fmt: skip
    for told in outputs:
        assert "qqhidden7" not in told.casefold()
        for variable in B015.variables:
            value = BASE[variable.identifier]
            if variable.confidential and len(value) > 4:
                assert not re.search(rf"\b{value}\b", told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_texts_stay_texts(audit, language):
    told = render_html(audit, language=language)
    root = read(told)
    assert len(root.all("script")) == 1
    assert not root.all("img", "b")
    assert "SIRES <b>Ejemplo</b>" in text(root)
    assert "«=HYPERLINK(1) enviado" in text(root)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", told)


def _light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_words_on_colours_can_be_read():
    style = files("giis.reports.html").joinpath("style.css").read_text("utf-8")
    own = files("giis.reports.audits").joinpath("audit.css").read_text("utf-8")
    pairs = re.findall(r"background: var\(--([a-z-]+)\); color: var\(--([a-z-]+)\)", own)
    assert len(pairs) == 4
    for block in re.findall(r":root \{(.*?)\}", style, re.DOTALL):
        found = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});", block))
        colours = {name: v if len(v) == 7 else "#" + "".join(2 * sign for sign in v[1:]) for name, v in found.items()}
        for back, front in pairs:
            low, high = sorted((_light(colours[front]), _light(colours[back])))
            assert (high + 0.05) / (low + 0.05) >= 4.5, (front, back)


def test_without_a_browser_the_error_tells_what_to_install(tmp_path):
    with pytest.raises(InputError, match="apt install chromium"):
        find_browser({"PATH": str(tmp_path)})
    with pytest.raises(InputError, match="GIIS_CHROMIUM: there is no program 'nothing'"):
        find_browser({"PATH": str(tmp_path), VARIABLE: "nothing"})
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o755)
    assert find_browser({"PATH": str(tmp_path)}) == str(program)
    with pytest.raises(InputError, match=r"did not print the PDF \(3\)"):
        to_pdf("<p>x</p>", AS_OF, browser=str(program))


def test_what_differs_from_run_to_run_is_taken_out_of_a_pdf():
    one = b"(D:20260101120000+00'00') /ID (node00000069) /ID (node00000071) [(node00000069)] x"
    two = b"(D:20270202130000+00'00') /ID (node00000068) /ID (node00000070) [(node00000068)] x"
    steady = _steady(one, AS_OF)
    assert steady == _steady(two, AS_OF)
    assert len(steady) == len(one)
    assert steady.startswith(b"(D:20241201000000+00'00') /ID (node00000001) /ID (node00000002) [(node00000001)]")


def test_a_pdf_is_printed_with_every_page_and_always_the_same(audit):
    try:
        find_browser()
    except InputError:
        pytest.skip("no Chromium on this machine")
    page = render_html(audit, language="es")
    one, two = (to_pdf(page, AS_OF) for _ in range(2))
    assert one.startswith(b"%PDF-")
    assert one == two
    assert b"(D:20241201000000" in one
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext on this machine")
    told = subprocess.run(["pdftotext", "-", "-"], input=one, capture_output=True, check=True).stdout.decode()
    assert "No es un certificado" in told
    # what is folded on the screen is open on paper
    assert "neumoniaRT" in told


WIDEST = """
[...document.querySelectorAll('body *')].filter(node => {
  const box = node.getBoundingClientRect();
  return box.width && box.right > innerWidth + 1 && !node.closest('.scroll, .unseen, .skip');
}).map(node => node.outerHTML.slice(0, 80))"""


@pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")
def test_the_page_in_a_browser_fits_asks_for_nothing_and_opens_on_paper(audit, tmp_path):
    (tmp_path / "page.html").write_text(render_html(audit, language="es"), encoding="utf-8")
    with browsing(tmp_path / "browser") as tab:
        for width, dark in ((360, False), (1200, True)):
            tab.open(tmp_path / "page.html", width=width, dark=dark)
            assert tab.run(WIDEST) == []
            assert tab.run("document.documentElement.scrollWidth <= innerWidth")
        assert tab.requests == [(tmp_path / "page.html").as_uri()]
        assert tab.complaints == []
        tab.run("dispatchEvent(new Event('beforeprint'))")
        assert tab.run("document.querySelectorAll('details:not([open])').length") == 0
