"""The registry of formats, and where outputs may go."""

from __future__ import annotations

from pathlib import Path

import pytest
from outputs_hand import NAMES, written
from reports_hand import FAILED, FINDINGS, INCOMPLETE, PASSED, report

from giis._errors import InputError
from giis.reports import text
from giis.reports.outputs import FORMATS, Asked, Output, check_outputs, format_of, page, parse_output


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["es", "en"])
def test_every_format_writes_any_report_and_always_the_same(name, language):
    told = report(FAILED, PASSED, INCOMPLETE)
    options = {"language": language, "unjudged": {"x.txt": "no existe"}, "statistics": True, "timing": True}
    first = written(name, told, **options)
    assert first
    assert first == written(name, told, **options)
    written(name, report())


@pytest.mark.parametrize("name", NAMES)
def test_a_format_is_described(name):
    form = FORMATS[name]
    assert form.name == name
    assert all(form.about)
    assert form.cap > 0
    assert (form.text is None) == form.binary


def test_the_help_names_every_format():
    from giis_cli import _outputs

    assert _outputs.NAMES.split(", ") == list(FORMATS)


def test_a_page_is_plugged_in_by_its_function(monkeypatch):
    def render(report, *, language, unjudged, rules_url):
        return f"<p>{language} {unjudged} {rules_url}"

    monkeypatch.setattr(text, "render_page", render, raising=False)
    write = page("text:render_page")
    asked = Asked(language="en", unjudged={"x": "y"}, rules_url="z")
    assert list(write(report(PASSED), asked)) == ["<p>en {'x': 'y'} z"]


@pytest.mark.parametrize(
    ("given", "name", "path"),
    [
        ("sarif:out.sarif", "sarif", "out.sarif"),
        ("SARIF", "sarif", None),
        ("json:-", "json", None),
        ("csv:C:/a b.csv", "csv", "C:/a b.csv"),
    ],
)
def test_parsing(given, name, path):
    assert parse_output(given) == Output(FORMATS[name], Path(path) if path else None)


@pytest.mark.parametrize(
    ("given", "near"), [("sarfi", "sarif"), ("jason", "json"), ("mark", "markdown"), ("xls", "xlsx")]
)
def test_an_unknown_format_tells_the_nearest(given, near):
    with pytest.raises(InputError) as error:
        format_of(given)
    assert f"¿quiso decir {near}?" in error.value.text.es
    assert f"did you mean {near}?" in error.value.text.en
    assert all(name in error.value.text.en for name in FORMATS)


def test_a_colon_needs_a_path():
    with pytest.raises(InputError):
        parse_output("json:")


def test_outputs_that_cannot_be(tmp_path):
    def made(*given):
        return [parse_output(text) for text in given]

    check_outputs(made("json", f"sarif:{tmp_path}/a", f"csv:{tmp_path}/b"), ["-", "x.txt"])
    for given, inputs in (
        (("json", "text"), ()),
        ((f"json:{tmp_path}/a", f"csv:{tmp_path}/./a"), ()),
        ((f"json:{tmp_path}/a.txt",), (f"{tmp_path}/a.txt",)),
        ((f"json:{tmp_path}",), ()),
        ((f"json:{tmp_path}/none/a",), ()),
    ):
        with pytest.raises(InputError):
            check_outputs(made(*given), inputs)


@pytest.mark.parametrize("most", [0, 1, 3, 5, 100, None])
def test_capped_reports_keep_their_totals(most):
    capped = FAILED.capped(most)
    number = len(FINDINGS) if most is None else min(most, len(FINDINGS))
    assert len(capped.findings) == capped.totals.shown == number
    assert (capped.totals.error, capped.totals.warning) == (40, 1)
    assert list(capped.findings) == [item for item in FINDINGS if item in capped.findings]
    rules = {item.rule for item in FINDINGS}
    assert len({item.rule for item in capped.findings}) == min(number, len(rules))


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("csv", "gitlab")])
def test_exact_totals_are_told_when_findings_are_left_out(name):
    from outputs_hand import text_of

    told = text_of(name, report(FAILED).capped(4), language="es")
    if name in ("json", "ndjson"):
        assert '"error":40,"warning":1,"info":0,"shown":4' in told.replace(" ", "").replace("\n", "")
        return
    assert "36" in told  # findings of CEX055
    if name in ("text", "junit", "github", "sarif"):
        assert "4 de 41" in told
