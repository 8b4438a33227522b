"""What holds of every repair: it is idempotent, adds no error, and keeps the records."""

from __future__ import annotations

import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import giis
from changes import changed_records, values_of
from effort import a_part_of_the_examples
from giis.catalogs import CatalogStore
from giis.mending import repair
from giis.specs import load_guide
from outpatient import AS_OF, BASE, exchange_file

if TYPE_CHECKING:
    from datetime import date

GUIDE = load_guide("GIIS-B015-04-11")
TEXTS = {variable.identifier: values_of(variable) for variable in GUIDE.variables}
_NOISE = st.sampled_from(
    [str.lower, lambda text: f" {text}", lambda text: f"{text} ", lambda text: f"0{text}", lambda text: f"+{text}",
     lambda text: text.replace(".", ","), lambda text: text.replace("/", "-"), lambda text: text.removeprefix("0"),
     lambda text: text.replace("A", "Á"), lambda text: f"{text}&{text}", lambda text: "", lambda text: text[:-1]]
)  # fmt: skip


@st.composite
def records(draw):
    """Return a record with some values changed, rightly or wrongly."""
    record = dict(BASE)
    for _ in range(draw(st.integers(0, 5))):
        name = draw(st.sampled_from(sorted(TEXTS)))
        text = draw(st.sampled_from(TEXTS[name])) if TEXTS[name] and draw(st.booleans()) else record[name]
        record[name] = draw(_NOISE)(text) if draw(st.booleans()) else text
    return record


@st.composite
def files(draw):
    """Return the bytes of a file of such records, perhaps damaged as a whole."""
    found = draw(st.lists(records(), min_size=1, max_size=5))
    lines = exchange_file(found).decode("cp1252").split("\r\n")[:-1]
    for _ in range(draw(st.integers(0, 2))):
        place = draw(st.integers(0, len(lines) - 1))
        lines[place] = draw(
            st.sampled_from(
                [lines[place] + "|", lines[place] + "||", lines[place].lower(), lines[place][:-3], lines[place] + "x|",
                 lines[place][:40] + "\r\n" + lines[place][40:], "", lines[0], "|".join(lines[place].split("|")[::-1])]
            )
        )  # fmt: skip
    data = draw(st.sampled_from(["\r\n", "\n", "\r"])).join(lines)
    return data.encode(draw(st.sampled_from(["cp1252", "utf-8", "utf-16", "utf-8-sig"])), errors="replace")


def mended(data: bytes, *, unsafe: bool, guide: str = GUIDE.id, as_of: date = AS_OF) -> tuple[giis.Repair, bytes]:
    """Return the repair of a file and what it wrote."""
    with TemporaryDirectory() as folder:
        target = Path(folder, "CEX-DFSSA-2411.TXT")
        done = repair(
            data, target, guide, unsafe=unsafe, as_of=as_of, catalogs=CatalogStore(Path(folder)), max_findings=None
        )
        return done, target.read_bytes()


def check(data: bytes, *, unsafe: bool, guide: str = GUIDE.id, as_of: date = AS_OF) -> None:
    """Hold a repair against what holds of every one."""
    done, output = mended(data, unsafe=unsafe, guide=guide, as_of=as_of)
    assert done.records_written == done.records_read - done.joined - done.headers
    assert done.after.records == done.records_written
    if not done.joined and not any(item.rule == "ARC-columnas" for item in done.mended):
        # A line that could not be read before may show mistakes that nobody saw.
        before, after = ({item.rule: item.failed for item in file.outcomes} for file in (done.before, done.after))
        errors = {item.rule for item in done.after.findings if item.severity == "error"}
        assert {rule: after[rule] for rule in errors if after[rule] > before.get(rule, 0)} == {}
        assert done.after.totals.error <= done.before.totals.error
    again, same = mended(output, unsafe=unsafe, guide=guide, as_of=as_of)
    assert same == output
    assert again.changes_total == 0


@a_part_of_the_examples(3)
@given(files(), st.booleans())
def test_what_holds_of_every_repair(data, unsafe):
    check(data, unsafe=unsafe)


@pytest.mark.parametrize("unsafe", [False, True])
def test_the_same_of_many_changed_records(unsafe):
    check(exchange_file(changed_records(400)), unsafe=unsafe)


@a_part_of_the_examples(3)
@given(st.lists(records(), min_size=1, max_size=4), st.sampled_from(["\r\n", "\n"]))
def test_a_file_without_findings_is_returned_byte_for_byte(found, end):
    data = exchange_file(found, end)
    report = giis.validate(io.BytesIO(data), GUIDE.id, as_of=AS_OF).files[0]
    if not report.totals.all:
        assert mended(data, unsafe=True)[1] == data
