"""Links from reports to the pages on rules."""

from __future__ import annotations

import re

import pytest
from reports_hand import FAILED, report

from giis._errors import InputError
from giis.reports import FORMATS, Asked, Voice, checked_url
from giis.reports._links import address_of
from giis.reports.docs import pages_of
from giis.specs import load_guide

BASE = "https://example.org/reglas"


def written(name: str, url: str | None) -> str:
    writer = FORMATS[name].text
    assert writer is not None
    return "".join(writer(report(FAILED), Asked(rules_url=url)))


@pytest.mark.parametrize("url", [BASE, f"{BASE}/", "HTTP://x", "file:///srv/reglas", "../reglas", "reglas", "/reglas"])
def test_addresses_that_are_taken(url):
    assert checked_url(f" {url} ", "x") == url.rstrip("/")


@pytest.mark.parametrize(
    "url",
    ["", " ", "javascript:alert(1)", "data:text/html,x", "//example.org", "http://", "https:///x", "C:\\x", "ftp://x"],
)
def test_addresses_that_are_refused(url):
    with pytest.raises(InputError, match=r"--rules-url: ") as caught:
        checked_url(url, "--rules-url")
    assert url in str(caught.value)


def test_an_address_cannot_leave_its_place():
    assert address_of('x"> (a)\n', "G-1", "A001-b") == "x%22%3E%20%28a%29%0A/G-1.md#a001-b"
    assert address_of(None, "G-1", "A001") is None


@pytest.mark.parametrize("name", ["sarif", "html", "markdown"])
def test_reports_link_to_anchors_of_the_pages(name):
    guide = load_guide("B015")
    page = pages_of([guide], [], Voice("es"))[f"{guide.id}.md"]
    links = set(re.findall(rf"{BASE}/{guide.id}\.md#([\w-]+)", written(name, BASE)))
    assert links >= {finding.rule.lower() for finding in FAILED.findings}
    assert [link for link in links if f'<a id="{link}"></a>' not in page] == []


def test_without_an_address_nothing_is_linked():
    assert "helpUri" not in written("sarif", None)
    assert '<a href="http' not in written("html", None)
    assert "](" not in written("markdown", None)


def test_a_relative_address_is_one_of_pages_only():
    assert "helpUri" not in written("sarif", "../reglas")
    assert 'href="../reglas/GIIS-B015-04-11.md#' in written("html", "../reglas")
