"""Every finding of the reader has its rule, and every rule's message can be filled."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
import yaml
from files_helpers import HEADER, issues

from giis._resources import data_directory
from giis.files import FileName, Issue, Layout, institution_issue, month_issue, name_issue
from giis.files._header import read_header_line

RULES: dict[str, dict[str, Any]] = {
    rule["id"]: rule
    for rule in yaml.safe_load((data_directory("spec_yaml") / "structure.yaml").read_text("utf-8"))["rules"]
}
NAME = FileName("CEX", "DF", "SSA", 2024, 10)


def test_the_code_and_the_declarations_have_the_same_rules() -> None:
    source = Path(__file__).parents[2] / "src" / "giis" / "files"
    used = {code for path in source.glob("*.py") for code in re.findall(r'"(ARC-[a-z0-9-]+)"', path.read_text("utf-8"))}
    assert used == set(RULES)


def every_issue() -> list[Issue]:
    n = b"a|b|c\n"
    files = [
        *(
            b"",
            HEADER,
            n,
            b"7|8|9\n",
            b"A|B\n",
            b"A|B|C|D\n",
            b"CLUES|EDAD\n",
            b"CLUES|X|Y|Z\n",
            b"CLUES,NOMBRE,EDAD\n",
        ),
        *(b"CLUES|NOMBRE|X|EDAD\n", b"CLUES|NOMBRE|EDAD|\n", b"EDAD|CLUES|NOMBRE\n", b"clues|NOMBRE|X\n"),
        HEADER
        + HEADER
        + b"\n1|2\n3|4\n1|2|3|\n1|2|3|4|5\n1|2|3|4\n\x00|\xc3\x91|\n|\xd1|\n"
        + b"x" * (1 << 20)
        + b"x\r1|2|3",
        b"\xef\xbb\xbf" + HEADER + "a|Ñ|\n".encode(),
        (HEADER + n).decode().encode("utf-16"),
        HEADER + b"a|b|c\r\n",
        HEADER.replace(b"\n", b"\r") + n.replace(b"\n", b"\r"),
    ]
    found = [issue for data in files for issue in issues(data)]
    letters = tuple("ABCDEF")
    found += read_header_line("|".join(letters).lower(), Layout(letters, (frozenset(),) * 6), 1).issues
    names = ("x", "CSB-DFSSA-2410.TXT", "CEX-XXSSA-2410.TXT", "CEX-DFSSA-2413.TXT", "CEX-DFSSA-2410.txt")
    told = [name_issue(name, ("CEX",)) for name in names]
    told += [month_issue(NAME, {(2025, 1): 1}), institution_issue(NAME, {"MCSSA": 1})]
    return found + [issue for issue in told if issue]


ISSUES = every_issue()


def test_every_rule_and_hint_is_met() -> None:
    met = {(issue.code, issue.params.get("hint")) for issue in ISSUES}
    assert {code for code, _ in met} == set(RULES)
    hints = {(code, hint) for code, rule in RULES.items() for hint in rule.get("hints", {})}
    assert hints <= met
    assert {pair for pair in met if pair[1]} == hints


@pytest.mark.parametrize("language", ["es", "en"])
def test_messages_can_be_filled(language: str) -> None:
    for issue in ISSUES:
        rule = RULES[issue.code]
        texts = [rule["message"][language], rule["why"][language], rule["title"][language]]
        if "hint" in issue.params:
            texts.append(rule["hints"][issue.params["hint"]][language])
        for text in texts:
            assert text.format(**issue.params).strip()


def test_every_rule_says_everything_in_both_languages() -> None:
    for rule in RULES.values():
        assert rule["severity"] in {"error", "warning", "info"}
        assert rule["safety"] in {"safe", "unsafe", "none"}
        texts = [rule[key] for key in ("title", "message", "why", "fix")] + list(rule.get("hints", {}).values())
        for text in texts:
            assert set(text) == {"es", "en"}
            fields = [{name for _, name, _, _ in Formatter().parse(text[key]) if name} for key in ("es", "en")]
            assert fields[0] == fields[1]
