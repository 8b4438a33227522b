"""What a cached answer depends on: everything that changes a report, and nothing else."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest

from giis.cache import _asked
from giis.cache._asked import asked
from giis.catalogs import CatalogStore
from giis.validators.baseline import Baseline, Entry
from giis.validators.options import RunOptions

NAME, SHA = "CEX-DFSSA-2411.TXT", "ab" * 32
ENTRY = Entry("CEX055", ("0" * 32,), "ana", "sabido", date(2025, 1, 1))
CHANGES = {
    "guide": "B015",
    "as_of": date(2024, 12, 2),
    "select": ("CEX055",),
    "ignore": ("CEX055",),
    "profile": "strict",
    "unofficial_as_errors": True,
    "max_findings": 7,
    "statistics": True,
    "severities": {"CEX055": "info"},
    "baseline": Baseline([ENTRY], "x.yaml"),
    "secret": "correct horse battery",
}
NO_MATTER = {"store", "show_values", "batch_bytes", "timing", "collecting"}
"""The folder of catalogues counts by what it holds; answers with values or times are not kept."""


@pytest.fixture
def options(tmp_path):
    return RunOptions(None, date(2024, 12, 1), CatalogStore(tmp_path / "catalogs"))


def test_every_option_is_told_or_known_not_to_matter():
    assert {item.name for item in fields(RunOptions)} == {*CHANGES, *NO_MATTER}


@pytest.mark.parametrize("name", CHANGES)
def test_each_option_asks_something_else(options, name):
    changed = replace(options, **{name: CHANGES[name]})
    assert asked([(NAME, SHA, changed)]) != asked([(NAME, SHA, options)])


def test_what_else_is_asked(options):
    before = asked([(NAME, SHA, options)])
    assert asked([(NAME, SHA, replace(options, batch_bytes=1))]) == before
    others = (
        [(NAME, "ba" * 32, options)],
        [("otro.TXT", SHA, options)],
        [(NAME, SHA, options), ("otro.TXT", SHA, options)],
        [("otro.TXT", SHA, options), (NAME, SHA, options)],
    )
    assert len({before, *map(asked, others)}) == len(others) + 1


@pytest.mark.parametrize(
    "entry",
    [
        replace(ENTRY, keys=("1" * 32,)),
        replace(ENTRY, keys=()),
        replace(ENTRY, expires=None),
        replace(ENTRY, justification="otra"),
    ],
)
def test_each_word_of_a_baseline_counts(options, entry):
    first, second = (replace(options, baseline=Baseline([item], "x.yaml")) for item in (ENTRY, entry))
    assert asked([(NAME, SHA, first)]) != asked([(NAME, SHA, second)])


def test_imported_catalogues_count_by_their_content(options, tmp_path):
    told = [asked([(NAME, SHA, options)])]
    folder = tmp_path / "catalogs"
    folder.mkdir()
    told.append(asked([(NAME, SHA, options)]))
    for text in ("a", "b"):
        (folder / "PAIS.2025-01-01.yaml").write_text(text)
        told.append(asked([(NAME, SHA, options)]))
    assert len(set(told)) == len(told)
    (folder / "nota.txt").write_text("x")
    assert asked([(NAME, SHA, options)]) == told[-1]


def test_the_definitions_and_the_program_count(options, tmp_path, monkeypatch):
    told = set()
    (tmp_path / "spec").mkdir()
    monkeypatch.setattr(_asked, "data_directory", lambda name: tmp_path / "spec")
    for text in ("a", "b"):
        _asked._code.cache_clear()
        (tmp_path / "spec" / "x.yaml").write_text(text)
        told.add(asked([(NAME, SHA, options)]))
    _asked._code.cache_clear()
    monkeypatch.setattr(_asked, "_PACKAGE", tmp_path / "spec")
    told.add(asked([(NAME, SHA, options)]))
    _asked._code.cache_clear()
    monkeypatch.setattr(_asked, "__version__", "999")
    told.add(asked([(NAME, SHA, options)]))
    _asked._code.cache_clear()
    assert len(told) == 4


def test_a_definition_of_ones_own_counts_by_its_content(options, invented_path):
    own = invented_path()
    options = replace(options, guide=str(own))
    before = asked([(NAME, SHA, options)])
    own.write_text(own.read_text("utf-8") + "\n# otra cosa\n", "utf-8")
    from giis.specs.registry import load_guide_file

    load_guide_file.cache_clear()
    assert asked([(NAME, SHA, options)]) != before
