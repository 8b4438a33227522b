"""Two audits compared: what was gained and lost, in text, JSON and Markdown."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console

from giis._errors import InputError
from giis.reports import Voice
from giis.reports.audits._progress import render, render_markdown
from giis.reports.audits.diff import compare, parse, to_json

NAMES = ["uno", "dos", "tres", "cuatro"]


def guide(result="no verdict", shown=NAMES[:2], errors=0, reached=10, name="GIIS-B015-04-11", digest="a"):
    degree = {"implemented": len(shown), "of": 4, "shown": shown, "missing": [x for x in NAMES if x not in shown]}
    return {
        "guide": name, "result": result, "totals": {"error": errors}, "guide_hash": digest,
        "degree": degree if shown is not None else None, "coverage": {"reached": reached},
    }  # fmt: skip


def audit(
    *guides, aspects="incomplete", controls=None, sector="incomplete", day="2026-01-01", version="1", edition="e"
):
    return {
        "schema": "giis-audit/1", "tool": {"name": "giis", "version": version}, "norm": {"sha256": "n"}, "as_of": day,
        "result": "no verdict", "guides": list(guides or [guide()]),
        "aspects": [{"id": name, "state": aspects} for name in ("exchange", "catalogs", "identification", "security")],
        "sector_rule": {"state": sector}, "security": {"controls": controls} if controls else None, "evidence": [],
        "catalogs": [{"used": [{"name": "PAIS", "version": edition, "digest": "d"}]}], "other_catalogs": [],
    }  # fmt: skip


BOTH = {"5.1.1": "implemented", "5.1.2": "planned"}
CASES = [
    # before, after, status, gained, lost, missing of the first guide
    (audit(), audit(), "same", (), (), ("tres", "cuatro")),
    (audit(), audit(guide(shown=NAMES[:3])), "gained", ("tres",), (), ("cuatro",)),
    (audit(guide(shown=NAMES)), audit(), "lost", (), ("tres", "cuatro"), ()),
    (audit(), audit(guide(shown=["uno", "tres"])), "lost", ("tres",), ("dos",), ("cuatro",)),
    (audit(guide("not approved", errors=3)), audit(guide("approved")), "gained", (), (), ("tres", "cuatro")),
    (audit(guide("approved")), audit(guide("not approved", errors=3)), "lost", (), (), ("tres", "cuatro")),
    (audit(), audit(guide("not included")), "same-ish", (), (), ("tres", "cuatro")),
    (audit(), audit(guide(reached=11)), "gained", (), (), ("tres", "cuatro")),
    (audit(aspects="met"), audit(), "lost", (), (), ("tres", "cuatro")),
    (audit(), audit(sector="met"), "gained", (), (), ("tres", "cuatro")),
    (audit(controls=BOTH), audit(controls={**BOTH, "5.1.2": "partial"}), "gained", (), (), ("tres", "cuatro")),
    (audit(controls=BOTH), audit(controls={**BOTH, "5.1.1": "missing"}), "lost", (), (), ("tres", "cuatro")),
    (audit(controls=BOTH), audit(), "same", (), (), ("tres", "cuatro")),
]


@pytest.mark.parametrize(("before", "after", "status", "gained", "lost", "missing"), CASES)
def test_what_was_gained_lost_and_is_missing(before, after, status, gained, lost, missing):
    found = compare(before, after)
    assert found.status == {"same-ish": "gained"}.get(status, status)
    assert found.exit_status() == (status == "lost")
    first = found.guides[0]
    assert (first.gained, first.lost, first.missing) == (gained, lost, missing)
    data = json.loads(json.dumps(to_json(found)))
    assert (data["schema"], data["status"]) == ("giis-audit-diff/1", found.status)
    assert data["guides"][0]["gained"] == list(gained)


def test_first_evidence_and_evidence_that_is_gone_are_told_as_such():
    none = {**guide(), "degree": None, "coverage": None}
    for before, after, told, sign in ((none, guide(), "antes no había evidencia", "+2"),
                                      (guide(), none, "ya no hay evidencia", "-2")):  # fmt: skip
        found = compare(audit(before), audit(after))
        page = render_markdown(found, Voice("es"))
        assert told in page
        assert sign in page


@pytest.mark.parametrize(
    ("change", "differing"),
    [
        ({}, []),
        ({"version": "2"}, ["version"]),
        ({"edition": "f"}, ["catalogs"]),
        ({"day": "2026-02-01"}, []),
    ],
)
def test_the_circumstances_that_differ(change, differing):
    assert list(compare(audit(), audit(**change)).differing) == differing
    assert list(compare(audit(), audit(guide(digest="b"))).differing) == ["guide"]


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_comparison_in_words(language):
    found = compare(
        audit(guide(shown=["uno", "a|b"], errors=4), controls=BOTH),
        audit(guide("not approved", shown=["uno", "tres"]), controls={**BOTH, "5.1.1": "missing"}, day="2026-03-01"),
    )
    out = io.StringIO()
    render(found, Console(file=out, width=100), Voice(language))
    page = render_markdown(found, Voice(language))
    for told in (out.getvalue(), page):
        assert "2026-03-01" in told
        assert "4 → 0" in told
        assert "tres" in told
        assert ("Se perdió algo." if language == "es" else "Something was lost.") in told
        assert "5.1.1" in told
    assert "a\\|b" in page


NO_AUDITS = ["", "[]", "{", '{"schema": "giis-report/1"}', '{"schema": "giis-audit/1"}', "[" * 100_000]


@pytest.mark.parametrize("text", NO_AUDITS)
def test_what_is_no_audit_is_refused(text):
    with pytest.raises(InputError, match=r"x\.json: is no audit giis-audit/1"):
        parse(text, "x.json")


def test_an_audit_is_read():
    assert parse(json.dumps(audit()), "x")["result"] == "no verdict"
