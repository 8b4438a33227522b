"""What stands in a file is data in every report: no format makes a command, a formula, markup or a leak of it."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outputs_hand import NAMES, text_of
from reports_hand import FAILED, finding, report, said

import giis
from effort import a_part_of_the_examples
from giis.specs import load_guide
from giis.validators.findings import MASK, Fix, NotEvaluated
from outpatient import AS_OF, BASE, exchange_file

GUIDE = load_guide("GIIS-B015-04-11")
CONFIDENTIAL = [variable.identifier for variable in GUIDE.variables if variable.confidential]
HOSTILE = {
    "escape": "\x1b[31mrojo\x1b[0m",
    "c1": "\x9b2J",
    "reordering": "\u202eodnoc",
    "line": "uno\r\n::error::dos",
    "separator": "uno\u2028dos\u0085tres",
    "command": "::error file=x::y",
    "spaced command": "  ::set-output name=x::y",
    "old command": "##[error]x",
    "formula": "=HYPERLINK(\"http://x\",\"y\")",
    "markup": "<script>alert(1)</script>",
    "image": "![x](http://x/y.png)",
    "link": "[aquí](javascript:alert(1))",
    "mention": "@equipo www.example.org",
    "table": "a|b\\|c`d`",
    "rich": "[bold red]x[/]",
    "cdata": "]]><x/>",
    "entity": "&lt;b&gt;&#10;",
    "nul": "a\x00b\ufffe\uffff",
    "surrogate": "a\ud800b",
    "quotes": "\"'\"',,;;",
    "percent": "%0A::error::%25",
    "braces": "{0} {x} {{",
}  # fmt: skip
UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\ufffe\uffff\ud800-\udfff]")


def hostile(value: str):
    found = replace(
        finding("CEX055", 3, 55, f"v{value}", value),
        message=said(value),
        fix=Fix(said(value), safe=True, value=value),
        suppressed=None,
        start=5,
        end=6,
    )
    left = (NotEvaluated("CEX074", said(value), 1),)
    return report(replace(FAILED, path=f"envios/{value}.TXT", findings=(found,), not_evaluated=left))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_hostile_values_stay_data(name, value):
    told = text_of(name, hostile(value), unjudged={value: value})
    assert not UNSAFE.search(told)
    for line in told.splitlines():
        commands = name == "github" and re.match(r"::(error|warning|notice) [^:]*::", line)
        assert commands or not line.lstrip().startswith("::")
        assert commands or name in ("json", "ndjson", "sarif", "sarif-github", "gitlab") or "##[" not in line
    if name in ("xlsx", "junit"):
        assert "<script" not in told
        assert "<x/>" not in told
    if name == "markdown":
        bare = re.sub(r"\\.", "", told)
        for mark in ("<", "](", "`d`", "@equipo", "www.", "http://"):
            assert mark not in bare


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_a_command_is_one_line(value):
    lines = text_of("github", hostile(value)).splitlines()
    assert all(line.startswith(("::error ", "::warning ", "::notice ", "giis: ")) for line in lines)
    assert sum(line.startswith("::error ") for line in lines) == 3  # the finding, and two rules without one shown


CANARY = st.from_regex(r"[=+@:<\[]?[A-Z0-9Ñ/ñ]{7,12}[ |]?", fullmatch=True).map(lambda text: text.replace("|", "!"))


@st.composite
def canary_records(draw):
    """Return a record with secrets in all confidential variables, and the secrets."""
    secrets = {name: draw(CANARY) for name in CONFIDENTIAL}
    record = {**BASE, **secrets}
    for name in draw(st.sets(st.sampled_from(sorted(BASE)), max_size=6)):
        if name not in secrets:
            record[name] = draw(st.sampled_from(["", "-1", "x", "99", "=1", "31/02/2024"]))
    return record, set(secrets.values())


@a_part_of_the_examples(3)
@given(st.lists(canary_records(), min_size=1, max_size=2))
def test_no_confidential_value_is_in_any_report(drawn):
    records = [record for record, _ in drawn]
    secrets = {secret.strip() for _, known in drawn for secret in known}
    data = exchange_file(records)
    found = giis.validate(data, "B015", as_of=AS_OF, statistics=True)
    for name in NAMES:
        told = text_of(name, found, statistics=True, unjudged={})
        for text in (told, unescape(told)):
            assert not [secret for secret in secrets if secret in text]
    assert any(item.value == MASK for item in found.files[0].findings)


def test_confidential_values_are_shown_where_asked():
    value = "ÑANDU99"
    found = giis.validate(exchange_file([{**BASE, "nombre": value}]), "B015", as_of=AS_OF, show_values=True)
    for name in NAMES:
        if name not in (
            "github",
            "gitlab",
            "markdown",
            "sarif",
            "sarif-github",
        ):  # they show messages, and no value beside them
            assert value in text_of(name, found)
    assert "muestra datos confidenciales" in text_of("markdown", found)
