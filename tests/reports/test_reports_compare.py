"""Two reports held against each other."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console

from giis._errors import InputError
from giis.reports import Voice, compare


def report(*files, **more):
    return {"schema": "giis-report/1", "tool": {"version": "1"}, "as_of": "2024-12-01", "files": list(files), **more}


def file(path, *findings, total=None, **more):
    told = [{"rule": rule, "key": key, "variable": None} for rule, key in findings]
    return {"path": path, "findings": told, "totals": {"error": len(told) if total is None else total}, **more}


A, B, C, WHOLE = ("A", "1"), ("A", "2"), ("B", "1"), ("W", None)


@pytest.mark.parametrize(
    ("old", "new", "totals", "status"),
    [
        ([file("x", A)], [file("x", A)], (0, 0, 1), "same"),
        ([file("x", A, B)], [file("x", B)], (0, 1, 1), "same"),
        ([file("x", A)], [file("x", B)], (1, 1, 0), "new"),
        ([file("x", A)], [file("x", A, A)], (1, 0, 1), "new"),
        ([file("x", A)], [file("x", C)], (1, 1, 0), "new"),
        ([file("x", WHOLE)], [file("x", WHOLE)], (0, 0, 1), "same"),
        ([file("x", WHOLE)], [file("x", WHOLE, WHOLE)], (1, 0, 1), "new"),
        ([file("x", A)], [], (0, 1, 0), "same"),
        ([], [file("x", A)], (1, 0, 0), "new"),
        ([file("a/x", A)], [file("b/x", A)], (0, 0, 1), "same"),
        ([file("a/x", A), file("c/x", A)], [file("b/x", A)], (1, 2, 0), "new"),
        ([file("a/x", A)], [file("a/x", A), file("b/x", A)], (1, 0, 1), "new"),
        ([file("x", A)], [file("x", A, total=2)], (0, 0, 1), "incomplete"),
        ([file("x", A, total=2)], [file("x", A)], (0, 0, 1), "incomplete"),
        ([file("x", A, total=2)], [file("x", B)], (1, 1, 0), "new"),
        ([], [], (0, 0, 0), "same"),
    ],
)
def test_changes(old, new, totals, status):
    found = compare.compare(report(*old), report(*new))
    assert tuple(found.total(name) for name in ("new", "gone", "same")) == totals
    assert (found.status, found.exit_status()) == (status, 0 if status == "same" else 1)
    data = compare.to_json(found)
    assert (data["status"], tuple(data["totals"].values())) == (status, totals)


def test_a_file_that_could_not_be_judged_is_not_the_same():
    new = report(unjudged=[{"path": "x", "reason": "r"}, {"path": "y", "reason": "r"}])
    found = compare.compare(report(file("x", A)), new)
    assert found.status == "incomplete"
    assert [item.path for item in found.files if item.unjudged] == ["x", "y"]


def test_circumstances_that_differ_are_told():
    old = report(file("x", guide_hash="1", catalogs=[]))
    new = report(file("x", guide_hash="2", catalogs=[1]), tool={"version": "2"}, as_of="2025-01-01")
    assert compare.compare(old, old).differing == []
    assert compare.compare(old, new).differing == ["version", "as_of", "guide", "catalogs"]


@pytest.mark.parametrize(("language", "words"), [("es", ("nuevos", "Hay hallazgos")), ("en", ("gone", "There are"))])
def test_text(language, words):
    out = io.StringIO()
    found = compare.compare(report(file("ma\x1blo", A), tool=1), report(file("ma\x1blo", B), file("z", total=1)))
    compare.render(found, Console(file=out, width=100), Voice(language))
    assert [word for word in (*words, "ma\\x1blo", "A") if word not in out.getvalue()] == []


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "1", '{"schema": "giis-report/2", "files": []}', '{"schema": "giis-report/1", "files": [1]}',
     "[" * 200_000],
)  # fmt: skip
def test_what_is_no_report_is_refused(text):
    with pytest.raises(InputError, match=r"old\.json: is no report"):
        compare.parse(text, "old.json")


def test_a_report_is_read():
    data = report(file("x", A))
    assert compare.parse(json.dumps(data), "x") == data
