"""The page in a real browser: it filters, prints, asks for nothing and complains of nothing."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from reports_browser import BROWSER, browsing

import giis
from giis.reports.html import render_html
from outpatient import AS_OF

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")
EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "invalid").glob("*.TXT"))
SEEN = "[...document.querySelectorAll('.item')].filter(node => node.checkVisibility()).length"
RULES = (
    "[...document.querySelectorAll('details.rule:not([hidden])')].map(node => node.querySelector('code').textContent)"
)
SET = """
(values => {
  const form = document.querySelector('form.filter');
  for (const [name, value] of Object.entries(values))
    if (name !== 'severity') form.elements[name].value = value;
    else for (const box of form.querySelectorAll('[name=severity]')) box.checked = value.includes(box.value);
  form.dispatchEvent(new Event('input', {bubbles: true}));
})"""


@pytest.fixture(scope="module")
def tab(tmp_path_factory):
    with browsing(tmp_path_factory.mktemp("browser")) as opened:
        yield opened


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    (path,) = [path for path in EXAMPLES if path.name.startswith("CEX")]
    reports = {
        "one": giis.validate(path, as_of=AS_OF),
        "many": giis.validate(EXAMPLES, as_of=AS_OF),
    }
    for name, report in reports.items():
        (folder / f"{name}.html").write_text(render_html(report, language="en"), encoding="utf-8")
    return folder, reports


def output(tab):
    return tab.run("document.querySelector('output').textContent")


def test_it_filters(tab, pages):
    folder, reports = pages
    found = reports["one"].files[0].findings
    tab.open(folder / "one.html")
    assert output(tab) == f"{len(found)} of {len(found)} visible"
    tab.run(f"{SET}({{severity: ['warning']}})")
    assert tab.run(RULES) == [item.rule for item in found if item.severity == "warning"]
    assert output(tab) == f"{len(tab.run(RULES))} of {len(found)} visible"
    tab.run(f"{SET}({{severity: ['error', 'warning'], text: 'CÉX043-SEXO'}})")
    assert tab.run(RULES) == ["CEX043-sexo"]
    assert tab.run(SEEN) == 1  # it is opened
    tab.run(f"{SET}({{text: 'nothing has this'}})")
    assert output(tab).startswith("0 of")
    assert tab.run("document.querySelectorAll('details.variable:not([hidden])').length") == 0
    tab.run(f"{SET}({{text: '', variable: 'f1-43'}})")
    assert tab.run(RULES) == [item.rule for item in found if item.column == 43]
    tab.run("document.querySelector('[type=reset]').click(); new Promise(done => setTimeout(done, 50))")
    assert output(tab) == f"{len(found)} of {len(found)} visible"
    tab.run("document.querySelector('[data-do=open]').click()")
    assert tab.run(SEEN) == len(found)
    tab.run("document.querySelector('[data-do=close]').click()")
    assert tab.run(SEEN) == 0
    assert tab.complaints == []
    assert tab.requests == [(folder / "one.html").as_uri()]


def test_a_link_opens_what_it_leads_to(tab, pages):
    tab.open(pages[0] / "one.html")
    tab.run("document.querySelector('[data-do=close]').click()")
    tab.run(f"{SET}({{text: 'nothing has this'}})")
    tab.run("location.hash = '#f1-43'; new Promise(done => setTimeout(done, 100))")
    assert tab.run("document.getElementById('f1-43').open && document.getElementById('f1-43').checkVisibility()")


@pytest.mark.parametrize("name", ["one", "many"])
@pytest.mark.parametrize("width", [320, 390, 768, 1200])
def test_nothing_sticks_out_on_narrow_screens(tab, pages, name, width):
    tab.open(pages[0] / f"{name}.html", width=width)
    assert tab.run("document.documentElement.scrollWidth") == width
    assert tab.complaints == []


def test_without_scripts_everything_can_be_read(tab, pages):
    folder, _ = pages
    tab.open(folder / "one.html", scripts=False)
    tab.ask("Emulation.setScriptExecutionDisabled", value=False)
    assert not tab.run("document.querySelector('form.filter').checkVisibility()")
    assert tab.run("document.querySelectorAll('details.variable[open]').length") > 3


def test_on_paper_everything_is_open(tab, pages):
    folder, reports = pages
    tab.open(folder / "one.html", scripts=False)
    tab.ask("Emulation.setScriptExecutionDisabled", value=False)
    tab.ask("Emulation.setEmulatedMedia", media="print")
    assert tab.run(SEEN) == len(reports["one"].files[0].findings)
    assert not tab.run("document.querySelector('nav').checkVisibility()")
    tab.ask("Emulation.setEmulatedMedia", media="")
    tab.open(folder / "one.html")
    paper = base64.b64decode(tab.ask("Page.printToPDF")["data"])
    assert paper.startswith(b"%PDF")
    assert tab.complaints == []


def test_the_policy_of_the_page_stops_what_is_not_its_own(tab, pages, tmp_path):
    folder, _ = pages
    told = (folder / "one.html").read_text("utf-8")
    spoilt = tmp_path / "spoilt.html"
    added = "<script>document.title = 'run'</script><img src='http://localhost:9/x.png' alt=''>"
    spoilt.write_text(told.replace("</main>", f"{added}</main>"), encoding="utf-8")
    tab.open(spoilt)
    assert tab.run("document.title") != "run"
    assert sum("Content Security Policy" in item for item in tab.complaints) == 2
