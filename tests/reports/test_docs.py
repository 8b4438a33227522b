"""The pages made from the guides: every rule with all its parts, anchors that links find, nothing read as markup."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from giis._errors import InputError
from giis._text import Text
from giis.reports import Voice
from giis.reports.docs import _words as d
from giis.reports.docs import pages_of, standing, write_pages
from giis.reports.docs._rule import PARTS
from giis.specs import checklist_ids, guide_ids, load_checklist, load_guide

if TYPE_CHECKING:
    from pathlib import Path

# Text files beyond this are shown by GitHub as they are, without headings and links.
_RENDERED = 512 * 1024
PAGES = {"a.md": "<!-- giis specs docs -->\n\na\n", "b.md": "<!-- giis specs docs -->\n\nb\n"}


@pytest.fixture(scope="module", params=["es", "en"])
def site(request):
    voice = Voice(request.param)
    guides = [load_guide(name) for name in guide_ids()]
    return voice, pages_of(guides, [load_checklist(name) for name in checklist_ids()], voice)


def places(page: str) -> dict[str, str]:
    """Return what stands under each heading of a rule, in order."""
    parts = re.split(r"^#### (\S+)$", page, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_rule_has_its_place_with_all_parts(site):
    voice, pages = site
    names = [voice(name) for name in PARTS]
    assert len(set(names)) == 7
    lacking = []
    for guide in map(load_guide, guide_ids()):
        page = pages[f"{guide.id}.md"]
        found = places(page)
        assert sorted(found) == sorted(guide.by_id), guide.id
        assert len(re.findall(r"^#### ", page, re.MULTILINE)) == len(found)
        for rule, told in found.items():
            parts = re.findall(r"^- \*\*([^*]+):\*\*( \S|\n  - \S)", told, re.MULTILINE)
            own = [name for name, _ in parts if name in names]
            if own != names or f'<a id="{rule.lower()}"></a>\n\n#### {rule}\n' not in page:
                lacking.append(rule)
    assert lacking == []
    # The data with which the guides are tested hold an example of each kind for every rule.
    assert [name for name, page in pages.items() if voice(d.NO_EXAMPLE) in page] == []


def test_links_lead_to_anchors_that_stand_once(site):
    _, pages = site
    anchors = {name: re.findall(r'<a id="([^"]+)"></a>', page) for name, page in pages.items()}
    twice = {name: [item for item, count in Counter(found).items() if count > 1] for name, found in anchors.items()}
    assert not any(twice.values()), twice
    dead = [
        (name, link)
        for name, page in pages.items()
        for link in set(re.findall(r"\]\(([^)]*)\)", page))
        for target, hash_, place in [link.partition("#")]
        if (target or name) not in pages or (hash_ and place not in anchors[target or name])
    ]
    assert dead == []


def test_pages_are_small_enough_to_be_shown_and_say_who_made_them(site):
    _, pages = site
    assert {name: len(page.encode()) for name, page in pages.items() if len(page.encode()) >= _RENDERED} == {}
    assert all(page.startswith("<!-- giis specs docs -->\n\n# ") for page in pages.values())
    assert all(page.endswith("\n") and "\n\n\n" not in page for page in pages.values())


def test_a_page_tells_what_the_guide_declares():
    guide = load_guide("B015")
    pages = pages_of([guide], [], Voice("en"))
    page = pages["GIIS-B015-04-11.md"]
    assert pages.keys() == {"README.md", "GIIS-B015-04-11.md", "readings.md"}
    rule = places(page)["CEX007-psicologia"]
    assert "- **What it requires:** If tipoPersonal is 15 (PASANTE DE PSICOLOGÍA) or 16 (PSICÓLOGA(O)), then " in rule
    assert "- **Source:** GIIS-B015-04-11, section “DATOS DEL PRESTADOR DE SERVICIOS”, page 15 of the PDF" in rule
    assert "- **Fails:** Psychology with a patient who turns 6. tipoPersonal `15`, fechaNacimiento `15/01/2020`" in rule
    assert "- **Since:** 0.1.0, stable" in rule
    assert "- **Fix:** Export the columns in the official order. (safe)" in places(page)["ARC-encabezado-orden"]
    assert "GIIS-B015-04-11: primeraVezAnio `1`; GIIS-B016-04-08: primeraVezAnio `0`" in places(page)["ENT-primera-vez"]
    outside = sum(item.treatment == "outside" for item in guide.statements)
    table = page.split('<a id="outside"></a>')[1].split("<a id=")[0]
    assert table.count("\n| ") == outside + 2
    assert all(f"[{name}]" in page for name in ("planSeguridad", "clues"))
    assert "| `CURP_GENERICA` | `XXXX999999XXXXXX99` |" in page
    assert "| DIRECTORIO\\_SERVICIOS\\_AMIGABLES |" in page
    readings = [*guide.readings.values(), *(rule.reading for rule in guide.by_id.values() if rule.reading)]
    assert pages["readings.md"].count("\n- ") == len({*readings, *(s.reading for s in guide.statements if s.reading)})


def test_what_is_not_official_is_marked():
    page = pages_of([load_guide("B017")], [], Voice("es"))["GIIS-B017-04-09.md"]
    assert "advertencia (oficialmente sería: error) · del registro" in places(page)["CSM050"]
    assert "(† inferida)" in places(page)["CSM050"]
    assert "oficialmente" not in places(page)["CSM038-unidad"]


HOSTILE = "<script>alert(1)</script> | `x` [a](javascript:alert(1)) ![b](http://x/y) **c** {{d}} & @all #1 $x$"


def test_texts_of_a_definition_are_no_markup():
    guide = load_guide("B016")
    told = Text(HOSTILE, HOSTILE)
    rules = tuple(replace(rule, title=told, reading=told, why=told, fix=told) for rule in guide.rules[:40])
    variables = tuple(replace(item, label=told, header=HOSTILE) for item in guide.variables)
    constants = {"A": HOSTILE, "B": "``` ` |", "C": " x "}
    hostile = replace(guide, name=told, rules=rules, variables=variables, constants=constants, readings={"a": told})
    pages = pages_of([hostile], [], Voice("en"))
    assert len(pages) == 3
    for page in pages.values():
        tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(page)
        inner = [child for token in tokens for child in token.children or ()]
        html = [token.content for token in (*tokens, *inner) if token.type in ("html_block", "html_inline")]
        assert [
            text
            for text in html
            if not re.fullmatch(r'<!-- giis specs docs -->\n|</a>|<a id="[^"]+">|(<a id="[^"]+"></a>)\n?', text)
        ] == []
        links = [
            token.attrs.get("href") or token.attrs.get("src") for token in inner if token.type in ("link_open", "image")
        ]
        assert [link for link in links if not re.fullmatch(r"[\w.-]*(#[\w-]+)?", str(link))] == []
        codes = [token.content for token in inner if token.type == "code_inline"]
        if "terms" in page:
            assert {"``` ` |", " x "} <= set(codes)
        rows = [line for line in page.splitlines() if line.startswith("| ")]
        assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} <= {3, 4, 5, 7, 8}


def test_a_definition_without_conformance_data_says_that_there_is_no_example(tmp_path):
    page = pages_of([load_guide("B016")], [], Voice("en"), tmp_path)["GIIS-B016-04-08.md"]
    assert page.count("the conformance data have none") == 2 * len(load_guide("B016").by_id)


def test_pages_are_written_once_and_left_alone(tmp_path: Path):
    folder = tmp_path / "new" / "rules"
    assert write_pages(PAGES, folder).missing == ["a.md", "b.md"]
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert before.keys() == PAGES.keys()
    assert standing(PAGES, folder).up_to_date
    changed = {**PAGES, "b.md": PAGES["b.md"] + "more\n"}
    found = write_pages(changed, folder)
    assert (found.stale, found.current) == (["b.md"], ["a.md"])
    assert {path.name: path.read_text() for path in folder.iterdir()} == changed
    assert (folder / "a.md").stat().st_mtime_ns == before["a.md"]
    found = standing({"a.md": PAGES["a.md"]}, folder)
    assert (found.left_over, found.up_to_date) == (["b.md"], False)


def test_files_of_others_are_not_touched(tmp_path: Path):
    (tmp_path / "b.md").write_text("mine")
    (tmp_path / "notes.md").write_text("mine too")
    with pytest.raises(InputError, match=r"b\.md.*--force"):
        write_pages(PAGES, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.md", "notes.md"]
    assert standing(PAGES, tmp_path).foreign == ["b.md"]
    assert standing(PAGES, tmp_path).left_over == []
    write_pages(PAGES, tmp_path, force=True)
    assert (tmp_path / "b.md").read_text() == PAGES["b.md"]
    with pytest.raises(InputError, match=r"no folder|no es una carpeta"):
        standing(PAGES, tmp_path / "b.md")


def test_a_link_is_not_followed(tmp_path: Path):
    other = tmp_path / "other.txt"
    other.write_text("<!-- giis specs docs -->\n")
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "a.md").symlink_to(other)
    assert standing(PAGES, folder).foreign == ["a.md"]


def test_a_fault_leaves_nothing_half_written(tmp_path: Path):
    with pytest.raises(UnicodeEncodeError):
        write_pages({**PAGES, "c.md": "\ud800"}, tmp_path)
    assert list(tmp_path.iterdir()) == []
