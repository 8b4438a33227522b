"""The bytes of an entry: what was written comes back, and anything else is no answer."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import giis
from giis._text import Text
from giis.cache import _seal
from giis.cache._codec import decoded, encoded
from giis.cache._seal import UnreadableError, name_of, seal, unseal
from giis.validators.findings import FileReport, Finding, Fix, Share, Strip
from outpatient import AS_OF, BASE, exchange_file

BROKEN = exchange_file([{**BASE, "planSeguridad": "1", "peso": "70,5"}, {**BASE, "talla": "1"}, BASE])
FAILED = giis.validate(BROKEN, "CEX", as_of=AS_OF, statistics=True).files[0]
FULL = replace(
    FAILED,
    shares=(Share("CEX-r69x", 3, 1200, 7.5),),
    strip=Strip(100, (1, 2), (0, 3)),
    known=(replace(FAILED.findings[0], suppressed="sabido", key="0" * 32, start=3, end=None),),
)
BARE = replace(FAILED, guide=None, findings=(), known=(), strip=None)
DATA = [json.loads(json.dumps(encoded(item))) for item in (FULL, BARE)]
words = st.text(st.characters(), max_size=20)  # also halves of surrogate pairs
findings = st.builds(
    Finding,
    rule=words,
    severity=st.sampled_from(["error", "warning", "info"]),
    record=st.none() | st.integers(1),
    line=st.none() | st.integers(1),
    column=st.none() | st.integers(1),
    variable=st.none() | words,
    value=st.none() | words,
    message=st.builds(Text, words, words),
    fix=st.none() | st.builds(Fix, st.builds(Text, words, words), st.booleans(), st.none() | words),
    confidence=st.sampled_from(["official", "inferred"]),
    key=st.none() | words,
    start=st.none() | st.integers(1),
    end=st.none() | st.integers(1),
    suppressed=st.none() | words,
)


def test_reports_come_back_as_they_were():
    first, second = (decoded(FileReport, item) for item in DATA)
    assert [encoded(first), encoded(second)] == DATA
    assert (first.findings, first.known, first.outcomes) == (tuple(FULL.findings), FULL.known, tuple(FULL.outcomes))
    assert (first.strip, first.shares, first.guide_chosen) == (FULL.strip, FULL.shares, FULL.guide_chosen)
    assert (second.guide, second.strip, second.catalogs) == (None, None, tuple(FULL.catalogs))


@given(st.lists(findings, max_size=4))
def test_findings_come_back_whatever_they_hold(found):
    file = replace(FULL, findings=tuple(found), known=tuple(found))
    read = decoded(FileReport, unseal(b"k", seal(b"k", encoded(file))))
    assert (read.findings, read.known) == (file.findings, file.known)


def places(data, above=()):
    yield above
    for index, item in enumerate(data) if isinstance(data, list) else ():
        yield from places(item, (*above, index))


PLACES = list(places(DATA[0]))
OTHER = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | words | st.just([]) | st.just({})


@given(st.sampled_from(PLACES), OTHER)
def test_what_is_no_report_is_refused(place, other):
    data = json.loads(json.dumps(DATA[0]))
    if place:
        inside = data
        for step in place[:-1]:
            inside = inside[step]
        inside[place[-1]] = other
    else:
        data = other
    try:
        read = decoded(FileReport, data)
    except ValueError:
        return
    assert type(read) is FileReport
    assert encoded(read) == data


@given(st.binary(max_size=300), st.binary(max_size=50))
def test_any_bytes_are_refused(data, asked):
    for entry in (data, _seal._MAGIC + data):
        with pytest.raises(UnreadableError):
            unseal(asked, entry)


@given(st.data())
def test_a_changed_entry_is_refused(data):
    entry = seal(b"asked", ["Ñ", 1, None])
    place = data.draw(st.integers(0, len(entry) - 1))
    bit = data.draw(st.integers(0, 7))
    changed = bytearray(entry)
    changed[place] ^= 1 << bit
    for wrong in (bytes(changed), entry[:place], entry + b"x"):
        with pytest.raises(UnreadableError):
            unseal(b"asked", wrong)
    with pytest.raises(UnreadableError):
        unseal(b"Asked", entry)
    assert unseal(b"asked", entry) == ["Ñ", 1, None]


def test_nothing_of_an_entry_can_be_read_without_what_was_asked():
    entry = seal(b"asked", ["secreto" * 1000])
    assert b"secreto" not in entry
    assert len(set(entry[len(_seal._MAGIC) :])) > 20
    assert name_of(b"asked") not in entry.hex()


def test_a_bomb_is_refused(monkeypatch):
    bomb = seal(b"asked", "0" * 10_000)
    monkeypatch.setattr(_seal, "MOST_BYTES", 5_000)
    with pytest.raises(UnreadableError):
        unseal(b"asked", bomb)
    assert seal(b"asked", "0" * 10_000) is None
